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
}
