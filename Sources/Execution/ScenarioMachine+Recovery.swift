internal import Events
internal import Octets
internal import ScenarioLanguage
internal import Verdicts
public import World

// A device that restarts or falls silent, and the way back to its command line.
extension ScenarioMachine {
    /// What the device is asked for, and what follows its answer.
    struct Recovery {
        enum Purpose {
            /// The body has failed, or is being stopped: the postambles follow.
            case postambles
            /// It has been switched off and on: the scenario goes on.
            case restart(Step)
        }
        var probe: DeviceProbe
        var purpose: Purpose
    }

    /// How long a device that fell silent is asked before it is said to hang, in seconds rather than a service's longest patience.
    static let hangPatience = Interval.seconds(20)

    /// The scenario itself has ordered a restart: what the device says when it starts is expected, and its line may go and come back.
    public func mayRestart(at now: Instant) -> Bool { restartAllowedUntil.map { now <= $0 } ?? false }

    mutating func orderRestart(until time: Instant) {
        restartAllowedUntil = time
        remember { $0.forgetAll() }
        loseKept()
    }

    // MARK: Restarts

    /// Whether the device has said that it starts, though nobody ordered that; the scenario ends then.
    mutating func noticeRestart(_ now: Instant) -> Bool {
        guard let text = restarts.seen else { return false }
        restarts.reset()
        guard !mayRestart(at: now) else { return false }
        breakDown(.crash, "the device started anew in the middle of the scenario: it sent ‘\(text)’", now)
        return true
    }

    /// Ends the scenario at once: there is nobody any more whom a postamble could bring back.
    mutating func breakDown(_ kind: Finding.Kind, _ summary: String, _ now: Instant) {
        let first = findings.first
        let unread = Array(inbox.unread.suffix(Self.evidenceLimit))
        record(
            .fail,
            .device,
            kind: kind,
            summary,
            at: currentLocation ?? stopped,
            time: now,
            expected: kind == .hang ? first?.expected ?? [] : [],
            received: unread
        )
        pendingFailure = nil
        abandon()
        finish(now)
    }

    // MARK: Recovery

    /// Brings the device back to its command line, if the settings say how. - Returns: whether it does.
    mutating func recover(for purpose: Recovery.Purpose, _ now: Instant, _ bench: any BenchControl) -> Bool {
        guard var assignment = settings.recovery else { return false }
        assignment.identifies = false
        switch purpose {
        case .postambles:
            // Nothing of the bench keeps the device busy any more, but what a service may wait for on its own.
            bench.endConnections()
            let left = dueSince + (commandLimit ?? .zero) - now
            assignment.endsConnections = false
            assignment.patience = Swift.max(Self.hangPatience, assignment.patience, left)
        case .restart:
            assignment.patience = Swift.max(settings.startLimit, assignment.patience)
        }
        heardBefore = inbox.lastArrival != nil
        inbox.discard()
        recovery = Recovery(probe: DeviceProbe(assignment, at: now), purpose: purpose)
        return true
    }

    /// Carries the probe on. - Returns: false while it waits.
    mutating func goOnRecovering(_ recovery: Recovery, _ now: Instant) -> Bool {
        var recovery = recovery
        if !inbox.isEmpty {
            recovery.probe.receive(Array(inbox.unread), at: now)
            inbox.discard()
        }
        let produced = recovery.probe.advance(at: now)
        self.recovery = recovery
        for output in produced {
            switch output {
            case .write(let bytes):
                outputs.append(.write(bytes))
                emit(.hostSent(bytes, line: plan.location.line, time: now.nanoseconds), of: plan.location)
                lastWrite = now
                lineFree = Swift.max(lineFree, now) + settings.time(of: bytes.count)
            case .finished(let outcome):
                self.recovery = nil
                recovered(outcome, recovery.purpose, now)
                return true
            }
        }
        sleep(until: recovery.probe.wake)
        return !produced.isEmpty
    }

    private mutating func recovered(_ outcome: DeviceProbe.Outcome, _ purpose: Recovery.Purpose, _ now: Instant) {
        switch (outcome, purpose) {
        case (.ready, .postambles):
            beginPostambles(now)
        case (.ready, .restart):
            assertions += 1
            advance(now)
            inbox.discard()
            view = HostView()
            commandLimit = nil
            dueSince = now
            orderRestart(until: now + settings.startLimit)
        case (.refused(let command, let answer), .postambles):
            notes.append("\(command), which the rig sets up, was answered with \(answer)")
            beginPostambles(now)
        case (.silent, .postambles):
            guard heardBefore || settings.isKnownToAnswer else { return finish(now) }
            breakDown(.hang, "the device hangs: it answers nothing any more, not even AT", now)
        case (.garbage(let sample), .postambles), (.confused(let sample), .postambles):
            notes.append("afterwards the device did not answer AT with OK, but with \(visible(sample.suffix(64)))")
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
        view = HostView()
        commandLimit = nil
        enterPostambles(now)
    }
}
