import BenchFacts
import TestBench
import Testing
import World

/// A modem's ear on the air.
private final class Ear: RadioDelegate {
    var seen: [RadioEvent] = []
    func radio(_ radio: any Radio, saw event: RadioEvent) { seen.append(event) }
    func take() -> [RadioEvent] {
        defer { seen = [] }
        return seen
    }
}

@Suite struct RadioTests {
    @Test func answersLaterNeverAtOnce() throws {
        let setting = try Setting([])
        let ear = Ear()
        setting.bench.radio.delegate = ear
        setting.bench.radio.request(.powerOn)
        #expect(ear.take() == [])
        setting.world.run()
        #expect(ear.take() == [.gsmRegistration(.home), .gprsRegistration(.home), .attached])
        #expect(setting.log == ["gsm: < power on", "gsm: > home", "gprs: > home", "gprs: > attached"])
    }

    @Test func keepsTheTimeOfTheWorld() throws {
        let setting = try Setting([.gsm(.number("12", [.busy])), .gsm(.answerDelay(.seconds(4)))])
        let ear = Ear()
        setting.bench.radio.delegate = ear
        setting.bench.radio.request(.powerOn)
        setting.world.run(for: .seconds(1))
        _ = ear.take()
        setting.bench.radio.request(.dial(number: "12"))
        #expect(setting.bench.evaluate(.gsm(.dialled(number: "12", times: 1))) == .holds)
        #expect(setting.bench.evaluate(.gsm(.dialled(number: "12", times: 2))) == .notYet("dialled 1 times"))
        #expect(setting.bench.evaluate(.gsm(.dialled(number: "12", times: 0))) == .violated("dialled 1 times"))
        setting.world.run(for: .milliseconds(3999))
        #expect(ear.take() == [])
        let changes = setting.changes
        setting.world.run(for: .milliseconds(1))
        #expect(ear.take() == [.callBusy])
        #expect(setting.changes > changes)
    }

    @Test func seesACallFromDiallingToItsEnd() throws {
        let setting = try Setting([])
        let radio = setting.bench.radio
        radio.request(.powerOn)
        #expect(setting.bench.evaluate(.gsm(.callActive(false))) == .holds)
        radio.request(.dial(number: "12"))
        #expect(setting.bench.evaluate(.gsm(.callActive(true))) == .holds)
        setting.world.run(for: .seconds(10))
        #expect(setting.bench.evaluate(.gsm(.callActive(false))) == .notYet("a call is active"))
        radio.request(.hangUp)
        #expect(setting.bench.evaluate(.gsm(.callActive(true))) == .notYet("no call is active"))
    }

    /// Nothing of them comes due later.
    @Test func powerEndsCallsAndContexts() throws {
        let setting = try Setting([])
        let ear = Ear()
        let radio = setting.bench.radio
        radio.delegate = ear
        radio.request(.powerOn)
        radio.request(.dial(number: "12"))
        radio.request(.activateContext(accessPoint: "a", user: "", password: ""))
        setting.world.run(for: .milliseconds(100))
        _ = ear.take()
        radio.request(.powerOn)
        setting.world.run(for: .minutes(2))
        #expect(ear.take() == [.gsmRegistration(.home), .gprsRegistration(.home), .attached])
        #expect(setting.bench.evaluate(.gsm(.callActive(false))) == .holds)
        #expect(setting.bench.evaluate(.gprs(.contextActive(false))) == .holds)
    }

    @Test func takesFactsAtRunTime() throws {
        let setting = try Setting([])
        let ear = Ear()
        setting.bench.radio.delegate = ear
        setting.bench.radio.request(.powerOn)
        setting.bench.radio.request(.activateContext(accessPoint: "a", user: "", password: ""))
        setting.world.run(for: .seconds(1))
        #expect(setting.bench.evaluate(.gprs(.contextActive(true))) == .holds)
        #expect(setting.bench.evaluate(.gprs(.contextActive(false))) == .notYet("a context is active"))
        #expect(setting.bench.evaluate(.gprs(.gave(address: "198.51.100.7"))) == .holds)
        #expect(
            setting.bench.evaluate(.gprs(.gave(address: "10.1.2.3"))) == .notYet("the network has given 198.51.100.7")
        )
        _ = ear.take()
        try setting.bench.apply(.gprs(.losesBearer))
        #expect(ear.take() == [])
        setting.world.run()
        #expect(ear.take() == [.bearerLost])
        #expect(setting.bench.evaluate(.gprs(.contextActive(true))) == .notYet("no context is active"))
        #expect(setting.bench.evaluate(.gprs(.gave(address: "198.51.100.7"))) == .notYet("no context is active"))
    }

    @Test func cutsWhatWasUpForTheNextScenario() throws {
        let setting = try Setting([.gsm(.number("1", [.answers(rate: 9600)]))])
        let ear = Ear()
        setting.bench.radio.delegate = ear
        setting.bench.radio.request(.powerOn)
        setting.bench.radio.request(.dial(number: "1"))
        setting.world.run(for: .seconds(3))
        _ = ear.take()
        try setting.bench.replaceFacts([.gsm(.registration(.roaming)), .gsm(.pin("1234"))])
        setting.world.run()
        #expect(ear.take() == [.carrierLost, .gsmRegistration(.roaming), .gprsRegistration(.home), .attached])
        #expect(setting.bench.evaluate(.gsm(.dialled(number: "1", times: 0))) == .holds)
        #expect(setting.bench.pin == "1234")
    }

    @Test func mayOutliveItsBench() {
        let world = FakeWorld()
        var radio: (any Radio)?
        do {
            let bench = try? Bench(addresses: .documentation, facts: []) { world.makeHost($0) }
            radio = bench?.radio
        }
        radio?.request(.powerOn)
        world.run(for: .seconds(1))
        #expect(radio != nil)
    }

    @Test func leavesNothingBehind() throws {
        let world = FakeWorld()
        weak var remembered: Bench?
        do {
            let bench = try Bench(addresses: .documentation, facts: [.gsm(.registers(.home, after: .seconds(9)))]) {
                world.makeHost($0)
            }
            bench.radio.request(.powerOn)
            remembered = bench
        }
        #expect(remembered == nil)
    }
}
