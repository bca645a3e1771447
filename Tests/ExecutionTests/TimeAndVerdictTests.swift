import BenchFacts
import Events
import Execution
import ScenarioLanguage
import Testing
import Verdicts
import World

struct TimeTests {
    @Test(arguments: [(999 as Int64, Verdict.fail), (1_000, .pass), (3_000, .pass), (3_001, .fail)])
    func aLineHasItsEarliestAndItsLatestTime(milliseconds: Int64, verdict: Verdict) {
        let device = ScriptedDevice([(.zero, "AT\r"), (.milliseconds(milliseconds), "\r\nOK\r\n")])
        #expect(device.run([send("AT"), ok(notBefore: .seconds(1), within: .seconds(3))]).result.verdict == verdict)
    }

    /// The command's 3 characters and those of the answer take their time on the line: that is none of the device's.
    @Test(arguments: [(3_003 as Int64, Verdict.pass), (3_004, .fail)])
    func theLineItselfMayTakeItsTime(start: Int64, verdict: Verdict) {
        let pieces = "\r\nOK\r\n".unicodeScalars.enumerated().map { index, character in
            (after: Interval.milliseconds(index == 0 ? start + 1 : 1), bytes: String(character))
        }
        var device = ScriptedDevice([(.zero, "AT\r")] + pieces)
        device.characterTime = .milliseconds(1)
        #expect(device.run([send("AT"), ok(within: .seconds(3))]).result.verdict == verdict)
    }

    @Test(arguments: [(6_999 as Int64, Verdict.fail), (7_000, .pass), (8_000, .pass), (8_001, .fail)])
    func silenceIsAtLeastAndAtMost(milliseconds: Int64, verdict: Verdict) {
        let device = ScriptedDevice([(.zero, "AT\r\r\nBUSY\r\n"), (.milliseconds(milliseconds), "\r\nOK\r\n")])
        let steps = [send("AT"), line("BUSY"), step(.silence(atLeast: .seconds(7), atMost: .seconds(8))), ok()]
        #expect(device.run(steps).result.verdict == verdict)
    }

    /// What has come already waits, with as many bytes more as may come.
    @Test(arguments: [(2, Verdict.pass), (1, .fail)])
    func stillnessIsBrokenBySoManyBytes(beyond: Int, verdict: Verdict) {
        let device = ScriptedDevice([
            (.zero, "AT\r\r\nBUSY\r\n"), (.milliseconds(200), "\r\n"), (.seconds(1), "OK"), (.seconds(3), "\r\n"),
        ])
        let steps = [
            send("AT"), line("BUSY"), step(.wait(.seconds(1))), step(.stillness(for: .seconds(2), beyond: beyond)), ok(),
        ]
        let result = device.run(steps).result
        #expect(result.verdict == verdict)
        guard verdict == .fail else { return }
        #expect(result.findings.first?.summary == "more than 1 bytes came in 2 s in which nothing was to come")
        #expect(result.findings.first?.received == Array("K".utf8))
    }

    /// 001 App. B, NOTE: 1 s before each AT# command that writes a parameter, however it is sent, and after whatever came before the scenario.
    @Test(
        arguments: [
            (send("AT#SUBJ1=\"x\""), 1000), (send("at#subj1 = \"x\""), 1000), (send("AT#BODY1"), 1000),
            (send(bytes: "AT#SUBJ1=\"x\"\r"), 1000), (send(bytes: "AT#BODY1\r"), 1000), (send("AT#SUBJ1?"), 0),
            (send("AT#BODY1?"), 0),
            (send(bytes: "AT#SUBJ1?\r"), 0), (send("AT#PORT=1,23"), 1000), (send("AT#PORT=1"), 0), (send("AT#DIAL=1"), 0),
            (send("AT#X=1"), 1000),
            (send("AT+CREG=1"), 0), (send("AT"), 0),
            (send("AT#GETMAIL"), 0),
        ] as [(Step, Int64)]
    )
    func parametersAreWrittenAfterAGap(written: Step, gap: Int64) {
        let silent = step(.assume(echo: false, verbose: nil, quiet: nil))
        for before in [[], [step(.wait(.seconds(3))), send("AT"), ok()]] {
            var device = ScriptedDevice([(.zero, "\r\nOK\r\n")], [(.zero, "\r\nOK\r\n")])
            let steps = [silent] + before + [written, ok()]
            let hasty = device.run(steps).result
            device.writeGap = .seconds(1)
            let patient = device.run(steps).result
            #expect(patient.verdict == .pass)
            #expect(patient.duration - hasty.duration == Interval.milliseconds(gap).nanoseconds)
        }
    }

