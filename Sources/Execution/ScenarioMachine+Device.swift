internal import Events
internal import Octets
internal import ScenarioLanguage
internal import Verdicts
internal import World

extension ScenarioMachine {
    /// Waits for the device to meet the step. - Returns: false while nothing is decided.
    mutating func awaitDevice(_ step: Step, _ now: Instant) -> Bool {
        var list: [Candidate]
        if case .candidates(let known)? = waiting { list = known } else { list = candidates(now) }
        // Taken out of `waiting` so that matching changes the list in place.
        waiting = nil
        if let suppressed = list.first(where: { if case .suppressed = $0.matcher { true } else { false } }) {
            fail(
                .error,
                .suite,
                "the line is suppressed by ATQ1; write `silence for …` instead",
                at: suppressed.location,
                time: now
            )
            return true
        }

        let reading = read(&list)
        waiting = .candidates(list)
        let rules = readRules()
        if let best = reading.best { return decide(for: best, against: rules, step, now) }
        if let match = rules.match, reading.fitting.map({ match.specificity > $0 }) ?? true {
            guard !isWaiting(for: rules.coming, moreSpecificThan: match.specificity, now) else { return false }
            take(match, now)
            return true
        }
        if reading.fitting != nil || rules.coming != nil { return waitOrTimeOut(list, step, rules.match, now) }
        guard let furthest = reading.furthest else { return waitOrTimeOut(list, step, nil, now) }
        if isOptional(step) {
            advance(now)
            return true
        }
        failMismatch(
            "the device sent something else",
            at: furthest.candidate.location,
            expected: list.flatMap { $0.readable(captures: captures) },
            bytes: furthest.candidate.fixedBytes(alternative: furthest.alternative),
            offset: Swift.max(furthest.offset, 0),
            now
        )
        return true
    }

    /// What candidates make of the bytes at hand.
    private struct Reading {
        struct Match {
            var candidate: Candidate
            var count: Int
            var captures: [(name: String, bytes: [UInt8])]
            var alternative: Int
            var specificity: Specificity { candidate.specificity(alternative) }
        }
        /// What is complete first, as if the bytes came one by one; the most specific among equals.
        var best: Match?
        /// How narrowly those that still fit say what they wait for.
        var fitting: Specificity?
        /// Of those that do not fit, the one that did longest.
        var furthest: (candidate: Candidate, offset: Int, alternative: Int)?
    }

    private func read(_ list: inout [Candidate]) -> Reading {
        var reading = Reading()
        guard !line.inbox.isEmpty else { return reading }
        // Only rules are compared with what fits.
        let hasRules = !rules.isEmpty
        for index in list.indices {
            let (result, alternative) = list[index].match(line.inbox)
            switch result {
            case .match(let count, let found):
                let match = Reading.Match(candidate: list[index], count: count, captures: found, alternative: alternative)
                if let known = reading.best {
                    guard count <= known.count else { continue }
                    if count == known.count, match.specificity <= known.specificity { continue }
                }
                reading.best = match
            case .partial:
                let specificity = hasRules ? list[index].specificity(alternative) : Specificity()
                reading.fitting = Swift.max(reading.fitting ?? specificity, specificity)
            case .mismatch(let offset):
                if reading.furthest.map({ offset > $0.offset }) ?? true { reading.furthest = (list[index], offset, alternative) }
            }
        }
        return reading
    }

    /// Takes what is complete, unless a rule says more specifically what it is, or the next step does.
    private mutating func decide(for best: Reading.Match, against rules: RuleReading, _ step: Step, _ now: Instant) -> Bool {
        let mine = best.specificity
        let rival = rules.match.flatMap { $0.specificity > mine ? $0 : nil }
        guard !isWaiting(for: rules.coming, moreSpecificThan: rival?.specificity ?? mine, now) else { return false }
        if let rival {
            take(rival, now)
        } else if isOptional(step), let isNext = isLineOfNextStep(best.count, moreSpecificThan: mine) {
            guard isNext || now >= line.restDeadline else {
                sleep(until: line.restDeadline)
                return false
            }
            advance(now)
        } else {
            take(best, now)
        }
        return true
    }

    /// Whether the bytes after these may make a line of them that a rule says more specifically.
    private mutating func isWaiting(for coming: Specificity?, moreSpecificThan known: Specificity, _ now: Instant) -> Bool {
        guard let coming, coming > known, now < line.restDeadline else { return false }
        sleep(until: line.restDeadline)
        return true
    }

