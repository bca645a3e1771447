/// A domain name as its labels, compared without regard to ASCII case (RFC 1035 §2.3.3).
public struct DNSName: Sendable, CustomStringConvertible {
    public private(set) var labels: [[UInt8]]

    /// RFC 1035 §2.3.4.
    public static let labelLimit = 63
    /// RFC 1035 §2.3.4: with the length octets and the root's.
    public static let lengthLimit = 255

    /// Nil when a label is empty or too long, or all together are; no labels at all are the root.
    public init?(labels: [[UInt8]]) {
        guard labels.allSatisfy({ (1...Self.labelLimit).contains($0.count) }),
            labels.reduce(1, { $0 + $1.count + 1 }) <= Self.lengthLimit
        else { return nil }
        self.labels = labels
    }

    /// Labels between dots; a dot at the end is allowed.
    public init?(_ text: String) {
        var labels = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).map { Array($0) }
        if labels.count > 1, labels.last?.isEmpty == true { labels.removeLast() }
        self.init(labels: labels)
    }

    /// In the form of master files (RFC 1035 §5.1), without a final dot: what would mislead is written `\DDD`.
    public var description: String {
        guard !labels.isEmpty else { return "." }
        return labels.map { label in
            label.map { byte in
                switch byte {
                case UInt8(ascii: "."), UInt8(ascii: "\\"): "\\" + String(UnicodeScalar(byte))
                case 0x21...0x7E: String(UnicodeScalar(byte))
                default: "\\" + String(repeating: "0", count: byte < 10 ? 2 : byte < 100 ? 1 : 0) + String(byte)
                }
            }.joined()
        }.joined(separator: ".")
    }

    /// The labels in small letters, which decide equality.
    var folded: [[UInt8]] {
        labels.map { $0.map { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) ? $0 | 0x20 : $0 } }
    }
}

extension DNSName: Hashable {
    public static func == (left: DNSName, right: DNSName) -> Bool { left.folded == right.folded }
    public func hash(into hasher: inout Hasher) { hasher.combine(folded) }
}
