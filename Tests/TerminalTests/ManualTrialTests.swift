import Testing

/// What manuals 000, 002 and 004 say otherwise than 001, and a dialect says as data.
@Suite(.serialized, .ownThread)
struct ManualTrialTests {
    // MARK: Parameters of AT+ commands, and pairs (004 §5.1)

    private static let clock = ManualTrial.genpro(
        """
        parameters
            +EGNTPPORT    port                                default 123    004 §5.1.1
            +EGNTPUTC     pair -11..12 and optionally 0..59   default 0,0    004 §5.1.2
            +EGNTPWAIT    integer 10..300                     default 30     004 §5.1.3

        """
    )
    /// 004 §5.1.2 writes the hour between quotes, §7.5.3 without, and says that minutes need not be written.
    private static let offset = """
        scenario utc-offset-is-written-in-every-form
            dialects  genpro
            verifies  PARAM-EGNTPUTC-VALUES

            > AT+EGNTPUTC=9,30
            < OK
            > AT+EGNTPUTC?
            < +EGNTPUTC: {:/"?9"?,30/}
            < OK
            > AT+EGNTPUTC="-11",5
            < OK
            > AT+EGNTPUTC?
            < +EGNTPUTC: {:/"?-11"?,5/}
            < OK
            > AT+EGNTPUTC=12
            < OK
            > AT+EGNTPUTC?
            < +EGNTPUTC: {:/"?12"?,[0-9]+/}
            < OK
            > AT+EGNTPUTC=12,60
            < ERROR

        """

    @Test func parametersOfPlusCommandsAreWrittenReadAndBounded() throws {
        let (code, output) = try Self.clock.run(
            Self.offset,
            files: ["parameters/bounds.scenario"],
            ["--filter", "EGNTP", "--filter", "utc"]
        )
        #expect(code == 0, "\(output)")
        #expect(output.contains("\n19 scenarios: 19 passed"), "\(output)")
        #expect(!output.contains("ERROR, without a number"), "\(output)")
    }

    @Test func aSecondValueThatIsNotOptionalIsRefusedAlone() throws {
        let (code, output) = try Self.clock.changing("and optionally 0..59   ", to: "and 0..59   ").run(Self.offset)
        #expect(code == 1, "\(output)")
        #expect(output.contains("< ERROR") || output.contains("ERROR<CR><LF>"), "\(output)")
    }

    // MARK: The shipped dialect of 002

    @Test func listsAreEnteredReadAndMailedTo() throws {
        let list = try ManualTrial.multitechF().run(files: ["parameters/list.scenario"])
        #expect(list.code == 0 && list.output.contains("\n12 scenarios: 12 passed"), "\(list.output)")
        let mail = try ManualTrial.multitechF().run(files: ["mail/lists.scenario"])
        #expect(mail.code == 0 && !mail.output.contains("not applicable"), "\(mail.output)")
    }

    /// Scenarios that have what 002 prints notice a dialect, and with it a device, that has it otherwise.
    @Test(arguments: [
        ("REC1              1..10 of", "REC1              1..9 of", "mail/lists.scenario", "j@domain.com"),
        ("REC1              1..10 of", "REC1              1..11 of", "mail/lists.scenario", "k@domain.com"),
        ("integer 1..4 perhaps 0 ", "integer 1..3 perhaps 0 ", "parameters/bounds.scenario", "PARAM-PPPMODE-VALUES"),
        ("CALLSCREENNUM     text 64", "CALLSCREENNUM     text 63", "parameters/bounds.scenario", "PARAM-CALLSCREENNUM-VALUES"),
        ("255                default 4", "254                default 4", "parameters/bounds.scenario", "PARAM-PINGNUM-VALUES"),
        ("#DELFLASH           action    002", "#DELFLASH           write     002", "parameters/erase.scenario", "DELFLASH-1"),
        (
            "FTPUN FTPPW FTPMODE FTPTYPE FTPGETFILENAME FTPGETPATH FTPPUTFILENAME FTPPUTPATH\n    #VTCP",
            "FTPUN FTPPW FTPTYPE FTPGETFILENAME FTPGETPATH FTPPUTFILENAME FTPPUTPATH\n    #VTCP",
            "parameters/contents.scenario", "NAMES-2"
        ),
    ])
    func whatTheThirdManualPrintsIsNoticed(_ old: String, _ new: String, _ file: String, _ told: String) throws {
        let (code, output) = try ManualTrial.multitechF().changing(old, to: new).run(files: [file])
        #expect(code == 1, "\(output)")
        #expect(output.contains(told), "\(output)")
    }

