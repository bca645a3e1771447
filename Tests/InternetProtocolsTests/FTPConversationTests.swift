import InternetProtocols
import Octets
import Testing

/// Client and server against each other, and the client against literal replies.
@Suite struct FTPConversationTests {
    static let clientAddress: UInt32 = 0xC633_6407
    static let serverAddress: UInt32 = 0xC000_0215

    struct Outcome: Equatable {
        var end: FTPClient.Action?
        var content: [UInt8]?
        var isWhole = false
        var said: [String] = []
    }

    /// Two hosts in a nutshell: control and data connections in pieces, events one at a time.
    struct Wire {
        var server: FTPServer
        var client: FTPClient
        let upload: [UInt8]
        var up: Pipe
        var down: Pipe
        var dataUp: Pipe
        var dataDown: Pipe
        /// FIN is under way on the data connection.
        var dataUpEnds = false
        var dataDownEnds = false
        var controlEnds = false
        var owesDataDrained = false
        var owesDataEnded = false
        var isGivenUp = false
        var outcome = Outcome()

        init(_ server: FTPServer, _ client: FTPClient, upload: [UInt8], chunk: Int) {
            self.server = server
            self.client = client
            self.upload = upload
            up = Pipe(size: chunk)
            down = Pipe(size: chunk)
            dataUp = Pipe(size: chunk)
            dataDown = Pipe(size: chunk)
        }

        mutating func serve(_ actions: [FTPServer.Action]) {
            for action in actions {
                switch action {
                case .control(.send(let bytes)): down.send(bytes)
                case .control(.finish), .control(.reset): controlEnds = true
                case .control(.heard), .control(.answered), .control(.bareLineEnd), .control(.said), .control(.pauseInput),
                    .control(.resumeInput):
                    break
                case .control(.delay): serve(server.resume(on: 0))
                case .openPassiveListener: serve(server.listening(on: 0, address: serverAddress, port: 40_000))
                case .closePassiveListener, .pauseData, .resumeData: break
                case .connectData(let address, let port):
                    #expect(address == clientAddress && port == 0xABCD)
                    act(client.dataOpened())
                    serve(server.dataOpened(on: 0))
                case .sendData(let bytes):
                    dataDown.send(bytes)
                    owesDataDrained = true
                case .endData:
                    dataDownEnds = true
                    owesDataEnded = true
                case .finishData: if !owesDataEnded { dataDownEnds = true }
                case .resetData:
                    while let piece = dataDown.next() { act(client.dataReceived(piece)) }
                    act(client.dataFailed())
                }
            }
        }

        mutating func act(_ actions: [FTPClient.Action]) {
            for action in actions {
                switch action {
                case .send(let bytes): up.send(bytes)
                case .connectData(let address, let port):
                    #expect(address == serverAddress && port == 40_000)
                    serve(server.dataOpened(on: 0))
                    act(client.dataOpened())
                case .listenForData: act(client.listening(address: clientAddress, port: 0xABCD))
                case .transferBegins:
                    outcome.content = []
                    for start in stride(from: 0, to: upload.count, by: 1_000) {
                        act(client.send(content: Array(upload[start..<min(start + 1_000, upload.count)])))
                    }
                    act(client.endContent())
                case .content(let bytes): outcome.content?.append(contentsOf: bytes)
                case .contentEnds: outcome.isWhole = true
                case .sendData(let bytes): dataUp.send(bytes)
                case .finishData: dataUpEnds = true
                case .awaitsDataEnd: isGivenUp = true
                case .abandonData, .finish, .leaves, .loggedIn, .transferred: break
                case .succeeded, .failed:
                    #expect(outcome.end == nil)
                    outcome.end = action
                }
            }
        }

