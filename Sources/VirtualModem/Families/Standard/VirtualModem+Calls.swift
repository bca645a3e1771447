import ATCommands
import Dialects
import World

/// Calls from outside, as the standards have them.
extension VirtualModem {
    /// ATA (V.250 §6.3.5): NO CARRIER where nobody calls.
    mutating func answerCall(isLast: Bool) -> CommandOutcome {
        guard isLast else { return .error }
        guard case .ringing(let ringing) = bearer.state, ringing.call.carriesData else { return .result(.noCarrier) }
        guard dialect.bearers.isEmpty || guestPPP != nil else { return .result(.noCarrier) }
        line.finalAnswers.pass(to: .bearer)
        carryOut(bearer.accept(dialect.bearers.isEmpty ? ppp(isCalled: true) : guestPPP))
        return .passedOn
    }

    /// ATH (V.250 §6.3.6), AT+CHUP (3GPP TS 27.007 §6.5).
    mutating func hangUp(isLast: Bool) -> CommandOutcome {
        if case .ringing = bearer.state { carryOut(bearer.refuse()) }
        guard bearer.isCall else { return .done }
        return isLast ? stopConnection() : .error
    }

    /// +CLIP (3GPP TS 27.007 §7.6): whether callers are told, and whether the network tells them.
    mutating func callerReports(_ operation: ATCommand.Operation) -> CommandOutcome {
        guard case .read = operation else { return setting("+CLIP", operation, \.callerReports, 0...1) }
        respond(.information("+CLIP: \(line.settings.callerReports),1"))
        return .done
    }

    /// RING, or +CRING with the kind of call, then who calls, on every line whose host is not busy with data.
    mutating func tellRing(_ call: IncomingCall) {
        for name in lineNames {
            guard case .command = lines[name.number].mode else { continue }
            on(name) { modem in
                if modem.line.settings.ringReports == 1 {
                    modem.respond(.indication("+CRING: \(call.carriesData ? "REL ASYNC" : "VOICE")"))
                } else {
                    modem.respond(StandardResult.ring)
                }
                if modem.line.settings.callerReports == 1 { modem.respond(.indication("+CLIP: \(call.callerText)")) }
            }
        }
    }
}

extension IncomingCall {
    /// The number and its type: 145 international, 129 unknown, 128 withheld (3GPP TS 24.008 §10.5.4.7).
    fileprivate var callerText: String {
        guard let caller else { return "\"\",128" }
        return "\"\(caller)\",\(caller.hasPrefix("+") ? 145 : 129)"
    }
}
