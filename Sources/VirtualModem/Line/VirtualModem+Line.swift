import ATCommands
import Dialects
import Octets
import World

/// The host's bytes: of command lines, of an entry, of a session's data.
extension VirtualModem {
    mutating func receive(_ bytes: [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty {
            switch line.mode {
            case .command:
                receiveCommand(&rest)
                // Of a command line, and not yet data: the host has not seen the answer.
                if case .data = line.mode, line.hasJustEndedLine, rest.first == 0x0A { rest.removeFirst() }
            case .entry(let entry): enter(&rest, entry)
            case .data(let mode): receiveData(&rest, mode)
            case .call(let escape): receiveCallData(&rest, escape)
            }
        }
        touch()
    }

    // MARK: How the line is driven

    /// Of the settings.
    func flowControl(of settings: LineSettings) -> FlowControl {
        var flow = FlowControl()
        flow.obeysRTS = settings.flowControl.byHost == 2 && !decisions.ignoresRTS
        flow.drivesCTS = settings.flowControl.byModem == 2
        flow.takesLateBytes = !decisions.dropsWhileCTSIsOff
        return flow
    }

    /// What is said from here on is under the flow control that is set now.
    mutating func controlFlow() { actions.append(.control(.flow(flowControl(of: line.settings)), on: currentLine)) }

    /// The command line is still answered at the rate that it was sent at (V.250 §6.2.10).
    mutating func setRate(_ rate: Int) {
        line.settings.rate = rate
        line.newRate = rate
        if decisions.answersAtTheNewRate { takeUpRate() }
    }

    mutating func takeUpRate() {
        guard let rate = line.newRate.take() else { return }
        actions.append(.control(.rate(rate), on: currentLine))
    }

    /// DTR has gone off: the host's data end, and with those of the first line a call, as after AT&D2 (V.250 §6.2.9); manual 001 says nothing of it.
    mutating func hostLeft() {
        line.editor.reset()
        switch line.mode {
        case .command, .call: break
        case .entry: line.finalAnswers.waive(.entry)
        case .data(let mode) where wip.owns(mode.session): hostLeftData(mode)
        case .data(let mode): abandon(mode.session)
        }
        line.mode = .command
        guard currentLine == .first, bearer.isCall else { return }
        line.finalAnswers.owe(.commandLine)
        _ = stopConnection()
        line.finalAnswers.waive(.commandLine)
    }

    /// The host's bytes in command mode, up to the end of a command line: echoed, then edited into the line (V.250 §5.2).
    private mutating func receiveCommand(_ bytes: inout ArraySlice<UInt8>) {
        let characters = line.settings.format.characters
        let echoes = line.settings.echoes && !(isBusy && habits.contains(.echoesNothingWhileBusy))
        var echo: [UInt8] = []
        while let byte = bytes.popFirst() {
            let endsLine = byte == characters.terminator
            let followsLine = line.hasJustEndedLine && byte == 0x0A && !endsLine
            line.hasJustEndedLine = endsLine
            // Hosts that end lines with CR LF would see their LF after the answer.
            if followsLine { continue }
            if byte == 0x0A, !endsLine, habits.contains(.ignoresLineFeeds) { continue }
            if echoes { echo.append(byte) }
            let ending = byte == ControlCharacter.etx ? listenersHere : []
            let taken = byte == 0x0A && habits.contains(.takesLineFeeds) ? characters.terminator : byte
            let event = ending.isEmpty ? line.editor.receive(taken, characters) : nil
            guard event != nil || !ending.isEmpty else { continue }
            if !echo.isEmpty { say(.echo(echo)) }
            guard let event else { return endListening(ending) }
            return carryOut(event)
        }
        if !echo.isEmpty { say(.echo(echo)) }
    }

    private mutating func carryOut(_ event: CommandLineEditor.Event) {
        switch event {
        case .line(let body), .repetition(let body): execute(body)
        case .overlong(let body): refuseOverlong(body)
        }
    }

    private mutating func refuseOverlong(_ body: [UInt8]) {
        line.finalAnswers.owe(.commandLine)
        let right = line.finalAnswers.take(from: .commandLine)
        if body.first == UInt8(ascii: "#") { fail(right, .commandTooLong) } else { conclude(right, StandardResult.error) }
    }

    /// A process runs: a connection is being made or ended, or a service.
    private var isBusy: Bool { bearer.isChanging || !sessions.isEmpty }

    private mutating func receiveData(_ bytes: inout ArraySlice<UInt8>, _ mode: DataMode) {
        guard var escape = mode.escape else { return takeData(&bytes, mode) }
        var mode = mode
        bytes = escape.pass(bytes, at: now)
        mode.escape = escape
        line.mode = .data(mode)
        time(escape)
        while !bytes.isEmpty, let mode = line.dataMode(of: mode.session) { takeData(&bytes, mode) }
    }

    /// A plain modem's data (001 ch. 2 #PPPMODE, 0): no byte means anything to it.
    private mutating func receiveCallData(_ bytes: inout ArraySlice<UInt8>, _ escape: EscapeWatch) {
        var escape = escape
        let data = Array(escape.pass(bytes, at: now))
        bytes.removeAll()
        line.mode = .call(escape)
        time(escape)
        if decisions.echoesData { say(.echo(data)) }
        carryOut(bearer.send(data))
    }

    private mutating func time(_ escape: EscapeWatch) {
        if escape.held.isEmpty { cancel(.escape(currentLine)) } else { set(.escape(currentLine), after: escape.guardTime) }
    }

    /// The silence behind what may have been the escape sequence.
    mutating func escapeElapsed() {
        if case .call(var escape) = line.mode {
            let (isSequence, data) = escape.elapsed()
            line.mode = isSequence ? .command : .call(escape)
            if isSequence { respond(StandardResult.ok) }
            return carryOut(bearer.send(data))
        }
        guard case .data(var mode) = line.mode, var escape = mode.escape else { return }
        let (isSequence, data) = escape.elapsed()
        mode.escape = escape
        line.mode = .data(mode)
        if isSequence { return escapeFromData(mode) }
        var rest = data[...]
        while !rest.isEmpty, let mode = line.dataMode(of: mode.session) { takeData(&rest, mode) }
    }

    private mutating func takeData(_ bytes: inout ArraySlice<UInt8>, _ mode: DataMode) {
        var mode = mode
        let piece = mode.take(&bytes)
        line.mode = .data(mode)
        if decisions.echoesData { say(.echo(piece.data)) }
        if case .ignored = mode.host { return }
        let isSpoilt = if case .escaped = mode.host { decisions.keepsEscapes } else { false }
        carryOut(sessions.send(isSpoilt ? piece.data : piece.payload, to: mode.session))
        if piece.isLast, line.dataMode(of: mode.session) != nil { hostFinished(mode) }
    }
}
