import BenchFacts

extension PhraseTable {
    static let ftp: [PhraseForm] = [
        .fact(
            "user _ password _ _",
            .quoted("the user"),
            .quoted("the password"),
            .trailing(.quoted("the account"), behind: "account")
        ) {
            .ftp(.user(name: $0, password: $1, account: $2))
        } of: {
            if case .ftp(.user(let name, let password, let account)) = $0 { (name, password, account) } else { nil }
        },
        .fact("user _ without password", .quoted("the user")) {
            .ftp(.userWithoutPassword(name: $0))
        } of: {
            if case .ftp(.userWithoutPassword(let name)) = $0 { name } else { nil }
        },
        .fact("home _", .quoted("the directory")) {
            .ftp(.home(path: $0))
        } of: {
            if case .ftp(.home(let path)) = $0 { path } else { nil }
        },
        .fact("announces data with _", .quoted("the line")) {
            .ftp(.passiveReply($0))
        } of: {
            if case .ftp(.passiveReply(let line)) = $0 { line } else { nil }
        },
        directory("directory _ writable", writable: true),
        directory("directory _ read-only", writable: false),
        .fact("file _ holds _", .quoted("the file's name"), .bytes) {
            .ftp(.file(path: $0, $1))
        } of: {
            if case .ftp(.file(let path, let bytes)) = $0 { (path, bytes) } else { nil }
        },
        .fact("completes before closing", .ftp(.completionFirst(true))),
        .fact("completes after closing", .ftp(.completionFirst(false))),
        .check("file _ is _", .text("the file's name"), .payload) {
            .ftp(.file(path: $0, $1))
        } of: {
            if case .ftp(.file(let path, let bytes)) = $0 { (path, bytes) } else { nil }
        },
        .check("has no file _", .text("the file's name")) {
            .ftp(.noFile(path: $0))
        } of: {
            if case .ftp(.noFile(let path)) = $0 { path } else { nil }
        },
    ]

    private static func directory(_ pattern: String, writable: Bool) -> PhraseForm {
        .fact(pattern, .quoted("the directory")) {
            .ftp(.directory(path: $0, writable: writable))
        } of: {
            if case .ftp(.directory(let path, writable)) = $0 { path } else { nil }
        }
    }
}
