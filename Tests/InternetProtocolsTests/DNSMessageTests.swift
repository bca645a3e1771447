import InternetProtocols
import Octets
import Testing

@Suite struct DNSMessageTests {
    /// A question for `a.bc`, IN A, by the figures of RFC 1035 §4.1.
    static let query: [UInt8] = [
        0x12, 0x34, 0x01, 0x00, 0, 1, 0, 0, 0, 0, 0, 0,
        1, 0x61, 2, 0x62, 0x63, 0, 0, 1, 0, 1,
    ]

    /// Its answer: `a.bc` is an alias of `d.bc`, whose address is 192.0.2.9; owner and target compressed.
    static let response: [UInt8] =
        [
            0x12, 0x34, 0x85, 0x80, 0, 1, 0, 2, 0, 0, 0, 0,
            1, 0x61, 2, 0x62, 0x63, 0, 0, 1, 0, 1,
        ] + [0xC0, 12, 0, 5, 0, 1, 0, 0, 0, 60, 0, 4, 1, 0x64, 0xC0, 14]
        + [0xC0, 34, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 192, 0, 2, 9]

    private func name(_ text: String) throws -> DNSName { try #require(DNSName(text)) }

    @Test func writesAndReadsAQuery() throws {
        let message = DNSMessage(id: 0x1234, asking: try name("a.bc"))
        #expect(message.encoded() == Self.query)
        #expect(try DNSMessage(decoding: Self.query) == message)
    }

    @Test func writesAndReadsAResponse() throws {
        let message = try DNSMessage(decoding: Self.response)
        #expect(message.isResponse && message.isAuthoritative && message.recursionDesired && message.recursionAvailable)
        #expect(!message.isTruncated)
        #expect(message.responseCode == 0)
        #expect(
            message.answers == [
                .init(name: try name("a.bc"), timeToLive: 60, content: .alias(try name("d.bc"))),
                .init(name: try name("d.bc"), timeToLive: 60, content: .address(0xC000_0209)),
            ]
        )
        #expect(message.encoded() == Self.response)
    }

    @Test(arguments: 0..<54) func refusesEveryPrefix(length: Int) {
        #expect(Self.response.count == 54)
        #expect(throws: DNSMessage.DecodingError.tooShort) { try DNSMessage(decoding: Array(Self.response.prefix(length))) }
    }

    /// A question section of this name in place of `a.bc`.
    @Test(arguments: [
        ([0xC0, 12], DNSMessage.DecodingError.badPointer),
        ([0xC0, 14], .badPointer),
        ([1, 0x61, 0xC0, 12], .badPointer),
        ([0xFF, 0xFF], .badPointer),
        ([0x40, 0], .badName),
        ([0x80, 0], .badName),
        ([0xC0], .tooShort),
        ([63], .tooShort),
        (Array(repeating: [1, 0x61], count: 128).flatMap(\.self) + [0, 0, 1, 0, 1], .badName),
    ])
    func refusesBadNames(name: [UInt8], error: DNSMessage.DecodingError) {
        #expect(throws: error) { try DNSMessage(decoding: Array(Self.query.prefix(12)) + name) }
    }

    @Test func refusesCountsThatNoAnswerNeeds() {
        var bytes = Self.query
        bytes[6] = 0xFF
        #expect(throws: DNSMessage.DecodingError.tooManyRecords) { try DNSMessage(decoding: bytes) }
    }

    @Test func refusesAnAddressOfFiveOctets() {
        var bytes = Self.response
        bytes[49] = 5
        #expect(throws: DNSMessage.DecodingError.badAddress) { try DNSMessage(decoding: bytes + [0]) }
    }

    @Test func survivesAnyDatagram() {
        var generator = SeededGenerator(seed: 5)
        var readable = 0
        for _ in 0..<6_000 {
            var bytes = Self.response
            for _ in 0...generator.next(below: 4) {
                bytes[Int(generator.next(below: UInt64(bytes.count)))] = UInt8(truncatingIfNeeded: generator.next())
            }
            if let message = try? DNSMessage(decoding: bytes) {
                readable += 1
                _ = message.encoded()
                _ = message.questions.map(\.name.description)
            }
            _ = try? DNSMessage(decoding: generator.bytes(Int(generator.next(below: 80))))
        }
        #expect(readable > 30)
    }

    @Test(arguments: [("A.bC", "a.Bc", true), ("a.bc.", "a.bc", true), ("a.bc", "a.bd", false), ("ab.c", "a.bc", false)])
    func comparesNames(left: String, right: String, areEqual: Bool) throws {
        #expect((try name(left) == name(right)) == areEqual)
    }

    @Test func limitsNames() {
        #expect(DNSName("") == nil)
        #expect(DNSName("a..b") == nil)
        #expect(DNSName(".a") == nil)
        #expect(DNSName(String(repeating: "x", count: 63)) != nil)
        #expect(DNSName(String(repeating: "x", count: 64)) == nil)
        let label = String(repeating: "x", count: 49)
        #expect(DNSName(Array(repeating: label, count: 5).joined(separator: ".") + ".abc") != nil)
        #expect(DNSName(Array(repeating: label, count: 5).joined(separator: ".") + ".abcd") == nil)
        #expect(DNSName(labels: [[0x61, 0x2E, 0x00], [0xFF]])?.description == "a\\.\\000.\\255")
    }
}
