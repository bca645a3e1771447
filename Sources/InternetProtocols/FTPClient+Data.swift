extension FTPClient {
    /// The listener listens at this address, as the server sees it, in host byte order, and port.
    public mutating func listening(address: UInt32, port: UInt16) -> [Action] {
        guard phase == .listening else { return [] }
        let octets = [
            address >> 24, address >> 16 & 255, address >> 8 & 255, address & 255, UInt32(port) >> 8, UInt32(port) & 255,
        ]
        return say("PORT " + octets.map(String.init).joined(separator: ","), then: .active)
    }

    /// The data connection is open: the server's, or the one asked for by `.connectData`.
    public mutating func dataOpened() -> [Action] {
        progress.isDataOpen = true
        switch phase {
        case .connecting: return request()
        case .transfer: return begin()
        case .greeting, .user, .password, .account, .idle, .representation, .directory, .passive, .listening, .active, .quit,
            .over:
            return []
        }
    }

    /// Bytes on the data connection. They may overtake the reply that grants the transfer.
    public mutating func dataReceived(_ bytes: [UInt8]) -> [Action] {
        guard phase == .transfer, isRetrieving, !progress.isDataOver else { return [] }
        progress.isGranted = true
        return begin() + [.content(bytes)]
    }

    /// The server has sent FIN on the data connection.
    public mutating func dataFinished() -> [Action] {
        guard phase == .transfer, progress.isDataOpen, !progress.isDataOver else { return [] }
        progress.isDataOver = true
        var actions: [Action] = []
        if !progress.isDataFinished {
            progress.isDataFinished = true
            progress.isCutShort = !isRetrieving
            actions.append(.finishData)
        }
        if progress.hasBegun, isRetrieving { actions.append(.contentEnds) }
        return actions + conclude()
    }

    /// The data connection could not be opened, or was reset.
    public mutating func dataFailed() -> [Action] {
        switch phase {
        case .connecting, .listening, .active: return fail(.dataFailed(reply: nil))
        case .transfer:
            if progress.isDataOver { return [] }
            guard staysOpen, progress.isGranted, !progress.isComplete, verdict == nil else {
                return fail(verdict ?? .dataFailed(reply: nil))
            }
            // The server's word on it is still to come, and is not the answer to what is asked next.
            verdict = .dataFailed(reply: nil)
            progress.isDataOver = true
            return [.abandonData]
        case .greeting, .user, .password, .account, .idle, .representation, .directory, .passive, .quit, .over: return []
        }
    }

    /// What the server sent before it gave up has come, as far as anybody waits for it.
    public mutating func giveUpData() -> [Action] {
        guard phase == .transfer, let verdict else { return [] }
        return fail(verdict)
    }

    /// A piece of the file to be stored. Only after `.transferBegins`.
    public mutating func send(content: [UInt8]) -> [Action] {
        guard phase == .transfer, progress.hasBegun, !progress.isDataFinished, !isRetrieving, !content.isEmpty else { return [] }
        switch settings.representation {
        case .ascii: return [.sendData(content.map { $0 & 0x7F })]
        case .image: return [.sendData(content)]
        }
    }

    /// The file is complete.
    public mutating func endContent() -> [Action] {
        guard phase == .transfer, progress.hasBegun, !progress.isDataFinished, !isRetrieving else { return [] }
        progress.isDataFinished = true
        return [.finishData]
    }
}
