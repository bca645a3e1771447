internal import BenchFacts
internal import Dialects
internal import Events
internal import Octets
internal import ScenarioLanguage
internal import Verdicts
internal import World

extension ScenarioMachine {
    /// Makes a party act and, where the act must come to something, waits for it.
    mutating func perform(_ act: BenchAction<Written>, _ step: Step, _ now: Instant, _ bench: any BenchControl) -> Bool {
        let action: BenchAction<Exact>
        do {
            action = try act.filled(by: CaptureFiller(captures))
        } catch {
            fail(.error, .suite, "the port is not a number of 1 to 65535", at: step.location, time: now)
            return true
        }
        let isPowerCycle = action == .device(.powerCycle)
        if case .observation(let until)? = waiting {
            let outcome = bench.outcome(of: action)
            if isPowerCycle, outcome == .holds, recover(for: .restart(step), now, bench) { return true }
            return settle(outcome, until: until, step, now)
        }
        if isPowerCycle {
            orderRestart(until: now + Self.powerCycleLimit + settings.startLimit)
            for index in lines.indices { lines[index].begin() }
        }
        emit(.stimulus(text: step.location.text, line: step.location.line, time: now.nanoseconds), of: step.location)
        bench.perform(action)
        let limit = isPowerCycle ? Self.powerCycleLimit : settings.observationLimit
        waiting = .observation(until: now + limit)
        return true
    }

    /// What switches a device off and on has a limit of its own, which is shorter.
    private static let powerCycleLimit = Interval.seconds(90)

    /// Waits for something to have been seen on the bench.
    mutating func observe(
        _ observation: BenchObservation<Written>,
        _ within: Interval?,
        _ step: Step,
        _ now: Instant,
        _ bench: any BenchControl
    ) -> Bool {
        guard case .observation(let until)? = waiting else {
            waiting = .observation(
                until: within.map { lines.dueSince + $0 } ?? now + settings.observationLimit + settings.patience
            )
            return true
        }
        let state = bench.evaluate(observation.filled(by: CaptureFiller(captures)))
        if state == .holds, within == nil, now + settings.patience > until {
            evidence.note("late: seen after more than \(readable(settings.observationLimit)), a limit that no clause gives")
        }
        return settle(state, until: until, step, now)
    }

    /// Makes something true of what surrounds the device.
    mutating func make(_ fact: BenchFact, _ step: Step, _ now: Instant, _ bench: any BenchControl) {
        emit(.stimulus(text: step.location.text, line: step.location.line, time: now.nanoseconds), of: step.location)
        do {
            try bench.make(true: fact)
        } catch {
            fail(.error, .bench, error.reason, at: step.location, time: now)
        }
        lines.count(from: now)
    }

    /// Does something to the line beside its bytes.
    mutating func act(_ output: Output, _ step: Step, _ now: Instant) {
        emit(.stimulus(text: step.location.text, line: step.location.line, time: now.nanoseconds))
        put(output)
        lines.count(from: now)
    }

    /// Waits for one of the modem's signals to be on or off.
    mutating func awaitSignal(_ signal: LineSignal, _ isOn: Bool, _ within: Interval?, _ step: Step, _ now: Instant) -> Bool {
        guard case .observation(let until)? = waiting else {
            waiting = .observation(until: lines.dueSince + (within ?? settings.observationLimit))
            return true
        }
        if let seen = signals[step.on.number][signal] {
            return settle(
                seen == isOn ? .holds : .notYet(named("\(signal.rawValue) is \(seen ? "on" : "off")", step.on)),
                until: until,
                step,
                now
            )
        }
        // What nobody said is not off. The line may tell it in time.
        let untold = named("the line to the device has never told whether \(signal.rawValue) is on", step.on)
        return settle(now < until ? .notYet(untold) : .unreached(untold), until: until, step, now)
    }

    private mutating func settle(_ state: ObservationState, until: Instant, _ step: Step, _ now: Instant) -> Bool {
        switch state {
        case .holds:
            evidence.assertions += 1
            advance(now)
            lines.countOn(from: now)
        case .violated(let reason):
            fail(.fail, .device, reason, at: step.location, time: now)
        case .impossible(let reason):
            fail(.error, .suite, reason, at: step.location, time: now)
        case .ended(let reason):
            // What the device says of it is still to come, or on the line already.
            leaveOut(reason, at: step.location, time: now)
            advance(now)
            lines.countOn(from: now)
        case .unreached(let reason):
            fail(.inconclusive, .bench, reason, at: step.location, time: now)
        case .notYet(let seen):
            guard now >= until else {
                sleep(until: until)
                return false
            }
            fail(.fail, .device, "not seen in time: \(seen)", at: step.location, time: now)
        }
        return true
    }

    // MARK: Conditions

    func holds(_ condition: Condition) -> Bool {
        switch condition {
        case .feature(let name): dialect.features.contains(name)
        case .equal(let left, let right): left.bytes(captures) == right.bytes(captures)
        case .notEqual(let left, let right): left.bytes(captures) != right.bytes(captures)
        case .less(let left, let right): compare(left, right) { $0 < $1 }
        case .atMost(let left, let right): compare(left, right) { $0 <= $1 }
        case .not(let inner): !holds(inner)
        case .unknown(let line): memory?.holds(line.bytes(captures)) != true
        }
    }

    /// Numbers compare as numbers; anything that is no number compares false.
    private func compare(_ left: Template, _ right: Template, _ order: (Int, Int) -> Bool) -> Bool {
        guard let left = Int(left.text(captures)), let right = Int(right.text(captures)) else { return false }
        return order(left, right)
    }

    mutating func check(_ condition: Condition, _ step: Step, _ now: Instant) {
        evidence.assertions += 1
        guard !holds(condition) else { return }
        fail(
            .fail,
            .device,
            "the check does not hold: \(values(of: condition))",
            at: step.location,
            time: now
        )
    }

    private func values(of condition: Condition) -> String {
        switch condition {
        case .feature(let name): "feature \(name)"
        case .equal(let left, let right): pair(left, "is not", right)
        case .notEqual(let left, let right): pair(left, "is", right)
        case .less(let left, let right): notANumber(left, right) ?? pair(left, "is not less than", right)
        case .atMost(let left, let right): notANumber(left, right) ?? pair(left, "is more than", right)
        case .not(let inner): "not (\(values(of: inner)))"
        case .unknown(let line): "\(visible(line.bytes(captures))) is known to hold"
        }
    }

    private func notANumber(_ values: Template...) -> String? {
        values.map { $0.text(captures) }.first { Int($0) == nil }.map { "\(visible(Array($0.utf8))) is no number" }
    }

    private func pair(_ left: Template, _ relation: String, _ right: Template) -> String {
        "\(visible(left.bytes(captures))) \(relation) \(visible(right.bytes(captures)))"
    }
}
