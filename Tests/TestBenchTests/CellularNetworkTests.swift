import BenchFacts
import Testing
import World

@testable import TestBench

/// Plays requests and facts against a network and collects what it answers, with the time in milliseconds.
private struct Play {
    var network = CellularNetwork(addresses: .documentation)
    var now = Instant.start
    var seen: [RadioEvent] = []

    init(_ facts: [BenchFact] = []) {
        for fact in facts { say(fact) }
    }

    mutating func say(_ fact: BenchFact) {
        switch fact {
        case .gsm(let fact): seen += network.apply(fact, at: now)
        case .gprs(let fact): seen += network.apply(fact, at: now)
        default: Issue.record("no fact of the radio")
        }
    }

    mutating func ask(_ request: RadioRequest) { seen += network.request(request, at: now) }

    /// What has happened since the last call, and within the interval.
    mutating func events(within interval: Interval = .zero) -> [RadioEvent] {
        now = now + interval
        seen += network.tick(at: now)
        defer { seen = [] }
        return seen
    }
}

private let device = BenchAddresses.documentation.device
private let gateway = BenchAddresses.documentation.gateway

@Suite struct GSMNetworkTests {
    @Test func servesAtOnceWhereNothingIsSaid() {
        var play = Play()
        #expect(play.events(within: .seconds(100)).isEmpty)
        play.ask(.powerOn)
        #expect(play.events() == [.gsmRegistration(.home), .gprsRegistration(.home), .attached])
        #expect(play.network.deadline == nil)
    }

    @Test(arguments: [Registration.notRegistered, .searching, .denied, .roaming, .unknown])
    func registers(_ registration: Registration) {
        var play = Play([.gsm(.registration(registration))])
        play.ask(.powerOn)
        #expect(play.events() == [.gsmRegistration(registration), .gprsRegistration(.home), .attached])
    }

    @Test func searchesUntilItRegisters() {
        var play = Play([.gsm(.registers(.roaming, after: .seconds(5)))])
        play.now = play.now + .seconds(60)
        play.ask(.powerOn)
        #expect(play.events().first == .gsmRegistration(.searching))
        #expect(play.events(within: .milliseconds(4999)) == [])
        #expect(play.events(within: .milliseconds(1)) == [.gsmRegistration(.roaming)])
    }

    @Test func aFactSaidLaterReplacesTheSearch() {
        var play = Play([.gsm(.registers(.home, after: .seconds(5)))])
        play.ask(.powerOn)
        _ = play.events()
        play.say(.gsm(.registration(.denied)))
        #expect(play.events(within: .seconds(10)) == [.gsmRegistration(.denied)])
    }

    @Test func answersAnyNumberAfterThreeSeconds() {
        var play = Play()
        play.ask(.powerOn)
        play.ask(.dial(number: "1"))
        #expect(play.events(within: .milliseconds(2999)).count == 3)
        #expect(play.events(within: .milliseconds(1)) == [.callConnected(rate: 9600)])
    }

    @Test func followsTheScriptOfTheNumberAndKeepsToItsEnd() {
        var play = Play([
            .gsm(.number("0860", [.busy, .noCarrier, .noAnswer, .answers(rate: 2400)])), .gsm(.answerDelay(.seconds(1))),
        ])
        play.ask(.powerOn)
        _ = play.events()
        let expected: [(Interval, RadioEvent)] = [
            (.seconds(1), .callBusy), (.seconds(1), .carrierLost), (.seconds(45), .callNotAnswered),
            (.seconds(1), .callConnected(rate: 2400)), (.seconds(1), .callConnected(rate: 2400)),
        ]
        for (delay, event) in expected {
            play.ask(.dial(number: "0860"))
            #expect(play.events(within: delay - .milliseconds(1)) == [])
            #expect(play.events(within: .milliseconds(1)) == [event])
        }
        #expect(play.network.attempts(at: "0860") == 5)
    }

    @Test func doesNotReachAnUnknownNumberOnceOneIsKnown() {
        var play = Play([.gsm(.number("1", [.busy]))])
        play.ask(.powerOn)
        _ = play.events()
        play.ask(.dial(number: "2"))
        #expect(play.events(within: .seconds(3)) == [.carrierLost])
        #expect(play.network.attempts(at: "2") == 1)
    }

    @Test func doesNotDialWithoutService() {
        var play = Play([.gsm(.registration(.denied))])
        play.ask(.powerOn)
        _ = play.events()
        play.ask(.dial(number: "1"))
        #expect(play.events(within: .seconds(3)) == [.carrierLost])
    }