    @Test func noAnswerFailsAfterTheDialectsLimit() {
        let device = ScriptedDevice([(.zero, "AT\r")])
        let result = device.run([send("AT"), ok()]).result
        #expect(result.verdict == .fail)
        #expect(result.findings.first?.summary == "nothing came within 5 s, nor in the 30 s after that")
    }

    @Test func aDeviceThatNeverSaidAnythingIsNotShownToBeWrong() {
        let result = ScriptedDevice().run([send("AT"), ok()]).result
        #expect(result.verdict == .inconclusive)
        #expect(result.findings.first?.domain == .bench)
    }
}

struct VerdictTests {
    let good = ScriptedDevice([(soon, "AT\r\r\nOK\r\n")])
    let bad = ScriptedDevice([(soon, "AT\r\r\nNO\r\n")])
    let steps = [send("AT"), ok()]

    @Test func nothingAssertedIsAnError() {
        #expect(ScriptedDevice().run([step(.wait(.seconds(1)))]).result.verdict == .error)
    }

    @Test func whatFailsInThePreambleIsInconclusive() {
        let result = bad.run([step(.block(phase: .preamble, name: "online", steps)), line("X")]).result
        #expect(result.verdict == .inconclusive)
        #expect(result.findings.first?.summary == "in the preamble: the device sent something else, in line 7: line 7")
    }

    /// Of shared steps that are used several times, the use that failed is told: the outermost, in the scenario itself.
    @Test func aFailureInSharedStepsNamesTheLineThatUsesThem() {
        let device = ScriptedDevice([(soon, "AT\r\r\nOK\r\n")], [(soon, "AT\r\r\nNO\r\n")])
        func used(at number: Int) -> Step {
            let inner = step(.block(phase: nil, name: "inner", steps), line: 31)
            return step(.block(phase: nil, name: "outer", [step(.block(phase: nil, name: nil, [inner]), line: 30)]), line: number)
        }
        let finding = device.run([used(at: 5), used(at: 6)]).result.findings.first
        #expect(finding?.summary == "the device sent something else, in line 6: line 6")
        #expect(finding?.source?.line == 7)
    }

    @Test(arguments: [
        (Condition.less(Template("5"), Template("2")), "the check does not hold: 5 is not less than 2"),
        (.atMost(Template("x"), Template("2")), "the check does not hold: x is no number"),
        (.equal(Template("a"), Template("b")), "the check does not hold: a is not b"),
    ])
    func aCheckTellsItsValues(condition: Condition, summary: String) {
        let finding = good.run(steps + [step(.check(condition))]).result.findings.first
        #expect(finding?.summary == summary)
        #expect(finding?.expected == [])
    }

    @Test func whatCameTooEarlyIsToldWithItsTime() {
        let device = ScriptedDevice([(.zero, "AT\r"), (Interval(nanoseconds: 999_900_000), "\r\nOK\r\n")])
        let finding = device.run([send("AT"), ok(notBefore: .seconds(1))]).result.findings.first
        #expect(finding?.summary == "it came 100 µs too early")
        #expect(finding?.expected == ["OK, not before 1 s"])
    }

