/// The bounds of what a device, or anything else on the network, can make the bench hold.
enum BenchLimits {
    /// Connections that a peer remembers, living and dead; those that are over and hold nothing make room for others.
    static let peerConnections = 256
    /// Bytes that a peer holds of one connection for expectations to come; beyond, it stops reading until some are consumed.
    static let peerBacklog = 16 << 20
    /// The same of all its connections together, the dead among them.
    static let peerBacklogs = 64 << 20
    /// Datagrams that a peer holds for expectations to come; further ones are lost, as datagrams may be.
    static let peerDatagrams = 10_000
    /// Bytes that the far end of a call remembers; further ones are lost.
    static let callData = 1 << 20
    /// Command lines that a server remembers in one scenario.
    static let heardLines = 10_000
    /// Characters of such a line.
    static let heardLine = 1024
    /// Lines of a server shown in a reason.
    static let linesShown = 8
    /// Questions that a name server remembers in one scenario.
    static let questions = 10_000
    /// Answers that wait for their delay at a time; more are lost, as datagrams may be.
    static let delayedAnswers = 1_000
    /// FTP data connections that wait for the client's FIN, and connections of a server that were refused with a reply and do so; the
    /// oldest is reset for a further one.
    static let leavingConnections = 64
    /// Characters of a line in the log; a protocol's own lines are at most 1000 (RFC 5321 §4.5.3.1.6).
    static let logLine = 1024
    /// Bytes shown of a payload in the log or in a reason.
    static let excerpt = 64
}
