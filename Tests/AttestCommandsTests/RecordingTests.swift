import BenchFacts
import Benches
import Dialects
import Events
import ScenarioLanguage
import SourceText
import Testing
import Verdicts

@testable import AttestCommands
@testable import Execution

/// Runs become recordings; recordings become scenarios, and devices.
struct RecordingTests {
    private static func loaded(_ paths: [String]) throws -> (LoadedSuite, Project) {
        let project = Project(root: VirtualRunTests.root)
        let suite = try LoadedSuite(
            paths: paths.map { "\(VirtualRunTests.root)/Scenarios/\($0)" },
            dialects: ["multitech-ip"],
            project: project,
            profile: .documentation
        )
        return (suite, project)
    }

    private static func verdict(_ events: [Event]) -> ScenarioResult? {
        events.compactMap { if case .scenarioEnded(let result) = $0 { result } else { nil } }.last
    }

    /// The scenario with facts and nothing for its bench to do, so that another dialogue can be held in its place.
    private static func isLineOnly(_ events: [Event]) -> Bool {
        !events.contains { if case .stimulus = $0 { true } else { false } }
    }

    @Test(
        arguments: [
            "serial", "connection/getting-started.scenario", "connection/gprs.scenario", "parameters/displays.scenario", "mail",
            "ftp",
            "parameters/writing.scenario",
        ]
    )
    func aRunsDialogueAsASkeletonPasses(path: String) throws {
        let (suite, project) = try Self.loaded([path])
        var tried = 0
        for item in suite.items(Selection(filters: [], tags: ["!slow"])).enumerated().filter({ $0.offset % 11 == 0 }).map(
            \.element
        ) {
            var events: [Event] = []
            let plan = item.scenario[item.index]
            guard case .pass = plan.outcome else { continue }
            var seed: UInt64 = 0
            Scenarios.run(item, .simulated, seed: 1) {
                seed = $2
                VirtualBench($1).run($0, seed: $2, onEvent: $3)
            } onEvent: {
                events.append($0)
            }
            guard Self.isLineOnly(events), let recorded = RecordedScenario.all(in: events).first,
                recorded.result?.verdict == .pass,
                !recorded.recording.isEmpty
            else { continue }
            let skeleton = ScenarioSkeleton(recorded.recording, name: item.identity.name, source: "", dialect: item.dialect)
            guard !skeleton.isCut else { continue }
            let text = String(decoding: skeleton.text, as: UTF8.self)
            let (file, diagnostics) = ScenarioFile.parse(SourceFile(path: "x.scenario", bytes: skeleton.text))
            let compiler = Compiler(dialect: item.dialect, profile: .documentation, payloads: project.payloads)
            let compilation = compiler.compile(file, shared: [])
            #expect(diagnostics.isEmpty && !compilation.diagnostics.contains { $0.severity == .error }, "\(text)")
            #expect(file.formatted() == skeleton.text)
            var again = try #require(compilation.scenarios.first, "\(text)")[0]
            again.facts = plan.facts
            var result: ScenarioResult?
            VirtualBench(item.dialect).run(again, seed: seed) {
                if case .scenarioEnded(let ended) = $0 { result = ended }
            }
            #expect(result?.verdict == .pass, "\(item.identity.name): \(result?.findings.first.map { "\($0)" } ?? "")\n\(text)")
            tried += 1
        }
        #expect(tried > 0)
    }

    private static func runAndReplay(_ path: String, _ filter: String, edit: (inout Event) -> Void = { _ in }) throws
        -> [ScenarioResult]
    {
        let (suite, _) = try loaded([path])
        let items = suite.items(Selection(filters: [filter], tags: []))
        var events: [Event] = [.runStarted(RunDescription(version: "", seed: 1, device: "virtual", command: []))]
        for item in items {
            Scenarios.run(item, .simulated, seed: 1) {
                VirtualBench($1).run($0, seed: $2, onEvent: $3)
            } onEvent: {
                events.append($0)
            }
        }
        for index in events.indices { edit(&events[index]) }
        let replay = ReplayRun(events)
        return items.compactMap { verdict(replay.outcome(of: $0).events) }
    }

