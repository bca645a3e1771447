import Dialects
import InternetProtocols
import Octets
import World

/// AT#FTPGET, AT#FTPPUT (001 ch. 4).
extension VirtualModem {
    mutating func fileTransfer(_ direction: FileTransfer.Direction, _ link: Bearer.Link) throws(Dialect.Condition) -> Session.Plan
    {
        let (server, port, name) = (
            parameters.text(.fileServer), parameters.port(.filePort, otherwise: 21),
            parameters.text(direction == .get ? .fetchedName : .storedName)
        )
        guard !server.isEmpty, port != 0, !name.isEmpty else { throw .missingParameter }
        let isASCII = parameters.text(.fileType) == "A" && !decisions.keepsEighthBit
        let settings = FTPClient.Settings(
            user: parameters.text(.fileUser),
            password: parameters.text(.filePassword),
            path: parameters.text(direction == .get ? .fetchedPath : .storedPath),
            transfer: direction == .get ? .retrieve(name: name) : .store(name: name),
            representation: isASCII ? .ascii : .image,
            isPassive: parameters.integer(.fileMode, otherwise: 1) == 1
        )
        let transfer = FileTransfer(settings, leavesWithoutQuit: habits.contains(.leavesWithoutQuit))
        return client(.fileTransfer(transfer), server, port: port, link)
    }

    mutating func fileTransfer(_ id: SessionID, _ event: SessionEvent) {
        switch event {
        case .opened: enterDataMode(of: .ftpGet, id)
        case .needsHost: enterDataMode(of: .ftpPut, id)
        case .bytes(let bytes): deliver(bytes, of: id)
        // ETX tells that the data connection is closed, the answer after it whether the file is whole (001 App. B "Downloading …").
        case .peerFinished: closeData(of: id)
        case .interrupted: interrupted(id)
        case .failed(let condition): failed(id, condition)
        case .ended: succeeded(id)
        case .listening, .empty, .time, .echo, .fileBegins, .transferred, .client, .datagram:
            preconditionFailure("a file transfer does not listen, and is never empty")
        }
    }
}