    private func isOptional(_ step: Step) -> Bool {
        if case .expect(let expectation) = step.action { expectation.optional } else { false }
    }

    /// Whether the first `count` bytes are a line of the steps after the current one, which says it more specifically; nil: they
    /// are none. - Returns: false while only the bytes after them can tell.
    private func isLineOfNextStep(_ count: Int, moreSpecificThan mine: Specificity) -> Bool? {
        var position = frames
        position[position.count - 1].index += 1
        while let last = position.last, last.index >= last.steps.count {
            switch last.kind {
            case .sequence, .block: position.removeLast()
            case .repeating, .looping, .anyOrder: return nil
            }
        }
        var isComing = false
        for var candidate in candidates(from: position, .start) {
            switch candidate.match(line.inbox) {
            case (.match(count, _), let alternative): if candidate.specificity(alternative) > mine { return true }
            case (.partial, let alternative): if candidate.specificity(alternative) > mine { isComing = true }
            case (.match, _), (.mismatch, _): break
            }
        }
        return isComing ? false : nil
    }

    /// `allowed`: a line that stands there whole, should the expected one not come of it.
    private mutating func waitOrTimeOut(_ list: [Candidate], _ step: Step, _ allowed: RuleReading.Match?, _ now: Instant) -> Bool
    {
        let deadline = list.map(deadline).max() ?? now
        guard now >= deadline else {
            sleep(until: deadline)
            return false
        }
        if let allowed {
            take(allowed, now)
            return true
        }
        if isOptional(step) {
            // The beginning of something: what follows will tell.
            guard line.inbox.isEmpty || now >= line.restDeadline else {
                sleep(until: line.restDeadline)
                return false
            }
            advance(now)
            return true
        }
        let first = list.first
        failTimeout(
            timeout(list, deadline),
            at: first?.location ?? step.location,
            expected: list.flatMap { $0.readable(captures: captures) },
            bytes: first?.fixedBytes(alternative: 0),
            now
        )
        return true
    }

    /// What is said of an answer that has not come by the deadline.
    private func timeout(_ list: [Candidate], _ deadline: Instant) -> String {
        let first = list.first
        let patience = list.map(\.patience).max() ?? .zero
        let waited = readable(deadline - line.dueSince)
        let limit = Interval(nanoseconds: Swift.max((deadline - line.dueSince).nanoseconds - patience.nanoseconds, 0))
        let more = patience > .zero ? ", nor in the \(readable(patience)) after that" : ""
        let hasStopped = first.flatMap(dataStop).map { $0 <= deadline } ?? false
        switch (line.inbox.isEmpty, hasStopped) {
        case (true, true): return "nothing came within \(waited)"
        case (true, false): return "nothing came within \(readable(limit))\(more)"
        case (false, true):
            let count = "\(line.inbox.unreadCount) of \(first?.payloadLength ?? 0) bytes"
            return "the data stop: after \(count) nothing came for \(readable(settings.dataGap))"
        case (false, false): return "the line is incomplete after \(waited)"
        }
    }

    private func deadline(_ candidate: Candidate) -> Instant {
        let own =
            candidate.deadline + candidate.patience
            + settings.time(of: Swift.max(candidate.payloadLength, line.inbox.unreadCount + 1))
        return dataStop(candidate).map { Swift.min(own, $0) } ?? own
    }

    /// When data count as having stopped: a while after the last byte, not when the command's patience is spent. The first thing that
    /// answers what the host sent has the command's limit. - Returns: nil where another limit is meant.
    private func dataStop(_ candidate: Candidate) -> Instant? {
        guard case .bytes = candidate.matcher, candidate.expectation.within == nil, !candidate.expectation.optional else {
            return nil
        }
        guard line.nextDeadline == nil, !dataMayPause, line.isAnswered || !line.inbox.isEmpty else { return nil }
        return Swift.max(line.dueSince, line.inbox.lastArrival ?? line.dueSince) + settings.dataGap + settings.time(of: 1)
    }

