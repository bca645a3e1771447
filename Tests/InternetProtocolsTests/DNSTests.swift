import InternetProtocols
import Octets
import Testing

@Suite struct DNSTests {
    static let primary: UInt32 = 0xC000_0235
    static let secondary: UInt32 = 0xC000_0236

    private static func server(_ behaviour: DNSServer.Behaviour = .answers) throws -> DNSServer {
        var server = DNSServer()
        server.behaviour = behaviour
        server.zone = [
            try #require(DNSName("pop3.domain.com")): .address(0xC000_026E),
            try #require(DNSName("mail.domain.com")): .alias(of: try #require(DNSName("www.domain.com"))),
            try #require(DNSName("www.domain.com")): .alias(of: try #require(DNSName("pop3.domain.com"))),
            try #require(DNSName("round.domain.com")): .alias(of: try #require(DNSName("about.domain.com"))),
            try #require(DNSName("about.domain.com")): .alias(of: try #require(DNSName("round.domain.com"))),
            try #require(DNSName("lost.domain.com")): .alias(of: try #require(DNSName("nowhere.domain.com"))),
        ]
        return server
    }

    private static func response(_ server: DNSServer, to query: DNSMessage) throws -> DNSMessage {
        let sent = server.receive(query.encoded()).compactMap { action -> [UInt8]? in
            if case .send(let bytes) = action { bytes } else { nil }
        }
        #expect(sent.count == 1)
        return try DNSMessage(decoding: sent.first ?? [])
    }

    // MARK: The server

