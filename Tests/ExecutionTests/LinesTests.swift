import Dialects
import Events
import ScenarioLanguage
import Testing
import Verdicts
import World

@testable import Execution

/// A device with two lines: whatever comes on one is no affair of the other.
@Suite struct LinesTests {
    private let b: LineName

    init() throws { b = try #require(LineName("b")) }

    /// What a device says on its first line, or on line b, and when.
    struct Piece: Sendable {
        var at: Int64
        var text: String
        var isOnB = false
    }

    private func on(_ step: Step) -> Step {
        var step = step
        step.on = b
        return step
    }

    private func plan(_ steps: [Step]) -> Plan {
        var plan = ScriptedDevice.plan(steps)
        plan.needs = [.lines(2)]
        return plan
    }

    /// Runs the steps against what comes at these milliseconds. - Parameter isFirm: A clause gives the limit of five seconds.
    private func run(_ steps: [Step], _ pieces: [Piece], isFirm: Bool = false) throws -> ScenarioResult {
        var dialect = ScriptedDevice.dialect
        if isFirm { dialect.bindingTimings = ["answer"] }
        var settings = ExecutionSettings()
        settings.isKnownToAnswer = true
        var machine = ScenarioMachine(plan: plan(steps), dialect: dialect, settings: settings)
        let bench = QuietBench()
        var now = Instant.start
        var coming = pieces[...]
        for _ in 0..<1_000 {
            for output in machine.advance(at: now, bench: bench) {
                if case .finished(let result) = output { return result }
            }
            if let next = coming.first, machine.wake.map({ Instant.start + .milliseconds(next.at) <= $0 }) ?? true {
                now = Instant.start + .milliseconds(next.at)
                machine.receive(Array(next.text.utf8), on: next.isOnB ? b : .first, at: now)
                coming.removeFirst()
            } else if let wake = machine.wake {
                now = wake
            } else {
                break
            }
        }
        throw Stuck()
    }

    private struct Stuck: Error {}

    private static let answer = "\r\nOK\r\n"

    @Test func commandsOnBothLinesAtOnce() throws {
        let pieces = [
            Piece(at: 1, text: "AT\r"), Piece(at: 2, text: "AT\r", isOnB: true), Piece(at: 3, text: Self.answer, isOnB: true),
            Piece(at: 4, text: Self.answer),
        ]
        #expect(try run([send("AT"), on(send("AT")), ok(), on(ok())], pieces).verdict == .pass)
    }

    /// One line echoes and answers in words, the other has been told to do neither.
    @Test(arguments: [
        ("\r0\r", "AT\r\r\nOK\r\n", Verdict.pass), ("\r\nOK\r\n", "AT\r\r\nOK\r\n", .fail), ("\r0\r", "\r0\r", .fail),
    ])
    func theModesOfOneAreNotThoseOfTheOther(_ second: String, _ first: String, _ verdict: Verdict) throws {
        let pieces = [
            Piece(at: 1, text: "ATE0V0\r\r0\r", isOnB: true), Piece(at: 2, text: first), Piece(at: 3, text: second, isOnB: true),
        ]
        let steps = [on(send("ATE0V0")), on(ok()), send("AT"), ok(), on(send("AT")), on(ok())]
        #expect(try run(steps, pieces).verdict == verdict)
    }

    @Test func anAnswerOnTheWrongLineIsNone() throws {
        let steps = [on(send("ATE0")), on(ok())]
        let result = try run(steps, [Piece(at: 1, text: "ATE0\r", isOnB: true), Piece(at: 2, text: Self.answer)])
        #expect(result.verdict == .fail)
        #expect(
            result.findings.first?.summary
                == "on line b: nothing came within 5 s, nor in the 30 s after that; on the first line came <CR><LF>OK<CR><LF>"
        )
    }

    @Test(arguments: [false, true]) func whatNothingAccountsForFailsOnEveryLine(isOnB: Bool) throws {
        let pieces = [Piece(at: 1, text: "AT\r" + Self.answer), Piece(at: 2, text: Self.answer, isOnB: isOnB)]
        let result = try run([send("AT"), ok()], pieces)
        #expect(result.verdict == .fail)
        #expect(result.findings.first?.summary == (isOnB ? "on line b: " : "") + "unexpected bytes after the last line")
    }

