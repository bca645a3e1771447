import ATCommands
import Dialects
import World

/// A command line of the dialect's syntax, with what stands at its places.
struct WIPLine: Sendable {
    let dialect: Dialect
    let syntax: Dialect.Syntax
    let values: [String: String]

    /// What is given, or the default; empty where there is none.
    func text(_ name: String) -> String { values[name] ?? dialect.argument(named: name)?.value.defaultValue ?? "" }
    func number(_ name: String) -> Int { Int(text(name)) ?? 0 }
    func has(_ name: String) -> Bool { values[name] != nil }

    /// The number that stands at the place of an index of the protocol.
    func socket(_ role: Dialect.ProtocolName) -> WIPStack.SocketName {
        let name = dialect.arguments.first { argument in
            if case .index(let owner) = argument.kind { dialect.networkProtocol(role)?.name == owner } else { false }
        }?.name
        return WIPStack.SocketName(role: role, index: name.map { number($0) } ?? 0)
    }
}

/// AT+WIP commands: which line of the dialect's syntax the host has sent, and what is done for it (003 ch. 2).
extension VirtualModem {
    /// Whether the dialect has lines of syntax for the command.
    func hasSyntax(_ command: String) -> Bool { dialect.syntax.contains { $0.command == command } }

    mutating func wip(_ command: String, _ operation: ATCommand.Operation, isLast: Bool) -> CommandOutcome {
        if dialect.commands.first(where: { $0.name == command })?.operations.contains(Dialect.Operation(operation)) == false {
            return .error
        }
        var arguments: [[UInt8]] = []
        if case .write(let text) = operation {
            guard let values = CommandValue.list(text) else { return .error }
            arguments = values.map(\.written)
        }
        if operation == .test { return .done }
        switch dialect.reading(of: command, Dialect.Operation(operation), arguments) {
        case .malformed: return operation == .read ? .done : .error
        case .unknown(let place):
            return .failed(place == 0 && command != "+WIPCFG" && command != "+WIPBR" ? .badProtocol : .unknownOption)
        case .line(let syntax, let values, let illegal):
            guard let name = syntax.carriedOut else { return .failed(.notImplemented) }
            guard cell.stackRuns else { return .error }
            guard wip.isRunning || name.needsNoStack else { return .failed(.wrongStackState) }
            if let first = illegal.first { return .failed(condition(ofIllegal: first, in: syntax)) }
            return carryOut(name, WIPLine(dialect: dialect, syntax: syntax, values: values), isLast: isLast)
        }
    }

    /// What a value that cannot be is called, by what stands at its place (003 §2.3.2).
    private func condition(ofIllegal name: String, in syntax: Dialect.Syntax) -> Dialect.Condition {
        switch dialect.argument(named: name)?.kind {
        case .index: .badIndex
        case .networkProtocol: .badProtocol
        case .bearer: .unknownOption
        case .option(.socket): .unsupportedOption
        case .option: .unknownOption
        case .value, .optionValue, nil:
            if case .port = dialect.argument(named: name)?.value.kind { .badPort } else { .badValue }
        }
    }

    private mutating func carryOut(_ name: Dialect.SyntaxName, _ line: WIPLine, isLast: Bool) -> CommandOutcome {
        switch name {
        case .stopStack: return stopStack()
        case .startStack: return startStack()
        case .writeStackOption: return writeStackOption(line)
        case .showVersion: return showStackVersion()
        case .storeStack: return storeStack(line.number("stored") == 1)
        case .showStack: return showStackOptions()
        case .closeBearer: return closeBearer(line.number("bearer"))
        case .openBearer: return openBearer(line.number("bearer"))
        case .writeBearerOption: return writeBearerOption(line)
        case .readBearerOption: return readBearerOption(line)
        case .startClient: return isLast ? startBearer(line.number("bearer")) : .error
        case .startServer: return serveBearer(line.number("bearer"), line)
        case .startCallServer: return serveBearer(number(of: .gsm), line)
        case .stopBearer: return isLast ? stopBearer(line.number("bearer")) : .error
        case .storeBearer: return storeBearer(line.number("bearer"), isStored: line.number("stored") == 1)
        case .showBearers: return showBearers()
        case .testBearers: return .done
        case .createUDP: return isLast ? createUDP(line) : .error
        case .createClient: return isLast ? createClient(line) : .error
        case .createServer: return isLast ? createServer(line) : .error
        case .createFTP: return isLast ? createFTP(line) : .error
        case .showSockets: return showSockets()
        case .closeUDP: return close(line.socket(.udp))
        case .closeClient: return close(line.socket(.tcpClient))
        case .closeServer: return close(line.socket(.tcpServer))
        case .closeFTP: return close(line.socket(.ftp))
        case .unmapUDP: return unmap(line.socket(.udp))
        case .unmapClient: return unmap(line.socket(.tcpClient))
        case .mapUDP: return isLast ? map(line.socket(.udp), name) : .error
        case .mapClient: return isLast ? map(line.socket(.tcpClient), name) : .error
        case .fetchFile: return isLast ? transferFile(.get, line) : .error
        case .storeFile: return isLast ? transferFile(.put, line) : .error
        case .readSocketOption: return readSocketOption(line)
        case .writeSocketOption: return writeSocketOption(line)
        case .ping: return isLast ? ping(line) : .error
        }
    }

    func shown(_ value: String, of option: Dialect.Option) -> String {
        habits.contains(.showsOptionsBare) ? value : option.shown(value)
    }

    /// An unsolicited line of the dialect's, filled in; nil where it has none of that name.
    func unsolicited(_ name: String, _ fields: [String: String]) -> Response? {
        guard let text = dialect.unsolicited.first(where: { $0.name == name })?.texts.first else { return nil }
        let parts = text.parts.map { part in
            switch part {
            case .text(let bytes): String(decoding: bytes, as: UTF8.self)
            case .field(let name): fields[name] ?? ""
            }
        }
        return .indication(parts.joined())
    }

    /// On the line that what it is about belongs to; while that is busy with data, it waits.
    mutating func announce(_ name: String, _ fields: [String: String]) {
        guard !habits.contains(.tellsNothingUnasked), let response = unsolicited(name, fields) else { return }
        if case .command = line.mode { respond(response) } else { line.announcements.append(response) }
    }
}

extension Dialect.SyntaxName {
    /// It is there before the stack is started.
    fileprivate var needsNoStack: Bool {
        switch self {
        case .startStack, .stopStack, .writeStackOption, .showVersion, .storeStack, .showStack: true
        default: false
        }
    }
}

extension CommandValue {
    /// As a dialect's syntax reads it: with quotes where there were some.
    fileprivate var written: [UInt8] {
        switch self {
        case .omitted: []
        case .bare(let bytes): bytes
        case .quoted(let bytes): [UInt8(ascii: "\"")] + bytes + [UInt8(ascii: "\"")]
        }
    }
}

extension Dialect.Option {
    /// What is set, or the default; empty where there is none.
    /// - Parameter options: By their numbers.
    func value(among options: [Int: String]) -> String { options[number] ?? value.defaultValue ?? "" }

    /// As it is shown: texts between quotes, numbers bare.
    fileprivate func shown(_ value: String) -> String {
        switch self.value.kind {
        case .integer, .port: value
        case .text, .phone, .word, .entered, .pair, .server, .address: "\"\(value)\""
        }
    }
}
