import ATCommands
import Dialects

/// Writing, reading and displaying parameters (001 ch. 2 to 5, App. B).
extension VirtualModem {
    mutating func access(
        _ parameter: Dialect.Parameter,
        _ operation: ATCommand.Operation,
        isLast: Bool
    ) -> CommandOutcome {
        if let sockets = parameter.sockets { return access(parameter, of: sockets, operation) }
        switch operation {
        case .read: return read(parameter)
        case .write(let text): return write(text, to: parameter)
        case .action:
            guard case .entered(let limit) = parameter.kind, isLast else { return .failed(.syntaxError) }
            return enter(TextEntry(parameter: parameter.name, limit: limit))
        case .test: return .failed(.syntaxError)
        }
    }

    /// AT#REC1ADD and its like: what is entered takes the place of all that the list has held (002 ch. 3 #REC1).
    mutating func enterList(_ parameter: Dialect.Parameter, _ operation: ATCommand.Operation, isLast: Bool) -> CommandOutcome {
        guard case .action = operation, isLast, case .text(let limit) = parameter.kind else { return .failed(.syntaxError) }
        return enter(TextEntry(parameter: parameter.name, limit: limit, count: parameter.list?.count))
    }

    private mutating func enter(_ entry: TextEntry) -> CommandOutcome {
        guard sessions.isEmpty else { return .failed(.parameterRefused) }
        line.finalAnswers.pass(to: .entry)
        line.mode = .entry(entry)
        if let form = prompt(for: entry) { respond(dialect.response(form)) }
        return .passedOn
    }

    /// What asks for a text, where the manual has such a message (000 §2.5).
    private func prompt(for entry: TextEntry) -> String? {
        for opening in dialect.dataModes.flatMap(\.openings)
        where dialect.parameter(named: entry.parameter)?.isEntered(behind: opening.command) == true {
            if case .form(let form) = opening.message { return form }
        }
        return nil
    }

    /// AT#DELFLASH (002 revision B): not while a service runs, as no parameter is written then.
    mutating func eraseParameters() -> CommandOutcome {
        guard sessions.isEmpty else { return .failed(.parameterRefused) }
        parameters.reset()
        return .done
    }

    /// Of a socket: `=id,value` writes it and `=id` reads it (002, revision C; 004 §4.1).
    private mutating func access(
        _ parameter: Dialect.Parameter,
        of sockets: ClosedRange<Int>,
        _ operation: ATCommand.Operation
    ) -> CommandOutcome {
        guard case .write(let text) = operation else { return .failed(.syntaxError) }
        // The number holds no comma; a text may.
        let parts = text.split(separator: UInt8(ascii: ","), maxSplits: 1, omittingEmptySubsequences: false)
        let socket: Int
        do throws(Dialect.Condition) { socket = try self.socket(Array(parts[0]), among: sockets) } catch { return .failed(error) }
        guard parts.count > 1 else { return read(parameter, of: socket) }
        return write(parts[1].drop { $0 == UInt8(ascii: " ") }, to: parameter, of: socket)
    }

    private mutating func read(_ parameter: Dialect.Parameter, of socket: Int? = nil) -> CommandOutcome {
        let line = parameter.command + (parameter.separator(.reads) ?? ": ") + parameters.displayed(parameter, .reads, of: socket)
        if parameter.sign == "+" {
            respond(.information(line))
            return .done
        }
        endsWithRead = true
        respond(.parameter(line))
        return .displayed
    }

    /// 001 App. B "Configuring the TCP/IP Stack through the Serial Port": not while an application process is active.
    private mutating func write(
        _ text: some Sequence<UInt8>,
        to parameter: Dialect.Parameter,
        of socket: Int? = nil
    ) -> CommandOutcome {
        if case .entered = parameter.kind { return .failed(.syntaxError) }
        let text = Array(text)
        do throws(Dialect.Condition) {
            let stored = try stored(text, parameter)
            guard sessions.isEmpty else { return .failed(.parameterRefused) }
            parameters.store(stored, as: parameter.name, of: socket)
            return .done
        } catch { return .failed(error == .badValue && !sessions.isEmpty ? .parameterRefused : error) }
    }

    private func stored(_ text: [UInt8], _ parameter: Dialect.Parameter) throws(Dialect.Condition) -> [UInt8] {
        do throws(Dialect.Condition) { return try parameter.stored(text) } catch {
            guard error == .badValue, let value = CommandValue(whole: text),
                let other = tolerated(value, parameter) ?? illegal(value)
            else { throw error }
            return other
        }
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

    /// 001 ch. 2 to 5, "Display … Parameters"; ch. 6 #VALL. - Parameter socket: The one that the host has named.
    mutating func show(_ display: Dialect.Display, of socket: Int?) {
        var isFirst = true
        if let heading = display.heading {
            let version = display.startsWithVersion ? dialect.spelling(.version) : ""
            respond(displayed(heading.replacing(Dialect.Display.versionField, with: version)))
            isFirst = false
        }
        for block in display.blocks {
            let definitions = block.compactMap(parameters.definition)
            for number in socket.map({ [$0] }) ?? definitions.first?.instances ?? [nil] {
                if !isFirst { for _ in 0..<partings(of: display) { respond(.separator) } }
                isFirst = false
                for parameter in display.isInAnyOrder && habits.contains(.ordersAnew) ? definitions.reversed() : definitions {
                    let separator = parameter.separator(.displays) ?? display.separator
                    let line = parameter.command + separator + parameters.displayed(parameter, .displays, of: number)
                    respond(parameter.sign == "+" ? .information(line) : displayed(line))
                }
            }
        }
    }

    /// Empty lines between two blocks. Where the end of a line is taken for one of those that part them, there is one less.
    private func partings(of display: Dialect.Display) -> Int {
        guard let said = display.partings else {
            return habits.contains(.partsNoBlocks) ? 0 : habits.contains(.partsBlocksTwice) ? 2 : 1
        }
        return habits.contains(.partsNoBlocks) ? max(0, said - 1) : said
    }

    /// A line that an action shows. Its framing is said nowhere.
    func displayed(_ text: String) -> Response {
        habits.contains(.framesDisplays) ? .extendedError(text) : .parameter(text)
    }
}
