import Dialects
import ScenarioLanguage
import SourceText
import Testing
import Verdicts

/// A mistake: where the text between `«` and `»` stands, what is said of it and how it is repaired.
struct Mistake: Sendable, CustomTestStringConvertible {
    var text: String
    var message: String
    var fix: String?
    var testDescription: String { text }

    init(_ text: String, _ message: String, _ fix: String? = nil) {
        self.text = text
        self.message = message
        self.fix = fix
    }

    /// In the body of a scenario.
    static func body(_ text: String, _ message: String, _ fix: String? = nil) -> Mistake {
        Mistake("scenario s\n    verifies  R-1\n    < OK\n\(indented(text))\n", message, fix)
    }

    /// In the head of a scenario.
    static func head(_ text: String, _ message: String, _ fix: String? = nil) -> Mistake {
        Mistake("scenario s\n    verifies  R-1\n\(indented(text))\n    < OK\n", message, fix)
    }
}

@Suite struct DiagnosticTests {
    static let files: [Mistake] = [
        Mistake("«scenaro» x\n    < OK", "expected a definition", "did you mean `scenario`?"),
        Mistake("«OK»\nother", "expected a definition", "one of: scenario preamble steps postamble"),
        Mistake("scenario«»\n", "expected the scenario's name"),
        Mistake(
            "«language 2»\nwhatever\n    comes\n",
            "language 2 is not known: this version reads language 1",
            "write `language 1`, or use a version of Attest that reads language 2"
        ),
        Mistake("# first\n«language one»\n", "the language is a number", "language 1"),
        Mistake("language 1\n    «more»\n", "nothing can stand below `language`"),
        Mistake(
            "language 1\n«language 1»\n",
            "the language stands in the first line of a file, once",
            "move it above everything else, or drop it"
        ),
        Mistake(
            "scenario «a/b»\n    verifies R-1\n    < OK",
            "`a/b` cannot be part of a name",
            "names are made of letters, digits, `-`, `_`, `.` and `{columns}`"
        ),
        Mistake("scenario a «b»\n    verifies R-1\n    < OK", "nothing more is expected here"),
        Mistake("steps a b «b»\n    < OK", "there are two parameters `b`"),
        Mistake("steps a\n    < OK\nsteps «a»\n    < OK", "the steps `a` is already defined in line 1"),
        Mistake("postamble a\n    «network»\n        gsm home", "a postamble states no facts from the start"),
        Mistake(
            "  «scenario s»\n    verifies R-1\n    < OK",
            "a definition begins at the start of the line",
            "indent this line by 0"
        ),
        Mistake("scenario «s»\n    < OK", "this scenario cites no requirement", "add a line `verifies`"),
        Mistake(
            "scenario «s»\n    verifies R-1\n    line drops DTR\n    < OK",
            "this scenario uses the line's signals",
            "add `line-signals` to its `needs`"
        ),
        .body("line raises «DCD»", "expected a signal that the host switches after `raises`", "one of: DTR RTS"),
        .body("line shows «dcd» on", "expected a signal that the modem switches after `shows`", "did you mean `DCD`?"),
        .body("line shows DCD «up»", "expected `on` or `off`"),
        .body("line sends «BREAK»", "expected `break` after `sends`", "did you mean `break`?"),
        Mistake(
            "scenario «s»\n    verifies R-1\n    > AT",
            "this scenario asserts nothing outside of its preambles",
            "expect a line with `<`, or check what the bench has seen"
        ),
        Mistake(
            "scenario s\n    verifies R-1\n    < OK\nscenario «s»\n    verifies R-1\n    < OK",
            "another scenario is called `s`, too",
            "rename one of them: baselines and expectations know a case by its name alone"
        ),
        Mistake("steps a\n    «with a»\nscenario s\n    verifies R-1\n    with a\n    < OK", "`a` uses itself: a → a"),
        Mistake(
            "steps a\n    with b\nsteps b\n    «with a»\nscenario s\n    verifies R-1\n    with a\n    < OK",
            "`a` uses itself: a → b → a"
        ),
        Mistake(
            "scenario s\n    verifies R-1\n    < OK\n\n    «\t»",
            "a tab does not belong here",
            "`attest fmt` puts blanks in their place"
        ),
        Mistake(
            "scenario s\n    verifies«\t»R-1\n    < OK\nscenario t\n    verifies R-2\n    < OK",
            "a tab does not belong here",
            "`attest fmt` puts blanks in their place"
        ),
        Mistake(
            "scenario s\n  «\t»verifies R-1\n    < OK",
            "a tab does not belong here",
            "`attest fmt` puts blanks in their place"
        ),
        Mistake(
            "scenario s\n«\t»verifies R-1\n    < OK",
            "a tab does not belong here",
            "`attest fmt` puts blanks in their place"
        ),
        Mistake("«\u{FEFF}»# x", "a byte order mark does not belong here", "save the file without it"),
        Mistake("# «\u{7}»", "a control byte (0x7) does not belong here", "bytes are written by name after `>>` and `<<`"),
    ]

