import BenchFacts
import SourceText

/// `smtp`, `pop3`, `ftp`.
extension PhraseReader {
    private static let faultWords = [
        "refuses connections", "unreachable", "answers", "stalls", "closes", "resets", "delays", "greets", "cuts data", "heard",
        "did not hear",
    ]

    mutating func server(_ kind: ServerKind) throws(Problem) -> Phrase {
        if let fault = try fault(of: kind) {
            switch kind {
            case .smtp: return .fact(.smtp(.fault(fault)))
            case .pop3: return .fact(.pop3(.fault(fault)))
            case .ftp: return .fact(.ftp(.fault(fault)))
            }
        }
        if cursor.take("heard") {
            var lines = [try template("the line between quotes")]
            while cursor.take("then") { lines.append(try template("the line between quotes")) }
            return .check(.server(kind, .heard(lines)))
        }
        if cursor.take("did", "not", "hear") { return .check(.server(kind, .notHeard(try template("the line between quotes")))) }
        switch kind {
        case .smtp: return try smtp()
        case .pop3: return try pop3()
        case .ftp: return try ftp()
        }
    }

    private mutating func fault(of kind: ServerKind) throws(Problem) -> ServerFault? {
        if cursor.take("refuses", "connections") { return .refusesConnections }
        if cursor.take("unreachable") { return .unreachable }
        if cursor.take("answers") {
            let command = try command(of: kind)
            var occurrence: Int?
            if cursor.peekWord != "with" { occurrence = try number("`with`, or the how manieth time", in: 1...1000) }
            try cursor.expect("with", after: "the command")
            return .answers(command: command, occurrence: occurrence, line: try string("the line between quotes"))
        }
        if cursor.take("stalls", "at") { return .stalls(command: try command(of: kind)) }
        if cursor.take("closes", "at") { return .closes(command: try command(of: kind)) }
        if cursor.take("resets", "at") { return .resets(command: try command(of: kind)) }
        if cursor.take("delays") {
            let command = try command(of: kind)
            try cursor.expect("by", after: "the command")
            return .delays(command: command, try interval("how long"))
        }
        if cursor.take("greets") {
            try cursor.expect("with", after: "`greets`")
            var lines = [try string("the line between quotes")]
            while cursor.peek?.kind == .string { lines.append(try string("the line between quotes")) }
            return .greets(lines: lines)
        }
        if cursor.take("cuts", "data") { return .cutsData(after: try afterBytes()) }
        if cursor.take("stalls", "data") { return .stallsData(after: try afterBytes()) }
        return nil
    }

    /// A verb, in capitals; `greeting` or `body`. One that the protocol does not have would be a fault that never comes.
    private mutating func command(of kind: ServerKind) throws(Problem) -> String {
        let range = cursor.here
        let written = try word("a command, `greeting` or `body`")
        let places = kind.faultPlaces
        if let place = places.first(where: { $0.uppercased() == written.uppercased() }) { return place }
        if evaluator.isSyntaxCheck, written == Evaluator.filler { return written }
        let nearest = NearestName.find(written, among: places).map { "did you mean `\($0)`?" }
        let fix = nearest ?? "one of: \(places.joined(separator: " "))"
        throw Problem("\(kind.rawValue) has no command `\(written)`", at: range, fix: fix)
    }

    private mutating func messages() throws(Problem) -> Int {
        let count = try number("the number of messages", in: 0...10_000)
        guard cursor.take("messages") || cursor.take("message") else { throw cursor.expected("`messages`") }
        return count
    }

    /// AUTH's mechanisms that the mock server knows (RFC 4954, RFC 4616).
    private static let mechanisms = ["LOGIN", "PLAIN"]

    private mutating func mechanism() throws(Problem) -> String {
        let range = cursor.here
        let name = try word("`LOGIN` or `PLAIN`")
        guard Self.mechanisms.contains(name) || evaluator.isSyntaxCheck && name == Evaluator.filler else {
            throw Problem("expected `LOGIN` or `PLAIN`", at: range)
        }
        return name
    }