    @Test func theBranchThatIsCompleteFirstIsTakenWhateverItsLine() throws {
        let either = step(.either([[line("A")], [on(line("B")), step(.note(Template("b was first"), variant: false))]]))
        let first = try run(
            [either, on(line("B"))],
            [Piece(at: 1, text: "\r\nA\r\n"), Piece(at: 2, text: "\r\nB\r\n", isOnB: true)]
        )
        #expect(first.verdict == .pass)
        #expect(first.notes == [])
        let second = try run(
            [either, line("A")],
            [Piece(at: 1, text: "\r\nB\r\n", isOnB: true), Piece(at: 2, text: "\r\nA\r\n")]
        )
        #expect(second.verdict == .pass)
        #expect(second.notes == ["b was first"])
    }

    @Test func inAnyOrderTakesFromBothLines() throws {
        let steps = [step(.anyOrder([line("A"), on(line("B")), line("C")]))]
        let pieces = [
            Piece(at: 1, text: "\r\nB\r\n", isOnB: true), Piece(at: 2, text: "\r\nC\r\n"), Piece(at: 3, text: "\r\nA\r\n"),
        ]
        #expect(try run(steps, pieces).verdict == .pass)
        #expect(try run(steps, pieces.dropLast() + [Piece(at: 3, text: "\r\nA\r\n", isOnB: true)]).verdict == .fail)
    }

    /// What came on a line before another branch was complete may belong to the steps behind that.
    @Test func aLineThatFitsNoBranchWaitsForTheOtherLine() throws {
        let either = step(.either([[line("A")], [on(line("B")), line("C")]]))
        let result = try run([either], [Piece(at: 1, text: "\r\nC\r\n"), Piece(at: 2, text: "\r\nB\r\n", isOnB: true)])
        #expect(result.verdict == .pass, "\(result.findings)")
    }

    @Test func aSilenceIsOfOneLine() throws {
        let quiet = step(.silence(atLeast: .seconds(1), atMost: nil))
        let pieces = [Piece(at: 500, text: "\r\nX\r\n", isOnB: true)]
        #expect(try run([quiet, on(line("X"))], pieces).verdict == .pass)
        let result = try run([on(quiet), on(line("X"))], pieces)
        #expect(result.findings.first?.summary == "on line b: the device spoke 500 ms into a silence of 1 s")
    }

    @Test(arguments: [
        (UnsolicitedRule.allow, Verdict.pass, Verdict.fail), (.forbid, .fail, .fail),
        (.require(within: .seconds(2)), .pass, .fail),
    ])
    func aRuleIsOfOneLine(_ rule: UnsolicitedRule, _ sameLine: Verdict, _ otherLine: Verdict) throws {
        let steps = [on(step(.unsolicited(rule, pattern("X", .information)))), send("ATE0"), ok()]
        let answer = Piece(at: 1, text: "ATE0\r" + Self.answer)
        #expect(try run(steps, [answer, Piece(at: 100, text: "\r\nX\r\n", isOnB: true)]).verdict == sameLine)
        #expect(try run(steps, [answer, Piece(at: 100, text: "\r\nX\r\n")]).verdict == otherLine)
    }

    /// Whatever is waited for on another line, and for how long; what came before it on its line must have been taken.
    @Test(arguments: [0, 1, 2, 3])
    func aForbiddenLineIsNoticedWhenItComes(wait: Int) throws {
        let waits = [
            step(.wait(.seconds(60))), step(.silence(atLeast: .seconds(60), atMost: nil)), line("Y", within: .seconds(60)),
            step(.anyOrder([line("Y", within: .seconds(60)), line("Z", within: .seconds(60))])),
        ]
        let forbid = on(step(.unsolicited(.forbid, pattern("X", .information))))
        let piece = Piece(at: 100, text: "\r\nX\r\n", isOnB: true)
        let result = try run([forbid, waits[wait], on(line("B"))], [piece])
        #expect(result.findings.first?.summary == "on line b: a forbidden line came")
        // As much later as a longer line may take to come.
        #expect(result.findings.first.map { $0.time < 3_000_000_000 } == true, "\(result.findings)")
        // A step to come may be the one that it is meant for, and one that was forbidden in a block that has ended is none.
        let met = wait > 1 ? [Piece(at: 200, text: "\r\nY\r\n"), Piece(at: 300, text: "\r\nZ\r\n")] : []
        let rest = wait == 2 ? [line("Z")] : []
        #expect(try run([forbid, waits[wait]] + rest + [on(line("X"))], [piece] + met).verdict == .pass)
        let block = step(.block(phase: nil, name: nil, [forbid]))
        #expect(try run([block, waits[wait]] + rest + [on(line("X"))], [piece] + met).verdict == .pass)
    }

