internal import Dialects
internal import Events
internal import Octets
internal import ScenarioLanguage
internal import Verdicts
internal import World

extension ScenarioMachine {
    /// How long more of a wrong answer is gathered before it is reported: until the line has been quiet for so long …
    static let gatheringQuiet = Interval.milliseconds(200)
    /// … but not longer than this in all.
    static let gatheringLimit = Interval.seconds(1)
    /// Bytes of a line that a device might send too much: `OK` in its frame, and as much again.
    private static let shortLine = 12
    /// Bytes of a wrong answer that a finding keeps.
    static let evidenceLimit = 256

    // MARK: Findings

    /// Ends the body (or the postambles) with a finding.
    mutating func fail(
        _ verdict: Verdict,
        _ domain: FaultDomain,
        _ summary: String,
        at location: Location?,
        time: Instant,
        expected: [String] = [],
        received: [UInt8] = []
    ) {
        record(verdict, domain, summary, at: location, time: time, expected: expected, received: received)
        abandon()
    }

    /// The device's bytes do not fit at `offset`: more of them are gathered, then the body ends.
    mutating func failMismatch(
        _ summary: String,
        at location: Location?,
        expected: [String],
        bytes: [UInt8]?,
        offset: Int,
        _ now: Instant
    ) {
        var finding = self.finding(.fail, .device, strays.summary ?? summary, at: location, time: now)
        if strays.summary != nil { hasMetStrays = true }
        finding.expected = expected
        finding.expectedBytes = bytes
        finding.mismatch = offset
        pendingFailure = PendingFailure(finding: finding, since: now)
    }

    /// The device did not answer in time.
    mutating func failTimeout(_ summary: String, at location: Location?, expected: [String], bytes: [UInt8]?, _ now: Instant) {
        let fault: (verdict: Verdict, domain: FaultDomain, summary: String)
        if inbox.lastArrival == nil, !settings.isKnownToAnswer {
            // A device that has never sent a byte may not even be there.
            fault = (.inconclusive, .bench, "\(summary): the device has not sent a single byte")
        } else if hostLateness > Swift.max(settings.tolerance, share(of: now - dueSince)) {
            fault = (.inconclusive, .host, "\(summary), but this host was itself \(readable(hostLateness)) late")
        } else {
            fault = (.fail, .device, summary)
        }
        var finding = self.finding(fault.verdict, fault.domain, fault.summary, at: location, time: now)
        finding.expected = expected
        finding.expectedBytes = bytes
        finding.received = Array(inbox.unread.prefix(Self.evidenceLimit))
        finding.mismatch = inbox.unreadCount
        add(finding)
        abandon()
    }

    /// A host that was late by less than a tenth of what was waited has not made the answer late.
    private func share(of waited: Interval) -> Interval { Interval(nanoseconds: waited.nanoseconds / 10) }

    /// The device has made a stimulus impossible: without it the purpose cannot be reached, unless the device is shown to be wrong.
    mutating func leaveOut(_ reason: String, at location: Location?, time: Instant) {
        leftOut.append(finding(.inconclusive, .device, "nothing could be done: \(reason)", at: location, time: time))
    }

    /// What somebody else may have caused is not held against the device.
    private mutating func excuse(_ reason: String, _ now: Instant) {
        func isOpen(_ finding: Finding) -> Bool { finding.verdict == .fail && finding.kind == nil }
        guard let first = findings.first(where: isOpen) else { return }
        for index in findings.indices where isOpen(findings[index]) { findings[index].verdict = .inconclusive }
        var doubt = finding(.inconclusive, .bench, reason, at: plan.location, time: Instant(nanoseconds: first.time))
        doubt.source = first.source
        findings.insert(doubt, at: 0)
    }

    mutating func conclude(_ now: Instant) -> Bool {
        guard let pending = pendingFailure else { return true }
        let quiet = Swift.max(inbox.lastArrival ?? pending.since, pending.since) + Self.gatheringQuiet
        let until = Swift.min(quiet, pending.since + Self.gatheringLimit)
        guard now >= until || inbox.unreadCount >= Self.evidenceLimit else {
            sleep(until: until)
            return false
        }
        var finding = pending.finding
        finding.received = windowed(finding.mismatch ?? 0)
        finding.summary += explanation(of: finding.received)
        if let offset = finding.mismatch, offset > Self.evidenceLimit / 2 {
            let skipped = offset - Self.evidenceLimit / 2
            finding.mismatch = offset - skipped
            finding.expectedBytes = finding.expectedBytes.map { Array($0.dropFirst(skipped).prefix(Self.evidenceLimit)) }
            finding.summary += " (at byte \(offset + 1))"
        }
        pendingFailure = nil
        add(finding)
        abandon()
        return true
    }

