import Dialects
import World

/// What the stack does with calls from outside (001 ch. 2 #ANSWERMODE, #ACCEPT; App. B "Answering an Incoming Call").
extension VirtualModem {
    private enum AnswerMode: Int {
        case leavesItToHost, answers, callsNumber, callsCaller
    }

    private var answerMode: AnswerMode {
        AnswerMode(rawValue: parameters.integer(.answerMode)) ?? .leavesItToHost
    }

    /// AT#ACCEPT: whose call it is does not matter.
    mutating func acceptCall() -> CommandOutcome {
        guard case .ringing(let ringing) = bearer.state else {
            let isBeingAnswered = bearer.isAnswered && bearer.isChanging
            // 000 §3.1 has a code for it, the others have none.
            return isBeingAnswered && dialect.error(for: .answeredAlready) != nil
                ? .failed(.answeredAlready) : .result(.noCarrier)
        }
        guard ringing.call.carriesData else { return .failed(.badCallType) }
        if dialect.command(.accept)?.saysOKAtOnce == true {
            confirm(line.finalAnswers.take(from: .commandLine))
        } else {
            line.finalAnswers.pass(to: .bearer)
        }
        carryOut(bearer.accept(ppp(isCalled: true)))
        return .passedOn
    }

    mutating func rang(_ ringing: Bearer.Ringing) {
        tellRing(ringing.call)
        guard ringing.rings == parameters.integer(.ringCount), isAuthorised(ringing.call) else { return }
        switch answerMode {
        case .answers:
            guard ringing.call.carriesData else { return tell(.badCallType) }
            carryOut(bearer.accept(ppp(isCalled: true)))
        case .callsCaller where ringing.call.caller == nil: tell(.noCallerID)
        case .leavesItToHost, .callsNumber, .callsCaller: break
        }
    }

    /// The caller has given up: CALLBACKTIMER begins.
    mutating func missed(_ ringing: Bearer.Ringing) {
        let count = parameters.integer(.ringCount)
        guard count > 0, ringing.rings >= count, isAuthorised(ringing.call) else { return }
        switch answerMode {
        case .leavesItToHost, .answers: return
        case .callsCaller where ringing.call.caller == nil: return
        case .callsNumber, .callsCaller:
            carryOut(bearer.callBack(ringing.call, after: .seconds(Int64(parameters.integer(.callBackDelay)))))
        }
    }

    /// As AT#CONNECTIONSTART, which nobody has sent.
    mutating func callBack(_ call: IncomingCall) {
        do throws(Dialect.Condition) {
            let route: Bearer.Route
            if answerMode == .callsCaller, let caller = call.caller {
                route = .call(try self.call(to: caller))
            } else {
                route = try chosenRoute()
            }
            carryOut(bearer.connect(over: route))
        } catch { tell(error) }
    }

    /// CALLSCREENNUM: 0 nobody, * everybody, or the number that calls. Without +CLIP the stack does not see who does.
    private func isAuthorised(_ call: IncomingCall) -> Bool {
        switch parameters.text(.callScreen) {
        case "0": false
        case "*": true
        case let number: call.caller == number && lineNames.contains { lines[$0.number].settings.callerReports == 1 }
        }
    }
}