    @Test func thePostambleRunsWhateverHappensAndCanOnlyMakeItInconclusive() {
        var device = ScriptedDevice([(soon, "AT\r\r\nNO\r\n")], [(soon, "ATH\r\r\nOK\r\n")])
        device.postambles = [send("ATH"), ok()]
        let run = device.run(steps)
        #expect(run.result.verdict == .fail)
        #expect(run.written == ["AT\r", "ATH\r"])
        device.answers[0] = [(soon, "AT\r\r\nOK\r\n")]
        device.answers[1] = []
        #expect(device.run(steps).result.verdict == .inconclusive)
    }

    @Test func theCitedRequirementIsTheStepsOwn() {
        let result = bad.run([step(.cite(requirement: "R-2"))] + steps).result
        #expect(result.findings.first?.requirement?.id == "R-2")
    }

    @Test func aKnownFailurePassesWithANoteAndAnUnexpectedPassIsAnError() {
        var (known, fixed) = (bad, good)
        known.outcome = .knownFailure(issue: "#12")
        fixed.outcome = .knownFailure(issue: "#12")
        #expect(known.run(steps).result.verdict == .pass)
        #expect(known.run(steps).result.notes.first?.hasPrefix("known failure (#12)") == true)
        #expect(fixed.run(steps).result.verdict == .error)
    }

    @Test(arguments: [
        (ExpectedOutcome.mustEnd(verdict: .fail, domain: .device, requirement: "R-1", line: "line 7"), Verdict.pass),
        (.mustEnd(verdict: .fail, domain: nil, requirement: "R-2", line: nil), .error),
        (.mustEnd(verdict: .fail, domain: .bench, requirement: nil, line: nil), .error),
        (.mustEnd(verdict: .inconclusive, domain: nil, requirement: nil, line: nil), .error),
    ])
    func aSelfTestMustEndAsDeclared(outcome: ExpectedOutcome, verdict: Verdict) {
        var device = bad
        device.outcome = outcome
        #expect(device.run(steps).result.verdict == verdict)
        var passing = good
        passing.outcome = outcome
        #expect(passing.run(steps).result.verdict == .error)
    }

    @Test func leftoversOfTheBenchFail() {
        var device = good
        device.bench.left = ["peer received 3 bytes that nothing expected"]
        #expect(device.run(steps).result.verdict == .fail)
        device.bench = QuietBench()
        #expect(device.run(steps).result.verdict == .pass)
    }

    @Test func observationsAreWaitedForAndMayBeViolated() {
        let observe = step(.observe(.pop3(.count(0)), within: .seconds(2)))
        let device = good
        device.bench.states = [.notYet("1 message"), .holds]
        #expect(device.run(steps + [observe]).result.verdict != .error)
        device.bench.states = [.violated("gone")]
        #expect(device.run(steps + [observe]).result.findings.first?.summary == "gone")
        device.bench.states = [.notYet("1 message"), .notYet("1 message"), .notYet("1 message")]
        #expect(device.run(steps + [observe]).result.findings.first?.summary == "not seen in time: 1 message")
    }

    @Test(arguments: [
        (ObservationState.violated("x"), Verdict.fail, FaultDomain.device), (.impossible("x"), .error, .suite),
        (.unreached("x"), .inconclusive, .bench),
    ])
    func onlyADeviceThatIsShownToBeWrongFails(state: ObservationState, verdict: Verdict, domain: FaultDomain) {
        for last in [step(.observe(.pop3(.count(0)), within: nil)), step(.act(.peer(PeerLabel(index: 0), .closes)))] {
            let device = good
            device.bench.states = [state]
            let result = device.run(steps + [last]).result
            #expect(result.verdict == verdict)
            #expect(result.findings.map(\.domain) == [domain])
            #expect(result.findings.map(\.summary) == ["x"])
        }
    }
}

/// What a device itself has ended: it answers for it by what it says.
struct EndedByTheDeviceTests {
    private static let act = step(.act(.peer(PeerLabel(index: 0), .sends(Payload(parts: [.literal([1])])))))
    private static let etx = step(.expect(Expectation(content: .bytes(Payload(parts: [.literal([3])])))))

