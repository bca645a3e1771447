import Testing

/// What manuals 000, 002 and 004 say otherwise than 001, and a dialect says as data.
@Suite(.serialized)
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

    // MARK: Lists (002 ch. 3 #REC1)

    private static let recipients = ManualTrial.multitechF(
        """
        parameters
            REC1    1..10 of text 120    no default    entered by #REC1ADD    002 ch. 3 #REC1

        """
    )
    private static let mail = """
        scenario a-mail-goes-to-all-of-its-list
            title     "SENDMAIL1 sends to every address of REC1"
            dialects  multitech-f
            verifies  SENDMAIL-1
            needs     gprs, smtp

            begin online
            with sender "{address of smtp}" "" ""
            with letter "1" "To all of you."
            > ATE0
            < OK
            > AT#REC1ADD
            >> "one@domain.com" CRLF "two@domain.com" CRLF SUB
            < OK
            > ATE1
            < OK
            > AT#SENDMAIL1
            < OK
            smtp received 1 message
            smtp envelope from "module@domain.com" to "one@domain.com" "two@domain.com" "ccrecipient1@domain.com"
            smtp header "To" holds "one@domain.com"
            smtp header "To" holds "two@domain.com"

        """

    @Test func aListIsEnteredReadAndMailedTo() throws {
        let (code, output) = try Self.recipients.run(
            Self.mail,
            in: "mail",
            files: ["parameters/list.scenario", "mail/sendmail.scenario", "parameters/bounds.scenario"]
        )
        #expect(code == 0, "\(output)")
        let list = try Self.recipients.run(files: ["parameters/list.scenario"])
        #expect(list.output.contains("\n3 scenarios: 3 passed"), "\(list.output)")
    }

    @Test func aListOfOneDoesNotHoldTwo() throws {
        let (code, output) = try Self.recipients.changing("1..10", to: "1..1").run(Self.mail, in: "mail")
        #expect(code == 1, "\(output)")
        #expect(output.contains("two@domain.com"), "\(output)")
    }

    /// Scenarios of another kind of parameter do not apply, and say so.
    @Test func withoutAListNothingOfItApplies() throws {
        let (_, output) = try ManualTrial.multitechF("").run(files: ["parameters/list.scenario"])
        #expect(!output.contains("passed"), "\(output)")
    }

    // MARK: How parameters are shown (000 §2.18, §2.23, §3.13, §3.15; 004 §3.4.2, §4.1.2, §6.3.2, §7.1.2)

    private static let ports = ManualTrial.edsoft(
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
            dialects  edsoft
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
            dialects  edsoft
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

    private static let letters = ManualTrial.genpro(
        """
        parameters
            FTPMODE    integer 0..1        default 0    004 §3.1.2
            FTPTYPE    shown bare with " = " in displays, bare when read    004 §3.4.2
        displays
            #VFTP                                       004 §3.4.2
                FTPGETFILENAME FTPGETPATH FTPMODE FTPPORT FTPPUTFILENAME FTPPUTPATH FTPPW FTPSERV FTPTYPE FTPUN
            #VALL      after "#VERSION: {version}"    parted by CR LF    004 §6.3.2
                APNPW APNSERV APNUN GPRSMODE GPRSCID
                FTPGETFILENAME FTPGETPATH FTPMODE FTPPORT FTPPUTFILENAME FTPPUTPATH FTPPW FTPSERV FTPTYPE FTPUN
                DLEMODE TCPPORT TCPSERV

        """
    )
    private static let lettersShown = """
        scenario vftp-shows-the-type-with-blanks-and-without-quotes
            dialects  genpro
            verifies  DISPLAY-VFTP

            ensure AT#FTPTYPE="A"
            ensure AT#FTPPORT="2121"
            ensure AT#FTPUN="myname"
            > AT#VFTP
            < #FTPGETFILENAME: {:quoted}
            < #FTPGETPATH: {:quoted}
            < #FTPMODE: 0
            < #FTPPORT: 2121
            < #FTPPUTFILENAME: {:quoted}
            < #FTPPUTPATH: {:quoted}
            < #FTPPW: {:quoted}
            < #FTPSERV: {:quoted}
            < #FTPTYPE = A
            < #FTPUN: "myname"
            < OK

        scenario vall-begins-with-the-version
            dialects  genpro
            verifies  DISPLAY-VALL

            ensure AT#TCPPORT=2,"1025"
            > AT#VALL
            shows AT#VALL
            optional < OK
            > AT#VTCP=2
            < #DLEMODE: 2,{:integer}
            < #TCPSERV: 2,{:quoted}
            < #TCPPORT: 2,1025
            < OK

        scenario displays-have-defaults
            dialects  genpro
            verifies  DISPLAY-VALL
            needs stimulus factory-state

            > AT#VALL
            shows the defaults of AT#VALL
            optional < OK
            > AT#VTCP=2
            shows AT#VTCP=2
            < OK

        """

    @Test func aLetterIsShownWithoutQuotesBehindAnEqualsSign() throws {
        let (code, output) = try Self.letters.run(Self.lettersShown, files: ["parameters/bounds.scenario"])
        #expect(code == 0, "\(output)")
        #expect(!output.contains("a letter is shown without quotes"), "\(output)")
    }

    @Test func aReadIsLookedForWithItsOwnSeparator() throws {
        let letters = try Self.letters.changing("bare when read", to: "bare with \"=\" when read")
        let (code, output) = try letters.run(files: ["parameters/bounds.scenario"], ["--filter", "FTPTYPE", "--verbose"])
        #expect(code == 0 && output.contains("#FTPTYPE=I"), "\(output)")
    }

    @Test(arguments: [
        ("with \" = \" in displays", "with \": \" in displays", "#FTPTYPE"),
        ("FTPMODE FTPPORT FTPPUTFILENAME", "FTPPORT FTPMODE FTPPUTFILENAME", "#FTPMODE"),
    ])
    func anotherSeparatorOrOrderThanTheManualsFails(_ old: String, _ new: String, _ told: String) throws {
        let (code, output) = try Self.letters.changing(old, to: new).run(Self.lettersShown)
        #expect(code == 1, "\(output)")
        #expect(output.contains(told), "\(output)")
    }

    // MARK: The version's and the state's lines (004 §6.1.2, §6.2.2)

    private static let states = ManualTrial.genpro(
        """
        without
            spellings    state-dialing state-disconnecting
        spellings
            before-version    "#VERSION: "               004 §6.1.2
            after-version     ""                         004 §6.1.2
            before-state                                 004 §6.2.2
            after-state                                  004 §6.2.2
            no-service        "#STATE: "NO SERVICE""     004 §6.2.2

        """
    )
    private static let statesShown = """
        scenario the-version-has-no-quotes
            dialects  genpro
            verifies  BASE-2

            > AT#VVERSION
            < #VERSION: OS:{:/[A-Za-z0-9.: -]+/}
            < OK

        scenario no-service-is-a-state-between-quotes
            dialects  genpro
            verifies  STATE-5
            needs     stimulus registration

            network
                gsm   not registered
                gprs  not registered

            > AT#VSTATE
            < #STATE: "NO SERVICE"
            optional < OK

        scenario a-connection-is-connected-or-idle
            dialects  genpro
            verifies  STATE-4
            needs     gprs

            begin registered
            end offline
            with state-is "IDLE"
            with gprs-account "{rig apn}" "{rig user}" "{rig password}"
            > AT#CONNECTIONSTART
            < {:ipv4}
            < {gprs-ready}
            > AT#VSTATE
            < #STATE: "CONNECTED"
            < OK

        """

    @Test func stateAndVersionStandAsTheirManualHasThem() throws {
        let files = ["connection/getting-started.scenario", "connection/state.scenario", "connection/gprs.scenario"]
        let (code, output) = try Self.states.run(Self.statesShown, in: "connection", files: files)
        #expect(code == 0, "\(output)")
        let own = try Self.states.run(Self.statesShown, in: "connection")
        #expect(own.output.contains("\n3 scenarios: 3 passed"), "\(own.output)")
    }

    @Test(arguments: [
        ("after-version     \"\"  ", "after-version     \"'\" ", "BASE-2"), ("NO SERVICE", "NO-SERVICE", "STATE-5"),
        ("after-state                                  004", "after-state       \".\"                        004", "STATE-4"),
    ])
    func anotherLineThanTheManualsFails(_ old: String, _ new: String, _ told: String) throws {
        let (code, output) = try Self.states.changing(old, to: new).run(Self.statesShown, in: "connection")
        #expect(code == 1, "\(output)")
        #expect(output.contains(told), "\(output)")
    }

    // MARK: Errors without a code, and their forms (004 §9.2; 003 has +CME ERROR, 004 §5.2 an ERROR without a number)

    private static let codes = ManualTrial.genpro(
        """
        without
            34817 34819 34824 34881 34882 36872 37952 37964 37966 38017 38018 38023 38024 38080 38081
            49153 49154 49156 49157 49158
        errors
            35841    GPRS session lost                004 §9.2
                when tcp-context-cancelled
        error groups
            login-errors            ERROR                            004 §9.2
            missing-errors          36929 ERROR                      004 §9.2
            ftp-errors              38016 38022 35841 ERROR          004 §9.2
            ftp-open-errors         35867 38016 35841 ERROR          004 §9.2
            ftp-transfer-errors     35841 ERROR                      004 §9.2
            tcp-errors              38016 35841 ERROR                004 §9.2
            network-loss-errors     35867 35868 35841 ERROR          004 §9.2

        """
    )
    private static let refusals = """
        scenario what-has-no-code-is-a-plain-error
            dialects  genpro
            verifies  BASE-3

            > AT#NOSUCH
            < #CME ERROR: 34817
            > AT#NOSUCH
            < #CME ERROR: {:one of unknown-command}
            > AT#NOSUCH
            < ERROR
            > AT#DISPLAYIP
            < #CME ERROR: 35867

        """

    @Test func reasonsWithoutACodeArePlainErrors() throws {
        let files = [
            "ftp/ftpget-failures.scenario", "ftp/ftpput-failures.scenario", "tcp/otcp.scenario", "connection/gprs.scenario",
        ]
        let (code, output) = try Self.codes.run(Self.refusals, in: "connection", files: files)
        #expect(code == 0, "\(output)")
        #expect(!output.contains("variant: ERROR"), "\(output)")
    }

    @Test(arguments: [
        ("35841 ERROR      ", "35841            "), ("login-errors            ERROR", "login-errors            35841"),
    ])
    func aPlainErrorThatAGroupDoesNotHoldFails(_ old: String, _ new: String) throws {
        let files = ["ftp/ftpget-failures.scenario", "ftp/ftpput-failures.scenario", "tcp/otcp.scenario"]
        let (code, output) = try Self.codes.changing(old, to: new).run(files: files)
        #expect(code == 1, "\(output)")
    }

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

    // MARK: Restrictions of use (004 §8)

    private static let restricted = ManualTrial.genpro(
        """
        restrictions                           004 §8
            ATV0            refused
            ATQ1            refused
        timings
            attach-pause    500 ms             004 §8

        """
    )
    private static let restrictions = """
        scenario a-connection-after-attaching-waits
            dialects  genpro
            verifies  CONN-GPRS-1
            needs     gprs

            network
                gprs  apn "{rig apn}" user "{rig user}" password "{rig password}"

            begin registered
            end offline
            with gprs-parameters "{rig apn}" "{rig user}" "{rig password}"
            > AT+CGATT=0
            < OK
            > AT+CGATT=1
            < OK
            > AT#CONNECTIONSTART
            < {:ipv4}
            < {gprs-ready}

        scenario a-connection-that-does-not-wait-is-refused
            dialects  genpro
            verifies  CONN-GPRS-1
            needs     gprs

            network
                gprs  apn "{rig apn}" user "{rig user}" password "{rig password}"

            begin registered
            end offline
            begin quiet-line
            with gprs-parameters "{rig apn}" "{rig user}" "{rig password}"
            > AT+CGATT=0
            < OK
            > AT+CGATT=1
            < OK
            >> "AT"
            >> "#CONNECTIONSTART" CR
            < #CME ERROR: 35866

        scenario numbers-do-not-apply
            dialects  genpro
            verifies  SERIAL-1

            > ATV0
            < OK

        scenario the-refused-line-goes-no-further
            dialects  genpro
            verifies  SERIAL-1

            > ATE1V0
            < ERROR
            > AT
            < OK

        """

    @Test func whatIsNotAllowedIsRefusedAndPausesAreKept() throws {
        let files = ["serial/restrictions.scenario", "connection/gprs.scenario", "serial/numbers.scenario"]
        let (code, output) = try Self.restricted.run(Self.restrictions, in: "connection", files: files)
        #expect(code == 0, "\(output)")
        #expect(output.contains("× the manual of genpro does not allow ATV0"), "\(output)")
    }

    @Test(arguments: [
        ("ATV0            refused", "ATV7            refused", "SERIAL-1"),
        ("attach-pause    500 ms", "attach-pause    1 ms  ", "CONN-GPRS-1"),
    ])
    func whatAManualDoesNotRestrictFails(_ old: String, _ new: String, _ told: String) throws {
        let (code, output) = try Self.restricted.changing(old, to: new).run(Self.restrictions, in: "connection")
        #expect(code == 1, "\(output)")
        #expect(output.contains(told), "\(output)")
    }

    // MARK: What follows a session's data (004 §4.4.2)

    private static let closing = ManualTrial.genpro(
        """
        data modes
            socket                                                             004 §4.4.2
                opens    #OTCP #LTCPSTART  with waiting-for-data  where socket-coding is 1
                host     DLE escapes, ends with ETX
                device   DLE escapes, ends with ETX
                echo     end
                error    after ETX
                then     socket-closed OK

        """
    )

    @Test func theDeviceSaysWhatFollowsData() throws {
        let (code, output) = try Self.closing.run(files: ["tcp/otcp.scenario", "tcp/sockets.scenario"])
        #expect(code == 0, "\(output)")
    }

    @Test(arguments: [("then     socket-closed OK", "then     OK"), ("then     socket-closed OK", "then     socket-closed")])
    func anotherEndThanTheManualsFails(_ old: String, _ new: String) throws {
        let (code, output) = try Self.closing.changing(old, to: new).run(files: ["tcp/otcp.scenario", "tcp/sockets.scenario"])
        #expect(code == 1, "\(output)")
    }
}
