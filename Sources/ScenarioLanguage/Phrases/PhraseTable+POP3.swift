import BenchFacts

extension PhraseTable {
    static let pop3: [PhraseForm] = [
        .fact("mailbox _ password _", .quoted("the user"), .quoted("the password")) {
            .pop3(.mailbox(user: $0, password: $1))
        } of: {
            if case .pop3(.mailbox(let user, let password)) = $0 { (user, password) } else { nil }
        },
        .fact("message _", .bytes) {
            .pop3(.message($0))
        } of: {
            if case .pop3(.message(let bytes)) = $0 { bytes } else { nil }
        },
        .check("mailbox is empty", .pop3(.count(0))),
        .check("mailbox is unchanged", .pop3(.unchanged)),
        .check("mailbox holds _", .count("the number of messages", in: 0...10_000, unit: "message")) {
            .pop3(.count($0))
        } of: {
            if case .pop3(.count(let count)) = $0 { count } else { nil }
        },
    ]
}