        mutating func run() {
            serve(server.accept(0, from: clientAddress))
            var isIdle = false
            while !isIdle {
                isIdle = true
                if let piece = up.next() {
                    serve(server.receive(piece, on: 0))
                    isIdle = false
                }
                if let piece = down.next() {
                    act(client.receive(piece))
                    if down.isEmpty { serve(server.drained(0)) }
                    isIdle = false
                }
                if let piece = dataUp.next() {
                    serve(server.dataReceived(piece, on: 0))
                    isIdle = false
                } else if dataUpEnds {
                    dataUpEnds = false
                    serve(server.dataFinished(on: 0))
                    isIdle = false
                }
                if let piece = dataDown.next() {
                    act(client.dataReceived(piece))
                    isIdle = false
                } else if owesDataDrained {
                    owesDataDrained = false
                    serve(server.dataDrained(on: 0))
                    isIdle = false
                } else if dataDownEnds {
                    dataDownEnds = false
                    act(client.dataFinished())
                    if owesDataEnded { serve(server.dataEnded(on: 0)) }
                    owesDataEnded = false
                    isIdle = false
                }
            }
            if isGivenUp { act(client.giveUpData()) }
            if controlEnds { act(client.closed()) }
            outcome.said = String(decoding: up.all, as: UTF8.self).split(separator: "\r\n").map(String.init)
        }
    }

    static func settings(
        _ transfer: FTPClient.Transfer,
        user: String = "joe",
        password: String = "pw",
        path: String = "",
        _ representation: FTPClient.Representation = .image,
        isPassive: Bool = true
    ) -> FTPClient.Settings {
        .init(
            user: user,
            password: password,
            path: path,
            transfer: transfer,
            representation: representation,
            isPassive: isPassive
        )
    }

    static func run(
        _ settings: FTPClient.Settings,
        _ server: FTPServer = FTPServerTests.server(),
        upload: [UInt8] = [],
        chunk: Int = 100
    ) -> (
        Outcome, FTPServer
    ) {
        var wire = Wire(server, FTPClient(settings), upload: upload, chunk: chunk)
        wire.run()
        return (wire.outcome, wire.server)
    }

    static let awkward = Array(repeating: (UInt8.min...UInt8.max).map { $0 }, count: 12).flatMap(\.self) + [3, 16, 3]

    @Test(arguments: chunkSizes, [(true, true), (true, false), (false, true), (false, false)])
    func retrieves(chunk: Int, modes: (isPassive: Bool, completesFirst: Bool)) {
        for content in [[], [7], Self.awkward, Array(repeating: 5, count: chunk > 10 ? 200_000 : 0)] {
            var server = FTPServerTests.server()
            server.completesFirst = modes.completesFirst
            server.files.setFile(FileTree.Path("sub/f"), content)
            let settings = Self.settings(.retrieve(name: "f"), path: "sub", isPassive: modes.isPassive)
            let (outcome, _) = Self.run(settings, server, chunk: chunk)
            #expect(outcome.end == .succeeded)
            #expect(outcome.content == content)
            #expect(outcome.isWhole)
            let way = modes.isPassive ? "PASV" : "PORT 198,51,100,7,171,205"
            #expect(outcome.said == ["USER joe", "PASS pw", "TYPE I", "CWD sub", way, "RETR f", "QUIT"])
        }
    }

    @Test(arguments: chunkSizes, [(true, true), (true, false), (false, true), (false, false)])
    func stores(chunk: Int, modes: (isPassive: Bool, completesFirst: Bool)) {
        for content in [[], [7], Self.awkward] {
            var server = FTPServerTests.server()
            server.completesFirst = modes.completesFirst
            let settings = Self.settings(.store(name: "new"), isPassive: modes.isPassive)
            let (outcome, after) = Self.run(settings, server, upload: content, chunk: chunk)
            #expect(outcome.end == .succeeded)
            #expect(after.files.file(FileTree.Path("new")) == content)
        }
    }

    @Test func storesTextInSevenBits() {
        let (outcome, server) = Self.run(Self.settings(.store(name: "t"), .ascii), upload: bytes("a\r\n") + [0xC1])
        #expect(outcome.end == .succeeded)
        #expect(outcome.said.contains("TYPE A"))
        #expect(server.files.file(FileTree.Path("t")) == bytes("a\r\nA"))
    }

