import Dialects
import Octets

/// A way in which the virtual modem can be broken on purpose, so that scenarios can be shown to notice.
public enum Defect: String, Hashable, Sendable, CaseIterable {
    // Escapes and data mode.
    /// The first escape of a transfer to the host lacks its DLE.
    case dropsDLE = "drops-dle"
    /// The ETX that ends data mode is missing.
    case dropsETX = "drops-etx"
    /// OK comes before the ETX that it should follow.
    case okBeforeETX = "ok-before-etx"
    /// The host's escapes reach the network as they are.
    case unescapesWrong = "unescapes-wrong"
    /// The host's data is echoed.
    case echoesData = "echoes-data"
    /// The end marker of a retrieved mail is missing.
    case noCRLFDot = "no-crlf-dot"
    /// ASCII transfers keep the eighth bit.
    case keepsMSB = "keeps-msb"

    // Answers and their framing.
    /// Another number after `#CME ERROR:`.
    case wrongErrorCode = "wrong-error-code"
    /// ATV0 shows other numbers.
    case wrongNumericCode = "wrong-numeric-code"
    /// A line that nobody asked for stands before OK.
    case extraLine = "extra-line"
    case doubleOK = "double-ok"
    /// AT# lines get no final OK.
    case noAnswer = "no-answer"
    /// AT# lines get their final OK when the time for it has passed.
    case lateAnswer = "late-answer"
    /// OK comes before the message that it should follow.
    case swapsAnswerOrder = "swaps-answer-order"
    case noEcho = "no-echo"
    /// ATV0 results as V.250 has them, without the leading CR.
    case v0Framing = "v0-framing"
    /// ATV1 answers lack their last LF.
    case v1Framing = "v1-framing"

    // Parameters.
    /// Whole-number parameters begin with another value than the documented one.
    case wrongDefault = "wrong-default"
    case acceptsIllegalValue = "accepts-illegal-value"
    /// A written value is confirmed and not stored.
    case losesParameter = "loses-parameter"
    /// Written values are gone when the modem is switched off.
    case forgetsParameters = "forgets-parameters"

    // Services and the connection.
    /// A retrieved mail is not deleted.
    case keepsMail = "keeps-mail"
    /// The mail server's session is cut instead of ended, so that a deletion does not take effect.
    case noQuit = "no-quit"
    /// A listening port takes any peer.
    case ignoresFilter = "ignores-filter"
    /// The port still listens after its connection.
    case keepsListening = "keeps-listening"
    case secondaryDNSUnused = "secondary-dns-unused"
    /// Half of REDIALDELAY.
    case redialsTooSoon = "redials-too-soon"
    /// VSTATE stays at dialling.
    case stateStuck = "state-stuck"

    // The serial line.
    /// What is for the host is sent whether RTS is on or off.
    case ignoresRTS = "ignores-rts"
    /// What comes once CTS has gone off is lost.
    case dropsWhileCTSIsOff = "drops-while-cts-is-off"
    /// AT+IPR is answered at the rate that it sets.
    case answersAtTheNewRate = "answers-at-the-new-rate"
}

extension Defect {
    /// What it changes: none of these is known to the device's logic but the decisions.
    enum Effect {
        /// What the device takes for its manual.
        case patch((inout Dialect) -> Void)
        /// What it says and asks of the network, on its way out.
        case filter(ActionFilter.Change)
        /// What it decides.
        case decision(WritableKeyPath<Decisions, Bool>)
        /// Confirmations come when the time for them has passed.
        case delay
    }

    var effect: Effect {
        switch self {
        case .dropsDLE: .filter(.dropsEscape(isDone: false))
        case .dropsETX: .filter(.dropsMarkers([ControlCharacter.etx], andEchoes: true))
        case .okBeforeETX: .filter(.confirmsBeforeMarker(held: []))
        case .unescapesWrong: .decision(\.keepsEscapes)
        case .echoesData: .decision(\.echoesData)
        case .noCRLFDot: .filter(.dropsMarkers(DotStuffer.terminator, andEchoes: false))
        case .keepsMSB: .decision(\.keepsEighthBit)
        case .wrongErrorCode: .patch { $0.shiftErrorCodes() }
        case .wrongNumericCode: .filter(.numbersWrong)
        case .extraLine: .filter(.precedesConfirmations)
        case .doubleOK: .filter(.doublesConfirmations)
        case .noAnswer: .filter(.dropsConfirmations)
        case .lateAnswer: .delay
        case .swapsAnswerOrder: .filter(.confirmsFirst)
        case .noEcho: .filter(.dropsEchoes)
        case .v0Framing: .filter(.framesNumbersWrong)
        case .v1Framing: .filter(.framesTextsWrong)
        case .wrongDefault: .patch { $0.changeDefaults() }
        case .acceptsIllegalValue: .decision(\.takesAnyValue)
        case .losesParameter: .decision(\.losesWrites)
        case .forgetsParameters: .decision(\.forgetsAtPowerOn)
        case .keepsMail: .filter(.keepsMail)
        case .noQuit: .decision(\.leavesMailWithoutQuit)
        case .ignoresFilter: .decision(\.takesAnyPeer)
        case .keepsListening: .decision(\.listensOn)
        case .secondaryDNSUnused: .decision(\.asksPrimaryAlone)
        case .redialsTooSoon: .decision(\.redialsTooSoon)
        case .stateStuck: .patch { $0.freezeState() }
        case .ignoresRTS: .decision(\.ignoresRTS)
        case .dropsWhileCTSIsOff: .decision(\.dropsWhileCTSIsOff)
        case .answersAtTheNewRate: .decision(\.answersAtTheNewRate)
        }
    }
}
