import BenchFacts
import Dialects
import Events
import FoundationEssentials
import ScenarioLanguage
import SourceText
import Testing
import Verdicts
import World

@testable import Benches

/// A device with two serial lines in virtual time.
@Suite struct SeveralLinesTests {
    private static let root = #filePath.split(separator: "/").dropLast(3).reduce("") { $0 + "/" + $1 }

    private static func file(_ path: String) throws -> SourceFile {
        SourceFile(path: path, bytes: Array(try #require(FileManager.default.contents(atPath: root + "/" + path))))
    }

    private static func dialect(lines: Int = 2) throws -> Dialect {
        let files = try ["multitech-ip.dialect", "at-hash.family"].map { try file("Fixtures/dialects/" + $0) }
        var dialect = try #require(DialectLibrary(files).member(named: "multitech-ip")?.dialect)
        dialect.limits["serial-lines"] = lines
        return dialect
    }

    /// A scenario with these lines as its body.
    private static func item(_ body: String, lines: Int = 2, needs: String = "gprs, tcp") throws -> WorkItem {
        let dialect = try dialect(lines: lines)
        let noPayload: PayloadReader = { _ throws(PayloadUnavailable) in throw PayloadUnavailable(reason: "there is none") }
        let compiler = Compiler(dialect: dialect, profile: .documentation, defects: ["no-echo"], payloads: noPayload)
        let text =
            "scenario two-lines\n    verifies  OTCP-1\n    needs     \(needs)\n\n"
            + body.split(separator: "\n", omittingEmptySubsequences: false).map { "    \($0)\n" }.joined()
        let (scenario, problems) = ScenarioFile.parse(SourceFile(path: "a.scenario", bytes: Array(text.utf8)))
        let shared = try ["Scenarios/tcp/shared.scenario", "Scenarios/shared.scenario"].map { ScenarioFile.parse(try file($0)).0 }
        let compilation = compiler.compile(scenario, shared: shared)
        #expect((problems + compilation.diagnostics).filter { $0.severity == .error }.map(\.message) == [])
        let compiled = try #require(compilation.scenarios.first)
        return try #require(WorkItem.all(of: compiled, dialect).first)
    }

    private static func events(_ item: WorkItem, _ capabilities: Capabilities = .simulated) -> [Event] {
        var events: [Event] = []
        Scenarios.run(item, capabilities, seed: 1) {
            VirtualBench($1).run($0, seed: $2, onEvent: $3)
        } onEvent: {
            events.append($0)
        }
        return events
    }

    private static func result(_ events: [Event]) throws -> ScenarioResult {
        try #require(events.compactMap { if case .scenarioEnded(let result) = $0 { result } else { nil } }.last)
    }

    /// Data on the second line and commands on the first, whose modes are others.
    private static let dialogue = """
        network
            peer  listens on 2323

        b> ATE0
        b< OK
        begin online
        b> AT
        > AT
        < OK
        b< OK
        with tcp-address "{address of peer}" "2323" "0"
        b> AT#OTCP{id}
        b< {waiting-for-data}
        peer is connected
        > AT#VSTATE
        b>> "from the host"
        < #STATE: "CONNECTED"
        < OK
        peer < "from the host"
        peer > "from the peer"
        > ATV0
        < OK
        b<< "from the peer"
        > AT
        < OK
        peer closes
        in any order
            b< {socket-closed}
            optional within {trailing-ok} b< OK
        > ATV1
        < OK
        b> AT
        b< OK
        """

    @Test func dataOnOneLineAndCommandsOnTheOther() throws {
        let events = Self.events(try Self.item(Self.dialogue))
        let result = try Self.result(events)
        #expect(result.verdict == .pass, "\(result.findings)")
        let host = events.compactMap { if case .hostSent(let bytes, _, _, "b"?) = $0 { bytes } else { nil } }
        #expect(host.map { String(decoding: $0, as: UTF8.self) } == ["ATE0\r", "AT\r", "AT#OTCP\r", "from the host", "AT\r"])
    }

    /// The journal of two lines is a device of two lines.
    @Test func aJournalOfTwoLinesIsPlayedBack() throws {
        let item = try Self.item(Self.dialogue)
        let replay = ReplayRun(Self.events(item))
        #expect(try Self.result(replay.outcome(of: item).events).verdict == .pass)
        let other = try Self.item("> AT\n< OK\nb> ATI\nb< OK")
        let result = try Self.result(replay.outcome(of: other).events)
        #expect(result.verdict == .error)
    }

    @Test(arguments: [
        // The answer of the other line's command.
        (
            "> ATE0\n< OK\nb> AT\n< OK", Verdict.fail,
            "nothing came within 5 s, nor in the 30 s after that; on line b came <CR><LF>OK<CR><LF>"
        ),
        // More than the steps account for.
        ("b> ATE0\nb>> \"AT\" CR\n> AT\n< OK", .fail, "on line b: 6 stray bytes follow the previous answer"),
        ("b> ATV0\nb< OK\n> AT\n< OK\nb> ATX9\nb< OK", .fail, "on line b: the device sent something else"),
    ])
    func whatComesOnTheWrongLineFails(_ body: String, _ verdict: Verdict, _ summary: String) throws {
        let result = try Self.result(Self.events(try Self.item(body)))
        #expect(result.verdict == verdict)
        #expect(result.findings.first?.summary == summary)
    }

    @Test(arguments: [("off", Verdict.pass), ("on", .fail)])
    func theSignalsOfALineAreThoseOfItsPort(state: String, verdict: Verdict) throws {
        let body = "within 2s b line shows DCD \(state)\nb line drops DTR\nb line sends break\n> AT\n< OK\nb> AT\nb< OK"
        let result = try Self.result(Self.events(try Self.item(body, needs: "line-signals")))
        #expect(result.verdict == verdict, "\(result.findings)")
        if verdict == .fail { #expect(result.findings.first?.summary == "not seen in time: on line b: DCD is off") }
    }

    @Test func aDeviceWithOneLineIsNotAskedForTwo() throws {
        let item = try Self.item(Self.dialogue, lines: 1)
        let result = try Self.result(Self.events(item))
        #expect(result.verdict == .notApplicable)
        #expect(result.reason == "the device has one line")
        let third = try Self.result(Self.events(try Self.item("c> AT\nc< OK")))
        #expect(third.reason == "the device has no more than 2 lines")
    }

    // MARK: Devices at the end of two lines

    private static let both =
        Trial.scenario("a", "> AT+SOME", "b> AT+ELSE", "< OK", "b< OK") + Trial.scenario("b", "> AT", "< OK")

    /// Every line is proven before the first scenario, whether that needs it or not.
    @Test func aDeviceIsAskedOnEveryLine() throws {
        let trial = try Trial()
        let first = trial.addModem()
        let second = trial.addLine().modem
        try trial.run(Self.both)
        #expect(trial.verdicts == ["a pass", "b pass"])
        #expect(first.heard.contains("AT+SOME"))
        #expect(second.heard.first == "AT")
        #expect(second.heard.last == "AT+ELSE")
        // Who it is, it is asked once.
        #expect(first.heard.contains("ATI"))
        #expect(!second.heard.contains("ATI"))
    }

    @Test func aLineWithoutAnAnswerIsNamed() throws {
        let trial = try Trial()
        trial.addModem()
        trial.addLine().modem.answer = { _ in nil }
        try trial.run(Self.both)
        #expect(trial.verdicts == ["a error", "b error"])
        #expect(try trial.summary(of: "a").hasPrefix("on line b the device does not answer AT: "))
    }

    @Test func aScenarioOfTwoLinesNeedsThem() throws {
        let trial = try Trial()
        trial.addModem()
        try trial.run(Self.both)
        #expect(trial.verdicts == ["a notApplicable", "b pass"])
        #expect(try trial.summary(of: "a") == "the device has one line")
    }

    /// The ports of a USB modem leave with it and come back with it, one after the other.
    @Test func allLinesOfADeviceThatComesBackAreOpenedAgain() throws {
        let trial = try Trial()
        trial.addModem()
        let (second, line) = trial.addLine()
        let first = try #require(trial.line())
        trial.at(.seconds(30)) {
            first.leave()
            line.leave()
        }
        trial.at(.seconds(37)) { line.comeBack() }
        trial.at(.seconds(39)) { first.comeBack() }
        try trial.run(
            Trial.scenario("a", "b> AT+SOME", "b< OK", "wait 60s") + Self.both.replacing("scenario a", with: "scenario c")
        )
        #expect(trial.verdicts == ["a fail", "b pass", "c pass"])
        #expect(try trial.summary(of: "a") == "the device started anew: its line was gone for 9 s (unplugged)")
        #expect([first.openings, line.openings] == [2, 2])
        #expect(second.heard.last == "AT+ELSE")
    }

    @Test func oneLineThatStaysAwayIsMissed() throws {
        let trial = try Trial()
        trial.addModem()
        let line = trial.addLine().line
        trial.at(.seconds(30)) { line.leave() }
        try trial.run(
            Trial.scenario("a", "> AT+SOME", "< OK", "wait 60s") + Self.both.replacing("scenario a", with: "scenario c")
        )
        #expect(trial.verdicts == ["a error", "b error", "c error"])
    }
}
