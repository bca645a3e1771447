import Events
import Reports
import Testing
import Verdicts

@Suite struct JUnitReportTests {
    @Test func exactText() {
        let picked = SampleRun.events.prefix(8 + 20) + SampleRun.events.suffix(3)
        #expect(
            SampleRun.xml(Array(picked)) == """
                <?xml version="1.0" encoding="UTF-8"?>
                <testsuites name="attest" tests="3" failures="1" errors="0" skipped="1" time="9.020">
                  <testsuite name="multitech-ip.serial" tests="1" failures="0" errors="0" skipped="0" time="0.020">
                    <properties>
                      <property name="version" value="0.1.0"/>
                      <property name="device" value="virtual"/>
                      <property name="seed" value="7"/>
                    </properties>
                    <testcase classname="multitech-ip.serial" name="at-answers" file="Scenarios/serial/serial.scenario" line="3" assertions="2" time="0.020">
                      <properties>
                        <property name="title" value="AT is answered by OK"/>
                      </properties>
                    </testcase>
                  </testsuite>
                  <testsuite name="multitech-ip.mail" tests="1" failures="1" errors="0" skipped="0" time="9.000">
                    <properties>
                      <property name="version" value="0.1.0"/>
                      <property name="device" value="virtual"/>
                      <property name="seed" value="7"/>
                    </properties>
                    <testcase classname="multitech-ip.mail" name="getmail-reports-password-is-refused" file="Scenarios/mail/mail.scenario" line="40" assertions="14" time="9.000">
                      <properties>
                        <property name="title" value="GETMAIL ends with 38081 when password-is-refused"/>
                        <property name="requirement" value="GETMAIL-9 (001 ch. 3.4, mandatory)"/>
                        <property name="requirement" value="GETMAIL-1 (001 ch. 3.4, mandatory)"/>
                        <property name="note" value="variant: Ok_Info_GprsActivation"/>
                      </properties>
                      <failure type="fail" message="device: another line came than the one expected">
                  fault       device: another line came than the one expected
                  at          Scenarios/mail/mail.scenario:55, after 3.412 s
                              within {dns-limit} &lt; #CME ERROR: {code}
                  requires    GETMAIL-9 (001 ch. 3.4, mandatory)

                  expected    &lt;CR&gt;&lt;LF&gt;#CME ERROR: 38081&lt;CR&gt;&lt;LF&gt;
                  received    &lt;CR&gt;&lt;LF&gt;#CME ERROR: 38080&lt;CR&gt;&lt;LF&gt;
                                                      ^ offset 18: ‘0’ instead of ‘1’

                  expected    00000000  0D 0A 23 43 4D 45 20 45  52 52 4F 52 3A 20 33 38  |..#CME ERROR: 38|
                              00000010  30 38 31 0D 0A                                    |081..|
                  received    00000000  0D 0A 23 43 4D 45 20 45  52 52 4F 52 3A 20 33 38  |..#CME ERROR: 38|
                              00000010  30 38 30 0D 0A                                    |080..|

                  also        inconclusive, host: the postamble offline failed

                  run again   attest run Scenarios/mail/mail.scenario --filter '=getmail-reports-password-is-refused' --dialect multitech-ip --seed 7
                      </failure>
                      <system-out>
                    time s  host                    modem
                     0.000  [preamble online]
                     0.000  AT#CONNECTIONSTART&lt;CR&gt;
                     0.019                          AT#CONNECTIONSTART&lt;CR&gt;
                     1.200                          &lt;CR&gt;&lt;LF&gt;Ok_Info_GprsActivation&lt;CR&gt;&lt;LF&gt;
                     1.200  [body]
                     1.210  AT#GETMAIL&lt;CR&gt;
                     1.215                          AT#GETMAIL&lt;CR&gt;
                     1.300  · dns ? pop3.domain.com A
                     3.350  · pop3 &lt; USER module@domain.com
                     3.360  · pop3 &gt; +OK
                     3.390  · pop3 &lt; PASS secret
                     3.390  · pop3 &gt; -ERR wrong
                     3.412                          &lt;CR&gt;&lt;LF&gt;#CME ERROR: 38080&lt;CR&gt;&lt;LF&gt;
                      </system-out>
                    </testcase>
                  </testsuite>
                  <testsuite name="multitech-ip.sntp" tests="1" failures="0" errors="0" skipped="1" time="0.000">
                    <properties>
                      <property name="version" value="0.1.0"/>
                      <property name="device" value="virtual"/>
                      <property name="seed" value="7"/>
                    </properties>
                    <testcase classname="multitech-ip.sntp" name="udp-1" file="Scenarios/sntp/sntp.scenario" line="1" assertions="0" time="0.000">
                      <skipped message="the bench cannot cut the bearer"/>
                    </testcase>
                  </testsuite>
                </testsuites>

                """
        )
    }

    @Test func everyVerdictIsCountedOnce() {
        let xml = SampleRun.xml()
        #expect(
            xml.contains("<testsuites name=\"attest\" tests=\"9\" failures=\"1\" errors=\"3\" skipped=\"4\" time=\"11520.020\">")
        )
        #expect(
            xml.contains(
                "<testsuite name=\"multitech-ip.tcp\" tests=\"3\" failures=\"0\" errors=\"3\" skipped=\"0\" time=\"11511.000\">"
            )
        )
        #expect(xml.contains("<error type=\"inconclusive\" message=\"bench: the peer could not connect\">"))
        #expect(xml.contains("<error type=\"error\" message=\"host: the serial line was closed\">"))
        #expect(xml.contains("<skipped message=\"the bench cannot cut the bearer\"/>"))
    }

    /// Scenarios of one service stand together, however they come.
    @Test func suitesStandInTheOrderInWhichTheyCameUp() {
        let events = ["tcp", "mail", "tcp"].enumerated().flatMap { index, service -> [Event] in
            [
                .scenarioStarted(SampleRun.scenario("s\(index)", service: service)),
                .scenarioEnded(ScenarioResult(verdict: .pass, assertions: 1)),
            ]
        }
        let xml = SampleRun.xml(events)
        let marks = [
            "<testsuite name=\"multitech-ip.tcp\" tests=\"2\"", "name=\"s0\"", "name=\"s2\"",
            "<testsuite name=\"multitech-ip.mail\"", "name=\"s1\"",
        ]
        var rest = xml[...]
        for mark in marks {
            guard let range = rest.firstRange(of: mark) else {
                Issue.record("\(mark) is missing or misplaced")
                return
            }
            rest = rest[range.upperBound...]
        }
    }

    @Test func emptyRun() {
        #expect(
            SampleRun.xml([]) == """
                <?xml version="1.0" encoding="UTF-8"?>
                <testsuites name="attest" tests="0" failures="0" errors="0" skipped="0" time="0.000">
                </testsuites>

                """
        )
    }
}
