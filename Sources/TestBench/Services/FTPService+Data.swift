import InternetProtocols
import World

/// The data connection of a session: one at a time, by PASV or by PORT.
extension FTPService {
    /// Any port of the address at which the client has reached the server, so that it is told one that it can reach.
    func openPassiveListener(_ number: Int) {
        closePassiveListener(number)
        guard let control = sessions[number]?.control, let local = switchboard.host.endpoints(of: control)?.local,
            let listener = try? switchboard.listen(at: Endpoint(local.address, 0), for: self),
            let endpoint = switchboard.host.endpoint(of: listener)
        else { return perform(server.dataFailed(on: number), number) }
        sessions[number]?.passive = listener
        perform(server.listening(on: number, address: endpoint.address.value, port: endpoint.port), number)
    }

    func closePassiveListener(_ number: Int) {
        guard let listener = sessions[number]?.passive else { return }
        sessions[number]?.passive = nil
        switchboard.close(listener)
    }

    /// Takes one data connection, from the control connection's client only (RFC 2577 §4).
    func acceptData(_ stream: StreamID, from client: Endpoint, for number: Int) {
        guard let session = sessions[number], session.data == nil,
            switchboard.host.endpoints(of: session.control)?.remote.address == client.address
        else { return switchboard.reset(stream) }
        switchboard.adopt(stream, by: self)
        begin(stream, number)
        closePassiveListener(number)
        observer.log(Self.name, "data connected from \(client)")
        perform(server.dataOpened(on: number), number)
    }

    func connectData(to destination: Endpoint, _ number: Int) {
        guard let session = sessions[number], let local = switchboard.host.endpoints(of: session.control)?.local else { return }
        resetData(number)
        observer.log(Self.name, "data connects to \(destination)")
        begin(switchboard.connect(to: destination, from: local.address, for: self), number)
    }

    private func begin(_ stream: StreamID, _ number: Int) {
        sessions[number]?.data = stream
        sessions[number]?.isDataLeft = false
        sessions[number]?.isEnding = false
        sessions[number]?.looks = 0
    }

    func resetData(_ number: Int) {
        guard let data = sessions[number]?.data else { return }
        sessions[number]?.data = nil
        observer.log(Self.name, "resets data")
        switchboard.reset(data)
    }

    // MARK: The end of what was sent

    /// How long a client has to reset the connection once all has arrived: it may have closed it without reading on.
    private static let endPatience = Interval.seconds(1)
    /// How long what was sent may take to arrive before nobody waits for it any more.
    private static let arrivalLooks = 600

    /// FIN; where the client has closed its side before, it is first given the time to answer what was sent with RST.
    func endData(_ number: Int) {
        guard let session = sessions[number], let data = session.data else { return }
        sessions[number]?.isEnding = true
        if !session.isDataLeft { switchboard.host.finish(data) }
        awaitEnd(of: data)
    }

    private func awaitEnd(of data: StreamID) { endings[switchboard.setTimer(after: Self.endPatience, for: self)] = data }

    func lookAtEnd(of data: StreamID) {
        guard let number = sessions.first(where: { $0.value.data == data && $0.value.isEnding })?.key else { return }
        let looks = sessions[number]?.looks ?? 0
        sessions[number]?.looks = looks + 1
        // A slow line is no reason to believe that all has arrived.
        if switchboard.host.unacknowledged(on: data) > 0, looks < Self.arrivalLooks { return awaitEnd(of: data) }
        dataHasEnded(number)
    }

    private func dataHasEnded(_ number: Int) {
        finishData(number)
        perform(server.dataEnded(on: number), number)
    }

    /// FIN: the connection belongs to no session any more, but what it still carries arrives.
    func finishData(_ number: Int) {
        guard let data = sessions[number]?.data else { return }
        sessions[number]?.data = nil
        sessions[number]?.isEnding = false
        switchboard.host.finish(data)
        leaving.add(data, on: switchboard)
    }

    func withData(_ number: Int, act: (StreamID) -> Void) {
        if let data = sessions[number]?.data { act(data) }
    }

    func sawData(_ event: HostEvent, _ number: Int) {
        switch event {
        case .connected: perform(server.dataOpened(on: number), number)
        case .received(_, let bytes): perform(server.dataReceived(bytes, on: number), number)
        case .drained: perform(server.dataDrained(on: number), number)
        case .finished:
            sessions[number]?.isDataLeft = true
            if sessions[number]?.isEnding == true {
                dataHasEnded(number)
            } else {
                perform(server.dataFinished(on: number), number)
            }
        case .failed(_, let failure):
            observer.log(Self.name, "data connection \(failure.text)")
            if failure != .reset { switchboard.guests.miss("the file server's data connection to the device \(failure.text)") }
            sessions[number]?.data = nil
            perform(server.dataFailed(on: number), number)
        case .closed:
            sessions[number]?.data = nil
            if sessions[number]?.isEnding == true { perform(server.dataEnded(on: number), number) }
        case .accepted, .timer, .datagram, .echoRequested, .echoed: break
        }
    }
}
