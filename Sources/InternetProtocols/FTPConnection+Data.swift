extension FTPConnection {
    // MARK: The way for data

    /// Gives up listener and data connection.
    mutating func releaseData() {
        switch dataPath {
        case .none, .active: break
        case .openingListener, .listening: emit(.closePassiveListener)
        case .connecting, .open: emit(.resetData)
        }
        forgetData()
    }

    private mutating func forgetData() {
        dataPath = .none
        transfer = nil
        early = ([], false)
    }

    mutating func listening(address: UInt32, port: UInt16, _ server: inout FTPServer) {
        guard case .openingListener(let isExtended) = dataPath else { return }
        dataPath = .listening
        if isExtended {
            link.say("229 Entering Extended Passive Mode (|||\(port)|)")
        } else {
            let numbers = [
                address >> 24, address >> 16 & 255, address >> 8 & 255, address & 255, UInt32(port) >> 8, UInt32(port) & 255,
            ]
            let reply = server.passiveReply ?? "227 Entering Passive Mode (\(FTPServer.addressPattern))"
            link.say(reply.replacing(FTPServer.addressPattern, with: numbers.map(String.init).joined(separator: ",")))
        }
        run(&server)
    }

    /// Whether a transfer can begin; asked before one is prepared, which may cost much.
    var hasDataPath: Bool {
        switch dataPath {
        case .none, .openingListener, .connecting: false
        case .listening, .active, .open: true
        }
    }

    mutating func refuseWithoutData() {
        restart = 0
        link.say("425 PASV or PORT first")
    }

    /// Starts a transfer over whatever way there is.
    mutating func start(_ new: FTPTransfer, _ server: inout FTPServer) {
        restart = 0
        switch dataPath {
        case .none, .openingListener, .connecting: refuseWithoutData()
        case .listening:
            transfer = new
            link.say("150 Waiting for the data connection")
        case .active(let address, let port):
            transfer = new
            dataPath = .connecting
            link.say("150 Opening the data connection")
            emit(.connectData(address: address, port: port))
        case .open:
            transfer = new
            link.say("125 Data connection is open")
            begin(&server)
        }
    }

    mutating func dataOpened(_ server: inout FTPServer) {
        switch dataPath {
        case .listening: emit(.closePassiveListener)
        case .connecting: break
        case .none, .openingListener, .active, .open: return emit(.resetData)
        }
        dataPath = .open
        if transfer != nil { begin(&server) }
    }

    private mutating func begin(_ server: inout FTPServer) {
        guard let direction = transfer?.direction else { return }
        transfer?.phase = .running
        switch direction {
        case .sending: sendPiece(&server)
        case .receiving:
            let (bytes, isFinished) = early
            early = ([], false)
            dataReceived(bytes, &server)
            if isFinished { dataFinished(&server) }
        }
    }

    // MARK: Data

    mutating func dataDrained(_ server: inout FTPServer) {
        if transfer?.direction == .sending { sendPiece(&server) }
    }

    private mutating func sendPiece(_ server: inout FTPServer) {
        guard transfer?.phase == .running, !isLimitReached(server) else { return run(&server) }
        let room = server.faults.contentLimit.map { $0.length - (transfer?.count ?? 0) } ?? Int.max
        let piece = transfer?.nextPiece(atMost: room) ?? []
        if piece.isEmpty { complete(&server) } else { emit(.sendData(piece)) }
    }

    mutating func dataReceived(_ bytes: [UInt8], _ server: inout FTPServer) {
        guard dataPath == .open else { return }
        // The transfer is looked at in place: a copy of it would make every piece copy all that has come.
        guard transfer != nil else {
            guard early.bytes.count + bytes.count <= Self.earlyLimit else { return releaseData() }
            early.bytes += bytes
            return
        }
        // What comes against the direction of the transfer, or after its end, is nobody's.
        guard case .receiving(let path)? = transfer?.direction, transfer?.phase == .running else { return }
        transfer?.receive(bytes)
        if isLimitReached(server) {
            run(&server)
        } else if incoming > server.room(for: path) {
            abandon(Self.refusal(.tooLarge), &server)
        }
    }

    /// Bytes that are held of a file that the client is storing.
    var incoming: Int {
        guard case .receiving? = transfer?.direction else { return 0 }
        return transfer?.content.count ?? 0
    }

    mutating func dataFinished(_ server: inout FTPServer) {
        guard dataPath == .open else { return }
        guard transfer != nil else {
            early.isFinished = true
            return
        }
        guard case .receiving? = transfer?.direction, transfer?.phase == .running else { return }
        complete(&server)
    }

    mutating func dataFailed(_ server: inout FTPServer) {
        switch dataPath {
        case .none, .active: return
        case .openingListener: link.say("425 Cannot listen")
        case .listening, .connecting: if transfer != nil { link.say("425 Cannot open the data connection") }
        case .open: if transfer != nil { link.say("426 The data connection was cut") }
        }
        forgetData()
        run(&server)
    }

    /// Applies the scripted limit of content once it is reached.
    private mutating func isLimitReached(_ server: FTPServer) -> Bool {
        guard let limit = server.faults.contentLimit, let count = transfer?.count, count >= limit.length else { return false }
        switch limit.manner {
        case .cut:
            emit(.resetData)
            link.say("426 The data connection was cut")
            forgetData()
        case .end:
            emit(.finishData)
            link.say("426 The data connection was closed")
            forgetData()
        case .stall:
            transfer?.phase = .stalled
            emit(.pauseData)
        case .pause:
            emit(.pauseData)
        }
        return true
    }

    // MARK: In the middle of a transfer

    /// Content is on its way, neither whole nor ended.
    var isTransferring: Bool {
        switch transfer?.phase {
        case .waiting, .running, .stalled: true
        case .ending, .closing, nil: false
        }
    }

    mutating func goOn(_ server: inout FTPServer) {
        guard dataPath == .open, transfer?.phase == .running else { return }
        switch transfer?.direction {
        case .sending: sendPiece(&server)
        case .receiving: emit(.resumeData)
        case nil: break
        }
    }

    /// A reply that says no ends the transfer; its connection stays open until the client has closed it.
    mutating func announce(_ line: String, _ server: inout FTPServer) {
        link.announce(line)
        guard transfer != nil, line.first == "4" || line.first == "5" else { return }
        transfer = nil
        run(&server)
    }

    /// Ends the data connection, and says nothing of it.
    mutating func closeData(resetting: Bool, _ server: inout FTPServer) {
        guard dataPath == .open else { return }
        emit(resetting ? .resetData : .finishData)
        forgetData()
        run(&server)
    }

    /// Ends a transfer with RST and a reply.
    mutating func abandon(_ line: String, _ server: inout FTPServer) {
        emit(.resetData)
        link.say(line)
        forgetData()
        run(&server)
    }

    // MARK: The end of a transfer

    /// All data has passed, or is on its way: a client that closes the connection in the middle of what it should read has not got it (RFC
    /// 959 §4.2, 426), and says so by RST only.
    private mutating func complete(_ server: inout FTPServer) {
        guard transfer?.direction == .sending, !server.completesFirst else { return confirm(&server) }
        transfer?.phase = .ending
        emit(.endData)
        run(&server)
    }

    mutating func dataEnded(_ server: inout FTPServer) {
        guard transfer?.phase == .ending else { return }
        dataPath = .none
        confirm(&server)
    }

    private mutating func confirm(_ server: inout FTPServer) {
        transfer?.phase = .closing
        if link.admits(.body, named: "body", &server.faults) {
            conclude(&server)
        } else {
            closeAfterOtherReply()
        }
        run(&server)
    }

    /// A scripted reply took the place of the completion: nothing is stored.
    mutating func closeAfterOtherReply() {
        guard transfer?.phase == .closing, link.isOpen else { return }
        emit(.finishData)
        forgetData()
    }

    /// Stores what has come, says so, and closes the data connection.
    mutating func conclude(_ server: inout FTPServer) {
        guard let transfer, transfer.phase == .closing else { return }
        var line = "226 Transfer complete"
        if case .receiving(let path) = transfer.direction {
            do throws(FileTree.Refusal) {
                try server.files.write(path, transfer.content)
            } catch {
                line = Self.refusal(error)
            }
        }
        if server.completesFirst {
            // FIN follows when this has left.
            link.say(line)
        } else {
            emit(.finishData)
            forgetData()
            link.say(line)
        }
    }

    mutating func controlDrained(_ server: inout FTPServer) {
        link.drained()
        if server.completesFirst, transfer?.phase == .closing, link.isOpen {
            emit(.finishData)
            forgetData()
        }
        run(&server)
    }

    static func refusal(_ refusal: FileTree.Refusal) -> String {
        switch refusal {
        case .notFound: "550 No such file or directory"
        case .exists: "550 Exists already"
        case .readOnly: "550 Permission denied"
        case .notEmpty: "550 Not empty"
        case .tooLarge: "552 No room"
        }
    }
}
