import Events
import Reports
import Testing
import Verdicts

@Suite struct ConsoleReportTests {
    @Test func failuresComeFirstAndTotalsLast() {
        #expect(
            SampleRun.console(style: .init(width: 80)) == """
                attest 0.1.0 · virtual · seed 7

                FAIL  getmail-reports-password-is-refused
                      GETMAIL ends with 38081 when password-is-refused

                  fault       device: another line came than the one expected
                  at          Scenarios/mail/mail.scenario:55, after 3.412 s
                              within {dns-limit} < #CME ERROR: {code}
                  requires    GETMAIL-9 (001 ch. 3.4, mandatory)

                  expected    <CR><LF>#CME ERROR: 38081<CR><LF>
                  received    <CR><LF>#CME ERROR: 38080<CR><LF>
                                                      ^ offset 18: ‘0’ instead of ‘1’

                  also        inconclusive, host: the postamble offline failed

                    time s  host                    modem
                     0.000  [preamble online]
                     0.000  AT#CONNECTIONSTART<CR>
                     0.019                          AT#CONNECTIONSTART<CR>
                     1.200                          <CR><LF>Ok_Info_GprsActivation<CR><LF>
                     1.200  [body]
                     1.210  AT#GETMAIL<CR>
                     1.215                          AT#GETMAIL<CR>
                     1.300  · dns ? pop3.domain.com A
                     3.350  · pop3 < USER module@domain.com
                     3.360  · pop3 > +OK
                     3.390  · pop3 < PASS secret
                     3.390  · pop3 > -ERR wrong
                     3.412                          <CR><LF>#CME ERROR: 38080<CR><LF>

                  note        variant: Ok_Info_GprsActivation
                  run again   attest run Scenarios/mail/mail.scenario --filter '=getmail-reports-password-is-refused' --dialect multitech-ip --seed 7

                Error
                   1 × host: the serial line was closed
                       otcp-opens  Scenarios/tcp/tcp.scenario:80

                Inconclusive
                   2 × bench: the peer could not connect
                       ltcpstart-bridges-a-peer  Scenarios/tcp/tcp.scenario:12
                       ltcpstart-filters  Scenarios/tcp/tcp.scenario:44

                Not applicable
                   3 × the dialect has no feature sntp
                   1 × the bench cannot cut the bearer

                Notes
                   4 × variant: Ok_Info_GprsActivation

                9 scenarios: 1 passed, 1 failed, 1 in error, 2 inconclusive, 4 not applicable
                19 assertions, simulated 3 h 12 min in 0.81 s
                exit code 1: a requirement is broken

                """
        )
    }

    @Test func aPlainPassSaysLittle() {
        let events = Array(SampleRun.events.prefix(8))
        #expect(
            SampleRun.console(events, style: .init()) == """
                attest 0.1.0 · virtual · seed 7

                1 scenario: 1 passed
                2 assertions, simulated 0.02 s in 0.81 s
                exit code 0: every requirement tested is met

                """
        )
    }

    @Test func verboseShowsEachScenario() {
        let events = Array(SampleRun.events.prefix(8))
        #expect(
            SampleRun.console(events, style: .init(verbose: true)) == """
                attest 0.1.0 · virtual · seed 7

                pass  at-answers
                      AT is answered by OK

                    time s  host              modem
                     0.000  [body]
                     0.000  AT<CR>
                     0.020                    AT<CR>
                     0.020                    <CR><LF>OK<CR><LF>

                1 scenario: 1 passed
                2 assertions, simulated 0.02 s in 0.81 s
                exit code 0: every requirement tested is met

                """
        )
    }

    @Test func postamblesDoNotPushAFailureOutOfItsReport() {
        let finding = Finding(verdict: .fail, domain: .device, summary: "wrong", time: 1_000)
        let rows = (0..<60).map { Event.benchSaw(party: "ftp", text: "row \($0)", time: Int64($0) * 100) }
        let text = SampleRun.console(
            [.scenarioStarted(SampleRun.scenario("s"))] + rows
                + [.scenarioEnded(ScenarioResult(verdict: .fail, findings: [finding]))],
            style: .init()
        )
        #expect(text.contains("ftp row 10\n") && text.contains("ftp row 14\n"))
        #expect(!text.contains("ftp row 59\n"))
        #expect(text.contains("…  40 later\n"))
    }

    @Test func selfTestsAreOneNote() {
        let ended = ["silence", "another line"].map {
            Event.scenarioEnded(ScenarioResult(verdict: .pass, notes: ["\(ScenarioResult.declaredFailure): \($0)"]))
        }
        let text = SampleRun.console(ended.flatMap { [.scenarioStarted(SampleRun.scenario("s")), $0] }, style: .init())
        #expect(text.contains("\n   2 × self-test: found what was put in its way\n"))
    }

    @Test func longSentencesAreBrokenBetweenWords() {
        let finding = Finding(
            verdict: .fail,
            domain: .device,
            summary: "a sentence that is longer than the width that there is " + String(repeating: "x", count: 60),
            time: 0
        )
        let text = SampleRun.console(
            [.scenarioStarted(SampleRun.scenario("s")), .scenarioEnded(ScenarioResult(verdict: .fail, findings: [finding]))],
            style: .init(width: 60)
        )
        #expect(
            text.contains(
                """
                  fault       device: a sentence that is longer than the
                              width that there is
                              \(String(repeating: "x", count: 60))
                  at          Scenarios/mail/mail.scenario:1, after 0.000 s
                              scenario s

                """
            )
        )
    }

    @Test func aRunOfNothingSaysSo() {
        #expect(
            SampleRun.console([.runStarted(SampleRun.run), .runEnded(RunSummary(interrupted: true))], style: .init()) == """
                attest 0.1.0 · virtual · seed 7

                no scenario was run
                0 assertions, simulated 0.00 s in 0.81 s
                interrupted: the run was stopped before its end, or a part of its journal is missing
                exit code 3: no requirement is shown to be broken, but not all could be tested

                """
        )
    }

    @Test func aRealDeviceTakesRealTime() {
        let run = RunDescription(version: "0.1.0", seed: 7, device: "pty:/dev/pts/3", command: [])
        let text = SampleRun.console([.runStarted(run)] + SampleRun.events.dropFirst(), style: .init(), elapsed: 65_000_000_000)
        #expect(text.contains("\n19 assertions, took 1 min 5 s\n"))
        #expect(text.contains(" --seed 7 --device pty:/dev/pts/3\n"))
    }

    @Test func colourIsLeftOutUnlessAskedFor() {
        #expect(!SampleRun.console(style: .init(verbose: true)).contains("\u{1B}"))
        #expect(SampleRun.console(style: .init(colour: true)).contains("\u{1B}[1;31mFAIL\u{1B}[0m  "))
    }

    @Test func colourChangesNothingElse() {
        var text = SampleRun.console(style: .init(colour: true))
        for code in ["0", "1", "2", "32", "1;31", "33", "35"] { text.replace("\u{1B}[\(code)m", with: "") }
        #expect(text == SampleRun.console(style: .init()))
    }

    @Test func manyFailuresAreNamedAgainAtTheEnd() {
        let events = (1...60).flatMap { number -> [Event] in
            [
                .scenarioStarted(SampleRun.scenario("s-\(number)", line: number)),
                .scenarioEnded(ScenarioResult(verdict: .fail, findings: [], assertions: 1)),
            ]
        }
        let text = SampleRun.console(events, style: .init())
        #expect(text.contains("\nFailed\n  s-1   Scenarios/mail/mail.scenario:1\n  s-2   Scenarios/mail/mail.scenario:2\n"))
        #expect(text.contains("\n  s-50  Scenarios/mail/mail.scenario:50\n  and 10 more\n\n60 scenarios: 60 failed\n"))
    }

    @Test func reasonsAreCountedLargestFirst() {
        let events = (1...30).flatMap { number -> [Event] in
            [
                .scenarioStarted(SampleRun.scenario("s-\(number)", line: number)),
                .scenarioEnded(
                    ScenarioResult(
                        verdict: .inconclusive,
                        findings: [
                            Finding(
                                verdict: .inconclusive,
                                domain: .bench,
                                summary: number < 26 ? "reason \(number)" : "the common one",
                                time: 0
                            )
                        ]
                    )
                ),
            ]
        }
        let text = SampleRun.console(events, style: .init())
        #expect(
            text.contains(
                """

                Inconclusive
                   5 × bench: the common one
                       s-26  Scenarios/mail/mail.scenario:26
                       s-27  Scenarios/mail/mail.scenario:27
                       s-28  Scenarios/mail/mail.scenario:28
                       and 2 more
                   1 × bench: reason 1
                       s-1  Scenarios/mail/mail.scenario:1
                   1 × bench: reason 2

                """
            )
        )
        #expect(text.contains("\n  and 6 other reasons\n\n30 scenarios: 30 inconclusive\n"))
    }

    @Test func onATerminalOneLineIsDrawnOverAndOver() {
        let page = Page()
        var report = ConsoleReport(.init(terminal: true, width: 60, scenarios: 220), sink: page.write)
        report.refresh(elapsed: 49_999_999, columns: 100)
        #expect(page.take() == "")
        report.record(.scenarioStarted(SampleRun.scenario("first")))
        report.refresh(elapsed: 50_000_000, columns: 100)
        #expect(page.take() == "\r\u{1B}[K0 of 220 scenarios · first")
        report.refresh(elapsed: 60_000_000, columns: 100)
        #expect(page.take() == "")
        report.record(.scenarioEnded(ScenarioResult(verdict: .fail)))
        #expect(page.take().hasPrefix("\r\u{1B}[K\nFAIL  first\n"))
        report.record(.scenarioStarted(SampleRun.scenario(String(repeating: "long", count: 20))))
        report.refresh(elapsed: 100_000_000, columns: 100)
        #expect(page.take() == "\r\u{1B}[K1 of 220 scenarios · 1 failed · longlonglonglonglonglonglo…")
        report.finish(elapsed: 100_000_000)
        #expect(page.take().hasPrefix("\r\u{1B}[K\n1 scenario: 1 failed\n"))
    }

    /// Where time is real, it is told, and what runs; whatever is cut off, the line is no wider than the terminal.
    @Test(arguments: [
        (
            100, RunProgress(left: .about(721_000_000_000), scenario: "slow-one", time: 45_900_000_000),
            "1 of 220 scenarios · 1 failed · 3 min 5 s, about 12 min left · 45 s in slow-one"
        ),
        (100, RunProgress(left: .atLeast(59_000_000_000)), "1 of 220 scenarios · 1 failed · 3 min 5 s, at least 59 s left"),
        (100, RunProgress(scenario: "slow\u{1B}", time: 0), "1 of 220 scenarios · 1 failed · 3 min 5 s · 0 s in slow<ESC>"),
        (
            62, RunProgress(left: .about(3_690_000_000_000), scenario: "slow-one", time: 1),
            "1 of 220 scenarios · 1 failed · 3 min 5 s, about 1 h 2 min l…"
        ),
        (20, RunProgress(scenario: "slow-one", time: 0), "1 of 220 scenarios…"),
        (1, RunProgress(), "…"),
    ])
    func inRealTimeTheProgressTellsTimes(columns: Int, live: RunProgress, text: String) {
        let page = Page()
        var report = ConsoleReport(.init(terminal: true, width: 100, scenarios: 220), sink: page.write)
        for event in [Event.scenarioStarted(SampleRun.scenario("first")), .scenarioEnded(ScenarioResult(verdict: .fail))] {
            report.record(event)
        }
        _ = page.take()
        #expect(report.isRefreshDue(elapsed: 185_900_000_000))
        report.refresh(elapsed: 185_900_000_000, columns: columns, live)
        #expect(page.take() == "\r\u{1B}[K\(text)")
        #expect(!report.isRefreshDue(elapsed: 185_900_000_001))
    }

    @Test func inALogOfRealTimeALineEveryHalfMinuteTellsThem() {
        let page = Page()
        var report = ConsoleReport(.init(scenarios: 2), sink: page.write)
        for second in Int64(1)...61 {
            let live = RunProgress(scenario: "slow-one", time: second * 1_000_000_000)
            report.refresh(elapsed: second * 1_000_000_000, columns: 100, live)
        }
        #expect(page.take() == "0 of 2 scenarios · 30 s · 30 s in slow-one\n0 of 2 scenarios · 1 min · 1 min in slow-one\n")
    }

    /// As a run has it, which knows how a scenario ended when it tells of it.
    @Test(arguments: [false, true]) func scenariosThatAreKnownAtOnceAreToldAlike(verbose: Bool) {
        let style = ConsoleReport.Style(verbose: verbose, width: 80)
        let page = Page()
        var report = ConsoleReport(style, sink: page.write)
        var known: [Event] = []
        for event in SampleRun.events {
            known.append(event)
            let isInside = if case .scenarioStarted? = known.first { true } else { false }
            let isEnd = if case .scenarioEnded = event { true } else { false }
            guard isEnd || !isInside else { continue }
            report.record(known)
            known = []
        }
        report.finish(elapsed: 810_000_000)
        #expect(page.take() == SampleRun.console(style: style))
    }

    @Test func elsewhereALineNowAndThenShowsLife() {
        let page = Page()
        var report = ConsoleReport(.init(), sink: page.write)
        report.record(.scenarioStarted(SampleRun.scenario("first")))
        report.refresh(elapsed: 29_999_999_999, columns: 100)
        #expect(page.take() == "")
        report.refresh(elapsed: 30_000_000_000, columns: 100)
        #expect(page.take() == "0 scenarios · first\n")
        report.refresh(elapsed: 59_000_000_000, columns: 100)
        #expect(page.take() == "")
    }
}

/// Takes what a report writes.
final class Page {
    private var bytes: [UInt8] = []
    func write(_ more: [UInt8]) { bytes += more }
    func take() -> String {
        defer { bytes = [] }
        return String(decoding: bytes, as: UTF8.self)
    }
}
