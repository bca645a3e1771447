public import BenchFacts

extension Bench {
    /// What the observation comes to now.
    ///
    /// A peer's `received` takes the bytes when it holds, and `heard` goes on where the server's previous `heard` ended: each is
    /// evaluated until it holds, then no more.
    public func evaluate(_ observation: BenchObservation<Exact>) -> ObservationState {
        switch observation {
        case .dns(let observation): names.evaluate(observation)
        case .server(.smtp, let observation): smtp.evaluate(observation)
        case .server(.pop3, let observation): pop3.evaluate(observation)
        case .server(.ftp, let observation): ftp.evaluate(observation)
        case .smtp(let observation): smtp.evaluate(observation)
        case .pop3(let observation): pop3.evaluate(observation, in: mailboxes)
        case .sntp(let observation): time.evaluate(observation)
        case .ftp(let observation): ftp.evaluate(observation)
        case .gsm(let observation): station.network.evaluate(observation)
        case .gprs(let observation): station.network.evaluate(observation)
        case .peer(let label, let observation): peers[label.index].evaluate(observation)
        }
    }

    /// What came and no expectation has taken, one sentence each.
    public func leftovers() -> [String] { peers.flatMap(\.leftovers) }

    /// Why what the parties saw since the scenario began need not be the device's doing; nil when it is.
    public var doubt: String? { switchboard.guests.doubt }
}