    /// ETX and an error are on the line already, or come later: they are compared with what should have come.
    @Test(arguments: [Interval.zero, .seconds(2)])
    func itsLinesAreJudged(delay: Interval) {
        let device = ScriptedDevice([(.zero, "AT\r\r\nOK\r\n"), (delay, "\u{3}\r\n#CME ERROR: 35862\r\n")])
        device.bench.states = [.ended("the device has reset the peer's connection")]
        let result = device.run([send("AT"), ok(), Self.act, step(.wait(.seconds(3))), line("data")]).result
        #expect(result.verdict == .fail)
        #expect(result.findings.first?.domain == .device)
        #expect(result.findings.first?.received == Array("\u{3}\r\n#CME ERROR: 35862\r\n".utf8))
        #expect(result.findings.map(\.verdict) == [.fail, .inconclusive])
        #expect(result.findings.last?.summary == "nothing could be done: the device has reset the peer's connection")
    }

    /// All that it says is right, but what should have happened has not: nothing is shown.
    @Test func withoutTheStimulusNothingPasses() {
        let device = ScriptedDevice([(.zero, "AT\r\r\nOK\r\n"), (.seconds(1), "\u{3}")])
        device.bench.states = [.ended("the device has closed the peer's connection")]
        let result = device.run([send("AT"), ok(), Self.act, Self.etx]).result
        #expect(result.verdict == .inconclusive)
        #expect(result.findings.map(\.domain) == [.device])
        device.bench.states = [.holds]
        #expect(device.run([send("AT"), ok(), Self.act, Self.etx]).result.verdict == .pass)
    }

    @Test func silenceFailsToo() {
        let device = ScriptedDevice([(.zero, "AT\r\r\nOK\r\n")])
        device.bench.states = [.ended("the device has reset the peer's connection")]
        let result = device.run([send("AT"), ok(), Self.act, Self.etx]).result
        #expect(result.verdict == .fail)
        #expect(result.findings.first?.domain == .device)
    }
}

/// What somebody else on the bench's network may have caused.
struct DoubtTests {
    @Test(arguments: [
        (ServerDoubt.none, true, Verdict.fail, [FaultDomain.device]), (.some("x"), true, .inconclusive, [.bench, .device]),
        (.some("x"), false, .fail, [.device]),
    ])
    func isNotHeldAgainstTheDevice(_ doubt: ServerDoubt, _ usesServers: Bool, _ verdict: Verdict, _ domains: [FaultDomain]) {
        var device = ScriptedDevice([(soon, "AT\r\r\nNO\r\n")])
        device.bench.doubt = doubt
        device.needs = usesServers ? [.feature("pop3")] : [.feature("serial"), .feature("gprs")]
        let result = device.run([send("AT"), ok()]).result
        #expect(result.verdict == verdict)
        #expect(result.findings.map(\.domain) == domains)
        #expect(result.findings.map(\.verdict).allSatisfy { $0 == verdict })
        let good = ScriptedDevice([(soon, "AT\r\r\nOK\r\n")])
        good.bench.doubt = doubt
        #expect(good.run([send("AT"), ok()]).result.verdict == .pass)
    }
    typealias ServerDoubt = String?

    /// Who else was there may be found out only while the device is brought back; a hang is one whoever was.
    @Test func norWhenOthersAreFoundLater() {
        let bench = QuietBench()
        var plan = ScriptedDevice.plan([send("AT"), ok()])
        plan.needs = [.feature("pop3")]
        var settings = ExecutionSettings()
        settings.recovery = DeviceProbe.Assignment()
        var machine = ScenarioMachine(plan: plan, dialect: ScriptedDevice.dialect, settings: settings)
        var now = Instant.start
        var result: ScenarioResult?
        for round in 0..<10_000 where result == nil {
            for output in machine.advance(at: now, bench: bench) { if case .finished(let ended) = output { result = ended } }
            if round == 0 { machine.receive(Array("AT\r\r\nNO\r\n".utf8), at: now) }
            if round == 20 { bench.doubt = "x" }
            now = machine.wake.map { max($0, now) } ?? now
        }
        #expect(result?.findings.map(\.verdict) == [.fail, .inconclusive, .inconclusive])
        #expect(result?.findings.first?.kind == .hang)
        #expect(result?.findings.contains { $0.summary == "x" && $0.domain == .bench } == true)
    }