    @Test(arguments: ["connection", "mail", "ftp", "tcp", "serial"])
    func aRunsJournalIsADeviceThatPassesAgain(path: String) throws {
        let results = try Self.runAndReplay(path, path == "serial" ? "" : "getting-started")
        #expect(!results.isEmpty)
        // Signals are no part of a recording.
        let applicable = results.filter { $0.reason != "the line to the device carries no signals" }
        #expect(!applicable.isEmpty)
        for result in applicable { #expect(result.verdict == .pass, "\(result)") }
    }

    @Test func aDeviceThatBrokeARequirementBreaksItAgain() throws {
        let results = try Self.runAndReplay("selftest", "")
        #expect(results.count > 20)
        for result in results { #expect(result.verdict == .pass || result.verdict == .notApplicable, "\(result)") }
    }

    @Test func anotherHostIsToldFromAnotherDevice() throws {
        let host = try Self.runAndReplay("mail", "getmail-getting-started") { event in
            guard case .hostSent(var bytes, let line, let time, _) = event, bytes.starts(with: "AT#GETMAIL".utf8) else { return }
            bytes[4] = UInt8(ascii: "X")
            event = .hostSent(bytes, line: line, time: time)
        }
        let finding = try #require(host.first?.findings.first)
        #expect(finding.verdict == .error && finding.domain == .bench)
        #expect(finding.summary.contains("is E, the recording has X"), "\(finding.summary)")
        #expect(!finding.summary.contains("rig"))

        let device = try Self.runAndReplay("connection", "version-getting-started") { event in
            guard case .deviceSent(var bytes, let time, _) = event, let place = bytes.firstIndex(of: UInt8(ascii: "O")) else {
                return
            }
            bytes[place] = UInt8(ascii: "Q")
            event = .deviceSent(bytes, time: time)
        }
        #expect(device.first?.verdict == .fail)
    }

    /// A journal holds no values of a rig, secrets least of all.
    @Test func whereARigHadOtherValuesTheReplaySaysSo() throws {
        let results = try Self.runAndReplay("connection", "gprs-connection-getting-started") { event in
            switch event {
            case .runStarted(var run):
                run.command = ["attest", "run", "--rig", "a.rig"]
                event = .runStarted(run)
            case .hostSent(var bytes, let line, let time, _) where bytes.starts(with: "AT#APNPW=".utf8):
                for index in bytes.indices.dropFirst(10).dropLast(2) { bytes[index] = UInt8(ascii: "*") }
                event = .hostSent(bytes, line: line, time: time)
            default: break
            }
        }
        let finding = try #require(results.first?.findings.first)
        #expect(finding.verdict == .error && finding.domain == .bench)
        #expect(finding.summary.hasSuffix("(the run had a rig, whose addresses and values a replay does not know)"))
    }

    @Test(arguments: [6, 12, 30])
    func aRecordingThatStopsIsNoSilentDevice(count: Int) throws {
        var seen = 0
        let results = try Self.runAndReplay("mail", "getmail-getting-started") { event in
            seen += 1
            if seen > count { event = .note(text: "", line: 0, time: 0) }
        }
        #expect(results.first?.verdict == .error)
    }

    @Test func aHostThatExpectsMoreThanWasSaidIsNoSilentDevice() throws {
        var isMute = false
        let results = try Self.runAndReplay("mail", "getmail-getting-started") { event in
            if case .hostSent(let bytes, _, _, _) = event { isMute = bytes.starts(with: "AT#GETMAIL".utf8) }
            if case .deviceSent(_, let time, _) = event, isMute { event = .note(text: "", line: 0, time: time) }
        }
        #expect(results.first?.verdict == .error)
        #expect(results.first?.findings.first?.summary.contains("the host sends nothing") == true)
    }
}
