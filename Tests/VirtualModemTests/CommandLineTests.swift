import Dialects
import Testing
import VirtualModem
import World

/// 004 §7.1.1: what its dialect calls kept.
@Test(arguments: [false, true]) func keepsWhatACommandHasSet(isKept: Bool) throws {
    var modem = try TestModem { dialect in
        for index in dialect.commands.indices where dialect.commands[index].name == "+CGREG" {
            dialect.commands[index].isKept = isKept
        }
    }
    modem.line("AT+CGREG=1;+CREG=1")
    modem.feed(.powerOn)
    modem.line("ATE0")
    #expect(modem.line("AT+CGREG?") == indication("+CGREG: \(isKept ? 1 : 0),0") + ok)
    #expect(modem.line("AT+CREG?") == indication("+CREG: 0,0") + ok)
}

/// The AT layer of V.250 and 001 App. B "Serial Communication".
@Suite struct CommandLineTests {
    @Test func echoesTheWholeLineWithItsTerminator() throws {
        var modem = try TestModem()
        #expect(modem.line("ATE1") == ok)
        #expect(modem.line("AT") == "AT\r" + ok)
        // ATE0's own line is still echoed.
        #expect(modem.line("ATE0") == "ATE0\r" + ok)
        #expect(modem.line("AT") == ok)
    }

    @Test func takesLinesInAnyPieces() throws {
        var modem = try TestModem()
        #expect(modem.type("ATE1\r", byByte: true) == ok)
        #expect(modem.type("at#pppmode?\r", byByte: true) == "at#pppmode?\r#PPPMODE: 1\r\n\r\nOK\r\n")
    }

    @Test func hostsThatEndLinesWithCRLFSeeNoStrayLineFeed() throws {
        var modem = try TestModem()
        #expect(modem.type("ATE1\r\n") == ok)
        #expect(modem.type("AT\r\nAT\r\n") == "AT\r" + ok + "AT\r" + ok)
    }

    @Test(arguments: ["\u{3}\u{3}", "+++", "\u{1B}", "AT\n"]) func noiseDoesNotSpoilTheNextLine(noise: String) throws {
        var modem = try TestModem()
        #expect(modem.type(noise) == "")
        #expect(modem.line("AT") == ok)
    }

    @Test func concatenatesCommandsWithOneResult() throws {
        var modem = try TestModem()
        #expect(modem.line("ATE1V0Q0") == "\r0\r")
        #expect(modem.line("ATE0V1") == "ATE0V1\r" + ok)
        #expect(modem.line("AT#DLEMODE=0;#REDIALCOUNT=3") == ok)
        #expect(modem.line("AT#DLEMODE?;#REDIALCOUNT?") == "#DLEMODE: 0\r\n#REDIALCOUNT: 3\r\n\r\nOK\r\n")
        // What stands before the first failure is carried out.
        #expect(modem.line("AT#DLEMODE=1;#REDIALCOUNT=99;#REDIALCOUNT=4") == cme(34882))
        #expect(modem.line("AT#DLEMODE?;#REDIALCOUNT?") == "#DLEMODE: 1\r\n#REDIALCOUNT: 3\r\n\r\nOK\r\n")
    }

    @Test func repeatsTheLastLine() throws {
        var modem = try TestModem()
        #expect(modem.line("AT#DLEMODE?") == "#DLEMODE: 1\r\n\r\nOK\r\n")
        #expect(modem.type("A/") == "#DLEMODE: 1\r\n\r\nOK\r\n")
    }

    @Test func framesAnswersUnderV0() throws {
        var modem = try TestModem()
        #expect(modem.line("ATV0") == "\r0\r")
        #expect(modem.line("AT") == "\r0\r")
        #expect(modem.line("ATX9") == "\r4\r")
        #expect(modem.line("AT#REDIALCOUNT=99") == "\r#CME ERROR: 34882\r\n")
        #expect(modem.line("AT#PPPMODE?") == "#PPPMODE: 1\r\n\r\nOK\r\n")
        #expect(modem.line("AT+CREG?") == "+CREG: 0,1\r\n\r0\r")
        #expect(modem.line("ATV1") == ok)
    }

    @Test func isSilentUnderQ1() throws {
        var modem = try TestModem()
        #expect(modem.line("ATQ1") == "")
        #expect(modem.line("AT") == "")
        #expect(modem.line("AT#PPPMODE?") == "")
        #expect(modem.line("AT#PPPMODE=9") == "")
        #expect(modem.line("AT#DLEMODE=0") == "")
        #expect(modem.line("ATQ0") == ok)
        #expect(modem.line("AT#DLEMODE?") == "#DLEMODE: 0\r\n\r\nOK\r\n")
    }

