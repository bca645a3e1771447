internal import BenchFacts
internal import Dialects
internal import Events
internal import Octets
internal import ScenarioLanguage
internal import Verdicts
internal import World

extension ScenarioMachine {
    /// Does the next thing that can be done now. - Returns: false when there is nothing to do until something happens.
    mutating func goOn(_ now: Instant, _ bench: any BenchControl) -> Bool {
        guard bench.isSettled else {
            sleep(until: now + settings.observationLimit)
            return false
        }
        if noticeRestart(now) { return true }
        switch stage {
        case .running: return run(now, bench)
        case .gathering(let pending): return conclude(pending, now)
        case .recovering(let recovery): return goOn(recovering: recovery, now)
        case .ended: return false
        }
    }

    private mutating func run(_ now: Instant, _ bench: any BenchControl) -> Bool {
        if let name = lineNames.first(where: { !lines[$0].echo.isEmpty }) { return takeEcho(name, now) }
        if lines.count > 1, noticeForbidden(now) { return true }
        if let missed = rules.first(where: { $0.deadline.map { $0 <= now } ?? false }) {
            // It may have come while a step waits that does not look at the line.
            if takeUnsolicited(missed.on, now) == .taken { return true }
            missRequired(missed, now)
            return true
        }
        for rule in rules { if let deadline = rule.deadline { sleep(until: deadline) } }
        let last = frames.count - 1
        guard last >= 0 else { return finishPart(now, bench) }
        guard frames[last].index < frames[last].steps.count else { return leaveFrame(now) }
        let step = frames[last].steps[frames[last].index]
        return exchange(step, now, bench) ?? perform(step, now, bench)
    }

    /// A step that may wait. - Returns: whether something has come of it; nil: the step is none.
    private mutating func exchange(_ step: Step, _ now: Instant, _ bench: any BenchControl) -> Bool? {
        switch step.action {
        case .sendLine(let template):
            let line = template.bytes(captures)
            guard waitForGap(before: line, on: step.on, now) else { return false }
            advance(now)
            send(line: line, step, now)
            return true
        case .sendBytes(let payload, let cut): return send(payload.bytes(captures), cut, step, now)
        case .expect, .either, .anyOrder: return awaitDevice(step, now)
        case .silence(let atLeast, let atMost): return awaitSilence(step, atLeast, atMost, now)
        case .stillness(let interval, let beyond): return awaitStillness(step, interval, beyond, now)
        case .wait(let interval): return pause(interval, now)
        case .act(let act): return perform(act, step, now, bench)
        case .observe(let observation, let within): return observe(observation, within, step, now, bench)
        case .lineShows(let signal, let isOn, let within): return awaitSignal(signal, isOn, within, step, now)
        case .repeat, .loop, .when, .check, .unsolicited, .block, .assume, .allowNoEcho, .note, .cite, .end, .fact, .drive,
            .sendBreak, .setRate:
            return nil
        }
    }

    /// A step that is done at once.
    private mutating func perform(_ step: Step, _ now: Instant, _ bench: any BenchControl) -> Bool {
        advance(now)
        switch step.action {
        case .repeat(let count, let steps):
            if count > 0 { enter(steps, .repeating(count - 1)) }
        case .loop(let variable, let values, let steps):
            guard let first = values.first else { break }
            captures[variable] = first.bytes
            enter(steps, .looping(variable: variable, values: values.dropFirst()))
        case .when(let condition, let then, let otherwise): choose(condition, then, otherwise, now)
        case .check(let condition): check(condition, step, now)
        case .unsolicited(let kind, let pattern):
            rules.append(Rule(kind: kind, pattern: pattern, on: step.on, location: step.location, since: now))
        case .block(let phase, let name, let steps): enterBlock(phase, name, steps, step.location, now)
        case .assume(let echo, let verbose, let quiet): lines[step.on].view.assume(echo: echo, verbose: verbose, quiet: quiet)
        case .allowNoEcho: lines[step.on].view.echoIsOptional = true
        case .note(let template, let variant): note(template.text(captures), variant, step, now)
        case .cite(let requirement): evidence.citation = requirement
        case .end(let verdict, let reason): end(verdict, reason.text(captures), step, now)
        case .fact(let fact): make(fact, step, now, bench)
        case .drive(let signal, let isOn):
            if !isOn { hasDroppedSignals = true }
            act(.drive(signal, on: isOn, line: step.on), step, now)
        case .sendBreak(let duration): act(.sendBreak(duration, on: step.on), step, now)
        case .setRate(let rate): act(.setRate(rate, on: step.on), step, now)
        case .sendLine, .sendBytes, .expect, .either, .anyOrder, .silence, .stillness, .wait, .act, .observe, .lineShows:
            preconditionFailure("a step that may wait")
        }
        return true
    }

