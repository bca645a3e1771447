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
            "--filter",
            "EGNTP",
            "--filter",
            "utc"
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
}
