extension DNSMessage {
    /// The message's bytes, names compressed (RFC 1035 §4.1.4).
    public func encoded() -> [UInt8] {
        var writer = Writer()
        writer.word(id)
        var flags = UInt16(operation & 15) << 11 | UInt16(responseCode & 15)
        if isResponse { flags |= 0x8000 }
        if isAuthoritative { flags |= 0x0400 }
        if isTruncated { flags |= 0x0200 }
        if recursionDesired { flags |= 0x0100 }
        if recursionAvailable { flags |= 0x0080 }
        writer.word(flags)
        writer.word(UInt16(truncatingIfNeeded: questions.count))
        writer.word(UInt16(truncatingIfNeeded: answers.count))
        writer.word(0)
        writer.word(0)
        for question in questions {
            writer.name(question.name)
            writer.word(question.type)
            writer.word(question.recordClass)
        }
        for answer in answers { writer.record(answer) }
        return writer.bytes
    }

    private struct Writer {
        var bytes: [UInt8] = []
        /// Where the name made of these labels, in small letters, stands.
        private var places: [[[UInt8]]: Int] = [:]

        mutating func word(_ word: UInt16) {
            bytes.append(UInt8(word >> 8))
            bytes.append(UInt8(word & 255))
        }
        mutating func long(_ long: UInt32) {
            word(UInt16(long >> 16))
            word(UInt16(long & 0xFFFF))
        }

        mutating func name(_ name: DNSName) {
            let folded = name.folded
            for (index, label) in name.labels.enumerated() {
                let rest = Array(folded[index...])
                if let place = places[rest] {
                    return word(0xC000 | UInt16(place))
                }
                // A pointer has 14 bits.
                if bytes.count < 1 << 14 { places[rest] = bytes.count }
                bytes.append(UInt8(label.count))
                bytes += label
            }
            bytes.append(0)
        }

        mutating func record(_ record: Record) {
            name(record.name)
            switch record.content {
            case .address: word(DNSMessage.typeA)
            case .alias: word(DNSMessage.typeCNAME)
            case .other(let type, _): word(type)
            }
            word(DNSMessage.classIN)
            long(record.timeToLive)
            let length = bytes.count
            word(0)
            switch record.content {
            case .address(let address): long(address)
            case .alias(let alias): name(alias)
            case .other(_, let data): bytes += data
            }
            let written = UInt16(truncatingIfNeeded: bytes.count - length - 2)
            bytes[length] = UInt8(written >> 8)
            bytes[length + 1] = UInt8(written & 255)
        }
    }
}
