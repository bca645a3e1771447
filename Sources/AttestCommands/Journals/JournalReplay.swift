internal import Events
internal import Platform
internal import Verdicts

/// The events of journals as the run had them, with the end that a killed run could not write.
enum JournalReplay {
    /// One journal as it stands, several merged.
    static func run(_ paths: [String], onEvent: (Event) -> Void) throws(UsageError) {
        var whole = Completion()
        var held: [Int: [Event]] = [:]
        if paths.count == 1 {
            let source: FileSource
            do { source = try FileSource(path: paths[0]) } catch { throw UsageError(error.message) }
            try JournalLines.read(source, held: { held = $0 }) { event, _ in
                onEvent(whole.take(event.bounded))
                return nil
            }
            guard whole.hasBegun else { throw UsageError("\(paths[0]): the journal is empty") }
        } else {
            let merge = try JournalMerge(paths: paths)
            var decoder = JournalDecoder()
            var events: [Event] = []
            try merge.write { (bytes) throws(UsageError) in
                do throws(JournalError) {
                    try decoder.decode(bytes, into: &events)
                } catch {
                    throw UsageError("the merged journal, \(error)")
                }
                for event in events { onEvent(whole.take(event.bounded)) }
                events.removeAll(keepingCapacity: true)
            }
        }
        for event in whole.end(held) { onEvent(event.bounded) }
        if let problem = whole.problem { Terminal.complain("\(paths.joined(separator: " ")) is not whole: \(problem)") }
    }

    /// All of one journal.
    static func events(_ path: String) throws(UsageError) -> [Event] {
        var events: [Event] = []
        try run([path]) { events.append($0) }
        return events
    }

    /// Sees whether all of a run is there, and writes the end that is missing.
    private struct Completion {
        private(set) var hasBegun = false
        /// What is missing.
        private(set) var problem: String?
        private var scenario: ScenarioIdentity?
        private var names: Set<String> = []
        private var summary = RunSummary()
        private var isEnded = false

        mutating func take(_ event: Event) -> Event {
            switch event {
            case .runStarted: hasBegun = true
            case .scenarioStarted(let identity):
                scenario = identity
                names.insert(identity.qualifiedName)
            case .scenarioEnded(let result):
                scenario = nil
                summary.count(result)
            case .runEnded(var ended):
                isEnded = true
                let counted = Self.words(ended.counts)
                guard counted != Self.words(summary.counts) else { break }
                problem = "it counts \(counted) at its end, and holds \(Self.words(summary.counts))"
                ended.interrupted = true
                return .runEnded(ended)
            case .background, .phaseEntered, .hostSent, .deviceSent, .matched, .benchSaw, .stimulus, .note: break
            }
            return event
        }

        /// - Parameter held: What the journal holds back, by the scenarios' places in the run.
        mutating func end(_ held: [Int: [Event]]) -> [Event] {
            guard !isEnded else { return [] }
            problem = "it stops before the run's end"
            var events: [Event] = []
            if let scenario {
                problem = "it stops in the middle of \(scenario.qualifiedName)"
                events.append(interrupted("its journal stops in the middle of this scenario"))
            }
            for (_, waiting) in held.sorted(by: { $0.key < $1.key }) { events += end(held: waiting) }
            summary.interrupted = true
            return events + [.runEnded(summary)]
        }

        /// A scenario whose turn in the journal had not come: what is known of it, and that it counts as not run.
        private mutating func end(held: [Event]) -> [Event] {
            guard case .scenarioStarted(let identity)? = held.first, !names.contains(identity.qualifiedName) else { return [] }
            problem = (problem ?? "") + ", and holds \(identity.qualifiedName) back"
            var events: [Event] = []
            var state = "had not ended"
            for event in held {
                if case .scenarioEnded(let result) = event {
                    state = "had ended with \(result.verdict.rawValue)" + (result.findings.first.map { ": \($0.summary)" } ?? "")
                } else {
                    events.append(take(event))
                }
            }
            return events + [
                interrupted("its journal holds this scenario back, since the one before it had not ended; it \(state)")
            ]
        }

        private mutating func interrupted(_ why: String) -> Event {
            let summary = "\(ScenarioResult.interruption): \(why)"
            let finding = Finding(verdict: .inconclusive, domain: .host, summary: summary, time: 0)
            return take(.scenarioEnded(ScenarioResult(verdict: .inconclusive, findings: [finding])))
        }

        private static func words(_ counts: [Verdict: Int]) -> String {
            let words = Verdict.allCases.compactMap { verdict in
                counts[verdict].flatMap { $0 == 0 ? nil : "\($0) \(verdict.rawValue)" }
            }
            return words.isEmpty ? "no scenario" : words.joined(separator: ", ")
        }
    }
}
