import ScenarioLanguage
import Testing

@Suite struct StepTests {
    @Test(arguments: [
        ("> AT#GETMAIL", ["> AT#GETMAIL"]),
        (">AT", ["> AT"]),
        (">   AT  ", ["> AT"]),
        (">", ["> "]),
        ("> AT+X={{1}}", ["> AT+X={1}"]),
        ("> AT#SERV={socket}\"{address of peer b}\"", ["> AT#SERV=\"192.0.2.102\""]),
        ("> AT#LTCPSTART{id}", ["> AT#LTCPSTART"]),
        ("> {address of dns}{address of dns secondary}", ["> 192.0.2.53192.0.2.54"]),
        ("> {address of device} {address of ftp}", ["> 198.51.100.7 192.0.2.21"]),
        ("> AT#SERV={port of pop3}", ["> AT#SERV=110"]),
        ("> AT#SERV=\"{rig apn}\",\"{rig dial user}\"", ["> AT#SERV=\"apnserver.com\",\"login\""]),
        ("> AT#SERV=\"{account smtp server}\",{account smtp port}", ["> AT#SERV=\"192.0.2.25\",25"]),
        ("> AT#SERV=\"{account pop3 user}\",\"{account ftp password}\"", ["> AT#SERV=\"module@domain.com\",\"ftppassword\""]),
        ("> AT    # a comment", ["> AT"]),
        ("> AT#SERV=\"a  # b\"", ["> AT#SERV=\"a  # b\""]),
        ("> AT # b", ["> AT # b"]),
    ])
    func hostLines(line: String, expected: [String]) { #expect(steps(line) == expected) }

    @Test(arguments: [
        ("< OK", "< OK [result 0]"),
        ("< CONNECT 9600", "< CONNECT 9600 [result 15]"),
        ("< {mail-ready}", "< mail-ready = Ok_Info_Mail [result 3073] | OK_Info_Mail [result 3073]"),
        ("< OK_Info_Mail", "< OK_Info_Mail [result 3073]"),
        ("< {timeout}", "< timeout = TIMEOUT [result -]"),
        ("< #CME ERROR: 3", "< #CME ERROR: 3 [error]"),
        ("< +CME ERROR: 3", "< +CME ERROR: 3 [error]"),
        ("< #MODE: 3", "< #MODE: 3 [parameter]"),
        ("< MY IP: {ip:ipv4}", "< MY IP: {ip:ipv4} [parameter]"),
        ("< +CREG: 1", "< +CREG: 1 [information]"),
        ("< {ip:ipv4}", "< {ip:ipv4} [information]"),
        ("<", "<  [parameter]"),
        ("< x {timeout} y", "< x TIMEOUT y [information]"),
        (
            "< {waiting-for-data}{timeout}",
            "< Ok_Info_WaitingForDataTIMEOUT [information] | OK_Info_WaitingForDataTIMEOUT [information]"
        ),
        ("< A {any}", "< A {:any} [information]"),
        ("< A {:integer}", "< A {:integer} [information]"),
        ("< {w:word} {q:quoted} {n:integer}", "< {w:word} {q:quoted} {n:integer} [information]"),
        ("< #CME ERROR: {code:one of 1 2}", "< #CME ERROR: {code:oneOf([\"1\", \"2\"])} [error]"),
        ("< #CME ERROR: {:one of dns-errors}", "< #CME ERROR: {:oneOf([\"37964\", \"38027\"])} [error]"),
        ("< {v:/[0-9]{3}/}", "< {v:/[0-9]{3}/} [information]"),
        ("within 60s < BUSY", "within 60000ms < BUSY [result 7]"),
        ("not before 5s < BUSY", "not before 5000ms < BUSY [result 7]"),
        ("after 5s..8s < BUSY", "not before 5000ms within 8000ms < BUSY [result 7]"),
        ("optional << ETX", "optional << <03>"),
        ("optional within 2s < OK", "optional within 2000ms < OK [result 0]"),
        ("within {dns-limit} < OK", "within 120000ms < OK [result 0]"),
        ("within 2s <OK", "within 2000ms < OK [result 0]"),
    ])
    func deviceLines(line: String, expected: String) { #expect(steps(line) == [expected]) }

    @Test(arguments: [
        (">> \"abc\" ETX", ">> abc<03>"),
        (">> \"a\"\"b\"", ">> a\"b"),
        (">> \"\"\"\"", ">> \""),
        ("<< CR LF \".\" CRLF", "<< <0d><0a>.<0d><0a>"),
        (">> 0x1A hex 0D 0A03 ff", ">> <1a><0d><0a><03><ff>"),
        (">> bytes 65..70 DEL SP", ">> ABCDEF<7f> "),
        (">> repeat 3 ETX", ">> <03><03><03>"),
        (">> repeat 2 (\"ab\" CR)", ">> ab<0d>ab<0d>"),
        (">> repeat 2 (repeat 2 \"x\" \"y\")", ">> xxyxxy"),
        (">> random 2 KiB seed 7", ">> random(2048, 7)"),
        (">> file \"mail/plain.eml\"", ">> Subject: x<0d><0a><0d><0a>hello"),
        (">> text \"a\"", ">> a"),
        (">> dle \"a\" ETX", ">> dle(a<03>)"),
        (">> dle (\"a\" ETX) ETX", ">> dle(a<03>)·<03>"),
        (">> dots \".\" CRLF", ">> dots(.<0d><0a>)"),
        (">> dots (\".\") dle (ETX DLE)", ">> dots(.)·dle(<03><10>)"),
        (">> hexadecimal (\"a\" 0x0F) CR", ">> hexadecimal(a<0f>)·<0d>"),
        (">> \"a\" byte by byte", ">> a everyByte"),
        (">> \"abcd\" cut at 1 3", ">> abcd at([1, 3])"),
        (">> \"a\" cut at random seed 9", ">> a random(seed: 9)"),
        (">> (\"a\" CR) \"b\"", ">> a<0d>b"),
        (">> \"x\"    # a comment", ">> x"),
        (">> \"{address of pop3}\"", ">> 192.0.2.110"),
        ("<< \"\"", "<< "),
    ])
    func bytes(line: String, expected: String) { #expect(steps(line) == [expected]) }

    @Test(arguments: [
        ("silence for 5s", ["silence 5000ms"]),
        ("silence for 1500ms..2min", ["silence 1500ms..120000ms"]),
        ("silence for 3s beyond 64 bytes", ["still 3000ms beyond 64"]),
        ("wait 1h", ["wait 3600000ms"]),
        ("either\n    < OK\n    > AT\nor\n    << ETX", ["either", "    < OK [result 0]", "    > AT", "either", "    << <03>"]),
        (
            "shows AT#VONE   # so",
            [
                "block - -", "    < #TYPE: {:quoted} [parameter] | #TYPE: {:/[^\"]*/} [parameter]",
                "    < #MODE: {:/[^\"]*/} [parameter]",
            ]
        ),
        (
            "shows the defaults of at#vone",
            ["block - -", "    < #TYPE: \"I\" [parameter] | #TYPE: I [parameter]", "    < #MODE: 5 [parameter]"]
        ),
        ("in any order\n    < OK\n    << CR", ["any order", "    < OK [result 0]", "    << <0d>"]),
        ("repeat 2 times\n    < OK", ["repeat 2", "    < OK [result 0]"]),
        ("repeat 1 time\n    < OK", ["repeat 1", "    < OK [result 0]"]),
        ("repeat for x in 1 \"b c\" 5..7\n    > {x}", ["loop x 1|b c|5|6|7", "    > {x}"]),
        (
            "when feature gprs\n    wait 1s\notherwise\n    wait 2s",
            ["when feature gprs", "    wait 1000ms", "otherwise", "    wait 2000ms"]
        ),
        ("when not feature gprs\n    wait 1s", ["when not (feature gprs)", "    wait 1000ms"]),
        ("when requirement R-1\n    wait 1s\notherwise\n    wait 2s", ["wait 1000ms"]),
        ("when not requirement R-1\n    wait 1s\notherwise\n    wait 2s", ["wait 2000ms"]),
        // What the manual does not say decides nothing.
        ("when requirement U-1\n    wait 1s\notherwise\n    wait 2s", ["wait 2000ms"]),
        ("when not requirement U-1\n    wait 1s\notherwise\n    wait 2s", ["wait 1000ms"]),
        ("allow +CREG: {any}    # whenever", ["allow +CREG: {:any} [information]"]),
        ("forbid BUSY", ["forbid BUSY [result 7]"]),
        ("require +CREG: 1", ["require(within: nil) +CREG: 1 [information]"]),
        ("assume echo off, verbose on, quiet off", ["assume off on off"]),
        ("assume echo optional", ["assume echo optional"]),
        ("assume quiet on", ["assume - - on"]),
        ("< OK\nverifies R-3", ["< OK [result 0]", "cite R-3"]),
        ("note \"a\"", ["note a"]),
        ("note variant \"a\"", ["note a variant"]),
        (
            "either\n    < OK\n    inconclusive \"why\"\nor\n    < ERROR\n    fail \"so\"",
            ["either", "    < OK [result 0]", "    inconclusive why", "either", "    < ERROR [result 4]", "    fail so"]
        ),
    ])
    func statements(body: String, expected: [String]) { #expect(steps(body) == expected) }

    @Test func requirementOfAnUnsolicitedLineHasALimit() {
        #expect(steps("require +CREG: 1 within 30s").first?.hasSuffix(" +CREG: 1 [information]") == true)
        #expect(steps("require +CREG: 1 within 30s").first?.contains("30000000000") == true)
        #expect(steps("require be within reach") == ["require(within: nil) be within reach [information]"])
    }

    @Test func capturesAreFilledInLater() {
        let expected = [
            "< {ip:ipv4} [information]", "< MY IP: {ip} [parameter]", "> AT{ip}", ">> x·{ip}", "check {ip} = 1",
            "check {ip} != 1",
            "check {ip} < 2", "check {ip} <= 2", "note at {ip}",
        ]
        let body = """
            < {ip:ipv4}
            < MY IP: {ip}
            > AT{ip}
            >> "x{ip}"
            check {ip} is 1
            check {ip} is not "1"
            check {ip} < 2
            check {ip} <= 2
            note "at {ip}"
            """
        #expect(steps(body) == expected)
    }

    @Test func capturesOfEveryBranchAreKnownBehindIt() {
        let body = "either\n    < {a:integer}\nor\n    < x{b:integer}\n> {a}{b}"
        #expect(steps(body).last == "> {a}{b}")
    }

    @Test func loopsOverTheDialectAreUnrolled() {
        let body = "for each parameter {name} of the dialect in group VONE\n    < #{name}: {displayed}"
        #expect(
            steps(body) == [
                "block - -", "    < #TYPE: \"I\" [parameter]", "block - -", "    < #MODE: 5 [parameter]",
            ]
        )
        #expect(steps("for each n in 1..2\n    > {n}") == ["block - -", "    > 1", "block - -", "    > 2"])
    }

    @Test func locationsQuoteTheLine() throws {
        let plan = try #require(plans("scenario s\n    verifies  R-1\n\n    optional   < OK   # maybe\n    < OK\n").first)
        #expect(plan.location == Location(path: "a.scenario", line: 1, text: "scenario s"))
        #expect(plan.steps[0].location == Location(path: "a.scenario", line: 4, text: "optional   < OK   # maybe"))
    }
}
