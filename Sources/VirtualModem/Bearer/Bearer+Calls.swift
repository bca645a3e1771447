import Dialects
import World

/// Telephone calls, and PPP over them.
extension Bearer {
    /// The first attempt, or the next one.
    mutating func dial() -> [Output] {
        guard case .waitingToRedial(let call) = state else { return [] }
        state = .dialing(call)
        return [.event(.dialing(number: call.number)), .radio(.dial(number: call.number))]
    }

    mutating func answered(at rate: CallRate) -> [Output] {
        guard case .dialing(let call) = state else { return [] }
        guard let ppp = call.ppp else {
            state = .plainCall
            return [.event(.answered(rate: rate))]
        }
        state = .authenticating(ppp)
        let request = RadioRequest.negotiatePPP(
            user: ppp.user,
            password: ppp.password,
            server: ppp.isServer,
            local: ppp.local,
            peer: ppp.peer
        )
        return [.event(.answered(rate: rate)), .radio(request)]
    }

    /// The host's data of a call without PPP.
    func send(_ bytes: [UInt8]) -> [Output] { state == .plainCall && !bytes.isEmpty ? [.radio(.send(bytes))] : [] }

    /// Another attempt follows after the delay, as often as the call has attempts left.
    mutating func attemptFailed(_ failure: CallFailure) -> [Output] {
        guard case .dialing(var call) = state else { return [] }
        guard call.attemptsLeft > 0 else {
            state = .offline
            return [.event(.attemptFailed(failure, isLast: true))]
        }
        call.attemptsLeft -= 1
        state = .waitingToRedial(call)
        let wait = call.redialDelay == .zero ? .zero : call.redialDelay + Self.dialToneDelay
        return [.event(.attemptFailed(failure, isLast: false)), .setTimer(.redial, after: wait)]
    }

    mutating func carrierLost() -> [Output] {
        switch state {
        case .dialing: return attemptFailed(.noCarrier)
        case .authenticating, .plainCall:
            state = .offline
            return [.event(.hungUp)]
        case .online(let link): return link.bearer == .gsm ? lost() : []
        case .releasing: return released()
        case .offline, .ringing, .waitingToRedial, .attaching, .activating: return []
        }
    }

    mutating func pppUp(local: IPv4Address, peer: IPv4Address) -> [Output] {
        guard case .authenticating = state else { return [] }
        return goOnline(Link(bearer: .gsm, local: local, peer: peer, nameServers: []))
    }

    mutating func pppFailed(client: Dialect.Condition, server: Dialect.Condition) -> [Output] {
        guard case .authenticating(let ppp) = state else { return [] }
        state = .offline
        return [.radio(.hangUp), .event(.failed(ppp.isServer ? server : client))]
    }
}
