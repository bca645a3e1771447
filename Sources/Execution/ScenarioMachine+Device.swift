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

        let readings = read(&list)
        waiting = .candidates(list)
        if let best = readings.first { return decide(for: best, list[best.candidate], step, now) }
        var allowed: RuleReading.Match?
        var isOpen = false
        for reading in readings.lines {
            let rules = readRules(reading.on)
            if let match = rules.match, reading.fitting.map({ match.specificity > $0 }) ?? true {
                guard !isWaiting(for: rules.coming, moreSpecificThan: match.specificity, on: reading.on, now) else {
                    return false
                }
                take(match, now)
                return true
            }
            guard reading.fitting != nil || rules.coming != nil || reading.furthest == nil else { continue }
            isOpen = true
            allowed = allowed ?? rules.match
        }
        guard !isOpen, let misfit = readings.lines.lazy.compactMap(\.furthest).first else {
            return waitOrTimeOut(list, step, allowed, now)
        }
        let furthest = list[misfit.candidate]
        let name = furthest.on
        switch takePossibleEcho(name, now) {
        case .taken: return true
        case .mayCome:
            sleep(until: lines[name].restDeadline)
            return false
        case .none: break
        }
        if isOptional(step) {
            advance(now)
            return true
        }
        failMismatch(
            "the device sent something else",
            on: name,
            at: furthest.location,
            expected: list.filter { $0.on == name }.flatMap { $0.readable(captures: captures) },
            bytes: furthest.fixedBytes(alternative: misfit.alternative),
            offset: Swift.max(misfit.offset, 0),
            now
        )
        return true
    }

    /// What the candidates of one line make of the bytes at hand.
    private struct Reading {
        /// Candidates are named by their places in the list.
        struct Match {
            var candidate: Int
            var count: Int
            var captures: [(name: String, bytes: [UInt8])]
            var alternative: Int
        }
        let on: LineName
        /// What is complete first, as if the bytes came one by one; the most specific among equals.
        var best: Match?
        /// How narrowly those that still fit say what they wait for.
        var fitting: Specificity?
        /// Of those that do not fit, the one that did longest.
        var furthest: (candidate: Int, offset: Int, alternative: Int)?

        /// - Parameter hasRules: Only rules are compared with what fits.
        mutating func note(
            _ result: MatchResult,
            _ alternative: Int,
            of index: Int,
            in list: [Candidate],
            hasRules: Bool
        ) {
            switch result {
            case .match(let count, let found):
                if let known = best {
                    guard count <= known.count else { return }
                    if count == known.count,
                        list[index].specificity(alternative) <= list[known.candidate].specificity(known.alternative)
                    {
                        return
                    }
                }
                best = Match(candidate: index, count: count, captures: found, alternative: alternative)
            case .partial:
                let specificity = hasRules ? list[index].specificity(alternative) : Specificity()
                fitting = Swift.max(fitting ?? specificity, specificity)
            case .mismatch(let offset):
                if furthest.map({ offset > $0.offset }) ?? true { furthest = (index, offset, alternative) }
            }
        }
    }

    private struct Readings {
        var lines: [Reading] = []
        /// What is complete first of all.
        var first: Reading.Match?
    }

    /// Reads every line that a candidate waits for.
    private func read(_ list: inout [Candidate]) -> Readings {
        var readings = Readings()
        var earliest: Instant?
        for name in lineNames where list.contains(where: { $0.on == name }) {
            let inbox = lines[name].inbox
            var reading = Reading(on: name)
            for index in list.indices where list[index].on == name && !inbox.isEmpty {
                let (result, alternative) = list[index].match(inbox)
                reading.note(result, alternative, of: index, in: list, hasRules: !rules.isEmpty)
            }
            readings.lines.append(reading)
            guard let best = reading.best else { continue }
            let arrival = best.count > 0 ? inbox.arrival(ofUnread: best.count - 1) : .start
            if let earliest, earliest <= arrival { continue }
            (readings.first, earliest) = (best, arrival)
        }
        return readings
    }

    /// Takes what is complete, unless a rule says more specifically what it is, or the next step does.
    private mutating func decide(for best: Reading.Match, _ candidate: Candidate, _ step: Step, _ now: Instant) -> Bool {
        let mine = candidate.specificity(best.alternative)
        let name = candidate.on
        let rules = readRules(name)
        let rival = rules.match.flatMap { $0.specificity > mine ? $0 : nil }
        guard !isWaiting(for: rules.coming, moreSpecificThan: rival?.specificity ?? mine, on: name, now) else { return false }
        if let rival {
            take(rival, now)
        } else if isOptional(step), let isNext = isLineOfNextStep(best.count, on: name, moreSpecificThan: mine) {
            guard isNext || now >= lines[name].restDeadline else {
                sleep(until: lines[name].restDeadline)
                return false
            }
            advance(now)
        } else if !failsCount(candidate, best.count, now) {
            take(best, candidate, now)
        }
        return true
    }

    /// Whether the bytes after these may make a line of them that a rule says more specifically.
    private mutating func isWaiting(
        for coming: Specificity?,
        moreSpecificThan known: Specificity,
        on name: LineName,
        _ now: Instant
    ) -> Bool {
        guard let coming, coming > known, now < lines[name].restDeadline else { return false }
        sleep(until: lines[name].restDeadline)
        return true
    }

    private func isOptional(_ step: Step) -> Bool {
        if case .expect(let expectation) = step.action { expectation.optional } else { false }
    }

    /// Whether the first `count` bytes are a line of the steps after the current one, which says it more specifically; nil: they
    /// are none. - Returns: false while only the bytes after them can tell.
    private func isLineOfNextStep(_ count: Int, on name: LineName, moreSpecificThan mine: Specificity) -> Bool? {
        var position = frames
        position[position.count - 1].index += 1
        while let last = position.last, last.index >= last.steps.count {
            switch last.kind {
            case .sequence, .block: position.removeLast()
            case .repeating, .looping, .anyOrder: return nil
            }
        }
        var isComing = false
        for var candidate in candidates(from: position, .start) where candidate.on == name {
            switch candidate.match(lines[name].inbox) {
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
        let deadline = list.map { self.deadline($0) }.max() ?? now
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
            guard lines[step.on].inbox.isEmpty || now >= lines[step.on].restDeadline else {
                sleep(until: lines[step.on].restDeadline)
                return false
            }
            advance(now)
            return true
        }
        let first = list.first
        failTimeout(
            timeout(list, deadline),
            on: first?.on ?? step.on,
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
        let line = lines[first?.on ?? .first]
        let patience = list.map(\.patience).max() ?? .zero
        let waited = readable(deadline - line.dueSince)
        let limit = Interval(nanoseconds: Swift.max((deadline - line.dueSince).nanoseconds - patience.nanoseconds, 0))
        let more = patience > .zero ? ", nor in the \(readable(patience)) after that" : ""
        let hasStopped = first.flatMap { dataStop($0) }.map { $0 <= deadline } ?? false
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
        let line = lines[candidate.on]
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
        let line = lines[candidate.on]
        guard line.nextDeadline == nil, line.isAnswered || !line.inbox.isEmpty, !plan.makesDataPause else { return nil }
        return Swift.max(line.dueSince, line.inbox.lastArrival ?? line.dueSince) + settings.dataGap + settings.time(of: 1)
    }

    /// An expectation is met by the first bytes of the inbox.
    private mutating func take(_ match: Reading.Match, _ candidate: Candidate, _ now: Instant) {
        let (count, alternative) = (match.count, match.alternative)
        let name = candidate.on
        let arrival = count > 0 ? lines[name].inbox.arrival(ofUnread: count - 1) : now
        let received = Array(lines[name].inbox.unread.prefix(count))
        tell(of: candidate, alternative, received)
        if cameEarly(candidate, alternative) { return failEarly(candidate, received, now) }
        evidence.assertions += 1
        lines[name].isAnswered = true
        if let behind = candidate.frames { frames = behind } else { frames[frames.count - 1].index += 1 }
        waiting = nil
        lines[name].nextDeadline = nil
        for (name, bytes) in match.captures { captures[name] = bytes }
        consume(count, on: name, at: candidate.location, now)
        var framing: LinePattern.Framing?
        if case .line(let forms, let pattern) = candidate.matcher {
            let matcher = forms[alternative]
            framing = pattern.alternatives[matcher.alternative].framing
            if framing == .result(number: 0) { remember { $0.confirmed(on: name) } }
            noteVariant(matcher, of: pattern)
        }
        noteData(received, on: name, isLine: framing != nil, framing: framing, at: candidate.location, now)
        holdAgainstTimes(candidate, received, at: arrival, now)
        lines.count(from: arrival, on: name)
        clock.lateness = .zero
    }

    /// The first bytes at hand came before the host had sent what they are to answer. Where that is echoed, the echo shows it.
    private func cameEarly(_ candidate: Candidate, _ alternative: Int) -> Bool {
        guard !lines[candidate.on].isAnswered, lines[candidate.on].strays.count > 0 else { return false }
        switch lines[candidate.on].due {
        case .nothing: return false
        case .answer: return true
        case .confirmation: return isOK(candidate, alternative)
        }
    }

    private func isOK(_ candidate: Candidate, _ alternative: Int) -> Bool {
        guard case .line(let forms, let pattern) = candidate.matcher else { return false }
        return pattern.alternatives[forms[alternative].alternative].framing == .result(number: 0)
    }

    private mutating func failEarly(_ candidate: Candidate, _ received: [UInt8], _ now: Instant) {
        fail(
            .fail,
            .device,
            named("it came before the host had sent what it answers", candidate.on),
            at: candidate.location,
            time: now,
            expected: candidate.readable(captures: captures),
            received: received
        )
    }

    private func tell(of candidate: Candidate, _ alternative: Int, _ received: [UInt8]) {
        guard let onTaken else { return }
        var taken = Taken(
            by: .expectation(isOptional: candidate.expectation.optional),
            count: received.count,
            on: candidate.on,
            location: candidate.location,
            requirement: evidence.citation
        )
        if case .line(let forms, _) = candidate.matcher {
            taken.open = forms[alternative].openPlaces(in: received)
        } else {
            taken.isBytes = true
        }
        taken.isUnordered = frames.contains { if case .anyOrder = $0.kind { true } else { false } }
        // The device may give up before the host has ended its data.
        taken.isAmongData =
            !lines[candidate.on].data.isIdle || lines[candidate.on].due == .confirmation && !isOK(candidate, alternative)
        switch frames.last.map({ $0.steps[$0.index].action }) {
        case .anyOrder?: taken.isUnordered = true
        case .either?: taken.isBranch = true
        default: break
        }
        onTaken(taken)
    }

    private mutating func holdAgainstTimes(_ candidate: Candidate, _ received: [UInt8], at arrival: Instant, _ now: Instant) {
        if let earliest = candidate.earliest, arrival < earliest {
            let limit = readable(earliest - lines[candidate.on].dueSince)
            return fail(
                .fail,
                .device,
                named("it came \(readable(earliest - arrival)) too early", candidate.on),
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
        let limit = readable(candidate.deadline - lines[candidate.on].dueSince)
        evidence.note("late: \(answer) took more than \(limit), a limit that no clause gives")
    }

    private mutating func tooLate(_ candidate: Candidate, by lateness: Interval, _ received: [UInt8], _ now: Instant) {
        let mine = clock.lateness > settings.tolerance && lateness <= clock.lateness
        fail(
            mine ? .inconclusive : .fail,
            mine ? .host : .device,
            named("it came \(readable(lateness)) too late", candidate.on),
            at: candidate.location,
            time: now,
            expected: candidate.readable(captures: captures),
            received: received
        )
    }

    private mutating func noteVariant(_ matcher: LineMatcher, of pattern: LinePattern) {
        if let variant = matcher.variant { return evidence.note("variant: \(variant)") }
        guard matcher.alternative > 0, pattern.alternatives[matcher.alternative].isRemarkable else { return }
        let used = pattern.alternatives[matcher.alternative].readable(captures: captures)
        let canonical = pattern.alternatives[0].readable(captures: captures)
        evidence.note("variant: \(used) for \(canonical)")
    }

    // MARK: Silence

    mutating func awaitSilence(_ step: Step, _ atLeast: Interval, _ atMost: Interval?, _ now: Instant) -> Bool {
        guard case .silence(let from)? = waiting else {
            waiting = .silence(from: lines[step.on].dueSince)
            return true
        }
        let line = lines[step.on]
        let until = from + atLeast
        if !line.inbox.isEmpty, line.inbox.arrival(ofUnread: 0) < until {
            switch takeUnsolicited(step.on, now) {
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
                on: step.on,
                at: step.location,
                expected: ["silence"],
                bytes: [],
                offset: 0,
                now
            )
            return true
        }
        guard waitOut(step, until, now) else { return false }
        if let atMost { lines[step.on].nextDeadline = from + atMost }
        return true
    }

    /// Nothing that is wrong has come: once the time is over, the step has held. - Returns: false until then.
    private mutating func waitOut(_ step: Step, _ until: Instant, _ now: Instant) -> Bool {
        guard now >= until else {
            sleep(until: until)
            return false
        }
        evidence.assertions += 1
        advance(now)
        lines.count(from: until, on: step.on)
        return true
    }

    /// Waits out a time in which no more than so many bytes may come. They are left for the steps to come, with those at hand.
    mutating func awaitStillness(_ step: Step, _ interval: Interval, _ beyond: Int, _ now: Instant) -> Bool {
        let atHand = lines[step.on].inbox.unreadCount
        guard case .stillness(let until, let most)? = waiting else {
            waiting = .stillness(until: lines[step.on].dueSince + interval, most: atHand + beyond)
            return true
        }
        guard atHand <= most || lines[step.on].inbox.arrival(ofUnread: most) >= until else {
            fail(
                .fail,
                .device,
                named("more than \(beyond) bytes came in \(readable(interval)) in which nothing was to come", step.on),
                at: step.location,
                time: now,
                expected: ["at most \(beyond) bytes"],
                received: Array(lines[step.on].inbox.unread.dropFirst(most))
            )
            return true
        }
        return waitOut(step, until, now)
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
