import Dialects
import World

/// What names a session of the modem. No other has it before the modem is made anew.
public struct SessionID: Hashable, Sendable {
    public var number: Int
    public init(number: Int) { self.number = number }
}

/// What can come due in a session. Setting a timer replaces the one of the same name.
public enum SessionTimer: Hashable, Sendable, CaseIterable {
    /// A name server has not answered.
    case nameServer
    /// A connection has not opened, or a server has not spoken.
    case server
    /// The host has not given the data that is waited for.
    case host
    /// The host's data have not filled a segment.
    case segment
    /// An echo has not come.
    case echo
}

/// What a session asks for and tells.
enum SessionOutput: Hashable, Sendable {
    case network(NetworkRequest)
    case setTimer(SessionTimer, after: Interval)
    case cancelTimer(SessionTimer)
    case event(SessionEvent)
}

/// What the command family puts into words and line modes. Exactly one of `failed` and `ended` comes, and last.
enum SessionEvent: Hashable, Sendable {
    /// The port is open, and a peer is waited for.
    case listening
    /// Data flows from here on.
    case opened
    /// The host's data is waited for.
    case needsHost
    /// For the host.
    case bytes([UInt8])
    /// In seconds since 1970. - Parameter isShown: The host wants to see it.
    case time(Int64, isShown: Bool)
    /// A file comes, in a session of several.
    case fileBegins
    /// The file is through, and the session goes on; nil: it is whole.
    case transferred(Dialect.Condition?)
    /// A client has come to a listener that stays.
    case client(SocketKey, from: Endpoint)
    /// A datagram, whole.
    case datagram([UInt8], from: Endpoint)
    /// The host that was asked has answered the request of that number, from 0, after so long; nil: it has not.
    case echo(Int, after: Interval?)
    /// There is nothing to be fetched.
    case empty
    /// The peer has no more for the host.
    case peerFinished
    /// Data that flows is cut off; the cause follows.
    case interrupted
    case failed(Dialect.Condition)
    case ended

    var isLast: Bool {
        switch self {
        case .failed, .ended: true
        case .listening, .opened, .needsHost, .bytes, .time, .echo, .fileBegins, .transferred, .client, .datagram, .empty,
            .peerFinished, .interrupted:
            false
        }
    }
}

/// An event with what is known of its session, which may be over.
struct SessionNews: Hashable, Sendable {
    var id: SessionID
    var kind: Session.Kind
    /// Of its TCP socket; nil: it has none of those.
    var number: Int?
    var event: SessionEvent
}
