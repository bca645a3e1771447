import BenchFacts
import Benches
import Dialects
import FoundationEssentials
import ScenarioLanguage
import SourceText
import Testing

/// Scenarios of the tests, with the steps that all share.
enum TestScenario {
    private static let root = #filePath.split(separator: "/").dropLast(3).reduce("") { $0 + "/" + $1 }

    private static func file(_ path: String) throws -> SourceFile {
        SourceFile(path: path, bytes: Array(try #require(FileManager.default.contents(atPath: root + "/" + path))))
    }

    static func dialect(_ name: String = "multitech-ip") throws -> Dialect {
        let files = try ["\(name).dialect", "at-hash.family", "wip.family"].map { try file("Fixtures/dialects/" + $0) }
        return try #require(DialectLibrary(files).member(named: name)?.dialect)
    }

    /// The plan of a scenario with these lines as its body, and the bench for it.
    static func plan(_ body: String, needs: String = "gprs, tcp") throws -> (Plan, VirtualBench) {
        let dialect = try dialect()
        let others = [try self.dialect("edsoft")]
        let compiler = Compiler(dialect: dialect, among: others, profile: .documentation) { _ throws(PayloadUnavailable) in
            throw PayloadUnavailable(reason: "there is none")
        }
        let lines = body.split(separator: "\n", omittingEmptySubsequences: false).map { "    \($0)\n" }.joined()
        let text = "scenario holes\n    verifies  PARAM-1\n    needs     \(needs)\n\n" + lines
        let (scenario, problems) = ScenarioFile.parse(SourceFile(path: "a.scenario", bytes: Array(text.utf8)))
        let shared = try ["tcp/", "mail/", ""].map { ScenarioFile.parse(try file("Scenarios/\($0)shared.scenario")).0 }
        let compilation = compiler.compile(scenario, shared: shared)
        #expect((problems + compilation.diagnostics).filter { $0.severity == .error }.map(\.message) == [])
        return (try #require(compilation.scenarios.first)[0], VirtualBench(dialect))
    }
}
