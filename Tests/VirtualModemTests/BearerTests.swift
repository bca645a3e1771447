import Dialects
import Testing
import World

@testable import VirtualModem

/// The connection alone: no command, no text (001 ch. 2 #CONNECTIONSTART).
@Suite struct BearerTests {
    private static let ppp = Bearer.PPP(user: "u", password: "p", isServer: false, local: .any, peer: .any)
    private static let context = Bearer.Context(accessPoint: "a.net", user: "", password: "")
    private let address = IPv4Address(10, 0, 0, 7)

    private static func call(attempts: Int = 0, delay: Interval = .seconds(7), _ ppp: Bearer.PPP? = Self.ppp) -> Bearer.Call {
        Bearer.Call(number: "1", attemptsLeft: attempts, redialDelay: delay, ppp: ppp)
    }

    /// A bearer that connects over it, and what the network has done with it since.
    private func bearer(_ route: Bearer.Route, _ events: RadioEvent...) -> Bearer {
        var bearer = Bearer(releaseLimit: .seconds(30))
        _ = bearer.connect(over: route)
        for event in events { _ = bearer.received(event) }
        return bearer
    }

    @Test func callsUntilNoAttemptIsLeft() {
        var bearer = bearer(.call(Self.call(attempts: 1)))
        #expect(
            bearer.received(.callBusy)
                == [.event(.attemptFailed(.busy, isLast: false)), .setTimer(.redial, after: .milliseconds(7200))]
        )
        #expect(bearer.expired(.redial) == [.event(.dialing(number: "1")), .radio(.dial(number: "1"))])
        #expect(bearer.received(.callNotAnswered) == [.event(.attemptFailed(.noAnswer, isLast: true))])
        #expect(bearer.state == .offline)
        #expect(bearer.expired(.redial) == [])
    }

    @Test func dialsAtOnceWithoutDelay() {
        var bearer = bearer(.call(Self.call(attempts: 1, delay: .zero)))
        #expect(bearer.received(.carrierLost).last == .setTimer(.redial, after: .zero))
    }

    @Test func negotiatesAfterTheAnswer() {
        var bearer = bearer(.call(Self.call()))
        let request = RadioRequest.negotiatePPP(user: "u", password: "p", server: false, local: .any, peer: .any)
        #expect(bearer.received(.callConnected(rate: 9600)) == [.event(.answered(rate: 9600)), .radio(request)])
        let link = Bearer.Link(bearer: .gsm, local: address, peer: .any, nameServers: [])
        #expect(bearer.received(.pppUp(local: address, peer: .any)) == [.event(.online(link))])
        #expect(bearer.touched(limit: .minutes(2)) == [.setTimer(.inactivity, after: .minutes(2))])
        #expect(bearer.expired(.inactivity) == [.event(.lost(.inactivity)), .radio(.hangUp)])
        #expect(bearer.state == .offline)
    }

    @Test func carriesAPlainCall() {
        var bearer = bearer(.call(Self.call(nil)), .callConnected(rate: 9600))
        #expect(bearer.state == .plainCall)
        #expect(bearer.send([1, 2]) == [.radio(.send([1, 2]))])
        #expect(bearer.received(.callData([3])) == [.event(.data([3]))])
        #expect(bearer.received(.carrierLost) == [.event(.hungUp)])
    }

    /// No event but the last leaves anything that goes on.
    @Test(
        arguments: [
            ([], [.cancelTimer(.redial), .event(.failed(.noSIM))]),
            ([.callBusy], [.cancelTimer(.redial), .event(.failed(.noSIM))]),
            ([.callConnected(rate: 9600)], [.cancelTimer(.redial), .event(.failed(.noSIM))]),
            (
                [.callConnected(rate: 9600), .pppUp(local: .any, peer: .any)],
                [.cancelTimer(.inactivity), .event(.lost(.network(.gsm)))]
            ),
        ] as [([RadioEvent], [Bearer.Output])]
    )
    func endsWithTheSIM(events: [RadioEvent], outputs: [Bearer.Output]) {
        var bearer = bearer(.call(Self.call(attempts: 3)))
        for event in events { _ = bearer.received(event) }
        #expect(bearer.received(.simRemoved) == outputs)
        #expect(bearer.state == .offline)
        #expect(bearer.received(.carrierLost) == [])
        #expect(bearer.expired(.redial) == [])
    }

    @Test func waitsForAttachment() {
        var bearer = bearer(.attachment(Self.context))
        let request = RadioRequest.activateContext(accessPoint: "a.net", user: "", password: "")
        #expect(bearer.received(.attached) == [.radio(request)])
        #expect(bearer.received(.attached) == [])
        #expect(bearer.received(.contextRefused) == [.event(.failed(.gprsAborted))])
        bearer = self.bearer(.attachment(Self.context), .attachRefused)
        #expect(bearer.state == .offline)
    }

    @Test func guardsTelephoneLinesOnly() {
        let bearer = bearer(.context(Self.context), .contextActive(local: address, gateway: .any, nameServers: []))
        #expect(bearer.link?.local == address)
        #expect(bearer.touched(limit: .minutes(2)) == [])
    }

    @Test(
        arguments: [
            (
                [.callConnected(rate: 9600), .pppUp(local: .any, peer: .any)],
                [.cancelTimer(.inactivity), .event(.lost(.request))]
            ), ([.callConnected(rate: 9600)], []), ([], []),
        ] as [([RadioEvent], [Bearer.Output])]
    )
    func endsFromAnywhere(events: [RadioEvent], first: [Bearer.Output]) {
        var bearer = bearer(.call(Self.call()))
        for event in events { _ = bearer.received(event) }
        #expect(bearer.disconnect() == first + [.radio(.hangUp), .setTimer(.release, after: .seconds(30))])
        #expect(bearer.disconnect() == [])
        #expect(bearer.received(.carrierLost) == [.cancelTimer(.release), .event(.released)])
        #expect(bearer.expired(.release) == [])
    }

    /// What comes too late, or for another state, changes nothing.
    @Test func passesOverWhatDoesNotConcernIt() {
        let link = RadioEvent.contextActive(local: address, gateway: .any, nameServers: [])
        for event in [.callBusy, .pppRefused, .contextRefused, .bearerLost, .hungUp, link] as [RadioEvent] {
            var bearer = Bearer(releaseLimit: .seconds(30))
            #expect(bearer.received(event) == [], "\(event)")
            #expect(bearer.state == .offline)
        }
    }
}