    private mutating func smtp() throws(Problem) -> Phrase {
        if cursor.take("login") {
            let user = try string("the user between quotes")
            try cursor.expect("password", after: "the user")
            let password = try string("the password between quotes")
            guard cursor.take("by") else {
                return .fact(.smtp(.login(user: user, password: password, mechanisms: Self.mechanisms)))
            }
            var mechanisms = [try mechanism()]
            while !cursor.isAtEnd, cursor.peek?.kind != .comma { mechanisms.append(try mechanism()) }
            return .fact(.smtp(.login(user: user, password: password, mechanisms: mechanisms)))
        }
        if cursor.take("without", "extensions") { return .fact(.smtp(.withoutExtensions)) }
        if cursor.take("received") { return .check(.smtp(.messageCount(try messages()))) }
        if cursor.take("body", "is") { return .check(.smtp(.body(try payload()))) }
        if cursor.take("header") {
            let field = try string("the field's name between quotes")
            try cursor.expect("holds", after: "the field")
            return .check(.smtp(.header(field: field, holds: try template("the text between quotes"))))
        }
        if cursor.take("envelope") {
            try cursor.expect("from", after: "`envelope`")
            let sender = try template("the sender between quotes")
            try cursor.expect("to", after: "the sender")
            var recipients = [try template("a recipient between quotes")]
            while cursor.peek?.kind == .string { recipients.append(try template("a recipient between quotes")) }
            return .check(.smtp(.envelope(sender: sender, recipients: recipients)))
        }
        if cursor.take("authenticated", "by") {
            return .check(.smtp(.authenticated(mechanism: try mechanism())))
        }
        throw cursor.expected(
            oneOf: ["login", "without extensions", "received", "body is", "header", "envelope", "authenticated by"]
                + Self.faultWords,
            "what the mail server is, does or has seen"
        )
    }

    private mutating func pop3() throws(Problem) -> Phrase {
        if cursor.take("mailbox") {
            if cursor.take("is", "empty") { return .check(.pop3(.count(0))) }
            if cursor.take("is", "unchanged") { return .check(.pop3(.unchanged)) }
            if cursor.take("holds") { return .check(.pop3(.count(try messages()))) }
            let user = try string("the user between quotes, `is empty`, `is unchanged` or `holds`")
            try cursor.expect("password", after: "the user")
            return .fact(.pop3(.mailbox(user: user, password: try string("the password between quotes"))))
        }
        if cursor.take("message") { return .fact(.pop3(.message(try bytes()))) }
        throw cursor.expected(oneOf: ["mailbox", "message"] + Self.faultWords, "what the mail server is, does or has seen")
    }

    private mutating func ftp() throws(Problem) -> Phrase {
        if cursor.take("user") {
            let name = try string("the user between quotes")
            try cursor.expect("password", after: "the user")
            let password = try string("the password between quotes")
            let account = cursor.take("account") ? try string("the account between quotes") : nil
            return .fact(.ftp(.user(name: name, password: password, account: account)))
        }
        if cursor.take("directory") {
            let path = try string("the directory between quotes")
            if cursor.take("writable") { return .fact(.ftp(.directory(path: path, writable: true))) }
            if cursor.take("read-only") { return .fact(.ftp(.directory(path: path, writable: false))) }
            throw cursor.expected("`writable` or `read-only`")
        }
        if cursor.take("file") {
            let name = try cursor.string("the file's name between quotes")
            if cursor.take("holds") { return .fact(.ftp(.file(path: try evaluator.string(name), try bytes()))) }
            if cursor.take("is") { return .check(.ftp(.file(path: try evaluator.template(name), try payload()))) }
            throw cursor.expected("`holds` (a fact) or `is` (a check)")
        }
        if cursor.take("has", "no", "file") { return .check(.ftp(.noFile(path: try template("the file's name between quotes")))) }
        if cursor.take("completes", "before", "closing") { return .fact(.ftp(.completionFirst(true))) }
        if cursor.take("completes", "after", "closing") { return .fact(.ftp(.completionFirst(false))) }
        throw cursor.expected(
            oneOf: ["user", "directory", "file", "has no file", "completes before closing"] + Self.faultWords,
            "what the file server is, does or has seen"
        )
    }
}
