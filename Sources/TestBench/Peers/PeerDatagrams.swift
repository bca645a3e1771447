import BenchFacts
import World

/// The UDP ports of a peer, and the datagrams that have come there.
struct PeerDatagrams {
    private(set) var ports: [UInt16: DatagramSocketID] = [:]
    /// That no observation has taken, in order.
    private(set) var pending: [[UInt8]] = []
    private var held = 0
    /// Of the newest one: where it came, and whence.
    private var last: (port: UInt16, sender: Endpoint)?

    mutating func note(_ socket: DatagramSocketID, at port: UInt16) { ports[port] = socket }

    /// Whether it has been taken in: what nobody asks for is bounded.
    mutating func receive(_ bytes: [UInt8], on socket: DatagramSocketID, from sender: Endpoint, keeping: Bool) -> Bool {
        guard let port = ports.first(where: { $0.value == socket })?.key else { return false }
        last = (port, sender)
        guard keeping, pending.count < BenchLimits.peerDatagrams, held + bytes.count <= BenchLimits.peerBacklog else {
            return false
        }
        pending.append(bytes)
        held += bytes.count
        return true
    }

    /// From which socket and to which port of the device a datagram goes; a sentence where the scenario does not say enough.
    func way(from port: UInt16?, to destination: UInt16?, of device: IPv4Address) -> Way {
        guard let source = port ?? last?.port ?? (ports.count == 1 ? ports.keys.first : nil), let socket = ports[source] else {
            return .none("the peer has no such port: `peer opens udp port …` makes one")
        }
        if let destination { return .found(socket, Endpoint(device, destination)) }
        guard let last else { return .none("no datagram has come to the peer: `to PORT` says where the device is") }
        return .found(socket, last.sender)
    }

    enum Way {
        case found(DatagramSocketID, Endpoint)
        case none(String)
    }

    /// Whether the next datagram is exactly this; it is consumed when it is.
    mutating func take(_ expected: [UInt8]) -> ObservationState {
        guard let next = pending.first else { return .notYet("no datagram came") }
        guard next == expected else {
            return .violated(difference(between: next, and: expected, of: "the datagram") ?? "")
        }
        pending.removeFirst()
        held -= next.count
        return .holds
    }

    var receivedNone: ObservationState {
        guard let next = pending.first else { return .holds }
        return .violated("it has received \(pending.count == 1 ? "a datagram" : "\(pending.count) datagrams"): \(excerpt(next))")
    }
}
