import BenchFacts
import Testing
import World

@Suite(.enabled(if: Tool.dig.isInstalled, "dig is not installed")) struct DNSTests {
    private static let zone: [DNSFact] = [
        .record(name: "pop3.example.com", .server(.pop3)),
        .record(name: "host.example.com", .address(IPv4Address(192, 0, 2, 77))),
        .record(name: "alias.example.com", .alias(of: "host.example.com")),
    ]

    private func dig(_ bench: LiveBench, _ words: String..., server: NameServer = .primary) throws -> String {
        let endpoint = try bench.nameServer(server)
        return try bench.expect(
            .dig,
            ["@\(endpoint.address)", "-p", "\(endpoint.port)", "+tries=1", "+time=20"] + words
        )
    }

    @Test(arguments: [
        ("pop3.example.com", "\(BenchAddresses.loopback.pop3)\n"), ("HOST.example.com", "192.0.2.77\n"),
        ("alias.example.com", "host.example.com.\n192.0.2.77\n"),
    ])
    func namesResolve(name: String, answer: String) throws {
        let bench = try LiveBench(Self.zone.map(BenchFact.dns))
        #expect(try dig(bench, "+short", name) == answer)
        #expect(try dig(bench, "+short", "+noedns", name, server: .secondary) == answer)
        bench.expect(.dns(.asked(.primary, name: name)))
    }

    @Test func aNameThatIsNotThere() throws {
        let bench = try LiveBench(Self.zone.map(BenchFact.dns))
        #expect(try dig(bench, "none.example.com").contains("status: NXDOMAIN"))
        // The name exists, a mail exchanger for it does not: no error and no answer (RFC 2308 §2.2).
        let empty = try dig(bench, "host.example.com", "MX")
        #expect(empty.contains("status: NOERROR") && empty.contains("ANSWER: 0"))
    }

    @Test(arguments: [(DNSFact.Behaviour.servfail, "SERVFAIL"), (.nxdomain, "NXDOMAIN")])
    func theServerRefuses(behaviour: DNSFact.Behaviour, status: String) throws {
        let bench = try LiveBench((Self.zone + [.behaviour(.primary, behaviour)]).map(BenchFact.dns))
        #expect(try dig(bench, "host.example.com").contains("status: \(status)"))
        #expect(try dig(bench, "+short", "host.example.com", server: .secondary) == "192.0.2.77\n")
    }

    @Test func aTruncatedAnswerSaysSo() throws {
        let bench = try LiveBench((Self.zone + [.behaviour(nil, .truncated)]).map(BenchFact.dns))
        #expect(try dig(bench, "+ignore", "host.example.com").contains(" tc"))
    }

    @Test func aSilentServer() throws {
        let bench = try LiveBench((Self.zone + [.behaviour(.primary, .silent)]).map(BenchFact.dns))
        let endpoint = try bench.nameServer(.primary)
        // 9: no reply from the server (dig(1), RETURN CODES).
        let outcome = try bench.run(
            .dig,
            ["@\(endpoint.address)", "-p", "\(endpoint.port)", "+tries=1", "+time=1", "host.example.com"]
        )
        #expect(outcome.status == 9)
        bench.expect(.dns(.asked(.primary, name: "host.example.com")))
    }
}
