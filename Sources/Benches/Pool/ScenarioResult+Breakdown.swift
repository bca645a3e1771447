internal import Events
internal import Verdicts

extension ScenarioResult {
    /// The same, with what it held against the device taken back.
    func excused(_ reason: String, _ domain: FaultDomain = .bench) -> ScenarioResult {
        var result = self
        result.verdict = .inconclusive
        for index in result.findings.indices where result.findings[index].verdict == .fail {
            result.findings[index].verdict = .inconclusive
        }
        return result.led(by: Finding(verdict: .inconclusive, domain: domain, summary: reason, time: 0))
    }

    /// The same of a device that broke down: what else was found is not taken back.
    func brokenDown(_ kind: Finding.Kind, _ reason: String) -> ScenarioResult {
        var result = led(by: Finding(verdict: .fail, domain: .device, kind: kind, summary: reason, time: 0))
        result.verdict = .fail
        result.findings.removeAll { $0.verdict == .error && $0.domain == .bench }
        return result
    }

    /// The same error of the bench, with what is known of it now.
    func explained(_ reason: String) -> ScenarioResult {
        led(by: Finding(verdict: .error, domain: .bench, summary: reason, time: 0))
    }

    /// With a finding before all others, where and when the first of those was.
    private func led(by finding: Finding) -> ScenarioResult {
        var result = self
        var finding = finding
        finding.time = findings.first?.time ?? duration
        finding.source = findings.first?.source
        finding.requirement = findings.first?.requirement
        result.findings.insert(finding, at: 0)
        return result
    }

    /// The bench or the suite broke.
    static func problem(_ reason: String) -> ScenarioResult { single(.error, .bench, reason) }
    /// The run was stopped before anything was found.
    static var interrupted: ScenarioResult { single(.inconclusive, .host, interruption) }

    /// With one finding, of the scenario's beginning.
    static func single(_ verdict: Verdict, _ domain: FaultDomain, kind: Finding.Kind? = nil, _ reason: String) -> ScenarioResult {
        ScenarioResult(
            verdict: verdict,
            findings: [Finding(verdict: verdict, domain: domain, kind: kind, summary: reason, time: 0)]
        )
    }
}
