import Events
import Foundation
import Testing
import Verdicts

@testable import Reports

/// The exact text of each format, of a run with a pass, a failure, an expected failure, a surprise and one that does not apply.
@Suite struct FormatTests {
    static let known = Judgement(
        expected: "fail",
        reason: "firmware 2.1 answers 38080",
        issue: "https://example.com/7",
        until: "2027-03-31",
        standing: .met
    )

    static let events: [Event] = {
        let finding = Finding(verdict: .fail, domain: .device, summary: "nothing came within 5 s", time: 5_000_000_000)
        let expired = Judgement(expected: "fail", reason: "old", until: "2026-01-01", standing: .expired, breaksGate: true)
        func scenario(_ name: String, _ result: ScenarioResult) -> [Event] {
            [.scenarioStarted(SampleRun.scenario(name, line: 9, requirements: [SampleRun.getmail1])), .scenarioEnded(result)]
        }
        return [.runStarted(SampleRun.run)]
            + scenario("passes", ScenarioResult(verdict: .pass, assertions: 2, duration: 20_000_000))
            + scenario("fails#1", ScenarioResult(verdict: .fail, findings: [SampleRun.wrongCode], assertions: 14, duration: 9))
            + scenario("known", ScenarioResult(verdict: .fail, findings: [finding], assertions: 1, judgement: known))
            + scenario("expired", ScenarioResult(verdict: .pass, assertions: 1, judgement: expired))
            + scenario(
                "unsteady",
                ScenarioResult(verdict: .inconclusive, findings: [finding], assertions: 1, attempts: [.pass, .inconclusive])
            )
            + scenario("elsewhere", ScenarioResult(verdict: .notApplicable, reason: "the dialect has no # of its own"))
            + [.runEnded(RunSummary())]
    }()

    static func text(_ format: ReportFormat, _ events: [Event] = events) -> String {
        var report = format.makeReport()
        for event in events { report.record(event) }
        return String(decoding: report.finish(), as: UTF8.self)
    }

