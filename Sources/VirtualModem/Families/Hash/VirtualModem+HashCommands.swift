import ATCommands
import Dialects

extension Dialect.CommandName {
    /// Its line's final answer comes when a process has ended, so that nothing may follow it on the line.
    fileprivate var startsProcess: Bool {
        switch self {
        case .connectionStart, .connectionStop, .accept, .getMail, .putMail, .sendMail1, .sendMail2, .sendMail3, .ftpGet, .ftpPut,
            .listen, .open, .listenForDatagrams, .openDatagrams, .ping:
            true
        case .displayIP, .version, .state, .stopListening, .stopDatagrams, .eraseParameters, .opening, .simCode,
            .gsmRegistration, .gprsRegistration, .attachment, .errorReports, .rate, .flowControl, .signal, .manufacturer, .model,
            .revision, .callerReports, .ringReports, .hangUp, .timeQuery, .clock:
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
        if let parameter = parameters.definition(of: Dialect.Parameter.name(behind: name)) {
            return access(parameter, operation, isLast: isLast)
        }
        if let list = parameters.list(enteredBy: name) { return enterList(list, operation, isLast: isLast) }
        do throws(Dialect.Condition) {
            if let display = dialect.displays.first(where: { $0.command == name }) {
                show(display, of: try target(of: operation, [display.sockets == nil ? .action : .write], display.sockets))
                return .displayed
            }
            guard let listed = dialect.commands.first(where: { $0.name == name }), let command = listed.carriedOut else {
                return .failed(.unknownCommand)
            }
            let socket = try target(of: operation, listed.operations, listed.sockets)
            guard isLast || !command.startsProcess else { return .failed(.syntaxError) }
            return carryOut(command, of: socket ?? Self.onlySocket)
        } catch { return .failed(error) }
    }

    /// The number of the socket where the host names none.
    private static let onlySocket = 1

    /// The socket that the host has named, if it has; an operation that does not exist is refused.
    private func target(
        of operation: ATCommand.Operation,
        _ operations: Set<Dialect.Operation>,
        _ sockets: ClosedRange<Int>?
    ) throws(Dialect.Condition) -> Int? {
        guard operations.contains(Dialect.Operation(operation)) else { throw .syntaxError }
        switch operation {
        case .action: return nil
        case .write(let text):
            guard let sockets else { throw .syntaxError }
            return try socket(text, among: sockets)
        case .read, .test: throw .syntaxError
        }
    }

    /// A socket by its number.
    func socket(_ text: [UInt8], among sockets: ClosedRange<Int>) throws(Dialect.Condition) -> Int {
        guard let value = CommandValue(whole: text), value != .omitted else { throw .syntaxError }
        guard let number = value.integer, sockets.contains(number) else { throw .badValue }
        return number
    }

    private mutating func carryOut(_ command: Dialect.CommandName, of socket: Int) -> CommandOutcome {
        switch command {
        case .connectionStart: return startConnection()
        case .connectionStop: return stopConnection()
        case .accept: return acceptCall()
        case .displayIP: return displayAddresses()
        case .version:
            respond(displayed(versionLine))
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
        case .listen: return begin(.listening(socket))
        case .open: return begin(.opening(socket))
        case .stopListening:
            stopListening(on: socket)
            return .done
        case .openDatagrams: return begin(.datagrams(listens: false))
        case .listenForDatagrams: return begin(.datagrams(listens: true))
        case .stopDatagrams:
            stopListeningForDatagrams()
            return .done
        case .ping: return begin(.echoes)
        case .eraseParameters: return eraseParameters()
        case .opening, .simCode, .gsmRegistration, .gprsRegistration, .attachment, .errorReports, .rate, .flowControl, .signal,
            .manufacturer, .model, .revision, .callerReports, .ringReports, .hangUp, .timeQuery, .clock:
            return .failed(.unknownCommand)
        }
    }
}
