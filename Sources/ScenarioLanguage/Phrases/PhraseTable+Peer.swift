import BenchFacts

extension PhraseTable {
    static func peer(_ label: PeerLabel) -> PhraseTable {
        PhraseTable(
            "what the peer does or sees",
            [
                .act("connects to port _ _", .portOfDevice, .welcome) {
                    .peer(label, .connects(port: $0, $1))
                } of: {
                    if case .peer(label, .connects(let port, let welcome)) = $0 { (port, welcome) } else { nil }
                },
                .fact("listens on _", .port) {
                    .peer(label, .listens(port: $0))
                } of: {
                    if case .peer(label, .listens(let port)) = $0 { port } else { nil }
                },
                .fact("refuses", .peer(label, .refuses)),
                .fact("unreachable", .peer(label, .unreachable)),
                .act("> _", .payload) {
                    .peer(label, .sends($0))
                } of: {
                    if case .peer(label, .sends(let bytes)) = $0 { bytes } else { nil }
                },
                .check("< _", .payload) {
                    .peer(label, .received($0))
                } of: {
                    if case .peer(label, .received(let bytes)) = $0 { bytes } else { nil }
                },
                .check("has received nothing", .peer(label, .receivedNothing)),
                .check("is connected", .peer(label, .connected)),
                .act("closes", .peer(label, .closes)),
                .act("resets", .peer(label, .resets)),
                .act("stalls", .peer(label, .stalls)),
                .act("resumes", .peer(label, .resumes)),
                .check("sees close", .peer(label, .sawClose)),
                .check("sees reset", .peer(label, .sawReset)),
            ] + datagrams(of: label) + echoes(of: label)
        )
    }

    private static func datagrams(of label: PeerLabel) -> [PhraseForm] {
        [
            .fact("opens udp port _", .port) {
                .peer(label, .opensDatagramPort($0))
            } of: {
                if case .peer(label, .opensDatagramPort(let port)) = $0 { port } else { nil }
            },
            .act("datagram > _", .payload) {
                .peer(label, .sendsDatagram($0, from: nil, to: nil))
            } of: {
                if case .peer(label, .sendsDatagram(let bytes, nil, nil)) = $0 { bytes } else { nil }
            },
            .act("datagram from _ > _", .port, .payload) {
                .peer(label, .sendsDatagram($1, from: $0, to: nil))
            } of: {
                if case .peer(label, .sendsDatagram(let bytes, let source?, nil)) = $0 { (source, bytes) } else { nil }
            },
            .act("datagram to _ > _", .portOfDevice, .payload) {
                .peer(label, .sendsDatagram($1, from: nil, to: $0))
            } of: {
                if case .peer(label, .sendsDatagram(let bytes, nil, let port?)) = $0 { (port, bytes) } else { nil }
            },
            .act("datagram from _ to _ > _", .port, .portOfDevice, .payload) {
                .peer(label, .sendsDatagram($2, from: $0, to: $1))
            } of: {
                if case .peer(label, .sendsDatagram(let bytes, let source?, let port?)) = $0 {
                    (source, port, bytes)
                } else {
                    nil
                }
            },
            .check("datagram < _", .payload) {
                .peer(label, .receivedDatagram($0))
            } of: {
                if case .peer(label, .receivedDatagram(let bytes)) = $0 { bytes } else { nil }
            },
            .check("has received no datagram", .peer(label, .receivedNoDatagram)),
        ]
    }

    private static func echoes(of label: PeerLabel) -> [PhraseForm] {
        [
            .fact("answers pings _", .trailing(.time("how long"), behind: "after")) {
                .peer(label, .echoes($0.map { .answersAfter($0) } ?? .answers))
            } of: {
                switch $0 {
                case .peer(label, .echoes(.answers)): .some(nil)
                case .peer(label, .echoes(.answersAfter(let delay))): delay
                default: nil
                }
            },
            .fact("ignores pings", .peer(label, .echoes(.ignores))),
            .fact("ignores ping _", .number("the how manieth ping", in: 1...1000)) {
                .peer(label, .echoes(.ignoresOne($0)))
            } of: {
                if case .peer(label, .echoes(.ignoresOne(let number))) = $0 { number } else { nil }
            },
            .act("pings the device", .peer(label, .pings)),
            .check("sees the answer to its ping", .peer(label, .sawEcho)),
            .check("was pinged _", .trailing(.count("how many times", in: 0...10_000, unit: "time"))) {
                .peer(label, .pinged(times: $0 ?? 1))
            } of: {
                if case .peer(label, .pinged(let times)) = $0 { .some(times) } else { nil }
            },
        ]
    }
}

extension Slot<Template> {
    /// A number, or a capture that becomes one.
    fileprivate static var portOfDevice: Slot {
        Slot(Place("the port", .word)) { reader throws(Problem) in
            guard let token = reader.cursor.peek, token.kind == .word else { throw reader.cursor.expected("the port") }
            if !token.word.isEmpty, !(1...65535).contains(TokenCursor.number(token.word) ?? 0) {
                throw reader.cursor.expected("the port, 1 to 65535")
            }
            reader.cursor.skip()
            return try reader.evaluator.template(token.text)
        } text: {
            PhraseText.bare($0)
        }
    }
}

extension Slot<Welcome> {
    /// `, and is refused` or `, or not`; the connection is accepted when it is left out.
    fileprivate static var welcome: Slot {
        Slot(Place("`, and is …` or `, or not`", .open)) { reader throws(Problem) in
            let cursor = reader.cursor
            if cursor.peek?.kind == .comma, cursor.word(after: 1) == "or", cursor.word(after: 2) == "not" {
                for _ in 0..<3 { reader.cursor.skip() }
                return .any
            }
            let isSaid = cursor.peek?.kind == .comma && cursor.word(after: 1) == "and" && cursor.word(after: 2) == "is"
            guard isSaid else { return .accepted }
            for _ in 0..<3 { reader.cursor.skip() }
            if reader.cursor.take("refused") { return .refused }
            if reader.cursor.take("turned", "away") { return .turnedAway }
            throw reader.cursor.expected(oneOf: ["refused", "turned away"], "`refused` or `turned away`")
        } text: {
            switch $0 {
            case .accepted: nil
            case .refused: ", and is refused"
            case .turnedAway: ", and is turned away"
            case .any: ", or not"
            }
        }
    }
}