    /// What the dialect says of the first error code among the bytes: `; error 38027: no name server resolves the name`.
    private func explanation(of bytes: [UInt8]) -> String {
        let text = String(decoding: bytes, as: UTF8.self)
        guard let word = text.firstRange(of: "ERROR: ") else { return "" }
        let digits = text[word.upperBound...].prefix { $0.isASCII && $0.isNumber }
        guard let number = Int(digits), let code = dialect.errors.first(where: { $0.number == number }), !code.text.isEmpty else {
            return ""
        }
        return "; error \(number): \(code.text)"
    }

    /// The part of the unread bytes around the mismatch.
    private func windowed(_ offset: Int) -> [UInt8] {
        let skipped = Swift.max(0, offset - Self.evidenceLimit / 2)
        return Array(inbox.unread.dropFirst(skipped).prefix(Self.evidenceLimit))
    }

    mutating func record(
        _ verdict: Verdict,
        _ domain: FaultDomain,
        kind: Finding.Kind? = nil,
        _ summary: String,
        at location: Location?,
        time: Instant,
        expected: [String] = [],
        received: [UInt8] = []
    ) {
        var finding = self.finding(verdict, domain, summary, at: location, time: time)
        finding.kind = kind
        finding.expected = expected
        finding.received = received
        add(finding)
    }

    private func finding(_ verdict: Verdict, _ domain: FaultDomain, _ summary: String, at location: Location?, time: Instant)
        -> Finding
    {
        // The scenario's own line, since shared steps are used by many.
        let use = frames.first { $0.use != nil }?.use
        return Finding(
            verdict: verdict,
            domain: domain,
            summary: summary + (use.map { ", in line \($0.line): \($0.text)" } ?? ""),
            requirement: citation.flatMap(reference),
            source: location.map { SourceLine(path: $0.path, line: $0.line, text: $0.text) },
            time: time.nanoseconds
        )
    }

    private mutating func add(_ finding: Finding) {
        var finding = finding
        switch currentPhase {
        case .preamble where finding.verdict == .fail && finding.kind == nil:
            // ISO/IEC 9646-1: what goes wrong before the test body leaves its purpose unreached.
            finding.verdict = .inconclusive
            finding.summary = "in the preamble: " + finding.summary
        case .postamble where finding.verdict == .fail && finding.kind == nil:
            finding.verdict = .inconclusive
            finding.summary = "in the postamble: " + finding.summary
        case .preamble, .body, .postamble: break
        }
        findings.append(finding)
    }

    func reference(_ id: String) -> RequirementReference? {
        dialect.requirement(id).map {
            RequirementReference(id: $0.id, clause: $0.clause, grade: $0.grade)
        }
    }

    // MARK: Ends

    /// Leaves the current part where it stands.
    mutating func abandon() {
        stopped = currentLocation ?? stopped
        loseKept()
        frames = []
        rules = standing
        echo = []
        waiting = nil
        nextDeadline = nil
        inbox.discard()
    }

    mutating func end(_ verdict: Verdict, _ reason: String, _ step: Step, _ now: Instant) {
        assertions += verdict == .fail ? 1 : 0
        fail(verdict, verdict == .fail ? .device : .bench, reason, at: step.location, time: now)
    }

    /// The body has come to its end, or the postambles have.
    mutating func finishPart(_ now: Instant, _ bench: any BenchControl) -> Bool {
        if inPostamble {
            // What comes now would be taken for an answer to the next scenario. Where something is wrong already, it is not waited for.
            if !postambles.isEmpty, findings.isEmpty, !isBeingStopped {
                var reading = takeUnsolicited(now)
                while case .taken = reading {
                    if pendingFailure != nil { return true }
                    reading = takeUnsolicited(now)
                }
                var quiet =
                    Swift.max(dueSince, inbox.lastArrival ?? dueSince) + Swift.min(settings.plainSettleTime, Self.gatheringQuiet)
                if case .mayCome = reading { quiet = Swift.max(quiet, restDeadline) }
                guard now >= quiet else {
                    sleep(until: quiet)
                    return false
                }
                if !inbox.isEmpty {
                    failLeftovers(now)
                    return true
                }
            }
            finish(now)
            return true
        }
        if findings.isEmpty, !isBeingStopped {
            guard settled(now) else { return false }
            guard findings.isEmpty else { return true }
            for leftover in bench.leftovers() { record(.fail, .device, leftover, at: plan.location, time: now) }
            if left != nil, findings.isEmpty, bench.isFollowed() {
                emit(.benchSaw(party: Self.bench, text: CarriedOver.leaving, time: now.nanoseconds))
            } else {
                loseKept()
            }
        } else if recover(for: .postambles, now, bench) {
            return true
        }
        enterPostambles(now)
        return true
    }

