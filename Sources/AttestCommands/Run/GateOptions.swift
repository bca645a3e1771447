internal import Events
internal import Gates
internal import Platform
internal import Reports
internal import SourceText
internal import Verdicts

/// What the command line says about gates.
enum GateOptions {
    static let options = [
        Option(
            name: "--expectations",
            value: "FILE",
            help: "what is known to go wrong: reported, and not counted (Docs/Gates.md)"
        ),
        Option(name: "--strict", value: nil, help: "an expected failure that passes fails the run"),
        Option(name: "--today", value: "DATE", help: "the day on which expectations are judged (default: this one)"),
        Option(name: "--baseline", value: "JOURNAL", help: "say what has changed since an earlier run"),
        Option(
            name: "--fail-on",
            value: "WHAT",
            help: "failures (default), or regressions: what was no better in the baseline is not counted"
        ),
        Option(name: "--repeat", value: "N", help: "run each scenario N times; the worst attempt counts"),
        Option(name: "--retry", value: "N", help: "run what does not pass up to N times more, to tell unstable from broken"),
    ]

    /// Attempts at one scenario, at most.
    static let mostAttempts = 1000

    /// nil when nothing is known before the run. - Throws: ``UsageError`` for a file with errors, which have been shown.
    static func gate(
        _ arguments: Arguments,
        _ suite: SuiteScope?,
        _ baseline: Baseline?,
        waivers: [String: String],
        advises: Bool
    )
        throws(UsageError) -> Gate?
    {
        let today = try day(arguments.value("--today")) ?? Program.today
        guard let path = arguments.value("--expectations") else {
            if arguments.has("--strict") { throw UsageError("--strict is about --expectations FILE, which is not given") }
            guard !waivers.isEmpty || advises || baseline != nil else { return nil }
            return Gate([], waivers: waivers, advises: advises, today: today, baseline: baseline)
        }
        let file = try expectations(path)
        if let suite {
            var warnings = file.outdated(among: suite.scenarios)
            if suite.isWhole {
                warnings += file.unmet(by: suite.scenarios) + file.unknownDialects(among: suite.knownDialects)
            }
            report(warnings, [file.source.path: file.source])
        }
        return Gate(
            file.expectations,
            waivers: waivers,
            advises: advises,
            today: today,
            isStrict: arguments.has("--strict"),
            baseline: baseline
        )
    }

    /// What the exit code counts.
    private enum FailOn: String, CaseIterable { case failures, regressions }

    /// The earlier run: its verdicts, to be compared at the end, and what of it excuses, when only regressions are to count.
    static func baseline(_ arguments: Arguments) throws(UsageError) -> (verdicts: VerdictTable?, excuses: Baseline?) {
        let word = arguments.value("--fail-on") ?? FailOn.failures.rawValue
        guard let failOn = FailOn(rawValue: word) else {
            throw UsageError(
                "--fail-on takes \(FailOn.allCases.map(\.rawValue).joined(separator: " or ")), not ‘\(word)’",
                suggestion: "--fail-on regressions"
            )
        }
        guard let journal = arguments.value("--baseline") else {
            guard failOn == .failures else {
                throw UsageError("--fail-on regressions is about --baseline JOURNAL, which is not given")
            }
            return (nil, nil)
        }
        var verdicts = VerdictTable()
        var baseline = Baseline()
        try JournalReplay.run([journal]) { event in
            verdicts.record(event)
            baseline.record(event)
        }
        return (verdicts, failOn == .regressions ? baseline : nil)
    }

    static func attempts(_ arguments: Arguments) throws(UsageError) -> Attempts.Policy {
        Attempts.Policy(
            repetitions: try arguments.number("--repeat", in: 1...mostAttempts) ?? 1,
            retries: try arguments.number("--retry", in: 0...mostAttempts) ?? 0
        )
    }

    static func expectations(_ path: String) throws(UsageError) -> ExpectationFile {
        let bytes: [UInt8]
        do { bytes = try Files.read(path) } catch { throw UsageError(error.message) }
        let file = ExpectationFile(SourceFile(path: tidy(path), bytes: bytes))
        report(file.diagnostics, [file.source.path: file.source])
        guard !file.diagnostics.hasErrors else { throw UsageError("\(path) has errors") }
        return file
    }

    /// - Throws: ``UsageError`` for what is no day.
    static func day(_ text: String?) throws(UsageError) -> String? {
        guard let text else { return nil }
        guard CalendarDay.isValid(text) else { throw UsageError("‘\(text)’ is no day: YYYY-MM-DD, such as 2027-03-31") }
        return text
    }
}
