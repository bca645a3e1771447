import ScenarioLanguage
import SourceText
import Testing

/// What a scenario says of its bench, it needs, whether its `needs` say so or not.
@Suite struct BenchNeedTests {
    private static func needs(_ head: String, network: [String], body: [String]) throws -> [Need] {
        let facts = network.isEmpty ? "" : "    network\n" + network.map { "        \($0)\n" }.joined()
        let steps = (["< OK"] + body).map { "    \($0)\n" }.joined()
        let compilation = compile("scenario s\n    verifies  R-1\n\(head)\(facts)\n\(steps)")
        let scenario = try #require(compilation.scenarios.first, "\(compilation.diagnostics)")
        return try #require(scenario.first).needs
    }

    @Test(arguments: [
        ("dns primary silent", [Need.stimulus("dns-faults"), .nameServers(2)]),
        ("dns silent", [.stimulus("dns-faults")]),
        ("dns secondary answers after 3s", [.stimulus("dns-faults"), .nameServers(2)]),
        ("dns answers", []),
        ("dns primary answers", [.nameServers(2)]),
        ("pop3 refuses connections", [.stimulus("server-faults")]),
        ("pop3 mailbox \"a\" password \"b\"", []),
        ("gsm number \"1\" answers at 9600", []),
        ("gsm number \"1\" answers at 300", [.stimulus("answering")]),
        ("gsm number \"1\" busy 2 times, then no answer", [.stimulus("busy"), .stimulus("no-answer")]),
        ("gsm number \"1\" no carrier", [.stimulus("no-carrier")]),
        ("gsm answers after 20s", [.stimulus("late-answer")]),
        ("gsm releases after 5s", [.stimulus("late-release")]),
        ("ftp announces data with \"227 h1,h2,h3,h4,p1,p2\"", [.stimulus("server-faults")]),
        ("gsm ppp silent", [.stimulus("ppp")]),
        ("gsm pin \"1234\"", [.stimulus("pin")]),
        ("gsm home", []),
        ("gsm registers home after 5s", [.stimulus("registration")]),
        ("gprs not registered", [.stimulus("registration")]),
        ("gprs detached", []),
        ("gprs activates after 30s", [.stimulus("gprs-faults")]),
        ("peer listens on 2000", []),
        ("peer b listens on 2000", []),
        ("dns \"a.b\" is peer b", []),
    ])
    func aFactSaysWhatTheBenchMustBeAble(_ fact: String, _ expected: [Need]) throws {
        #expect(try Self.needs("", network: [fact], body: []) == expected)
    }

    @Test(arguments: [
        ("dns was asked \"a.b\"", []), ("dns primary was asked \"a.b\"", [Need.nameServers(2)]),
        ("dns secondary was not asked \"a.b\"", [.nameServers(2)]),
        ("gprs loses the bearer", [.stimulus("bearer-loss")]), ("gsm drops the call", [.stimulus("bearer-loss")]),
        ("gsm calls from \"0612345678\" for 3 rings", [.stimulus("incoming-call")]),
        ("gsm loses the SIM", [.stimulus("sim-removal")]), ("gsm far end sends \"a\"", [.stimulus("far-end")]),
        ("gsm far end has heard \"a\"", [.stimulus("far-end")]),
        ("device is switched off and on", [.stimulus("power-cycle")]), ("ftp says \"426 no\"", [.stimulus("server-faults")]),
        ("peer b connects to port 23", []), ("> AT{address of peer b}", []),
    ])
    func aStepDoesToo(_ step: String, _ expected: [Need]) throws {
        #expect(try Self.needs("", network: [], body: [step]) == expected)
        #expect(try Self.needs("", network: [], body: ["repeat 2 times", "    \(step)"]) == expected)
    }

    /// Peers are told apart by their addresses.
    @Test(arguments: [
        (["peer listens on 1"], ["peer b is connected"], 2), (["peer listens on 1"], ["> AT{address of peer b}"], 2),
        (["dns \"a.b\" is peer c"], ["peer a is connected", "peer b is connected"], 3),
    ])
    func severalPeersNeedSeveralAddresses(_ network: [String], _ body: [String], _ count: Int) throws {
        #expect(try Self.needs("", network: network, body: body) == [.peerAddresses(count)])
    }

    @Test func whatIsWrittenIsNotRepeated() throws {
        let head = "    needs     two name servers, stimulus dns-faults\n"
        let needs = try Self.needs(head, network: ["dns primary silent"], body: [])
        #expect(needs == [.nameServers(2), .stimulus("dns-faults")])
    }
}

/// Rows, repetitions and scenarios multiply.
@Suite struct CommonLimitTests {
    private static func scenario(_ name: String, rows: Int, repetitions: Int) -> String {
        "scenario \(name)-{n}\n    verifies  R-1\n\n    for each  n in 1..\(rows)\n\n    repeat \(repetitions) times\n        < OK\n"
    }

    @Test(arguments: [
        (["a"], 40, 90_000, true), (["a"], 50, 90_000, false), (["a", "b"], 25, 90_000, false), (["a", "b"], 20, 90_000, true),
    ])
    func aFileHasOneForAll(_ names: [String], _ rows: Int, _ repetitions: Int, _ isAllowed: Bool) {
        let text = names.map { Self.scenario($0, rows: rows, repetitions: repetitions) }.joined(separator: "\n")
        let messages = compile(text).diagnostics.map(\.message)
        let message = "the scenarios of a file carry out at most 4000000 steps, with all instances and repetitions"
        #expect(messages == (isAllowed ? [] : [message]))
    }
}
