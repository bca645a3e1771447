public import Events
internal import Verdicts

/// A run as one JSON document: itself, the scenarios in which the device crashed or hung, each scenario with its result, each requirement with its verdicts, each command with the time that its
/// answers took, the totals.
///
/// Scenarios, requirements and commands stand on a line each, so that two summaries can be compared with line tools. Bytes are
/// strings of the characters U+0000 to U+00FF, as in the journal. `Docs/summary.schema.json` describes it.
public struct JSONReport: DocumentReport, Sendable {
    /// It rises when a reader of the older format would misunderstand the newer one.
    public static let version = 1

    private var json = JSONWriter(appendingTo: [])
    /// Crashes and hangs, which come before all scenarios.
    private var breakdowns = JSONWriter(appendingTo: [])
    private var scenarios = JSONWriter(appendingTo: [])
    private var hasRun = false
    private var scenario: ScenarioIdentity?
    private var coverage = CoverageReport()
    private var latency = LatencyFold()
    private var exit = ExitCodeFold()
    private var totals = RunSummary()
    private var expected = 0
    private var unstable = 0

    public init() {
        json.beginObject()
        json.member("summary", Self.version)
        breakdowns.beginArray()
        scenarios.beginArray()
    }

    public mutating func record(_ event: Event) {
        coverage.record(event)
        latency.record(event)
        exit.record(event)
        switch event {
        case .runStarted(let run): begin(run)
        case .scenarioStarted(let scenario): self.scenario = scenario
        case .scenarioEnded(let result):
            guard let scenario else { return }
            count(result)
            append(scenario, result)
            self.scenario = nil
        case .runEnded(let summary): totals.interrupted = summary.interrupted
        case .background, .phaseEntered, .hostSent, .deviceSent, .matched, .benchSaw, .stimulus, .note: break
        }
    }

    public consuming func finish() -> [UInt8] {
        breakdowns.endArray()
        json.breakLine()
        json.key("breakdowns")
        json.value(written: breakdowns.bytes)
        scenarios.endLine()
        scenarios.endArray()
        json.breakLine()
        json.key("scenarios")
        json.value(written: scenarios.bytes)
        appendRequirements()
        appendLatency()
        json.breakLine()
        json.key("totals")
        json.beginObject()
        json.member(counts: totals.counts)
        json.member("expected", expected)
        json.member("unstable", unstable)
        json.member("assertions", totals.assertions)
        json.member("simulated", totals.simulated)
        json.key("interrupted")
        json.value(totals.interrupted)
        json.member("exitCode", exit.code.rawValue)
        json.endObject()
        json.endObject()
        json.endLine()
        return json.bytes
    }

    private mutating func begin(_ run: RunDescription) {
        guard !hasRun else { return }
        hasRun = true
        json.breakLine()
        json.key("run")
        json.beginObject()
        json.members(of: run)
        json.endObject()
    }

    private mutating func count(_ result: ScenarioResult) {
        totals.count(result)
        if result.excuse != nil { expected += 1 }
        if result.isUnstable { unstable += 1 }
    }

    private mutating func append(_ scenario: ScenarioIdentity, _ result: ScenarioResult) {
        if let kind = result.breakdown {
            breakdowns.beginObject()
            breakdowns.member("name", scenario.name)
            breakdowns.member("dialect", scenario.dialect)
            breakdowns.member("kind", kind.rawValue)
            breakdowns.endObject()
        }
        scenarios.breakLine()
        scenarios.beginObject()
        scenarios.member("name", scenario.name)
        scenarios.member("title", scenario.title)
        scenarios.member("dialect", scenario.dialect)
        scenarios.member("service", scenario.service)
        scenarios.member("source", scenario.source)
        scenarios.member("requirements", scenario.requirements.map(\.id))
        scenarios.member("tags", scenario.tags)
        scenarios.identity(of: scenario)
        scenarios.members(of: result)
        scenarios.endObject()
    }

    private mutating func appendRequirements() {
        json.breakLine()
        json.key("requirements")
        json.beginArray()
        for (requirement, counts) in coverage.rows {
            json.breakLine()
            json.beginObject()
            json.member("id", requirement.id)
            json.member("clause", requirement.clause)
            json.member("grade", requirement.grade.rawValue)
            json.member(counts: counts)
            json.endObject()
        }
        json.endLine()
        json.endArray()
    }

    private mutating func appendLatency() {
        json.breakLine()
        json.key("latency")
        json.beginArray()
        for command in latency.rows {
            json.breakLine()
            json.beginObject()
            json.member("command", command.name)
            json.member("answers", command.count)
            json.member("minimum", command.least)
            json.member("median", command.median)
            json.member("maximum", command.most)
            json.endObject()
        }
        json.endLine()
        json.endArray()
    }
}
