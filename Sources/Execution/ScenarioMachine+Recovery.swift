internal import Events
internal import Octets
internal import ScenarioLanguage
internal import Verdicts
public import World

// A device that restarts or falls silent, and the way back to its command line.
extension ScenarioMachine {
    /// How long a device that fell silent is asked before it is said to hang, in seconds rather than a service's longest patience.
    static let hangPatience = Interval.seconds(20)

    /// The scenario itself has ordered a restart: what the device says when it starts is expected, and its line may go and come back.
    public func mayRestart(at now: Instant) -> Bool { clock.restartAllowedUntil.map { now <= $0 } ?? false }

    mutating func orderRestart(until time: Instant) {
        clock.restartAllowedUntil = time
        remember { $0.forgetAll() }
        kept.lose()
    }

    // MARK: Restarts

    /// Whether the device has said that it starts, though nobody ordered that; the scenario ends then.
    mutating func noticeRestart(_ now: Instant) -> Bool {
        guard let name = lineNames.first(where: { lines[$0].restarts.seen != nil }), let text = lines[name].restarts.seen else {
            return false
        }
        lines[name].restarts.reset()
        guard !mayRestart(at: now) else { return false }
        breakDown(.crash, "the device started anew in the middle of the scenario: it sent ‘\(text)’", on: name, now)
        return true
    }

    /// Ends the scenario at once: there is nobody any more whom a postamble could bring back.
    mutating func breakDown(_ kind: Finding.Kind, _ summary: String, on name: LineName, _ now: Instant) {
        let first = evidence.findings.first
        let unread = Array(lines[name].inbox.unread.suffix(Self.evidenceLimit))
        record(
            .fail,
            .device,
            kind: kind,
            named(summary, name),
            at: currentLocation ?? evidence.stopped,
            time: now,
            expected: kind == .hang ? first?.expected ?? [] : [],
            received: unread
        )
        abandon()
        finish(now)
    }

    // MARK: Recovery

    /// Brings the device back to its command line on every line, if the settings say how. - Returns: whether it does.
    mutating func recover(for purpose: Recovery.Purpose, _ now: Instant, _ bench: any BenchControl) -> Bool {
        guard settings.recovery != nil else { return false }
        // Nothing of the bench keeps the device busy any more, but what a service may wait for on its own.
        if case .postambles = purpose {
            bench.endConnections()
            raiseSignals()
        }
        return recover(.first, for: purpose, now)
    }

    private mutating func recover(_ name: LineName, for purpose: Recovery.Purpose, _ now: Instant) -> Bool {
        guard var assignment = settings.recovery else { return false }
        assignment.identifies = false
        assignment.wayOut = lines[name].data.wayOut
        assignment.otherRates = plan.rates[name] ?? []
        if !assignment.otherRates.isEmpty { put(.setRate(nil, on: name)) }
        switch purpose {
        case .postambles:
            let left = lines[name].dueSince + (lines[name].commandLimit ?? .zero) - now
            assignment.endsConnections = false
            assignment.patience = Swift.max(Self.hangPatience, assignment.patience, left)
        case .restart:
            // What the device keeps is for the scenario to find.
            assignment.endsReports = false
            assignment.patience = Swift.max(settings.startLimit, assignment.patience)
        }
        let heardBefore = lines[name].inbox.lastArrival != nil
        let probe = DeviceProbe(assignment, at: now)
        var recovery = Recovery(probe: probe, purpose: purpose, on: name, heardBefore: heardBefore)
        recovery.hear(lines[name].inbox.unread)
        lines[name].inbox.discard()
        stage = .recovering(recovery)
        return true
    }

    /// Carries the probe on. - Returns: false while it waits.
    mutating func goOn(recovering recovery: Recovery, _ now: Instant) -> Bool {
        var recovery = recovery
        let name = recovery.on
        if !lines[name].inbox.isEmpty {
            recovery.probe.receive(Array(lines[name].inbox.unread), at: now)
            recovery.hear(lines[name].inbox.unread)
            lines[name].inbox.discard()
        }
        let produced = recovery.probe.advance(at: now)
        stage = .recovering(recovery)
        for output in produced {
            switch output {
            case .setRate(let rate): put(.setRate(rate, on: name))
            case .write(let bytes):
                put(.write(bytes, on: name))
                emit(.hostSent(bytes, line: plan.location.line, time: now.nanoseconds, on: name.text), of: plan.location)
                lines[name].wrote(taking: settings.time(of: bytes.count), at: now)
            case .finished(let outcome):
                stage = .running
                meetRequired(by: recovery.heard, on: name)
                recovered(outcome, recovery, now)
                return true
            }
        }
        sleep(until: recovery.probe.wake)
        return !produced.isEmpty
    }

    private mutating func recovered(_ outcome: DeviceProbe.Outcome, _ recovery: Recovery, _ now: Instant) {
        if case .ready = outcome, let next = lineNames.first(where: { $0 > recovery.on }) {
            _ = recover(next, for: recovery.purpose, now)
            return
        }
        switch (outcome, recovery.purpose) {
        case (.ready, .postambles):
            beginPostambles(now)
        case (.ready, .restart):
            evidence.assertions += 1
            advance(now)
            for index in lines.indices {
                lines[index].inbox.discard()
                lines[index].begin()
            }
            lines.count(from: now)
            orderRestart(until: now + settings.startLimit)
        case (.refused(let command, let answer), .postambles):
            evidence.notes.append("\(command), which the rig sets up, was answered with \(answer)")
            beginPostambles(now)
        case (.silent, .postambles):
            guard recovery.heardBefore || settings.isKnownToAnswer else { return finish(now) }
            breakDown(.hang, "the device hangs: it answers nothing any more, not even AT", on: recovery.on, now)
        case (.garbage(let sample), .postambles), (.confused(let sample), .postambles):
            evidence.notes.append("afterwards the device did not answer AT with OK, but with \(visible(sample.suffix(64)))")
            finish(now)
        case (.silent, .restart(let step)), (.garbage, .restart(let step)), (.confused, .restart(let step)),
            (.refused, .restart(let step)):
            record(
                .inconclusive,
                .bench,
                "the device does not answer AT after it was switched off and on",
                at: step.location,
                time: now
            )
            abandon()
            finish(now)
        }
    }

    /// The device is in command mode, in the modes that scenarios begin in.
    private mutating func beginPostambles(_ now: Instant) {
        for index in lines.indices { lines[index].begin() }
        enterPostambles(now)
    }
}
