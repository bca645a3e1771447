import Events
import Verdicts

extension ConsoleReport {
    /// Reasons of one verdict that are listed.
    private static let groupsShown = 20

    /// All that follows the last scenario.
    func closing(elapsed: Int64?, hasLostOutput: Bool) -> [String] {
        var lines: [String] = []
        lines += groups("Error", .error, members: true)
        lines += groups("Inconclusive", .inconclusive, members: true)
        lines += groups("Not applicable", .notApplicable, members: false)
        lines += section("Notes", .faint, tally.notes, members: false)
        lines += section("Expected", .doubtful, tally.excused, members: true)
        lines += section("Recommended, not counted", .doubtful, tally.advised, members: true)
        lines += section("Unstable", .doubtful, tally.unstable, members: true)
        lines += section("Expectations that break the gate", .bad, tally.gateBreaks, members: true)
        lines += section("Expectations that did not come true", .doubtful, tally.surprises, members: true)
        lines += failures()
        lines += ["", totals()]
        lines.append(([count(tally.assertions, "assertion")] + times(elapsed: elapsed)).joined(separator: ", "))
        if tally.interrupted { lines.append(ink("interrupted: \(RunTally.notWhole)", .doubtful)) }
        var exit = tally.exit
        exit.record(.runEnded(RunSummary(interrupted: tally.interrupted)))
        exit.hasLostOutput = hasLostOutput
        lines.append("exit code \(exit.code.rawValue): \(exit.meaning)")
        return lines
    }

    private func groups(_ title: String, _ verdict: Verdict, members: Bool) -> [String] {
        section(title, verdict.tone, tally.groups[verdict] ?? [], members: members)
    }

    private func section(_ title: String, _ tone: Ink.Tone, _ groups: [RunTally.Group], members: Bool) -> [String] {
        guard !groups.isEmpty else { return [] }
        let sorted = RunTally.largestFirst(groups)
        let digits = max(4, String(sorted[0].count).count + 2)
        var lines = ["", ink(title, tone)]
        for group in sorted.prefix(Self.groupsShown) {
            lines.append(String(group.count).aligned(to: digits) + " × " + group.text)
            guard members else { continue }
            let indent = String(repeating: " ", count: digits + 3)
            lines += group.members.map { indent + ink("\($0.name)  \($0.place)", .faint) }
            if group.count > group.members.count {
                lines.append(indent + ink("and \(group.count - group.members.count) more", .faint))
            }
        }
        if sorted.count > Self.groupsShown { lines.append(ink("  and \(sorted.count - Self.groupsShown) other reasons", .faint)) }
        return lines
    }

    /// The names again, when there is more to scroll past than one failure, by their causes.
    private func failures() -> [String] {
        let count = tally.failed
        guard count > 1 || count == 1 && style.verbose || !tally.breakdowns.isEmpty else { return [] }
        let (causes, unlisted) = tally.listedFailures
        let singles = causes.filter { $0.count == 1 }.compactMap(\.members.first)
        let nameWidth = min(width / 2, singles.map { $0.name.count }.max() ?? 0)
        var lines = ["", ink("Failed", Verdict.fail.tone)]
        for cause in causes {
            let kind = cause.kind.map { ink($0.rawValue + "  ", Verdict.fail.tone) } ?? ""
            if let member = cause.members.first, cause.count == 1 {
                lines.append("  " + kind + member.name.padded(to: nameWidth) + "  " + ink(member.place, .faint))
            } else {
                lines += several(cause)
            }
        }
        if unlisted > 0 { lines.append(ink("  and \(unlisted) more", .faint)) }
        return lines
    }

    /// Failures of one cause: `23 × device: another line came than the one expected`, and where.
    private func several(_ cause: RunTally.Failure) -> [String] {
        let number = String(cause.count).aligned(to: 4)
        let indent = String(repeating: " ", count: number.count + 3)
        var lines = [number + " × " + cause.fault]
        for (index, member) in cause.members.enumerated() {
            lines.append(
                indent
                    + ink((index == 0 ? "first at \(member.place)  \(member.name)" : "\(member.name)  \(member.place)"), .faint)
            )
        }
        if cause.count > cause.members.count {
            lines.append(indent + ink("and \(cause.count - cause.members.count) more", .faint))
        }
        return lines
    }

    private func totals() -> String {
        let counts = Verdict.inTotals.compactMap { verdict in
            tally.counts[verdict].map {
                ink("\($0) \(verdict.plural)\(verdict == .fail ? tally.failureWords : "")", verdict.tone)
            }
        }
        guard !counts.isEmpty else { return ink("no scenario was run", .doubtful) }
        let excused = tally.excused.reduce(0) { $0 + $1.count }
        let advised = tally.advised.reduce(0) { $0 + $1.count }
        return "\(count(tally.scenarios, "scenario")): " + counts.joined(separator: ", ")
            + (excused > 0 ? "; \(excused) of them as expected" : "")
            + (advised > 0 ? "; \(advised) of them by what is only recommended" : "")
    }

    private func times(elapsed: Int64?) -> [String] {
        let real = elapsed.map(TimeText.duration)
        guard run?.device == "virtual" else { return real.map { ["took \($0)"] } ?? [] }
        return ["simulated \(TimeText.duration(tally.simulated))" + (real.map { " in \($0)" } ?? "")]
    }

    private func count(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }
}
