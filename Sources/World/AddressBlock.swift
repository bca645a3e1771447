/// The IPv4 addresses that begin with the same bits (RFC 4632 §3.1).
public struct AddressBlock: Hashable, Sendable, CustomStringConvertible {
    public let first: IPv4Address
    /// Bits that all of them share, 0 to 32.
    public let prefixLength: Int

    private init(_ first: IPv4Address, _ prefixLength: Int) {
        self.first = first
        self.prefixLength = prefixLength
    }

    /// One address alone.
    public init(_ address: IPv4Address) { self.init(address, 32) }

    /// `10.1.2.3`, or `10.0.0.0/8` with nothing beyond the prefix; nil for anything else.
    public init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard let address = IPv4Address(parts[0]) else { return nil }
        switch parts.count {
        case 1: self.init(address)
        case 2:
            guard (1...2).contains(parts[1].utf8.count), let length = Int(parts[1]), (0...32).contains(length),
                address.value & ~Self.mask(length) == 0
            else { return nil }
            self.init(address, length)
        default: return nil
        }
    }

    /// The address, when it is only one.
    public var soleAddress: IPv4Address? { prefixLength == 32 ? first : nil }

    public func contains(_ address: IPv4Address) -> Bool { address.value & Self.mask(prefixLength) == first.value }

    public var description: String { prefixLength == 32 ? first.description : "\(first)/\(prefixLength)" }

    private static func mask(_ length: Int) -> UInt32 { length == 0 ? 0 : .max << UInt32(32 - length) }
}
