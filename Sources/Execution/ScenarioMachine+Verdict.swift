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
        on name: LineName,
        at location: Location?,
        expected: [String],
        bytes: [UInt8]?,
        offset: Int,
        _ now: Instant
    ) {
        let line = lines[name]
        var finding = self.finding(.fail, .device, named(line.strays.summary ?? summary, name), at: location, time: now)
        if line.strays.summary != nil { evidence.hasMetStrays = true }
        finding.expected = expected
        finding.expectedBytes = bytes
        finding.mismatch = offset
        stage = .gathering(PendingFailure(finding: finding, on: name, since: now))
    }

    /// The device did not answer in time.
    mutating func failTimeout(
        _ summary: String,
        on name: LineName,
        at location: Location?,
        expected: [String],
        bytes: [UInt8]?,
        _ now: Instant
    ) {
        let line = lines[name]
        let summary = named(summary, name) + elsewhere(name)
        let fault: (verdict: Verdict, domain: FaultDomain, summary: String)
        if line.inbox.lastArrival == nil, !settings.isKnownToAnswer {
            // A device that has never sent a byte may not even be there.
            fault = (.inconclusive, .bench, "\(summary): the device has not sent a single byte")
        } else if clock.lateness > Swift.max(settings.tolerance, share(of: now - line.dueSince)) {
            fault = (.inconclusive, .host, "\(summary), but this host was itself \(readable(clock.lateness)) late")
        } else {
            fault = (.fail, .device, summary)
        }
        var finding = self.finding(fault.verdict, fault.domain, fault.summary, at: location, time: now)
        finding.expected = expected
        finding.expectedBytes = bytes
        finding.received = Array(line.inbox.unread.prefix(Self.evidenceLimit))
        finding.mismatch = line.inbox.unreadCount
        add(finding)
        abandon()
    }

    /// A host that was late by less than a tenth of what was waited has not made the answer late.
    private func share(of waited: Interval) -> Interval { Interval(nanoseconds: waited.nanoseconds / 10) }

    /// The device has made a stimulus impossible: without it the purpose cannot be reached, unless the device is shown to be wrong.
    mutating func leaveOut(_ reason: String, at location: Location?, time: Instant) {
        evidence.leftOut.append(finding(.inconclusive, .device, "nothing could be done: \(reason)", at: location, time: time))
    }

    /// What somebody else may have caused is not held against the device.
    private mutating func excuse(_ reason: String, _ now: Instant) {
        func isOpen(_ finding: Finding) -> Bool { finding.verdict == .fail && finding.kind == nil }
        guard let first = evidence.findings.first(where: isOpen) else { return }
        for index in evidence.findings.indices where isOpen(evidence.findings[index]) {
            evidence.findings[index].verdict = .inconclusive
        }
        var doubt = finding(.inconclusive, .bench, reason, at: plan.location, time: Instant(nanoseconds: first.time))
        doubt.source = first.source
        evidence.findings.insert(doubt, at: 0)
    }

    /// Reports a mismatch once more of what the device says is known. - Returns: false while it waits.
    mutating func conclude(_ pending: PendingFailure, _ now: Instant) -> Bool {
        let line = lines[pending.on]
        let quiet = Swift.max(line.inbox.lastArrival ?? pending.since, pending.since) + Self.gatheringQuiet
        let until = Swift.min(quiet, pending.since + Self.gatheringLimit)
        guard now >= until || line.inbox.unreadCount >= Self.evidenceLimit else {
            sleep(until: until)
            return false
        }
        var finding = pending.finding
        finding.received = windowed(line.inbox, finding.mismatch ?? 0)
        finding.summary += explanation(of: finding.received)
        if let offset = finding.mismatch, offset > Self.evidenceLimit / 2 {
            let skipped = offset - Self.evidenceLimit / 2
            finding.mismatch = offset - skipped
            finding.expectedBytes = finding.expectedBytes.map { Array($0.dropFirst(skipped).prefix(Self.evidenceLimit)) }
            finding.summary += " (at byte \(offset + 1))"
        }
        stage = .running
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
    private func windowed(_ inbox: Inbox, _ offset: Int) -> [UInt8] {
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

    /// What has come on another line, when a line stays silent: it may be the answer.
    private func elsewhere(_ name: LineName) -> String {
        guard let other = lineNames.first(where: { $0 != name && !lines[$0].inbox.isEmpty }) else { return "" }
        let place = other.text.map { "line \($0)" } ?? "the first line"
        return "; on \(place) came \(visible(lines[other].inbox.unread.prefix(Self.shortLine)))"
    }

    /// What is said of another line than the first.
    func named(_ summary: String, _ name: LineName) -> String { name.text.map { "on line \($0): \(summary)" } ?? summary }

    private func finding(_ verdict: Verdict, _ domain: FaultDomain, _ summary: String, at location: Location?, time: Instant)
        -> Finding
    {
        // The scenario's own line, since shared steps are used by many.
        let use = frames.first { $0.use != nil }?.use
        return Finding(
            verdict: verdict,
            domain: domain,
            summary: summary + (use.map { ", in line \($0.line): \($0.text)" } ?? ""),
            requirement: evidence.citation.flatMap(reference),
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
        evidence.findings.append(finding)
    }

    func reference(_ id: String) -> RequirementReference? { given.reading.reference(id) }

    // MARK: Ends

    /// Leaves the current part where it stands.
    mutating func abandon() {
        evidence.stopped = currentLocation ?? evidence.stopped
        kept.lose()
        frames = []
        rules = standing
        waiting = nil
        for index in lines.indices { lines[index].abandon() }
    }

    mutating func end(_ verdict: Verdict, _ reason: String, _ step: Step, _ now: Instant) {
        evidence.assertions += verdict == .fail ? 1 : 0
        fail(verdict, verdict == .fail ? .device : .bench, reason, at: step.location, time: now)
    }

    /// The body has come to its end, or the postambles have.
    mutating func finishPart(_ now: Instant, _ bench: any BenchControl) -> Bool {
        if inPostamble {
            // What comes now would be taken for an answer to the next scenario. Where something is wrong already, it is not waited for.
            if !postambles.isEmpty, evidence.findings.isEmpty, !isBeingStopped {
                switch quiet(for: Swift.min(settings.plainSettleTime, Self.gatheringQuiet), now) {
                case .met: break
                case .waiting: return false
                case .changed: return true
                }
            }
            finish(now)
            return true
        }
        if evidence.findings.isEmpty, !isBeingStopped {
            switch settled(now) {
            case .met: break
            case .waiting: return false
            case .changed: return true
            }
            for leftover in bench.leftovers() { record(.fail, .device, leftover, at: plan.location, time: now) }
            if kept.left != nil, evidence.findings.isEmpty, bench.isFollowed() {
                emit(.benchSaw(party: Self.bench, text: CarriedOver.leaving, time: now.nanoseconds, kept: .left))
            } else {
                kept.lose()
            }
        } else if recover(for: .postambles, now, bench) {
            return true
        }
        enterPostambles(now)
        return true
    }

    mutating func enterPostambles(_ now: Instant) {
        inPostamble = true
        raiseSignals()
        rules = standing
        for index in lines.indices { lines[index].inbox.discard() }
        lines.count(from: now)
        if !postambles.isEmpty {
            emit(.phaseEntered(.postamble, name: nil, time: now.nanoseconds))
            frames = [Frame(steps: postambles, kind: .sequence)]
        }
    }

    mutating func raiseSignals() {
        guard hasDroppedSignals else { return }
        hasDroppedSignals = false
        put(.raiseSignals)
    }

    private var postambles: [Step] { kept.left == nil ? plan.postambles : plan.postamblesWhenKept }

    /// The lines stay silent for a while after the last step, but for what is allowed, and all that is required has come.
    private mutating func settled(_ now: Instant) -> Settlement {
        for name in lineNames where takeAllUnsolicited(name, now) == .taken { return .changed }
        switch settleRequired(from: 0, now) {
        case .met: break
        case .waiting: return .waiting
        case .changed: return .changed
        }
        let silence = hasUsedServices || rules.count > standing.count ? settings.settleTime : settings.plainSettleTime
        return quiet(for: silence + settings.time(of: Self.shortLine), now)
    }

    /// Every line has been silent for so long, but for what is allowed.
    private mutating func quiet(for silence: Interval, _ now: Instant) -> Settlement {
        var settlement = Settlement.met
        for name in lineNames {
            switch quiet(name, for: silence, now) {
            case .met: break
            case .waiting: settlement = .waiting
            case .changed: return .changed
            }
        }
        return settlement
    }

    private mutating func quiet(_ name: LineName, for silence: Interval, _ now: Instant) -> Settlement {
        let reading = takeAllUnsolicited(name, now)
        guard reading != .taken else { return .changed }
        var quiet = lines[name].lastActivity + silence
        if reading == .mayCome { quiet = Swift.max(quiet, lines[name].restDeadline) }
        guard now >= quiet else {
            sleep(until: quiet)
            return .waiting
        }
        guard !lines[name].inbox.isEmpty else { return .met }
        let summary = "unexpected bytes after the last line"
        failMismatch(summary, on: name, at: plan.location, expected: ["nothing more"], bytes: [], offset: 0, now)
        return .changed
    }

    /// Consumes what is allowed. - Returns: `.taken` when a forbidden line was among it.
    private mutating func takeAllUnsolicited(_ name: LineName, _ now: Instant) -> UnsolicitedReading {
        var reading = takeUnsolicited(name, now)
        while reading == .taken, !stage.isGathering { reading = takeUnsolicited(name, now) }
        return reading
    }

    mutating func finish(_ now: Instant) {
        if let doubt = evidence.doubt, plan.meetsBench { excuse(doubt, now) }
        evidence.findings += evidence.leftOut
        var verdict = evidence.findings.map(\.verdict).max(by: { $0.rank < $1.rank }) ?? .pass
        if verdict == .pass, evidence.assertions == 0 {
            record(.error, .suite, "nothing was asserted", at: plan.location, time: now)
            verdict = .error
        }
        if verdict != .pass { remember { $0.forgetAll() } }
        evidence.findings.sort { $0.weight > $1.weight }
        judge(&verdict, now)
        let result = ScenarioResult(
            verdict: verdict,
            findings: evidence.findings,
            notes: evidence.notes,
            assertions: evidence.assertions,
            duration: now.nanoseconds
        )
        stage = .ended(result)
        emit(.scenarioEnded(result))
        put(.finished(result))
    }

    /// Holds the outcome against what the scenario declares of itself.
    private mutating func judge(_ verdict: inout Verdict, _ now: Instant) {
        // One that did not come to its end says nothing of what it declares.
        guard !isBeingStopped else { return }
        switch plan.outcome {
        case .pass: break
        case .knownFailure(let issue):
            if verdict == .fail {
                evidence.notes.append("known failure (\(issue)): \(evidence.findings.first?.summary ?? "")")
                evidence.findings = []
                verdict = .pass
            } else if verdict == .pass {
                record(.error, .suite, "passes, although it is declared a known failure (\(issue))", at: plan.location, time: now)
                verdict = .error
            }
        case .mustEnd(let wanted, let domain, let requirement, let line):
            let finding = evidence.findings.first
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
                evidence.notes.append("\(ScenarioResult.declaredFailure): \(finding?.summary ?? wanted.rawValue)")
                evidence.findings = []
                verdict = .pass
            } else {
                evidence.findings.insert(
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
