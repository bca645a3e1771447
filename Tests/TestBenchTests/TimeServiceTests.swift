import BenchFacts
import TestBench
import Testing
import World

/// The time server, asked with messages that were written by hand (RFC 4330 §4).
@Suite struct TimeServiceTests {
    private let server = Endpoint(IPv4Address(192, 0, 2, 123), 123)
    private static let stamp: [UInt8] = [0xAA, 1, 2, 3, 4, 5, 6, 7]
    private static let question = [0x1B] + [UInt8](repeating: 0, count: 39) + stamp

    private func ask(_ setting: Setting, _ question: [UInt8] = question) throws -> [UInt8]? {
        let count = setting.device.datagrams.count
        try setting.device.ask(question, of: server)
        setting.world.run()
        return setting.device.datagrams.count > count ? setting.device.datagrams.last : nil
    }

    @Test func tellsTheTimeItWasGiven() throws {
        let setting = try Setting([.sntp(.tells(try #require(CalendarTime("1970-01-01 00:00:00"))))])
        let answer = try #require(try ask(setting))
        #expect(answer.count == 48)
        #expect(answer[0] == 0x1C && answer[1] == 1)
        #expect(Array(answer[24..<32]) == Self.stamp)
        #expect(Array(answer[40..<48]) == [0x83, 0xAA, 0x7E, 0x80, 0x40, 0, 0, 0])
        #expect(setting.bench.evaluate(.sntp(.asked(times: 1))) == .holds)
        #expect(setting.bench.evaluate(.sntp(.questionsAreRight)) == .holds)
    }

    @Test(arguments: [
        (SNTPFact.Behaviour.unsynchronised, 0, UInt8(0xDC)), (.sendsAway, 1, 0), (.otherQuestion, 24, 0x55), (.asksBack, 0, 0x1B),
    ])
    func misbehaves(_ behaviour: SNTPFact.Behaviour, index: Int, byte: UInt8) throws {
        let answer = try #require(try ask(try Setting([.sntp(.behaviour(behaviour))])))
        #expect(answer[index] == byte)
    }

    @Test func cutsItsAnswersShortOrGivesNone() throws {
        #expect(try ask(try Setting([.sntp(.behaviour(.short))]))?.count == 47)
        #expect(try ask(try Setting([.sntp(.behaviour(.silent))])) == nil)
    }

    /// A client that repeats its question within the time is answered once, and what it asked last.
    @Test func answersTheNewestQuestionLate() throws {
        let setting = try Setting([.sntp(.answerDelay(.seconds(20)))])
        let other = Array(Self.question.dropLast(8)) + [UInt8](repeating: 7, count: 8)
        try setting.device.ask(Self.question, of: server)
        setting.world.run(for: .seconds(15))
        try setting.device.ask(other, of: server)
        setting.world.run(for: .seconds(4))
        #expect(setting.device.datagrams.isEmpty)
        setting.world.run(for: .seconds(30))
        #expect(setting.device.datagrams.map { Array($0[24..<32]) } == [Array(other.suffix(8))])
        #expect(setting.bench.evaluate(.sntp(.asked(times: 2))) == .holds)
    }

    @Test(arguments: [Array(question.dropLast()), [0x1C] + question.dropFirst(), [0x2B] + question.dropFirst()])
    func seesWhatIsNoQuestion(bytes: [UInt8]) throws {
        let setting = try Setting([.sntp(.behaviour(.answers))])
        _ = try ask(setting, bytes)
        guard case .violated = setting.bench.evaluate(.sntp(.questionsAreRight)) else {
            Issue.record("taken for a question")
            return
        }
    }
}
