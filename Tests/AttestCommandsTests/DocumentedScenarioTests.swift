import BenchFacts
import Benches
import Dialects
import Events
import Platform
import ScenarioLanguage
import SourceText
import Testing
import Verdicts

@testable import AttestCommands

/// The scenarios that the documentation shows whole must pass: readers begin with them.
struct DocumentedScenarioTests {
    private static let project = Project(root: VirtualRunTests.root)

    /// The indented blocks of a page that hold a scenario with steps, without their indentation.
    private static func scenarios(on page: String) throws -> [String] {
        let text = String(decoding: try Files.read("\(project.root)/\(page)"), as: UTF8.self)
        var blocks = [""]
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("    ") || line.isEmpty {
                blocks[blocks.count - 1] += line.dropFirst(4) + "\n"
            } else {
                blocks.append("")
            }
        }
        return blocks.filter { $0.contains("scenario ") && $0.contains("\n    > AT") && !$0.contains("preamble ") }
    }

    @Test(arguments: ["Docs/ScenarioLanguage.md", "README.md"])
    func everyWholeScenarioPasses(page: String) throws {
        let dialect = try #require(try Self.project.dialects().sound.first { $0.name == "multitech-ip" })
        let compiler = Compiler(dialect: dialect, profile: .documentation, payloads: Self.project.payloads)
        let shared = try ["Scenarios/mail/shared.scenario", "Scenarios/shared.scenario"].map { path in
            let bytes = try Files.read("\(Self.project.root)/\(path)")
            return ScenarioFile.parse(SourceFile(path: path, bytes: bytes)).0
        }
        let scenarios = try Self.scenarios(on: page)
        #expect(!scenarios.isEmpty)
        for text in scenarios {
            let (file, problems) = ScenarioFile.parse(SourceFile(path: page, bytes: Array(text.utf8)))
            let compilation = compiler.compile(file, shared: shared)
            #expect((problems + compilation.diagnostics).map(\.message) == [])
            let items = Selection(filters: [], tags: []).items(of: compilation.scenarios, dialect)
            #expect(!items.isEmpty)
            for item in items {
                var events: [Event] = []
                Scenarios.run(item, .simulated, seed: 1) {
                    VirtualBench($1).run($0, seed: $2, onEvent: $3)
                } onEvent: {
                    events.append($0)
                }
                #expect(VirtualRunTests.verdicts(events) == [.pass], "\(item.identity.name)")
            }
        }
    }
}
