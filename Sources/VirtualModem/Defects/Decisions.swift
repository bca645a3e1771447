/// Where a defect turns a decision that the reference device takes. Nothing that it says or asks of the network would tell them.
struct Decisions: Hashable, Sendable {
    /// A written value is confirmed and not stored.
    var losesWrites = false
    /// A value that the manual does not allow is stored as it came.
    var takesAnyValue = false
    var forgetsAtPowerOn = false
    /// The host's data comes back.
    var echoesData = false
    /// The host's escapes are sent as they came.
    var keepsEscapes = false
    /// ASCII transfers go as images.
    var keepsEighthBit = false
    var leavesMailWithoutQuit = false
    /// A listening port does not look whose peer comes.
    var takesAnyPeer = false
    /// A port listens on after its connection, and nobody turns away those who come.
    var listensOn = false
    var asksPrimaryAlone = false
    /// Half of the pause between two calls.
    var redialsTooSoon = false
    /// RTS means nothing, whatever +IFC says.
    var ignoresRTS = false
    /// What still comes once CTS has gone off is lost.
    var dropsWhileCTSIsOff = false
    /// A rate that +IPR sets holds for its own answer.
    var answersAtTheNewRate = false

    init(_ defects: Set<Defect>) {
        for defect in defects {
            if case .decision(let decision) = defect.effect { self[keyPath: decision] = true }
        }
    }
}
