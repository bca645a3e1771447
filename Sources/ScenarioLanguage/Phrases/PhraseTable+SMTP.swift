import BenchFacts
import SourceText

extension PhraseTable {
    static let smtp: [PhraseForm] = [
        .fact("login _ password _ _", .quoted("the user"), .quoted("the password"), .trailing(.mechanisms, behind: "by")) {
            .smtp(.login(user: $0, password: $1, mechanisms: $2 ?? mechanisms))
        } of: {
            guard case .smtp(.login(let user, let password, let mechanisms)) = $0 else { return nil }
            return (user, password, mechanisms.isEmpty ? nil : mechanisms)
        },
        .fact("without extensions", .smtp(.withoutExtensions)),
        .check("received _", .count("the number of messages", in: 0...10_000, unit: "message")) {
            .smtp(.messageCount($0))
        } of: {
            if case .smtp(.messageCount(let count)) = $0 { count } else { nil }
        },
        .check("body is _", .payload) {
            .smtp(.body($0))
        } of: {
            if case .smtp(.body(let bytes)) = $0 { bytes } else { nil }
        },
        .check("header _ holds _", .quoted("the field's name"), .text("the text")) {
            .smtp(.header(field: $0, holds: $1))
        } of: {
            if case .smtp(.header(let field, let text)) = $0 { (field, text) } else { nil }
        },
        .check("header _ is absent", .quoted("the field's name")) {
            .smtp(.noHeader(field: $0))
        } of: {
            if case .smtp(.noHeader(let field)) = $0 { field } else { nil }
        },
        .check("header is well formed", .smtp(.wellFormedHeader)),
        .check("envelope from _ to _", .text("the sender"), .texts("a recipient")) {
            .smtp(.envelope(sender: $0, recipients: $1))
        } of: {
            if case .smtp(.envelope(let sender, let recipients)) = $0 { (sender, recipients) } else { nil }
        },
        .check("authenticated by _", .mechanism) {
            .smtp(.authenticated(mechanism: $0))
        } of: {
            if case .smtp(.authenticated(let mechanism)) = $0 { mechanism } else { nil }
        },
    ]

    /// AUTH's mechanisms that the mock server knows (RFC 4954, RFC 4616).
    fileprivate static let mechanisms = ["LOGIN", "PLAIN"]
}

extension PhraseReader {
    fileprivate mutating func mechanism() throws(Problem) -> String {
        let range = cursor.here
        let name = try word("`LOGIN` or `PLAIN`")
        guard PhraseTable.mechanisms.contains(name) || evaluator.isSyntaxCheck && name == Evaluator.filler else {
            throw Problem("expected `LOGIN` or `PLAIN`", at: range)
        }
        return name
    }
}

extension Slot<String> {
    fileprivate static var mechanism: Slot {
        Slot(Place("`LOGIN` or `PLAIN`", .word)) { reader throws(Problem) in
            try reader.mechanism()
        } text: {
            $0
        }
    }
}

extension Slot<[String]> {
    fileprivate static var mechanisms: Slot {
        Slot(Place("`LOGIN` or `PLAIN`", .open)) { reader throws(Problem) in
            try reader.list { reader throws(Problem) in try reader.mechanism() }
        } text: {
            $0.joined(separator: " ")
        }
    }
}