    private func connected(_ facts: [BenchFact]) -> Play {
        var play = Play(facts)
        play.ask(.powerOn)
        play.ask(.dial(number: "1"))
        _ = play.events(within: .seconds(3))
        return play
    }

    private static func negotiation(user: String = "u", password: String = "p", server: Bool = false) -> RadioRequest {
        .negotiatePPP(
            user: user,
            password: password,
            server: server,
            local: IPv4Address(10, 0, 0, 1),
            peer: IPv4Address(10, 0, 0, 2)
        )
    }

    @Test func givesAddressesAsPPPServer() {
        var play = connected([])
        play.ask(Self.negotiation())
        #expect(play.events(within: .milliseconds(500)) == [.pppUp(local: device, peer: gateway)])
    }

    @Test func takesAddressesAsPPPClient() {
        var play = connected([])
        play.ask(Self.negotiation(server: true))
        #expect(
            play.events(within: .milliseconds(500)) == [.pppUp(local: IPv4Address(10, 0, 0, 1), peer: IPv4Address(10, 0, 0, 2))]
        )
    }

    @Test(arguments: [("u", "p", true), ("U", "p", false), ("u", "", false)])
    func checksTheLogin(user: String, password: String, accepted: Bool) {
        var play = connected([.gsm(.login(user: "u", password: "p"))])
        play.ask(Self.negotiation(user: user, password: password))
        #expect(play.events(within: .milliseconds(500)) == [accepted ? .pppUp(local: device, peer: gateway) : .pppRefused])
    }

    @Test func refusesPPP() {
        var play = connected([.gsm(.pppRefuses)])
        play.ask(Self.negotiation())
        #expect(play.events(within: .milliseconds(500)) == [.pppRefused])
    }

    @Test func leavesPPPWithoutAnswerForTenRestarts() {
        var play = connected([.gsm(.pppSilent)])
        play.ask(Self.negotiation())
        #expect(play.events(within: .milliseconds(29_999)) == [])
        #expect(play.events(within: .milliseconds(1)) == [.pppTimedOut])
    }

    /// Nothing is left of the subscription, and facts about the network wait for a SIM.
    @Test func endsAllWithoutASIM() {
        var play = connected([])
        play.ask(Self.negotiation())
        _ = play.events(within: .seconds(1))
        play.say(.gsm(.losesSIM))
        #expect(
            play.events() == [
                .simRemoved, .gsmRegistration(.notRegistered), .carrierLost, .gprsRegistration(.notRegistered), .detached,
            ]
        )
        play.say(.gsm(.registration(.roaming)))
        play.say(.gprs(.attached(true)))
        play.say(.gsm(.calls(Self.caller, rings: 3)))
        #expect(play.events(within: .minutes(1)) == [])
        play.ask(.powerOn)
        #expect(play.events(within: .minutes(1)) == [.simRemoved])
        play.ask(.attach)
        #expect(play.events(within: .minutes(1)) == [.attachRefused])
    }

    @Test(arguments: [Interval.zero, .milliseconds(500)]) func refusesTheAttachThatASIMWasFor(_ delay: Interval) {
        var play = Play([.gprs(.attached(false)), .gsm(.registers(.home, after: .seconds(5)))])
        play.ask(.powerOn)
        play.ask(.attach)
        _ = play.events(within: delay)
        play.say(.gsm(.losesSIM))
        #expect(play.events(within: .minutes(1)).suffix(2) == [.gprsRegistration(.notRegistered), .attachRefused])
    }

    /// Of a call without PPP, and of no other.
    @Test func carriesDataOfAPlainCall() {
        var play = connected([])
        play.ask(.send([1, 2]))
        play.say(.gsm(.farEndSends([7])))
        #expect(play.events() == [.callData([7])])
        #expect(play.network.evaluate(.farEndHeard([1])) == .violated("it has heard 2 bytes, and others"))
        #expect(play.network.evaluate(.farEndHeard([1, 2, 3])) == .notYet("it has heard 2 bytes"))
        play.ask(.send([3]))
        #expect(play.network.evaluate(.farEndHeard([1, 2, 3])) == .holds)
        play.ask(Self.negotiation())
        play.ask(.send([4]))
        play.say(.gsm(.farEndSends([7])))
        #expect(play.events() == [])
        #expect(play.network.evaluate(.farEndHeard([1, 2, 3])) == .holds)
        play.ask(.dial(number: "1"))
        #expect(play.network.evaluate(.farEndHeard([])) == .holds)
    }

    @Test func negotiatesNothingWithoutACall() {
        var play = Play()
        play.ask(.powerOn)
        _ = play.events()
        play.ask(Self.negotiation())
        #expect(play.events(within: .minutes(1)) == [.carrierLost])
    }

    @Test func dropsTheCallOnce() {
        var play = connected([])
        play.say(.gsm(.dropsCall))
        play.say(.gsm(.dropsCall))
        #expect(play.events(within: .minutes(1)) == [.carrierLost])
    }

    @Test func dropsTheCallInMidNegotiation() {
        var play = connected([])
        play.ask(Self.negotiation())
        play.say(.gsm(.dropsCall))
        #expect(play.events(within: .minutes(1)) == [.carrierLost])
    }

    private static let caller = IncomingCall(caller: "0612345678", carriesData: true)

    private func ringing(_ rings: Int, _ call: IncomingCall = caller) -> Play {
        var play = Play()
        play.ask(.powerOn)
        _ = play.events()
        play.say(.gsm(.calls(call, rings: rings)))
        return play
    }

    @Test func ringsSoOftenAndGivesUp() {
        var play = ringing(3)
        #expect(play.events() == [.ringing(Self.caller)])
        #expect(play.events(within: .milliseconds(4_999)) == [])
        #expect(play.events(within: .milliseconds(1)) == [.ringing(Self.caller)])
        #expect(play.events(within: .seconds(5)) == [.ringing(Self.caller)])
        #expect(play.events(within: .seconds(5)) == [.ringingEnded])
        #expect(play.events(within: .minutes(1)) == [])
    }

    @Test func aCallThatIsTakenRingsNoMore() {
        var play = ringing(3)
        _ = play.events()
        play.ask(.answer)
        #expect(play.events(within: .seconds(3)) == [.callConnected(rate: 9600)])
        play.ask(Self.negotiation())
        #expect(play.events(within: .minutes(1)) == [.pppUp(local: device, peer: gateway)])
    }

    @Test func aCallOfSomebodyWhoSpeaksDoesNotTrain() {
        var play = ringing(3, IncomingCall(caller: nil, carriesData: false))
        _ = play.events()
        play.ask(.answer)
        #expect(play.events(within: .minutes(1)) == [.carrierLost])
    }

    @Test func aCallThatRingsIsGivenUpOrRefused() {
        var play = ringing(3)
        _ = play.events()
        play.say(.gsm(.dropsCall))
        #expect(play.events(within: .minutes(1)) == [.ringingEnded])
        play.say(.gsm(.calls(Self.caller, rings: 3)))
        _ = play.events()
        play.ask(.hangUp)
        #expect(play.events(within: .minutes(1)) == [.hungUp])
    }

    @Test func aBusyLineDoesNotRing() {
        var play = connected([])
        play.say(.gsm(.calls(Self.caller, rings: 3)))
        #expect(play.events(within: .minutes(1)) == [])
    }

    @Test func losesTheCallWithTheService() {
        var play = connected([])
        play.say(.gsm(.registration(.searching)))
        #expect(play.events() == [.gsmRegistration(.searching), .carrierLost])
    }

    @Test func takesItsTimeToRelease() {
        var play = Play()
        play.ask(.powerOn)
        play.say(.gsm(.releaseDelay(.seconds(4))))
        play.say(.gprs(.releaseDelay(.seconds(4))))
        _ = play.events()
        play.ask(.dial(number: "1"))
        play.ask(.hangUp)
        play.ask(.deactivateContext)
        #expect(play.events(within: .seconds(3)) == [])
        #expect(play.events(within: .seconds(2)) == [.hungUp, .contextInactive])
    }

    @Test func hangsUpWhileDialling() {
        var play = Play()
        play.ask(.powerOn)
        _ = play.events()
        play.ask(.dial(number: "1"))
        play.ask(.hangUp)
        #expect(play.events(within: .minutes(1)) == [.hungUp])
    }

    @Test func keepsThePIN() {
        #expect(Play().network.pin == nil)
        #expect(Play([.gsm(.pin("1234"))]).network.pin == "1234")
    }
}

