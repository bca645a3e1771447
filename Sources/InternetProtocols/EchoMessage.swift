/// An ICMP echo request, or the answer to one (RFC 792).
public struct EchoMessage: Hashable, Sendable {
    /// What stands before the data, in bytes.
    public static let header = 8

    public var isAnswer: Bool
    /// Chosen by who asks, and repeated by who answers; so are the data.
    public var identifier: UInt16
    public var sequence: UInt16
    public var data: [UInt8]

    public init(isAnswer: Bool = false, identifier: UInt16, sequence: UInt16, data: [UInt8]) {
        self.isAnswer = isAnswer
        self.identifier = identifier
        self.sequence = sequence
        self.data = data
    }

    /// Nil for other messages, and for those whose checksum is wrong.
    public init?(_ bytes: some RandomAccessCollection<UInt8>) {
        let bytes = Array(bytes)
        guard bytes.count >= Self.header, let kind = Kind(rawValue: bytes[0]), bytes[1] == 0 else { return nil }
        var sum = InternetChecksum()
        sum.add(bytes)
        guard sum.value == 0 else { return nil }
        func word(at index: Int) -> UInt16 { UInt16(bytes[index]) << 8 | UInt16(bytes[index + 1]) }
        isAnswer = kind == .answer
        identifier = word(at: 4)
        sequence = word(at: 6)
        data = Array(bytes[Self.header...])
    }

    public var bytes: [UInt8] {
        let kind = isAnswer ? Kind.answer : .request
        let words = [identifier, sequence].flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
        var message = [kind.rawValue, 0, 0, 0] + words + data
        var sum = InternetChecksum()
        sum.add(message)
        (message[2], message[3]) = (UInt8(sum.value >> 8), UInt8(sum.value & 0xFF))
        return message
    }

    private enum Kind: UInt8 {
        case answer = 0
        case request = 8
    }
}
