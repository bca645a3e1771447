import Events
import Verdicts

/// One scenario as a `testcase` element.
struct JUnitTestcase {
    /// The four that JUnit knows.
    enum Outcome {
        case passed, failure, error, skipped

        init(_ result: ScenarioResult) {
            if result.breaksGate {
                self = .failure
            } else if result.excuse != nil {
                self = .skipped
            } else {
                switch result.verdict {
                case .pass: self = .passed
                case .fail: self = .failure
                case .error, .inconclusive: self = .error
                case .notApplicable: self = .skipped
                }
            }
        }
    }

    var scenario: ScenarioIdentity
    var suite: String
    var result: ScenarioResult
    var transcript: Transcript
    var run: RunDescription?

    func append(to bytes: inout [UInt8]) {
        bytes.append(contentsOf: "    <testcase classname=\"".utf8)
        XMLText.append(suite, to: &bytes)
        bytes.append(contentsOf: "\" name=\"".utf8)
        XMLText.append(scenario.name, to: &bytes)
        bytes.append(contentsOf: "\" file=\"".utf8)
        XMLText.append(scenario.source.path, to: &bytes)
        bytes.append(
            contentsOf:
                "\" line=\"\(scenario.source.line)\" assertions=\"\(result.assertions)\" time=\"\(TimeText.seconds(result.duration))\">\n"
                .utf8
        )
        appendProperties(to: &bytes)
        switch Outcome(result) {
        case .passed: break
        case .skipped:
            bytes.append(contentsOf: "      <skipped message=\"".utf8)
            XMLText.append(result.excuse?.sentence ?? result.reason ?? "", to: &bytes)
            bytes.append(contentsOf: "\"/>\n".utf8)
        case .failure: appendProblem("failure", to: &bytes)
        case .error: appendProblem("error", to: &bytes)
        }
        bytes.append(contentsOf: "    </testcase>\n".utf8)
    }

    static func appendProperty(_ name: String, _ value: String, indent: String, to bytes: inout [UInt8]) {
        bytes.append(contentsOf: "\(indent)<property name=\"\(name)\" value=\"".utf8)
        XMLText.append(value, to: &bytes)
        bytes.append(contentsOf: "\"/>\n".utf8)
    }

    private func appendProperties(to bytes: inout [UInt8]) {
        var properties = scenario.title.isEmpty ? [] : [("title", scenario.title)]
        if let id = scenario.id { properties.append(("id", id)) }
        if let revision = scenario.revision { properties.append(("revision", "\(revision)")) }
        properties += scenario.requirements.map { ("requirement", FindingText.text($0)) }
        properties += result.notes.map { ("note", $0) }
        if let judgement = result.judgement { properties.append(("expectation", judgement.sentence)) }
        if result.isUnstable { properties.append(("attempts", result.attempts.map(\.rawValue).joined(separator: ", "))) }
        guard !properties.isEmpty else { return }
        bytes.append(contentsOf: "      <properties>\n".utf8)
        for (name, value) in properties { Self.appendProperty(name, value, indent: "        ", to: &bytes) }
        bytes.append(contentsOf: "      </properties>\n".utf8)
    }

    private func appendProblem(_ element: String, to bytes: inout [UInt8]) {
        bytes.append(
            contentsOf: "      <\(element) type=\"\(result.breakdown?.rawValue ?? result.verdict.rawValue)\" message=\"".utf8
        )
        let worst = result.findings.first
        let message = worst.map(FindingText.fault) ?? ""
        XMLText.append(result.breaksGate ? result.judgement?.sentence ?? message : message, to: &bytes)
        bytes.append(contentsOf: "\">\n".utf8)
        let text = FindingText(width: JUnitReport.width, ink: .none, hexadecimal: true)
        if let worst { XMLText.append(lines: text.lines(worst, in: scenario) + text.further(result.findings) + [""], to: &bytes) }
        XMLText.append(lines: [text.label("run again", reproducingCommand(scenario, in: run))], to: &bytes)
        bytes.append(contentsOf: "      </\(element)>\n".utf8)
        guard !transcript.isEmpty else { return }
        bytes.append(contentsOf: "      <system-out>\n".utf8)
        XMLText.append(lines: TranscriptLayout(width: JUnitReport.width, ink: .none).lines(transcript), to: &bytes)
        bytes.append(contentsOf: "      </system-out>\n".utf8)
    }
}
