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
        case .accept: return .result(.noCarrier)
        case .displayIP: return displayAddresses()
        case .version:
            respond(displayed("#VERSION: \"\(dialect.spelling(.version))\""))
            return .displayed
        case .state:
            respond(displayed(stateLine))
            return .displayed
        case .getMail: return begin(.mailRetrieval)
        case .putMail: return begin(.mailSending(.typed))
        case .sendMail1: return begin(.mailSending(.stored(1)))
        case .sendMail2: return begin(.mailSending(.stored(2)))
        case .sendMail3: return begin(.mailSending(.stored(3)))
        case .ftpGet: return begin(.fileTransfer(.get))
        case .ftpPut: return begin(.fileTransfer(.put))
        case .listen: return begin(.listening)
        case .open: return begin(.opening)
        case .stopListening: return stopListening()
        case .opening, .simCode, .gsmRegistration, .gprsRegistration, .attachment, .errorReports, .rate, .flowControl, .signal,
            .manufacturer, .model, .revision:
            return .failed(.unknownCommand)
        }
    }
}
