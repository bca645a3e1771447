import Dialects
import Octets

/// A text that the host is entering for a parameter, up to SUB (001 ch. 3 #BODY1), or several texts, a line each (002 ch. 3 #REC1).
struct TextEntry: Sendable {
    /// CTRL+Z, which ends the entry.
    static let end: UInt8 = 0x1A

    let parameter: String
    let limit: Int
    /// How many texts may come, where it is a list of them.
    let count: ClosedRange<Int>?
    private(set) var text: [UInt8] = []
    /// More than the limit has come.
    private(set) var isOverlong = false
    /// Of a list: the lines that are complete.
    private var lines: [[UInt8]] = []

    init(parameter: String, limit: Int, count: ClosedRange<Int>? = nil) {
        self.parameter = parameter
        self.limit = limit
        self.count = count
    }

    mutating func append(_ byte: UInt8) {
        if let count {
            // Lines are parted by CR LF; those beyond the last that has a place are passed over to the end.
            if byte == ControlCharacter.lf { return endLine() }
            if byte == ControlCharacter.cr || lines.count == count.upperBound { return }
        }
        if text.count < limit { text.append(byte) } else { isOverlong = true }
    }

    private mutating func endLine() {
        if !text.isEmpty { lines.append(text) }
        text = []
    }

    /// What has been entered; nil: it is too long, or too few.
    func finished() -> [UInt8]? {
        guard !isOverlong else { return nil }
        guard let count else { return text }
        var all = self
        all.endLine()
        return count.contains(all.lines.count) ? Array(all.lines.joined(separator: ControlCharacter.crlf)) : nil
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
        guard let entered = entry.finished() else { return fail(right, .badValue) }
        parameters.store(entered, as: entry.parameter)
        confirm(right)
    }
}
