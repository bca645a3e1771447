public import Events
internal import Verdicts

/// A run as a page of Markdown: the totals, what did not pass and why, each service, each requirement, how long answers
/// took.
///
/// Its size is bounded but for the requirements: job summary pages take a megabyte. It holds no real times.
public struct MarkdownReport: DocumentReport, Sendable {
    /// Scenarios that did not pass and are told with their bytes.
    static let findingsShown = 50
    /// Reasons of one verdict that are listed.
    static let groupsShown = 50

    private struct Service {
        var dialect: String
        var name: String
        var counts: [Verdict: Int] = [:]
    }

    private var run: RunDescription?
    private var scenario: ScenarioIdentity?
    private var tally = RunTally()
    private var exit = ExitCodeFold()
    private var coverage = CoverageReport()
    private var latency = LatencyFold()
    /// The first of each cause, with its place in the tally's.
    private var failures: [(scenario: ScenarioIdentity, result: ScenarioResult, cause: Int?)] = []
    private var services: [Service] = []
    private var indexes: [[String]: Int] = [:]
    private var lines: [String] = []

    public init() {}

    public mutating func record(_ event: Event) {
        exit.record(event)
        coverage.record(event)
        latency.record(event)
        switch event {
        case .runStarted(let run): self.run = run
        case .scenarioStarted(let scenario): self.scenario = scenario
        case .scenarioEnded(let result):
            guard let scenario else { return }
            count(scenario, result)
            self.scenario = nil
        case .runEnded(let summary): tally.interrupted = summary.interrupted
        case .background, .phaseEntered, .hostSent, .deviceSent, .matched, .benchSaw, .stimulus, .note: break
        }
    }

    private mutating func count(_ scenario: ScenarioIdentity, _ result: ScenarioResult) {
        let failure = tally.count(scenario, result)
        let key = [scenario.dialect, scenario.service]
        let index = indexes[key] ?? services.count
        if index == services.count {
            indexes[key] = index
            services.append(Service(dialect: scenario.dialect, name: scenario.service))
        }
        services[index].counts[result.verdict, default: 0] += 1
        guard result.excuse == nil, result.verdict == .fail || result.breaksGate, failure?.isKnown != true else { return }
        // Crashes and hangs come first, and are not left out for others.
        if failures.count == Self.findingsShown, result.breakdown != nil {
            failures.lastIndex { $0.result.breakdown == nil }.map { _ = failures.remove(at: $0) }
        }
        if failures.count < Self.findingsShown { failures.append((scenario, result, failure?.cause)) }
    }

    public consuming func finish() -> [UInt8] {
        appendHead()
        appendFailures()
        appendGroups("Expectations that break the gate", tally.gateBreaks)
        appendGroups("In error", tally.groups[.error] ?? [])
        appendGroups("Inconclusive", tally.groups[.inconclusive] ?? [])
        appendGroups("Expected", tally.excused)
        appendGroups("Recommended, not counted", tally.advised)
        appendGroups("Expectations that did not come true", tally.surprises)
        appendGroups("Unstable", tally.unstable)
        appendGroups("Not applicable", tally.groups[.notApplicable] ?? [])
        appendGroups("Notes", tally.notes)
        appendServices()
        appendRequirements()
        appendLatency()
        return lines.flatMap { Array($0.utf8) + [0x0A] }
    }

    private mutating func appendHead() {
        let code = exit.code
        lines = ["# Attest: \(exit.meaning)", ""]
        if let run {
            lines += [
                "Attest \(MarkdownText.plain(run.version)) · \(MarkdownText.code(run.device)) · seed \(run.seed)", "",
            ]
        }
        lines += ["| verdict | scenarios |", "|---|--:|"]
        for verdict in Verdict.inTotals where tally.counts[verdict] != nil {
            let words = verdict == .fail ? tally.failureWords : ""
            lines.append("| \(verdict.plural)\(words) | \(tally.counts[verdict] ?? 0) |")
        }
        lines += ["| together | \(tally.scenarios) |", ""]
        let simulated = run?.device == "virtual" ? ", simulated \(TimeText.duration(tally.simulated))" : ""
        lines.append("\(tally.assertions) assertions\(simulated). Exit code \(code.rawValue).")
        if tally.interrupted { lines += ["", "**\(RunTally.notWholeSentence)**"] }
    }

    private mutating func appendFailures() {
        guard !failures.isEmpty else { return }
        var told = 0
        for (title, isBreakdown) in [("Crashed or hung", true), ("Failed", false)] {
            let part = failures.filter { ($0.result.breakdown != nil) == isBreakdown }
            if !part.isEmpty { lines += ["", "## \(title)"] }
            for failure in part {
                let cause = failure.cause.map { tally.failures[$0] }
                told += cause?.count ?? 0
                lines += Self.section(failure.scenario, failure.result, cause, run)
            }
        }
        if tally.failed > told { lines += ["", "and \(tally.failed - told) more"] }
    }

