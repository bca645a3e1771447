import ATCommands
public import Dialects
import World

/// What a modem's non-volatile memory holds, for the modem that is switched on in its place.
public struct ParameterMemory: Sendable {
    fileprivate var values: [Key: [UInt8]] = [:]
    public init() {}

    fileprivate struct Key: Hashable {
        var name: String
        /// The number of the socket whose it is.
        var socket: Int?
    }
}

/// A dialect's parameters by name, made once for all modems that have them.
public struct ParameterTable: Sendable {
    fileprivate let definitions: [String: Dialect.Parameter]
    /// By the commands behind which they are entered.
    fileprivate let lists: [String: Dialect.Parameter]

    public init(_ dialect: Dialect) {
        definitions = Dictionary(dialect.parameters.map { ($0.name, $0) }) { first, _ in first }
        lists = Dictionary(dialect.parameters.compactMap { one in one.list.map { ($0.command, one) } }) { first, _ in first }
    }
}

/// The AT# parameters in non-volatile memory (001 App. B "Configuring the TCP/IP Stack through the Serial Port").
struct ParameterStore: Sendable {
    private let table: ParameterTable
    /// By their roles, the names of those that the device looks into.
    private let roles: [String: String]
    private(set) var memory: ParameterMemory
    /// What is written is not kept.
    private let losesWrites: Bool
    private let showsWordsBare: Bool

    init(
        _ dialect: Dialect,
        _ table: ParameterTable,
        losesWrites: Bool,
        habits: Set<Habit> = [],
        memory: ParameterMemory = ParameterMemory()
    ) {
        self.memory = memory
        self.table = table
        roles = dialect.roles
        self.losesWrites = losesWrites
        showsWordsBare = habits.contains(.showsTypeBare)
    }

    /// The definition of a parameter; the name is without `#`, that of an AT+ parameter with its `+`.
    func definition(of name: String) -> Dialect.Parameter? { table.definitions[name] }

    /// The parameter whose texts are entered behind a command, such as `#REC1ADD`.
    func list(enteredBy command: String) -> Dialect.Parameter? { table.lists[command] }

    /// The present value; empty for a text that has never been set.
    /// - Parameter socket: Whose it is, where each socket has one of its own.
    func bytes(_ name: String, of socket: Int? = nil) -> [UInt8] { memory.values[key(name, socket)] ?? defaultValue(of: name) }

    /// The present value of the parameter that has the role; empty where the dialect has none for it.
    func bytes(_ role: Dialect.RoleName, of socket: Int? = nil) -> [UInt8] {
        roles[role.rawValue].map { bytes($0, of: socket) } ?? []
    }
    func text(_ role: Dialect.RoleName, of socket: Int? = nil) -> String {
        String(decoding: bytes(role, of: socket), as: UTF8.self)
    }
    /// The texts of the parameter that has the role: several of a list, one of another, none that is empty.
    func texts(_ role: Dialect.RoleName) -> [String] {
        text(role).split(separator: "\r\n").map(String.init)
    }
    /// - Parameter otherwise: Where the dialect has no such parameter.
    func integer(_ role: Dialect.RoleName, of socket: Int? = nil, otherwise: Int = 0) -> Int {
        has(role) ? Int(decimal: bytes(role, of: socket)[...]) ?? 0 : otherwise
    }
    func has(_ role: Dialect.RoleName) -> Bool { roles[role.rawValue] != nil }
    func port(_ role: Dialect.RoleName, of socket: Int? = nil, otherwise: UInt16 = 0) -> UInt16 {
        UInt16(exactly: integer(role, of: socket, otherwise: Int(otherwise))) ?? 0
    }
    func address(_ role: Dialect.RoleName) -> IPv4Address { IPv4Address(text(role)) ?? .any }

    /// Goes back to the defaults.
    mutating func reset() { memory = ParameterMemory() }

    mutating func store(_ value: [UInt8], as name: String, of socket: Int? = nil) {
        if !losesWrites { memory.values[key(name, socket)] = value }
    }

    /// As displayed after the separator: the socket's number, then a text between quotes or a number bare.
    func displayed(_ parameter: Dialect.Parameter, _ place: Dialect.Parameter.Place, of socket: Int? = nil) -> String {
        let value = String(decoding: bytes(parameter.name, of: socket), as: UTF8.self)
        let isBare = isBare(parameter, place)
        // No manual says how a list of several is shown.
        let values = parameter.list == nil ? [Substring(value)] : value.split(separator: "\r\n", omittingEmptySubsequences: false)
        return (socket.map { "\($0)," } ?? "")
            + values.map { isBare ? String($0) : quoted(String($0), parameter.kind) }.joined(separator: ",")
    }