    /// The end that comes from outside, too.
    @Test func norWhenTheScenarioIsBrokenOff() {
        let bench = QuietBench()
        bench.doubt = "x"
        var plan = ScriptedDevice.plan([send("AT"), ok(), step(.wait(.seconds(9)))])
        plan.needs = [.feature("pop3")]
        plan.postambles = [step(.wait(.seconds(9)))]
        var machine = ScenarioMachine(plan: plan, dialect: ScriptedDevice.dialect, settings: ExecutionSettings())
        _ = machine.advance(at: .start, bench: bench)
        machine.receive(Array("AT\r\r\nNO\r\n".utf8), at: .start)
        _ = machine.advance(at: .start, bench: bench)
        _ = machine.advance(at: Instant.start + .seconds(2), bench: bench)
        let outputs = machine.interrupt(
            at: Instant.start + .seconds(3),
            reason: "gone",
            domain: .bench,
            verdict: .error,
            bench: bench
        )
        let results = outputs.compactMap { if case .finished(let result) = $0 { result } else { nil } }
        #expect(results.first?.findings.map(\.verdict) == [.error, .inconclusive, .inconclusive])
    }
}

/// A device that babbles makes neither the runner nor its journal grow for ever.
struct FloodTests {
    @Test func whatComesBeyondAllMeasureIsNotKept() {
        let steps = [send("AT"), ok()]
        let plan = ScriptedDevice.plan(steps)
        var machine = ScenarioMachine(plan: plan, dialect: ScriptedDevice.dialect, settings: ExecutionSettings())
        let bench = QuietBench()
        _ = machine.advance(at: .start, bench: bench)
        let piece = [UInt8](repeating: 0x55, count: 64 << 10)
        var kept = 0
        var result: ScenarioResult?
        func take(_ outputs: [ScenarioMachine.Output]) {
            for output in outputs {
                if case .event(.deviceSent(let bytes, _, _)) = output { kept += bytes.count }
                if case .finished(let ended) = output { result = ended }
            }
        }
        // All at once: before the wrong answer has been gathered.
        for _ in 0..<1_000 { machine.receive(piece, at: .start) }
        take(machine.advance(at: .start, bench: bench))
        for _ in 0..<100 where result == nil {
            machine.receive(piece, at: .start)
            take(machine.advance(at: machine.wake ?? .start, bench: bench))
        }
        #expect(kept == 16 << 20)
        #expect(result?.verdict == .fail)
        #expect(result?.findings.first?.domain == .device)
        #expect(
            result?.findings.contains { $0.summary.hasPrefix("the device does not stop sending: more than 16 MiB came") } == true
        )
    }
}

struct HostLatenessTests {
    /// More than the tolerance, and than a tenth of what was waited: 0.5 s, or 5 s and half a minute.
    @Test(arguments: [
        (500 as Int64?, 0 as Int64, Verdict.fail), (500, 100, .fail), (500, 101, .inconclusive), (nil, 101, .fail),
        (nil, 3_000, .fail),
        (nil, 4_000, .inconclusive),
    ])
    func whatThisHostMissedItselfIsNotHeldAgainstTheDevice(limit: Int64?, milliseconds: Int64, verdict: Verdict) {
        var device = ScriptedDevice([(.zero, "AT\r")])
        device.hostLateness = .milliseconds(milliseconds)
        let result = device.run([send("AT"), ok(within: limit.map { .milliseconds($0) })]).result
        #expect(result.verdict == verdict)
        #expect(result.findings.first?.domain == (verdict == .fail ? .device : .host))
    }
}
