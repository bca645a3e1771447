import ATCommands
import Octets
import World

/// What stands between the reference device and the world in a broken modem, or in one of another habit: it changes what is said and what
/// is asked of the network, and knows nothing else of the device. In the reference device there is none.
struct ActionFilter: Sendable {
    enum Change: Sendable {
        /// Echoes of the host's own apart, unless all are dropped.
        case dropsMarkers([UInt8], andEchoes: Bool)
        case dropsEchoes
        case dropsConfirmations, doublesConfirmations, precedesConfirmations
        case confirmsFirst
        case numbersWrong, framesNumbersWrong, framesTextsWrong
        case keepsMail
        /// The first escape after an answer.
        case dropsEscape(isDone: Bool)
        /// The marker is held back until the confirmation.
        case confirmsBeforeMarker(held: [Utterance])
    }

    /// By line, since each is at another place of what it says.
    private var changes: [Change]

    /// Nil: the defect is not one of what is said or asked. - Parameter lines: How many the modem has.
    init?(_ defect: Defect, lines: Int) {
        guard case .filter(let change) = defect.effect else { return nil }
        changes = Array(repeating: change, count: lines)
    }

    /// What becomes of the actions of one input.
    mutating func pass(_ actions: [VirtualModem.Action]) -> [VirtualModem.Action] {
        if case .confirmsFirst = changes[0] { return Self.confirmingFirst(actions) }
        var passed: [VirtualModem.Action] = []
        passed.reserveCapacity(actions.count)
        for action in actions {
            switch action {
            case .say(let utterance, let format, let line):
                passed += changes[line.number].pass(utterance, format).map { .say($0, in: format, on: line) }
            case .network(let request): passed.append(.network(pass(request)))
            case .setTimer, .cancelTimer, .radio, .control: passed.append(action)
            }
        }
        return passed
    }

    private func pass(_ request: NetworkRequest) -> NetworkRequest {
        guard case .keepsMail = changes[0], case .send(let bytes, let socket) = request, bytes == Array("DELE 1\r\n".utf8) else {
            return request
        }
        return .send(Array("NOOP\r\n".utf8), on: socket)
    }

    /// A confirmation goes before the answer that it follows.
    private static func confirmingFirst(_ actions: [VirtualModem.Action]) -> [VirtualModem.Action] {
        var passed: [VirtualModem.Action] = []
        for action in actions {
            if case .say(.confirmation, _, let line) = action, case .say(.answer, _, line) = passed.last {
                passed.insert(action, at: passed.count - 1)
            } else {
                passed.append(action)
            }
        }
        return passed
    }
}

extension ActionFilter.Change {
    /// What becomes of what is said on one line.
    fileprivate mutating func pass(_ utterance: Utterance, _ format: ResponseFormat) -> [Utterance] {
        switch self {
        case .dropsMarkers(let marker, let andEchoes):
            guard case .marker(marker, let isEcho) = utterance, !isEcho || andEchoes else { return [utterance] }
            return []
        case .dropsEchoes:
            if case .echo = utterance { return [] }
        case .dropsConfirmations:
            if case .confirmation = utterance { return [] }
        case .doublesConfirmations:
            if case .confirmation = utterance { return [utterance, utterance] }
        case .precedesConfirmations:
            if case .confirmation = utterance { return [.answer(.indication("EXTRA")), utterance] }
        case .numbersWrong:
            return [
                utterance.mapped { response in
                    if case .result(let text, let number) = response { .result(text: text, number: number + 1) } else { response }
                }
            ]
        case .framesNumbersWrong:
            guard case .result = utterance.response, !format.isVerbose else { return [utterance] }
            return [.data(Array(utterance.bytes(in: format).dropFirst()), isEscaped: false)]
        case .framesTextsWrong:
            guard utterance.response != nil, format.isVerbose else { return [utterance] }
            return [.data(utterance.bytes(in: format).dropLast(), isEscaped: false)]
        case .dropsEscape(let isDone): return droppingEscape(utterance, isDone: isDone)
        case .confirmsBeforeMarker(let held): return holdingMarker(utterance, held)
        case .confirmsFirst, .keepsMail: break
        }
        return [utterance]
    }

    private mutating func droppingEscape(_ utterance: Utterance, isDone: Bool) -> [Utterance] {
        switch utterance {
        case .answer: self = .dropsEscape(isDone: false)
        case .data(let bytes, isEscaped: true):
            let codes = [ControlCharacter.etx, ControlCharacter.dle]
            guard !isDone, let index = bytes.firstIndex(where: codes.contains) else { break }
            self = .dropsEscape(isDone: true)
            let (before, after) = (Array(bytes[..<index]), Array(bytes[(index + 1)...]))
            return [.data(before, isEscaped: true), .data([bytes[index]], isEscaped: false), .data(after, isEscaped: true)]
        case .confirmation, .echo, .marker, .data: break
        }
        return [utterance]
    }

    private mutating func holdingMarker(_ utterance: Utterance, _ held: [Utterance]) -> [Utterance] {
        switch utterance {
        case .marker([ControlCharacter.etx], _): self = .confirmsBeforeMarker(held: held + [utterance])
        case .confirmation:
            self = .confirmsBeforeMarker(held: [])
            return [utterance] + held
        case .answer(.extendedError):
            self = .confirmsBeforeMarker(held: [])
            return held + [utterance]
        case .answer, .echo, .data, .marker:
            guard !held.isEmpty else { return [utterance] }
            self = .confirmsBeforeMarker(held: held + [utterance])
        }
        return []
    }
}

/// Holds back what is said from the first confirmation on, until its time has come.
struct LateAnswers: Sendable {
    let delay: Interval
    private var held: [VirtualModem.Action]?

    init(delay: Interval) { self.delay = delay }

    mutating func pass(_ actions: [VirtualModem.Action]) -> [VirtualModem.Action] {
        var passed: [VirtualModem.Action] = []
        for action in actions {
            if case .say(.confirmation, _, _) = action, held == nil {
                held = []
                passed.append(.setTimer(.heldAnswer, after: delay))
            }
            if case .say = action, held != nil { held?.append(action) } else { passed.append(action) }
        }
        return passed
    }

    mutating func release() -> [VirtualModem.Action] {
        defer { held = nil }
        return held ?? []
    }
}