    private func isBare(_ parameter: Dialect.Parameter, _ place: Dialect.Parameter.Place) -> Bool {
        if let isQuoted = parameter.manners[place]?.isQuoted ?? parameter.isShownQuoted { return !isQuoted }
        return switch parameter.kind {
        case .integer, .port, .pair: true
        case .word: showsWordsBare
        case .text, .address, .server, .phone, .entered: false
        }
    }

    /// Of a pair the first value alone has quotes.
    private func quoted(_ value: String, _ kind: Dialect.Parameter.Kind) -> String {
        guard case .pair = kind, let comma = value.firstIndex(of: ",") else { return "\"\(value)\"" }
        return "\"\(value[..<comma])\"" + value[comma...]
    }

    private func key(_ name: String, _ socket: Int?) -> ParameterMemory.Key {
        ParameterMemory.Key(name: name, socket: table.definitions[name]?.sockets == nil ? nil : socket)
    }

    private func defaultValue(of name: String) -> [UInt8] {
        guard let definition = table.definitions[name], let value = definition.defaultValue else { return [] }
        return Array(value.utf8)
    }
}

extension Dialect.Parameter {
    /// What a write makes of its text, quotes included. Numbers and words may be quoted (001 App. A `AT#TCPPORT="23"`), texts may
    /// lack their quotes (001 App. A `AT#REC1= recipient@domain.com`).
    func stored(_ text: [UInt8]) throws(Dialect.Condition) -> [UInt8] {
        if case .pair(let first, let second, let isSecondOptional) = kind {
            return try pair(text, first, second, isSecondOptional: isSecondOptional)
        }
        guard let value = CommandValue(whole: text) else { throw .syntaxError }
        let bytes: [UInt8]
        switch value {
        case .omitted: throw .badValue
        case .quoted(let content), .bare(let content): bytes = content
        }
        guard accepts(bytes) else { throw .badValue }
        return bytes
    }

    /// A second number that is not written is what it is by default, or 0 (004 §5.1.2 says of neither that it stays).
    private func pair(
        _ text: [UInt8],
        _ first: [ClosedRange<Int>],
        _ second: [ClosedRange<Int>],
        isSecondOptional: Bool
    ) throws(Dialect.Condition) -> [UInt8] {
        guard let values = CommandValue.list(text), (1...2).contains(values.count) else { throw .syntaxError }
        guard let one = values[0].signed, allows(one, in: first) else { throw .badValue }
        if values.count == 1 {
            guard isSecondOptional else { throw .badValue }
            return Array("\(one),\(defaultValue?.split(separator: ",").last ?? "0")".utf8)
        }
        guard let other = values[1].signed, allows(other, in: second) else { throw .badValue }
        return Array("\(one),\(other)".utf8)
    }

    private func allows(_ number: Int, in ranges: [ClosedRange<Int>]) -> Bool {
        number % step == 0 && ranges.contains { $0.contains(number) }
    }

    private func accepts(_ bytes: [UInt8]) -> Bool {
        switch kind {
        case .integer(let ranges): return CommandValue.bare(bytes).signed.map { allows($0, in: ranges) } ?? false
        case .port:
            guard bytes.count <= 5, let number = Int(decimal: bytes[...]) else { return false }
            return UInt16(exactly: number) != nil
        case .text(let limit), .server(let limit), .entered(let limit):
            return bytes.count <= limit && bytes.allSatisfy { (0x20...0x7E).contains($0) }
        case .address: return IPv4Address(String(decoding: bytes, as: UTF8.self)) != nil
        case .phone(let limit, let words):
            let isWord = words.contains { Array($0.utf8) == bytes }
            let digits = bytes.first == UInt8(ascii: "+") ? bytes.dropFirst() : bytes[...]
            return isWord || (bytes.count <= limit ?? .max && !digits.isEmpty && digits.allSatisfy { (0x30...0x39).contains($0) })
        case .word(let words): return words.contains { Array($0.utf8) == bytes }
        case .pair: return false
        }
    }
}

extension CommandValue {
    /// A whole decimal number that may be negative, quoted or not.
    fileprivate var signed: Int? {
        switch self {
        case .omitted: return nil
        case .quoted(let bytes), .bare(let bytes):
            let isNegative = bytes.first == UInt8(ascii: "-")
            return Int(decimal: bytes.dropFirst(isNegative ? 1 : 0)).map { isNegative ? -$0 : $0 }
        }
    }
}