    /// Scenarios of another kind of parameter do not apply, and say so.
    @Test func withoutAListNothingOfItApplies() throws {
        let (_, output) = try ManualTrial.w302("").run(files: ["parameters/list.scenario"])
        #expect(!output.contains("passed"), "\(output)")
    }

    // MARK: How parameters are shown (000 §2.18, §2.23, §3.13, §3.15)

    private static let ports = ManualTrial.w302(
        """
        parameters
            FTPPORT     shown quoted                                    000 §2.18
            FTPTYPE     shown bare                                      000 §2.23
        displays
            #VFTP       in any order                                    000 §3.15
            #VALL       in any order    parted by CR LF CR LF           000 §3.13

        """
    )
    private static let portsShown = """
        scenario ftpport-has-quotes-and-smtpport-has-none
            dialects  w302
            verifies  DISPLAY-VFTP

            > AT#FTPPORT="2121"
            < OK
            > AT#FTPPORT?
            < #FTPPORT: "2121"
            < OK
            > AT#SMTPPORT=2525
            < OK
            > AT#SMTPPORT?
            < #SMTPPORT: 2525
            < OK
            > AT#VFTP
            in any order
                < #FTPGETFILENAME: {:quoted}
                < #FTPGETPATH: {:quoted}
                < #FTPPORT: "2121"
                < #FTPPUTFILENAME: {:quoted}
                < #FTPPUTPATH: {:quoted}
                < #FTPPW: {:quoted}
                < #FTPSERV: {:quoted}
                < #FTPTYPE: {:/[AI]/}
                < #FTPUN: {:quoted}
            < OK

        scenario displays-are-as-the-dialect-has-them
            dialects  w302
            verifies  DISPLAY-VALL

            > AT#VFTP
            shows AT#VFTP
            < OK
            > AT#VALL
            shows AT#VALL
            < OK

        """

    @Test(arguments: [[], ["--habit", "orders-anew"], ["--habit", "parts-no-blocks"]])
    func aDisplayIsShownInAnyOrderWithQuotesWhereItsManualHasThem(_ habit: [String]) throws {
        let (code, output) = try Self.ports.run(Self.portsShown, files: ["parameters/bounds.scenario"], habit)
        #expect(code == 0, "\(output)")
    }

    @Test(arguments: [
        ("shown quoted", "shown bare", "FTPPORT"), ("#VFTP       in any order ", "#VFTP       with \"=\" ", "#FTPGETFILENAME"),
    ])
    func anotherFormThanTheManualsFails(_ old: String, _ new: String, _ told: String) throws {
        let (code, output) = try Self.ports.changing(old, to: new).run(Self.portsShown)
        #expect(code == 1, "\(output)")
        #expect(output.contains(told), "\(output)")
    }

    // MARK: The form of errors (003 has +CME ERROR)

    private static let forms = ManualTrial.genpro(
        """
        error forms
            AT+CMEE=1    +CME ERROR: {code}    004 §9.2
            AT+CMEE=2    +CME ERROR: {text}    004 §9.2

        """
    )
    private static let formsShown = """
        scenario errors-are-as-cmee-says
            dialects  genpro
            verifies  IP-2

            > AT#DISPLAYIP
            < ERROR
            > AT+CMEE=1
            < OK
            > AT#DISPLAYIP
            < +CME ERROR: 35867
            > AT#DISPLAYIP
            < #CME ERROR: 35867
            > AT+CMEE=2
            < OK
            > AT#DISPLAYIP
            < +CME ERROR: no connection
            > AT#DISPLAYIP
            < #CME ERROR: {:one of network-loss-errors}
            > AT+CMEE=0
            < OK
            > AT#DISPLAYIP
            < #CME ERROR: 35867

        """