    private mutating func pause(_ interval: Interval, _ now: Instant) -> Bool {
        guard case .pause(let until)? = waiting else {
            waiting = .pause(until: now + interval)
            return true
        }
        guard now >= until else {
            sleep(until: until)
            return false
        }
        advance(now)
        lines.count(from: now)
        return true
    }

    /// The steps are next; what is said of unsolicited lines in them ends with them.
    private mutating func enter(_ steps: [Step], _ kind: Frame.Kind) {
        frames.append(Frame(steps: steps, kind: kind, rules: rules.count))
    }

    private mutating func choose(_ condition: Condition, _ then: [Step], _ otherwise: [Step], _ now: Instant) {
        if case .unknown(let line) = condition, !holds(condition) {
            let bytes = line.bytes(captures)
            lines.note(valuesIn: HostView.extendedCommands(of: bytes))
            let text = DeviceMemory.said(of: bytes)
            return emit(.benchSaw(party: Self.bench, text: text, time: now.nanoseconds, kept: .held(bytes)))
        }
        enter(holds(condition) ? then : otherwise, .sequence)
    }

    private mutating func note(_ text: String, _ isVariant: Bool, _ step: Step, _ now: Instant) {
        evidence.notes.append(isVariant ? "variant: \(text)" : text)
        emit(.note(text: text, line: step.location.line, time: now.nanoseconds), of: step.location)
    }

    /// The current step is done.
    mutating func advance(_ now: Instant) {
        frames[frames.count - 1].index += 1
        waiting = nil
        clock.lateness = .zero
    }

    // MARK: Host lines

    /// Enough bytes of raw ones to see whether they write a parameter.
    private static let commandHead = 64

    /// Sends the bytes, in pieces that are far enough apart to arrive as pieces. - Returns: false while it waits.
    private mutating func send(_ bytes: [UInt8], _ cut: Cut, _ step: Step, _ now: Instant) -> Bool {
        let pieces = cut.pieces(of: bytes)
        var next = 0
        if case .pieces(let index, let due)? = waiting {
            guard now >= due else {
                sleep(until: due)
                return false
            }
            next = index
        } else {
            guard waitForGap(before: bytes.prefix(Self.commandHead), on: step.on, now) else { return false }
            if failsPrompt(step, now) { return true }
        }
        let unread = lines[step.on].inbox.unreadCount
        repeat {
            guard next < pieces.count else { break }
            if next == 0 { noteStrays(step.on) }
            write(pieces[next], on: step.on, now)
            if next == 0 { remember { $0.sent(raw: bytes, on: step.on) } }
            hasUsedServices = true
            emit(.hostSent(pieces[next], line: step.location.line, time: now.nanoseconds, on: step.on.text), of: step.location)
            next += 1
        } while settings.pieceGap == .zero
        lines[step.on].isAnswered = false
        // Where they are echoed, each piece of them has an answer.
        lines[step.on].due = lines[step.on].data.isIdle && !lines[step.on].view.echo ? .answer : .nothing
        lines.count(from: lines[step.on].freeFrom, on: step.on)
        if next < pieces.count {
            waiting = .pieces(next, at: lines[step.on].freeFrom + settings.pieceGap)
        } else {
            advance(now)
            expectEcho(lines[step.on].data.sends(bytes), of: step)
            if lines[step.on].data.isHostsAloneAndOver {
                lines[step.on].due = .confirmation
                lines[step.on].strays.ended(unread: unread)
            }
        }
        return true
    }

