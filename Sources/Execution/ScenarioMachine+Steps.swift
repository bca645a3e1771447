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
        if let recovery { return goOnRecovering(recovery, now) }
        if pendingFailure != nil { return conclude(now) }
        if !echo.isEmpty { return takeEcho(now) }
        if let missed = rules.first(where: { $0.deadline.map { $0 <= now } ?? false }) {
            missRequired(missed, now)
            return true
        }
        for rule in rules { if let deadline = rule.deadline { sleep(until: deadline) } }
        guard let frame = frames.last else { return finishPart(now, bench) }
        guard frame.index < frame.steps.count else {
            return leaveFrame(now)
        }
        return perform(frame.steps[frame.index], now, bench)
    }

    private mutating func perform(_ step: Step, _ now: Instant, _ bench: any BenchControl) -> Bool {
        switch step.action {
        case .sendLine(let template):
            let line = template.bytes(captures)
            guard waitForGap(before: line, now) else { return false }
            advance(now)
            sendLine(line, step, now)
        case .sendBytes(let payload, let cut):
            return send(payload.bytes(captures), cut, step, now)
        case .expect, .either, .anyOrder:
            return awaitDevice(step, now)
        case .silence(let atLeast, let atMost):
            return awaitSilence(step, atLeast, atMost, now)
        case .wait(let interval):
            if case .pause(let until)? = waiting {
                guard now >= until else {
                    sleep(until: until)
                    return false
                }
                advance(now)
                dueSince = now
            } else {
                waiting = .pause(until: now + interval)
            }
        case .repeat(let count, let steps):
            advance(now)
            if count > 0 { frames.append(Frame(steps: steps, kind: .repeating(count - 1), rules: rules.count)) }
        case .loop(let variable, let values, let steps):
            advance(now)
            if let first = values.first {
                captures[variable] = first.bytes
                frames.append(
                    Frame(steps: steps, kind: .looping(variable: variable, values: values.dropFirst()), rules: rules.count)
                )
            }
        case .when(let condition, let then, let otherwise):
            advance(now)
            if case .unknown(let line) = condition, !holds(condition) {
                let text = DeviceMemory.said(of: line.bytes(captures))
                emit(.benchSaw(party: Self.bench, text: text, time: now.nanoseconds))
                return true
            }
            frames.append(Frame(steps: holds(condition) ? then : otherwise, kind: .sequence, rules: rules.count))
        case .check(let condition):
            advance(now)
            check(condition, step, now)
        case .unsolicited(let kind, let pattern):
            advance(now)
            rules.append(Rule(kind: kind, pattern: pattern, location: step.location, since: now))
        case .block(let phase, let name, let steps):
            advance(now)
            enterBlock(phase, name, steps, step.location, now)
        case .assume(let echo, let verbose, let quiet):
            advance(now)
            view.echo = echo ?? view.echo
            if echo != nil { view.echoIsOptional = false }
            view.verbose = verbose ?? view.verbose
            view.quiet = quiet ?? view.quiet
        case .allowNoEcho:
            advance(now)
            view.echoIsOptional = true
        case .note(let template, let variant):
            advance(now)
            let text = template.text(captures)
            notes.append(variant ? "variant: \(text)" : text)
            emit(.note(text: text, line: step.location.line, time: now.nanoseconds), of: step.location)
        case .cite(let requirement):
            advance(now)
            citation = requirement
        case .end(let verdict, let reason):
            advance(now)
            end(verdict, reason.text(captures), step, now)
        case .fact(let fact):
            advance(now)
            emit(.stimulus(text: step.location.text, line: step.location.line, time: now.nanoseconds), of: step.location)
            do {
                try bench.make(true: fact)
            } catch {
                fail(.error, .bench, error.reason, at: step.location, time: now)
            }
            dueSince = now
        case .act(let act):
            return perform(act, step, now, bench)
        case .observe(let observation, let within):
            return observe(observation, within, step, now, bench)
        case .drive(let signal, let isOn):
            act(.drive(signal, on: isOn), step, now)
        case .sendBreak(let duration):
            act(.sendBreak(duration), step, now)
        case .lineShows(let signal, let isOn, let within):
            return awaitSignal(signal, isOn, within, step, now)
        }
        return true
    }

    /// The current step is done.
    mutating func advance(_ now: Instant) {
        frames[frames.count - 1].index += 1
        waiting = nil
        hostLateness = .zero
    }

    /// A remark that is made once.
    mutating func note(_ text: String) {
        if !notes.contains(text) { notes.append(text) }
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
            guard waitForGap(before: bytes.prefix(Self.commandHead), now) else { return false }
        }
        repeat {
            guard next < pieces.count else { break }
            write(pieces[next], now)
            if next == 0 { remember { $0.sent(raw: bytes) } }
            hasUsedServices = true
            emit(.hostSent(pieces[next], line: step.location.line, time: now.nanoseconds), of: step.location)
            next += 1
        } while settings.pieceGap == .zero
        dueSince = lineFree
        lastWrite = now
        isAnswered = false
        if next < pieces.count {
            waiting = .pieces(next, at: lineFree + settings.pieceGap)
        } else {
            advance(now)
        }
        return true
    }

    private mutating func sendLine(_ line: [UInt8], _ step: Step, _ now: Instant) {
        let bytes = line + [view.s3]
        if view.echo {
            echo = bytes
            echoSource = step.location
        }
        write(bytes, now)
        emit(.hostSent(bytes, line: step.location.line, time: now.nanoseconds), of: step.location)
        isAnswered = false
        view.note(commandLine: line)
        remember { $0.sent(line) }
        loseKept(by: line)
        // 3GPP TS 27.007 §8.2: it may reset the device.
        if HostView.extendedCommand(of: line) == "+CFUN", line.contains(UInt8(ascii: "=")) {
            orderRestart(until: now + settings.startLimit)
        }
        if let name = HostView.extendedCommand(of: line), let limit = dialect.command(named: name)?.limit {
            commandLimit = Interval(nanoseconds: limit)
            hasUsedServices = true
            limitIsFirm = false
        } else {
            limitIsFirm = dialect.bindingTimings.contains(Dialect.TimingName.answer.rawValue)
            commandLimit = Interval(nanoseconds: dialect.timing(.answer))
        }
        lastLine = line
        dueSince = lineFree
        lastWrite = now
    }

    /// Nobody answers what is still on the line.
    private mutating func write(_ bytes: [UInt8], _ now: Instant) {
        strays.wrote(unread: inbox.unreadCount)
        outputs.append(.write(bytes))
        lineFree = Swift.max(lineFree, now) + settings.time(of: bytes.count)
    }

    /// Leaves the gap that the manual asks for before a parameter is written, also after whatever came before the scenario.
    /// - Returns: whether the line may go out now.
    private mutating func waitForGap(before line: some Sequence<UInt8>, _ now: Instant) -> Bool {
        guard settings.writeGap > .zero, isWrite(line) else { return true }
        let due = (max(lastWrite, inbox.lastArrival) ?? .start) + settings.writeGap
        guard now < due else { return true }
        waiting = .gap
        sleep(until: due)
        return false
    }

    /// Whether the line begins with the writing of a parameter: `AT#NAME=…`, or `AT#NAME` for one whose text is entered afterwards.
    private func isWrite(_ line: some Sequence<UInt8>) -> Bool {
        guard let name = HostView.extendedCommand(of: line), name.hasPrefix("#") else { return false }
        guard let sign = line.dropFirst("AT".utf8.count + name.utf8.count).first(where: { $0 != UInt8(ascii: " ") }) else {
            return isEntered(name)
        }
        return sign == UInt8(ascii: "=") || sign == view.s3 && isEntered(name)
    }

    private func isEntered(_ name: String) -> Bool {
        if case .entered? = dialect.parameter(named: String(name.dropFirst()))?.kind { true } else { false }
    }

    private func max(_ left: Instant?, _ right: Instant?) -> Instant? {
        guard let left, let right else { return left ?? right }
        return Swift.max(left, right)
    }

    /// Consumes the echo of the last host line, or what may stand before it. - Returns: false while nothing is decided.
    private mutating func takeEcho(_ now: Instant) -> Bool {
        let count = min(echo.count, inbox.unreadCount)
        var fitting = 0
        while fitting < count, inbox.bytes[inbox.start + fitting] == echo[fitting] { fitting += 1 }
        let patience = view.echoIsOptional ? .zero : settings.patience
        let deadline = dueSince + (commandLimit ?? settings.answerLimit) + patience + settings.time(of: echo.count)
        if fitting < count {
            switch takeUnsolicited(now) {
            case .taken: return true
            case .mayCome:
                if now < deadline {
                    sleep(until: deadline)
                    return false
                }
            case .none: break
            }
            if fitting == 0, view.echoIsOptional {
                missEcho()
                return true
            }
            failMismatch(
                "the command line is not echoed as it was sent",
                at: echoSource,
                expected: [visible(echo)],
                bytes: echo,
                offset: fitting,
                now
            )
            return true
        }
        guard fitting == echo.count else {
            guard now >= deadline else {
                sleep(until: deadline)
                return false
            }
            if view.echoIsOptional, inbox.isEmpty {
                missEcho()
                return true
            }
            failTimeout("the command line is not echoed", at: echoSource, expected: [visible(echo)], bytes: echo, now)
            return true
        }
        assertions += 1
        inbox.consume(echo.count)
        let source = echoSource ?? plan.location
        emit(.matched(line: source.line, count: echo.count, time: now.nanoseconds), of: source)
        echo = []
        return true
    }

    /// The manual promises no echo here, and none came.
    private mutating func missEcho() {
        echo = []
        note("variant: no echo while a process runs")
    }

    // MARK: Blocks

    private mutating func enterBlock(_ phase: Phase?, _ name: String?, _ steps: [Step], _ location: Location, _ now: Instant) {
        let kind = Frame.Kind.block(phase: phase, name: name, outerPhase: currentPhase, citation: citation)
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
            if frames.count == 1, phase == .preamble, let kept = plan.kept, name == kept.origin.preamble { begun() }
            citation = outerCitation
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
            if case .taken = takeUnsolicited(now) { return .changed }
            let deadline = rules[index].since + (within ?? commandLimit ?? settings.answerLimit)
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
