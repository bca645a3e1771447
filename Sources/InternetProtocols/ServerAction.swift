/// What a server does on the connection that carries its commands, in order.
public enum ServerAction: Hashable, Sendable {
    case send([UInt8])
    /// FIN after what was sent.
    case finish
    /// RST at once.
    case reset
    /// Read no more, so that the peer's window closes; or read on.
    case pauseInput
    case resumeInput
    /// A command line arrived, without its line end.
    case heard(String)
    /// An answer to a challenge arrived: it proves who the client is.
    case answered(String)
    /// LF alone ended a line, which no client should send (RFC 5321 §2.3.8, RFC 1939 §3, RFC 959 §5.3.1).
    case bareLineEnd(of: String)
    /// A reply line was sent, without its line end. The bytes go out by `.send`.
    case said(String)
    /// Nothing more happens on this connection until `resume` is called, so much later.
    case delay(milliseconds: Int64)
}
