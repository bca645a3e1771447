/// What somebody sees who taps the wires of a world's IP network.
public enum WireEvent: Hashable, Sendable {
    /// SYN. The number names the connection in what follows, and is never reused within a world.
    case opening(connection: Int, from: Endpoint, to: Endpoint)
    case segment(connection: Int, from: WireSide, WireSegment)
    case datagram([UInt8], from: Endpoint, to: Endpoint)
    /// A request, or the answer that has its number and its bytes (ICMP, RFC 792).
    case echo([UInt8], number: Int, isAnswer: Bool, from: IPv4Address, to: IPv4Address)
}

/// The two ends of a TCP connection.
public enum WireSide: Hashable, Sendable {
    /// Who sent SYN.
    case opener
    case acceptor

    public var other: WireSide { self == .opener ? .acceptor : .opener }
}

/// What one end of a TCP connection puts on the wire after the SYN.
public enum WireSegment: Hashable, Sendable {
    /// SYN and ACK.
    case acceptance
    /// Bytes, in any number.
    case data([UInt8])
    /// ACK alone, for so many sequence numbers more: one a byte, one for SYN, one for FIN (RFC 9293 §3.4).
    case acknowledgement(Int)
    case finish
    case reset
}
