internal import Octets

/// Looks in what a device sends for the lines with which it starts.
package struct RestartWatch {
    /// More than any such line.
    private static let lineLimit = 256

    private let texts: [[UInt8]]
    private var line: [UInt8] = []
    /// The first such line that has been seen.
    package private(set) var seen: String?

    /// - Parameter texts: How those lines begin.
    package init(_ texts: [String]) { self.texts = texts.map { Array($0.utf8) } }

    package mutating func receive(_ bytes: [UInt8]) {
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

    /// Forgets what has been seen.
    package mutating func reset() { seen = nil }
}
