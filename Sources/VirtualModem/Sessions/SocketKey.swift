/// What names a socket of the modem.
public enum SocketKey: Hashable, Sendable {
    /// One that a session has opened, or listens on.
    case opened(by: SessionID, SessionSocket)
    /// A connection that came to a listening one: the driver numbers them.
    case accepted(Int)
}

/// What a session has a socket for.
public enum SessionSocket: Hashable, Sendable {
    /// Its connection, or the port that waits for one.
    case main
    /// The second connection of a file transfer.
    case data
    /// Questions to name servers.
    case names
}
