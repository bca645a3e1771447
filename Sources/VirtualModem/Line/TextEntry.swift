import Dialects
import Octets

/// A text that the host is entering for a parameter, up to SUB (001 ch. 3 #BODY1).
struct TextEntry: Sendable {
    /// CTRL+Z, which ends the entry.
    static let end: UInt8 = 0x1A

    let parameter: String
    let limit: Int
    private(set) var text: [UInt8] = []
    /// More than the limit has come.
    private(set) var isOverlong = false

    init(parameter: String, limit: Int) {
        self.parameter = parameter
        self.limit = limit
    }

    mutating func append(_ byte: UInt8) {
        if text.count < limit { text.append(byte) } else { isOverlong = true }
    }
}

extension VirtualModem {
    /// Takes bytes of the entry up to its end. They are echoed as in command mode: no process is active.
    mutating func enter(_ bytes: inout ArraySlice<UInt8>, _ entry: TextEntry) {
        var entry = entry
        line.mode = .command
        let isAtStart = line.hasJustEndedLine
        line.hasJustEndedLine = false
        // The LF of a host that ended the command with CR LF.
        if isAtStart, bytes.first == ControlCharacter.lf { bytes.removeFirst() }
        let content = bytes.prefix { $0 != TextEntry.end }
        let isComplete = content.endIndex < bytes.endIndex
        let taken = bytes.prefix(content.count + (isComplete ? 1 : 0))
        bytes = bytes[taken.endIndex...]
        if line.settings.echoes { say(.echo(Array(taken))) }
        for byte in content { entry.append(byte) }
        guard isComplete else {
            line.mode = .entry(entry)
            return
        }
        let right = line.finalAnswers.take(from: .entry)
        guard !entry.isOverlong else { return fail(right, .badValue) }
        parameters.store(entry.text, as: entry.parameter)
        confirm(right)
    }
}
