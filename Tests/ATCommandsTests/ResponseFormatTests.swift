import ATCommands
import Testing

/// 001 App. B "Serial Communication", "Output", byte by byte.
@Suite struct ResponseFormatTests {
    @Test(
        arguments: [
            (.result(text: "OK", number: 0), "\r\nOK\r\n", "\r0\r"),
            (.result(text: "Ok_Info_Mail", number: 3073), "\r\nOk_Info_Mail\r\n", "\r3073\r"),
            (.indication("213.30.30.30"), "\r\n213.30.30.30\r\n", "213.30.30.30\r\n"),
            (.extendedError("#CME ERROR: 38027"), "\r\n#CME ERROR: 38027\r\n", "\r#CME ERROR: 38027\r\n"),
            (.parameter("#PPPMODE: 1"), "#PPPMODE: 1\r\n", "#PPPMODE: 1\r\n"),
            (.separator, "\r\n", "\r\n"),
            (.endOfParameters("OK"), "\r\nOK\r\n", "\r\nOK\r\n"),
            (.information("+CREG: 0,1"), "\r\n+CREG: 0,1\r\n", "+CREG: 0,1\r\n"),
        ] as [(Response, String, String)]
    )
    func framesUnderEitherMode(response: Response, verbose: String, numeric: String) {
        #expect(ResponseFormat(isVerbose: true).bytes(of: response) == Array(verbose.utf8))
        #expect(ResponseFormat(isVerbose: false).bytes(of: response) == Array(numeric.utf8))
    }

    @Test func quietSendsInformationTextOnly() {
        let quiet = ResponseFormat(isQuiet: true)
        let suppressed: [Response] = [
            .result(text: "OK", number: 0), .indication("DIALING"), .extendedError("#CME ERROR: 1"), .parameter("#X: 1"),
            .separator,
            .endOfParameters("OK"),
        ]
        for response in suppressed { #expect(quiet.bytes(of: response) == []) }
        #expect(quiet.bytes(of: .information("x")) == Array("\r\nx\r\n".utf8))
    }

    @Test func framesWithS3AndS4() {
        let format = ResponseFormat(characters: ControlCharacters(terminator: 0x1D, lineFeed: 0x1E))
        #expect(format.bytes(of: .result(text: "OK", number: 0)) == [0x1D, 0x1E, 0x4F, 0x4B, 0x1D, 0x1E])
    }
}