    @Test(arguments: [
        ("POP3.domain.COM", DNSMessage.typeA, UInt8(0), 1), ("mail.domain.com", DNSMessage.typeA, 0, 3),
        ("mail.domain.com", DNSMessage.typeCNAME, 0, 1), ("pop3.domain.com", 15, 0, 0),
        ("nowhere.domain.com", DNSMessage.typeA, 3, 0),
        ("lost.domain.com", DNSMessage.typeA, 3, 1), ("round.domain.com", DNSMessage.typeA, 2, 0), ("pop3.domain.com", 28, 0, 0),
    ])
    func answersFromItsZone(name: String, type: UInt16, code: UInt8, answers: Int) throws {
        var query = DNSMessage(id: 77, asking: try #require(DNSName(name)))
        query.questions[0].type = type
        let response = try Self.response(try Self.server(), to: query)
        #expect(response.id == 77)
        #expect(response.isResponse)
        #expect(response.questions == query.questions)
        #expect(response.responseCode == code)
        #expect(response.answers.count == answers)
    }

    @Test func misbehavesAsTold() throws {
        let query = DNSMessage(id: 9, asking: try #require(DNSName("pop3.domain.com")))
        let asked = DNSServer.Action.asked(name: "pop3.domain.com")
        #expect(try Self.server(.silent).receive(query.encoded()) == [asked])
        #expect(try Self.response(try Self.server(.nxdomain), to: query).responseCode == 3)
        #expect(try Self.response(try Self.server(.servfail), to: query).responseCode == 2)
        let truncated = try Self.response(try Self.server(.truncated), to: query)
        #expect(truncated.isTruncated && truncated.answers.isEmpty && truncated.responseCode == 0)
        guard case .send(let garbage)? = try Self.server(.garbage).receive(query.encoded()).last else {
            Issue.record("nothing sent")
            return
        }
        #expect(throws: DNSMessage.DecodingError.self) { try DNSMessage(decoding: garbage) }
    }

    @Test func answersErrorsToBadQueries() throws {
        var update = DNSMessage(id: 1, asking: try #require(DNSName("pop3.domain.com")))
        update.operation = 5
        #expect(try Self.response(try Self.server(), to: update).responseCode == 4)
        #expect(try Self.response(try Self.server(), to: DNSMessage(id: 1)).responseCode == 1)
        #expect(try Self.server().receive([1, 2, 3]) == [])
        var response = update
        response.isResponse = true
        #expect(try Self.server().receive(response.encoded()) == [])
        guard case .send(let bytes)? = try Self.server().receive(Array(DNSMessageTests.query.dropLast())).first else {
            Issue.record("nothing sent")
            return
        }
        #expect(bytes == [0x12, 0x34, 0x80, 1, 0, 0, 0, 0, 0, 0, 0, 0])
    }

    @Test func surviveAnyDatagram() throws {
        var generator = SeededGenerator(seed: 6)
        let server = try Self.server()
        for _ in 0..<3_000 {
            var bytes = DNSMessageTests.query
            bytes[Int(generator.next(below: UInt64(bytes.count)))] = UInt8(truncatingIfNeeded: generator.next())
            _ = server.receive(bytes)
            _ = server.receive(generator.bytes(Int(generator.next(below: 60))))
        }
    }

    // MARK: The resolver against servers

    /// The outcome, whom the resolver asked, and how much time passed.
    private static func resolve(
        _ name: String,
        _ servers: [UInt32: DNSServer],
        order: [UInt32] = [primary, secondary]
    ) -> (outcome: DNSResolver.Action?, asked: [UInt32], milliseconds: Int64) {
        var resolver = DNSResolver(name, servers: order, seed: 1)
        var asked: [UInt32] = []
        var milliseconds: Int64 = 0
        var timer: Int64?
        var pending = resolver.start()
        while true {
            while !pending.isEmpty {
                let action = pending.removeFirst()
                switch action {
                case .send(let query, let to):
                    asked.append(to)
                    for case .send(let response) in servers[to]?.receive(query) ?? [] {
                        pending += resolver.receive(response, from: to)
                    }
                case .setTimer(let length): timer = length
                case .resolved, .failed: return (action, asked, milliseconds)
                }
            }
            guard let length = timer else { return (nil, asked, milliseconds) }
            timer = nil
            milliseconds += length
            pending = resolver.timerFired()
        }
    }

    @Test(arguments: ["pop3.domain.com", "Mail.Domain.Com", "www.domain.com."])
    func resolvesWithThePrimary(name: String) throws {
        let (outcome, asked, milliseconds) = Self.resolve(name, [Self.primary: try Self.server()])
        #expect(outcome == .resolved(0xC000_026E))
        #expect(asked == [Self.primary])
        #expect(milliseconds == 0)
    }

    @Test(arguments: [DNSServer.Behaviour.nxdomain, .servfail, .truncated])
    func goesOnToTheSecondaryAtOnce(behaviour: DNSServer.Behaviour) throws {
        let servers = [Self.primary: try Self.server(behaviour), Self.secondary: try Self.server()]
        let (outcome, asked, milliseconds) = Self.resolve("pop3.domain.com", servers)
        #expect(outcome == .resolved(0xC000_026E))
        #expect(asked == [Self.primary, Self.secondary])
        #expect(milliseconds == 0)
    }

    @Test(arguments: [DNSServer.Behaviour.silent, .garbage])
    func goesOnToTheSecondaryInTime(behaviour: DNSServer.Behaviour) throws {
        let servers = [Self.primary: try Self.server(behaviour), Self.secondary: try Self.server()]
        let (outcome, asked, milliseconds) = Self.resolve("pop3.domain.com", servers)
        #expect(outcome == .resolved(0xC000_026E))
        #expect(asked == [Self.primary, Self.primary, Self.secondary])
        #expect(milliseconds == 2 * DNSResolver.retryMilliseconds)
    }

    @Test func failsWhenNobodyKnows() throws {
        let silent = [Self.primary: try Self.server(.silent), Self.secondary: try Self.server(.silent)]
        let (outcome, asked, milliseconds) = Self.resolve("pop3.domain.com", silent)
        #expect(outcome == .failed)
        #expect(asked == [Self.primary, Self.primary, Self.secondary, Self.secondary])
        #expect(milliseconds == 4 * DNSResolver.retryMilliseconds)
        let both = [Self.primary: try Self.server(), Self.secondary: try Self.server()]
        for name in ["nowhere.domain.com", "lost.domain.com", "round.domain.com"] {
            #expect(Self.resolve(name, both).outcome == .failed)
        }
        #expect(Self.resolve("a..b", both).asked == [])
        #expect(Self.resolve("a..b", both).outcome == .failed)
        #expect(Self.resolve("pop3.domain.com", both, order: [0, 0]).outcome == .failed)
        #expect(Self.resolve("pop3.domain.com", both, order: [0, Self.secondary]).asked == [Self.secondary])
    }

    // MARK: The resolver alone

    @Test func leavesStrayDatagramsAlone() throws {
        var resolver = DNSResolver("a.bc", servers: [Self.primary], seed: 2)
        guard case .send(let query, _)? = resolver.start().first else {
            Issue.record("nothing sent")
            return
        }
        // The literal answer, under the id that was asked with.
        let answer = Array(query.prefix(2)) + DNSMessageTests.response.dropFirst(2)
        var otherID = answer
        otherID[0] ^= 1
        var otherName = answer
        otherName[13] = 0x62
        var otherType = answer
        otherType[19] = 15
        var noResponse = answer
        noResponse[2] &= 0x7F
        for stray in [otherID, otherName, otherType, noResponse, Array(answer.dropLast()), [], [0xFF]] {
            #expect(resolver.receive(stray, from: Self.primary) == [])
        }
        #expect(resolver.receive(answer, from: Self.secondary) == [])
        #expect(resolver.receive(answer, from: Self.primary) == [.resolved(0xC000_0209)])
        #expect(resolver.receive(answer, from: Self.primary) == [])
        #expect(resolver.timerFired() == [])
    }

    @Test func takesALateAnswerToTheFirstAttempt() throws {
        var resolver = DNSResolver("a.bc", servers: [Self.primary], seed: 2)
        guard case .send(let query, _)? = resolver.start().first else {
            Issue.record("nothing sent")
            return
        }
        #expect(resolver.timerFired().count == 2)
        let answer = Array(query.prefix(2)) + DNSMessageTests.response.dropFirst(2)
        #expect(resolver.receive(answer, from: Self.primary) == [.resolved(0xC000_0209)])
    }
}
