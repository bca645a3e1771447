public import BenchFacts

extension Bench {
    /// Makes a party act. What becomes of it is read from ``outcome(of:)``.
    public func perform(_ action: BenchAction) {
        switch action {
        case .peerConnects(let label, let port, let welcome): peers[label.index].connect(to: port, welcome)
        case .peerSends(let label, let bytes): peers[label.index].send(bytes)
        case .peerCloses(let label): peers[label.index].close()
        case .peerResets(let label): peers[label.index].reset()
        case .peerStalls(let label): peers[label.index].stall(true)
        case .peerResumes(let label): peers[label.index].stall(false)
        case .powerCycle: break
        }
    }

    /// Whether the action that was last performed has come to what it should: for `peerConnects`, the connection, or that there is none.
    /// The other actions hold as soon as they are performed, if there was a connection to perform them on.
    public func outcome(of action: BenchAction) -> ObservationState {
        switch action {
        case .peerConnects(let label, _, _): peers[label.index].attempted
        case .peerSends(let label, _), .peerCloses(let label), .peerResets(let label), .peerStalls(let label),
            .peerResumes(let label):
            peers[label.index].acted
        case .powerCycle: .holds
        }
    }
}