    static let heads: [Mistake] = [
        .head("title «plain»", "expected the title, between quotes", "put it between quotes"),
        .head("must fail «devise» R-1 at \"x\"", "expected a domain before the requirement", "did you mean `device`?"),
        .head("must fail «R-1» R-2", "expected a domain before the requirement", "one of: device bench host suite"),
        .head("title \"a\"\n«title» \"b\"", "a scenario has one line `title`"),
        .head("title «\"a»", "this text has no closing quote", "end it with `\"`"),
        .head("verifies «R-4»", "dialect tiny has no requirement `R-4`", "did you mean `R-1`?"),
        .head("defect drops-etx «drops-del»", "the virtual modem has no defect `drops-del`", "did you mean `drops-dle`?"),
        .head("defect «xyz»", "the virtual modem has no defect `xyz`", "`attest modem --defect list` names them"),
        .head(
            "for each  d\n          drops-dle\n          drops\ndefect «{d}»",
            "the virtual modem has no defect `drops`",
            "`attest modem --defect list` names them"
        ),
        .head("must «failed»", "expected the verdict that must come", "did you mean `fail`?"),
        .head("must fail «R-9»", "dialect tiny has no requirement `R-9`", "did you mean `R-1`?"),
        .head("expected failure \"x\"\nmust «fail»", "`expected failure` and `must` exclude each other"),
        .head(
            "needs gsm, «\"x\"»",
            "expected a feature, `stimulus NAME`, `two peer addresses`, `two lines`, `two name servers`, `line-signals`, "
                + "`flow-control` or `virtual modem`"
        ),
        .head("needs two «peers»", "expected `peer addresses`, `lines` or `name servers`"),
        .head("needs three «name» servers", "expected `peer addresses` or `lines`"),
        .head("for «every» x", "expected `each` after `for`"),
        .head("«for each  a  b»", "this table has no rows", "indent its rows below it"),
        .head("for each  a  «a»\n          1  2", "there are two columns `a`"),
        .head("for each  a  b\n          «1 2»", "this row has 1 cell, the table 2 columns", "part cells by two or more blanks"),
        .head(
            "for each  a  b\n          «1  2  3»",
            "this row has 3 cells, the table 2 columns",
            "part cells by two or more blanks"
        ),
        .head("for each  a\n          «\"x»", "this text has no closing quote", "end it with `\"`"),
        .head("for each  n in «0..999999»", "a range has at most 100000 numbers"),
        .head("for each  n in 0..999\nfor each  «m in 0..999»", "a scenario has at most 100000 instances"),
        .head(
            "for each  «parameter {n} of the dialect in group VON»",
            "dialect tiny has no group `VON`",
            "did you mean `VONE`?"
        ),
        .head("for each  parameter {n} «of» a dialect", "expected `of the dialect`"),
        .head("«network»", "nothing stands below `network`"),
        .head("network\n    «dms» silent", "expected a party", "did you mean `dns`?"),
        .head(
            "network\n    dns «silnt»",
            "expected a name between quotes, or what the name server does",
            "did you mean `silent`?"
        ),
        .head(
            "network\n    dns answers «NXDOMIAN»",
            "expected what the name server answers, or nothing more",
            "did you mean `NXDOMAIN`?"
        ),
        .head("network\n    dns \"a\" is «192.0.2»", "`192.0.2` is no IPv4 address", "four numbers such as 192.0.2.9"),
        .head("network\n    peer «closes»", "`network` holds facts only; this is something that happens"),
        .head(
            "network\n    dns answers «aftr» 3s",
            "expected what the name server answers, or nothing more",
            "did you mean `after`?"
        ),
        .head(
            "network\n    ftp file \"x\" «hold» \"y\"",
            "expected `holds` (a fact) or `is` (a check)",
            "did you mean `holds`?"
        ),
        .head("network\n    gprs refuses «atach»", "expected `attach` or `context`", "did you mean `attach`?"),
        .head("network\n    gsm home «now»", "nothing more is expected here"),
        .head("network\n    gsm registers home «5s»", "expected `after` after the registration"),
        .head(
            "network\n    pop3 message file \"«none.eml»\"",
            "the file `none.eml` cannot be had: no such file",
            "files stand below Fixtures/ of the project, parted by `/`: `file \"mail/plain.eml\"`"
        ),
        .head("network\n    gsm number \"1\" «bussy»", "expected how the call ends", "did you mean `busy`?"),
        .head("network\n    peer listens on «99999»", "the port lies between 1 and 65535"),
        .head("network\n    dns silent\n      truncated «x»", "nothing more is expected here"),
        .head(
            "for each  f\n          dns «slient»\nnetwork\n    {f}",
            "expected a name between quotes, or what the name server does",
            "did you mean `silent`?"
        ),
    ]

