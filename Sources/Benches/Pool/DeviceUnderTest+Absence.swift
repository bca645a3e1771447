internal import Events
internal import Execution
internal import Rigs
internal import ScenarioLanguage
internal import Verdicts
internal import World

// A line that goes: a restart takes it off the bus for a while, a fault for good.
extension DeviceUnderTest: DeviceLineOwner {
    /// How often a line that has gone is looked for.
    private static let returnPause = Interval.milliseconds(200)

    func lineLeft(_ reason: String) {
        forget()
        // One port of a device has gone already, and the others follow it.
        guard absentUntil == nil else { return }
        guard lines.allSatisfy(\.canReturn) else { return gone("the line to the device is gone: \(reason)") }
        let bootTime = setup.rig.bootTime ?? Self.startLimit
        switch state {
        case .running(let job, let run):
            if run.mayRestart {
                absentUntil = loop.now + bootTime
                run.benchLogged(party: "line", text: "gone for the restart: \(reason)")
            } else {
                run.interrupt(reason: "the line to the device is gone: \(reason)", domain: .bench, verdict: .error)
                isSuspect = true
                if let result = run.result { job.departure = (result, reason, loop.now) }
                absentUntil = loop.now + max(Self.absenceLimit, setup.rig.bootTime ?? .zero)
                state = .away(job)
            }
        case .probing(let job, let probe, _, _):
            // One that has answered is up, unless its rig says how long it starts.
            if !isStarting || probe.hasAnswered && setup.rig.bootTime == nil {
                isSuspect = true
                job.departure = (.problem("the line to the device is gone: \(reason)"), reason, loop.now)
            }
            awaitReturn(job, bootTime)
        case .powerCycling(let job), .settingUp(let job, _), .away(let job): awaitReturn(job, bootTime)
        case .idle:
            absentUntil = loop.now + max(Self.absenceLimit, bootTime)
        }
        returnTimer = clock.setTimer(after: Self.returnPause)
    }

    /// One of its lines has gone.
    var isAway: Bool { lines.contains { $0.absence != nil } }

    private func awaitReturn(_ job: Job, _ bootTime: Interval) {
        // One that comes and goes is not waited for for ever.
        let first = job.firstAbsence ?? loop.now
        job.firstAbsence = first
        absentUntil = first + max(Self.absenceLimit, bootTime)
    }

    func lookForLine() {
        guard let absentUntil, let reason = lines.compactMap(\.absence).first else { return }
        guard lines.map({ $0.reopen() }).allSatisfy({ $0 }) else {
            guard loop.now >= absentUntil else {
                returnTimer = clock.setTimer(after: Self.returnPause)
                return
            }
            return gone("the line to the device is gone: \(reason)")
        }
        self.absentUntil = nil
        switch state {
        case .running: break
        case .away(let job), .probing(let job, _, _, _):
            awaitStart(job)
            probe(job)
        case .idle, .settingUp, .powerCycling:
            isSuspect = true
            isStarting = true
            step()
        }
    }

    /// The line does not come back.
    func gone(_ reason: String) {
        absentUntil = nil
        switch state {
        case .idle: set(aside: reason)
        case .running(let job, let run):
            cut(job, run, reason)
            lose(job, reason)
        case .settingUp(let job, _), .powerCycling(let job), .probing(let job, _, _, _), .away(let job):
            if let departure = job.departure { job.onEvent(.scenarioEnded(departure.result)) }
            lose(job, reason)
        }
    }

    /// The line went though nothing had the device start, is back, and the device answers.
    func returned(_ job: Job) {
        guard let departure = job.departure else { return }
        let seconds = (loop.now - departure.time).nanoseconds / 1_000_000_000
        let what = "its line was gone for \(seconds) s (\(departure.reason))"
        guard line.isOfDevice else { return end(job, with: departure.result) }
        let crash = departure.result.brokenDown(.crash, "the device started anew: \(what)")
        end(job, with: excuse(crash, "started anew"))
    }
}
