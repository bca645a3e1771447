internal import Dialects

/// What the host knows of the device's modes from the command lines that it sent (V.250 §6.1, §6.2).
///
/// The runner's own reading of the standard: it shares nothing with the virtual modem's.
struct HostView {
    var echo = true
    /// The manual says when command lines are echoed.
    let echoIsSaid: Bool
    /// The echo may be absent: the manual promises none where the line is sent.
    var echoIsOptional: Bool
    var verbose = true
    var quiet = false
    /// +CMEE; nil: this scenario has not set it.
    var errorReports: Int?
    /// Command line termination character.
    var s3: UInt8 = 0x0D
    /// Response formatting character.
    var s4: UInt8 = 0x0A

    /// Modes that the device refuses, such as `V0`: a line that sets one goes no further.
    private let refused: Set<String>

    /// What the scenario itself knows; nil: no more than before.
    mutating func assume(echo: Bool?, verbose: Bool?, quiet: Bool?) {
        self.echo = echo ?? self.echo
        if echo != nil { echoIsOptional = false }
        self.verbose = verbose ?? self.verbose
        self.quiet = quiet ?? self.quiet
    }

    init(_ dialect: Dialect) {
        self.init(echoIsSaid: dialect.framing.saysEcho, refused: Set(dialect.restrictions.map { "\($0.command)\($0.number)" }))
    }

    private init(echoIsSaid: Bool, refused: Set<String>) {
        self.echoIsSaid = echoIsSaid
        self.refused = refused
        echoIsOptional = !echoIsSaid
    }

    /// The same device in the modes that it starts in.
    var atDefaults: HostView { HostView(echoIsSaid: echoIsSaid, refused: refused) }

    /// The mode changes of a command line that the host has just sent; they hold for the line's own result, but its echo is past.
    mutating func note(commandLine line: some Sequence<UInt8>) {
        var text = line.map(Self.capital)[...]
        while let first = text.first, first != UInt8(ascii: "A") || text.dropFirst().first != UInt8(ascii: "T") {
            _ = first
            text = text.dropFirst()
        }
        text = text.dropFirst(2)
        while let command = text.popFirst() {
            switch command {
            case UInt8(ascii: " "), UInt8(ascii: ";"): continue
            case UInt8(ascii: "E"): set("E", &text) { $0.echo = $1 }
            case UInt8(ascii: "V"): set("V", &text) { $0.verbose = $1 }
            case UInt8(ascii: "Q"): set("Q", &text) { $0.quiet = $1 }
            case UInt8(ascii: "Z"): resetToDefaults(&text)
            case UInt8(ascii: "&"):
                guard text.popFirst() == UInt8(ascii: "F") else { return }
                resetToDefaults(&text)
            case UInt8(ascii: "S"): setRegister(&text)
            case UInt8(ascii: "I"), UInt8(ascii: "X"), UInt8(ascii: "H"), UInt8(ascii: "O"): _ = Self.number(&text)
            case UInt8(ascii: "+"), UInt8(ascii: "#"):
                noteReports(text)
                Self.skipExtended(&text)
            default: return
            }
        }
    }

    private mutating func set(_ name: String, _ text: inout ArraySlice<UInt8>, _ change: (inout HostView, Bool) -> Void) {
        let number = Self.number(&text) ?? 0
        guard (0...1).contains(number), !refused.contains("\(name)\(number)") else { return text = [] }
        change(&self, number == 1)
    }

    /// +CMEE=n (3GPP TS 27.007 §9.1). - Parameter text: Behind the sign.
    private mutating func noteReports(_ text: ArraySlice<UInt8>) {
        guard text.starts(with: Array("CMEE=".utf8)) else { return }
        var rest = text.dropFirst("CMEE=".utf8.count)
        errorReports = Self.number(&rest)
    }

    private mutating func resetToDefaults(_ text: inout ArraySlice<UInt8>) {
        guard Self.number(&text) ?? 0 == 0 else { return }
        self = atDefaults
    }