    static let bodies: [Mistake] = [
        .body("«AT#GETMAIL»", "this is no statement", "a line that the host sends begins with `> `"),
        .body("«OK»", "this is no statement", "a line that the device sends begins with `< `"),
        .body("«ETX»", "this is no statement", "bytes are sent with `>>` and expected with `<<`"),
        .body("«wiat» 5s", "this is no statement", "did you mean `wait`?"),
        .body("«withn» 5s < OK", "this is no statement", "did you mean `within`?"),
        .body("«else»\n    < OK", "this is no statement", "write `otherwise`"),
        .body("«title» \"x\"", "`title` belongs to the scenario's head", "move it above the first step"),
        .body("wait «5»", "expected how long to wait", "with its unit: `5s`, or `ms`, `min`, `h`"),
        .body("wait «5» s", "expected how long to wait", "write `5s`"),
        .body(
            "silence for «8s..5s»",
            "expected how long the silence lasts",
            "a range is written `5s..8s`, the shorter time first"
        ),
        .body("silence for 5s beyond «many» bytes", "expected how many bytes may come"),
        .body("silence for 5s beyond 3 «times»", "expected `bytes` after the number"),
        .body("silence for «99999h»", "a length of time is at most 1000 h"),
        .body("silence for «5s..60001min»", "a length of time is at most 1000 h"),
        .body("wait «99999999999999999999s»", "a length of time is at most 1000 h"),
        .body("«within» 5s > AT", "conditions stand only before `<` and `<<`", "`wait 2s` delays what the host sends"),
        .body("within 5s«»", "expected `<` or `<<` after the conditions"),
        .body("optional «sometimes» < OK", "expected a condition, `<` or `<<`", "one of: optional within not before after"),
        .body("within 5s «within» 6s < OK", "there are two upper limits"),
        .body("ensure «AT#SUBJ1»", "`ensure` writes a parameter", "write `ensure AT#NAME=VALUE`; other lines begin with `>`"),
        .body(
            "shows «#VONE»",
            "`shows` names a command that shows parameters",
            "write `shows AT#VFTP`, or `shows the defaults of AT#VFTP`"
        ),
        .body("shows «AT#VONNE»", "dialect tiny has no display `#VONNE`", "did you mean `#VONE`?"),
        .body("ensure «AT+CMEE=1»", "`ensure` writes a parameter", "write `ensure AT#NAME=VALUE`; other lines begin with `>`"),
        .body("«optional» peer sees close", "only `within` can stand before what the bench observes"),
        .body("within 5s peer «closes»", "`within` belongs to what the bench observes"),
        .body("within «{dns-limt}» < OK", "no timing is called `dns-limt`", "did you mean `{dns-limit}`?"),
        .body("< «{mial-ready}»", "nothing is called `mial-ready` here", "did you mean `{mail-ready}`?"),
        .body("> AT«{ip}»", "nothing is called `ip` here", "did you mean `{id}`?"),
        .body("> «{mail-ready}»", "`{mail-ready}` has several spellings; it belongs to `<` lines"),
        .body("> «{dns-limit}»", "`{dns-limit}` is a timing; it belongs to conditions such as `within`"),
        .body("> «{ip:ipv4}»", "captures belong to `<` lines, `allow`, `forbid` and `require`"),
        .body("< «{ip:ipv5}»", "`ipv5` is no type of capture", "did you mean `ipv4`?"),
        .body("< «{v:/[/}»", "`[` is no regular expression", "a `[` is not closed"),
        .body("smtp answers RCPT «twice» with \"x\"", "expected the how manieth time or `with`"),
        .body("pop3 did «hear» \"x\"", "expected `not hear` after `did`"),
        .body("smtp answers RCPT 2 «wth» \"x\"", "expected `with` after the how manieth time", "did you mean `with`?"),
        .body(
            "pop3 mailbox «empty»",
            "expected the user between quotes, `is empty`, `is unchanged` or `holds`",
            "put it between quotes"
        ),
        .body(
            "dns primary «slient»",
            "expected a name between quotes, or what the name server does",
            "did you mean `silent`?"
        ),
        .body("ftp answers «RTER» with \"550 no\"", "ftp has no command `RTER`", "did you mean `RETR`?"),
        .body("smtp stalls at «bdy»", "smtp has no command `bdy`", "did you mean `body`?"),
        .body(
            "smtp delays «RETR» by 3s",
            "smtp has no command `RETR`",
            "one of: EHLO HELO MAIL RCPT DATA RSET VRFY EXPN HELP NOOP QUIT AUTH STARTTLS SEND SOML SAML TURN ETRN BDAT greeting body"
        ),
        .body(
            "pop3 resets at «SHUTDOWN»",
            "pop3 has no command `SHUTDOWN`",
            "one of: USER PASS APOP STAT LIST RETR DELE NOOP RSET QUIT TOP UIDL CAPA AUTH STLS greeting"
        ),
        .body(
            "pop3 closes at «body»",
            "pop3 has no command `body`",
            "one of: USER PASS APOP STAT LIST RETR DELE NOOP RSET QUIT TOP UIDL CAPA AUTH STLS greeting"
        ),
        .body("< {c:one of 1}«{»", "this brace is not closed", "close it with `}`, or write `{{` for a brace as such"),
        .body("> a«}»", "this brace closes nothing", "a brace as such is written `}}`"),
        .body("< «{:one of dns-eror}»", "`dns-eror` is no group of error codes", "did you mean `one of dns-errors`?"),
        .body("> «{address of pop}»", "nobody is called `pop`", "did you mean `{address of pop3}`?"),
        .body("> «{port of smpt}»", "no server is called `smpt`", "did you mean `{port of smtp}`?"),
        .body("< «{port of dns}»", "no server is called `dns`", "one of: smtp pop3 ftp"),
        .body("> «{rig apm}»", "a rig gives no `apm`", "did you mean `{rig apn}`?"),
        .body("> «{rig dail user}»", "a rig gives no `dail user`", "did you mean `{rig dial user}`?"),
        .body("> «{account smpt user}»", "an account gives no `smpt user`", "did you mean `{account smtp user}`?"),
        .body("> «{account ftp sender}»", "an account gives no `ftp sender`", "did you mean `{account ftp server}`?"),
        .head("title \"for «{rig apn}»\"", "names and heads are the same on every rig"),
        Mistake("scenario a-«{rig apn}»\n    verifies R-1\n    < OK", "names and heads are the same on every rig"),
        Mistake(
            "scenario a-«{nn}»\n    verifies R-1\n    for each n in 1\n    < OK",
            "nothing is called `nn` here",
            "did you mean `{n}`?"
        ),
        .body(
            "> «{default as displayed}»",
            "braces hold a name, `address of …`, `port of …`, `rig …`, `account …` or `name:type`",
            "did you mean `{displayed}`?"
        ),
        .body(">> «EXT»", "expected bytes", "did you mean `ETX`?"),
        .body(">> «abc»", "expected bytes", "text is put between quotes"),
        .body(">> «0x1»", "`0x1` is no byte", "write `0x01`"),
        .body(">> bytes «0..256»", "expected a range of byte values", "such as `bytes 0..255`"),
        .body(">> hex «0»", "expected bytes in hexadecimal", "such as `hex 0D 0A 03`"),
        .body(">> «(»\"a\"", "this parenthesis is not closed", "close it with `)`"),
        .body(">> \"a\" «)»", "expected bytes, `cut at …` or `byte by byte`"),
        .body(">> random 5«»", "expected `seed` after the count of random bytes"),
        .body(
            ">> random 4 «KB» seed 1",
            "expected a unit (`bytes`, `KiB`, `MiB`) or `seed`",
            "did you mean `KiB`?"
        ),
        .body("<< \"OK\" «CRFL»", "expected bytes", "did you mean `CRLF`?"),
        .body("smtp body is \"OK\" «CRFL»", "expected bytes", "did you mean `CRLF`?"),
        .body(">> (\"OK\" «EXT») CR", "expected bytes", "did you mean `ETX`?"),
        .body(">> \"a\" cut at 3 «3»", "expected `every boundary`, `random seed N` or rising offsets from 1"),
        .body(">> «repeat» 9999999 \"x\"", "a payload has at most 4096 KiB"),
        .body(">> «repeat» 999 (\"x\" random 1 MiB seed 1)", "a payload has at most 4096 KiB"),
        .body(
            "< {n:integer}\n«>> \"{n}\" cut at every boundary»",
            "`cut at every boundary` needs bytes whose number is known from the start"
        ),
        .body("«either»\n    < OK", "`either` needs an `or`"),
        .body("«or»\n    < OK", "`or` continues an `either`, and there is none above it"),
        .body("«otherwise»\n    < OK", "`otherwise` continues a `when`, and there is none above it"),
        .body(
            "either\n    «> AT»\nor\n    < OK",
            "a branch begins with a device line or device bytes: they decide which one is taken"
        ),
        .body("either\n    «optional < OK»\nor\n    < OK", "the line that decides for a branch cannot be optional"),
        .body("in any order\n    < OK\n    «> AT»", "`in any order` holds device lines and device bytes only"),
        .body("«repeat 2 times»", "nothing stands below `repeat`", "indent its lines by 4"),
        .body("in any «ordr»\n    < OK", "expected `order` after `in any`", "did you mean `order`?"),
        .body("repeat «999999» times\n    < OK", "a block is repeated at most 100000 times"),
        .body("repeat «99999999999» times\n    < OK", "a block is repeated at most 100000 times"),
        .body("repeat «99999999999999999999999» times\n    < OK", "a block is repeated at most 100000 times"),
        .body("repeat 2 «x»\n    < OK", "expected `times` after the number"),
        .body("fail \"x\"\n«< OK»", "this is never reached: the scenario ends in line 4"),
        .body("> AT\n    «< OK»", "nothing can stand below this line", "indent it like the line above"),
        .body("repeat 2 times\n    < OK\n  «< OK»", "the indentation fits no block above", "indent this line by 8"),
        .body(
            "«for» each  a  b\n          1  2",
            "a table of rows belongs to the scenario's head",
            "move it above the first step"
        ),
        .body("begin «onlin»", "no preamble is called `onlin`"),
        .body("with «check-it»", "no steps are called `check-it`"),
        .body("when {id} «=» \"a\"\n    < OK", "expected a comparison", "write `is`"),
        .body("assume «ecko» off", "expected a mode", "did you mean `echo`?"),
        .body("assume echo «maybe»", "expected `on` or `off`"),
        .body("assume quiet «optional»", "expected `on` or `off`"),
        .body("verifies «R-22»", "dialect tiny has no requirement `R-22`", "did you mean `R-2`?"),
        .body(
            "require +CREG: 1 within «30»",
            "expected a length of time after `within`",
            "with its unit: `30s`, or `ms`, `min`, `h`"
        ),
        .body("forbid«»", "expected the text of a device line"),
        .body("peer connects to port «70000»", "expected the port, 1 to 65535"),
        .body("pop3 mailbox holds «two» messages", "expected the number of messages"),
        .body("wait 5s «# why»", "nothing more is expected here", "two blanks before `# ` make it a comment"),
        .body("either\n    < OK\n    «end x»\nor\n    < ERROR", "`end` cannot stand in a block that may be left out or repeated")
            .with("postamble x\n    > ATH\n"),
        .body("with «x»", "`x` is a postamble", "use it with `end x`").with("postamble x\n    > ATH\n"),
        .body("«with x 1 2»", "`x` takes a, and 2 are given").with("steps x a\n    > ATH\n"),
        .body("«with x 1»", "`x` takes no arguments, and 1 are given").with("steps x\n    > ATH\n"),
    ]

