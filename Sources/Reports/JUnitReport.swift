public import Events
internal import Verdicts

/// A run as JUnit XML: one `testsuite` per dialect and service, one `testcase` per scenario.
///
/// Durations are the world's, and there are no dates and no host names, so that two runs with one seed give the same bytes. `fail` is a
/// `failure`; `error` and `inconclusive` are an `error` of that type; `not-applicable` and what was expected to go wrong are `skipped`; what breaks
/// the gate, such as an expired expectation, is a `failure`.
public struct JUnitReport: DocumentReport, Sendable {
    /// Rows of transcript that a scenario which did not pass is shown with.
    public static let rowsOfTranscript = 40
    /// Characters a line of the text inside.
    static let width = 120

    /// What is known of a suite so far: its totals stand before its scenarios, so these are kept as finished bytes.
    private struct Suite {
        var name: String
        var totals = Totals()
        /// Crashes and hangs, which come first.
        var breakdowns: [UInt8] = []
        var cases: [UInt8] = []
    }

    private struct Totals {
        var tests = 0
        var failures = 0
        var errors = 0
        var skipped = 0
        var duration: Int64 = 0

        mutating func count(_ result: ScenarioResult) {
            tests += 1
            duration &+= result.duration
            switch JUnitTestcase.Outcome(result) {
            case .passed: break
            case .failure: failures += 1
            case .error: errors += 1
            case .skipped: skipped += 1
            }
        }
    }

    private var run: RunDescription?
    private var scenario: ScenarioIdentity?
    private var transcript = Transcript(capacity: Self.rowsOfTranscript)
    private var suites: [Suite] = []
    private var indexes: [String: Int] = [:]
    private var totals = Totals()
    private var isWhole = true

    public init() {}

    public mutating func record(_ event: Event) {
        switch event {
        case .runStarted(let run): self.run = run
        case .scenarioStarted(let scenario):
            self.scenario = scenario
            transcript.clear()
        case .scenarioEnded(let result):
            guard let scenario else { return }
            let name = "\(scenario.dialect).\(scenario.service)"
            let index = indexes[name] ?? suites.count
            if index == suites.count {
                indexes[name] = index
                suites.append(Suite(name: name))
            }
            totals.count(result)
            suites[index].totals.count(result)
            let testcase = JUnitTestcase(scenario: scenario, suite: name, result: result, transcript: transcript, run: run)
            if result.breakdown == nil {
                testcase.append(to: &suites[index].cases)
            } else {
                testcase.append(to: &suites[index].breakdowns)
            }
            self.scenario = nil
        case .background, .phaseEntered, .hostSent, .deviceSent, .matched, .benchSaw, .stimulus, .note: transcript.record(event)
        case .runEnded(let summary): if summary.interrupted { isWhole = false }
        }
    }

    /// The document, in UTF-8.
    public consuming func finish() -> [UInt8] {
        if !isWhole {
            totals.tests += 1
            totals.errors += 1
        }
        var bytes = Array("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".utf8)
        bytes.append(contentsOf: "<testsuites name=\"attest\"\(Self.attributes(totals))>\n".utf8)
        for suite in suites {
            bytes.append(contentsOf: "  <testsuite name=\"".utf8)
            XMLText.append(suite.name, to: &bytes)
            bytes.append(contentsOf: "\"\(Self.attributes(suite.totals))>\n".utf8)
            if let run { Self.append(run, to: &bytes) }
            bytes += suite.breakdowns + suite.cases
            bytes.append(contentsOf: "  </testsuite>\n".utf8)
        }
        if !isWhole { bytes.append(contentsOf: Self.incomplete.utf8) }
        bytes.append(contentsOf: "</testsuites>\n".utf8)
        return bytes
    }

    /// A test of its own, for JUnit has no word for it.
    private static var incomplete: String {
        var totals = Totals()
        totals.tests = 1
        totals.errors = 1
        let place = " file=\"\" line=\"0\" assertions=\"0\" time=\"0.000\""
        return "  <testsuite name=\"attest\"\(attributes(totals))>\n"
            + "    <testcase classname=\"attest\" name=\"the run is whole\"\(place)>\n"
            + "      <error type=\"interrupted\" message=\"\(RunTally.notWhole)\"></error>\n    </testcase>\n  </testsuite>\n"
    }

    private static func attributes(_ totals: Totals) -> String {
        " tests=\"\(totals.tests)\" failures=\"\(totals.failures)\" errors=\"\(totals.errors)\" skipped=\"\(totals.skipped)\""
            + " time=\"\(TimeText.seconds(totals.duration))\""
    }

    private static func append(_ run: RunDescription, to bytes: inout [UInt8]) {
        bytes.append(contentsOf: "    <properties>\n".utf8)
        for (name, value) in [("version", run.version), ("device", run.device), ("seed", String(run.seed))] {
            JUnitTestcase.appendProperty(name, value, indent: "      ", to: &bytes)
        }
        bytes.append(contentsOf: "    </properties>\n".utf8)
    }
}
