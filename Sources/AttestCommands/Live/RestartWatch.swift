internal import Events
internal import Octets

/// Looks in what a device sends for the lines with which it starts.
struct RestartWatch {
    /// More than any such line.
    private static let lineLimit = 256

    private let texts: [[UInt8]]
    private var line: [UInt8] = []
    /// The line that has been seen.
    private(set) var seen: String?

    /// - Parameter texts: How those lines begin.
    init(_ texts: [String]) { self.texts = texts.map { Array($0.utf8) } }

    mutating func receive(_ bytes: [UInt8]) {
        guard !texts.isEmpty, seen == nil else { return }
        for byte in bytes {
            if byte == 0x0D || byte == 0x0A {
                if texts.contains(where: { line.starts(with: $0) }) { seen = visible(line) }
                line = []
            } else if line.count < Self.lineLimit {
                line.append(byte)
            }
        }
    }
}

extension ScenarioResult {
    /// The same, with what it held against the device taken back.
    func excused(_ reason: String, _ domain: FaultDomain = .bench) -> ScenarioResult {
        var result = self
        result.verdict = .inconclusive
        for index in result.findings.indices where result.findings[index].verdict == .fail {
            result.findings[index].verdict = .inconclusive
        }
        let time = result.findings.first?.time ?? duration
        result.findings.insert(
            Finding(verdict: .inconclusive, domain: domain, summary: reason, source: result.findings.first?.source, time: time),
            at: 0
        )
        return result
    }
}
