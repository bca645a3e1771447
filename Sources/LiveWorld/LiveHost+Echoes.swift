import InternetProtocols
public import World

// Echo requests (ICMP). The system answers those that come, without a word to this program.
extension LiveHost {
    public var asksForEchoes: Bool { openEchoSocket() != nil }

    /// Nothing follows where the system lets no program ask, or this host must not go there.
    public func requestEcho(_ bytes: [UInt8], of destination: IPv4Address, from source: IPv4Address?) -> EchoID {
        let id = EchoID(number: world.nextNumber())
        guard permits(destination), let socket = openEchoSocket(), socket.send(bytes, to: destination, as: id) else { return id }
        tap?(.echo(bytes, number: id.number, isAnswer: false, from: source ?? addresses.first ?? .any, to: destination), now)
        return id
    }

    public func answerEcho(_ request: EchoID, with bytes: [UInt8]) {}

    private func openEchoSocket() -> LiveEchoSocket? {
        if echoSocket == nil { echoSocket = LiveEchoSocket(host: self) }
        return echoSocket
    }
}