    @Test(arguments: files + heads + bodies)
    func pointsAndSuggests(mistake: Mistake) throws {
        let pieces = mistake.text.split(separator: "«", omittingEmptySubsequences: false)
        try #require(pieces.count == 2)
        let rest = pieces[1].split(separator: "»", omittingEmptySubsequences: false)
        try #require(rest.count == 2)
        let start = pieces[0].utf8.count
        let range = SourceRange(start: start, end: start + rest[0].utf8.count)
        let diagnostics = compile(String(pieces[0] + rest[0] + rest[1])).diagnostics
        #expect(diagnostics.count == 1, "\(diagnostics)")
        let first = try #require(diagnostics.first)
        #expect(first.message == mistake.message)
        #expect(first.suggestion == mistake.fix)
        #expect(first.range == range, "\(first.range.start - range.start), \(first.range.end - range.end)")
        #expect(first.severity == .error)
    }

    @Test func severalMistakesAreReportedInOneRun() {
        let text =
            "scenario s\n    title x\n    verifies  R-7\n    wait 5\n    < {nope}\n    < OK\nsteps\n\nscenario t\n    verifies  R-1\n    oops\n"
        let messages = compile(text).diagnostics.map(\.message)
        #expect(
            messages == [
                "expected the title, between quotes", "dialect tiny has no requirement `R-7`", "expected how long to wait",
                "nothing is called `nope` here", "expected the name of the steps", "this is no statement",
            ]
        )
    }

    /// Rigs name their stimuli as they like, so that only what looks misspelt is warned of.
    @Test(arguments: [
        ("needs     gsm, stimulus «dns-fault»", "no stimulus is called `dns-fault`; the scenario will not apply", "dns-faults"),
        (
            "needs     «{f}»\n    for each  f\n              gprss", "no feature is called `gprss`; the scenario will not apply",
            "gprs"
        ),
    ])
    func misspeltNeedsAreWarnedOf(head: String, message: String, meant: String) {
        let text = "scenario s\n    verifies  R-1\n    \(head.filter { !"«»".contains($0) })\n    < OK\n"
        let diagnostics = compile(text).diagnostics
        #expect(diagnostics.map(\.severity) == [.warning])
        #expect(diagnostics.map(\.message) == [message])
        #expect(diagnostics.map(\.suggestion) == ["did you mean `\(meant)`?"])
        #expect(diagnostics.map { source(text).text($0.range) } == [Self.marked(head)])
    }

    @Test func stimuliOfRigsAreNotWarnedOf() {
        #expect(compile("scenario s\n    verifies  R-1\n    needs     stimulus bananas\n    < OK\n").diagnostics.isEmpty)
    }

    /// What stands between « and ».
    private static func marked(_ text: String) -> String {
        text.split { "«»".contains($0) }.dropFirst().first.map(String.init) ?? ""
    }

    /// Otherwise nobody would see that the scenario never runs.
    @Test(arguments: [
        ("dialects  «tinny»", "there is no dialect `tinny` here", "did you mean `tiny`?"),
        ("dialects  tiny «elsewhere»", "there is no dialect `elsewhere` here", nil),
        ("dialects  all with gsm «fpt»", "no dialect has a feature `fpt`; the scenario will not apply", "did you mean `ftp`?"),
        ("dialects  all with «bananas»", "no dialect has a feature `bananas`; the scenario will not apply", nil),
        ("needs     gsm, «bananas», stimulus busy", "no dialect has a feature `bananas`; the scenario will not apply", nil),
        ("needs     «gprss»", "no dialect has a feature `gprss`; the scenario will not apply", "did you mean `gprs`?"),
    ])
    func unknownDialectsAndFeaturesAreWarnedOf(written: String, message: String, fix: String?) throws {
        let text = "scenario s\n    verifies  R-1\n    \(written.filter { !"«»".contains($0) })\n    < OK\n"
        let (file, problems) = ScenarioFile.parse(source(text))
        #expect(problems.isEmpty)
        let found = file.unknownDialects(among: [Tiny.dialect])
        #expect(found.map(\.message) == [message])
        #expect(found.map(\.suggestion) == [fix])
        #expect(found.map(\.severity) == [.warning])
        #expect(found.map { file.source.text($0.range) } == [Self.marked(written)])
        // No second warning when it is compiled.
        #expect(compile(text).diagnostics == [])
    }

    /// `udp`: a feature of another dialect only.
    @Test(arguments: [
        "dialects  all", "dialects  all with ftp", "dialects  all with udp", "dialects  tiny",
        "needs     udp, smtp, virtual modem", "needs     two peer addresses, line-signals",
    ])
    func knownDialectsAndFeaturesAreNotWarnedOf(written: String) {
        let (file, _) = ScenarioFile.parse(source("scenario s\n    \(written)\n    verifies  R-1\n    < OK\n"))
        var other = Tiny.dialect
        other.features = ["udp"]
        #expect(file.unknownDialects(among: [Tiny.dialect, other]).isEmpty)
    }

    /// Whatever is wrong with a line of the head, those below it are still its own.
    @Test(arguments: [
        ("verfies   R-1", "this is no statement", "did you mean `verifies`?"),
        ("title     \"x", "this text has no closing quote", "end it with `\"`"),
        ("verifies  \"R-1", "this text has no closing quote", "end it with `\"`"),
        ("needs     {gsm", "this brace is not closed", "close it with `}`, or write `{{` for a brace as such"),
        ("titel     \"x", "this is no statement", "did you mean `title`?"),
        ("author    me", "this is no statement", nil),
    ])
    func aHeadLineThatCannotBeReadIsReportedOnce(line: String, message: String, fix: String?) {
        let rest = "    title     \"y\"\n    verifies  R-1\n    needs     gsm\n    network\n        dns silent\n    < OK\n"
        let text = "scenario s\n    \(line)\n" + (line.hasPrefix("title") ? rest.split(separator: "\"y\"\n")[1] : rest[...])
        let diagnostics = compile(text).diagnostics
        #expect(diagnostics.map(\.message) == [message])
        #expect(diagnostics.map(\.suggestion) == [fix])
    }

    /// A body that begins with a mistake is a body all the same.
    @Test func aStepThatCannotBeReadBeginsTheBody() {
        let text = "scenario s\n    verifies  R-1\n    AT\n    \"x\"\n    < OK\n    title     \"y\"\n    wiat 5s\n"
        #expect(
            compile(text).diagnostics.map(\.suggestion) == [
                "a line that the host sends begins with `> `", "bytes are sent with `>>` and expected with `<<`",
                "move it above the first step", "did you mean `wait`?",
            ]
        )
    }

    @Test func stepsOfOtherFoldersAreFound() {
        let (file, _) = ScenarioFile.parse(source("scenario s\n    verifies  R-1\n    with p\n    end q\n    < OK\n"))
        let (other, _) = ScenarioFile.parse(source("steps p\n    > AT\nsteps q\n    > AT\n", path: "b/shared.scenario"))
        let diagnostics = Tiny.compiler.compile(file, shared: [], elsewhere: { [other] }).diagnostics
        #expect(diagnostics.map(\.message) == ["no steps are called `p` here", "no postamble is called `q`"])
        #expect(diagnostics.map(\.suggestion) == ["b/shared.scenario has it, for the files beside and below it", nil])
    }

    @Test func aMisspeltHeadLineSpoilsNoOther() {
        let text =
            "scenario s\n    titel     \"x\"\n    dialects  tiny\n    verifies  R-1\n    netwerk\n        dns silent\n    < OK\n"
        let diagnostics = compile(text).diagnostics
        #expect(diagnostics.map(\.message) == ["this is no statement", "this is no statement"])
        #expect(diagnostics.map(\.suggestion) == ["did you mean `title`?", "did you mean `network`?"])
    }

    @Test func repetitionsAreBoundedTogether() {
        let text =
            "scenario s\n    verifies  R-1\n    repeat 2000 times\n        repeat for n in 1..2000\n            > AT\n            < OK\n"
        #expect(
            compile(text).diagnostics.map(\.message) == ["a scenario carries out at most 1000000 steps, with all repetitions"]
        )
        #expect(compile(text.replacing("2000", with: "500")).diagnostics.isEmpty)
    }

    @Test func everyRowIsChecked() {
        let text =
            "scenario s-{n}\n    verifies  {r}\n    for each  n    r\n              1    R-1\n              2    R-9\n              3    R-2\n    < OK\n"
        let compilation = compile(text)
        #expect(compilation.diagnostics.map(\.message) == ["dialect tiny has no requirement `R-9`"])
        #expect(compilation.scenarios.isEmpty)
    }

    @Test func sharedFilesAreBlamedByTheirOwnPath() {
        let compilation = compile(
            "scenario s\n    verifies  R-1\n    with p\n    < OK\n",
            shared: [("b/shared.scenario", "steps p\n    > {nothing}\n")]
        )
        #expect(compilation.diagnostics.map(\.path) == ["b/shared.scenario"])
    }

    @Test func otherDialectsScenariosAreNotChecked() {
        #expect(compile("scenario s\n    dialects  other\n    verifies  X-9\n    < {unknown}\n").diagnostics.isEmpty)
    }

    @Test func doublingStepsAreBounded() {
        var text = "steps s0\n    > AT\n"
        for level in 1...30 { text += "steps s\(level)\n    with s\(level - 1)\n    with s\(level - 1)\n" }
        let compilation = compile(text + "scenario s\n    verifies  R-1\n    with s30\n    < OK\n")
        #expect(compilation.diagnostics.map(\.message) == ["a scenario has at most 20000 steps"])
    }
}

extension Mistake {
    /// With definitions before it.
    fileprivate func with(_ definitions: String) -> Mistake {
        var other = self
        other.text = definitions + text
        return other
    }
}
