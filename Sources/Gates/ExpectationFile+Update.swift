public import Events
internal import SourceText
internal import Verdicts

/// How scenarios ended, as an update of expectations needs it.
public struct RunOutcomes: Sendable {
    public struct Outcome: Hashable, Sendable {
        public var scenario: ScenarioIdentity
        /// A verdict's name, or `unstable`.
        public var word: String
        /// The worst finding in a sentence.
        public var summary: String
    }

    public private(set) var outcomes: [Outcome] = []
    private var scenario: ScenarioIdentity?
    private(set) var device = DeviceIdentity()

    public init() {}

    public mutating func record(_ event: Event) {
        switch event {
        case .scenarioStarted(let scenario): self.scenario = scenario
        case .benchSaw(party: "device", let text, _, _): device.learn(text)
        case .scenarioEnded(let result):
            // What was stopped, or cut with its journal, tells nothing.
            guard let scenario, !result.wasInterrupted else { return }
            outcomes.append(Outcome(scenario: scenario, word: result.outcomeWord, summary: result.findings.first?.summary ?? ""))
            self.scenario = nil
        case .runStarted, .background, .phaseEntered, .hostSent, .deviceSent, .matched, .benchSaw, .stimulus, .note, .runEnded:
            break
        }
    }
}

extension ExpectationFile {
    /// What an update did.
    public struct Changes: Hashable, Sendable {
        public var added = 0
        public var changed = 0
        public var removed = 0
    }

    /// The file's text after a run. Only entries that name a scenario of the run are touched: one that passed loses its entry, one that ended
    /// otherwise gets another verdict, one that has another name now gets that, one without an entry that covers it gets a new one at the end. Patterns, requirements and comments stay.
    ///
    /// - Parameter until: The last day of new entries.
    public func updated(after run: RunOutcomes, until: String?) -> (text: String, changes: Changes) {
        var lines = source.lineStarts.indices.map { source.text(source.range(ofLine: $0)) }
        if lines.last == "" { lines.removeLast() }
        let ends = lines.indices.map(lineEnd)
        let newEnd = ends.first ?? "\n"
        var changes = Changes()
        var removed: Set<Int> = []
        var added: [String] = []
        for outcome in run.outcomes {
            let covering = entries.filter { $0.expectation.covers(outcome.scenario, run.device) }
            let own = covering.filter { $0.expectation.names(outcome.scenario) }
            let wanted = Expectation.Outcome(rawValue: outcome.word)
            for entry in own
            where entry.expectation.outcome != wanted || entry.expectation.subject != .scenario(outcome.scenario.name) {
                if let wanted {
                    lines[entry.lines.lowerBound] = Self.header(wanted, outcome.scenario.name)
                    changes.changed += 1
                } else if outcome.word == Verdict.pass.rawValue {
                    removed.formUnion(entry.lines)
                    // The blank line that parted it from the next.
                    if entry.lines.upperBound < lines.count, lines[entry.lines.upperBound].isEmpty {
                        removed.insert(entry.lines.upperBound)
                    }
                    changes.removed += 1
                }
            }
            if own.isEmpty, let wanted, covering.first?.expectation.outcome != wanted {
                added += Self.entry(wanted, outcome, until: until)
                changes.added += 1
            }
        }
        let kept = lines.indices.filter { !removed.contains($0) }
        var text = kept.map { lines[$0] + ends[$0] }.joined()
        if !added.isEmpty, let last = kept.last, !lines[last].isEmpty { text += newEnd }
        text += added.map { $0 + newEnd }.joined()
        return (text, changes)
    }

    /// The LF or CR LF of a line; what a last line without one gets is that of the first.
    private func lineEnd(_ line: Int) -> String {
        let end = source.range(ofLine: line).end
        guard line + 1 < source.lineStarts.count else { return line == 0 ? "\n" : lineEnd(0) }
        return source.lineStarts[line + 1] - end == 2 ? "\r\n" : "\n"
    }

    private static func header(_ outcome: Expectation.Outcome, _ name: String) -> String {
        "expect \(outcome.rawValue) of scenario \(name)"
    }

    private static func entry(_ outcome: Expectation.Outcome, _ run: RunOutcomes.Outcome, until: String?) -> [String] {
        let summary = run.summary.unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7F ? " " : String($0) }.joined()
        return [header(outcome, run.scenario.name), "    because   \"\(summary.isEmpty ? "not known yet" : summary)\""]
            + (until.map { ["    until     \($0)"] } ?? []) + ["    dialect   \(run.scenario.dialect)", ""]
    }
}
