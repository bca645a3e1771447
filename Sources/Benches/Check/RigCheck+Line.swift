internal import Rigs
internal import World

// What the line does to bytes and signals on their way.
extension RigCheck {
    /// How long the echo of a short line may take, beside the time that its bytes need.
    private static let echoLimit = Interval.milliseconds(500)

    /// The line changes no byte, as far as the device's echo shows. - Returns: false only where the line itself is shown to change some.
    func passesBytes(_ line: ModemLine) -> Bool {
        var proof = EchoProof(rig.line)
        for (index, bytes) in proof.lines.enumerated() {
            guard line.lossReason == nil, !loop.isStopped else { return false }
            let transfer = rig.hasLineSettings ? rig.line.characterTime.nanoseconds * Int64(2 * bytes.count) : 0
            let limit = Self.echoLimit + Interval(nanoseconds: transfer)
            proof.take(line.exchange(bytes, within: limit) { EchoProof.isWhole($0, bytes) }, for: bytes)
            if index == 0, proof.shown.isEmpty { break }
        }
        // Whatever the device has made of them, what follows begins at its command line.
        guard line.recover(setup.assignment(for: dialect)) != nil else { return false }
        if proof.doubles255 {
            return failed("the line changes bytes: FF comes back twice, as Telnet sends it (RFC 854)", telnetAdvice)
        }
        say(proof)
        return true
    }

    private func say(_ proof: EchoProof) {
        let inPayloads = "scenarios with payloads show it in data mode: attest run --filter every-byte-plain"
        guard !proof.shown.isEmpty else {
            let reason = "the device does not echo what does not begin with AT"
            return note("which byte values pass the line is not shown: \(reason); \(inPayloads)")
        }
        guard !proof.missing.isEmpty else {
            ok("all 256 byte values pass the line both ways, by the device's echo")
            return
        }
        ok("\(proof.shown.count) of 256 byte values pass the line both ways, by the device's echo")
        if rig.line.dataBits < 8 || rig.line.flowControl == .xonxoff {
            note("not shown: \(proof.missing); the line’s own settings (\(rig.line)) keep some of them")
        } else if !proof.stripped.isEmpty {
            note(
                "not shown: \(proof.missing); some come back without their eighth bit, from a device that reads commands in seven, or a line that is not 8N1; \(inPayloads)"
            )
        } else {
            note("not shown: \(proof.missing), which the device need not echo; \(inPayloads)")
        }
    }

    private var telnetAdvice: String {
        switch rig.device {
        case .tcp(let host, let port):
            "use \(Rig.DeviceAddress.rfc2217(host: host, port: port)), or make the port raw at the serial server"
        case .virtual, .pseudoTerminal, .serial, .rfc2217, .program: "make whatever carries the line pass bytes as they are (raw)"
        }
    }

    /// The modem's signals, where the line has any.
    func tellSignals(_ line: DeviceLine) {
        guard line.supportsSignals, rig.control == nil else { return }
        let signals = LineSignal.allCases.filter { !$0.isOfHost }
        let told = signals.compactMap { signal in line.signals[signal].map { "\(signal.rawValue) \($0 ? "on" : "off")" } }
        let untold = signals.filter { line.signals[$0] == nil }.map(\.rawValue)
        if !told.isEmpty { ok("the line tells the modem's signals: \(told.joined(separator: ", "))") }
        if !untold.isEmpty {
            note("the line does not tell \(untold.joined(separator: ", ")): scenarios that look at them do not apply")
        }
    }
}
