import ATCommands
import Dialects
import World

/// AT#CONNECTIONSTART, AT#CONNECTIONSTOP and what they tell (001 ch. 2).
extension VirtualModem {
    mutating func startConnection() -> CommandOutcome {
        guard bearer.isFree else { return .failed(.alreadyRunning) }
        let route: Bearer.Route
        do throws(Dialect.Condition) { route = try chosenRoute() } catch { return .failed(error) }
        line.finalAnswers.pass(to: .bearer)
        carryOut(bearer.connect(over: route))
        return .passedOn
    }

    /// AT#CONNECTIONSTOP: also during CONNECTIONSTART (001 App. B "Connecting to an Internet Service Provider (ISP) through GSM Data").
    mutating func stopConnection() -> CommandOutcome {
        guard bearer.state != .releasing else { return .done }
        // A CONNECTIONSTART may not have come to its end.
        replaceAnswer(of: .bearer)
        return endBearer()
    }

    /// The answer comes with the network's confirmation, where that is waited for.
    mutating func endBearer() -> CommandOutcome {
        let outputs = bearer.disconnect()
        let isReleasing = bearer.state == .releasing
        if isReleasing { line.finalAnswers.pass(to: .bearer) }
        carryOut(outputs)
        return isReleasing ? .passedOn : .done
    }

    func chosenRoute() throws(Dialect.Condition) -> Bearer.Route {
        let choosesGPRS = dialect.connects(over: .gprs) && parameters.integer(.bearerChoice) == 1
        return choosesGPRS || !dialect.connects(over: .gsm) ? try packetRoute() : .call(try call())
    }

    /// The product has to be attached and registered (001 App. B "Connecting to the Internet through GPRS").
    private func packetRoute() throws(Dialect.Condition) -> Bearer.Route {
        let context = Bearer.Context(
            accessPoint: parameters.text(.accessPoint),
            user: parameters.text(.accessUser),
            password: parameters.text(.accessPassword)
        )
        guard cell.hasSIM else { throw .noSIM }
        guard !bearer.isSettling else { throw .activationFailed }
        if cell.gprs.hasService, cell.isAttached { return .context(context) }
        guard habits.contains(.attachesItself), cell.gsm.hasService else { throw .notRegistered }
        return .attachment(context)
    }

    private func call() throws(Dialect.Condition) -> Bearer.Call {
        try call(to: parameters.text(parameters.integer(.callChoice) == 2 ? .otherNumber : .number))
    }

    func call(to number: String) throws(Dialect.Condition) -> Bearer.Call {
        guard cell.hasSIM else { throw .noSIM }
        guard cell.gsm.hasService else { throw .notRegistered }
        guard !number.isEmpty else { throw .missingParameter }
        let delay = Interval.seconds(Int64(parameters.integer(.redialDelay)))
        return Bearer.Call(
            number: number,
            attemptsLeft: parameters.integer(.redialCount),
            redialDelay: decisions.redialsTooSoon ? Interval(nanoseconds: delay.nanoseconds / 2) : delay,
            ppp: ppp(isCalled: false)
        )
    }

    /// What runs on a call, by PPPMODE (001 ch. 2): 1 is the client of calls out and the server of calls in, 2 the other way round.
    func ppp(isCalled: Bool) -> Bearer.PPP? {
        let mode = parameters.integer(.pppMode, otherwise: 1)
        guard mode != 0 else { return nil }
        let isServer = mode == 4 || mode == (isCalled ? 1 : 2)
        return Bearer.PPP(
            user: parameters.text(isServer ? .guestUser : .dialUser),
            password: parameters.text(isServer ? .guestPassword : .dialPassword),
            isServer: isServer,
            local: parameters.address(.ownAddress),
            peer: parameters.address(.guestAddress)
        )
    }

    /// Something was sent or received: PHYTIMEOUT begins anew.
    mutating func touch() {
        guard bearer.countsIdleTime, parameters.has(.idleLimit) else { return }
        carryOut(bearer.touched(limit: .minutes(Int64(parameters.integer(.idleLimit)))))
    }

    /// What the bearer tells, in the manual's words.
    mutating func bearer(_ event: Bearer.Event) {
        if !dialect.bearers.isEmpty { return wipBearer(event) }
        if bearer.state != .plainCall { endCallData() }
        switch event {
        case .ringing(let ringing): rang(ringing)
        case .missed(let ringing): missed(ringing)
        case .callBackDue(let call): callBack(call)
        case .dialing(let number):
            respond(.indication(dialect.spelling(.dialing)))
            respond(.indication(number))
        case .answered(let rate): answered(dialect.connect(rate: rate))
        // While the host gives commands nobody hears the far modem.
        case .data(let bytes): if let name = lineWithCall { on(name) { $0.say(.data(bytes, isEscaped: false)) } }
        case .attemptFailed(let failure, isLast: false): respond(StandardResult(failure))
        case .attemptFailed(let failure, isLast: true): conclude(dialect.response(StandardResult(failure)))
        case .online(let link):
            respond(.indication(link.local.description))
            conclude(dialect.response(link.bearer == .gsm ? .pppReady : .gprsReady))
            touch()
        case .hungUp: conclude(dialect.response(StandardResult.noCarrier))
        case .failed(let condition):
            if bearer.isAnswered, dialect.has(.callFailed) {
                conclude(dialect.response(.callFailed))
            } else if line.finalAnswers.isOwed(by: .bearer) {
                fail(line.finalAnswers.take(from: .bearer), condition)
            } else {
                tell(condition)
            }
        case .lost(let loss): lost(loss)
        case .released: confirm(line.finalAnswers.take(from: .bearer))
        }
    }

    /// Without PPP nothing follows CONNECT but data (001 ch. 2 #CONNECTIONSTART, #PPPMODE).
    private mutating func answered(_ connect: Response) {
        guard bearer.state == .plainCall else { return respond(connect) }
        conclude(connect)
        line.mode = .call(.ofCalls(at: now))
    }

    private var lineWithCall: LineName? {
        lineNames.first { if case .call = lines[$0.number].mode { true } else { false } }
    }

    private mutating func endCallData() {
        guard let name = lineWithCall else { return }
        on(name) {
            $0.line.mode = .command
            $0.cancel(.escape(name))
        }
    }

    /// The end of what the bearer has been asked for; what the device has begun by itself is only told.
    private mutating func conclude(_ response: Response) {
        guard line.finalAnswers.isOwed(by: .bearer) else { return respond(response) }
        conclude(line.finalAnswers.take(from: .bearer), response)
    }

    /// The service's end first, then what happened to the line (001 App. B "Sending an Email Containing Data from the Serial Port").
    private mutating func lost(_ loss: Bearer.Loss) {
        let ids = sessions.ids
        switch loss {
        case .request:
            for id in ids {
                if sessions[id]?.listens == true { abandon(id) } else { carryOut(sessions.cancel(id, .tcpContextCancelled)) }
            }
        // 001 ch. 2 #PHYTIMEOUT, 000 §2.29.
        case .inactivity:
            if ids.isEmpty { tell(.inactivity) }
            for id in ids { carryOut(sessions.cancel(id, .inactivity)) }
        case .network(let bearer):
            for id in ids { carryOut(sessions.cancel(id, bearer == .gprs ? .gprsLost : .tcpContextCancelled)) }
        }
        request(.abandonAll)
        if case .network = loss { respond(.noCarrier) }
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
