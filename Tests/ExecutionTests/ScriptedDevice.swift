import BenchFacts
import Dialects
import Events
import Execution
import SourceText
import Verdicts
import World

@testable import ScenarioLanguage

/// A bench on which nothing happens but what the test says.
final class QuietBench: BenchControl {
    var isSettled = true
    var states: [ObservationState] = []
    var made: [BenchFact] = []
    var left: [String] = []
    var doubt: String?
    /// Whether a scenario follows that goes on from where this one began, and how often that was asked.
    var isFollowing = false
    var wasAsked = 0

    func make(true fact: BenchFact) throws(BenchProblem) { made.append(fact) }
    func perform(_ action: BenchAction<Exact>) {}
    func outcome(of action: BenchAction<Exact>) -> ObservationState { states.first ?? .holds }
    func evaluate(_ observation: BenchObservation<Exact>) -> ObservationState { states.isEmpty ? .holds : states.removeFirst() }
    func leftovers() -> [String] { left }
    func isFollowed() -> Bool {
        wasAsked += 1
        return isFollowing
    }
}

/// A device that says given bytes at given times, and a host that runs given steps against it.
struct ScriptedDevice {
    /// What it says in answer to each host write, in turn: pieces with the delay before each.
    var answers: [[(after: Interval, bytes: String)]]
    /// In an answer: what was written.
    static let echo = "{echo}"
    /// What it says of its own, from the start.
    var unasked: [(at: Interval, bytes: String)] = []
    var bench = QuietBench()
    var needs: [Need] = []
    var outcome = ExpectedOutcome.pass
    var postambles: [Step] = []
    var facts: [BenchFact] = []
    /// How late this host wakes up each time.
    var hostLateness = Interval.zero
    /// How long a character takes on the line.
    var characterTime = Interval.zero
    /// What else the execution is told.
    var configure: (inout ExecutionSettings) -> Void = { _ in }
    /// When the run is stopped.
    var stops: Interval?
    /// What it is known to hold.
    var memory: DeviceMemory?
    /// What the host leaves before it writes a parameter.
    var writeGap = Interval.zero

    var dialect = ScriptedDevice.dialect
    /// The dialect says where its limit for answers stands.
    var limitHasAClause = false

    init(_ answers: [(after: Interval, bytes: String)]...) { self.answers = answers }

    static let dialect: Dialect = {
        let text = """
            dialect test
            title "A dialect for tests"
            document 001
            features serial
            results
                0  OK  001 ch. 7
                4  ERROR  001 ch. 7
            framing  001 App. B
                results  CR LF text CR LF  numeric CR number CR
                errors  CR LF text CR LF  numeric CR text CR LF
                read  text CR LF
                information  CR LF text CR LF  numeric text CR LF
                echo  under ATE1
            limits
                tcp-sockets  2  001 ch. 5
            parameters
                PORT  port  of socket  no default  001 ch. 5
                SUBJ1  text 120   no default  001 ch. 3
                BODY1  entered 120  no default  001 ch. 3
            commands
                #DIAL  write  of socket  001 ch. 5
                #SLOW  action  limit 1 min  001 ch. 7
            timings
                answer  5 s
            requirements
                R-1  mandatory  001 ch. 7
                    It answers.
                R-2  mandatory  001 ch. 8
                    It answers twice.
            """
        let (dialect, diagnostics) = Dialect.load(SourceFile(path: "test.dialect", bytes: Array(text.utf8)))
        guard let dialect else { preconditionFailure("\(diagnostics)") }
        return dialect
    }()

    static func plan(_ steps: [Step]) -> Plan {
        Plan(
            name: "test",
            title: "",
            dialect: "test",
            requirements: ["R-1"],
            needs: [],
            tags: [],
            location: Location(path: "t.scenario", line: 1, text: "scenario test"),
            facts: [],
            defects: [],
            outcome: .pass,
            steps: steps,
            postambles: []
        )
    }

