import ATCommands
import Dialects
import World

/// AT+WIPBR: bearers, of which several may be open and one is started (003 §2.5).
extension VirtualModem {
    /// The first number of a bearer's; 0 where the dialect has none.
    func number(of role: Dialect.BearerName) -> Int {
        dialect.bearers.first { $0.role == role }?.numbers.first?.lowerBound ?? 0
    }

    func role(of bearer: Int) -> Dialect.BearerName? { dialect.networkBearer(number: bearer)?.role }

    mutating func openBearer(_ number: Int) -> CommandOutcome {
        guard wip.bearers[number] == nil else { return .failed(.alreadyOpen) }
        wip.bearers[number] = WIPBearer(options: wip.stored.bearers[number] ?? [:])
        return .done
    }

    mutating func closeBearer(_ number: Int) -> CommandOutcome {
        guard wip.bearers[number] != nil, wip.started != number else { return .failed(.wrongStackState) }
        wip.bearers[number] = nil
        return .done
    }

    /// Options that the bearer does not have are not there.
    private func option(_ line: WIPLine) -> Dialect.Option? {
        let owner = dialect.networkBearer(number: line.number("bearer"))?.name
        return dialect.option(line.number("bearer-option"), of: .bearer, owner: owner)
    }

    mutating func writeBearerOption(_ line: WIPLine) -> CommandOutcome {
        let number = line.number("bearer")
        guard wip.bearers[number] != nil else { return .failed(.wrongStackState) }
        guard let option = option(line), option.isWritable else { return .failed(.unknownOption) }
        wip.bearers[number]?.options[option.number] = line.text("value")
        return .done
    }

    /// While the bearer is started its addresses are those that are in use.
    mutating func readBearerOption(_ line: WIPLine) -> CommandOutcome {
        let number = line.number("bearer")
        guard let state = wip.bearers[number] else { return .failed(.wrongStackState) }
        guard let option = option(line), option.isReadable else { return .failed(.unknownOption) }
        let value = (wip.started == number ? inUse(option) : nil) ?? option.value(among: state.options)
        respond(.information("\(line.syntax.command): \(number),\(option.number),\(shown(value, of: option))"))
        return .done
    }

    private func inUse(_ option: Dialect.Option) -> String? {
        guard let link = bearer.link else { return nil }
        return switch option.role {
        case .bearerOwnAddress: link.local.description
        case .bearerPeerAddress: link.peer.description
        case .bearerNameServer: link.nameServers.first?.description
        case .bearerOtherNameServer: link.nameServers.dropFirst().first?.description
        default: nil
        }
    }

    mutating func storeBearer(_ number: Int, isStored: Bool) -> CommandOutcome {
        guard let state = wip.bearers[number] else { return .failed(.wrongStackState) }
        wip.stored.bearers[number] = isStored ? state.options : nil
        return .done
    }

    mutating func showBearers() -> CommandOutcome {
        for number in wip.bearers.keys.sorted() {
            respond(.information("+WIPBR: \(number),\(wip.started == number && bearer.link != nil ? 1 : 0)"))
        }
        return .done
    }

    // MARK: Starting and stopping

    func option(_ role: Dialect.OptionName, of number: Int) -> String {
        guard let option = dialect.options.first(where: { $0.role == role }) else { return "" }
        return option.value(among: wip.bearers[number]?.options ?? [:])
    }

    /// OK comes when the bearer is up.
    mutating func startBearer(_ number: Int) -> CommandOutcome {
        guard wip.bearers[number] != nil, wip.started == nil, bearer.isFree else { return .failed(.wrongStackState) }
        let route: Bearer.Route
        do throws(Dialect.Condition) { route = try self.route(number) } catch { return .failed(error) }
        wip.started = number
        line.finalAnswers.pass(to: .bearer)
        carryOut(bearer.connect(over: route))
        return .passedOn
    }

    private func route(_ number: Int) throws(Dialect.Condition) -> Bearer.Route {
        guard cell.hasSIM else { throw .noSIM }
        guard !cell.isLocked else { throw .simNotReady }
        switch role(of: number) {
        case .gprs:
            let context = Bearer.Context(
                accessPoint: option(.bearerAccessPoint, of: number),
                user: option(.bearerUser, of: number),
                password: option(.bearerPassword, of: number)
            )
            guard cell.gsm.hasService || cell.gprs.hasService else { throw .activationFailed }
            return cell.isAttached ? .context(context) : .attachment(context)
        case .gsm:
            let target = option(.dialNumber, of: number)
            guard !target.isEmpty else { throw .badValue }
            guard cell.gsm.hasService else { throw .noCarrier }
            return .call(Bearer.Call(number: target, attemptsLeft: 0, redialDelay: .zero, ppp: ppp(of: number)))
        // What goes over a serial line in PPP's stead is beyond this device.
        case .uart1, .uart2, .cmux, nil: throw .wrongBearer
        }
    }

