import Dialects
import InternetProtocols
import Octets
import World

extension VirtualModem {
    enum FileDirection: Hashable, Sendable { case get, put }

    /// AT#FTPGET, AT#FTPPUT.
    func fileTransfer(_ direction: FileDirection) throws(Dialect.Condition) -> ServicePlan {
        let prefix = direction == .get ? "FTPGET" : "FTPPUT"
        let (server, port, name) = (parameters.text("FTPSERV"), parameters.port("FTPPORT"), parameters.text(prefix + "FILENAME"))
        guard !server.isEmpty, port != 0, !name.isEmpty else { throw .missingParameter }
        let isASCII = parameters.text("FTPTYPE") == "A" && !defects.contains(.keepsMSB)
        let settings = FTPClient.Settings(
            user: parameters.text("FTPUN"),
            password: parameters.text("FTPPW"),
            path: parameters.text(prefix + "PATH"),
            transfer: direction == .get ? .retrieve(name: name) : .store(name: name),
            representation: isASCII ? .ascii : .image,
            isPassive: true
        )
        let activity = Service.Activity.transferringFile(FileTransfer(direction: direction, client: FTPClient(settings)))
        return ServicePlan(server: server, service: Service(activity: activity, port: port))
    }

    mutating func advance(_ transfer: FileTransfer, _ step: (inout FTPClient) -> [FTPClient.Action]) {
        var transfer = transfer
        let actions = step(&transfer.client)
        service?.activity = .transferringFile(transfer)
        for action in actions { carryOut(action) }
    }

    private mutating func carryOut(_ action: FTPClient.Action) {
        guard let socket = service?.socket, case .transferringFile(let transfer) = service?.activity else { return }
        switch action {
        case .send(let bytes): say(bytes, on: socket)
        case .connectData(let address, let port):
            let data = newSocket()
            service?.dataSocket = data
            request(.connect(data, to: Endpoint(IPv4Address(address), port)))
        // Never asked for in passive mode.
        case .listenForData: break
        case .transferBegins: begin(transfer)
        case .content(let piece): transmit(escaped(piece))
        case .contentEnds: endReceiving()
        case .sendData(let bytes):
            if let data = service?.dataSocket { request(.send(bytes, on: data)) }
        case .finishData:
            if let data = service?.dataSocket { request(.finish(data)) }
        case .abandonData:
            if let data = service?.dataSocket { request(.reset(data)) }
            service?.dataSocket = nil
        case .finish: request(.finish(socket))
        case .succeeded: endData(withETX: transfer.phase == .receiving, nil)
        case .failed(let failure): endService(condition(of: failure, transfer), resetting: false)
        }
    }

    /// A command of the session.
    private mutating func say(_ command: [UInt8], on socket: SocketKey) {
        guard habits.contains(.leavesWithoutQuit), command == Array("QUIT\r\n".utf8) else {
            return request(.send(command, on: socket))
        }
        request(.finish(socket))
    }

    private mutating func begin(_ transfer: FileTransfer) {
        var transfer = transfer
        switch transfer.direction {
        case .get:
            transfer.phase = .receiving
            respond(.dataBegin)
        case .put:
            transfer.phase = .sending(DLEDecoder())
            cancel(.server)
            respond(.ftpPutReady)
        }
        service?.activity = .transferringFile(transfer)
    }

    /// ETX tells that the data connection is closed, the answer after it whether the file is whole (001 App. B "Downloading an FTP File").
    private mutating func endReceiving() {
        guard case .transferringFile(var transfer) = service?.activity, !defects.contains(.okBeforeETX) else { return }
        transfer.phase = .verdict
        service?.activity = .transferringFile(transfer)
        if !defects.contains(.dropsETX) { transmit([ControlCharacter.etx]) }
    }

    /// From the host to the file, up to the ETX that ends it, which is echoed (001 App. B "Uploading an FTP File").
    mutating func upload(_ transfer: FileTransfer, _ bytes: inout ArraySlice<UInt8>) {
        // It is not possible for the host to exit the data mode of FTPGET (001 App. B "Command mode / data mode for ftp").
        guard case .sending(var decoder) = transfer.phase else { return bytes.removeAll() }
        var transfer = transfer
        let output = decoder.decode(bytes)
        let taken = bytes.prefix(output.consumed)
        bytes = bytes[taken.endIndex...]
        let data = output.ended ? taken.dropLast() : taken
        transmit(echoedData(data))
        transfer.phase = output.ended ? .verdict : .sending(decoder)
        let payload = defects.contains(.unescapesWrong) ? Array(data) : output.payload
        if output.ended {
            awaitServer()
            if !defects.contains(.dropsETX), !habits.contains(.echoesNoEnd) { transmit([ControlCharacter.etx]) }
        }
        advance(transfer) { $0.send(content: payload) + (output.ended ? $0.endContent() : []) }
    }

    /// What happens on the data connection.
    mutating func dataConnection(_ event: NetworkEvent) {
        guard case .transferringFile(let transfer) = service?.activity else { return }
        if !transfer.awaitsHost || event.endsConnection { awaitServer() }
        switch event {
        case .connected: advance(transfer) { $0.dataOpened() }
        case .received(_, let bytes): advance(transfer) { $0.dataReceived(bytes) }
        case .finished: advance(transfer) { $0.dataFinished() }
        case .failed: advance(transfer) { $0.dataFailed() }
        case .congested: endService(.sendFailed)
        case .closed, .listening, .listenFailed, .accepted, .datagram: break
        }
    }

    private func condition(of failure: FTPClient.Failure, _ transfer: FileTransfer) -> Dialect.Condition {
        switch failure {
        case .serviceRefused, .setupRejected, .protocolError: .openFailed
        case .userRejected, .accountRequired: .userRejected
        case .passwordRejected: .passwordRejected
        case .directoryRejected: .cwdFailed
        case .retrieveRejected: .retrieveFailed
        case .storeRejected: .sendFailed
        case .dataFailed where transfer.phase == .dialogue: .openFailed
        case .dataFailed: transfer.direction == .get ? .retrieveFailed : .sendFailed
        case .closedByServer: .peerClosed
        }
    }
}

extension NetworkEvent {
    fileprivate var endsConnection: Bool {
        switch self {
        case .finished, .failed: true
        case .connected, .listening, .listenFailed, .accepted, .received, .closed, .congested, .datagram: false
        }
    }
}
