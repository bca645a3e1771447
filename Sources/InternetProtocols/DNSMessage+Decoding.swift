extension DNSMessage {
    /// Why a datagram is no DNS message.
    public enum DecodingError: Error, Hashable, Sendable {
        /// It ends within a field.
        case tooShort
        /// A label's type bits are reserved, or the name is too long (RFC 1035 §4.1.4, §2.3.4).
        case badName
        /// A compression pointer does not point backwards: it could go round for ever.
        case badPointer
        /// An A record's data is not four octets long.
        case badAddress
        /// More questions or answers than ``DNSMessage/recordLimit``.
        case tooManyRecords
    }

    /// Reads header, questions and answers; authority and additional sections are left alone.
    public init(decoding bytes: [UInt8]) throws(DecodingError) {
        var reader = Reader(bytes: bytes)
        self.init(id: try reader.word())
        let flags = try reader.word()
        isResponse = flags & 0x8000 != 0
        operation = UInt8(flags >> 11 & 15)
        isAuthoritative = flags & 0x0400 != 0
        isTruncated = flags & 0x0200 != 0
        recursionDesired = flags & 0x0100 != 0
        recursionAvailable = flags & 0x0080 != 0
        responseCode = UInt8(flags & 15)
        let questionCount = Int(try reader.word())
        let answerCount = Int(try reader.word())
        _ = try reader.long()
        guard questionCount <= Self.recordLimit, answerCount <= Self.recordLimit else { throw .tooManyRecords }
        for _ in 0..<questionCount {
            questions.append(Question(name: try reader.name(), type: try reader.word(), recordClass: try reader.word()))
        }
        for _ in 0..<answerCount { answers.append(try reader.record()) }
    }

    /// The id of a datagram that is long enough to have one, for an answer to what cannot be read.
    static func id(of bytes: [UInt8]) -> UInt16? {
        var reader = Reader(bytes: bytes)
        return try? reader.word()
    }

    private struct Reader {
        let bytes: [UInt8]
        var position = 0

        mutating func byte() throws(DecodingError) -> UInt8 {
            guard position < bytes.count else { throw .tooShort }
            position += 1
            return bytes[position - 1]
        }
        mutating func word() throws(DecodingError) -> UInt16 { UInt16(try byte()) << 8 | UInt16(try byte()) }
        mutating func long() throws(DecodingError) -> UInt32 { UInt32(try word()) << 16 | UInt32(try word()) }
        mutating func take(_ count: Int) throws(DecodingError) -> [UInt8] {
            guard count <= bytes.count - position else { throw .tooShort }
            position += count
            return Array(bytes[(position - count)..<position])
        }

        /// Follows compression pointers. Each must point before the place from which the last jump (or the name) began, so that the
        /// way is finite.
        mutating func name() throws(DecodingError) -> DNSName {
            var labels: [[UInt8]] = []
            var length = 1
            var end: Int?
            var start = position
            while true {
                let head = try byte()
                switch head >> 6 {
                case 0:
                    guard head > 0 else {
                        position = end ?? position
                        guard let name = DNSName(labels: labels) else { throw .badName }
                        return name
                    }
                    length += Int(head) + 1
                    guard length <= DNSName.lengthLimit else { throw .badName }
                    labels.append(try take(Int(head)))
                case 3:
                    let target = Int(head & 0x3F) << 8 | Int(try byte())
                    guard target < start else { throw .badPointer }
                    end = end ?? position
                    position = target
                    start = target
                default:
                    throw .badName
                }
            }
        }

        mutating func record() throws(DecodingError) -> Record {
            let owner = try name()
            let type = try word()
            let recordClass = try word()
            let timeToLive = try long()
            let length = Int(try word())
            let end = position + length
            guard end <= bytes.count else { throw .tooShort }
            switch (type, recordClass) {
            case (DNSMessage.typeA, DNSMessage.classIN):
                guard length == 4 else { throw .badAddress }
                return Record(name: owner, timeToLive: timeToLive, content: .address(try long()))
            case (DNSMessage.typeCNAME, DNSMessage.classIN):
                let alias = try name()
                guard position == end else { throw .badName }
                return Record(name: owner, timeToLive: timeToLive, content: .alias(alias))
            default:
                return Record(name: owner, timeToLive: timeToLive, content: .other(type: type, try take(length)))
            }
        }
    }
}