    @Test func setsTheCharactersOfLinesAndAnswers() throws {
        var modem = try TestModem()
        #expect(modem.line("ATS3=30") == "\u{1E}\nOK\u{1E}\n")
        #expect(modem.type("ATS4=31\u{1E}") == "\u{1E}\u{1F}OK\u{1E}\u{1F}")
        #expect(modem.type("ATS3?\u{1E}") == "\u{1E}\u{1F}030\u{1E}\u{1F}\u{1E}\u{1F}OK\u{1E}\u{1F}")
        #expect(modem.type("ATS3=13S4=10S5=35\u{1E}") == ok)
        #expect(modem.line("ATE9#1#0") == ok)
        #expect(modem.line("AT&F") == ok)
        #expect(modem.line("ATS5?") == "ATS5?\r\r\n008\r\n" + ok)
    }

    @Test(arguments: ["ATX", "ATE2", "ATS3=200", "ATS99?", "AT?", "AT+NOSUCH", "AT+CREG=9", "AT+CREG", "ATDT1"])
    func answersErrorOnce(line: String) throws {
        var modem = try TestModem()
        #expect(modem.line(line) == error)
    }

    @Test(
        arguments: [
            ("AT#NOSUCH", 34817), ("AT#NOSUCH=1", 34817), ("AT#", 34819), ("AT#PPPMODE", 34819), ("AT#PPPMODE=?", 34819),
            ("AT#PPPMODE?1", 34819),
            ("AT#FTPUN=\"open", 34819), ("AT#FTPUN=a\"b", 34819), ("AT#VALL?", 34819), ("AT#GETMAIL=1", 34819),
            ("AT#GETMAIL;#VDNS", 34819),
            ("AT#BODY1=\"x\"", 34819),
        ] as [(String, Int)]
    )
    func refusesBadHashCommands(line: String, code: Int) throws {
        var modem = try TestModem()
        #expect(modem.line(line) == cme(code))
        #expect(modem.line("AT") == ok)
    }

    @Test func refusesOverlongLines() throws {
        var modem = try TestModem()
        #expect(modem.line("AT#FTPUN=\"" + String(repeating: "x", count: 2000) + "\"") == cme(34881))
        #expect(modem.line("AT" + String(repeating: "E1", count: 2000)) == error)
        #expect(modem.line("AT") == ok)
    }

    @Test func survivesEveryPairOfBytes() throws {
        var modem = try TestModem()
        for first in UInt8.min...UInt8.max {
            modem.feed(.serial((UInt8.min...UInt8.max).flatMap { [UInt8(ascii: "A"), UInt8(ascii: "T"), first, $0, 0x0D] }))
        }
        modem.line("ATZ")
        #expect(modem.line("ATE0") == "ATE0\r" + ok)
    }
}

/// AT+ commands of 001 App. A and App. B, and their neighbours in 3GPP TS 27.007.
@Suite struct CellularCommandTests {
    @Test(
        arguments: [
            ("AT+WOPEN=1", ok), ("AT+WOPEN?", error), ("AT+WOPEN=2", error), ("AT+CPIN=?", error),
            ("AT+CPIN?", "\r\n+CPIN: READY\r\n\r\nOK\r\n"),
            ("AT+CREG?", "\r\n+CREG: 0,1\r\n\r\nOK\r\n"), ("AT+CGREG?", "\r\n+CGREG: 0,1\r\n\r\nOK\r\n"),
            ("AT+CGATT?", "\r\n+CGATT: 1\r\n\r\nOK\r\n"), ("AT+CGATT=1", ok), ("AT+CMEE?", "\r\n+CMEE: 0\r\n\r\nOK\r\n"),
            ("AT+IPR=9600;+IPR?", "\r\n+IPR: 9600\r\n\r\nOK\r\n"), ("AT+IPR=1", error),
            ("AT+IFC=0,0;+IFC?", "\r\n+IFC: 0,0\r\n\r\nOK\r\n"),
            ("AT+IFC=1,1", error), ("AT+CSQ", "\r\n+CSQ: 20,0\r\n\r\nOK\r\n"), ("AT+CGMI", "\r\nATTEST\r\n\r\nOK\r\n"),
        ] as [(String, String)]
    )
    func answers(line: String, answer: String) throws {
        var modem = try TestModem()
        #expect(modem.line(line) == answer)
    }

    @Test func doesWithoutTheStack() throws {
        var modem = try TestModem()
        #expect(modem.line("AT+WOPEN=0") == ok)
        #expect(modem.line("AT#VVERSION") == error)
        #expect(modem.line("AT+WOPEN=1") == ok)
        #expect(modem.line("AT#VVERSION").hasPrefix("#VERSION: \""))
    }

