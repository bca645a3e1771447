import Dialects
import Testing
import VirtualModem
import World

/// AT# parameters: 001 ch. 2 to 6, App. B "Configuring the TCP/IP Stack through the Serial Port".
@Suite struct ParameterTests {
    @Test(
        arguments: [
            ("PPPMODE", "1"), ("PHYTIMEOUT", "15"), ("REDIALDELAY", "5"), ("CALLSCREENNUM", "\"0\""), ("DNSSERV1", "\"0.0.0.0\""),
            ("POP3PORT", "110"), ("SMTPPORT", "25"), ("FTPPORT", "21"), ("TCPPORT", "0"), ("TCPSERV", "\"\""),
            ("FTPTYPE", "\"I\""),
            ("BODY1", "\"\""),
        ] as [(String, String)]
    )
    func showsDefaults(name: String, value: String) throws {
        var modem = try TestModem()
        #expect(modem.line("AT#\(name)?") == "#\(name): \(value)\r\n" + ok)
    }

    @Test(
        arguments: [
            ("REDIALDELAY=0", "REDIALDELAY: 0"), ("REDIALDELAY=14", "REDIALDELAY: 14"), ("PPPMODE=\"2\"", "PPPMODE: 2"),
            ("TCPPORT=\"23\"", "TCPPORT: 23"), ("TCPPORT=65535", "TCPPORT: 65535"), ("DIALN1=\"+33123\"", "DIALN1: \"+33123\""),
            ("CALLSCREENNUM=\"*\"", "CALLSCREENNUM: \"*\""), ("REC1= recipient@domain.com", "REC1: \"recipient@domain.com\""),
            ("SUBJ1= \"Email, Subject; x\"", "SUBJ1: \"Email, Subject; x\""), ("FTPTYPE=A", "FTPTYPE: \"A\""),
            ("FTPUN=\"\"", "FTPUN: \"\""),
            ("DNSSERV1=\"255.255.255.255\"", "DNSSERV1: \"255.255.255.255\""),
        ] as [(String, String)]
    )
    func storesLegalValues(written: String, shown: String) throws {
        var modem = try TestModem()
        let name = written.prefix { $0 != "=" }
        modem.write(written)
        #expect(modem.line("AT#\(name)?") == "#\(shown)\r\n" + ok)
    }

    @Test(arguments: [
        "REDIALDELAY=1", "REDIALDELAY=4", "REDIALDELAY=15", "PPPMODE=5", "PPPMODE=", "PPPMODE=-1", "PPPMODE=1 2", "TCPPORT=65536",
        "TCPPORT=000023", "DNSSERV1=\"1.2.3\"", "DNSSERV1=\"256.0.0.1\"", "DIALN1=\"12a4\"", "FTPTYPE=X", "FTPTYPE=\"AI\"",
    ])
    func refusesIllegalValues(written: String) throws {
        var modem = try TestModem()
        let name = written.prefix { $0 != "=" }
        let before = modem.line("AT#\(name)?")
        #expect(modem.line("AT#" + written) == cme(34882))
        #expect(modem.line("AT#\(name)?") == before)
    }

    @Test(arguments: [("FTPUN", 64), ("APNSERV", 120), ("FTPSERV", 120)] as [(String, Int)]) func refusesOverlongTexts(
        name: String,
        limit: Int
    )
        throws
    {
        var modem = try TestModem()
        let longest = String(repeating: "x", count: limit)
        modem.write("\(name)=\"\(longest)\"")
        #expect(modem.line("AT#\(name)=\"\(longest)y\"") == cme(34882))
        #expect(modem.line("AT#\(name)?") == "#\(name): \"\(longest)\"\r\n" + ok)
    }