@Suite struct GPRSNetworkTests {
    private func on(_ facts: [GPRSFact]) -> Play {
        var play = Play(facts.map(BenchFact.gprs))
        play.ask(.powerOn)
        return play
    }

    private static func activation(_ name: String = "any.net", user: String = "", password: String = "") -> RadioRequest {
        .activateContext(accessPoint: name, user: user, password: password)
    }

    @Test func attachesInOneSecondWhenDetached() {
        var play = on([.attached(false)])
        #expect(play.events() == [.gsmRegistration(.home), .gprsRegistration(.notRegistered)])
        play.ask(.attach)
        #expect(play.events() == [.gprsRegistration(.searching)])
        #expect(play.events(within: .seconds(1)) == [.gprsRegistration(.home), .attached])
        play.ask(.attach)
        #expect(play.events() == [.attached])
    }

    @Test func detaches() {
        var play = on([])
        _ = play.events()
        play.ask(.detach)
        #expect(play.events() == [.gprsRegistration(.notRegistered), .detached])
        play.ask(.detach)
        #expect(play.events() == [.detached])
    }

    @Test func refusesToAttach() {
        var play = on([.attached(false), .refusesAttach])
        _ = play.events()
        play.ask(.attach)
        #expect(play.events(within: .seconds(1)) == [.gprsRegistration(.searching), .gprsRegistration(.denied), .attachRefused])
    }

