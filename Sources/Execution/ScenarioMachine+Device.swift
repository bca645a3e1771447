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

        var best: (candidate: Candidate, count: Int, captures: [(name: String, bytes: [UInt8])], alternative: Int)?
        var furthest: (candidate: Candidate, offset: Int, alternative: Int)?
        /// How narrowly those that still fit say what they wait for; only rules are compared with it.
        var fitting: Specificity?
        let hasRules = !rules.isEmpty
        if !inbox.isEmpty {
            for index in list.indices {
                let (result, alternative) = list[index].match(inbox)
                switch result {
                case .match(let count, let found):
                    // As if the bytes came one by one: what is complete first is taken, the most specific among equals.
                    if let known = best {
                        guard count <= known.count else { continue }
                        let theirs = known.candidate.specificity(known.alternative)
                        if count == known.count, list[index].specificity(alternative) <= theirs { continue }
                    }
                    best = (list[index], count, found, alternative)
                case .partial:
                    let specificity = hasRules ? list[index].specificity(alternative) : Specificity()
                    fitting = Swift.max(fitting ?? specificity, specificity)
                case .mismatch(let offset):
                    if furthest.map({ offset > $0.offset }) ?? true { furthest = (list[index], offset, alternative) }
                }
            }
        }
        waiting = .candidates(list)
        let rules = readRules()
        if let best {
            let mine = best.candidate.specificity(best.alternative)
            let rival = rules.match.flatMap { $0.specificity > mine ? $0 : nil }
            if let coming = rules.coming, coming > rival?.specificity ?? mine, now < restDeadline {
                sleep(until: restDeadline)
                return false
            }
            if let rival {
                take(rival, now)
            } else if isOptional(step), let isNext = isLineOfNextStep(best.count, moreSpecificThan: mine) {
                guard isNext || now >= restDeadline else {
                    sleep(until: restDeadline)
                    return false
                }
                advance(now)
            } else {
                take(best.candidate, best.count, best.captures, best.alternative, now)
            }
            return true
        }
        if let match = rules.match, fitting.map({ match.specificity > $0 }) ?? true {
            if let coming = rules.coming, coming > match.specificity, now < restDeadline {
                sleep(until: restDeadline)
                return false
            }
            take(match, now)
            return true
        }
        if fitting != nil || rules.coming != nil { return waitOrTimeOut(list, step, rules.match, now) }
        if let furthest {
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
        return waitOrTimeOut(list, step, nil, now)
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
            switch candidate.match(inbox) {
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
            guard inbox.isEmpty || now >= restDeadline else {
                sleep(until: restDeadline)
                return false
            }
            advance(now)
            return true
        }
        let first = list.first
        let patience = list.map(\.patience).max() ?? .zero
        let waited = readable(deadline - dueSince)
        let limit = Interval(nanoseconds: Swift.max((deadline - dueSince).nanoseconds - patience.nanoseconds, 0))
        let more = patience > .zero ? ", nor in the \(readable(patience)) after that" : ""
        let stopped = first.flatMap(dataStop).map { $0 <= deadline } ?? false
        failTimeout(
            inbox.isEmpty
                ? stopped ? "nothing came within \(waited)" : "nothing came within \(readable(limit))\(more)"
                : stopped
                    ? "the data stop: after \(inbox.unreadCount) of \(first?.payloadLength ?? 0) bytes nothing came for \(readable(settings.dataGap))"
                    : "the line is incomplete after \(waited)",
            at: first?.location ?? step.location,
            expected: list.flatMap { $0.readable(captures: captures) },
            bytes: first?.fixedBytes(alternative: 0),
            now
        )
        return true
    }

    private func deadline(_ candidate: Candidate) -> Instant {
        let own =
            candidate.deadline + candidate.patience + settings.time(of: Swift.max(candidate.payloadLength, inbox.unreadCount + 1))
        return dataStop(candidate).map { Swift.min(own, $0) } ?? own
    }

    /// When data count as having stopped: a while after the last byte, not when the command's patience is spent. The first thing that
    /// answers what the host sent has the command's limit. - Returns: nil where another limit is meant.
    private func dataStop(_ candidate: Candidate) -> Instant? {
        guard case .bytes = candidate.matcher, candidate.expectation.within == nil, !candidate.expectation.optional else {
            return nil
        }
        guard nextDeadline == nil, !dataMayPause, isAnswered || !inbox.isEmpty else { return nil }
        return Swift.max(dueSince, inbox.lastArrival ?? dueSince) + settings.dataGap + settings.time(of: 1)
    }

    /// An expectation is met by the first `count` bytes of the inbox.
    private mutating func take(
        _ candidate: Candidate,
        _ count: Int,
        _ found: [(name: String, bytes: [UInt8])],
        _ alternative: Int,
        _ now: Instant
    ) {
        let arrival = count > 0 ? inbox.arrival(ofUnread: count - 1) : now
        let received = Array(inbox.unread.prefix(count))
        assertions += 1
        isAnswered = true
        inbox.consume(count)
        frames = candidate.frames
        waiting = nil
        nextDeadline = nil
        for (name, bytes) in found { captures[name] = bytes }
        emit(.matched(line: candidate.location.line, count: count, time: now.nanoseconds), of: candidate.location)
        if case .line(_, let pattern) = candidate.matcher, pattern.alternatives.indices.contains(alternative),
            case .result(number: 0) = pattern.alternatives[alternative].framing
        {
            remember { $0.confirmed() }
        }
        if case .line(_, let pattern) = candidate.matcher, alternative > 0 {
            noteVariant(of: pattern, alternative)
        }
        if let earliest = candidate.earliest, arrival < earliest {
            fail(
                .fail,
                .device,
                "it came \(readable(earliest - arrival)) too early",
                at: candidate.location,
                time: now,
                expected: candidate.readable(captures: captures).map { "\($0), not before \(readable(earliest - dueSince))" },
                received: received
            )
        } else if case let deadline = candidate.deadline + settings.time(of: count), arrival > deadline {
            if candidate.expectation.optional, candidate.expectation.within == nil {
                // It came before what follows it, and nobody asked for more.
            } else if !candidate.isFirm {
                let limit = readable(candidate.deadline - dueSince)
                note(
                    "late: \(candidate.readable(captures: captures).first ?? "an answer") took more than \(limit), a limit that no clause gives"
                )
            } else {
                tooLate(candidate, by: arrival - deadline, received, now)
            }
        }
        dueSince = arrival
        hostLateness = .zero
    }

    private mutating func tooLate(_ candidate: Candidate, by lateness: Interval, _ received: [UInt8], _ now: Instant) {
        let mine = hostLateness > settings.tolerance && lateness <= hostLateness
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
            return note("variant: displayed lines stand between two CR LF")
        }
        let used = pattern.alternatives[alternative].readable(captures: captures)
        let canonical = pattern.alternatives[0].readable(captures: captures)
        note("variant: \(used) for \(canonical)")
    }

    // MARK: Silence

    mutating func awaitSilence(_ step: Step, _ atLeast: Interval, _ atMost: Interval?, _ now: Instant) -> Bool {
        guard case .silence(let from)? = waiting else {
            waiting = .silence(from: dueSince)
            return true
        }
        let until = from + atLeast
        if !inbox.isEmpty, inbox.arrival(ofUnread: 0) < until {
            switch takeUnsolicited(now) {
            case .taken: return true
            case .mayCome:
                let rest = Swift.max(until, restDeadline)
                if now < rest {
                    sleep(until: rest)
                    return false
                }
            case .none: break
            }
            failMismatch(
                "the device spoke \(readable(inbox.arrival(ofUnread: 0) - from)) into a silence of \(readable(atLeast))",
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
        assertions += 1
        advance(now)
        dueSince = until
        if let atMost { nextDeadline = from + atMost }
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