    private static func section(
        _ scenario: ScenarioIdentity,
        _ result: ScenarioResult,
        _ cause: RunTally.Failure?,
        _ run: RunDescription?
    ) -> [String] {
        let several = cause.flatMap { $0.count > 1 ? $0 : nil }
        let number = several.map { "\($0.count) × " } ?? ""
        let kind = result.breakdown.map { "\($0.rawValue): " } ?? ""
        var lines = ["", "### \(number)\(kind)\(MarkdownText.code(scenario.name))", ""]
        if let several {
            let others = several.members.dropFirst().map { MarkdownText.code($0.name) }.joined(separator: ", ")
            let more = several.count > several.members.count ? " and \(several.count - several.members.count) more" : ""
            lines += ["One cause, first at \(MarkdownText.code(several.members[0].place)); also \(others)\(more).", ""]
        }
        lines.append(MarkdownText.line(scenario.headline.isEmpty ? scenario.dialect : scenario.headline))
        let text = FindingText(width: 100, ink: .none)
        var block: [String] = []
        if let worst = result.findings.first { block = text.lines(worst, in: scenario) + text.further(result.findings) + [""] }
        if let judgement = result.judgement { block += text.paragraph("expectation", judgement.sentence) }
        if result.isUnstable { block += text.paragraph("attempts", result.attempts.map(\.rawValue).joined(separator: ", ")) }
        block.append(text.label("run again", reproducingCommand(scenario, in: run)))
        return lines + [""] + MarkdownText.block(block, language: "text")
    }

    private mutating func appendGroups(_ title: String, _ groups: [RunTally.Group]) {
        guard !groups.isEmpty else { return }
        lines += ["", "## \(title)", "", "| scenarios | reason | such as |", "|--:|---|---|"]
        for group in RunTally.largestFirst(groups).prefix(Self.groupsShown) {
            let members = group.members.map { MarkdownText.code($0.name) }.joined(separator: ", ")
            lines.append("| \(group.count) | \(MarkdownText.plain(group.text)) | \(members) |")
        }
        if groups.count > Self.groupsShown { lines += ["", "and \(groups.count - Self.groupsShown) other reasons"] }
    }

    private mutating func appendServices() {
        guard !services.isEmpty else { return }
        lines += ["", "## Services", ""] + Self.header(["dialect", "service"])
        for service in services.sorted(by: { ($0.dialect, $0.name) < ($1.dialect, $1.name) }) {
            lines.append(Self.row([MarkdownText.plain(service.dialect), MarkdownText.plain(service.name)], service.counts))
        }
    }

    private mutating func appendRequirements() {
        let rows = coverage.rows
        guard !rows.isEmpty else { return }
        lines += ["", "## Requirements", "", "<details><summary>\(rows.count) requirements</summary>", ""]
        lines += Self.header(["requirement", "clause", "grade"])
        for (requirement, counts) in rows.sorted(by: { $0.requirement.id < $1.requirement.id }) {
            let words = [requirement.id, requirement.clause, requirement.grade.rawValue].map(MarkdownText.plain)
            lines.append(Self.row(words, counts))
        }
        lines += ["", "</details>"]
    }

    private mutating func appendLatency() {
        let rows = latency.rows
        guard !rows.isEmpty else { return }
        lines += [
            "", "## Latency per command", "",
            "From a command line to the first byte of its answer, on the run's clock; the serial line's time is in it.", "",
        ]
        lines += ["<details><summary>\(rows.count) commands</summary>", ""]
        lines += ["| command | answers | minimum | median | maximum |", "|---|--:|--:|--:|--:|"]
        for command in rows {
            let times = [command.least, command.median, command.most].map(TimeText.fine)
            lines.append("| \(MarkdownText.code(command.name)) | \(command.count) | \(times.joined(separator: " | ")) |")
        }
        lines += ["", "</details>"]
    }

    private static func header(_ titles: [String]) -> [String] {
        [
            "| " + (titles + Verdict.inTotals.map(\.plural)).joined(separator: " | ") + " |",
            "|" + String(repeating: "---|", count: titles.count) + String(repeating: "--:|", count: Verdict.inTotals.count),
        ]
    }

    private static func row(_ words: [String], _ counts: [Verdict: Int]) -> String {
        "| " + (words + Verdict.inTotals.map { counts[$0].map { String($0) } ?? "·" }).joined(separator: " | ") + " |"
    }
}
