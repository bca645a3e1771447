import SourceText
import Testing
import Verdicts

@testable import ScenarioLanguage

/// What people copy from manuals or bring along from other languages is told where it stands, with the repair as it is typed.
struct SlipTests {
    private static let letters = "backslashes and letters here, no control character"

    static let errors: [Mistake] = [
        .body(#"> AT«\r\n»"#, #"`\r\n` is "# + letters, "the CR is sent by itself: `> AT`"),
        .body(#"> AT«\r»"#, #"`\r` is a backslash and a letter here, no control character"#, "the CR is sent by itself: `> AT`"),
        .body(#"< OK«\r\n»"#, #"`\r\n` is "# + letters, "the line's ends are expected by themselves: `< OK`"),
        .body(
            #"> AT«\r»ATI"#,
            #"`\r` is a backslash and a letter here, no control character"#,
            #"bytes stand behind a double arrow: `>> "AT" CR "ATI"`"#
        ),
        .body(
            #"> AT#SERV="a«\x1a»""#,
            #"`\x1a` is "# + letters,
            #"bytes stand behind a double arrow: `>> "AT#SERV=""a" SUB """"`"#
        ),
        .body("> AT«<CR>»", "`<CR>` is text here, no control character", "the CR is sent by itself: `> AT`"),
        .body(
            "< «<CR><LF>»OK<CR><LF>",
            "`<CR><LF>` is text here, no control character",
            "the line's ends are expected by themselves: `< OK`"
        ),
        .body(
            "< a«<ETX>»b",
            "`<ETX>` is text here, no control character",
            #"bytes stand behind a double arrow: `<< "a" ETX "b"`"#
        ),
        .body(#">> «AT\r»"#, "expected bytes", #"write `"AT" CR`"#),
        .body(">> «AT<CR>»", "expected bytes", #"write `"AT" CR`"#),
        .body(#">> "abc" «+» CR"#, "bytes stand one after the other", #"write `"abc" CR`"#),
        .body("«expect» OK within 5s", "this is no statement", "write `within 5s < OK`"),
        .body("wait «for» OK", "`wait` takes a length of time", "a line of the device is waited for with `< OK`"),
        .body("within 5s «OK»", "expected `<` or `<<` after the conditions", "the device's line stands behind an arrow: `< OK`"),
        .body(
            "either «< OK or < ERROR»",
            "nothing more is expected here",
            "each on lines of its own: `either`, below it `< OK`, then `or` and below it `< ERROR`"
        ),
        .body("repeat 3«»\n    < OK", "expected `times` after the number", "write `repeat 3 times`"),
        .body("«if» {x} == 1 then\n    < OK", "this is no statement", "write `when {x} is 1`"),
        .body("«//» why", "this is no statement", "a comment begins with `# `"),
        .body("«;» why", "this is no statement", "a comment begins with `# `"),
        .body(#"allow RING«\r\n»"#, #"`\r\n` is "# + letters, "the line's ends are expected by themselves: `allow RING`"),
        .body(#">> "AT«\r»""#, #"`\r` is a backslash and a letter here, no control character"#, item(#""AT" CR"#)),
        .body(#"<< "«\r\n»OK\r\n""#, #"`\r\n` is "# + letters, item(#"CRLF "OK" CRLF"#)),
        .body(#">> "«\x03»""#, #"`\x03` is "# + letters, item("ETX")),
        .body(#">> "a«\x80\t»b""#, #"`\x80\t` is "# + letters, item(#""a" 0x80 HT "b""#)),
        .body(#"peer > "a«\n»""#, #"`\n` is a backslash and a letter here, no control character"#, item(#""a" LF"#)),
        .head(
            "network\n    pop3 answers USER with \"-ERR«\\r\\n»\"",
            #"`\r\n` is "# + letters,
            "leave it out: lines end by themselves"
        ),
        .body(
            #">> "say «\"»hi" CR"#,
            "this ends the text: a backslash is a character like others",
            #"a quote in a text is written `""`"#
        ),
        .body("> AT#SERV=«“»a”", "`“` only looks like `\"`", "write `> AT#SERV=\"a\"`"),
        .body("note «“»a b”", "`“` only looks like `\"`", "write `\"a b\"`"),
        .head("title «”»Old”", "`”` only looks like `\"`", "write `\"Old\"`"),
        .body(
            ">«\u{A0}»AT",
            "a blank of another kind (U+00A0) does not belong here",
            "`attest fmt` puts blanks in their place"
        ),
        .body(
            "> AT«\u{200B}»",
            "an invisible character (U+200B) does not belong here",
            "`attest fmt` puts blanks in their place"
        ),
        .body("«send» \"AT\"", "this is no statement", "write `> AT`"),
        .body("«expect» OK", "this is no statement", "write `< OK`"),
        .body("«SEND» AT    # why", "this is no statement", "write `> AT`"),
        .body("«sleep» 1s", "this is no statement", "write `wait 1s`"),
        .body("«delay» 3", "this is no statement", "write `wait 3s`"),
        .body("«timeout» 5 s", "this is no statement", "a limit stands before the line that it is for: `within 5s < OK`"),
        .body("«loop» 3\n    < OK", "this is no statement", "write `repeat 3 times`"),
        .body("«for» i in 1..3\n    < OK", "this is no statement", "write `repeat for i in 1..3`"),
        .body("«if» feature gprs\n    < OK", "this is no statement", "write `when feature gprs`"),
        .body("«call» login 1", "this is no statement", "write `with login 1`"),
        .body("«print» \"so\"", "this is no statement", "write `note \"so\"`"),
        .body("«endif»", "this is no statement", "leave it out: a block ends where its indentation does"),
        .body(">> «CTRL-Z»", "expected bytes", "write `SUB`"),
        .body(">> «^Z»", "expected bytes", "write `SUB`"),
        .body(">> «^[»", "expected bytes", "write `ESC`"),
        .body(">> «<CR><LF>»", "expected bytes", "write `CRLF`"),
        .body(">> «CR/LF»", "expected bytes", "write `CRLF`"),
        .body(#">> «\r\n»"#, "expected bytes", "write `CRLF`"),
        .body(">> «etx»", "expected bytes", "write `ETX`"),
        .body(">> «Enter»", "expected bytes", "write `CR`"),
        .body(">> «'abc'»", "expected bytes", "a text stands between double quotes: `\"abc\"`"),
        .body(">> «0x3»", "`0x3` is no byte", "write `0x03`"),
        .body(">> ETX«,»CR", "bytes are parted by blanks", "write `ETX CR`"),
        .body("within «5» s < OK", "expected a length of time after `within`", "write `5s`"),
    ]

    private static func item(_ items: String) -> String { "write `\(items)`; a backslash as such is `0x5C`" }

    static let warnings: [Mistake] = [
        .body("> ATI «# identity»", comment, "two blanks before `# ` make it a comment: `  # identity`"),
        .body("< OK «#»", comment, "two blanks before `# ` make it a comment: `  #`"),
        .body("< «OK or ERROR»", "`or` is part of the text here", "write `< {:one of OK ERROR}`"),
        .body("< «OK|ERROR»", "`|` is part of the text here", "write `< {:one of OK ERROR}`"),
        .body(
            "< «NO CARRIER or OK»",
            "`or` is part of the text here",
            "write `either`, below it `< NO CARRIER`, then `or` and below it `< OK`"
        ),
        .body("< «/OK|ERROR/»", "the slashes are part of the text here", "write `< {:/OK|ERROR/}`"),
        .body(#"> «"AT"»"#, "the quotes are part of the text here", "write `> AT`"),
        .body(#"< «"OK"»"#, "the quotes are part of the text here", "write `< OK`"),
        .body("< «+CREG: .*»", "these signs are part of the text here", "write `< +CREG: {:any}`"),
        .body("< «^OK$»", "these signs are part of the text here", "write `< OK`"),
        .body("< +CREG: «*»", "the star is part of the text here", "write `< +CREG: {:any}`"),
        .body("> AT#SERV=it«’»s", "`’` only looks like `'`", "write `> AT#SERV=it's`"),
        .body(
            "< {ip:ipv4}\ncheck «ip» is 1",
            "`ip` is a text here: two fixed texts are compared",
            "a value stands in braces: `{ip}`"
        ),
        .body("> AT«#GETMIAL»", "dialect tiny has no `#GETMIAL`", "did you mean `#GETMAIL`?"),
        .body(">> \"AT«#GETMIAL»\" CR", "dialect tiny has no `#GETMIAL`", "did you mean `#GETMAIL`?"),
        .body(">> \"AT\" CR \"at«#sevr»=1\" CR", "dialect tiny has no `#SEVR`", "did you mean `#SERV`?"),
        .body("> at«#sevr»=1", "dialect tiny has no `#SEVR`", "did you mean `#SERV`?"),
        .body("> AT+CREG=0;«#MODES»=1", "dialect tiny has no `#MODES`", "did you mean `#MODE`?"),
        .body("> AT«+CERG»=1", "dialect tiny has no `+CERG`", "did you mean `+CREG`?"),
        .body(
            "> AT«#NOSUCH»\n< OK",
            "dialect tiny has no `#NOSUCH`",
            "where that is the point, expect the refusal: `< ERROR` or `< #CME ERROR: …`"
        ),
    ]

    private static let comment = "after one blank this is part of the text, no comment"

    private func check(_ mistake: Mistake, _ severity: Diagnostic.Severity) throws {
        let pieces = mistake.text.split(separator: "«", omittingEmptySubsequences: false)
        try #require(pieces.count == 2)
        let rest = pieces[1].split(separator: "»", omittingEmptySubsequences: false)
        try #require(rest.count == 2)
        let start = pieces[0].utf8.count
        let diagnostics = compile(String(pieces[0] + rest[0] + rest[1])).diagnostics
        #expect(diagnostics.map(\.message) == [mistake.message])
        let first = try #require(diagnostics.first)
        #expect(first.suggestion == mistake.fix)
        #expect(first.range == SourceRange(start: start, end: start + rest[0].utf8.count))
        #expect(first.severity == severity)
    }

    @Test(arguments: errors) func isAnError(mistake: Mistake) throws { try check(mistake, .error) }
    @Test(arguments: warnings) func isWarnedOf(mistake: Mistake) throws { try check(mistake, .warning) }

    @Test(arguments: [
        #"> AT#SERV="C:\new\readme""#,
        #"> at\n3"#,
        #">> "C:\Files" CR"#,
        #">> "C:" 0x5C "new""#,
        "> AT#SERV=\"it’s “so”\"",
        "> AT#SERV=\"a # b\"",
        "> AT#SERV=\"a\u{A0}b\"",
        "note \"a\u{A0}b “c”\"",
        "> AT    # it’s\u{A0}so",
        "# it’s\u{A0}so",
        "< Rev#1",
        "< \"abc\"",
        "< {:/a.*b/}",
        "< a*b",
        "< <name>",
        "< either or",
        "< a/b",
        "> AT#NOSUCH\n< ERROR",
        "> AT#NOSUCH\n< #CME ERROR: 34881",
        ">> \"AT#NOSUCH\" CR\n< ERROR",
        ">> \"text that says AT#NOSUCH\" CR",
        "> AT#NOSUCH\neither\n    < OK\nor\n    < ERROR",
        "> AT#NOSUCH\nin any order\n    < ERROR\n    < RING",
        "> AT#NOSUCH\nsilence for 2s",
        "> AT+CIMI",
        "> AT+CEREG=1",
        "> ATD#123",
        "> AT#{:one of 1 2}".replacing("{:one of 1 2}", with: "MODE?"),
        "check {id} is \"1\"",
    ])
    func isMeant(body: String) {
        #expect(compile("scenario s\n    verifies  R-1\n    < OK\n\(indented(body))\n").diagnostics.map(\.message) == [])
    }

    @Test func blanksOfOtherKindsAreToldOnce() {
        let text = "scenario s\n\tverifies  R-1\n\t< OK\n\t>\tAT\n"
        let found = compile(text).diagnostics
        #expect(found.map(\.message) == ["a tab does not belong here, nor in 2 more lines"])
        let file = source(text)
        #expect(
            String(decoding: ScenarioFile.withPlainBlanks(file), as: UTF8.self)
                == "scenario s\n    verifies  R-1\n    < OK\n    >  AT\n"
        )
    }

    /// A file indented by tabs is read all the same.
    @Test func whatElseIsWrongIsToldBesideTabs() {
        let found = compile("scenario s\n\tverifies  R-1\n\t< OK\n\tsend AT\n\tnote\t\"x\n").diagnostics
        #expect(found.map(\.message) == ["a tab does not belong here, nor in 3 more lines", "this is no statement"])
    }

    @Test func blanksBetweenQuotesStay() {
        let text = "scenario s\n    >> \"a\tb\"\n    <\u{A0}OK\n    \u{A0}note \"c\u{A0}d\" # e\u{200B}f\n  \t# g\u{A0}h\ti\n"
        #expect(
            String(decoding: ScenarioFile.withPlainBlanks(source(text)), as: UTF8.self)
                == "scenario s\n    >> \"a\tb\"\n    < OK\n     note \"c\u{A0}d\" # e\u{200B}f\n    # g\u{A0}h  i\n"
        )
    }

    @Test(arguments: ["^Z", "CTRL-A", "ctrl+c", "<CTRL-Z>", "C-z", "0x1"]) func keysAreBytes(word: String) throws {
        let meant = try #require(TokenCursor.items(meantBy: word))
        #expect(TokenCursor.control(meant) != nil || meant == "0x01")
    }

    @Test(arguments: ["abc", "ETX", "", "^", "<", "<>", "\\", "\\x1", "0x", "0x100", "<abc>", "CR!"]) func otherWordsAreNot(
        word: String
    ) {
        #expect(TokenCursor.items(meantBy: word) == nil)
    }
}
