import World

/// The client of a serial server: bytes and line settings in, Telnet out (RFC 2217, with RFC 856 binary both ways).
///
/// The line is ready once both directions are binary and the server has confirmed the settings; what came before that is stale.
/// What comes back as it was sent confirms nothing: that is a modem's echo from a port that passes bytes as they are.
struct RFC2217Client {
    enum Output: Hashable {
        case transmit([UInt8])
        /// Bytes of the line.
        case data([UInt8])
        /// What the server has told of the modem's signals.
        case signals(SignalStates)
        /// The line can be used.
        case ready
        /// The server takes bytes again.
        case resumed
        case log(String)
        /// The connection is of no use, for this reason.
        case failed(Failure)
    }

    enum Failure: Hashable {
        /// Our own bytes come back.
        case echo
        /// The server does not do what RFC 2217 asks of it.
        case control(String)
        /// The server sets the line otherwise than it was asked to.
        case settings(String)
    }

    private enum State {
        /// Options are being asked for.
        case negotiating
        /// These commands are not confirmed yet.
        case configuring(Set<Command>)
        case ready
        case failed
    }

    let settings: SerialSettings
    /// What the server was asked for last, in bit/s.
    private var rate: Int
    private var state = State.negotiating
    private var reader = TelnetReader()
    private var ours = TelnetOptions(acceptable: [.binary, .suppressGoAhead, .comPort])
    private var theirs = TelnetOptions(acceptable: [.binary, .suppressGoAhead, .comPort, .echo])
    private var signals = SignalStates.untold
    /// Those whose changes the server reports.
    private var reported = Set(ModemState.bits.map(\.0))
    private var reportedErrors: UInt8 = 0
    private var hasReportedSignature = false
    /// The server has asked to be sent nothing.
    private(set) var isSuspended = false

    init(settings: SerialSettings) {
        self.settings = settings
        rate = settings.rate
    }

    var isReady: Bool { if case .ready = state { true } else { false } }

    /// The server has said whether the modem's signals are on, or that it will not.
    var hasToldSignals: Bool { reported.isSubset(of: signals.known) }

    /// What the server has still to say before the line is ready.
    var missing: String {
        switch state {
        case .negotiating: "it does not answer Telnet's option negotiation"
        case .configuring(let commands): "it does not confirm \(commands.map(\.name).sorted().joined(separator: ", "))"
        case .ready, .failed: "nothing"
        }
    }

    // MARK: What the line's owner wants

    /// Begins the negotiation. Called once.
    mutating func start() -> [UInt8] {
        for option in [Telnet.Option.binary, .suppressGoAhead, .comPort] { ours.ask(for: option) }
        for option in [Telnet.Option.binary, .suppressGoAhead] { theirs.ask(for: option) }
        return Telnet.command(.will, .comPort)
            + Telnet.command(.will, .binary) + Telnet.command(.do, .binary)
            + Telnet.command(.will, .suppressGoAhead) + Telnet.command(.do, .suppressGoAhead)
            // No party but this one asks for it: an echo is known by it, a Telnet server answers by WILL or WONT.
            + Telnet.command(.do, .timingMark)
    }

    /// Bytes for the line, as they go to the server.
    func encoded(_ bytes: [UInt8]) -> [UInt8] { Telnet.escaped(bytes) }

    /// A command that switches one of the host's signals. Where the server sees to RTS itself, it does not as long as that is off.
    func switching(_ signal: LineSignal, on: Bool) -> [UInt8] {
        switch signal {
        case .dtr: control(on ? .dtrOn : .dtrOff)
        case .rts where settings.flowControl == .rtsCts:
            on ? control(.rtsOn) + control(.inboundHardware) : control(.inboundNone) + control(.rtsOff)
        case .rts: control(on ? .rtsOn : .rtsOff)
        case .dcd, .ri, .cts, .dsr: []
        }
    }

