public import World

public enum PeerFact: Hashable, Sendable {
    case listens(port: UInt16)
    /// Takes datagrams at the UDP port.
    case opensDatagramPort(UInt16)
    case echoes(EchoBehaviour)
    /// Nobody listens: RST.
    case refuses
    /// SYNs vanish.
    case unreachable

    var traits: BenchTraits {
        switch self {
        case .listens, .refuses, .opensDatagramPort, .echoes(.answers): BenchTraits()
        case .echoes: BenchTraits(effects: [.changesEchoes, .makesDataPause])
        case .unreachable: BenchTraits(effects: [.losesConnections, .makesDataPause])
        }
    }
}

/// What a peer does with echo requests (RFC 792).
public enum EchoBehaviour: Hashable, Sendable {
    case answers
    case answersAfter(Interval)
    case ignores
    /// All others are answered.
    case ignoresOne(Int)
}

/// What a peer that connects must meet.
public enum Welcome: Hashable, Sendable {
    /// A connection.
    case accepted
    /// RST, as from a port at which nobody listens (RFC 9293 §3.10.7.1).
    case refused
    /// RST, or FIN before any byte: the device may find out only then who it is.
    case turnedAway
    /// Whatever the device makes of it, also nothing at all: what happens is seen otherwise.
    case any
}

public enum PeerAction<Content: BenchContent>: Hashable, Sendable {
    /// Connects to the device's port; holds when the attempt comes to that.
    case connects(port: Content.Port, Welcome)
    case sends(Content.Bytes)
    /// In one datagram, from a port of the peer's and to one of the device's; nil: where the last one came and came from.
    case sendsDatagram(Content.Bytes, from: UInt16?, to: Content.Port?)
    /// Asks the device for an echo.
    case pings
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
        case .pings: BenchTraits(effects: .asksForEchoes)
        case .connects, .sends, .sendsDatagram, .closes, .resets, .resumes: BenchTraits()
        }
    }

    func filled<Filler: ContentFiller<Content>>(by filler: Filler) throws(Filler.Failure) -> PeerAction<Filler.Filled> {
        switch self {
        case .connects(let port, let welcome): .connects(port: try filler.port(port), welcome)
        case .sends(let bytes): .sends(filler.bytes(bytes))
        case .sendsDatagram(let bytes, let source, let port):
            .sendsDatagram(
                filler.bytes(bytes),
                from: source,
                to: try port.map { port throws(Filler.Failure) in try filler.port(port) }
            )
        case .pings: .pings
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
    /// The next datagram that the peer receives is exactly this.
    case receivedDatagram(Content.Bytes)
    /// None has come by now that no other observation has taken.
    case receivedNoDatagram
    /// Echo requests of the device have come, so many and no more.
    case pinged(times: Int)
    /// The device has answered the peer's request, with the same bytes.
    case sawEcho
    /// The device has sent FIN, and the peer received nothing that was not expected.
    case sawClose
    case sawReset

    var traits: BenchTraits {
        switch self {
        case .pinged: BenchTraits(effects: .watchesEchoes)
        case .sawEcho: BenchTraits(effects: .asksForEchoes)
        case .connected, .received, .receivedNothing, .receivedDatagram, .receivedNoDatagram, .sawClose, .sawReset: BenchTraits()
        }
    }

    func filled<Filler: ContentFiller<Content>>(by filler: Filler) -> PeerObservation<Filler.Filled> {
        switch self {
        case .receivedDatagram(let bytes): .receivedDatagram(filler.bytes(bytes))
        case .receivedNoDatagram: .receivedNoDatagram
        case .pinged(let times): .pinged(times: times)
        case .sawEcho: .sawEcho
        case .connected: .connected
        case .received(let bytes): .received(filler.bytes(bytes))
        case .receivedNothing: .receivedNothing
        case .sawClose: .sawClose
        case .sawReset: .sawReset
        }
    }
}
