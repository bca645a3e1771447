import Octets
import ScenarioLanguage
import SourceText
import Testing

@Suite struct FormatTests {
    private func format(_ text: String) -> String {
        let (file, diagnostics) = ScenarioFile.parse(source(text))
        #expect(diagnostics == [])
        return String(decoding: file.formatted(), as: UTF8.self)
    }

    /// Every construct, laid out as the formatter leaves it.
    static let canonical = #"""
        # Retrieving an email
        language 1

        preamble online name
            network
                gprs  apn "{name}" user "u" password "p"

            end offline
            > AT
            < OK

        postamble offline
            > ATH    # goes on whatever happens

        steps nothing

        # One instance per row
        scenario getmail-{why}-{n}
            title     "GETMAIL ends with {code} when {why}"
            id        "LAB-{why}-{n}"
            revision  2
            renamed   from getmail-fails-{why}-{n}
            dialects  tiny other
            verifies  {requirement} R-2
            needs     gprs, pop3, stimulus dns-faults, two peer addresses    # all of it
            tags      slow
            must      fail device R-1 at "< ""OK"""
            defect    drops-dle

            for each  why                      fault                                       code     requirement
                      no-dns-server            dns primary silent, dns secondary silent    38027    R-1
                      # the text is quoted
                      "the user is refused"    pop3 answers USER with "-ERR  unknown"      38080    R-1    # why not
            for each  n in 0..3 7 "a b"

            network
                dns     "pop3.domain.com" is pop3
                pop3    mailbox "module@domain.com" password "secret"
                        message file "mail/plain.eml" (CR LF) hex 0D0A
                        # a comment about nothing
                        cuts data after 1000 bytes
                peer b  listens on 2323
                {fault}

            begin online "apn"
            verifies R-2
            > AT#SERV="a  # b"
            > AT{id}  y,z ( {{}}
            within 60s < #CME ERROR: {code}
            optional within 2s < OK    # or not
            not before 5s < {any}
            after 5s..8s << dle ("a" ETX) ETX
            >> "a" CR cut at every boundary
            >> text "a" "b"
            either
                << ETX
                < {mail-ready}
            or
                < {mail-ready}
                note variant "no ETX"
            in any order
                < +CREG: 1
                < OK
            repeat 2 times
                silence for 7s..8s
            repeat for x in 1 2 3
                > {x}
            for each parameter {name} of the dialect
                # a comment in a loop
                < #{name}: {displayed}
                # a comment at its end
            when {n} is not "3"
                wait 2s
            otherwise
                check {n} <= 3
            allow +CREG: {any}    # whenever
            require +CREG: 1 within 30s
            assume echo off, verbose on, quiet off
            peer b connects to port 2323, and is refused
            pop3 mailbox "u" password "p"
                 message "x"
            within 5s peer < "answer" DLE
            {fault}
            end offline

        # The end

        """#

    private var canonical: String { Self.canonical }

    @Test func leavesCanonicalTextAlone() {
        let text = canonical
        let formatted = format(text)
        for (line, (one, other)) in zip(lines(formatted), lines(text)).enumerated() { #expect(one == other, "line \(line + 1)") }
        #expect(formatted == text)
    }

    private func lines(_ text: String) -> [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }

    @Test func bringsOrderIntoDisorder() {
        let text = """


            # top


            scenario   s
             title "t"   # what
             verifies R-1   R-2
             for each a   bb
                 1  "x  y"
                 222   3


             network
              dns "n"   is pop3
              pop3 mailbox "u"   password "p"
                message "x"   # comment
             >AT   "x  y"
             # about the answer
             within 5s   <OK
             either
               < {a}
               # end of the branch
             or
               <<CR   LF

               # deeper than what follows
             when {a} is "1"
                   >> ( "a"  CR )   byte by byte
            # bottom
            """
        let expected = """
            # top

            scenario s
                title     "t"  # what
                verifies  R-1 R-2
                for each  a      bb
                          1      "x  y"
                          222    3

                network
                    dns   "n" is pop3
                    pop3  mailbox "u" password "p"
                          message "x"  # comment
                > AT   "x  y"
                # about the answer
                within 5s < OK
                either
                    < {a}
                    # end of the branch
                or
                    << CR LF

                    # deeper than what follows
                when {a} is "1"
                    >> ("a" CR) byte by byte
            # bottom

            """
        #expect(format(text) == expected)
        #expect(format(format(text)) == format(text))
    }

    @Test func keepsTheMeaning() {
        let text = canonical
        let before = plans(text).map { describe($0) }
        #expect(before.count == 12)
        let (file, _) = ScenarioFile.parse(source(text))
        #expect(plans(String(decoding: file.formatted(), as: UTF8.self)).map { describe($0) } == before)
    }

    @Test func leavesFilesWithErrorsAlone() {
        let text = "scenario  s\n  wiat 5s\n"
        let (file, diagnostics) = ScenarioFile.parse(source(text))
        #expect(!diagnostics.isEmpty)
        #expect(file.formatted() == Array(text.utf8))
    }

    @Test func lineEndsBecomeLF() { #expect(format("steps a\r\n  > AT\r\n") == "steps a\n    > AT\n") }

    /// Random changes of layout alone: the meaning stays, and formatting settles at once.
    @Test(arguments: 0..<15) func layoutDoesNotMatter(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var text = ""
        for line in lines(canonical) {
            let indent = line.prefix { $0 == " " }.count
            // Depths grow strictly, so that the nesting stays.
            text += String(repeating: " ", count: indent * (1 + Int(seed) % 3)) + line.dropFirst(indent)
            if generator.next(below: 3) == 0 { text += "  " }
            text += generator.next(below: 8) == 0 ? "\n\n\n" : "\n"
        }
        let (file, diagnostics) = ScenarioFile.parse(source(text))
        #expect(diagnostics == [])
        let once = file.formatted()
        let again = ScenarioFile.parse(SourceFile(path: "a.scenario", bytes: once)).0
        #expect(again.formatted() == once)
        #expect(plans(String(decoding: once, as: UTF8.self)).map { describe($0) } == plans(canonical).map { describe($0) })
    }
}