    private mutating func setRegister(_ text: inout ArraySlice<UInt8>) {
        let register = Self.number(&text)
        guard text.first == UInt8(ascii: "=") else {
            if text.first == UInt8(ascii: "?") { text = text.dropFirst() }
            return
        }
        text = text.dropFirst()
        guard let value = Self.number(&text), value <= 127 else { return }
        if register == 3 { s3 = UInt8(value) }
        if register == 4 { s4 = UInt8(value) }
    }

    /// An extended command goes to the next `;` outside quotes (V.250 §5.4.4).
    private static func skipExtended(_ text: inout ArraySlice<UInt8>) {
        var quoted = false
        while let byte = text.popFirst() {
            if byte == UInt8(ascii: "\"") { quoted.toggle() }
            if byte == UInt8(ascii: ";"), !quoted { return }
        }
    }

    private static func number(_ text: inout ArraySlice<UInt8>) -> Int? {
        var value: Int?
        while let digit = text.first, (0x30...0x39).contains(digit) {
            value = min((value ?? 0) * 10 + Int(digit - 0x30), 1_000)
            text = text.dropFirst()
        }
        return value
    }

    /// Whether the line reads a parameter: `AT#NAME?`.
    static func isRead(_ line: [UInt8]) -> Bool { line.last == UInt8(ascii: "?") }

    /// The extended command that a line begins with, in capitals, such as `#GETMAIL` or `+CREG`.
    static func extendedCommand(of line: [UInt8]) -> String? {
        guard line.count > 3, line.prefix(2).lazy.map(capital).elementsEqual("AT".utf8), signs.contains(line[2])
        else { return nil }
        let name = line[3...].prefix(while: isNamePart)
        return String(decoding: line[2..<name.endIndex].map(capital), as: UTF8.self)
    }

    private static func capital(_ byte: UInt8) -> UInt8 { (0x61...0x7A).contains(byte) ? byte - 0x20 : byte }
    private static func isNamePart(_ byte: UInt8) -> Bool { isLetter(byte) || (0x30...0x39).contains(byte) }

    /// An extended command of a line, in capitals, such as `#GETMAIL`.
    struct Command: Equatable {
        var name: String
        /// What stands behind `=`, parted at commas outside of quotes; nil: nothing does.
        var arguments: [[UInt8]]?
    }

    /// The extended commands of a line, in order.
    static func extendedCommands(of bytes: [UInt8]) -> [Command] {
        var commands: [Command] = []
        var index = 0
        while index < bytes.count {
            guard signs.contains(bytes[index]) else {
                index += 1
                continue
            }
            let name = bytes[(index + 1)...].prefix(while: isNamePart)
            var rest = bytes[name.endIndex...]
            skipExtended(&rest)
            let end = rest.startIndex
            var arguments = bytes[name.endIndex..<end]
            if arguments.last == UInt8(ascii: ";") { arguments.removeLast() }
            commands.append(
                Command(
                    name: String(decoding: bytes[index..<name.endIndex].map(capital), as: UTF8.self),
                    arguments: arguments.first == UInt8(ascii: "=") ? parted(arguments.dropFirst()) : nil
                )
            )
            index = max(end, index + 1)
        }
        return commands
    }

    private static func parted(_ text: ArraySlice<UInt8>) -> [[UInt8]] {
        var parts: [[UInt8]] = [[]]
        var isQuoted = false
        for byte in text {
            if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
            if byte == UInt8(ascii: ","), !isQuoted { parts.append([]) } else { parts[parts.count - 1].append(byte) }
        }
        return parts
    }

    /// What extended commands begin with: `+` by V.250 §5.4.1, and others that vendors use.
    private static let signs = Array("+#^$%*!@_".utf8)

    private static func isLetter(_ byte: UInt8) -> Bool { (0x41...0x5A).contains(byte & 0xDF) }
}
