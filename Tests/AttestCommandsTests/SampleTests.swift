import BenchFacts
import Benches
import Dialects
import ScenarioLanguage
import Testing

@testable import AttestCommands

/// `run --sample N`.
@Suite struct SampleTests {
    private static let root = VirtualRunTests.root

    private static func items(_ folder: String) throws -> [WorkItem] {
        let loaded = try LoadedSuite(
            paths: ["\(root)/Scenarios/\(folder)"],
            dialects: ["multitech-ip", "genpro-2xe"],
            project: Project(root: root),
            profile: .documentation
        )
        return loaded.items(Selection(filters: [], tags: []))
    }

    private static func names(_ count: Int, _ seed: UInt64, _ folder: String = "ftp") throws -> [String] {
        Sample(count: count, seed: seed).drawn(from: try items(folder), on: .documentation).map {
            "\($0.dialect.name) \($0.name)"
        }
    }

    @Test func drawsSoManyOfEachDialectBySeedInTheirOrder() throws {
        let all = try Self.items("ftp").map { "\($0.dialect.name) \($0.name)" }
        let names = try Self.names(20, 7)
        #expect(names.count { $0.hasPrefix("multitech-ip ") } == 20)
        #expect(names.count { $0.hasPrefix("genpro-2xe ") } == 20)
        #expect(try Self.names(20, 7) == names)
        #expect(try Self.names(20, 8) != names)
        #expect(all.filter(Set(names).contains) == names)
    }

    @Test func drawsOverAllRequirementsFirst() throws {
        let items = try Self.items("ftp").filter { $0.dialect.name == "multitech-ip" }
        func requirements(_ items: [WorkItem]) -> Set<String> { Set(items.flatMap { $0.plan(on: .documentation).requirements }) }
        let applicable = items.filter { $0.plan(on: .documentation).misfit == nil }
        let drawn = Sample(count: 90, seed: 1).drawn(from: items, on: .documentation)
        #expect(requirements(drawn) == requirements(applicable))
        #expect(drawn.map(\.position) == Array(1...90))
    }

    @Test func drawsWhatThereIs() throws {
        #expect(try Self.names(1_000_000, 1).count < Self.items("ftp").count)
    }
}
