import SimulatedWorld
import Testing
import World

struct EchoTests {
    private let world = SimulatedWorld(seed: 3)
    private let here = IPv4Address(198, 51, 100, 7)
    private let there = IPv4Address(192, 0, 2, 101)

    @Test func whoAnswersBringsTheBytesBack() {
        let (asker, asked) = (Recorder(), Recorder())
        let (first, second) = (world.makeHost(addresses: [here]), world.makeHost(addresses: [there]))
        (first.delegate, second.delegate) = (asker, asked)
        asked.onEvent = { host, event in
            if case .echoRequested(let request, let bytes, _, _) = event {
                host.answerEcho(request, with: bytes)
                host.answerEcho(request, with: [9])
            }
        }
        var taps: [WireEvent] = []
        world.tap = { event, _ in taps.append(event) }
        let request = first.requestEcho([1, 2], of: there, from: nil)
        world.run { false }
        #expect(asked.events == [.echoRequested(request, [1, 2], from: here, at: there)])
        #expect(asker.events == [.echoed(request, [1, 2])])
        #expect(
            taps == [
                .echo([1, 2], number: request.number, isAnswer: false, from: here, to: there),
                .echo([1, 2], number: request.number, isAnswer: true, from: there, to: here),
            ]
        )
    }

    @Test func nobodyAnswersWhereNobodyIsOrWhoHasVanished() {
        let asker = Recorder()
        let (first, second) = (world.makeHost(addresses: [here]), world.makeHost(addresses: [there]))
        first.delegate = asker
        second.vanish(at: Endpoint(there, 0))
        _ = first.requestEcho([1], of: there, from: nil)
        _ = first.requestEcho([1], of: IPv4Address(192, 0, 2, 200), from: nil)
        world.run { false }
        #expect(asker.events.isEmpty)
    }
}