    private mutating func expectEcho(_ bytes: [UInt8], of step: Step) {
        guard !bytes.isEmpty else { return }
        lines[step.on].echo = bytes
        lines[step.on].echoSource = step.location
    }

    private mutating func send(line command: [UInt8], _ step: Step, _ now: Instant) {
        let name = step.on
        let bytes = command + [lines[name].view.s3]
        let isData = lines[name].data.takesHost
        expectEcho(isData ? lines[name].data.sends(bytes) : lines[name].view.echo ? bytes : [], of: step)
        noteStrays(name)
        write(bytes, on: name, now)
        emit(.hostSent(bytes, line: step.location.line, time: now.nanoseconds, on: name.text), of: step.location)
        lines[name].isAnswered = false
        lines[name].due = isData ? .nothing : .answer
        lines.count(from: lines[name].freeFrom, on: name)
        guard !isData else { return }
        lines[name].view.note(commandLine: command)
        let commands = HostView.extendedCommands(of: command)
        lines.note(valuesIn: commands)
        lines[name].data.reader.note(sent: commands)
        remember { $0.sent(command, on: name) }
        if !inPostamble { kept.lose(by: command) }
        let extended = HostView.extendedCommand(of: command)
        // 3GPP TS 27.007 §8.2: it may reset the device.
        if extended == "+CFUN", command.contains(UInt8(ascii: "=")) { orderRestart(until: now + settings.startLimit) }
        if let limit = extended.flatMap({ given.reading.limit(of: $0) }) {
            lines[name].commandLimit = limit
            hasUsedServices = true
            lines[name].limitIsFirm = false
        } else {
            lines[name].commandLimit = given.reading.answerLimit
            lines[name].limitIsFirm = given.reading.answerLimitIsFirm
        }
        lines[name].lastLine = command
    }

    /// Nobody answers what is still on the line.
    private mutating func noteStrays(_ name: LineName) { lines[name].strays.wrote(unread: lines[name].inbox.unreadCount) }

    private mutating func write(_ bytes: [UInt8], on name: LineName, _ now: Instant) {
        put(.write(bytes, on: name))
        lines[name].wrote(taking: settings.time(of: bytes.count), at: now)
    }

    /// Leaves the gap that the manual asks for before a parameter is written, also after whatever came before the scenario.
    /// - Returns: whether the line may go out now.
    private mutating func waitForGap(before command: some Sequence<UInt8>, on name: LineName, _ now: Instant) -> Bool {
        let view = lines[name].view
        let gap = given.reading.gap(before: Array(command), view, writing: settings.writeGap)
        guard gap > .zero else { return true }
        let due = (max(lines[name].lastWrite, lines[name].inbox.lastArrival) ?? .start) + gap
        guard now < due else { return true }
        waiting = .gap
        sleep(until: due)
        return false
    }

    private func max(_ left: Instant?, _ right: Instant?) -> Instant? {
        guard let left, let right else { return left ?? right }
        return Swift.max(left, right)
    }

    /// Consumes the echo of the last host line, or what may stand before it. - Returns: false while nothing is decided.
    private mutating func takeEcho(_ name: LineName, _ now: Instant) -> Bool {
        let echo = lines[name].echo
        let fitting = lines[name].inbox.countFitting(echo)
        if fitting == echo.count {
            onTaken?(
                Taken(
                    by: .echo,
                    count: echo.count,
                    on: name,
                    location: lines[name].echoSource ?? plan.location,
                    requirement: evidence.citation
                )
            )
            evidence.assertions += 1
            consume(echo.count, on: name, at: lines[name].echoSource ?? plan.location, now)
            lines[name].echo = []
            return true
        }
        let patience = lines[name].view.echoIsOptional ? .zero : settings.patience
        let limit = lines[name].commandLimit ?? settings.answerLimit
        let deadline = lines[name].dueSince + limit + patience + settings.time(of: echo.count)
        if fitting < lines[name].inbox.unreadCount { return takeInPlaceOfEcho(name, fitting, deadline, now) }
        guard now >= deadline else {
            sleep(until: deadline)
            return false
        }
        if lines[name].view.echoIsOptional, lines[name].inbox.isEmpty {
            missEcho(name)
            return true
        }
        failTimeout(
            "the command line is not echoed",
            on: name,
            at: lines[name].echoSource,
            expected: [visible(echo)],
            bytes: echo,
            now
        )
        return true
    }