    /// A command that sets the rate of the server's port, in bit/s.
    mutating func settingRate(_ rate: Int) -> [UInt8] {
        self.rate = rate
        let rate = UInt32(clamping: rate)
        return command(.baudRate, [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: rate >> $0) })
    }

    func switchingBreak(on: Bool) -> [UInt8] { control(on ? .breakOn : .breakOff) }

    /// A command that drops what the server has not sent yet.
    func purgingOutput() -> [UInt8] { command(.purgeData, [2]) }

    // MARK: What the server says

    mutating func receive(_ bytes: [UInt8]) -> [Output] {
        var outputs: [Output] = []
        for item in reader.read(bytes) {
            switch item {
            case .data(let data): if isReady { outputs.append(.data(data)) }
            case .verb(let verb, let option): negotiate(verb, option, &outputs)
            case .subnegotiation(.comPort, let content): take(content, &outputs)
            case .subnegotiation: break
            }
        }
        return outputs
    }

    private mutating func negotiate(_ verb: Telnet.Verb, _ option: Telnet.Option, _ outputs: inout [Output]) {
        guard option != .timingMark else {
            if verb == .do { fail(.echo, &outputs) }
            return
        }
        let answer: Telnet.Verb? =
            switch verb {
            case .will: theirs.agree(to: option).map { $0 ? .do : .dont }
            case .wont: theirs.refuse(option).map { _ in .dont }
            case .do: ours.agree(to: option).map { $0 ? .will : .wont }
            case .dont: ours.refuse(option).map { _ in .wont }
            }
        if let answer { outputs.append(.transmit(Telnet.command(answer, option))) }
        switch (verb, option) {
        case (.dont, .comPort): fail(.control("it refuses the COM-PORT option"), &outputs)
        case (.dont, .binary), (.wont, .binary):
            fail(.control("it refuses binary transmission, without which bytes are lost"), &outputs)
        default: configure(&outputs)
        }
    }

    private mutating func fail(_ failure: Failure, _ outputs: inout [Output]) {
        if case .failed = state { return }
        state = .failed
        outputs.append(.failed(failure))
    }

    /// Sets the line up once the options hold. What was stale is purged first: later confirmations tell that this has been done.
    private mutating func configure(_ outputs: inout [Output]) {
        guard case .negotiating = state, ours.on.isSuperset(of: [.comPort, .binary]), theirs.on.contains(.binary) else { return }
        state = .configuring([.baudRate, .dataSize, .parity, .stopSize])
        var bytes = command(.purgeData, [3])
        bytes += command(.modemStateMask, [0xFF]) + command(.lineStateMask, [LineFault.mask])
        // RFC 2217 §3 lets a server tell the signals when they change, and not before; many tell them when they are asked.
        bytes += command(.modemState, [])
        bytes += settingRate(settings.rate)
        bytes += command(.dataSize, [UInt8(clamping: settings.dataBits)]) + command(.parity, [settings.parity.number])
        bytes += command(.stopSize, [UInt8(clamping: settings.stopBits)])
        for value in settings.flowControl.controls { bytes += control(value) }
        bytes += switching(.dtr, on: settings.dtr)
        if settings.flowControl != .rtsCts { bytes += switching(.rts, on: settings.rts) }
        outputs.append(.transmit(bytes))
    }

    private mutating func take(_ content: [UInt8], _ outputs: inout [Output]) {
        guard let number = content.first else { return }
        let value = content.dropFirst()
        // A server's numbers are a client's plus 100 (RFC 2217 §2). Its signature, which this client does not ask for, is no echo.
        guard number >= Command.ofServer || number == Command.signature.rawValue else {
            if !isReady { fail(.echo, &outputs) }
            return
        }
        switch Command(rawValue: number >= Command.ofServer ? number - Command.ofServer : number) {
        case .signature:
            if value.isEmpty {
                outputs.append(.transmit(command(.signature, Array("attest".utf8))))
            } else if !hasReportedSignature {
                hasReportedSignature = true
                outputs.append(.log("the serial server is \(String(decoding: value, as: UTF8.self))"))
            }
        case .baudRate: isReady ? confirmRate(value, &outputs) : confirm(.baudRate, value, length: 4, rate, &outputs)
        case .dataSize: confirm(.dataSize, value, length: 1, settings.dataBits, &outputs)
        case .parity: confirm(.parity, value, length: 1, Int(settings.parity.number), &outputs)
        case .stopSize: confirm(.stopSize, value, length: 1, settings.stopBits, &outputs)
        case .modemState: if let bits = value.first { takeModemState(bits, &outputs) }
        case .lineState: if let bits = value.first { takeLineState(bits, &outputs) }
        case .suspend: isSuspended = true
        case .resume:
            isSuspended = false
            outputs.append(.resumed)
        case .modemStateMask: if let bits = value.first { takeModemStateMask(bits, &outputs) }
        case .control, .lineStateMask, .purgeData, nil: break
        }
    }

    /// A confirmation names what is in force. UARTs come near a rate rather than meet it (see `platform_tty_check`).
    /// - Parameter length: The bytes of such a value (RFC 2217 §3), at most 4; the most significant one comes first.
    private mutating func confirm(
        _ command: Command,
        _ bytes: ArraySlice<UInt8>,
        length: Int,
        _ wanted: Int,
        _ outputs: inout [Output]
    ) {
        guard case .configuring(var missing) = state, missing.contains(command) else { return }
        guard bytes.count == length else {
            let words = "it confirms \(command.name) by a value of length \(bytes.count) where RFC 2217 has \(length)"
            return fail(.control(words), &outputs)
        }
        guard accept(command, bytes, wanted, &outputs) else { return }
        missing.remove(command)
        state = missing.isEmpty ? .ready : .configuring(missing)
        if missing.isEmpty { outputs.append(.ready) }
    }

    /// A line that is in use has been asked for another rate: with a third one its garbage would be the device's fault.
    private mutating func confirmRate(_ bytes: ArraySlice<UInt8>, _ outputs: inout [Output]) {
        guard bytes.count == 4 else { return }
        _ = accept(.baudRate, bytes, rate, &outputs)
    }

    /// - Returns: whether the value is the one that was asked for; where it is not, the line is of no use.
    private mutating func accept(_ command: Command, _ bytes: ArraySlice<UInt8>, _ wanted: Int, _ outputs: inout [Output]) -> Bool
    {
        let value = bytes.reduce(0) { $0 << 8 | Int($1) }
        let tolerance = command == .baudRate ? wanted / 40 : 0
        guard abs(value - wanted) > tolerance else { return true }
        fail(.settings("it has set \(command.name) to \(value) where \(wanted) was asked for"), &outputs)
        return false
    }

    private mutating func takeModemState(_ bits: UInt8, _ outputs: inout [Output]) {
        let on = ModemState.bits.filter { bits & $0.1 != 0 }.map(\.0)
        let shown = SignalStates(on: Set(on), known: reported)
        // A ring that has come and gone between two reports is told by its trailing edge alone.
        if bits & ModemState.ringEnded != 0, shown[.ri] == false, signals[.ri] != true {
            var ringing = shown
            ringing[.ri] = true
            outputs.append(.signals(ringing))
        }
        signals = shown
        outputs.append(.signals(shown))
    }

    /// Signals outside of the mask that is in force are reported as off, whatever they are.
    private mutating func takeModemStateMask(_ mask: UInt8, _ outputs: inout [Output]) {
        reported = Set(ModemState.bits.filter { mask & $0.1 != 0 }.map(\.0))
        let shown = SignalStates(on: signals.on, known: signals.known.intersection(reported))
        guard shown != signals else { return }
        signals = shown
        outputs.append(.signals(shown))
    }

    /// Each kind of error is told once: at a wrong rate every byte has one.
    private mutating func takeLineState(_ bits: UInt8, _ outputs: inout [Output]) {
        for (bit, text) in LineFault.texts where bits & bit != 0 && reportedErrors & bit == 0 {
            reportedErrors |= bit
            outputs.append(.log(text))
        }
    }

    private func command(_ command: Command, _ value: [UInt8]) -> [UInt8] {
        Telnet.subnegotiation(.comPort, [command.rawValue] + value)
    }

    private func control(_ value: Control) -> [UInt8] { command(.control, [value.rawValue]) }
}
