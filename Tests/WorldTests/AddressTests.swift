import Testing
import World

struct AddressTests {
    @Test(arguments: [
        ("0.0.0.0", 0), ("192.0.2.1", 0xC000_0201), ("255.255.255.255", 0xFFFF_FFFF), ("010.001.000.009", 0x0A01_0009),
    ])
    func dottedDecimalReadsAndPrints(text: String, value: UInt32) {
        #expect(IPv4Address(text) == IPv4Address(value))
        #expect(IPv4Address(IPv4Address(value).description) == IPv4Address(value))
    }

    @Test(arguments: [
        "", "1.2.3", "1.2.3.4.5", "1.2.3.256", "1.2.3.-4", "1.2.3.+4", " 1.2.3.4", "1.2.3.4 ", "1..3.4", "a.b.c.d", "1.2.3.0004",
        "١.2.3.4",
    ])
    func anythingElseIsNoAddress(text: String) { #expect(IPv4Address(text) == nil) }

    @Test func endpointsOrderByAddressThenPort() {
        let (a, b) = (IPv4Address(192, 0, 2, 1), IPv4Address(192, 0, 2, 2))
        #expect(
            [Endpoint(b, 1), Endpoint(a, 80), Endpoint(a, 25)].sorted() == [Endpoint(a, 25), Endpoint(a, 80), Endpoint(b, 1)]
        )
        #expect(Endpoint(a, 25).description == "192.0.2.1:25")
    }
}

struct TimeTests {
    @Test func instantsAndIntervalsAdd() {
        #expect(Instant.start + .minutes(2) - (Instant.start + .seconds(30)) == .milliseconds(90_000))
        #expect(Interval.microseconds(1_500) + .milliseconds(1) == Interval(nanoseconds: 2_500_000))
        #expect(Interval.seconds(1) * 3 - .seconds(1) == .seconds(2))
    }

    @Test(arguments: [
        (0, false), (1, true), (2, false), (3, false), (4, false), (5, true),
    ])
    func serviceIsHomeOrRoaming(number: Int, hasService: Bool) throws {
        #expect(try #require(Registration(rawValue: number)).hasService == hasService)
    }
}

@Suite struct AddressBlockTests {
    @Test(arguments: [
        ("10.1.2.3", "10.1.2.3", true), ("10.1.2.3", "10.1.2.4", false), ("10.0.0.0/8", "10.255.0.1", true),
        ("10.0.0.0/8", "11.0.0.1", false), ("100.64.0.0/10", "100.127.255.255", true), ("100.64.0.0/10", "100.128.0.0", false),
        ("0.0.0.0/0", "255.1.2.3", true), ("10.1.2.3/32", "10.1.2.3", true),
    ])
    func holdsWhatBeginsAlike(_ block: String, _ address: String, _ isIn: Bool) throws {
        #expect(try #require(AddressBlock(block)).contains(try #require(IPv4Address(address))) == isIn)
    }

    @Test(arguments: ["", "10.0.0.0/", "10.0.0.0/33", "10.0.0.1/8", "10.0.0.0/8/8", "10.0.0.0/-1", "a/8", "10.0.0.0/008"])
    func anythingElseIsNone(_ text: String) { #expect(AddressBlock(text) == nil) }
}
