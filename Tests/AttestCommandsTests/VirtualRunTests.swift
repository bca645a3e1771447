import BenchFacts
import Events
import Testing

@testable import AttestCommands

/// Scenarios of the project, run whole in this process.
struct VirtualRunTests {
    /// The project's folder, from this file's place in it.
    static let root = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(separator: "/")

    static func events(
        _ folder: String,
        _ filter: String,
        seed: UInt64,
        profile: BenchProfile = .documentation
    ) throws -> [Event] {
        let project = Project(root: root)
        let loaded = try LoadedSuite(
            paths: ["\(root)/Scenarios/\(folder)"],
            dialects: ["multitech-ip"],
            project: project,
            profile: profile
        )
        #expect(!loaded.hasErrors)
        var events: [Event] = []
        for item in loaded.items(Selection(filters: [filter], tags: [])) {
            Scenarios.run(item, .simulated, seed: seed) {
                VirtualBench.run($0, dialect: $1, seed: $2, onEvent: $3)
            } onEvent: {
                events.append($0)
            }
        }
        return events
    }

    static func verdicts(_ events: [Event]) -> [Verdict] {
        events.compactMap { if case .scenarioEnded(let result) = $0 { result.verdict } else { nil } }
    }

    /// A wrong code must be wrong for every SIM.
    @Test(arguments: ["1234", "4321", "8765"])
    func theWrongCodeIsNeverTheRigsOwn(pin: String) throws {
        var profile = BenchProfile.documentation
        profile.values[.pin] = pin
        let events = try Self.events("connection", "cpin-refuses-a-wrong-code", seed: 1, profile: profile)
        #expect(Self.verdicts(events) == [.pass])
    }

    @Test func theAccountsFlowsPass() throws {
        #expect(Self.verdicts(try Self.events("accounts", "by-account", seed: 1)) == [.pass, .pass, .pass])
    }

    @Test(arguments: ["connection", "mail", "ftp", "tcp"])
    func theGettingStartedFlowsPass(folder: String) throws {
        let verdicts = Self.verdicts(try Self.events(folder, "getting-started", seed: 1))
        #expect(!verdicts.isEmpty)
        #expect(verdicts.allSatisfy { $0 == .pass })
    }

    @Test func theSameSeedGivesTheSameEventsAndAnotherGivesOtherTimes() throws {
        let first = try Self.events("mail", "getting-started", seed: 7)
        #expect(try Self.events("mail", "getting-started", seed: 7) == first)
        #expect(try Self.events("mail", "getting-started", seed: 8) != first)
    }

    @Test func everySelfTestEndsAsItDeclares() throws {
        let events = try Self.events("selftest", "", seed: 1)
        let verdicts = Self.verdicts(events)
        #expect(verdicts.count > 20)
        #expect(verdicts.allSatisfy { $0 == .pass })
    }
}