    /// An answer's limit counts from its own command, however long the host has been busy on the other line.
    @Test(arguments: [(Int64(4_900), Verdict.pass), (5_100, .fail)])
    func aLimitCountsOnItsOwnLine(_ answer: Int64, _ verdict: Verdict) throws {
        let steps = [on(send("ATE0")), send("ATE0"), ok(within: .seconds(10)), on(ok())]
        let pieces = [
            Piece(at: 1, text: "ATE0\r", isOnB: true), Piece(at: 2, text: "ATE0\r"), Piece(at: 4_800, text: Self.answer),
            Piece(at: answer, text: Self.answer, isOnB: true),
        ]
        #expect(try run(steps, pieces, isFirm: true).verdict == verdict)
    }

    /// What a line says that owes no answer may have come of the other one.
    @Test func aLineThatOwesNothingCountsFromTheOther() throws {
        let steps = [
            on(send("ATE0")), on(ok()), step(.wait(.seconds(60))), send("ATE0"), ok(), on(line("X", within: .seconds(2))),
        ]
        let pieces = [
            Piece(at: 1, text: "ATE0\r" + Self.answer, isOnB: true), Piece(at: 60_100, text: "ATE0\r" + Self.answer),
            Piece(at: 61_000, text: "\r\nX\r\n", isOnB: true),
        ]
        #expect(try run(steps, pieces).verdict == .pass)
    }

    /// The line behind it is another one, and says nothing of whether it is still to come.
    @Test func anOptionalLineIsWaitedForByItself() throws {
        let steps = [line("X", optional: true), on(line("Y"))]
        let pieces = [Piece(at: 1, text: "\r\nY\r\n", isOnB: true), Piece(at: 500, text: "\r\nX\r\n")]
        #expect(try run(steps, pieces).verdict == .pass)
        #expect(try run(steps, [pieces[0]]).verdict == .pass)
    }

    @Test func eventsNameTheSecondLineAlone() throws {
        var machine = ScenarioMachine(
            plan: plan([send("A"), on(send("B"))]),
            dialect: ScriptedDevice.dialect,
            settings: ExecutionSettings()
        )
        let first = machine.advance(at: .start, bench: QuietBench())
        machine.receive(Array("A\r".utf8), at: .start)
        let second = machine.advance(at: .start, bench: QuietBench())
        let events = (first + second).compactMap { if case .event(let event) = $0 { event } else { nil } }
        #expect(events.contains(.hostSent(Array("A\r".utf8), line: 7, time: 0)))
        #expect(events.contains(.hostSent(Array("B\r".utf8), line: 7, time: 0, on: "b")))
        #expect(events.contains(.deviceSent(Array("A\r".utf8), time: 0)))
        #expect(events.contains(.matched(line: 7, count: 2, time: 0)))
    }

    /// After a failure every line is led back to its command line.
    @Test func everyLineIsLedBack() throws {
        var settings = ExecutionSettings()
        settings.isKnownToAnswer = true
        settings.recovery = DeviceProbe.Assignment()
        var machine = ScenarioMachine(
            plan: plan([step(.end(verdict: .fail, reason: Template("x")))]),
            dialect: ScriptedDevice.dialect,
            settings: settings
        )
        var asked: Set<LineName> = []
        var now = Instant.start
        for _ in 0..<1_000 {
            for output in machine.advance(at: now, bench: QuietBench()) {
                switch output {
                case .write(let bytes, let name):
                    asked.insert(name)
                    machine.receive(bytes + Array(Self.answer.utf8), on: name, at: now)
                case .finished(let result):
                    #expect(asked == [.first, b])
                    #expect(result.findings.count == 1)
                    return
                case .event, .drive, .raiseSignals, .sendBreak, .setRate: break
                }
            }
            now = machine.wake ?? now
        }
        throw Stuck()
    }
}