    private func ppp(of number: Int) -> Bearer.PPP {
        let guest = wip.bearers[number]?.guest
        return Bearer.PPP(
            user: guest?.login ?? option(.bearerUser, of: number),
            password: guest?.password ?? option(.bearerPassword, of: number),
            isServer: guest != nil,
            local: IPv4Address(option(.bearerOwnAddress, of: number)) ?? .any,
            peer: IPv4Address(option(.bearerPeerAddress, of: number)) ?? .any
        )
    }

    /// A call is waited for; the host takes it by ATA, since none is taken automatically (003 §2.5.2.4.1).
    mutating func serveBearer(_ number: Int, _ line: WIPLine) -> CommandOutcome {
        guard wip.bearers[number] != nil, wip.started == nil, bearer.isFree else { return .failed(.wrongStackState) }
        guard role(of: number) == .gsm else { return .failed(.wrongBearer) }
        wip.bearers[number]?.guest = (line.text("login"), line.text("password"), line.has("caller") ? line.text("caller") : nil)
        wip.started = number
        return .done
    }

    /// Also while it is being started.
    mutating func stopBearer(_ number: Int) -> CommandOutcome {
        guard wip.bearers[number] != nil else { return .failed(.wrongStackState) }
        guard wip.started == number else { return .done }
        replaceAnswer(of: .bearer)
        loseSockets()
        wip.started = nil
        wip.bearers[number]?.guest = nil
        return endBearer()
    }

    /// What sockets go over.
    var startedLink: Bearer.Link? { wip.started == nil ? nil : bearer.link }

    /// The PPP settings of a call that the host takes; nil where none is waited for.
    var guestPPP: Bearer.PPP? { wip.started.flatMap { wip.bearers[$0]?.guest == nil ? nil : ppp(of: $0) } }

    // MARK: What the bearer tells

    mutating func wipBearer(_ event: Bearer.Event) {
        switch event {
        case .ringing(let ringing): wipRang(ringing)
        case .missed, .callBackDue, .dialing, .answered, .data: break
        case .attemptFailed(let failure, _): startFailed(Dialect.Condition(failure))
        case .online(let link): wipOnline(link)
        case .hungUp: startFailed(.noCarrier)
        case .failed(let condition): startFailed(condition.ofWIP)
        case .lost: lost()
        case .released:
            if bearer.state == .offline, wip.started.flatMap({ wip.bearers[$0]?.guest }) == nil { wip.started = nil }
            guard line.finalAnswers.isOwed(by: .bearer) else { return }
            conclude(line.finalAnswers.take(from: .bearer), StandardResult.ok)
        }
    }

    /// Only when it has rung so often (003 §2.5.2.4.1), and only calls of who may call.
    private mutating func wipRang(_ ringing: Bearer.Ringing) {
        let number = number(of: .gsm)
        guard let state = wip.bearers[number] else { return tellRing(ringing.call) }
        if let caller = state.guest?.caller, ringing.call.caller != caller { return }
        guard ringing.rings > Int(option(.bearerRings, of: number)) ?? 0 else { return }
        tellRing(ringing.call)
    }

    private mutating func wipOnline(_ link: Bearer.Link) {
        if let number = wip.started, wip.bearers[number]?.guest != nil {
            announce(
                "bearer-connected",
                [
                    "bearer": "\(number)", "state": "1", "own": "\"\(link.local)\"", "peer": "\"\(link.peer)\"",
                    "first": "\"\(link.nameServers.first ?? .any)\"",
                    "second": "\"\(link.nameServers.dropFirst().first ?? .any)\"",
                ]
            )
        }
        if line.finalAnswers.isOwed(by: .bearer) { conclude(line.finalAnswers.take(from: .bearer), StandardResult.ok) }
    }

    private mutating func startFailed(_ condition: Dialect.Condition) {
        // A server waits for the next call.
        if wip.started.flatMap({ wip.bearers[$0]?.guest }) == nil { wip.started = nil }
        guard line.finalAnswers.isOwed(by: .bearer) else { return }
        fail(line.finalAnswers.take(from: .bearer), condition)
    }

    private mutating func lost() {
        loseSockets()
        if wip.started.flatMap({ wip.bearers[$0]?.guest }) == nil { wip.started = nil }
    }

    /// The address is gone, and every connection with it.
    private mutating func loseSockets() {
        for id in sessions.ids where wip.owns(id) { carryOut(sessions.cancel(id, .tcpContextCancelled)) }
        request(.abandonAll)
    }
}

extension Dialect.Condition {
    fileprivate init(_ failure: Bearer.CallFailure) {
        self =
            switch failure {
            case .busy: .lineBusy
            case .noAnswer: .noAnswer
            case .noCarrier: .noCarrier
            }
    }

    /// What failures of PPP are called where LCP, the login and IPCP are told apart.
    fileprivate var ofWIP: Self {
        switch self {
        case .pppClientRefused, .pppServerRefused: .loginFailed
        case .pppClientTimeout, .pppServerTimeout: .lcpFailed
        default: self
        }
    }
}