    mutating func enterPostambles(_ now: Instant) {
        inPostamble = true
        rules = standing
        inbox.discard()
        dueSince = now
        if !postambles.isEmpty {
            emit(.phaseEntered(.postamble, name: nil, time: now.nanoseconds))
            frames = [Frame(steps: postambles, kind: .sequence)]
        }
    }

    private var postambles: [Step] { left == nil ? plan.postambles : plan.postamblesWhenKept }

    /// The line stays silent for a while after the last step, but for what is allowed. - Returns: false while that is not known.
    private mutating func settled(_ now: Instant) -> Bool {
        var reading = takeUnsolicited(now)
        while case .taken = reading {
            if pendingFailure != nil { return conclude(now) }
            reading = takeUnsolicited(now)
        }
        switch settleRequired(from: 0, now) {
        case .met: break
        case .waiting: return false
        case .changed: return pendingFailure != nil ? conclude(now) : !findings.isEmpty || settled(now)
        }
        let silence = hasUsedServices || rules.count > standing.count ? settings.settleTime : settings.plainSettleTime
        var quiet = Swift.max(dueSince, inbox.lastArrival ?? dueSince) + silence + settings.time(of: Self.shortLine)
        if case .mayCome = reading { quiet = Swift.max(quiet, restDeadline) }
        guard now >= quiet else {
            sleep(until: quiet)
            return false
        }
        if !inbox.isEmpty { failLeftovers(now) }
        return pendingFailure == nil || conclude(now)
    }

    private mutating func failLeftovers(_ now: Instant) {
        let expected = ["nothing more"]
        failMismatch("unexpected bytes after the last line", at: plan.location, expected: expected, bytes: [], offset: 0, now)
    }

    mutating func finish(_ now: Instant) {
        if let doubt, plan.meetsBench { excuse(doubt, now) }
        findings += leftOut
        var verdict = findings.map(\.verdict).max(by: { $0.rank < $1.rank }) ?? .pass
        if verdict == .pass, assertions == 0 {
            record(.error, .suite, "nothing was asserted", at: plan.location, time: now)
            verdict = .error
        }
        if verdict != .pass { remember { $0.forgetAll() } }
        findings.sort { $0.weight > $1.weight }
        judge(&verdict, now)
        let result = ScenarioResult(
            verdict: verdict,
            findings: findings,
            notes: notes,
            assertions: assertions,
            duration: now.nanoseconds
        )
        self.result = result
        emit(.scenarioEnded(result))
        outputs.append(.finished(result))
    }

    /// Holds the outcome against what the scenario declares of itself.
    private mutating func judge(_ verdict: inout Verdict, _ now: Instant) {
        // One that did not come to its end says nothing of what it declares.
        guard !isBeingStopped else { return }
        switch plan.outcome {
        case .pass: break
        case .knownFailure(let issue):
            if verdict == .fail {
                notes.append("known failure (\(issue)): \(findings.first?.summary ?? "")")
                findings = []
                verdict = .pass
            } else if verdict == .pass {
                record(.error, .suite, "passes, although it is declared a known failure (\(issue))", at: plan.location, time: now)
                verdict = .error
            }
        case .mustEnd(let wanted, let domain, let requirement, let line):
            let finding = findings.first
            var wrong: [String] = []
            if verdict != wanted { wrong.append("verdict \(verdict.rawValue), not \(wanted.rawValue)") }
            if let domain, finding?.domain != domain {
                wrong.append("domain \(finding?.domain.rawValue ?? "none"), not \(domain.rawValue)")
            }
            if let requirement, finding?.requirement?.id != requirement {
                wrong.append("requirement \(finding?.requirement?.id ?? "none"), not \(requirement)")
            }
            if let line, finding?.source?.text != line {
                wrong.append("line “\(finding?.source?.text ?? "none")”, not “\(line)”")
            }
            if wrong.isEmpty {
                notes.append("\(ScenarioResult.declaredFailure): \(finding?.summary ?? wanted.rawValue)")
                findings = []
                verdict = .pass
            } else {
                findings.insert(
                    suiteFinding(.error, "the self-test ended otherwise than declared: " + wrong.joined(separator: "; "), now),
                    at: 0
                )
                verdict = .error
            }
        }
    }

    private func suiteFinding(_ verdict: Verdict, _ summary: String, _ now: Instant) -> Finding {
        finding(verdict, .suite, summary, at: plan.location, time: now)
    }
}

extension Finding {
    /// What is shown first: among failures those of a device that crashed or hung.
    fileprivate var weight: Int { verdict.rank * 2 + (kind == nil ? 0 : 1) }
}

extension Verdict {
    /// `fail` wins over all (ISO/IEC 9646-1).
    var rank: Int {
        switch self {
        case .pass: 0
        case .notApplicable: 1
        case .inconclusive: 2
        case .error: 3
        case .fail: 4
        }
    }
}
