/// A question or an answer of the Simple Network Time Protocol, version 1 to 4 (RFC 4330 §4).
public struct SNTPMessage: Hashable, Sendable {
    /// RFC 4330 §4: who has sent it.
    public enum Mode: UInt8, Sendable {
        case client = 3
        case server = 4
    }

    /// The server's clock has never been set (RFC 4330 §4).
    public static let unsynchronised: UInt8 = 3
    /// Its length in bytes, without an authenticator.
    public static let length = 48
    /// RFC 4330 §1.
    public static let port: UInt16 = 123

    public var leapIndicator: UInt8 = 0
    public var version: UInt8 = 4
    /// As ``Mode`` numbers them; others are those of other kinds of messages.
    public var mode: UInt8
    /// 1 to 15; 0 sends the client away (RFC 4330 §8).
    public var stratum: UInt8 = 0
    /// When the question was sent, by the client's clock.
    public var originate: Timestamp = Timestamp()
    public var receive: Timestamp = Timestamp()
    public var transmit: Timestamp = Timestamp()

    public init(mode: Mode) { self.mode = mode.rawValue }

    /// A point of time, in seconds and parts of 1/2³² of a second (RFC 4330 §3). All zeroes: none is told.
    public struct Timestamp: Hashable, Sendable {
        public var seconds: UInt32 = 0
        public var fraction: UInt32 = 0

        public init() {}

        /// - Parameter seconds: Since 1900, or since the era that began on 7 February 2036 (RFC 4330 §3).
        public init(seconds: UInt32, fraction: UInt32) {
            self.seconds = seconds
            self.fraction = fraction
        }

        /// - Parameter secondsSince1970: Between 1968 and 2104.
        public init(secondsSince1970: Int64, fraction: UInt32 = 0) {
            self.init(seconds: UInt32(truncatingIfNeeded: secondsSince1970 + Self.from1900To1970), fraction: fraction)
        }

        /// Those whose first bit is set are before 2036, the others behind it.
        public var secondsSince1970: Int64 {
            let era: Int64 = seconds & 0x8000_0000 == 0 ? 1 << 32 : 0
            return era + Int64(seconds) - Self.from1900To1970
        }

        private static let from1900To1970: Int64 = 2_208_988_800
    }

    // MARK: Bytes

    /// Nil for fewer bytes than a message has; what follows them is an authenticator.
    public init?(_ bytes: [UInt8]) {
        guard bytes.count >= Self.length else { return nil }
        func word(_ index: Int) -> UInt32 { bytes[index..<index + 4].reduce(0) { $0 << 8 | UInt32($1) } }
        func timestamp(_ index: Int) -> Timestamp { Timestamp(seconds: word(index), fraction: word(index + 4)) }
        leapIndicator = bytes[0] >> 6
        version = bytes[0] >> 3 & 7
        mode = bytes[0] & 7
        stratum = bytes[1]
        originate = timestamp(24)
        receive = timestamp(32)
        transmit = timestamp(40)
    }

    public var bytes: [UInt8] {
        var bytes = [UInt8](repeating: 0, count: Self.length)
        func put(_ timestamp: Timestamp, at index: Int) {
            for (offset, word) in [timestamp.seconds, timestamp.fraction].enumerated() {
                for byte in 0..<4 { bytes[index + offset * 4 + byte] = UInt8(truncatingIfNeeded: word >> UInt32(24 - byte * 8)) }
            }
        }
        bytes[0] = leapIndicator << 6 | (version & 7) << 3 | mode & 7
        bytes[1] = stratum
        put(originate, at: 24)
        put(receive, at: 32)
        put(transmit, at: 40)
        return bytes
    }
}
