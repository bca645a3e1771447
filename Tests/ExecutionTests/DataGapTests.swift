import BenchFacts
import Events
import ScenarioLanguage
import Testing
import Verdicts
import World

@testable import Execution

/// Data that stop are noticed after a quiet gap, not when the patience for the command is spent (here 1 min).
struct DataGapTests {
    private static let ready = "AT#SLOW\r\r\nOK\r\n"
    private static let steps = [send("AT#SLOW"), ok(), bytes("abc"), bytes("def")]

    @Test(arguments: [(19_900 as Int64, true), (20_100, false)])
    func dataMayPauseForAGap(milliseconds: Int64, passes: Bool) throws {
        for (first, second) in [("ab", "cdef"), ("abc", "def"), ("abcd", "ef"), ("", "abcdef")] {
            let pieces = [Self.ready + first, second]
            let device = ScriptedDevice([(after: soon, bytes: pieces[0]), (after: .milliseconds(milliseconds), bytes: pieces[1])])
            let result = device.run(Self.steps).result
            #expect((result.verdict == .pass) == passes, "\(first): \(result.findings)")
            guard !passes else { continue }
            let finding = try #require(result.findings.first)
            #expect(finding.time == (soon + .seconds(20)).nanoseconds)
            #expect(
                finding.summary
                    == (first.count % 3 == 0
                        ? "nothing came within 20 s"
                        : "the data stop: after \(first.count % 3) of 3 bytes nothing came for 20 s")
            )
        }
    }

    @Test("the first answer has the command's time", arguments: [(59 as Int64, true), (89, true), (91, false)])
    func firstAnswer(seconds: Int64, passes: Bool) {
        for steps in [[ok(), bytes("a")], [bytes("\r\nOK\r\na")]] {
            let device = ScriptedDevice([(after: soon, bytes: "AT#SLOW\r"), (after: .seconds(seconds), bytes: "\r\nOK\r\na")])
            #expect((device.run([send("AT#SLOW")] + steps).result.verdict == .pass) == passes)
        }
    }

    @Test("what the host sends is answered in the command's time, too") func hostBytes() {
        let device = ScriptedDevice([(after: soon, bytes: Self.ready)], [(after: .seconds(50), bytes: "x")])
        #expect(device.run([send("AT#SLOW"), ok(), send(bytes: "data"), bytes("x")]).result.verdict == .pass)
    }

    @Test("a limit of the scenario's own is the limit") func ownLimit() {
        let slow = step(
            .expect(Expectation(content: .bytes(Payload(parts: [.literal(Array("abc".utf8))])), within: .seconds(90)))
        )
        let device = ScriptedDevice([(after: soon, bytes: Self.ready + "a"), (after: .seconds(80), bytes: "bc")])
        #expect(device.run([send("AT#SLOW"), ok(), slow]).result.verdict == .pass)
    }

    @Test(
        "where the bench itself makes data pause, a pause says nothing",
        arguments: [
            .pop3(.fault(.stallsData(after: 1))), .ftp(.fault(.delays(command: "RETR", .seconds(30)))),
            .smtp(.fault(.stalls(command: "DATA"))),
            .dns(.delay(nil, .seconds(3))), .gprs(.losesBearer), .link(.latency(.zero, .seconds(30))),
        ] as [BenchFact]
    )
    func madeByTheBench(fact: BenchFact) {
        var device = ScriptedDevice([(after: soon, bytes: Self.ready + "ab"), (after: .seconds(50), bytes: "cdef")])
        #expect(device.run(Self.steps).result.verdict == .fail)
        #expect(device.run(Self.steps + [step(.repeat(1, [step(.fact(fact))]))]).result.verdict == .pass)
        device.facts = [fact]
        #expect(device.run(Self.steps).result.verdict == .pass)
        device.facts = [.pop3(.mailbox(user: "u", password: "p"))]
        #expect(device.run(Self.steps).result.verdict == .fail)
    }
}
