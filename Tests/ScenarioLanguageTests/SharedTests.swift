import BenchFacts
import ScenarioLanguage
import SourceText
import Testing
import World

@Suite struct SharedTests {
    private let scenario = "scenario s\n    verifies  R-1\n    begin online \"n\"\n    with check-it 5 {ip}\n    < OK\n"

    @Test func proceduresAreFilledIn() throws {
        let shared = """
            preamble online name
                network
                    dns   "{name}" is pop3

                end offline
                with account "{name}!"
                < {ip:ipv4}

            steps account user
                > AT#UN="{user}"
                < OK

            steps check-it a b
                > AT{a}{b}

            postamble offline
                > ATH
            """
        let plan = try #require(plans(scenario, shared: [("shared.scenario", shared)]).first)
        #expect(
            plan.steps.flatMap { describe($0) } == [
                "block preamble online", "    block - account", "        > AT#UN=\"n!\"", "        < OK [result 0]",
                "    < {ip:ipv4} [information]", "block - check-it", "    > AT5{ip}", "< OK [result 0]",
            ]
        )
        #expect(plan.postambles.flatMap { describe($0) } == ["block postamble offline", "    > ATH"])
        #expect(plan.facts == [.dns(.record(name: "n", .server(.pop3)))])
        #expect(plan.steps[0].location.path == "a.scenario")
    }

    private static let keeping = """
        preamble online name
            kept while connected
            begin registered
            end offline
            ensure AT#MODE={name}
            > ATD
            < {ip:ipv4}

        preamble registered
            > AT+CREG?
            < OK

        steps connected
            > AT#STATE
            < ONLINE

        postamble offline
            > ATH

        postamble modes
            > ATE1

        """

    private func keeping(_ body: String) throws -> Plan {
        let head = "scenario s\n    verifies  R-1\n"
        return try #require(plans(Self.keeping + head + body.split(separator: "\n").map { "    \($0)\n" }.joined()).first)
    }

    /// What is left of a preamble whose work stands already is the proof of that and what parameters must be.
    @Test func aScenarioGoesOnFromWhatIsKept() throws {
        let plan = try keeping("begin online 5\nend modes\n> AT\n< OK")
        #expect(
            plan.goingOn.steps.flatMap { describe($0) } == [
                "block preamble online", "    block - connected", "        > AT#STATE", "        < ONLINE [information]",
                "    when not known: AT#MODE=5", "        > AT#MODE=5", "        < OK [result 0]", "> AT", "< OK [result 0]",
            ]
        )
        #expect(plan.postambles.flatMap { describe($0) }.filter { $0.hasPrefix("block") }.count == 2)
        #expect(plan.postamblesWhenKept.flatMap { describe($0) } == ["block postamble modes", "    > ATE1"])
        #expect(plan.kept?.lines == ["AT+CREG?", "ATD", "ATH"].map { Template($0) })
    }

    @Test func whatIsKeptIsKnownByThePreambleAndItsArguments() throws {
        let plan = try keeping("begin online 5\n> AT\n< OK")
        #expect(try keeping("begin online 5\n> AT1\n< OK").kept?.origin == plan.kept?.origin)
        #expect(try keeping("begin online 6\n> AT\n< OK").kept?.origin != plan.kept?.origin)
        // Only what a scenario begins with.
        #expect(try keeping("begin registered\n> AT\n< OK").kept == nil)
        #expect(try keeping("> AT\n< OK\nbegin online 5").kept == nil)
        #expect(try keeping("begin registered\nbegin online 5\n> AT\n< OK").kept == nil)
    }

    @Test func onlyPreamblesKeep() {
        let steps = "steps s\n    kept while t\nsteps t\n    > AT\nscenario s\n    verifies  R-1\n    with s\n    < OK\n"
        #expect(compile(steps).diagnostics.map(\.message).contains("`kept while` belongs to a preamble"))
        let until = compile("preamble p\n    kept until t\n").diagnostics.map(\.message)
        #expect(until.contains { $0.contains("`while`") }, "\(until)")
    }

    @Test func preamblesFactsComeFirst() throws {
        let text =
            "preamble p\n    network\n        gsm   home\n    < OK\nscenario s\n    verifies  R-1\n    network\n        gsm   roaming\n    begin p\n    < OK\n"
        #expect(try #require(plans(text).first).facts == [.gsm(.registration(.home)), .gsm(.registration(.roaming))])
    }

    @Test func theNearestDefinitionWins() throws {
        let scenario = "scenario s\n    verifies  R-1\n    with p\n    with q\n    < OK\n"
        let near = "steps p\n    > near\n"
        let far = "steps p\n    > far\nsteps q\n    with p\n    > q\n"
        let plan = try #require(plans(scenario, shared: [("a/shared.scenario", near), ("shared.scenario", far)]).first)
        // `q` calls the `p` that its own file sees.
        #expect(
            plan.steps.flatMap { describe($0) } == [
                "block - p", "    > near", "block - q", "    block - p", "        > far", "    > q", "< OK [result 0]",
            ]
        )
        let own = try #require(plans("steps p\n    > own\n" + scenario, shared: [("shared.scenario", far)]).first)
        #expect(own.steps.flatMap { describe($0) }[1] == "    > own")
    }

    @Test func argumentsKeepBytes() {
        let text = """
            steps send what
                >> {what}

            scenario s
                verifies  R-1

                for each  payload
                          text "a" DLE

                with send {payload}
                with send "{payload}"
                < OK
            """
        #expect(
            plans(text).first?.steps.prefix(2).flatMap { describe($0) } == [
                "block - send", "    >> a<10>", "block - send", "    >> a<10>",
            ]
        )
    }

    @Test func aColumnNamesThePreamble() {
        let text =
            "preamble a\n    > a\npreamble b\n    > b\nscenario s-{p}\n    verifies  R-1\n    for each  p in a b\n    begin {p}\n    < OK\n"
        #expect(plans(text).map { describe($0.steps[0])[1] } == ["    > a", "    > b"])
    }

    @Test(arguments: [
        ("Scenarios/ftp/a.scenario", ["Scenarios/ftp/shared.scenario", "Scenarios/shared.scenario"]),
        ("Scenarios/ftp/shared.scenario", ["Scenarios/shared.scenario"]),
        ("Scenarios/ftp/deep/x/a.scenario", ["Scenarios/ftp/shared.scenario", "Scenarios/shared.scenario"]),
        ("Scenarios/a.scenario", ["Scenarios/shared.scenario"]), ("a.scenario", []), ("/x/a.scenario", ["/shared.scenario"]),
        ("", []),
    ])
    func findsSharedFiles(path: String, expected: [String]) {
        let paths: Set = [
            "Scenarios/shared.scenario", "Scenarios/ftp/shared.scenario", "Scenarios/tcp/shared.scenario", "/shared.scenario",
        ]
        #expect(SharedDefinitions.paths(for: path, among: paths) == expected)
    }
}
