import BenchFacts
import Benches
import Foundation
import Platform
import ScenarioLanguage
import SourceText
import Testing
import VirtualModem

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

    @Test func everyDefectHasAScenarioThatFailsByIt() throws {
        let loaded = try LoadedSuite(
            paths: ["\(root)/Scenarios/selftest"],
            dialects: ["multitech-ip"],
            project: Project(root: root),
            profile: .documentation
        )
        let plans = loaded.items(Selection(filters: [], tags: [])).map { $0.scenario[$0.index] }
        let failing = plans.filter { if case .pass = $0.outcome { false } else { true } }
        #expect(Set(failing.flatMap(\.defects)) == Set(Defect.allCases.map(\.rawValue)))
    }

    /// Its scenarios are not blamed, and nothing runs.
    @Test func aDialectWithErrorsIsToldBeforeAnythingRuns() async throws {
        let scratch = try Scratch()
        let project = Project(root: scratch.path("project"))
        try FileManager.default.createDirectory(
            atPath: scratch.path("project/Fixtures/dialects"),
            withIntermediateDirectories: true
        )
        let text = try String(contentsOfFile: "\(root)/Fixtures/dialects/multitech-ip.dialect", encoding: .utf8)
        let family = try String(contentsOfFile: "\(root)/Fixtures/dialects/at-hash.family", encoding: .utf8)
        try scratch.write(family, "project/Fixtures/dialects/at-hash.family")
        let broken = text.replacingOccurrences(of: "\n    38027\n", with: "\n    38027\n        when dns-faild\n")
        try scratch.write(broken, "project/Fixtures/dialects/multitech-ip.dialect")
        try scratch.write(
            "scenario x\n    dialects multitech-ip\n    verifies LINE-3\n\n    > AT\n    < OK\n",
            "project/x.scenario"
        )
        let path = scratch.path("project/x.scenario")
        for names in [[], ["multitech-ip"]] {
            let loaded = try LoadedSuite(paths: [path], dialects: names, project: project, profile: .documentation)
            #expect(loaded.diagnostics.map(\.message) == ["there is no condition ‘dns-faild’"])
            #expect(loaded.dialects.isEmpty)
        }
        #expect(throws: UsageError.self) { try project.soundDialects() }
        #expect(await AttestMain.run(["check", path]) == 2)
        #expect(await AttestMain.run(["run", path, "--journal", scratch.path("journal")]) == 2)
        #expect(!Files.exists(scratch.path("journal")))
    }
}
