import BenchFacts
import SourceText
import World

// What all servers have in common.
extension PhraseTable {
    static func server(_ kind: ServerKind) -> PhraseTable {
        let own: [PhraseForm]
        let subject: String
        switch kind {
        case .smtp: (own, subject) = (smtp, "what the mail server is, does or has seen")
        case .pop3: (own, subject) = (pop3, "what the mail server is, does or has seen")
        case .ftp: (own, subject) = (ftp, "what the file server is, does or has seen")
        }
        return PhraseTable(subject, own + faults(of: kind) + moves(of: kind) + seen(by: kind))
    }

    private static func faults(of kind: ServerKind) -> [PhraseForm] {
        [
            fault(kind, "refuses connections", .refusesConnections),
            fault(kind, "unreachable", .unreachable),
            fault(kind, "answers _ _ with _", .command(of: kind), .occurrence, .quoted("the line")) {
                .answers(command: $0, occurrence: $1, line: $2)
            } of: {
                if case .answers(let command, let occurrence, let line) = $0 { (command, occurrence, line) } else { nil }
            },
            fault(kind, "stalls at _", .command(of: kind)) {
                .stalls(command: $0)
            } of: {
                if case .stalls(let command) = $0 { command } else { nil }
            },
            fault(kind, "closes at _", .command(of: kind)) {
                .closes(command: $0)
            } of: {
                if case .closes(let command) = $0 { command } else { nil }
            },
            fault(kind, "resets at _", .command(of: kind)) {
                .resets(command: $0)
            } of: {
                if case .resets(let command) = $0 { command } else { nil }
            },
            fault(kind, "delays _ by _", .command(of: kind), .time("how long")) {
                .delays(command: $0, $1)
            } of: {
                if case .delays(let command, let delay) = $0 { (command, delay) } else { nil }
            },
            fault(kind, "greets with _", .quotedList("the line")) {
                .greets(lines: $0)
            } of: {
                if case .greets(let lines) = $0 { lines } else { nil }
            },
            fault(kind, "confirms _ with _", .command(of: kind), .quotedList("the line")) {
                .confirms(command: $0, lines: $1)
            } of: {
                if case .confirms(let command, let lines) = $0 { (command, lines) } else { nil }
            },
            fault(kind, "cuts data after _", .size) {
                .cutsData(after: $0)
            } of: {
                if case .cutsData(let count) = $0 { count } else { nil }
            },
            fault(kind, "ends data after _", .size) {
                .endsData(after: $0)
            } of: {
                if case .endsData(let count) = $0 { count } else { nil }
            },
            fault(kind, "pauses data after _", .size) {
                .pausesData(after: $0)
            } of: {
                if case .pausesData(let count) = $0 { count } else { nil }
            },
            fault(kind, "stalls data after _", .size) {
                .stallsData(after: $0)
            } of: {
                if case .stallsData(let count) = $0 { count } else { nil }
            },
            fault(kind, "recovers", .recovers),
        ]
    }

    private static func moves(of kind: ServerKind) -> [PhraseForm] {
        var moves: [PhraseForm] = [
            .act("goes on", .server(kind, .goesOn)),
            .act("closes", .server(kind, .closes)),
            .act("resets", .server(kind, .resets)),
            .act("says _", .text("the line")) {
                .server(kind, .says($0))
            } of: {
                if case .server(kind, .says(let line)) = $0 { line } else { nil }
            },
        ]
        if kind == .ftp {
            moves += [.act("closes data", .server(kind, .closesData)), .act("resets data", .server(kind, .resetsData))]
        }
        return moves
    }

    private static func seen(by kind: ServerKind) -> [PhraseForm] {
        [
            .check("heard _", .texts("the line", between: "then")) {
                .server(kind, .heard($0))
            } of: {
                if case .server(kind, .heard(let lines)) = $0 { lines } else { nil }
            },
            .check("did not hear _", .text("the line")) {
                .server(kind, .notHeard($0))
            } of: {
                if case .server(kind, .notHeard(let line)) = $0 { line } else { nil }
            },
            .check("has no client", .server(kind, .hasNoClient)),
            .check("lines end with CR LF", .server(kind, .linesEndRight)),
            .check("is in the middle of its data", .server(kind, .isTransferring)),
        ]
    }

    private static func fault<each Value>(
        _ kind: ServerKind,
        _ pattern: String,
        _ slot: repeat Slot<each Value>,
        means build: @escaping @Sendable (repeat each Value) -> ServerFault,
        of values: @escaping @Sendable (ServerFault) -> (repeat each Value)?
    ) -> PhraseForm {
        .fact(pattern, repeat each slot) { (value: repeat each Value) in
            BenchFact(build(repeat each value), of: kind)
        } of: { fact in
            fact.fault(of: kind).flatMap(values)
        }
    }

    private static func fault(_ kind: ServerKind, _ words: String, _ fault: ServerFault) -> PhraseForm {
        .fact(words, BenchFact(fault, of: kind))
    }
}

extension BenchFact {
    fileprivate init(_ fault: ServerFault, of kind: ServerKind) {
        switch kind {
        case .smtp: self = .smtp(.fault(fault))
        case .pop3: self = .pop3(.fault(fault))
        case .ftp: self = .ftp(.fault(fault))
        }
    }

    fileprivate func fault(of kind: ServerKind) -> ServerFault? {
        switch (kind, self) {
        case (.smtp, .smtp(.fault(let fault))), (.pop3, .pop3(.fault(let fault))), (.ftp, .ftp(.fault(let fault))): fault
        case (.smtp, _), (.pop3, _), (.ftp, _): nil
        }
    }
}

extension Slot<String> {
    /// A verb, in capitals; `greeting` or `body`. One that the protocol does not have would be a fault that never comes.
    fileprivate static func command(of kind: ServerKind) -> Slot {
        Slot(Place("a command, `greeting` or `body`", called: "the command", .word)) { reader throws(Problem) in
            let range = reader.cursor.here
            let written = try reader.word("a command, `greeting` or `body`")
            let places = kind.faultPlaces
            if let place = places.first(where: { $0.uppercased() == written.uppercased() }) { return place }
            if reader.evaluator.isSyntaxCheck, written == Evaluator.filler { return written }
            let nearest = NearestName.find(written, among: places).map { "did you mean `\($0)`?" }
            let fix = nearest ?? "one of: \(places.joined(separator: " "))"
            throw Problem("\(kind.rawValue) has no command `\(written)`", at: range, fix: fix)
        } text: {
            $0
        }
    }
}

extension Slot<Int?> {
    /// The how manieth time; every time when it is left out.
    fileprivate static var occurrence: Slot {
        Slot(Place("the how manieth time", .optionalNumber)) { reader throws(Problem) in
            guard reader.cursor.peek?.isNumber == true else { return nil }
            return try reader.number("the how manieth time", in: 1...1000)
        } text: {
            $0.map(String.init)
        }
    }
}