    @Test func errorsHaveTheFormThatTheHostHasChosen() throws {
        let (code, output) = try Self.forms.run(
            Self.formsShown,
            in: "connection",
            files: ["connection/gprs.scenario", "tcp/otcp.scenario"]
        )
        #expect(code == 0, "\(output)")
    }

    @Test(arguments: [
        ("AT+CMEE=1    +CME ERROR", "AT+CMEE=1    #CME ERROR"),
        ("AT+CMEE=2    +CME ERROR: {text}", "AT+CMEE=2    +CME ERROR: {code}"),
    ])
    func anotherFormFails(_ old: String, _ new: String) throws {
        let (code, output) = try Self.forms.changing(old, to: new).run(Self.formsShown, in: "connection")
        #expect(code == 1, "\(output)")
        #expect(output.contains("+CME ERROR"), "\(output)")
    }

    // MARK: The shipped dialect of 004

    @Test func restrictionsAreKeptAndWhatTheyMakeImpossibleDoesNotApply() throws {
        let (code, output) = try ManualTrial.genpro2xe().run(files: ["serial/restrictions.scenario", "serial/lines.scenario"])
        #expect(code == 0, "\(output)")
        #expect(!output.contains("failed"), "\(output)")
        #expect(output.contains("× the manual of genpro-2xe does not allow ATV0"), "\(output)")
    }

    /// Scenarios that have what 004 prints notice a dialect, and with it a device, that has it otherwise.
    @Test(arguments: [
        ("with \" = \" in displays", "with \": \" in displays", "parameters/displays.scenario", "#FTPTYPE"),
        ("FTPMODE FTPPORT FTPPUTFILENAME", "FTPPORT FTPMODE FTPPUTFILENAME", "parameters/displays.scenario", "#FTPMODE"),
        (
            "TCPTXDELAY        of socket  ", "TCPTXDELAY        integer 0..32760 multiples of 10    default 100    of socket  ",
            "parameters/bounds.scenario", "PARAM-TCPTXDELAY-LIMITS"
        ),
        ("\"#VERSION: \"  ", "\"#VERSION: '\" ", "parameters/displays.scenario", "DISPLAY-VALL"),
        ("NO SERVICE", "NO-SERVICE", "connection/state.scenario", "STATE-5"),
        ("then     socket-closed OK", "then     OK", "connection/getting-started.scenario", "Ok_Info_SocketClosed"),
        (
            "§3.3.2\n        Ok_Info_DataBegin", "§3.3.2\n        Ok_Info_WaitingForData", "ftp/ftpput.scenario",
            "Ok_Info_DataBegin"
        ),
    ])
    func whatIsPrintedIsNoticed(_ old: String, _ new: String, _ file: String, _ told: String) throws {
        let (code, output) = try ManualTrial.genpro2xe().changing(old, to: new).run(files: [file])
        #expect(code == 1, "\(output)")
        #expect(output.contains(told), "\(output)")
    }

    // MARK: The shipped dialect of 000

    @Test(arguments: [
        ("FTPGETPATH        default .", "FTPGETPATH        default x", "parameters/bounds.scenario", "PARAM-FTPGETPATH-DEFAULT"),
        ("        Ok_WaitingForData", "        Ok_WaitingForDate", "serial/literals.scenario", "Ok_WaitingForData"),
        ("opens    #BODY1 #BODY2 #BODY3  with", "opens    #BODY2 #BODY3  with", "parameters/body.scenario", "PARAM-10"),
        ("PPPSERVUN PPPSERVPW\n    #VGPRS", "PPPSERVUN\n    #VGPRS", "parameters/displays.scenario", "DISPLAY-VPPP"),
        ("then     socket-closed OK", "then     OK", "serial/literals.scenario", "Ok_Info_SocketClosed"),
    ])
    func whatTheFirstManualPrintsIsNoticed(_ old: String, _ new: String, _ file: String, _ told: String) throws {
        let (code, output) = try ManualTrial.edsoft().changing(old, to: new).run(files: [file])
        #expect(code == 1, "\(output)")
        #expect(output.contains(told), "\(output)")
    }
}
