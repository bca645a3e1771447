import BenchFacts
import ScenarioLanguage
import SourceText
import Testing
import Verdicts

/// What scenarios are told of the bench.
@Suite struct ProfileTests {
    private static let text = """
        preamble online
            network
                gprs  apn "{rig apn}" user "{rig user}" password "{rig password}"

            with account "{rig apn}" "{rig user}"
            < {rig number}

        steps account server user
            > AT#APNSERV="{server}"
            > AT#APNUN="{user}"

        scenario s-{n}
            verifies  R-1

            for each  n    word
                      1      {rig dial user}
                      2      {port of ftp}

            begin online
            > {word}
            >> "{rig dial password}" CR
            < OK

        """

    private static func profile(_ values: [BenchValue: String]) -> BenchProfile {
        BenchProfile(addresses: .documentation, ports: [.ftp: 2021], values: values)
    }

    private func plans(_ profile: BenchProfile) -> [Plan] {
        let (file, problems) = ScenarioFile.parse(source(Self.text))
        let compilation = Compiler(dialect: Tiny.dialect, profile: profile, payloads: Tiny.payloads).compile(file, shared: [])
        #expect((problems + compilation.diagnostics).filter { $0.severity == .error } == [])
        return compilation.scenarios.flatMap { Array($0) }
    }

    private static let given = profile([
        .apn: "internet", .user: "", .password: "a \"b\" {c}", .number: "+33", .dialUser: "d", .dialPassword: "{user}",
    ])

    @Test func theRigsValuesAreUsedWhereverTextsAre() {
        let plans = plans(Self.given)
        #expect(plans.map(\.name) == ["s-1", "s-2"])
        #expect(plans[0].facts == [.gprs(.accessPoint(name: "internet", user: "", password: "a \"b\" {c}"))])
        #expect(
            plans[0].steps.flatMap { describe($0) }.map { $0.drop { $0 == " " } }.suffix(6) == [
                "> AT#APNSERV=\"internet\"", "> AT#APNUN=\"\"", "< +33 [information]", "> d", ">> {user}<0d>", "< OK [result 0]",
            ]
        )
        #expect(describe(plans[1].steps[1]) == ["> 2021"])
    }

    @Test func whatIsAskedOfTheBenchIsToldWhetherItGivesItOrNot() {
        let plans = plans(Self.profile([.user: "", .password: "", .dialPassword: ""]))
        #expect(
            plans.map(\.values) == [
                [.apn, .user, .password, .number, .dialUser, .dialPassword], [.apn, .user, .password, .number, .dialPassword],
            ]
        )
    }

    @Test func aScenarioIsTheSameOnAnotherBench() throws {
        let (file, _) = ScenarioFile.parse(source(Self.text))
        let scenario = try #require(Tiny.compiler.compile(file, shared: []).scenarios.first)
        let other = scenario.on(Self.given)
        #expect(
            Array(other).map { $0.steps.flatMap { describe($0) } } == plans(Self.given).map { $0.steps.flatMap { describe($0) } }
        )
        #expect(Array(other).map(\.facts) == plans(Self.given).map(\.facts))
        #expect(Array(scenario.on(.documentation)).map(\.facts) == Array(scenario).map(\.facts))
        #expect(Array(other).map(\.name) == Array(scenario).map(\.name))
        #expect(Array(other).map(\.facts) != Array(scenario).map(\.facts))
    }

    @Test func placesShowWhatIsWrittenAndNoValue() {
        let plan = plans(Self.given)[0]
        #expect(plan.location.text == "scenario s-{n}")
        #expect(plan.steps.last { describe($0) == [">> {user}<0d>"] }?.location.text == ">> \"{rig dial password}\" CR")
    }
}
