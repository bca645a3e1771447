import Events
import Reports
import Verdicts

/// A run with every verdict, told by a device that is wrong in one place.
enum SampleRun {
    static let run = RunDescription(
        version: "0.1.0",
        seed: 7,
        device: "virtual",
        command: ["attest", "run", "Scenarios", "--seed", "7"]
    )

    static func scenario(
        _ name: String,
        title: String = "",
        service: String = "mail",
        line: Int = 1,
        requirements: [RequirementReference] = []
    ) -> ScenarioIdentity {
        ScenarioIdentity(
            name: name,
            title: title,
            dialect: "multitech-ip",
            service: service,
            source: SourceLine(path: "Scenarios/\(service)/\(service).scenario", line: line, text: "scenario \(name)"),
            requirements: requirements,
            tags: []
        )
    }

    static let getmail9 = RequirementReference(id: "GETMAIL-9", clause: "001 ch. 3.4", grade: .mandatory)
    static let getmail1 = RequirementReference(id: "GETMAIL-1", clause: "001 ch. 3.4", grade: .mandatory)

    static let wrongCode = Finding(
        verdict: .fail,
        domain: .device,
        summary: "another line came than the one expected",
        requirement: getmail9,
        source: SourceLine(path: "Scenarios/mail/mail.scenario", line: 55, text: "within {dns-limit} < #CME ERROR: {code}"),
        expected: ["#CME ERROR: 38081"],
        expectedBytes: Array("\r\n#CME ERROR: 38081\r\n".utf8),
        received: Array("\r\n#CME ERROR: 38080\r\n".utf8),
        mismatch: 18,
        time: 3_412_000_000
    )

    static let events: [Event] =
        [.runStarted(run)]
        + [
            .scenarioStarted(scenario("at-answers", title: "AT is answered by OK", service: "serial", line: 3)),
            .phaseEntered(.body, name: nil, time: 0),
            .hostSent(Array("AT\r".utf8), line: 8, time: 0), .deviceSent(Array("AT\r\r\nOK\r\n".utf8), time: 20_000_000),
            .matched(line: 8, count: 3, time: 20_000_000), .matched(line: 9, count: 6, time: 20_000_000),
            .scenarioEnded(ScenarioResult(verdict: .pass, assertions: 2, duration: 20_000_000)),
        ]
        + [
            .scenarioStarted(
                scenario(
                    "getmail-reports-password-is-refused",
                    title: "GETMAIL ends with 38081 when password-is-refused",
                    line: 40,
                    requirements: [getmail9, getmail1]
                )
            ),
            .phaseEntered(.preamble, name: "online", time: 0),
            .hostSent(Array("AT#CONNECTIONSTART\r".utf8), line: 12, time: 0),
            .deviceSent(Array("AT#CONNECTIONSTART\r".utf8), time: 19_000_000), .matched(line: 12, count: 19, time: 19_000_000),
            .deviceSent(Array("\r\nOk_Info_GprsActivation\r\n".utf8), time: 1_200_000_000),
            .matched(line: 13, count: 26, time: 1_200_000_000),
            .phaseEntered(.body, name: nil, time: 1_200_000_000),
            .hostSent(Array("AT#GETMAIL\r".utf8), line: 54, time: 1_210_000_000),
            .deviceSent(Array("AT#GET".utf8), time: 1_215_000_000), .deviceSent(Array("MAIL\r".utf8), time: 1_220_000_000),
            .matched(line: 54, count: 11, time: 1_220_000_000),
            .benchSaw(party: "dns", text: "? pop3.domain.com A", time: 1_300_000_000),
            .benchSaw(party: "pop3", text: "< USER module@domain.com", time: 3_350_000_000),
            .benchSaw(party: "pop3", text: "> +OK", time: 3_360_000_000),
            .benchSaw(party: "pop3", text: "< PASS secret", time: 3_390_000_000),
            .benchSaw(party: "pop3", text: "> -ERR wrong", time: 3_390_000_000),
            .deviceSent(Array("\r\n#CME ERROR: 38080\r\n".utf8), time: 3_412_000_000),
            .scenarioEnded(
                ScenarioResult(
                    verdict: .fail,
                    findings: [
                        wrongCode,
                        Finding(
                            verdict: .inconclusive,
                            domain: .host,
                            summary: "the postamble offline failed",
                            time: 9_000_000_000
                        ),
                    ],
                    notes: ["variant: Ok_Info_GprsActivation"],
                    assertions: 14,
                    duration: 9_000_000_000
                )
            ),
        ]
        + ended("ltcpstart-bridges-a-peer", service: "tcp", line: 12, .inconclusive, .bench, "the peer could not connect")
        + ended("ltcpstart-filters", service: "tcp", line: 44, .inconclusive, .bench, "the peer could not connect")
        + ended("otcp-opens", service: "tcp", line: 80, .error, .host, "the serial line was closed")
        + (1...3).flatMap { notApplicable("sntp-\($0)", "the dialect has no feature sntp") }
        + notApplicable("udp-1", "the bench cannot cut the bearer")
        + [
            .runEnded(
                RunSummary(
                    counts: [.pass: 1, .fail: 1, .inconclusive: 2, .error: 1, .notApplicable: 4],
                    assertions: 19,
                    simulated: 11_520_000_000_000
                )
            )
        ]

    private static func ended(
        _ name: String,
        service: String,
        line: Int,
        _ verdict: Verdict,
        _ domain: FaultDomain,
        _ summary: String
    ) -> [Event] {
        [
            .scenarioStarted(scenario(name, title: "Something", service: service, line: line)),
            .scenarioEnded(
                ScenarioResult(
                    verdict: verdict,
                    findings: [Finding(verdict: verdict, domain: domain, summary: summary, time: 1_000_000_000)],
                    notes: ["variant: Ok_Info_GprsActivation"],
                    assertions: 1,
                    duration: 3_837_000_000_000
                )
            ),
        ]
    }

    private static func notApplicable(_ name: String, _ reason: String) -> [Event] {
        [
            .scenarioStarted(scenario(name, service: "sntp")),
            .scenarioEnded(ScenarioResult(verdict: .notApplicable, reason: reason)),
        ]
    }

    static func console(_ events: [Event] = events, style: ConsoleReport.Style, elapsed: Int64 = 810_000_000) -> String {
        final class Page { var bytes: [UInt8] = [] }
        let page = Page()
        var report = ConsoleReport(style) { page.bytes += $0 }
        for event in events { report.record(event) }
        report.finish(elapsed: elapsed)
        return String(decoding: page.bytes, as: UTF8.self)
    }

    static func xml(_ events: [Event] = events) -> String {
        var report = JUnitReport()
        for event in events { report.record(event) }
        return String(decoding: report.finish(), as: UTF8.self)
    }
}
