import ATCommands
import Dialects

/// Writing, reading and displaying parameters (001 ch. 2 to 5, App. B).
extension VirtualModem {
    mutating func access(
        _ parameter: Dialect.Parameter,
        _ operation: ATCommand.Operation,
        isLast: Bool
    ) -> CommandOutcome {
        switch operation {
        case .read:
            endsWithRead = true
            respond(.parameter("#\(parameter.name): \(parameters.displayed(parameter))"))
            return .displayed
        case .write(let text): return write(text, to: parameter)
        case .action:
            guard case .entered(let limit) = parameter.kind, isLast else { return .failed(.syntaxError) }
            guard sessions.isEmpty else { return .failed(.parameterRefused) }
            line.finalAnswers.pass(to: .entry)
            line.mode = .entry(TextEntry(parameter: parameter.name, limit: limit))
            return .passedOn
        case .test: return .failed(.syntaxError)
        }
    }

    /// 001 App. B "Configuring the TCP/IP Stack through the Serial Port": not while an application process is active.
    private mutating func write(_ text: [UInt8], to parameter: Dialect.Parameter) -> CommandOutcome {
        if case .entered = parameter.kind { return .failed(.syntaxError) }
        guard let value = CommandValue(whole: text) else { return .failed(.syntaxError) }
        guard sessions.isEmpty else { return .failed(.parameterRefused) }
        guard let stored = parameter.kind.stored(value) ?? tolerated(value, parameter) ?? illegal(value) else {
            return .failed(.badValue)
        }
        parameters.store(stored, as: parameter.name)
        return .done
    }

    /// What the manual allows in one place and not in another.
    private func tolerated(_ value: CommandValue, _ parameter: Dialect.Parameter) -> [UInt8]? {
        guard let number = value.integer, parameter.tolerated.contains(number), !habits.contains(.refusesNoDelay) else {
            return nil
        }
        return Array(String(number).utf8)
    }

    /// What ``Defect/acceptsIllegalValue`` stores.
    private func illegal(_ value: CommandValue) -> [UInt8]? {
        guard decisions.takesAnyValue else { return nil }
        switch value {
        case .omitted: return []
        case .quoted(let bytes), .bare(let bytes): return bytes
        }
    }

    /// 001 ch. 2 to 5, "Display … Parameters"; ch. 6 #VALL.
    mutating func show(_ display: Dialect.Display) {
        var isFirst = true
        if display.startsWithVersion {
            respond(displayed(dialect.spelling(.version)))
            isFirst = false
        }
        for block in display.blocks {
            if !isFirst { for _ in 0..<separators { respond(.separator) } }
            isFirst = false
            for name in block {
                guard let parameter = parameters.definition(of: name) else { continue }
                respond(displayed("#\(name)\(display.separator)\(parameters.displayed(parameter))"))
            }
        }
    }

    /// Empty lines between two blocks.
    private var separators: Int { habits.contains(.partsNoBlocks) ? 0 : habits.contains(.partsBlocksTwice) ? 2 : 1 }

    /// A line that an action shows. Its framing is said nowhere.
    func displayed(_ text: String) -> Response {
        habits.contains(.framesDisplays) ? .extendedError(text) : .parameter(text)
    }
}
