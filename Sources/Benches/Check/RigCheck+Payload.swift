internal import BenchFacts
internal import Dialects
internal import Octets
internal import Rigs
internal import TestBench
internal import World

// A payload through line and device, where the device reaches the bench.
extension RigCheck {
    /// Of the peer that the bench's own surroundings have (``Surroundings``).
    private static let peerPort: UInt16 = 23
    /// How long a short payload may be on its way.
    private static let payloadLimit = Interval.seconds(10)

    /// Tries all byte values in data mode, to a peer and back. - Returns: false where the line is shown to change some: behind it is the built-in modem.
    /// With any other device that is for scenarios to say.
    func carriesPayload(_ line: ModemLine) -> Bool {
        guard rig.line.dataBits == 8, rig.line.flowControl != .xonxoff, dialect.parameter(named: "DLEMODE") != nil else {
            return true
        }
        guard let bench, let peer = bench.peer(at: Self.peerPort), aimSocket(at: peer, line) else { return true }
        guard openSocket(to: peer, line) == nil else {
            note("byte values in data mode are not shown: the device does not reach the peer at \(peer)")
            return true
        }
        defer { _ = line.endDataMode(within: Self.closeLimit) }
        let payload = (0...255).map { UInt8($0) }
        let coded = escapedWithDLE(payload)
        let transfer = rig.hasLineSettings ? rig.line.characterTime.nanoseconds * Int64(coded.count) : 0
        let limit = Self.payloadLimit + Interval(nanoseconds: transfer)
        var arrival = ObservationState.notYet("")
        _ = line.exchange(coded, within: limit) { _ in
            arrival = bench.bench.evaluate(.peer(PeerLabel(index: 0), .received(payload)))
            return !arrival.isOpen
        }
        guard arrival == .holds else { return doubt("does not reach a peer as it was sent: \(arrival.seen)") }
        bench.bench.perform(.peer(PeerLabel(index: 0), .sends(payload)))
        let back = line.exchange([], within: limit) { $0.count >= coded.count }
        if let problem = difference(between: back, and: coded, of: "what came") {
            return doubt("does not come from a peer as it was sent: \(problem)")
        } else {
            return ok("all 256 byte values go to a peer and come back, coded as data: line and device carry every payload")
        }
    }

    private func doubt(_ problem: String) -> Bool {
        guard bench?.control.switchesOn != true else {
            return failed(
                "the line changes bytes: a payload of all byte values \(problem)",
                "make whatever carries the line pass bytes as they are (raw)"
            )
        }
        note(
            "a payload of all byte values \(problem): by the line's doing or the device's; attest run --filter every-byte-plain says more"
        )
        return true
    }
}

extension ObservationState {
    fileprivate var isOpen: Bool { if case .notYet = self { true } else { false } }

    fileprivate var seen: String {
        switch self {
        case .holds: "it holds"
        case .notYet(let text), .violated(let text), .impossible(let text), .ended(let text), .unreached(let text): text
        }
    }
}