    static let refusals: [(String, FTPClient.Transfer, FTPClient.Failure)] = [
        ("greeting", .retrieve(name: "data.bin"), .serviceRefused(reply: "530 no")),
        ("USER", .retrieve(name: "data.bin"), .userRejected(reply: "530 no")),
        ("PASS", .retrieve(name: "data.bin"), .passwordRejected(reply: "530 no")),
        ("TYPE", .retrieve(name: "data.bin"), .setupRejected(reply: "530 no")),
        ("CWD", .retrieve(name: "data.bin"), .directoryRejected(reply: "530 no")),
        ("PASV", .retrieve(name: "data.bin"), .setupRejected(reply: "530 no")),
        ("RETR", .retrieve(name: "data.bin"), .retrieveRejected(reply: "530 no")),
        ("STOR", .store(name: "new"), .storeRejected(reply: "530 no")),
        ("body", .retrieve(name: "data.bin"), .dataFailed(reply: "530 no")),
        ("body", .store(name: "new"), .dataFailed(reply: "530 no")),
    ]

    @Test(arguments: refusals, [1, 1_000]) func reportsRefusals(
        refusal: (String, FTPClient.Transfer, FTPClient.Failure),
        chunk: Int
    ) {
        var server = FTPServerTests.server()
        server.faults.rules = [.init(command: refusal.0, measure: .respond(.answer(line: "530 no")))]
        let (outcome, after) = Self.run(Self.settings(refusal.1, path: "/"), server, upload: [1], chunk: chunk)
        #expect(outcome.end == .failed(refusal.2))
        #expect(outcome.said.last == "QUIT")
        #expect(after.files.file(FileTree.Path("new")) == nil)
    }