    @Test func looksForANetworkOnceTheCodeIsGiven() throws {
        var modem = try TestModem(simCode: "1234", isRegistered: false)
        #expect(modem.line("AT+CPIN?") == "\r\n+CPIN: SIM PIN\r\n\r\nOK\r\n")
        #expect(modem.line("AT+CPIN=0000") == error)
        #expect(modem.line("AT+CMEE=1") == ok)
        #expect(modem.line("AT+CPIN=0000") == indication("+CME ERROR: 16"))
        #expect(modem.takeRadioRequests() == [])
        #expect(modem.line("AT+CPIN=\"1234\"") == ok)
        #expect(modem.takeRadioRequests() == [.powerOn])
        #expect(modem.line("AT+CMEE=2;+CPIN=1234") == indication("+CME ERROR: operation not allowed"))
    }

    @Test func reportsRegistration() throws {
        var modem = try TestModem(isRegistered: false)
        #expect(modem.feed(.gsmRegistration(.searching)) == "")
        #expect(modem.line("AT+CREG=1") == ok + indication("+CREG: 2"))
        #expect(modem.feed(.gsmRegistration(.home)) == indication("+CREG: 1"))
        #expect(modem.feed(.gsmRegistration(.home)) == "")
        #expect(modem.line("AT+CREG=0") == ok)
        #expect(modem.feed(.gsmRegistration(.denied)) == "")
        #expect(modem.line("AT+CREG=1;+CGREG=1") == ok + indication("+CREG: 3") + indication("+CGREG: 0"))
    }

    /// 001 App. A "GSPRS Network Registration".
    @Test func attaches() throws {
        var modem = try TestModem(isRegistered: false)
        #expect(modem.line("AT+CGREG=1") == ok + indication("+CGREG: 0"))
        #expect(modem.line("AT+CGATT=1") == "")
        #expect(modem.takeRadioRequests() == [.attach])
        #expect(modem.feed(.gprsRegistration(.searching)) == indication("+CGREG: 2"))
        #expect(modem.feed(.gprsRegistration(.home)) == indication("+CGREG: 1"))
        #expect(modem.feed(.attached) == ok)
        #expect(modem.line("AT+CGATT=0") == "")
        #expect(modem.takeRadioRequests() == [.detach])
        #expect(modem.feed(.gprsRegistration(.notRegistered)) == indication("+CGREG: 0"))
        #expect(modem.feed(.detached) == ok)
        modem.line("AT+CGATT=1")
        #expect(modem.feed(.attachRefused) == error)
    }
}

/// What a dialect says is what the modem is.
@Suite struct DialectTests {
    /// Operations that the dialect does not list are refused.
    @Test(
        arguments: [
            ("#VSTATE", [.action], "AT#VSTATE", "#STATE: \"IDLE\"\r\n" + ok), ("#VSTATE", [.write], "AT#VSTATE", cme(34819)),
            ("#VSTATE", [.action], "AT#VSTATE?", cme(34819)), ("#OTCP", [.action], "AT#OTCP", cme(35867)),
            ("#OTCP", [.write], "AT#OTCP", cme(34819)), ("+CREG", [.write, .read], "AT+CREG?", "\r\n+CREG: 0,1\r\n" + ok),
            ("+CREG", [.write], "AT+CREG?", error), ("+CREG", [.read], "AT+CREG=1", error),
        ] as [(String, Set<Dialect.Operation>, String, String)]
    )
    func honoursOperations(name: String, operations: Set<Dialect.Operation>, line: String, answer: String) throws {
        var modem = try TestModem { dialect in
            for index in dialect.commands.indices where dialect.commands[index].name == name {
                dialect.commands[index].operations = operations
            }
        }
        #expect(modem.line(line) == answer)
    }

    @Test func doesNotKnowACommandThatIsNotListed() throws {
        var modem = try TestModem { $0.commands.removeAll { $0.name == "#VSTATE" || $0.name == "+CREG" } }
        #expect(modem.line("AT#VSTATE") == cme(34817))
        #expect(modem.line("AT+CREG?") == "\r\n+CREG: 0,1\r\n" + ok)
    }

    /// GPRSMODE chooses among the bearers that the dialect has.
    @Test(arguments: [("gsm", 1, false), ("gsm", 0, false), ("gprs", 0, true), ("gsm gprs", 0, false), ("gsm gprs", 1, true)])
    func connectsOverTheBearersOfTheDialect(features: String, mode: Int, isPacket: Bool) throws {
        var modem = try TestModem { $0.features = features.split(separator: " ").map(String.init) }
        modem.write("GPRSMODE=\(mode)", "DIALN1=\"123\"", "APNSERV=\"apn\"")
        modem.line("AT#CONNECTIONSTART")
        let expected: RadioRequest =
            isPacket ? .activateContext(accessPoint: "apn", user: "", password: "") : .dial(number: "123")
        #expect(modem.takeRadioRequests() == [expected])
    }

    /// V.250 §5.7.1 has the results that a dialect does not list.
    @Test func hasTheStandardsResults() throws {
        var modem = try TestModem { $0.results.removeAll { $0.number == 4 } }
        #expect(modem.line("ATX9") == error)
    }
}
