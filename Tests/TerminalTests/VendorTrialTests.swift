import Foundation
import Testing

/// A vendor's device of the AT# family, with two sockets and two lines, in a dialect that extends the family and no manual.
@Suite(.serialized, .ownThread)
struct VendorTrialTests {
    /// One answer is spelt otherwise, there are a parameter and a code more, mail is not there, and TCP has two sockets.
    private static let meter = """
        dialect    meter
        title      ACME metering modems with two sockets
        document   M1
        features   gsm gprs dns ftp tcp tcp-inbound sockets
        extends    at-hash

        cites      all of gsm as M1 ch. 2
        cites      all of gprs as M1 ch. 3
        cites      all of dns as M1 ch. 4
        cites      all of ftp as M1 ch. 5
        cites      all of tcp as M1 ch. 6
        cites      all of tcp-inbound as M1 ch. 6
        cites      all of sockets as M1 ch. 6
        cites      all of parameters as M1 ch. 6
        cites      all of displays as M1 ch. 7
        cites      all of commands as M1 ch. 7
        cites      all of spellings as M1 ch. 7
        cites      all of requirements as M1 ch. 8
        cites      all of results as M1 ch. 9
        cites      all of forms as M1 ch. 9
        cites      all of displayed as M1 ch. 9
        cites      all of framing as M1 ch. 9
        cites      all of errors as M1 ch. 9
        cites      all of error groups as M1 ch. 9

        without
            all of smtp
            all of pop3
            #ACCEPT
        unsaid
            all of timings

        limits
            tcp-sockets    2                              M1 ch. 6
            serial-lines   2                              M1 ch. 1

        forms
            data-begin                                    M1 ch. 5
                Ok_Info_FileFollows

        errors
            38100    the account is locked                M1 ch. 9
        error groups
            account-errors    38100                       M1 ch. 9

        parameters
            DLEMODE     of socket                         M1 ch. 6
            TCPPORT     of socket                         M1 ch. 6
            TCPSERV     of socket                         M1 ch. 6
            TCPTXDELAY  of socket                         M1 ch. 6
            KEEPALIVE   integer 0..3600    of socket      default 60    M1 ch. 6

        displays
            #VTCP       of socket                         M1 ch. 7
                DLEMODE TCPSERV TCPPORT KEEPALIVE

        commands
            #OTCP         write    of socket              M1 ch. 6
            #LTCPSTART    write    of socket              M1 ch. 6
            #LTCPSTOP     write    of socket              M1 ch. 6

        spellings
            version     "ACME 3.1"                        M1 ch. 7

        """

    private static let display = """
        scenario vtcp-shows-a-socket
            dialects  meter
            verifies  DISPLAY-VTCP

            ensure AT#KEEPALIVE=2,90
            > AT#VTCP=2
            either
                < #DLEMODE: 2,1
                < #TCPSERV: 2,""
                < #TCPPORT: 2,0
                < #KEEPALIVE: 2,90
                < OK
            or
                < #CME ERROR: {:one of account-errors}

        """

    @Test func everythingThatAppliesPasses() throws {
        let project = try VendorProject(Self.meter, as: "meter")
        try Data(Self.display.utf8).write(to: URL(filePath: project.path("Scenarios/parameters/vtcp.scenario")))
        let check = try project.attest("dialect", "check", project.path("Fixtures/dialects/meter.dialect"))
        #expect(check.code == 0, "\(check.output)")
        let run = try project.attest("run", "--dialect", "meter", project.path("Scenarios"))
        #expect(run.code == 0, "\(run.output)")
        let last = try #require(run.output.split(separator: "\n").first { $0.contains(" scenarios: ") })
        let counts = last.split(separator: " ").compactMap { Int($0) }
        #expect(counts.count == 3 && counts[0] == counts[1] + counts[2] && !last.contains("failed"), "\(last)")
        // What is said of the family is for it, mail, services in a row with mails among them, and the displays of its own
        // excepted.
        #expect(counts.count == 3 && counts[1] > 1400 && counts[2] < 1100, "\(last)")
        let own = try project.attest(
            "run",
            "--dialect",
            "meter",
            "--filter",
            "KEEPALIVE",
            "--filter",
            "vtcp",
            project.path("Scenarios")
        )
        #expect(own.output.contains("\n10 scenarios: 9 passed, 1 not applicable"), "\(own.output)")
    }

    @Test func bothSocketsCarryDataAtOnce() throws {
        let project = try VendorProject(Self.meter, as: "meter")
        let filters = ["=two-sockets-are-open-at-once", "=ftpget-bytes"].flatMap { ["--filter", $0] }
        let words = ["run", "--dialect", "meter", "--verbose"] + filters + [project.path("Scenarios")]
        let (code, output) = try TerminalTests.run(TerminalTests.program, words)
        #expect(code == 0, "\(output)")
        for seen in [
            "peer a connected", "b: AT#OTCP=2<CR>", "peer b connected", "peer a < \"first<ETX>\"", "peer b < \"second<ETX>\"",
            "   for the first<DLE><DLE>\n", "b: for the second<DLE>\n",
        ] {
            #expect(output.contains(seen), "\(seen)")
        }
    }

    @Test func mailDoesNotApply() throws {
        let project = try VendorProject(Self.meter, as: "meter")
        let (code, output) = try project.attest("run", "--dialect", "meter", project.path("Scenarios/mail"))
        #expect(code == 4, "\(output)")
        #expect(!output.contains("failed"))
    }

    /// What the file says is what the device does: an operation that it does not list is refused.
    @Test func anOperationThatIsNotListedFailsThem() throws {
        let project = try VendorProject(Self.meter, as: "meter")
        let family = project.path("Fixtures/dialects/at-hash.family")
        let text = try String(contentsOfFile: family, encoding: .utf8)
        let line = try #require(text.split(separator: "\n").first { $0.hasPrefix("    #VSTATE ") })
        let changed = line.replacingOccurrences(of: " action", with: " write")
        try Data(text.replacingOccurrences(of: line, with: changed).utf8).write(to: URL(filePath: family))
        let scenarios = project.path("Scenarios/connection")
        let run = try project.attest("run", "--dialect", "multitech-ip", "--filter", "=vstate-over-gprs", scenarios)
        #expect(run.code == 1, "\(run.output)")
        #expect(run.output.contains("#CME ERROR: 34819"))
    }

    /// A command that takes no number is refused one.
    @Test func aCommandWithoutANumberFailsThem() throws {
        let text = Self.meter.replacingOccurrences(of: "    #OTCP         write    of socket ", with: "    #OTCP         action ")
        let project = try VendorProject(text, as: "meter")
        let run = try project.attest("run", "--dialect", "meter", "--filter", "socket", project.path("Scenarios/tcp"))
        #expect(run.code == 1, "\(run.output)")
        #expect(run.output.contains("SOCKET-3"))
    }
}
