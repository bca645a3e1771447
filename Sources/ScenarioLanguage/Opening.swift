internal import Verdicts

extension Plan {
    static let openingName = "opening"

    /// The plan as the scenario has it, for a device that is known to need no opening.
    public var withoutOpening: Plan {
        guard case .block(_, Self.openingName, _)? = steps.first?.action else { return self }
        var plan = self
        plan.steps.removeFirst()
        return plan
    }
}

/// What makes AT# commands available, before a scenario's first use of them: the manual has it at the head of its examples.
enum StackUse: Hashable, Sendable {
    /// An AT# command.
    case stack
    /// The opening itself, written by the scenario.
    case opening
}

/// What makes a dialect's AT# commands available, as a scenario that does not send it itself has it.
struct Opening: Sendable {
    /// In capitals.
    private let line: [UInt8]
    private let steps: [Step]

    /// Which of the two the steps send first; nil when they send neither.
    func firstUse(in steps: [Step]) -> StackUse? {
        for step in steps {
            switch step.action {
            case .sendLine(let template): if let use = StackUse(in: template.fixedBytes, line) { return use }
            case .sendBytes(let payload, _): if let use = StackUse(in: payload.parts.flatMap(\.literal), line) { return use }
            default:
                var use: StackUse?
                step.forEachBlock { if use == nil { use = firstUse(in: $0) } }
                if let use { return use }
            }
        }
        return nil
    }

    /// The steps behind the opening. It belongs to the preamble that follows it, or else to the body: whoever answers it wrongly would have
    /// answered the body's first line so.
    func before(_ steps: [Step]) -> [Step] {
        var phase: Phase?
        if case .block(.preamble, _, _)? = steps.first?.action { phase = .preamble }
        let opening = Step(location: self.steps[0].location, action: .block(phase: phase, name: Plan.openingName, self.steps))
        return [opening] + steps
    }
}

extension StackUse {
    private static let head = Array("AT#".utf8)

    /// Neither is case-sensitive (001 App. B "Configuring the TCP/IP Stack through the Serial Port").
    fileprivate init?(in text: [UInt8], _ opening: [UInt8]) {
        for start in text.indices where capital(text[start]) == opening.first || capital(text[start]) == Self.head.first {
            let rest = text[start...].lazy.map(capital)
            if rest.starts(with: opening) {
                self = .opening
                return
            }
            if rest.starts(with: Self.head) {
                self = .stack
                return
            }
        }
        return nil
    }
}

private func capital(_ byte: UInt8) -> UInt8 { (0x61...0x7A).contains(byte) ? byte - 0x20 : byte }

extension Template {
    /// Its bytes without what captures fill in.
    fileprivate var fixedBytes: [UInt8] {
        if parts.count == 1, case .text(let bytes) = parts[0] { return bytes }
        return parts.flatMap { part in if case .text(let bytes) = part { bytes } else { [UInt8]() } }
    }
}

extension Payload.Part {
    fileprivate var literal: [UInt8] {
        switch self {
        case .literal(let bytes): bytes
        case .escaped(_, let parts): parts.flatMap(\.literal)
        case .value, .random: []
        }
    }
}

extension Opening {
    /// What a device answers whose stack is open already is said nowhere: OK or any error will do. nil: the dialect needs none.
    init?(_ dialect: DialectIndex, at location: Location) {
        guard let opening = dialect.opening else { return nil }
        func answer(_ segments: [LinePattern.Segment]) -> [Step] {
            let pattern = LinePattern(alternatives: [.init(segments: segments, framing: dialect.framing(of: segments))])
            return [Step(location: location, action: .expect(Expectation(content: .line(pattern))))]
        }
        let answers = [
            answer([.text(Array("OK".utf8))]), answer([.text(Array("ERROR".utf8))]),
            answer([.text(Array("+CME ERROR: ".utf8)), .capture(name: nil, .any)]),
            answer([.text(Array("#CME ERROR: ".utf8)), .capture(name: nil, .any)]),
        ]
        line = opening.utf8.map(capital)
        steps = [
            Step(location: location, action: .sendLine(Template(opening))), Step(location: location, action: .either(answers)),
        ]
    }
}