    /// Runs the steps to their end, in virtual time.
    func run(_ steps: [Step]) -> (result: ScenarioResult, written: [String]) {
        var plan = Self.plan(steps)
        plan.needs = needs
        plan.outcome = outcome
        plan.postambles = postambles
        plan.facts = facts
        return run(plan)
    }

    func run(_ plan: Plan) -> (result: ScenarioResult, written: [String]) {
        var settings = ExecutionSettings()
        settings.tolerance = .milliseconds(100)
        settings.characterTime = characterTime
        settings.writeGap = writeGap
        settings.memory = memory
        configure(&settings)
        var dialect = self.dialect
        if limitHasAClause { dialect.bindingTimings = ["answer"] }
        var machine = ScenarioMachine(plan: plan, dialect: dialect, settings: settings)
        var coming = unasked.map { (time: Instant.start + $0.at, bytes: $0.bytes) }
        var answers = self.answers[...]
        var written: [String] = []
        var now = Instant.start
        var stops = self.stops
        for _ in 0..<100_000 {
            if let time = stops, now >= .start + time {
                stops = nil
                machine.stop(at: now, reason: "stopped", domain: .host, verdict: .inconclusive)
            }
            for output in machine.advance(at: now, bench: bench) {
                switch output {
                case .write(let bytes, _):
                    let line = String(decoding: bytes, as: UTF8.self)
                    written.append(line)
                    var time = now
                    for piece in answers.popFirst() ?? [] {
                        time = time + piece.after
                        coming.append((time, piece.bytes.replacing(Self.echo, with: line)))
                    }
                    coming.sort { $0.time < $1.time }
                case .event, .drive, .raiseSignals, .sendBreak, .setRate: break
                case .finished(let result): return (result, written)
                }
            }
            if let next = coming.first, machine.wake.map({ next.time <= $0 }) ?? true {
                now = max(now, next.time)
                machine.receive(Array(next.bytes.utf8), at: now)
                coming.removeFirst()
            } else if let wake = machine.wake {
                now = max(now, wake + hostLateness)
                machine.hostWoke(at: now, due: wake)
                // What came while this host slept it finds when it wakes.
                while hostLateness > .zero, let next = coming.first, next.time <= now {
                    machine.receive(Array(next.bytes.utf8), at: now)
                    coming.removeFirst()
                }
            } else {
                break
            }
        }
        return (
            ScenarioResult(verdict: .error, findings: [Finding(verdict: .error, domain: .suite, summary: "stuck", time: 0)]),
            written
        )
    }
}

// MARK: Steps, briefly

private let here = Location(path: "t.scenario", line: 7, text: "a step")

func step(_ action: Step.Action, line: Int = 7) -> Step {
    Step(location: Location(path: "t.scenario", line: line, text: "line \(line)"), action: action)
}
func send(_ text: String) -> Step { step(.sendLine(Template(text))) }
func send(bytes text: String) -> Step { step(.sendBytes(Payload(parts: [.literal(Array(text.utf8))]), .whole)) }
func pattern(_ text: String, _ framing: LinePattern.Framing) -> LinePattern {
    LinePattern(alternatives: [.init(segments: [.text(Array(text.utf8))], framing: framing)])
}
func ok(optional: Bool = false, notBefore: Interval? = nil, within: Interval? = nil) -> Step {
    line("OK", .result(number: 0), optional: optional, notBefore: notBefore, within: within)
}
func line(
    _ text: String,
    _ framing: LinePattern.Framing = .information,
    optional: Bool = false,
    notBefore: Interval? = nil,
    within: Interval? = nil
) -> Step {
    step(.expect(Expectation(content: .line(pattern(text, framing)), optional: optional, notBefore: notBefore, within: within)))
}
func bytes(_ text: String, optional: Bool = false) -> Step {
    step(.expect(Expectation(content: .bytes(Payload(parts: [.literal(Array(text.utf8))])), optional: optional)))
}
let soon = Interval.milliseconds(10)
