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
        sessions[number]?.data = stream
        closePassiveListener(number)
        observer.log(Self.name, "data connected from \(client)")
        perform(server.dataOpened(on: number), number)
    }

    func connectData(to destination: Endpoint, _ number: Int) {
        guard let session = sessions[number], let local = switchboard.host.endpoints(of: session.control)?.local else { return }
        resetData(number)
        observer.log(Self.name, "data connects to \(destination)")
        sessions[number]?.data = switchboard.connect(to: destination, from: local.address, for: self)
    }

    func resetData(_ number: Int) {
        guard let data = sessions[number]?.data else { return }
        sessions[number]?.data = nil
        observer.log(Self.name, "resets data")
        switchboard.reset(data)
    }

    /// FIN: the connection belongs to no session any more, but what it still carries arrives.
    func finishData(_ number: Int) {
        guard let data = sessions[number]?.data else { return }
        sessions[number]?.data = nil
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
        case .finished: perform(server.dataFinished(on: number), number)
        case .failed(_, let failure):
            observer.log(Self.name, "data connection \(failure.text)")
            sessions[number]?.data = nil
            perform(server.dataFailed(on: number), number)
        case .closed: sessions[number]?.data = nil
        case .accepted, .timer, .datagram: break
        }
    }
}
