import Events
import Octets
import Verdicts

extension ScenarioResult {
    /// Why it does not count against the device that it did not pass: an expectation was met, or what it broke is not mandatory.
    var excuse: Judgement? {
        guard let judgement, judgement.standing == .met || judgement.standing == .recommended, verdict != .pass || isUnstable
        else { return nil }
        return judgement
    }

    /// It fails the run, whatever its verdict.
    var breaksGate: Bool { judgement?.breaksGate ?? false }
}

extension Judgement {
    /// `expected fail: the reason (issue, until 2027-03-31)`.
    var sentence: String {
        let details = ([issue] + [until.map { "until \($0)" }]).compactMap(\.self).map(shown).joined(separator: ", ")
        let known = "expected \(shown(expected)): \(shown(reason))\(details.isEmpty ? "" : " (\(details))")"
        return switch standing {
        case .met: known
        case .recommended: shown(reason)
        case .passed: "passed, though \(known)"
        case .differs: "something else than \(known)"
        case .expired: "no longer \(known)"
        }
    }
}
