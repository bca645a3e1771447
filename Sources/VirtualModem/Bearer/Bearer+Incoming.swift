import World

/// Telephone calls from outside.
extension Bearer {
    /// One ring. A device that is connected does not look at it.
    mutating func rang(_ call: IncomingCall) -> [Output] {
        switch state {
        case .offline:
            state = .ringing(Ringing(call: call))
        case .ringing(var ringing):
            ringing.rings += 1
            state = .ringing(ringing)
        default: return []
        }
        guard case .ringing(let ringing) = state else { return [] }
        missedCall = nil
        return [.cancelTimer(.callBack), .event(.ringing(ringing))]
    }

    mutating func missed() -> [Output] {
        guard case .ringing(let ringing) = state else { return [] }
        state = .offline
        return [.event(.missed(ringing))]
    }

    /// Takes the call. - Parameter ppp: Nil: it carries none.
    mutating func accept(_ ppp: PPP?) -> [Output] {
        guard case .ringing(let ringing) = state else { return [] }
        isAnswered = true
        state = .dialing(Call(number: ringing.call.caller ?? "", attemptsLeft: 0, redialDelay: .zero, ppp: ppp))
        return [.radio(.answer)]
    }

    mutating func refuse() -> [Output] {
        guard case .ringing = state else { return [] }
        state = .offline
        return [.radio(.hangUp)]
    }

    /// The caller is called once so long has passed.
    mutating func callBack(_ call: IncomingCall, after delay: Interval) -> [Output] {
        missedCall = call
        return [.setTimer(.callBack, after: delay)]
    }

    mutating func callBack() -> [Output] {
        guard state == .offline, let call = missedCall.take() else { return [] }
        return [.event(.callBackDue(call))]
    }
}
