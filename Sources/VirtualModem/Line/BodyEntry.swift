import Dialects
import Octets

/// A mail body that the host is entering after `AT#BODYn` CR, up to SUB (001 ch. 3 #BODY1).
struct BodyEntry: Sendable {
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
    mutating func enterBody(_ bytes: inout ArraySlice<UInt8>) {
        guard var entry = bodyEntry else { return }
        let isAtStart = hasJustEndedLine
        hasJustEndedLine = false
        // The LF of a host that ended the command with CR LF.
        if isAtStart, bytes.first == ControlCharacter.lf { bytes.removeFirst() }
        let content = bytes.prefix { $0 != BodyEntry.end }
        let isComplete = content.endIndex < bytes.endIndex
        let taken = bytes.prefix(content.count + (isComplete ? 1 : 0))
        bytes = bytes[taken.endIndex...]
        if line.echoes, !defects.contains(.noEcho) { transmit(Array(taken)) }
        for byte in content { entry.append(byte) }
        bodyEntry = isComplete ? nil : entry
        guard isComplete else { return }
        guard !entry.isOverlong else { return fail(.badValue) }
        if !defects.contains(.losesParameter) { parameters.store(entry.text, as: entry.parameter) }
        confirm()
    }
}
