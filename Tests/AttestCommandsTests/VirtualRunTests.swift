import BenchFacts
import Benches
import Events
import Testing
import Verdicts

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
        var events: [Event] = []
        for item in try items(folder, filter, profile: profile) {
            Scenarios.run(item, .simulated, seed: seed) {
                VirtualBench($1).run($0, seed: $2, onEvent: $3)
            } onEvent: {
                events.append($0)
            }
        }
        return events
    }

    private static func items(_ folder: String, _ filter: String, profile: BenchProfile = .documentation) throws -> [WorkItem] {
        let loaded = try LoadedSuite(
            paths: ["\(root)/Scenarios/\(folder)"],
            dialects: ["multitech-ip"],
            project: Project(root: root),
            profile: profile
        )
        #expect(!loaded.hasErrors)
        return loaded.items(Selection(filters: [filter], tags: []))
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

    /// What does not apply is not carried out, and is no pass.
    @Test func whatDoesNotApplyDoesNotPass() throws {
        let scenarios = try Self.items("mail", "getting-started")
        #expect(!scenarios.isEmpty)
        for item in scenarios {
            var events: [Event] = []
            Scenarios.run(item, .lineOnly, seed: 1) { _, _, _, _ in
                Issue.record("it was run")
            } onEvent: {
                events.append($0)
            }
            guard events.count == 2, case .scenarioStarted = events[0], case .scenarioEnded(let result) = events[1] else {
                Issue.record("\(events)")
                continue
            }
            #expect(result.verdict == .notApplicable)
            #expect(result.reason == "no network around the device is known for gprs")
            #expect(result.assertions == 0)
        }
    }
}
