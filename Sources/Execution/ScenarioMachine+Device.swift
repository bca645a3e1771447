internal import Events
internal import Octets
internal import ScenarioLanguage
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
        var partial = false
        if !inbox.isEmpty {
            for index in list.indices {
                let (result, alternative) = list[index].match(inbox)
                switch result {
                case .match(let count, let found):
                    // As if the bytes came one by one: what is complete first is taken, the first written among equals.
                    if best.map({ count < $0.count }) ?? true { best = (list[index], count, found, alternative) }
                case .partial: partial = true
                case .mismatch(let offset):
                    if furthest.map({ offset > $0.offset }) ?? true { furthest = (list[index], offset, alternative) }
                }
            }
        }
        waiting = .candidates(list)
        if let best {
            take(best.candidate, best.count, best.captures, best.alternative, now)
            return true
        }
        if !partial, let furthest {
            if takeUnsolicited(now) { return true }
            if unsolicitedMayCome { return waitOrTimeOut(list, step, now) }
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
        return waitOrTimeOut(list, step, now)
    }

    private func isOptional(_ step: Step) -> Bool {
        if case .expect(let expectation) = step.action { expectation.optional } else { false }
    }

    private mutating func waitOrTimeOut(_ list: [Candidate], _ step: Step, _ now: Instant) -> Bool {
        let deadline =
            list.map { $0.deadline + settings.time(of: Swift.max($0.payloadLength, inbox.unreadCount + 1)) }.max() ?? now
        guard now >= deadline else {
            sleep(until: deadline)
            return false
        }
        if isOptional(step), inbox.isEmpty {
            advance(now)
            return true
        }
        let first = list.first
        failTimeout(
            inbox.isEmpty
                ? "nothing came within \(readable(deadline - dueSince))"
                : "the line is incomplete after \(readable(deadline - dueSince))",
            at: first?.location ?? step.location,
            expected: list.flatMap { $0.readable(captures: captures) },
            bytes: first?.fixedBytes(alternative: 0),
            now
        )
        return true
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
        inbox.consume(count)
        frames = candidate.frames
        waiting = nil
        nextDeadline = nil
        for (name, bytes) in found { captures[name] = bytes }
        emit(.matched(line: candidate.location.line, count: count, time: now.nanoseconds), of: candidate.location)
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
            tooLate(candidate, by: arrival - deadline, received, now)
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
        let used = pattern.alternatives[alternative].readable(captures: captures)
        let canonical = pattern.alternatives[0].readable(captures: captures)
        let text = "variant: \(used) for \(canonical)"
        if !notes.contains(text) { notes.append(text) }
    }

    // MARK: Unsolicited lines

    /// Consumes one allowed or required line at the head of the inbox. - Returns: whether there was one (or a forbidden one failed).
    mutating func takeUnsolicited(_ now: Instant) -> Bool {
        guard !inbox.isEmpty else { return false }
        for index in rules.indices.reversed() {
            let rule = rules[index]
            for alternative in rule.pattern.alternatives {
                guard let matcher = LineMatcher(alternative, view: view, captures: captures),
                    case .match(let count, let found) = matcher.match(inbox.bytes, from: inbox.start)
                else { continue }
                if rule.kind == .forbid {
                    failMismatch(
                        "a forbidden line came",
                        at: rule.location,
                        expected: ["no " + alternative.readable(captures: captures)],
                        bytes: nil,
                        offset: 0,
                        now
                    )
                    return true
                }
                for (name, bytes) in found { captures[name] = bytes }
                if case .require = rule.kind {
                    guard !rule.satisfied else { continue }
                    rules[index].satisfied = true
                    assertions += 1
                }
                inbox.consume(count)
                emit(.matched(line: rule.location.line, count: count, time: now.nanoseconds), of: rule.location)
                return true
            }
        }
        return false
    }

    /// The bytes at hand may be the beginning of an unsolicited line.
    private var unsolicitedMayCome: Bool {
        rules.contains { rule in
            rule.pattern.alternatives.contains { alternative in
                guard let matcher = LineMatcher(alternative, view: view, captures: captures),
                    case .partial = matcher.match(inbox.bytes, from: inbox.start)
                else { return false }
                return true
            }
        }
    }

    mutating func missRequired(_ rule: Rule, _ now: Instant) {
        fail(
            .fail,
            .device,
            "a required line did not come",
            at: rule.location,
            time: now,
            expected: rule.pattern.alternatives.map { $0.readable(captures: captures) },
            received: Array(inbox.unread.prefix(256))
        )
    }

    // MARK: Silence

    mutating func awaitSilence(_ step: Step, _ atLeast: Interval, _ atMost: Interval?, _ now: Instant) -> Bool {
        guard case .silence(let from)? = waiting else {
            waiting = .silence(from: dueSince)
            return true
        }
        let until = from + atLeast
        if !inbox.isEmpty, inbox.arrival(ofUnread: 0) < until {
            if takeUnsolicited(now) { return true }
            if unsolicitedMayCome, now < until {
                sleep(until: until)
                return false
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