    @Test func tap() {
        #expect(
            Self.text(.tap) == ##"""
                TAP version 14
                # attest 0.1.0, virtual, seed 7
                ok 1 - multitech-ip passes
                not ok 2 - multitech-ip fails\#1
                  ---
                  verdict: "fail"
                  fault: "device: another line came than the one expected"
                  at: "Scenarios/mail/mail.scenario:55"
                  line: "within {dns-limit} < #CME ERROR: {code}"
                  seconds: "3.412"
                  requirement: "GETMAIL-9 (001 ch. 3.4, mandatory)"
                  expected: "<CR><LF>#CME ERROR: 38081<CR><LF>"
                  received: "<CR><LF>#CME ERROR: 38080<CR><LF>"
                  again: "attest run Scenarios/mail/mail.scenario --filter '=fails#1' --dialect multitech-ip --seed 7"
                  ...
                not ok 3 - multitech-ip known # TODO firmware 2.1 answers 38080
                  ---
                  verdict: "fail"
                  expectation: "expected fail: firmware 2.1 answers 38080 (https://example.com/7, until 2027-03-31)"
                  fault: "device: nothing came within 5 s"
                  at: "Scenarios/mail/mail.scenario:9"
                  line: "scenario known"
                  seconds: "5.000"
                  again: "attest run Scenarios/mail/mail.scenario --filter '=known' --dialect multitech-ip --seed 7"
                  ...
                not ok 4 - multitech-ip expired
                  ---
                  verdict: "pass"
                  expectation: "no longer expected fail: old (until 2026-01-01)"
                  again: "attest run Scenarios/mail/mail.scenario --filter '=expired' --dialect multitech-ip --seed 7"
                  ...
                not ok 5 - multitech-ip unsteady
                  ---
                  verdict: "inconclusive"
                  attempts: "pass, inconclusive"
                  fault: "device: nothing came within 5 s"
                  at: "Scenarios/mail/mail.scenario:9"
                  line: "scenario unsteady"
                  seconds: "5.000"
                  again: "attest run Scenarios/mail/mail.scenario --filter '=unsteady' --dialect multitech-ip --seed 7"
                  ...
                ok 6 - multitech-ip elsewhere # SKIP the dialect has no \# of its own
                1..6

                """##
        )
    }

    @Test func gitHub() {
        #expect(
            Self.text(.github) == """
                ::error file=Scenarios/mail/mail.scenario,line=55,title=multitech-ip fails#1::device: another line came than the one \
                expected%0Arequires GETMAIL-9 (001 ch. 3.4, mandatory)%0Aexpected  <CR><LF>#CME ERROR: 38081<CR><LF>%0A\
                received  <CR><LF>#CME ERROR: 38080<CR><LF>%0A                                  ^ offset 18: ‘0’ instead of ‘1’
                ::notice file=Scenarios/mail/mail.scenario,line=9,title=multitech-ip known::device: nothing came within 5 s%0A\
                expected fail: firmware 2.1 answers 38080 (https://example.com/7, until 2027-03-31)
                ::error file=Scenarios/mail/mail.scenario,line=9,title=multitech-ip expired::\
                no longer expected fail: old (until 2026-01-01)
                ::warning file=Scenarios/mail/mail.scenario,line=9,title=multitech-ip unsteady::device: nothing came within 5 s%0A\
                unstable: pass, inconclusive
                ::error title=attest::2 passed, 2 failed, 1 inconclusive, 1 not applicable; a requirement is broken

                """
        )
    }

    @Test func markdown() {
        #expect(
            Self.text(.markdown).hasPrefix(
                """
                # Attest: a requirement is broken

                Attest 0.1.0 · `virtual` · seed 7

                | verdict | scenarios |
                |---|--:|
                | passed | 2 |
                | failed | 2 |
                | inconclusive | 1 |
                | not applicable | 1 |
                | together | 6 |

                19 assertions, simulated 0.02 s. Exit code 1.

                ## Failed

                ### `fails#1`

                multitech-ip

                ```text
                  fault       device: another line came than the one expected
                """
            )
        )
        #expect(
            Self.text(.markdown).contains(
                """
                ## Expected

                | scenarios | reason | such as |
                |--:|---|---|
                | 1 | expected fail: firmware 2.1 answers 38080 (https://example.com/7, until 2027-03-31) | `known` |
                """
            )
        )
    }

    @Test func sarif() throws {
        let log = try #require(try JSONSerialization.jsonObject(with: Data(Self.text(.sarif).utf8)) as? [String: Any])
        #expect(log["version"] as? String == "2.1.0")
        let run = try #require((log["runs"] as? [[String: Any]])?.first)
        let results = try #require(run["results"] as? [[String: Any]])
        #expect(results.map { $0["level"] as? String } == ["error", "error", "error", "warning"])
        #expect(results.map { $0["ruleId"] as? String } == ["GETMAIL-9", "attest-device", "attest-expectation", "attest-device"])
        #expect(results.map { $0["suppressions"] != nil } == [false, true, false, false])
        let driver = try #require((run["tool"] as? [String: Any])?["driver"] as? [String: Any])
        #expect((driver["rules"] as? [[String: Any]])?.count == 3)
        let place =
            #""artifactLocation":{"uri":"Scenarios/mail/mail.scenario","uriBaseId":"%SRCROOT%"},"region":{"startLine":55,"#
        #expect(Self.text(.sarif).contains(place))
    }

    @Test func json() {
        #expect(
            Self.text(.json).hasSuffix(
                """
                ],
                "requirements":[
                {"id":"GETMAIL-1","clause":"001 ch. 3.4","grade":"mandatory",\
                "counts":{"pass":2,"not-applicable":1,"inconclusive":1,"fail":2}}
                ],
                "latency":[
                ],
                "totals":{"counts":{"pass":2,"not-applicable":1,"inconclusive":1,"fail":2},"expected":1,"unstable":1,"assertions":19,\
                "simulated":20000009,"interrupted":false,"exitCode":1}}

                """
            )
        )
    }

    /// What the device took to answer, by command, in both formats that have it.
    @Test func latenciesAreTold() {
        let millisecond: Int64 = 1_000_000
        var events: [Event] = [.scenarioStarted(SampleRun.scenario("a"))]
        for (sent, answered) in [(0, 30), (100, 110), (200, 220), (300, 900)] as [(Int64, Int64)] {
            let line = Array("AT#X=\(sent)\r".utf8)
            events.append(.hostSent(line, line: 1, time: sent * millisecond))
            events.append(.deviceSent(line, time: sent * millisecond + 1))
            events.append(.deviceSent(Array("\r\nOK\r\n".utf8), time: answered * millisecond))
        }
        events.append(.scenarioEnded(ScenarioResult(verdict: .pass)))
        #expect(
            Self.text(.json, events).contains(
                """
                "latency":[
                {"command":"AT#X=","answers":4,"minimum":10000000,"median":30000000,"maximum":600000000}
                ]
                """
            )
        )
        #expect(Self.text(.markdown, events).contains("\n| `AT#X=` | 4 | 10.00 ms | 30.00 ms | 600 ms |\n"))
    }

    /// A run that only went wrong as expected does not claim that all is well.
    @Test(arguments: [ReportFormat.console, .markdown, .github]) func excusesAreNotPraise(_ format: ReportFormat) {
        let known = Judgement(expected: "fail", reason: "known", standing: .met)
        let events: [Event] = [
            .scenarioStarted(SampleRun.scenario("a")),
            .scenarioEnded(ScenarioResult(verdict: .fail, assertions: 1, judgement: known)),
        ]
        #expect(Self.text(format, events).contains("nothing went wrong that was not expected"))
        #expect(!Self.text(format, events).contains("every requirement tested is met"))
    }

    @Test func aMarkdownFenceIsLongerThanAnyInTheText() {
        #expect(MarkdownText.block(["a ```` b"], language: "text") == ["`````text", "a ```` b", "`````"])
        #expect(MarkdownText.code("a`b|c") == "`` a`b¦c ``")
        #expect(MarkdownText.plain("<b>|*x*") == #"&#60;b&#62;&#124;\*x\*"#)
        #expect(MarkdownText.line("# x") == ##"\# x"##)
    }

    @Test func aRunWithoutScenariosAndAStoppedOneBailOut() {
        #expect(Self.text(.tap, []) == "TAP version 14\nBail out! No scenario was run.\n")
        let stopped = Self.text(.tap, [.runStarted(SampleRun.run), .runEnded(RunSummary(interrupted: true))])
        #expect(stopped.hasSuffix("Bail out! The run was stopped before its end, or a part of its journal is missing.\n"))
    }
}

/// What other people's programs say of the documents, hostile ones too.
@Suite struct ForeignReaderTests {
    private static func program(_ name: String) -> String? {
        (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map { "\($0)/\(name)" }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
    }

    /// The program's exit code and output, with the name of a file that holds the text as its last word.
    private static func run(_ program: String, _ words: [String], _ input: String) throws -> (code: Int32, output: String) {
        let file = FileManager.default.temporaryDirectory.appending(path: "attest-\(UUID().uuidString)")
        try Data(input.utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let process = Process()
        process.executableURL = URL(filePath: program)
        process.arguments = words + [file.path]
        let output = Pipe()
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return (process.terminationStatus, text)
    }

    private static let prove = program("prove")
    private static let python = program("python3").flatMap { python in
        (try? run(python, ["-c", "import jsonschema"], ""))?.code == 0 ? python : nil
    }

    /// prove 3.44 and earlier refuses the number 14 and reads the rest.
    @Test(.enabled(if: prove != nil, "prove is not installed"), arguments: ["hostile", "passing"])
    func proveReadsTAP(_ kind: String) throws {
        let passing: [Event] = [
            .scenarioStarted(SampleRun.scenario("a \\ # SKIP b")), .scenarioEnded(ScenarioResult(verdict: .pass, assertions: 1)),
        ]
        let events = kind == "hostile" ? HostileTests.events : passing
        let (code, output) = try Self.run(try #require(Self.prove), ["-v", "-e", "cat"], FormatTests.text(.tap13, events))
        #expect(!output.contains("Parse errors"), "\(output)")
        #expect(output.contains(kind == "hostile" ? "Failed 3/5" : "Result: PASS"), "\(output)")
        #expect((code == 0) == (kind == "passing"))
    }

    @Test(.enabled(if: python != nil, "python3 with jsonschema is not installed"), arguments: ["hostile", "plain", "empty"])
    func theSummaryKeepsItsSchema(_ kind: String) throws {
        let events = kind == "hostile" ? HostileTests.events : kind == "plain" ? FormatTests.events : []
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let script = """
            import json, sys, jsonschema
            schema = json.load(open(sys.argv[1]))
            jsonschema.Draft202012Validator.check_schema(schema)
            jsonschema.Draft202012Validator(schema).validate(json.load(open(sys.argv[2])))
            """
        let words = ["-c", script, root.appending(path: "Docs/summary.schema.json").path]
        let (code, output) = try Self.run(try #require(Self.python), words, FormatTests.text(.json, events))
        #expect(code == 0, "\(output)")
    }
}
