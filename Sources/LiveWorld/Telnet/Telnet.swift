/// The Telnet protocol's numbers (RFC 854, RFC 855).
enum Telnet {
    static let interpret: UInt8 = 255
    static let subnegotiation: UInt8 = 250
    static let subnegotiationEnd: UInt8 = 240

    enum Verb: UInt8 {
        case will = 251
        case wont = 252
        case `do` = 253
        case dont = 254
    }

    /// An option's number; those that a serial line needs have a name.
    struct Option: Hashable {
        var number: UInt8
        /// RFC 856: all values of a byte pass.
        static let binary = Option(number: 0)
        /// RFC 857
        static let echo = Option(number: 1)
        /// RFC 858
        static let suppressGoAhead = Option(number: 3)
        /// RFC 860: asked for at any time, and answered once.
        static let timingMark = Option(number: 6)
        /// RFC 2217
        static let comPort = Option(number: 44)
    }

    static func command(_ verb: Verb, _ option: Option) -> [UInt8] { [interpret, verb.rawValue, option.number] }

    static func subnegotiation(_ option: Option, _ content: [UInt8]) -> [UInt8] {
        [interpret, subnegotiation, option.number] + escaped(content) + [interpret, subnegotiationEnd]
    }

    /// Data with its bytes of 255 doubled.
    static func escaped(_ bytes: [UInt8]) -> [UInt8] {
        guard bytes.contains(interpret) else { return bytes }
        var escaped: [UInt8] = []
        escaped.reserveCapacity(bytes.count + bytes.count / 64 + 2)
        for byte in bytes {
            escaped.append(byte)
            if byte == interpret { escaped.append(byte) }
        }
        return escaped
    }
}

/// Takes a Telnet stream apart.
struct TelnetReader {
    enum Item: Hashable {
        case data([UInt8])
        case verb(Telnet.Verb, Telnet.Option)
        /// An option's parameters, at most ``subnegotiationLimit`` bytes of them.
        case subnegotiation(Telnet.Option, [UInt8])
    }

    /// More than any parameter but a long signature has.
    static let subnegotiationLimit = 256

    private enum State {
        case data
        /// Behind IAC.
        case command
        case option(Telnet.Verb)
        /// Behind IAC SB, and further in.
        case subnegotiation
        /// Behind IAC within a subnegotiation.
        case subnegotiationCommand
    }

    private var state = State.data
    private var parameters: [UInt8] = []

    /// Commands without a meaning for a serial line (NOP, GA, AYT …) are passed over.
    mutating func read(_ bytes: [UInt8]) -> [Item] {
        var items: [Item] = []
        var data: [UInt8] = []
        var index = 0
        func flush() {
            if !data.isEmpty { items.append(.data(data)) }
            data = []
        }
        while index < bytes.count {
            let byte = bytes[index]
            switch state {
            case .data:
                let end = bytes[index...].firstIndex(of: Telnet.interpret) ?? bytes.count
                data += bytes[index..<end]
                index = end
                if end < bytes.count { state = .command }
            case .command:
                switch byte {
                case Telnet.interpret:
                    data.append(byte)
                    state = .data
                case Telnet.subnegotiation:
                    parameters = []
                    state = .subnegotiation
                default:
                    state = Telnet.Verb(rawValue: byte).map(State.option) ?? .data
                }
            case .option(let verb):
                flush()
                items.append(.verb(verb, Telnet.Option(number: byte)))
                state = .data
            case .subnegotiation:
                if byte == Telnet.interpret { state = .subnegotiationCommand } else { append(byte) }
            case .subnegotiationCommand:
                switch byte {
                case Telnet.interpret:
                    append(byte)
                    state = .subnegotiation
                case Telnet.subnegotiationEnd:
                    flush()
                    if let option = parameters.first {
                        items.append(.subnegotiation(Telnet.Option(number: option), Array(parameters.dropFirst())))
                    }
                    state = .data
                default:
                    // A subnegotiation that was broken off: the command stands for itself.
                    state = .command
                    continue
                }
            }
            index += 1
        }
        flush()
        return items
    }

    private mutating func append(_ byte: UInt8) {
        if parameters.count <= Self.subnegotiationLimit { parameters.append(byte) }
    }
}
