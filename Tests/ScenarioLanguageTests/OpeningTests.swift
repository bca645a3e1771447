import BenchFacts
import Dialects
import Testing
import Verdicts

@testable import ScenarioLanguage

/// The line that makes AT# commands available is sent before the first of them.
struct OpeningTests {
    private static func steps(_ body: String, opening: String? = "AT+WOPEN=1") throws -> [Step] {
        var dialect = Tiny.dialect
        dialect.opening = opening
        let (file, problems) = ScenarioFile.parse(source("scenario a\n    verifies R-1\n" + body))
        #expect(problems.isEmpty)
        let compiler = Compiler(dialect: dialect, profile: .documentation, defects: [], payloads: Tiny.payloads)
        let compiled = compiler.compile(file, shared: [])
        #expect(compiled.diagnostics == [])
        return try #require(compiled.scenarios.first?[0]).steps
    }

    private static func opens(_ steps: [Step]) -> Bool {
        guard case .block(nil, "opening", let inner)? = steps.first?.action, case .sendLine(let line) = inner[0].action,
            case .either(let answers) = inner[1].action
        else { return false }
        return line == Template("AT+WOPEN=1") && answers.count == 4
    }

    @Test(arguments: [
        ("    > AT#MODE?\n    < OK\n", true), ("    > at#mode?\n    < OK\n", true),
        ("    >> \"AT#MO\" byte by byte\n    < OK\n", true),
        ("    > AT\n    < OK\n    repeat 2 times\n        > AT#MODE?\n        < OK\n", true),
        ("    > AT\n    < OK\n", false), ("    > AT+CREG?\n    < OK\n", false),
        ("    > AT+WOPEN=1\n    < OK\n    > AT#MODE?\n    < OK\n", false),
        ("    > AT#MODE?\n    < OK\n    > at+wopen=1\n    < OK\n", true),
    ])
    func comesFirstWhereTheScenarioDoesNotBringIt(body: String, opens: Bool) throws {
        let steps = try Self.steps(body)
        #expect(Self.opens(steps) == opens)
        #expect(try Self.steps(body, opening: nil).count == steps.count - (opens ? 1 : 0))
    }

    /// What goes wrong in it is judged like what follows it: a device without echo fails a scenario that begins with its body.
    @Test func belongsToWhatFollowsIt() throws {
        var dialect = Tiny.dialect
        dialect.opening = "AT+WOPEN=1"
        let text = "preamble p\n    > AT\n    < OK\n\nscenario a\n    verifies R-1\n    begin p\n    > AT#MODE?\n    < OK\n"
        let (file, problems) = ScenarioFile.parse(source(text))
        #expect(problems.isEmpty)
        let compiler = Compiler(dialect: dialect, profile: .documentation, defects: [], payloads: Tiny.payloads)
        let steps = try #require(compiler.compile(file, shared: []).scenarios.first?[0]).steps
        guard case .block(.preamble, "opening", _)? = steps.first?.action else {
            Issue.record("it is no preamble")
            return
        }
    }
}
