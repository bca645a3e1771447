public import Events
internal import Verdicts

/// What a run tells the shell.
public enum ExitCode: Int32, Hashable, Sendable, CaseIterable {
    case passed = 0
    case requirementBroken = 1
    /// Also for a usage error and for scenarios that do not compile, before any run.
    case scenarioError = 2
    case inconclusive = 3
    case nothingTested = 4

    public var meaning: String {
        switch self {
        case .passed: "every requirement tested is met"
        case .requirementBroken: "a requirement is broken"
        case .scenarioError: "a scenario or the command is wrong"
        case .inconclusive: "no requirement is shown to be broken, but not all could be tested"
        case .nothingTested: "nothing was tested"
        }
    }
}

extension ScenarioResult {
    /// It is counted against the device, or against who keeps the gate.
    public var isFailure: Bool { breaksGate || verdict == .fail && excuse == nil }
}

/// Folds a run into its exit code.
///
/// A broken requirement wins over all; an `error` of the suite's own domain is a wrong scenario; an interrupted run is inconclusive.
/// What was expected to go wrong counts as tested; what breaks the gate counts as a broken requirement.
public struct ExitCodeFold: EventRecorder, Sendable {
    private var hasFailure = false
    private var isGateBroken = false
    private var hasScenarioError = false
    private var isInconclusive = false
    private var hasPassed = false
    private var hasExcuses = false
    /// A requirement that is not mandatory is broken.
    private var hasAdvice = false
    private var assertions = 0
    /// The journal or a report could not be written, an error of the bench.
    public var hasLostOutput = false

    public init() {}

    public mutating func record(_ event: Event) {
        switch event {
        case .scenarioEnded(let result):
            assertions &+= result.assertions
            if result.breaksGate { isGateBroken = true }
            if let excuse = result.excuse {
                hasPassed = true
                if excuse.standing == .recommended { hasAdvice = true } else { hasExcuses = true }
                return
            }
            switch result.verdict {
            case .pass: hasPassed = true
            case .notApplicable: break
            case .inconclusive: isInconclusive = true
            case .error:
                isInconclusive = true
                if result.findings.contains(where: { $0.verdict == .error && $0.domain == .suite }) { hasScenarioError = true }
            case .fail: hasFailure = true
            }
        case .runEnded(let summary): if summary.interrupted { isInconclusive = true }
        case .runStarted, .background, .scenarioStarted, .phaseEntered, .hostSent, .deviceSent, .matched, .benchSaw, .stimulus,
            .note:
            break
        }
    }

    /// The code in words. A run in which something went wrong as expected does not claim that all is well.
    var meaning: String {
        if hasLostOutput, code == .inconclusive { return "the journal or a report could not be written" }
        if code == .passed, hasAdvice, !hasExcuses { return "every mandatory requirement tested is met" }
        if code == .passed, hasExcuses { return "nothing went wrong that was not expected" }
        if isGateBroken, !hasFailure { return "an expectation breaks the gate" }
        return code.meaning
    }

    public var code: ExitCode {
        hasLostOutput && judged.rawValue < ExitCode.inconclusive.rawValue ? .inconclusive : judged
    }

    private var judged: ExitCode {
        if hasFailure || isGateBroken { return .requirementBroken }
        if hasScenarioError { return .scenarioError }
        if isInconclusive { return .inconclusive }
        return hasPassed && assertions > 0 ? .passed : .nothingTested
    }
}