    /// An expectation is met by the first bytes of the inbox.
    private mutating func take(_ match: Reading.Match, _ now: Instant) {
        let (candidate, count, alternative) = (match.candidate, match.count, match.alternative)
        let arrival = count > 0 ? line.inbox.arrival(ofUnread: count - 1) : now
        let received = Array(line.inbox.unread.prefix(count))
        evidence.assertions += 1
        line.isAnswered = true
        line.inbox.consume(count)
        frames = candidate.frames
        waiting = nil
        line.nextDeadline = nil
        for (name, bytes) in match.captures { captures[name] = bytes }
        emit(.matched(line: candidate.location.line, count: count, time: now.nanoseconds), of: candidate.location)
        if case .line(_, let pattern) = candidate.matcher {
            if pattern.alternatives.indices.contains(alternative),
                case .result(number: 0) = pattern.alternatives[alternative].framing
            {
                remember { $0.confirmed() }
            }
            if alternative > 0 { noteVariant(of: pattern, alternative) }
        }
        holdAgainstTimes(candidate, received, at: arrival, now)
        line.dueSince = arrival
        clock.lateness = .zero
    }

    private mutating func holdAgainstTimes(_ candidate: Candidate, _ received: [UInt8], at arrival: Instant, _ now: Instant) {
        if let earliest = candidate.earliest, arrival < earliest {
            let limit = readable(earliest - line.dueSince)
            return fail(
                .fail,
                .device,
                "it came \(readable(earliest - arrival)) too early",
                at: candidate.location,
                time: now,
                expected: candidate.readable(captures: captures).map { "\($0), not before \(limit)" },
                received: received
            )
        }
        let deadline = candidate.deadline + settings.time(of: received.count)
        // An optional line came before what follows it, and nobody asked for more.
        guard arrival > deadline, !candidate.expectation.optional || candidate.expectation.within != nil else { return }
        guard !candidate.isFirm else { return tooLate(candidate, by: arrival - deadline, received, now) }
        let answer = candidate.readable(captures: captures).first ?? "an answer"
        let limit = readable(candidate.deadline - line.dueSince)
        evidence.note("late: \(answer) took more than \(limit), a limit that no clause gives")
    }

    private mutating func tooLate(_ candidate: Candidate, by lateness: Interval, _ received: [UInt8], _ now: Instant) {
        let mine = clock.lateness > settings.tolerance && lateness <= clock.lateness
        fail(
            mine ? .inconclusive : .fail,
            mine ? .host : .device,
            "it came \(readable(lateness)) too late",
            at: candidate.location,
            time: now,
            expected: candidate.readable(captures: captures),
            received: received
        )
    }

    private mutating func noteVariant(of pattern: LinePattern, _ alternative: Int) {
        guard alternative < pattern.alternatives.count else {
            return evidence.note("variant: displayed lines stand between two CR LF")
        }
        let used = pattern.alternatives[alternative].readable(captures: captures)
        let canonical = pattern.alternatives[0].readable(captures: captures)
        evidence.note("variant: \(used) for \(canonical)")
    }

    // MARK: Silence

    mutating func awaitSilence(_ step: Step, _ atLeast: Interval, _ atMost: Interval?, _ now: Instant) -> Bool {
        guard case .silence(let from)? = waiting else {
            waiting = .silence(from: line.dueSince)
            return true
        }
        let until = from + atLeast
        if !line.inbox.isEmpty, line.inbox.arrival(ofUnread: 0) < until {
            switch takeUnsolicited(now) {
            case .taken: return true
            case .mayCome:
                let rest = Swift.max(until, line.restDeadline)
                if now < rest {
                    sleep(until: rest)
                    return false
                }
            case .none: break
            }
            failMismatch(
                "the device spoke \(readable(line.inbox.arrival(ofUnread: 0) - from)) into a silence of \(readable(atLeast))",
                at: step.location,
                expected: ["silence"],
                bytes: [],
                offset: 0,
                now
            )
            return true
        }
        guard now >= until else {
            sleep(until: until)
            return false
        }
        evidence.assertions += 1
        advance(now)
        line.dueSince = until
        if let atMost { line.nextDeadline = from + atMost }
        return true
    }
}

/// A length of time as people say it.
func readable(_ interval: Interval) -> String {
    guard interval.nanoseconds == 0 || interval.nanoseconds >= 1_000_000 else { return "\(interval.nanoseconds / 1_000) µs" }
    let milliseconds = interval.nanoseconds / 1_000_000
    guard milliseconds >= 1_000 else { return "\(milliseconds) ms" }
    let (whole, rest) = (milliseconds / 1_000, milliseconds % 1_000)
    guard rest > 0 else { return "\(whole) s" }
    let digits = String(1_000 + rest).dropFirst()
    return "\(whole).\(digits) s"
}