    @Test func reportsWhatTheServerFindsWrong() {
        func end(_ settings: FTPClient.Settings) -> FTPClient.Action? { Self.run(settings).0.end }
        #expect(end(Self.settings(.retrieve(name: "data.bin"), user: "jim")) == .failed(.userRejected(reply: "530 No such user")))
        #expect(
            end(Self.settings(.retrieve(name: "data.bin"), password: "x"))
                == .failed(.passwordRejected(reply: "530 Wrong password"))
        )
        #expect(
            end(Self.settings(.retrieve(name: "data.bin"), user: "ann"))
                == .failed(.accountRequired(reply: "332 Account, please"))
        )
        #expect(
            end(Self.settings(.retrieve(name: "f"), path: "none")) == .failed(.directoryRejected(reply: "550 No such directory"))
        )
        #expect(end(Self.settings(.retrieve(name: "f"))) == .failed(.retrieveRejected(reply: "550 No such file")))
        #expect(end(Self.settings(.store(name: "f"), path: "locked")) == .failed(.storeRejected(reply: "550 Permission denied")))
    }

    @Test(arguments: ["greeting", "USER", "PASS", "TYPE", "PASV", "RETR", "body"], [ScriptedFaults.Response.close, .reset])
    func reportsBrokenConnections(command: String, response: ScriptedFaults.Response) {
        var server = FTPServerTests.server()
        server.faults.rules = [.init(command: command, measure: .respond(response))]
        let (outcome, _) = Self.run(Self.settings(.retrieve(name: "data.bin")), server)
        let failures: [FTPClient.Action] = [.failed(.closedByServer), .failed(.dataFailed(reply: nil))]
        #expect(outcome.end.map { failures.contains($0) } == true)
    }

    @Test(arguments: ["greeting", "USER", "PASV", "RETR", "body", "QUIT"], [true, false]) func survivesDelays(
        command: String,
        completesFirst: Bool
    ) {
        var server = FTPServerTests.server()
        server.completesFirst = completesFirst
        server.faults.rules = [.init(command: command, measure: .delay(milliseconds: 1))]
        #expect(Self.run(Self.settings(.retrieve(name: "data.bin")), server).0.end == .succeeded)
        #expect(Self.run(Self.settings(.store(name: "new")), server, upload: [1]).0.end == .succeeded)
    }

    @Test(arguments: [0, 4, 10]) func reportsACutDataConnection(count: Int) {
        var server = FTPServerTests.server()
        server.faults.contentLimits = [.init(.cut, after: count)]
        let (retrieved, _) = Self.run(Self.settings(.retrieve(name: "data.bin")), server, chunk: 3)
        #expect(retrieved.end == .failed(.dataFailed(reply: nil)))
        if count > 0 { #expect(retrieved.content == Array(bytes("0123456789").prefix(count))) }
        #expect(!retrieved.isWhole)
        let (stored, _) = Self.run(Self.settings(.store(name: "new")), server, upload: Self.awkward, chunk: 3)
        #expect(stored.end == .failed(.dataFailed(reply: nil)))
    }

    // MARK: The client alone

    @Test func speaksAsTheRFCAsks() {
        var client = FTPClient(Self.settings(.retrieve(name: "f"), path: "."))
        let dialogue = [
            ("120 soon\r\n220-hi\r\n there\r\n 220 no\r\n220 hi\r\n", "USER joe\r\n"), ("331 pw\r\n", "PASS pw\r\n"),
            ("230-a\r\n230 b\r\n", "TYPE I\r\n"),
            ("200 ok\r\n", "PASV\r\n"),
        ]
        for (reply, next) in dialogue { #expect(client.receive(bytes(reply)) == [.send(bytes(next))]) }
        #expect(client.receive(bytes("227 =192,0,2,21,4,1\r\n")) == [.connectData(address: Self.serverAddress, port: 1_025)])
        #expect(client.dataOpened() == [.send(bytes("RETR f\r\n"))])
        #expect(client.receive(bytes("150 go\r\n")) == [.transferBegins])
        #expect(client.dataReceived([1]) == [.content([1])])
        #expect(client.receive(bytes("226 done\r\n")) == [])
        #expect(client.dataReceived([2]) == [.content([2])])
        #expect(client.dataFinished() == [.finishData, .contentEnds, .send(bytes("QUIT\r\n")), .leaves])
        #expect(client.receive(bytes("221 bye\r\n")) == [.finish, .succeeded])
    }

    @Test func takesDataBeforeTheReply() {
        var client = FTPClient(Self.settings(.retrieve(name: "f")))
        _ = client.receive(bytes("220 \r\n230 \r\n200 \r\n227 1,2,3,4,5,6\r\n"))
        #expect(client.dataOpened() == [.send(bytes("RETR f\r\n"))])
        #expect(client.dataReceived([1]) == [.transferBegins, .content([1])])
        #expect(client.dataFinished() == [.finishData, .contentEnds])
        #expect(client.receive(bytes("150 x\r\n")) == [])
        #expect(client.receive(bytes("226 x\r\n")) == [.send(bytes("QUIT\r\n")), .leaves])
    }

    @Test(arguments: [false, true]) func takesWhatCameBeforeAFailureThatOvertakesIt(isReset: Bool) {
        var client = FTPClient(Self.settings(.retrieve(name: "f")))
        _ = client.receive(bytes("220 \r\n230 \r\n200 \r\n227 1,2,3,4,5,6\r\n"))
        _ = client.dataOpened()
        #expect(client.receive(bytes("150 x\r\n426 cut\r\n")) == [.transferBegins, .awaitsDataEnd])
        #expect(client.dataReceived([1]) == [.content([1])])
        #expect(client.closed() == [])
        let end: [FTPClient.Action] = [
            .abandonData, .send(bytes("QUIT\r\n")), .finish, .failed(.dataFailed(reply: "426 cut")),
        ]
        #expect((isReset ? client.dataFailed() : client.dataFinished()) == (isReset ? [] : [.finishData, .contentEnds]) + end)
        #expect(client.closed() == [])
    }

    @Test func givesUpDataThatTheServerHasGivenUp() {
        var client = FTPClient(Self.settings(.retrieve(name: "f")))
        _ = client.receive(bytes("220 \r\n230 \r\n200 \r\n227 1,2,3,4,5,6\r\n"))
        _ = client.dataOpened()
        _ = client.receive(bytes("150 x\r\n"))
        #expect(client.giveUpData() == [])
        #expect(client.receive(bytes("451 lost\r\n")) == [.awaitsDataEnd])
        let end: [FTPClient.Action] = [.abandonData, .send(bytes("QUIT\r\n")), .finish, .failed(.dataFailed(reply: "451 lost"))]
        #expect(client.giveUpData() == end)
        #expect(client.giveUpData() == [])
    }

    @Test func seesAnEmptyFileThatIsClosedBeforeTheReply() {
        var client = FTPClient(Self.settings(.retrieve(name: "f")))
        _ = client.receive(bytes("220 \r\n230 \r\n200 \r\n227 1,2,3,4,5,6\r\n"))
        _ = client.dataOpened()
        #expect(client.dataFinished() == [.finishData])
        let end: [FTPClient.Action] = [.transferBegins, .contentEnds, .send(bytes("QUIT\r\n")), .leaves]
        #expect(client.receive(bytes("150 x\r\n226 x\r\n")) == end)
        var refused = FTPClient(Self.settings(.retrieve(name: "f")))
        _ = refused.receive(bytes("220 \r\n230 \r\n200 \r\n227 1,2,3,4,5,6\r\n"))
        _ = refused.dataOpened()
        _ = refused.dataFinished()
        #expect(refused.receive(bytes("550 x\r\n")).last == .failed(.retrieveRejected(reply: "550 x")))
    }

    @Test func doesNotTakeACutUploadForSuccess() {
        var client = FTPClient(Self.settings(.store(name: "f")))
        _ = client.receive(bytes("220 \r\n230 \r\n200 \r\n227 1,2,3,4,5,6\r\n"))
        _ = client.dataOpened()
        #expect(client.receive(bytes("150 x\r\n")) == [.transferBegins])
        #expect(client.send(content: [1]) == [.sendData([1])])
        #expect(client.dataFinished() == [.finishData])
        #expect(client.send(content: [2]) == [])
        #expect(client.receive(bytes("226 x\r\n")).last == .failed(.dataFailed(reply: nil)))
    }

    @Test(arguments: ["227 no numbers\r\n", "227 1,2,3,4,5\r\n", "227 1,2,3,4,5,256\r\n", "227 1,2,3,4,5,6,7\r\n", "xx\r\n"])
    func refusesBadPASVReplies(reply: String) {
        var client = FTPClient(Self.settings(.retrieve(name: "f")))
        guard case .failed(.protocolError)? = client.receive(bytes("220 \r\n230 \r\n200 \r\n" + reply)).last else {
            Issue.record("accepted")
            return
        }
    }

    @Test func survivesHostileReplies() {
        for input in hostileInputs(verbs: ["220", "331", "230", "200", "227 1,2,3,4,5,6", "150", "226", "550", "220-", "221"]) {
            for isPassive in [true, false] {
                var client = FTPClient(Self.settings(.store(name: "f"), isPassive: isPassive))
                var ends = 0
                let actions =
                    client.receive(input) + client.listening(address: 1, port: 2) + client.dataOpened() + client.receive(input)
                for action in actions + client.dataReceived(input) + client.dataFinished() + client.dataFailed() + client.closed()
                {
                    switch action {
                    case .succeeded, .failed: ends += 1
                    case .awaitsDataEnd, .leaves, .loggedIn, .transferred: break
                    case .send, .connectData, .listenForData, .transferBegins, .content, .contentEnds, .sendData, .finishData,
                        .abandonData, .finish:
                        break
                    }
                }
                #expect(ends == 1)
            }
        }
    }
}
