public import BenchFacts

extension Bench {
    /// Makes a party act. What becomes of it is read from ``outcome(of:)``. Whoever holds the device's switch acts on the device.
    public func perform(_ action: BenchAction<Exact>) {
        switch action {
        case .peer(let label, let action): peers[label.index].perform(action)
        case .server(.smtp, let move): smtp.perform(move)
        case .server(.pop3, let move): pop3.perform(move)
        case .server(.ftp, let move): ftp.perform(move)
        case .device: break
        }
    }

    /// Whether the action that was last performed has come to what it should: for a peer's connection, the connection, or that there is none.
    /// The other actions hold as soon as they are performed, if there was a connection to perform them on.
    public func outcome(of action: BenchAction<Exact>) -> ObservationState {
        switch action {
        case .peer(let label, let action): peers[label.index].outcome(of: action)
        case .server(.smtp, _): smtp.acted
        case .server(.pop3, _): pop3.acted
        case .server(.ftp, _): ftp.acted
        case .device: .holds
        }
    }
}
