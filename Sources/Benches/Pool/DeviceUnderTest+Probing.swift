internal import Events
internal import Execution
internal import Octets
internal import Rigs
internal import ScenarioLanguage
internal import Verdicts
internal import World

// Before a scenario the device is brought back to its command line, when it may have left it.
extension DeviceUnderTest {
    /// A device that is starting may stay silent from now on for as long as its rig says.
    func awaitStart(_ job: Job) {
        forget()
        isStarting = true
        job.patience = loop.now + (setup.rig.bootTime ?? Self.startLimit)
    }

    func probe(_ job: Job) {
        job.carried = nil
        if isStarting, identity != nil, job.patience == nil { awaitStart(job) }
        job.restarts = RestartWatch(setup.rig.startTexts)
        probe(job, on: .first)
    }

    private func probe(_ job: Job, on name: LineName) {
        var assignment = setup.assignment(for: job.dialect)
        assignment.identifies = identity == nil
        // What was to end has been ended by the first line.
        assignment.endsConnections = assignment.endsConnections && name == .first
        if let patience = job.patience { assignment.patience = max(assignment.patience, patience - loop.now) }
        job.probed = name
        let port = lines[name.number].lend()
        port.delegate = self
        state = .probing(job, DeviceProbe(assignment, at: loop.now), port, timer: nil)
        goOnProbing()
    }

    func goOnProbing() {
        guard case .probing(let job, var probe, let port, let timer) = state else { return }
        let outputs = probe.advance(at: loop.now)
        if let timer { clock.cancelTimer(timer) }
        state = .probing(job, probe, port, timer: clock.setTimer(after: max(probe.wake - loop.now, .zero)))
        for output in outputs {
            switch output {
            case .write(let bytes): port.write(bytes)
            case .setRate(let rate): port.setRate(rate)
            case .finished(let outcome): probed(job, outcome)
            }
        }
    }

    private func probed(_ job: Job, _ outcome: DeviceProbe.Outcome) {
        let place = job.placeProbed
        if job.isStopped { return end(job, with: unfinished(job)) }
        switch outcome {
        case .ready(let answers):
            lastAnswer = loop.now
            if identity == nil, job.departure == nil {
                identity = answers
                for answer in answers {
                    let text = "\(answer.command): \(answer.lines.joined(separator: " · "))"
                    job.onEvent(.benchSaw(party: "device", text: text, time: 0))
                }
            }
            if let next = LineName.first(lines.count).first(where: { $0 > job.probed }) { return probe(job, on: next) }
            isStarting = false
            hungIn = nil
            if job.departure != nil { return returned(job) }
            start(job)
        case .silent:
            let text =
                "\(place)the device does not answer AT: not a byte comes; it is off, or in a data mode that its far end alone can end"
            unanswered(job, text, isSilent: true)
        case .garbage: unanswered(job, "\(place)the device answers with garbage: is the baud rate right?")
        case .confused(let sample):
            unanswered(job, "\(place)the device does not answer AT with OK, but with \(visible(sample.suffix(64)))")
        case .refused(let command, let answer):
            lose(job, "\(place)the device does not answer \(command), which its rig sets up, with OK, but with \(answer)")
        }
    }

    private func unanswered(_ job: Job, _ reason: String, isSilent: Bool = false) {
        if let departure = job.departure {
            let what = isSilent ? reason : "\(reason): another port of the same modem may have taken its name"
            job.onEvent(.scenarioEnded(departure.result.explained("the line went and came back, but \(what)")))
            lose(job, "the line came back, but \(what)")
        } else if case .none = hungIn, isSilent, identity != nil, !isStarting {
            // It has answered, and nothing has happened since that is on record.
            hungIn = job.plan.name
            isStarting = true
            let hang = ScenarioResult.single(
                .fail,
                .device,
                kind: .hang,
                "the device hangs: \(job.placeProbed)it answers nothing any more, not even AT"
            )
            end(job, with: excuse(hang, "fell silent"))
        } else if !job.isPowerCycled, let hooks, hooks.canPowerCycle {
            job.isPowerCycled = true
            job.onEvent(.benchSaw(party: ScenarioMachine.bench, text: "power cycle: \(reason)", time: 0))
            hooks.powerCycle()
            state = .powerCycling(job)
            step()
        } else if let hungIn {
            let remedy = job.isPowerCycled ? ", even after a power cycle" : ", and the rig has no ‘power cycle’"
            lose(
                job,
                Loss(reason: "not run: the device hangs since ‘\(hungIn)’\(remedy)", verdict: .inconclusive, domain: .device)
            )
        } else {
            lose(job, job.isPowerCycled ? "\(reason), even after a power cycle" : reason)
        }
    }
}

extension DeviceUnderTest.Job {
    /// Where the device is asked, for messages.
    fileprivate var placeProbed: String { probed.text.map { "on line \($0) " } ?? "" }
}

extension DeviceUnderTest: SerialPortDelegate, HostDelegate {
    func serialPort(_: any SerialPort, received bytes: [UInt8]) {
        guard case .probing(let job, var probe, let port, let timer) = state else { return }
        job.restarts.receive(bytes)
        if let text = job.restarts.seen, !isStarting {
            isStarting = true
            isSuspect = true
            let crash = ScenarioResult.single(
                .fail,
                .device,
                kind: .crash,
                "the device started anew by itself: it sent ‘\(text)’"
            )
            return end(job, with: excuse(crash, "started anew"))
        }
        probe.receive(bytes, at: loop.now)
        state = .probing(job, probe, port, timer: timer)
        goOnProbing()
    }

    func serialPortDrained(_ port: any SerialPort) {}

    /// The line itself says so to its owner.
    func serialPortClosed(_ port: any SerialPort, reason: String) {}

    func host(_ host: any Host, saw event: HostEvent) {
        if let returnTimer, event == .timer(returnTimer) { lookForLine() } else { goOnProbing() }
    }
}