    /// Something else than the echo has come. - Parameter fitting: How many of its bytes are the echo's.
    private mutating func takeInPlaceOfEcho(_ name: LineName, _ fitting: Int, _ deadline: Instant, _ now: Instant) -> Bool {
        switch takeUnsolicited(name, now) {
        case .taken: return true
        case .mayCome:
            if now < deadline {
                sleep(until: deadline)
                return false
            }
        case .none: break
        }
        let line = lines[name]
        if fitting == 0, line.view.echoIsOptional {
            missEcho(name)
            return true
        }
        failMismatch(
            "the command line is not echoed as it was sent",
            on: name,
            at: line.echoSource,
            expected: [visible(line.echo)],
            bytes: line.echo,
            offset: fitting,
            now
        )
        return true
    }

    /// The manual promises no echo here, and none came.
    private mutating func missEcho(_ name: LineName) {
        lines[name].echo = []
        let isSaid = lines[name].view.echoIsSaid
        evidence.note(isSaid ? "variant: no echo while a process runs" : "variant: command lines are not echoed")
    }

    // MARK: Blocks

    private mutating func enterBlock(_ phase: Phase?, _ name: String?, _ steps: [Step], _ location: Location, _ now: Instant) {
        let kind = Frame.Kind.block(phase: phase, name: name, outerPhase: currentPhase, citation: evidence.citation)
        frames.append(Frame(steps: steps, kind: kind, use: name == nil ? nil : location, rules: rules.count))
        if let phase { emit(.phaseEntered(phase, name: name, time: now.nanoseconds)) }
    }

    var currentPhase: Phase {
        if inPostamble { return .postamble }
        for frame in frames.reversed() { if case .block(let phase?, _, _, _) = frame.kind { return phase } }
        return .body
    }

    /// The innermost sequence has come to its end. - Returns: false while a line that it requires is waited for.
    private mutating func leaveFrame(_ now: Instant) -> Bool {
        guard let frame = frames.last else { return true }
        if let first = frame.rules, first < rules.count {
            switch settleRequired(from: first, now) {
            case .met: break
            case .waiting: return false
            case .changed: return true
            }
            rules.removeSubrange(first...)
        }
        switch frame.kind {
        case .sequence, .anyOrder:
            frames.removeLast()
        case .repeating(let more):
            if more > 0 {
                frames[frames.count - 1] = Frame(steps: frame.steps, kind: .repeating(more - 1), rules: frame.rules)
            } else {
                frames.removeLast()
            }
        case .looping(let variable, let values):
            if let next = values.first {
                captures[variable] = next.bytes
                frames[frames.count - 1] = Frame(
                    steps: frame.steps,
                    kind: .looping(variable: variable, values: values.dropFirst()),
                    rules: frame.rules
                )
            } else {
                frames.removeLast()
            }
        case .block(let phase, let name, let outer, let outerCitation):
            frames.removeLast()
            if frames.count == 1, phase == .preamble, let preamble = plan.kept?.origin.preamble, name == preamble, !inPostamble {
                let left = settings.carried ?? CarriedOver(captures: captures)
                kept.begin(left)
            }
            evidence.citation = outerCitation
            if phase != nil { emit(.phaseEntered(outer, name: nil, time: now.nanoseconds)) }
        }
        return true
    }

    enum Settlement {
        case met
        case waiting
        /// A line was taken, or one was missed.
        case changed
    }

    /// At the end of a block every `require` in it must have been met.
    mutating func settleRequired(from first: Int, _ now: Instant) -> Settlement {
        for index in rules.indices.dropFirst(first) {
            guard case .require(let within) = rules[index].kind, !rules[index].satisfied else { continue }
            if takeUnsolicited(rules[index].on, now) == .taken { return .changed }
            let deadline = rules[index].since + (within ?? lines[rules[index].on].commandLimit ?? settings.answerLimit)
            if now < deadline {
                sleep(until: deadline)
                waiting = .settling
                return .waiting
            }
            missRequired(rules[index], now)
            return .changed
        }
        return .met
    }
}