    @Test func cannotAttachWithoutService() {
        var play = on([.attached(false), .registration(.searching)])
        _ = play.events()
        play.ask(.attach)
        #expect(
            play.events(within: .seconds(1)) == [.gprsRegistration(.searching), .gprsRegistration(.searching), .attachRefused]
        )
    }

    @Test func registersLater() {
        var play = on([.registers(.home, after: .seconds(7))])
        #expect(play.events() == [.gsmRegistration(.home), .gprsRegistration(.searching)])
        #expect(play.events(within: .seconds(7)) == [.gprsRegistration(.home), .attached])
    }

    @Test func activatesWithBothNameServers() {
        var play = on([])
        _ = play.events()
        play.ask(Self.activation())
        #expect(!play.network.isContextActive)
        let servers = [IPv4Address(192, 0, 2, 53), IPv4Address(192, 0, 2, 54)]
        #expect(
            play.events(within: .milliseconds(500)) == [.contextActive(local: device, gateway: gateway, nameServers: servers)]
        )
        #expect(play.network.isContextActive)
        play.ask(.deactivateContext)
        #expect(play.events() == [.contextInactive])
        #expect(!play.network.isContextActive)
    }

    @Test(arguments: [[], [IPv4Address(9, 9, 9, 9)]])
    func givesTheOperatorsNameServers(_ servers: [IPv4Address]) {
        var play = on([.nameServers(servers), .activationDelay(.seconds(3))])
        _ = play.events()
        play.ask(Self.activation())
        #expect(play.events(within: .milliseconds(2999)) == [])
        #expect(play.events(within: .milliseconds(1)) == [.contextActive(local: device, gateway: gateway, nameServers: servers)])
    }

    @Test(arguments: [
        ("a.b", "u", "p", true), ("A.B", "u", "p", true), ("a.c", "u", "p", false), ("a.b", "", "p", false),
        ("a.b", "u", "", false),
    ])
    func checksTheAccessPoint(name: String, user: String, password: String, accepted: Bool) {
        var play = on([.accessPoint(name: "a.b", user: "u", password: "p")])
        _ = play.events()
        play.ask(Self.activation(name, user: user, password: password))
        _ = play.events(within: .milliseconds(500))
        #expect(play.network.isContextActive == accepted)
    }

    @Test func asksForNoUserWhereNoneIsSaid() {
        var play = on([.accessPoint(name: "a.b", user: "", password: "")])
        play.ask(Self.activation("a.b", user: "whoever", password: "x"))
        _ = play.events(within: .milliseconds(500))
        #expect(play.network.isContextActive)
    }

    @Test(arguments: [
        (GPRSFact.noSession, RadioEvent.contextUnavailable), (.refusesContext, .contextRefused),
        (.registration(.denied), .contextUnavailable), (.attached(false), .contextUnavailable),
    ])
    func refusesContexts(fact: GPRSFact, event: RadioEvent) {
        var play = on([fact])
        _ = play.events()
        play.ask(Self.activation())
        #expect(play.events(within: .milliseconds(500)) == [event])
        #expect(!play.network.isContextActive)
    }

    @Test func losesTheBearerOnce() {
        var play = on([])
        play.ask(Self.activation())
        _ = play.events(within: .milliseconds(500))
        play.say(.gprs(.losesBearer))
        play.say(.gprs(.losesBearer))
        #expect(play.events() == [.bearerLost])
    }

    @Test func losesTheBearerWithTheService() {
        var play = on([])
        play.ask(Self.activation())
        _ = play.events(within: .milliseconds(500))
        play.say(.gprs(.registration(.searching)))
        #expect(play.events() == [.bearerLost, .gprsRegistration(.searching), .detached])
        play.say(.gprs(.registration(.roaming)))
        #expect(play.events() == [.gprsRegistration(.roaming), .attached])
    }

    @Test func cutsAnActivationShort() {
        var play = on([])
        _ = play.events()
        play.ask(Self.activation())
        play.say(.gprs(.losesBearer))
        #expect(play.events(within: .seconds(9)) == [.contextUnavailable])
    }
}
