import LiveWorld
import Testing
import World

@Suite struct LiveEchoTests {
    /// A system may let no program send echo requests: neither through a socket for them nor through a raw one.
    private static let isAllowed = (try? LiveWorld())?.makeHost(addresses: [.loopback]).asksForEchoes == true

    @Test(.enabled(if: isAllowed, "this system lets no program send echo requests"), arguments: [0, 56, 1_400])
    func theSystemAnswers(count: Int) throws {
        let world = try LiveWorld()
        let recorder = Recorder(world.makeHost(addresses: [IPv4Address(127, 0, 2, 7)]))
        var taps: [WireEvent] = []
        recorder.host.tap = { event, _ in taps.append(event) }
        let there = IPv4Address(127, 0, 1, 9)
        let requests = (0..<3 as Range<UInt8>).map { number in
            recorder.host.requestEcho(pattern(count) + [number], of: there, from: nil)
        }
        world.expect { recorder.events.count == 3 }
        #expect(recorder.events == requests.enumerated().map { .echoed($1, pattern(count) + [UInt8($0)]) })
        #expect(taps.count == 6)
    }

    @Test func aConfinedHostAsksNobodyElse() throws {
        let world = try LiveWorld()
        let host = world.makeHost(addresses: [.loopback])
        var isTapped = false
        host.tap = { _, _ in isTapped = true }
        _ = host.requestEcho([1], of: IPv4Address(192, 0, 2, 1), from: nil)
        #expect(!isTapped)
    }
}
