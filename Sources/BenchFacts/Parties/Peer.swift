public enum PeerFact: Hashable, Sendable {
    case listens(port: UInt16)
    /// Nobody listens: RST.
    case refuses
    /// SYNs vanish.
    case unreachable

    var traits: BenchTraits {
        switch self {
        case .listens, .refuses: BenchTraits()
        case .unreachable: BenchTraits(effects: [.losesConnections, .makesDataPause])
        }
    }
}

/// What a peer that connects must meet.
public enum Welcome: Hashable, Sendable {
    /// A connection.
    case accepted
    /// RST, as from a port at which nobody listens (RFC 9293 §3.10.7.1).
    case refused
    /// RST, or FIN before any byte: the device may find out only then who it is.
    case turnedAway
}

public enum PeerAction<Content: BenchContent>: Hashable, Sendable {
    /// Connects to the device's port; holds when the attempt comes to that.
    case connects(port: Content.Port, Welcome)
    case sends(Content.Bytes)
    /// FIN.
    case closes
    /// RST.
    case resets
    /// Stops reading, and reads on.
    case stalls
    case resumes

    var traits: BenchTraits {
        switch self {
        case .stalls: BenchTraits(effects: .makesDataPause)
        case .connects, .sends, .closes, .resets, .resumes: BenchTraits()
        }
    }

    func filled<Filler: ContentFiller<Content>>(by filler: Filler) throws(Filler.Failure) -> PeerAction<Filler.Filled> {
        switch self {
        case .connects(let port, let welcome): .connects(port: try filler.port(port), welcome)
        case .sends(let bytes): .sends(filler.bytes(bytes))
        case .closes: .closes
        case .resets: .resets
        case .stalls: .stalls
        case .resumes: .resumes
        }
    }
}

public enum PeerObservation<Content: BenchContent>: Hashable, Sendable {
    /// The peer has a connection from the device.
    case connected
    /// The next bytes that the peer receives are exactly these.
    case received(Content.Bytes)
    /// Nothing has come by now that no other observation has taken.
    case receivedNothing
    /// The device has sent FIN, and the peer received nothing that was not expected.
    case sawClose
    case sawReset

    func filled<Filler: ContentFiller<Content>>(by filler: Filler) -> PeerObservation<Filler.Filled> {
        switch self {
        case .connected: .connected
        case .received(let bytes): .received(filler.bytes(bytes))
        case .receivedNothing: .receivedNothing
        case .sawClose: .sawClose
        case .sawReset: .sawReset
        }
    }
}
