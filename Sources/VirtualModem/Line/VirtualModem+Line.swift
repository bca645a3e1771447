import ATCommands
import Dialects

/// The host's bytes: of command lines, of an entry, of a session's data.
extension VirtualModem {
    mutating func receive(_ bytes: [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty {
            switch line.mode {
            case .command: receiveCommand(rest.removeFirst())
            case .entry(let entry): enter(&rest, entry)
            case .data(let mode): receiveData(&rest, mode)
            }
        }
        touch()
    }

    /// One byte of the host in command mode: echoed, then edited into the line (V.250 §5.2).
    private mutating func receiveCommand(_ byte: UInt8) {
        let characters = line.settings.format.characters
        let endsLine = byte == characters.terminator
        let followsLine = line.hasJustEndedLine && byte == 0x0A && !endsLine
        line.hasJustEndedLine = endsLine
        // Hosts that end lines with CR LF would see their LF after the answer.
        if followsLine { return }
        if byte == 0x0A, !endsLine, habits.contains(.ignoresLineFeeds) { return }
        if line.settings.echoes, !(isBusy && habits.contains(.echoesNothingWhileBusy)) {
            say(.echo([byte]))
        }
        if endsListening(byte) { return line.editor.reset() }
        let taken = byte == 0x0A && habits.contains(.takesLineFeeds) ? characters.terminator : byte
        switch line.editor.receive(taken, characters) {
        case .line(let body), .repetition(let body): execute(body)
        case .overlong(let body): refuseOverlong(body)
        case nil: break
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
