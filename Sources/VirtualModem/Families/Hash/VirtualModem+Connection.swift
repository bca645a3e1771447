import ATCommands
import Dialects
import World

/// AT#CONNECTIONSTART, AT#CONNECTIONSTOP and what they tell (001 ch. 2).
extension VirtualModem {
    mutating func startConnection() -> CommandOutcome {
        guard bearer.state == .offline else { return .failed(.alreadyRunning) }
        let route: Bearer.Route
        do throws(Dialect.Condition) { route = try chosenRoute() } catch { return .failed(error) }
        carryOut(bearer.connect(over: route))
        return .answered
    }

    /// AT#CONNECTIONSTOP: also during CONNECTIONSTART (001 App. B "Connecting to an Internet Service Provider (ISP) through GSM Data").
    mutating func stopConnection() -> CommandOutcome {
        guard bearer.state != .releasing else { return .done }
        carryOut(bearer.disconnect())
        return bearer.state == .releasing ? .answered : .done
    }

    private func chosenRoute() throws(Dialect.Condition) -> Bearer.Route {
        let choosesGPRS = dialect.connects(over: .gprs) && parameters.integer("GPRSMODE") == 1
        return choosesGPRS || !dialect.connects(over: .gsm) ? try packetRoute() : .call(try call())
    }

    /// The product has to be attached and registered (001 App. B "Connecting to the Internet through GPRS").
    private func packetRoute() throws(Dialect.Condition) -> Bearer.Route {
        let context = Bearer.Context(
            accessPoint: parameters.text("APNSERV"),
            user: parameters.text("APNUN"),
            password: parameters.text("APNPW")
        )
        if cell.gprs.hasService, cell.isAttached { return .context(context) }
        guard habits.contains(.attachesItself), cell.gsm.hasService else { throw .notRegistered }
        return .attachment(context)
    }

    private func call() throws(Dialect.Condition) -> Bearer.Call {
        guard cell.gsm.hasService else { throw .notRegistered }
        let number = parameters.text(parameters.integer("DIALSELECT") == 2 ? "DIALN2" : "DIALN1")
        guard !number.isEmpty else { throw .missingParameter }
        let delay = Interval.seconds(Int64(parameters.integer("REDIALDELAY")))
        return Bearer.Call(
            number: number,
            attemptsLeft: parameters.integer("REDIALCOUNT"),
            redialDelay: decisions.redialsTooSoon ? Interval(nanoseconds: delay.nanoseconds / 2) : delay,
            ppp: ppp
        )
    }

    /// PPPMODE: none, client or server.
    private var ppp: Bearer.PPP? {
        let mode = parameters.integer("PPPMODE")
        guard mode != 0 else { return nil }
        let isServer = [2, 4].contains(mode)
        return Bearer.PPP(
            user: parameters.text(isServer ? "PPPSERVUN" : "ISPUN"),
            password: parameters.text(isServer ? "PPPSERVPW" : "ISPPW"),
            isServer: isServer,
            local: parameters.address("PPPMYIP"),
            peer: parameters.address("PPPPEERIP")
        )
    }

    /// Something was sent or received: PHYTIMEOUT begins anew.
    mutating func touch() {
        carryOut(bearer.touched(limit: .minutes(Int64(parameters.integer("PHYTIMEOUT")))))
    }

    /// What the bearer tells, in the manual's words.
    mutating func bearer(_ event: Bearer.Event) {
        switch event {
        case .dialing(let number):
            respond(.indication(dialect.spelling(.dialing)))
            respond(.indication(number))
        case .answered(let rate): respond(dialect.connect(rate: rate))
        case .attemptFailed(let failure, _): respond(StandardResult(failure))
        case .online(let link):
            respond(.indication(link.local.description))
            respond(link.bearer == .gsm ? .pppReady : .gprsReady)
            touch()
        case .hungUp: respond(.noCarrier)
        case .failed(let condition): fail(condition)
        case .lost(let loss): lost(loss)
        case .released: confirm()
        }
    }

    /// The service's end first, then what happened to the line (001 App. B "Sending an Email Containing Data from the Serial Port").
    private mutating func lost(_ loss: Bearer.Loss) {
        let ids = sessions.ids
        switch loss {
        case .request:
            for id in ids {
                carryOut(sessions[id]?.kind == .listener ? sessions.abandon(id) : sessions.cancel(id, .tcpContextCancelled))
            }
        // 001 ch. 2 #PHYTIMEOUT, 000 §2.29.
        case .inactivity:
            if ids.isEmpty { fail(.inactivity) }
            for id in ids { carryOut(sessions.cancel(id, .inactivity)) }
        case .network:
            for id in ids { carryOut(sessions.cancel(id, .tcpContextCancelled)) }
        }
        request(.abandonAll)
        if loss == .network { respond(.noCarrier) }
    }
}

extension StandardResult {
    fileprivate init(_ failure: Bearer.CallFailure) {
        self =
            switch failure {
            case .busy: .busy
            case .noAnswer: .noAnswer
            case .noCarrier: .noCarrier
            }
    }
}
