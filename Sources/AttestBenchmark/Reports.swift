import Glibc

/// What every report takes of a journal with 100,000 scenarios, a tenth of which failed. The goal: 10 s and 500 MB each.
func measureReports(_ attest: String) {
    let folder = temporaryFolder()
    let journal = "\(folder)/run.jsonl"
    let report = "\(folder)/report"
    defer {
        for path in [journal, report] { unlink(path) }
        rmdir(folder)
    }
    let scenarios = 100_000
    guard let file = fopen(journal, "w") else { fail("cannot write \(journal)") }
    fputs(
        #"{"event":"run-started","journal":1,"attest":"0","seed":"1","device":"virtual","command":["attest","run"]}"# + "\n",
        file
    )
    for index in 1...scenarios { fputs(scenario(index), file) }
    fputs(
        #"{"event":"run-ended","counts":{"fail":\#(scenarios / 10),"pass":\#(scenarios - scenarios / 10)},"assertions":\#(8 * scenarios),"#
            + #""simulated":\#(80_000_000 * scenarios),"interrupted":false}"# + "\n",
        file
    )
    fclose(file)
    for format in ["console", "html", "junit", "tap", "json", "markdown", "github", "sarif"] {
        let measured = run(attest, ["report", journal, "--format", format, "--output", report])
        guard measured.exitCode == 0 else { fail("attest report --format \(format) ends with \(measured.exitCode)") }
        let name = format + String(repeating: " ", count: 9 - format.utf8.count)
        print(
            "report            \(name) of 100,000        \(fixed(measured.seconds, 2)) s, \(fixed(measured.peakMebibytes, 0)) MiB"
        )
        guard measured.seconds < longestSeconds, measured.peakMebibytes < mostMebibytes else {
            fail("that is beyond the goal of \(Int(longestSeconds)) s and \(Int(mostMebibytes)) MiB")
        }
    }
}

private let longestSeconds = 10.0
/// 500 MB.
private let mostMebibytes = 476.0

/// One scenario as the journal has it: an exchange of a few lines; every tenth ends with another line than the one expected.
private func scenario(_ index: Int) -> String {
    let start =
        #"{"event":"scenario-started","name":"scenario-\#(index)","title":"A scenario","dialect":"multitech-ip","service":"mail","#
        + #""source":{"path":"Scenarios/mail/mail.scenario","line":9,"text":"scenario s"},"#
        + #""requirements":[{"id":"GETMAIL-\#(index % 50)","clause":"001 ch. 3","grade":"mandatory"}],"position":\#(index)}"#
    let exchange = (0..<4).map { step in
        let sent = step * 20_000_000
        return #"{"event":"host-sent","line":\#(10 + step),"time":\#(sent),"bytes":"AT#POP3SERV=\"pop3.domain.com\"\r"}"#
            + "\n"
            + #"{"event":"device-sent","time":\#(sent + 9_000_000),"bytes":"AT#POP3SERV=\"pop3.domain.com\"\r\r\nOK\r\n"}"#
            + "\n"
            + #"{"event":"matched","line":\#(10 + step),"count":36,"time":\#(sent + 9_000_000)}"# + "\n"
    }.joined()
    let finding =
        #","findings":[{"verdict":"fail","domain":"device","summary":"another line came","expected":["OK"],"#
        + #""expectedBytes":"\r\nOK\r\n","received":"\r\nERROR\r\n","mismatch":2,"time":80000000}]"#
    let end =
        #"{"event":"scenario-ended","verdict":"\#(index % 10 == 0 ? "fail" : "pass")","assertions":8,"duration":80000000"#
        + (index % 10 == 0 ? finding : "") + "}"
    return start + "\n" + exchange + end + "\n"
}
