/// Looks for a Telnet server at the end of a line that should pass bytes as they are.
///
/// One that is asked a question tells for certain. Otherwise only several commands in a row tell: noise, as at a wrong rate, looks like one now and then.
struct TelnetWatch {
    /// What every Telnet server must answer (RFC 854), in order: an offer of the COM-PORT option, and the wish for a timing mark, which no
    /// party answers by saying the same (RFC 860). Then a 255 by itself, which Telnet would double in an echo. The line end lets a modem
    /// behind a raw port drop it all: it begins with no prefix (V.250 §5.2.1).
    static let question = Telnet.command(.will, .comPort) + Telnet.command(.do, .timingMark) + end
    private static let end = [Telnet.interpret, 0x0D]

    /// What is looked at: more than any server says when it is connected, less than a device's first answers with a payload in them.
    static let limit = 512
    /// Options that are assigned one after the other (IANA, Telnet Options).
    private static let assigned = 0...49

    private var heard: [UInt8] = []
    /// How much had been heard when the question went out.
    private var asked: Int?
    /// A Telnet server is there.
    private(set) var isTelnet = false
    /// What the server says to the COM-PORT option (RFC 2217); nil: it was not asked, or has not answered.
    private(set) var offersComPort: Bool?
    /// The ``question`` has been answered.
    private(set) var hasAnswer = false
    /// What was asked came back, from a modem behind a line that passes it.
    private(set) var hasEcho = false

    /// Nothing more is to be learnt by waiting.
    var isSettled: Bool { hasAnswer || hasEcho || hasDoubled }
    /// A 255 came back as two.
    private var hasDoubled = false

    /// The ``question`` goes out now.
    mutating func ask() { asked = heard.count }

    mutating func receive(_ bytes: [UInt8]) {
        guard !hasAnswer, heard.count < Self.limit else { return }
        heard += bytes.prefix(Self.limit - heard.count)
        look()
    }

    private mutating func look() {
        var commands = Self.commands(in: heard)
        if let asked {
            let echo = heard[asked...]
            hasDoubled = echo.starts(with: Telnet.escaped(Self.question)) || echo.starts(with: Telnet.escaped(Self.end))
            let own = [Telnet.command(.will, .comPort), Telnet.command(.do, .timingMark)]
            hasEcho = commands.contains { $0.bytes == own[1] }
            commands.removeAll { own.contains($0.bytes) }
            for command in commands where command.option == .comPort {
                if command.verb == .do { offersComPort = true }
                if command.verb == .dont { offersComPort = false }
            }
            // A server that only doubles answers nothing.
            if hasDoubled, offersComPort == nil { offersComPort = false }
            hasAnswer = commands.contains { $0.option == .timingMark && ($0.verb == .will || $0.verb == .wont) }
        }
        isTelnet = hasAnswer || offersComPort != nil || hasDoubled || Self.isNegotiation(commands)
    }

    private struct Command: Hashable {
        /// Where it begins, and where the next byte stands.
        var place: Range<Int>
        var verb: Telnet.Verb
        var option: Telnet.Option
        var bytes: [UInt8] { Telnet.command(verb, option) }
    }

    /// Two different commands, one behind the other, of which one asks or offers: a server that only refuses has been asked before.
    private static func isNegotiation(_ commands: [Command]) -> Bool {
        zip(commands, commands.dropFirst()).contains { first, second in
            first.place.upperBound == second.place.lowerBound && first.bytes != second.bytes
                && [first, second].contains { $0.verb == .will || $0.verb == .do }
        }
    }

    private static func commands(in bytes: [UInt8]) -> [Command] {
        var commands: [Command] = []
        var index = 0
        while index + 2 < bytes.count {
            guard bytes[index] == Telnet.interpret, let verb = Telnet.Verb(rawValue: bytes[index + 1]),
                assigned.contains(Int(bytes[index + 2]))
            else {
                index += 1
                continue
            }
            commands.append(
                Command(place: index..<index + 3, verb: verb, option: Telnet.Option(number: bytes[index + 2]))
            )
            index += 3
        }
        return commands
    }
}
