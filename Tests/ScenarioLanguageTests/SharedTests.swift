import BenchFacts
import ScenarioLanguage
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
