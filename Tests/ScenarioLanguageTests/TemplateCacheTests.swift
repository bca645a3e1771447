import BenchFacts
import Testing

@testable import ScenarioLanguage

/// Scenarios that are not in use are compiled again when they are.
struct TemplateCacheTests {
    private static let file = (1...1_100).map { number in
        "scenario s\(number)-{n}\n    verifies  R-1\n    for each n in 1 2\n    > AT\(number)\n    < OK\n    > AT{n}\n    < OK\n"
    }

    @Test func moreScenariosThanAreHeldComeToTheSameInAnyOrder() {
        let scenarios = compile(Self.file.joined()).scenarios
        let once = scenarios.map { $0.map { $0.steps.flatMap(describe) } }
        #expect(
            once[99] == [
                ["> AT100", "< OK [result 0]", "> AT1", "< OK [result 0]"],
                ["> AT100", "< OK [result 0]", "> AT2", "< OK [result 0]"],
            ]
        )
        for index in scenarios.indices.reversed() {
            for instance in scenarios[index].indices.reversed() {
                #expect(scenarios[index][instance].steps.flatMap(describe) == once[index][instance])
            }
        }
    }

    /// A scenario on another bench is another one.
    @Test func benchesAreKeptApart() {
        let text = "scenario s\n    verifies  R-1\n    > AT#SERV=\"{address of smtp}\"\n    < OK\n"
        let scenario = compile(text).scenarios[0]
        let other = scenario.on(.loopback)
        for _ in 0..<2 {
            let lines = [scenario[0], other[0]].map { $0.steps.flatMap(describe)[0] }
            #expect(lines[0] != lines[1])
            #expect(lines[1].contains("127.0.1."))
        }
    }
}
