internal import Rigs

/// Shows which byte values pass a line both ways, by the echo of a device that takes commands.
///
/// It is sent lines that begin with no prefix, which V.250 §5.2.1 has it ignore. What it does not echo is not shown: many devices leave out control
/// characters, or the eighth bit, and nothing forbids that.
struct EchoProof {
    /// Bytes before the CR; V.250 §5.2.2 asks a device for no more than 40.
    private static let lineLength = 24
    private static let carriageReturn: UInt8 = 0x0D

    /// What is sent, one after the other, each with its CR.
    let lines: [[UInt8]]
    /// These came back once, where they stood.
    private(set) var shown: Set<UInt8> = []
    /// 255 came back twice, as Telnet doubles it (RFC 854).
    private(set) var doubles255 = false
    /// These came back without the eighth bit.
    private(set) var stripped: Set<UInt8> = []

    /// - Parameter line: What it cannot carry is not sent.
    init(_ line: Rig.LineSettings) {
        // Flow control takes XON and XOFF; anywhere else XON comes last, for a device that heeds XOFF.
        let flow: [UInt8] = line.flowControl == .xonxoff ? [] : [0x13, 0x11]
        // LF and BS (S5) edit the line: each has one of its own, with nothing before it to edit.
        let apart: [UInt8] = [0x0A, 0x08]
        let values = (0..<1 << line.dataBits).map { UInt8($0) }
            .filter { $0 != Self.carriageReturn && !apart.contains($0) && $0 != 0x11 && $0 != 0x13 }
        let cut = stride(from: 0, to: values.count, by: Self.lineLength).map {
            Array(values[$0..<min($0 + Self.lineLength, values.count)])
        }
        // Text first: what does not echo that echoes nothing.
        let (controls, text) = (cut.filter { $0[0] < 0x18 }, cut.filter { $0[0] >= 0x18 })
        lines = (text + controls + [flow] + apart.map { [$0] }).filter { !$0.isEmpty }.map { $0 + [Self.carriageReturn] }
    }

    /// Whether what has come holds the whole echo of the line.
    static func isWhole(_ heard: [UInt8], _ line: [UInt8]) -> Bool { heard.count >= line.count && heard.starts(with: line) }

    /// Takes what came back for a line. The echo ends with its CR: what follows is an answer.
    mutating func take(_ heard: [UInt8], for line: [UInt8]) {
        let echo = Array(heard.prefix { $0 != Self.carriageReturn })
        if echo.count < heard.count, !echo.isEmpty { shown.insert(Self.carriageReturn) }
        var position = 0
        for byte in line.dropLast() {
            guard position < echo.count else { return }
            if let place = echo[position...].firstIndex(of: byte) {
                shown.insert(byte)
                position = place + 1
                if byte == 0xFF, position < echo.count, echo[position] == 0xFF { doubles255 = true }
            } else if byte > 0x7F, let place = echo[position...].firstIndex(of: byte & 0x7F) {
                stripped.insert(byte)
                position = place + 1
            }
        }
    }

    /// Values that were not shown, as ranges: `00–1F, 7F`.
    var missing: String {
        var ranges: [ClosedRange<Int>] = []
        for value in 0...255 where !shown.contains(UInt8(value)) {
            if let last = ranges.last, last.upperBound == value - 1 {
                ranges[ranges.count - 1] = last.lowerBound...value
            } else {
                ranges.append(value...value)
            }
        }
        return ranges.map { range in
            let ends = [range.lowerBound, range.upperBound].map { ($0 < 16 ? "0" : "") + String($0, radix: 16, uppercase: true) }
            return range.count == 1 ? ends[0] : "\(ends[0])–\(ends[1])"
        }.joined(separator: ", ")
    }
}
