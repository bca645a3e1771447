extension FTPClient {
    /// Takes a reply, and goes on.
    mutating func take(_ reply: ReplyReader.Reply) -> [Action] {
        let text = reply.line
        switch phase {
        case .greeting:
            // 120: ready in some minutes; 220 follows (RFC 959 §5.4).
            if reply.isPreliminary { return [] }
            return reply.isCompletion ? say("USER \(settings.user)", then: .user) : fail(.serviceRefused(reply: text))
        case .user:
            if reply.isCompletion { return loggedIn() }
            if reply.code == 332 { return giveAccount(to: reply) }
            return reply.isIntermediate ? say("PASS \(settings.password)", then: .password) : fail(.userRejected(reply: text))
        case .password:
            if reply.code == 332 { return giveAccount(to: reply) }
            return reply.isCompletion ? loggedIn() : fail(.passwordRejected(reply: text))
        case .account:
            return reply.isCompletion ? loggedIn() : fail(.accountRequired(reply: text))
        // A server says that it will leave, which its end tells, too.
        case .idle: return []
        case .representation:
            guard reply.isCompletion else { return fail(.setupRejected(reply: text)) }
            if settings.path.isEmpty || settings.path == "." { return prepareData() }
            return say("CWD \(settings.path)", then: .directory)
        case .directory:
            return reply.isCompletion ? prepareData() : fail(.directoryRejected(reply: text))
        case .passive:
            guard reply.isCompletion else { return fail(.setupRejected(reply: text)) }
            guard let (address, port) = Self.sixNumbers(in: reply.texts.joined(separator: " ")) else {
                return fail(.protocolError(line: text))
            }
            phase = .connecting
            return [.connectData(address: address, port: port)]
        case .active:
            return reply.isCompletion ? request() : fail(.setupRejected(reply: text))
        case .connecting, .listening:
            // Nothing was asked: the server can only be taking its leave.
            return fail(.protocolError(line: text))
        case .transfer:
            return takeTransferReply(reply)
        case .quit:
            phase = .over
            return [.finish, .succeeded]
        case .over:
            return []
        }
    }

    private mutating func giveAccount(to reply: ReplyReader.Reply) -> [Action] {
        settings.account.isEmpty ? fail(.accountRequired(reply: reply.line)) : say("ACCT \(settings.account)", then: .account)
    }

    private mutating func loggedIn() -> [Action] {
        guard staysOpen else { return setRepresentation() }
        phase = .idle
        return [.loggedIn]
    }

    mutating func setRepresentation() -> [Action] {
        switch settings.representation {
        case .ascii: say("TYPE A", then: .representation)
        case .image: say("TYPE I", then: .representation)
        }
    }

    private mutating func prepareData() -> [Action] {
        guard !settings.isPassive else { return say("PASV", then: .passive) }
        phase = .listening
        return [.listenForData]
    }

    mutating func request() -> [Action] {
        switch settings.transfer {
        case .retrieve(let name): say("RETR \(name)", then: .transfer)
        case .store(let name): say("STOR \(name)", then: .transfer)
        case nil: []
        }
    }

    private mutating func takeTransferReply(_ reply: ReplyReader.Reply) -> [Action] {
        if reply.isPreliminary {
            progress.isGranted = true
            return begin()
        }
        if let verdict, progress.isDataOver { return fail(verdict) }
        if progress.isAborted, !reply.isPreliminary {
            progress.isComplete = true
            return conclude()
        }
        guard reply.isCompletion else {
            if progress.isGranted || progress.hasBegun { return takeFailure(.dataFailed(reply: reply.line)) }
            switch settings.transfer {
            case .retrieve: return fail(.retrieveRejected(reply: reply.line))
            case .store, nil: return fail(.storeRejected(reply: reply.line))
            }
        }
        progress.isComplete = true
        // The completion of a small file may come without the data connection having been reported open.
        progress.isGranted = true
        return begin() + conclude()
    }

    /// The two connections are not in step: what the server sent before it gave up may come after its reply.
    private mutating func takeFailure(_ failure: Failure) -> [Action] {
        guard isRetrieving, progress.isDataOpen, !progress.isDataOver else { return fail(failure) }
        verdict = failure
        return [.awaitsDataEnd]
    }

    /// Says once that the transfer has begun.
    mutating func begin() -> [Action] {
        guard progress.isGranted, progress.isDataOpen, !progress.hasBegun else { return [] }
        progress.hasBegun = true
        return [.transferBegins] + (progress.isDataOver && isRetrieving ? [.contentEnds] : [])
    }

    var isRetrieving: Bool {
        switch settings.transfer {
        case .retrieve: true
        case .store, nil: false
        }
    }

    /// Leaves when both the completion reply and the end of the data connection have come, in either order.
    mutating func conclude() -> [Action] {
        guard progress.isDataOver else { return [] }
        if let verdict { return fail(verdict) }
        guard progress.isComplete else { return [] }
        guard !progress.isCutShort else { return fail(.dataFailed(reply: nil)) }
        if staysOpen {
            phase = .idle
            return [.transferred(nil)]
        }
        return say("QUIT", then: .quit) + [.leaves]
    }

    /// RFC 1123 §4.1.2.6: the reply to PASV is searched for six numbers between commas, wherever they stand.
    static func sixNumbers(in text: String) -> (address: UInt32, port: UInt16)? {
        let words = text.split { !$0.isASCII || !($0.isNumber || $0 == ",") }
        for word in words {
            let numbers = word.split(separator: ",", omittingEmptySubsequences: false).map { decimal($0) }
            guard numbers.count == 6 else { continue }
            let octets = numbers.compactMap { $0.flatMap(UInt8.init(exactly:)) }
            guard octets.count == 6 else { continue }
            let address = octets[..<4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
            return (address, UInt16(octets[4]) << 8 | UInt16(octets[5]))
        }
        return nil
    }
}
