import ATCommands
import Dialects

/// The host's bytes: of command lines, of an entry, of a service's data.
extension VirtualModem {
    mutating func receive(_ bytes: [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty {
            if bodyEntry != nil {
                enterBody(&rest)
            } else if let service, service.isInDataMode {
                receiveData(&rest)
            } else {
                receiveCommand(rest.removeFirst())
            }
        }
        touch()
    }

    /// One byte of the host in command mode: echoed, then edited into the line (V.250 §5.2).
    mutating func receiveCommand(_ byte: UInt8) {
        let characters = line.format.characters
        let endsLine = byte == characters.terminator
        let followsLine = hasJustEndedLine && byte == 0x0A && !endsLine
        hasJustEndedLine = endsLine
        // Hosts that end lines with CR LF would see their LF after the answer.
        if followsLine { return }
        if byte == 0x0A, !endsLine, habits.contains(.ignoresLineFeeds) { return }
        if line.echoes, !defects.contains(.noEcho), !(isBusy && habits.contains(.echoesNothingWhileBusy)) { transmit([byte]) }
        if endsListening(byte) { return editor.reset() }
        let taken = byte == 0x0A && habits.contains(.takesLineFeeds) ? characters.terminator : byte
        switch editor.receive(taken, characters) {
        case .line(let body), .repetition(let body): execute(body)
        case .overlong(let body): body.first == UInt8(ascii: "#") ? fail(.commandTooLong) : respond(.error)
        case nil: break
        }
    }

    /// A process runs: a connection is being made or ended, or a service.
    private var isBusy: Bool { bearer.isChanging || service != nil }

    mutating func receiveData(_ bytes: inout ArraySlice<UInt8>) {
        guard let activity = service?.activity else { return }
        switch activity {
        case .bridging(let bridge): sendOverBridge(bridge, &bytes)
        case .sendingMail(let mail): type(into: mail, &bytes)
        // It is not possible for the host to exit this data mode (001 App. B "Command mode / data mode for email").
        case .retrievingMail: bytes.removeAll()
        case .transferringFile(let transfer): upload(transfer, &bytes)
        case .opening, .listening: break
        }
    }

    func echoedData(_ bytes: ArraySlice<UInt8>) -> [UInt8] { defects.contains(.echoesData) ? Array(bytes) : [] }
}
