import World

/// What the modem knows of the cellular network.
struct CellState: Hashable, Sendable {
    var hasSIM = true
    /// The SIM waits for its code.
    var isLocked = false
    /// +WOPEN: the TCP/IP stack runs, and AT# commands exist.
    var stackRuns = true
    var gsm = Registration.notRegistered
    var gprs = Registration.notRegistered
    var isAttached = false
    /// The line's answer to AT+CGATT waits for the network.
    var attachment: PendingAttachment?

    enum PendingAttachment: Hashable, Sendable { case attach, detach }

    var hasService: Bool { gsm.hasService || gprs.hasService }
}