    /// 002, revision C #TCPTXDELAY; 004 §5.1.2; 000 §2.18 and §2.23.
    @Test func takesStepsNegativeNumbersAndQuotesAsItsDialectSays() throws {
        var modem = try TestModem { dialect in
            for index in dialect.parameters.indices {
                switch dialect.parameters[index].name {
                case "PHYTIMEOUT": (dialect.parameters[index].kind, dialect.parameters[index].step) = (.integer([0...32760]), 20)
                case "PPPMODE": dialect.parameters[index].kind = .integer([-11...12])
                case "FTPPORT": dialect.parameters[index].isShownQuoted = true
                case "FTPTYPE": dialect.parameters[index].isShownQuoted = false
                default: break
                }
            }
        }
        modem.write("PHYTIMEOUT=40", "PPPMODE=-11", "FTPPORT=2121", "FTPTYPE=\"A\"")
        for illegal in ["PHYTIMEOUT=30", "PPPMODE=-12", "PPPMODE=--1", "PPPMODE=-"] {
            #expect(modem.line("AT#" + illegal) == cme(34882))
        }
        #expect(modem.line("AT#PHYTIMEOUT?;#PPPMODE?") == "#PHYTIMEOUT: 40\r\n#PPPMODE: -11\r\n" + ok)
        #expect(modem.line("AT#FTPPORT?;#FTPTYPE?") == "#FTPPORT: \"2121\"\r\n#FTPTYPE: A\r\n" + ok)
    }

    @Test func entersBodies() throws {
        var modem = try TestModem()
        #expect(modem.line("AT#BODY1") == "")
        #expect(modem.type("line 1\r\nline 2\u{1A}", byByte: true) == ok)
        #expect(modem.line("AT#BODY1?") == "#BODY1: \"line 1\r\nline 2\"\r\n" + ok)
        #expect(modem.type("AT#BODY2\r\ntext\u{1A}AT\r") == ok + ok)
        #expect(modem.line("AT#BODY2?") == "#BODY2: \"text\"\r\n" + ok)
        #expect(modem.type("AT#BODY2\r" + String(repeating: "x", count: 121) + "\u{1A}") == cme(34882))
        #expect(modem.line("AT#BODY2?") == "#BODY2: \"text\"\r\n" + ok)
        modem.line("ATE1")
        #expect(modem.type("AT#BODY3\rabc\u{1A}") == "AT#BODY3\rabc\u{1A}" + ok)
    }

    @Test func survivesAPowerCycle() throws {
        var modem = try TestModem()
        modem.write("DIALN1=\"0860000000\"", "DLEMODE=0")
        modem.feed(.powerOn)
        modem.line("ATE0")
        #expect(modem.line("AT#DIALN1?;#DLEMODE?") == "#DIALN1: \"0860000000\"\r\n#DLEMODE: 0\r\n" + ok)
    }

    @Test(
        arguments: [
            ("VDNS", "#DNSSERV1: \"0.0.0.0\"\r\n#DNSSERV2: \"0.0.0.0\"\r\n"),
            ("VTCP", "#DLEMODE: 1\r\n#TCPPORT: 0\r\n#TCPSERV: \"\"\r\n"),
            ("VMAIL2", "#REC2=\"\"\r\n#CCREC2=\"\"\r\n#SUBJ2=\"\"\r\n"),
            ("VGPRS", "#GPRSCID: 1\r\n#APNPW: \"\"\r\n#APNSERV: \"\"\r\n#APNUN: \"\"\r\n"),
            ("VVERSION", "#VERSION: \"eDsoft-W302_V01.00 67826 Mar 18 2003 18:42:19\"\r\n"),
        ] as [(String, String)]
    )
    func displaysBlocks(command: String, lines: String) throws {
        var modem = try TestModem()
        #expect(modem.line("AT#" + command) == lines + ok)
        modem.line("ATV0")
        #expect(modem.line("AT#" + command) == lines + ok)
    }

    @Test func displaysEverythingInBlocks() throws {
        var modem = try TestModem()
        let shown = modem.line("AT#VALL")
        #expect(shown.hasPrefix("eDsoft-W302_V01.00 67826 Mar 18 2003 18:42:19\r\n\r\n#ANSWERMODE: 0\r\n#CALLBACKTIMER: 2\r\n"))
        #expect(shown.contains("#RINGCOUNT: 0\r\n\r\n#ISPUN: \"\"\r\n"))
        #expect(shown.hasSuffix("\r\n\r\n#DLEMODE: 1\r\n#TCPSERV: \"\"\r\n#TCPPORT: 0\r\n\r\nOK\r\n"))
    }
}
