import ATCommands
import Dialects

extension Dialect.CommandName {
    /// Its line's final answer comes when a process has ended, so that nothing may follow it on the line.
    fileprivate var startsProcess: Bool {
        switch self {
        case .connectionStart, .connectionStop, .accept, .getMail, .putMail, .sendMail1, .sendMail2, .sendMail3, .ftpGet, .ftpPut,
            .listen, .open:
            true
        case .displayIP, .version, .state, .stopListening, .opening, .simCode, .gsmRegistration, .gprsRegistration, .attachment,
            .errorReports, .rate, .flowControl, .signal, .manufacturer, .model, .revision:
            false
        }
    }
}

extension Dialect.Operation {
    init(_ operation: ATCommand.Operation) {
        self =
            switch operation {
            case .action: .action
            case .write: .write
            case .read: .read
            case .test: .test
            }
    }
}

extension VirtualModem {
    /// A command or parameter of the TCP/IP stack; the name is in capitals, with its `#`.
    mutating func hash(_ name: String, _ operation: ATCommand.Operation, isLast: Bool) -> CommandOutcome {
        guard cell.stackRuns else { return .error }
        if let parameter = parameters.definition(of: String(name.dropFirst())) {
            return access(parameter, operation, isLast: isLast)
        }
        if let display = dialect.displays.first(where: { $0.command == name }) {
            guard operation == .action else { return .failed(.syntaxError) }
            show(display)
            return .displayed
        }
        guard let command = Dialect.CommandName(rawValue: name), let listed = dialect.command(command) else {
            return .failed(.unknownCommand)
        }
        guard operation == .action, listed.operations.contains(.action), isLast || !command.startsProcess else {
            return .failed(.syntaxError)
        }
        return carryOut(command)
    }

    private mutating func carryOut(_ command: Dialect.CommandName) -> CommandOutcome {
        switch command {
        case .connectionStart: return startConnection()
        case .connectionStop: return stopConnection()
        // No call comes in yet, so that there is none to be answered.
        case .accept:
            respond(.noCarrier)
            return .answered
        case .displayIP: return displayAddresses()
        case .version:
            respond(displayed("#VERSION: \"\(dialect.spelling(.version))\""))
            return .displayed
        case .state:
            respond(displayed(stateLine))
            return .displayed
        case .getMail: return startService(.mailRetrieval)
        case .putMail: return startService(.mailSending(.typed))
        case .sendMail1: return startService(.mailSending(.stored(1)))
        case .sendMail2: return startService(.mailSending(.stored(2)))
        case .sendMail3: return startService(.mailSending(.stored(3)))
        case .ftpGet: return startService(.fileTransfer(.get))
        case .ftpPut: return startService(.fileTransfer(.put))
        case .listen: return startService(.listening)
        case .open: return startService(.opening)
        case .stopListening: return stopListening()
        case .opening, .simCode, .gsmRegistration, .gprsRegistration, .attachment, .errorReports, .rate, .flowControl, .signal,
            .manufacturer, .model, .revision:
            return .failed(.unknownCommand)
        }
    }

    private mutating func access(
        _ parameter: Dialect.Parameter,
        _ operation: ATCommand.Operation,
        isLast: Bool
    ) -> CommandOutcome {
        switch operation {
        case .read:
            if defects.contains(.swapsAnswerOrder) { confirm(afterParameters: true) }
            endsWithRead = true
            respond(.parameter("#\(parameter.name): \(parameters.displayed(parameter))"))
            return defects.contains(.swapsAnswerOrder) ? .answered : .displayed
        case .write(let text): return write(text, to: parameter)
        case .action:
            guard case .entered(let limit) = parameter.kind, isLast else { return .failed(.syntaxError) }
            guard service == nil else { return .failed(.parameterRefused) }
            bodyEntry = BodyEntry(parameter: parameter.name, limit: limit)
            return .answered
        case .test: return .failed(.syntaxError)
        }
    }

    /// 001 App. B "Configuring the TCP/IP Stack through the Serial Port": not while an application process is active.
    private mutating func write(_ text: [UInt8], to parameter: Dialect.Parameter) -> CommandOutcome {
        if case .entered = parameter.kind { return .failed(.syntaxError) }
        guard let value = CommandValue(whole: text) else { return .failed(.syntaxError) }
        guard service == nil else { return .failed(.parameterRefused) }
        guard let stored = parameter.kind.stored(value) ?? tolerated(value, parameter) ?? illegal(value) else {
            return .failed(.badValue)
        }
        if !defects.contains(.losesParameter) { parameters.store(stored, as: parameter.name) }
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
        guard defects.contains(.acceptsIllegalValue) else { return nil }
        switch value {
        case .omitted: return []
        case .quoted(let bytes), .bare(let bytes): return bytes
        }
    }

    /// 001 ch. 2 to 5, "Display … Parameters"; ch. 6 #VALL.
    private mutating func show(_ display: Dialect.Display) {
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
    private func displayed(_ text: String) -> Response {
        habits.contains(.framesDisplays) ? .extendedError(text) : .parameter(text)
    }

    /// 001 ch. 6 #VSTATE.
    private var stateLine: String {
        func state(_ spelling: Dialect.SpellingName) -> String { "#STATE: \"\(dialect.spelling(spelling))\"" }
        switch connection {
        case .offline: return cell.hasService ? state(.stateIdle) : dialect.spelling(.noService)
        case .dialing, .waitingToRedial, .activating: return state(.stateDialing)
        case _ where defects.contains(.stateStuck): return state(.stateDialing)
        case .authenticating, .plainCall: return state(.stateAuthenticating)
        case .online: return state(.stateConnected)
        case .releasing: return state(.stateDisconnecting)
        }
    }

    /// 001 ch. 2 #DISPLAYIP.
    private mutating func displayAddresses() -> CommandOutcome {
        guard case .online(let link) = connection else { return .failed(.notConnected) }
        respond(displayed("\(dialect.spelling(.myIP))\(link.local)"))
        respond(displayed("\(dialect.spelling(link.bearer == .gsm ? .peerIP : .gatewayIP))\(link.peer)"))
        return .displayed
    }
}
