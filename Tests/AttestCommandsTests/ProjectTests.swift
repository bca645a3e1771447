import BenchFacts
import Testing

@testable import AttestCommands

struct ProjectTests {
    private let root = VirtualRunTests.root

    /// However a path is written, the shared files of the folders above it must be found.
    @Test(arguments: [
        "Scenarios/mail/getmail.scenario", "Scenarios/tcp/../mail/getmail.scenario", "./Scenarios//mail/getmail.scenario",
    ])
    func pathsAreNamedFromTheRoot(path: String) {
        #expect(Project(root: root).name(of: "\(root)/\(path)") == "Scenarios/mail/getmail.scenario")
    }

    @Test(arguments: ["/tmp", "nowhere/at/all"]) func otherPathsStay(path: String) {
        #expect(Project(root: root).name(of: path) == path)
    }

    @Test func theRootItselfHasAName() { #expect(Project(root: root).name(of: "\(root)/Docs/..") == ".") }

    /// Continuous integration takes these to a pseudo-terminal.
    @Test func someScenariosAreTheSmokeTest() throws {
        let project = Project(root: root)
        let loaded = try LoadedSuite(
            paths: ["\(root)/Scenarios"],
            dialects: ["multitech-ip"],
            project: project,
            profile: .documentation
        )
        let smoke = loaded.items(Selection(filters: [], tags: ["smoke"]))
        #expect(smoke.count >= 10)
        #expect(smoke.count < 30)
    }
}
