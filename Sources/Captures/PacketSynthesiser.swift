import InternetProtocols
import World

/// Makes packets of what a tap saw: sequence numbers, acknowledgements, segments.
///
/// Several worlds follow each other in one capture. A connection whose ends were both used before, whichever of them opened it,
/// gets a new port on its opener's side, lest analysers take two connections for one.
struct PacketSynthesiser {
    private struct End {
        var endpoint: Endpoint
        /// The sequence number of what it sends next.
        var next: UInt32 = 0
        /// The sequence number that it expects: what its ACKs say.
        var expected: UInt32 = 0
    }

    private struct Connection {
        var opener: End
        var acceptor: End
        var isAccepted = false

        subscript(side: WireSide) -> End {
            get { side == .opener ? opener : acceptor }
            set { if side == .opener { opener = newValue } else { acceptor = newValue } }
        }
    }

    private struct Ends: Hashable {
        var opener: Endpoint
        var acceptor: Endpoint

        var reversed: Ends { Ends(opener: acceptor, acceptor: opener) }
    }

    /// The first of the dynamic ports (RFC 6335 §6).
    private static let firstDynamicPort: UInt16 = 49_152

    /// Of all: they are told apart by their sequence numbers.
    private static let echoIdentifier: UInt16 = 1

    private var connections: [Int: Connection] = [:]
    private var used: Set<Ends> = []
    /// The port that was taken last, by the ends that were asked for.
    private var newestPorts: [Ends: UInt16] = [:]
    private var identifications: [IPv4Address: UInt16] = [:]

    /// Another world begins: connections are numbered anew.
    mutating func beginWorld() { connections.removeAll() }

    /// The frames that carry the event. - Parameter time: On the capture's time line.
    mutating func frames(of event: WireEvent, at time: Interval) -> [[UInt8]] {
        switch event {
        case .opening(let number, let source, let destination):
            return [open(number, from: source, to: destination, at: time)]
        case .segment(let number, let side, let segment):
            guard var connection = connections[number] else { return [] }
            let frames = self.frames(of: segment, from: side, on: &connection, at: time)
            connections[number] = connection
            return frames
        case .datagram(let bytes, let source, let destination):
            guard bytes.count <= EthernetFrame.maximumDatagram else { return [] }
            let identification = nextIdentification(source.address)
            return [EthernetFrame.udp(from: source, to: destination, identification: identification, payload: bytes)]
        case .echo(let bytes, let number, let isAnswer, let source, let destination):
            guard bytes.count <= EthernetFrame.maximumEcho else { return [] }
            let echo = EchoMessage(
                isAnswer: isAnswer,
                identifier: Self.echoIdentifier,
                sequence: UInt16(truncatingIfNeeded: number),
                data: bytes
            )
            let identification = nextIdentification(source)
            return [EthernetFrame.icmp(from: source, to: destination, identification: identification, message: echo.bytes)]
        }
    }

    private mutating func open(_ number: Int, from source: Endpoint, to destination: Endpoint, at time: Interval) -> [UInt8] {
        let ends = unusedEnds(Ends(opener: source, acceptor: destination))
        var connection = Connection(opener: End(endpoint: ends.opener), acceptor: End(endpoint: destination))
        connection.opener.next = Self.initialSequence(ends.opener, destination, at: time)
        let frame = self.frame([.syn], from: .opener, on: connection)
        connection.opener.next &+= 1
        connections[number] = connection
        return frame
    }

    /// O(1) on average.
    private mutating func unusedEnds(_ asked: Ends) -> Ends {
        var ends = asked
        if let newest = newestPorts[asked] { ends.opener.port = newest }
        var left = UInt16.max
        while used.contains(ends) || used.contains(ends.reversed) {
            ends.opener.port = ends.opener.port == .max ? Self.firstDynamicPort : ends.opener.port + 1
            left -= 1
            // Every port has been used: the oldest may serve again.
            if left == 0 { used.removeAll() }
        }
        used.insert(ends)
        newestPorts[asked] = ends.opener.port
        return ends
    }

    private mutating func frames(
        of segment: WireSegment,
        from side: WireSide,
        on connection: inout Connection,
        at time: Interval
    ) -> [[UInt8]] {
        switch segment {
        case .acceptance:
            connection.isAccepted = true
            connection.acceptor.next = Self.initialSequence(connection.acceptor.endpoint, connection.opener.endpoint, at: time)
            connection.acceptor.expected = connection.opener.next
            connection.opener.expected = connection.acceptor.next
            let frame = self.frame([.syn, .acknowledgement], from: side, on: connection)
            connection.acceptor.next &+= 1
            return [frame]
        case .data(let bytes):
            return frames(of: bytes, from: side, on: &connection)
        case .acknowledgement(let count):
            connection[side].expected &+= UInt32(truncatingIfNeeded: count)
            return [frame([.acknowledgement], from: side, on: connection)]
        case .finish:
            let frame = self.frame([.fin, .acknowledgement], from: side, on: connection)
            connection[side].next &+= 1
            return [frame]
        case .reset:
            // In answer to SYN: sequence number 0, acknowledging the SYN (RFC 9293 §3.10.7.1).
            if !connection.isAccepted { connection.acceptor.expected = connection.opener.next }
            return [frame([.reset, .acknowledgement], from: side, on: connection)]
        }
    }

    private mutating func frames(of bytes: [UInt8], from side: WireSide, on connection: inout Connection) -> [[UInt8]] {
        var frames: [[UInt8]] = []
        var offset = 0
        while offset < bytes.count {
            let end = min(offset + EthernetFrame.maximumSegmentSize, bytes.count)
            let flags: EthernetFrame.TCPFlags = end == bytes.count ? [.push, .acknowledgement] : [.acknowledgement]
            frames.append(frame(flags, from: side, on: connection, payload: bytes[offset..<end]))
            connection[side].next &+= UInt32(truncatingIfNeeded: end - offset)
            offset = end
        }
        return frames
    }

    private mutating func frame(
        _ flags: EthernetFrame.TCPFlags,
        from side: WireSide,
        on connection: Connection,
        payload: ArraySlice<UInt8> = []
    ) -> [UInt8] {
        let sender = connection[side]
        return EthernetFrame.tcp(
            from: sender.endpoint,
            to: connection[side.other].endpoint,
            identification: nextIdentification(sender.endpoint.address),
            sequence: sender.next,
            acknowledgement: sender.expected,
            flags: flags,
            payload: payload
        )
    }

    private mutating func nextIdentification(_ address: IPv4Address) -> UInt16 {
        let next = identifications[address, default: 0] &+ 1
        identifications[address] = next
        return next
    }

    /// A clock of 4 µs and a function of the connection's ends (RFC 6528 §3; FNV-1a, for there is nobody to hide from).
    private static func initialSequence(_ local: Endpoint, _ remote: Endpoint, at time: Interval) -> UInt32 {
        var hash: UInt32 = 0x811C_9DC5
        for word in [local.address.value, UInt32(local.port), remote.address.value, UInt32(remote.port)] {
            hash = (hash ^ word) &* 0x0100_0193
        }
        return hash &+ UInt32(truncatingIfNeeded: time.nanoseconds / 4_000)
    }
}
