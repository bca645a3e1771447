/// A DNS message, as far as A and CNAME go (RFC 1035 §4).
public struct DNSMessage: Hashable, Sendable {
    public struct Question: Hashable, Sendable {
        public var name: DNSName
        public var type: UInt16
        /// Named as in RFC 1035; 1 is IN.
        public var recordClass: UInt16
        public init(name: DNSName, type: UInt16 = DNSMessage.typeA, recordClass: UInt16 = DNSMessage.classIN) {
            self.name = name
            self.type = type
            self.recordClass = recordClass
        }
    }

    public struct Record: Hashable, Sendable {
        public enum Content: Hashable, Sendable {
            /// A: an IPv4 address, in host byte order.
            case address(UInt32)
            /// CNAME.
            case alias(DNSName)
            /// Any other type, its data verbatim.
            case other(type: UInt16, [UInt8])
        }
        public var name: DNSName
        /// Seconds.
        public var timeToLive: UInt32
        public var content: Content
        public init(name: DNSName, timeToLive: UInt32, content: Content) {
            self.name = name
            self.timeToLive = timeToLive
            self.content = content
        }
    }

    /// RFC 1035 §4.1.1.
    public enum ResponseCode: UInt8, Hashable, Sendable {
        case noError = 0
        case formatError = 1
        case serverFailure = 2
        case nameError = 3
        case notImplemented = 4
        case refused = 5
    }

    public static let typeA: UInt16 = 1
    public static let typeCNAME: UInt16 = 5
    public static let classIN: UInt16 = 1
    /// RFC 1035 §4.2.1: the largest message by UDP.
    public static let datagramLimit = 512
    /// The sections of a larger message are not read: no answer about A needs more.
    public static let recordLimit = 64

    public var id: UInt16
    public var isResponse = false
    /// 0 is a standard query.
    public var operation: UInt8 = 0
    public var isAuthoritative = false
    public var isTruncated = false
    public var recursionDesired = false
    public var recursionAvailable = false
    /// 0 to 15; see ``ResponseCode``.
    public var responseCode: UInt8 = 0
    public var questions: [Question] = []
    public var answers: [Record] = []

    public init(id: UInt16) { self.id = id }

    /// A query for the addresses of a name.
    public init(id: UInt16, asking name: DNSName) {
        self.id = id
        recursionDesired = true
        questions = [Question(name: name)]
    }
}
