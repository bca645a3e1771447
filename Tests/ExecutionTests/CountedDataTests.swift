import BenchFacts
import Dialects
import Events
import ScenarioLanguage
import SourceText
import Testing
import Verdicts
import World

@testable import Execution

/// Data whose number the command or a header says, held against what the dialect says of them.
@Suite struct CountedDataTests {
    static let dialect: Dialect = {
        let text = """
            dialect    test
            title      A dialect with counted data
            document   009
            features   sockets
            results
                0   OK   009 ch. 1
            forms   009 ch. 2
                prompt   prompt
                    "> "
                sent
                    SEND OK
            commands   009 ch. 3
                +SEND   write
                +READ   write
                +GET    write
                +HEX    write
                +CAPS   write
            parameters   009 ch. 6
                LIMIT   integer 0..1   default 0
            unsolicited   009 ch. 4
                arrived
                    +RECV: {id},{length}
                ring   at any time
                    RING
            data modes   009 ch. 5
                counted
                    opens      +SEND={id},{length}  with prompt
                    host       counted by length
                    then       sent
                bounded
                    opens      +GET={length}  with "+GET: {length}"  where LIMIT is 1
                    device     counted by length
                typed
                    opens      +SEND={id}  with prompt
                    host       ends with SUB, cancelled with ESC
                    echo       data
                pulled
                    opens      +READ={id},{length}  with "+READ: {length}"
                    device     counted by length
                    announced  by arrived
                digits
                    opens      +HEX={length}  with "+HEX: {length}"
                    device     hexadecimal, counted by length
                capitals
                    opens      +CAPS={length}  with "+CAPS: {length}"
                    device     capital hexadecimal, counted by length
            timings
                answer   5 s
            requirements
                R-1  mandatory  009 ch. 5
                    Data are counted.
            """
        let (dialect, diagnostics) = Dialect.load(SourceFile(path: "test.dialect", bytes: Array(text.utf8)))
        guard let dialect else { preconditionFailure("\(diagnostics)") }
        return dialect
    }()

    /// Runs statements of the language.
    private func run(_ device: ScriptedDevice, _ statements: String) throws -> ScenarioResult {
        let lines = statements.split(separator: "\n").map { "    \($0)\n" }.joined()
        let source = SourceFile(path: "t.scenario", bytes: Array("scenario t\n    verifies R-1\n\(lines)".utf8))
        let (file, diagnostics) = ScenarioFile.parse(source)
        let compiler = Compiler(dialect: Self.dialect, profile: .documentation) { (_) throws(PayloadUnavailable) in [] }
        let compilation = compiler.compile(file, shared: [])
        #expect(diagnostics + compilation.diagnostics.filter { $0.severity == .error } == [])
        var device = device
        device.dialect = Self.dialect
        return device.run(try #require(compilation.scenarios.first)[0]).result
    }

    private static let announced = "< +RECV: 1,9\n"
    private static let reading = announced + "> AT+READ=1,5\n< +READ: {n:integer}\n<< \"hello\"\n< OK"

    private func read(_ answer: String) throws -> ScenarioResult {
        var device = ScriptedDevice([(.zero, "AT+READ=1,5\r" + answer)])
        device.unasked = [(.zero, "\r\n+RECV: 1,9\r\n")]
        return try run(device, Self.reading)
    }

    @Test func whatIsAnnouncedCanBeRead() throws {
        #expect(try read("\r\n+READ: 5\r\nhello\r\nOK\r\n").verdict == .pass)
    }

    /// The scenario does not look at the header's number; the dialect does.
    @Test(
        arguments: [
            ("\r\n+READ: 4\r\nhello\r\nOK\r\n", "there are more data than the 4 bytes that were announced (009 ch. 5)", 4),
            ("\r\n+READ: 5\r\nhello!\r\nOK\r\n", "the device sent something else", 0),
            ("\r\n+READ: 5\r\nhell\r\nOK\r\n", "the device sent something else", 4),
            ("\r\n+READ: 6\r\nhello!\r\nOK\r\n", "6 bytes of data come where 5 bytes were asked for (009 ch. 5)", nil),
        ] as [(String, String, Int?)]
    )
    func aWrongNumberIsTheDevicesFault(answer: String, summary: String, offset: Int?) throws {
        let result = try read(answer)
        #expect(result.verdict == .fail)
        #expect(result.findings.first?.domain == .device)
        #expect(result.findings.first?.summary == summary)
        #expect(result.findings.first?.mismatch == offset)
    }

    /// What looks like the answer are the last of the data.
    @Test func dataThatAreMissingAreTold() throws {
        var device = ScriptedDevice([(.zero, "AT+READ=1,9\r\r\n+READ: 9\r\nhello\r\nOK\r\n")])
        device.unasked = [(.zero, "\r\n+RECV: 1,9\r\n")]
        let statements = Self.announced + "> AT+READ=1,9\n< +READ: {n:integer}\n<< \"hello\"\n< OK"
        let finding = try #require(try run(device, statements).findings.first)
        #expect(finding.summary == "data are missing: 9 bytes were announced (009 ch. 5)")
        #expect(finding.expected == ["4 more bytes of data"])
    }

    @Test(arguments: [("\r\n+RECV: 1,4\r\n", "1 byte"), ("", "5 bytes")])
    func dataThatNothingAnnouncesAreTold(announcement: String, surplus: String) throws {
        var device = ScriptedDevice([(.seconds(1), "AT+READ=1,5\r\r\n+READ: 5\r\nhello\r\nOK\r\n")])
        if !announcement.isEmpty { device.unasked = [(.zero, announcement)] }
        let statements = "allow +RECV: {any}\n> AT+READ=1,5\n< +READ: 5\n<< \"hello\"\n< OK"
        let finding = try #require(try run(device, statements).findings.first)
        #expect(finding.summary == "\(surplus) of data come that no line ‘arrived’ has announced (009 ch. 5)")
    }

    /// A line that may always come, and data that look like it.
    @Test func dataHoldNoUnsolicitedLines() throws {
        var device = ScriptedDevice([(.zero, "AT+READ=1,8\r\r\nRING\r\n\r\n+READ: 8\r\n\r\nRING\r\n\r\nRING\r\n\r\nOK\r\n")])
        device.unasked = [(.zero, "\r\n+RECV: 1,9\r\n")]
        let statements = Self.announced + "> AT+READ=1,8\n< +READ: 8\n<< CRLF \"RING\" CRLF\n< OK"
        #expect(try run(device, statements).verdict == .pass)
    }

    /// Where the manual does not say that they are capitals, small letters are hexadecimal digits, too; digits of another value are not.
    @Test(
        arguments: [
            ("HEX", "4AAf", .pass, nil), ("HEX", "4aaF", .pass, nil), ("HEX", "4AAE", .fail, 3), ("HEX", "JAAF", .fail, 0),
            ("CAPS", "4AAF", .pass, nil), ("CAPS", "4aAF", .fail, 1),
        ] as [(String, String, Verdict, Int?)]
    )
    func digitsAreRead(command: String, digits: String, verdict: Verdict, offset: Int?) throws {
        let device = ScriptedDevice([(.zero, "AT+\(command)=2\r\r\n+\(command): 2\r\n\(digits)\r\nOK\r\n")])
        let statements = "> AT+\(command)=2\n< +\(command): 2\n<< hexadecimal (\"J\" 0xAF)\n< OK"
        let result = try run(device, statements)
        #expect(result.verdict == verdict)
        #expect(result.findings.first?.mismatch == offset)
    }

    private static let sending = "> AT+SEND=1,5\n< {prompt}\n>> \"hello\"\n< {sent}"

    @Test(
        arguments: [
            ("\r\n> ", "\r\nSEND OK\r\n", []), ("> ", "\r\nSEND OK\r\n", ["variant: prompts stand as text"]),
            ("\r\n> ", "hello\r\nSEND OK\r\n", ["variant: data are echoed"]),
        ] as [(String, String, [String])]
    )
    func whatTheManualDoesNotSayPasses(prompt: String, answer: String, notes: [String]) throws {
        let result = try run(ScriptedDevice([(.zero, "AT+SEND=1,5\r" + prompt)], [(.zero, answer)]), Self.sending)
        #expect(result.verdict == .pass)
        #expect(result.notes == notes)
    }

    @Test func aPromptHasNoLineEnd() throws {
        let device = ScriptedDevice([(.zero, "AT+SEND=1,5\r\r\n> \r\n")], [(.zero, "\r\nSEND OK\r\n")])
        let finding = try #require(try run(device, Self.sending).findings.first)
        #expect(finding.summary == "a line end follows the prompt (009 ch. 5)")
    }

    /// Lines that the host sends are data there, as they are echoed as data; a command is one again behind the end.
    @Test func linesAreDataUpToTheEnd() throws {
        let device = ScriptedDevice(
            [(.zero, "AT+SEND=1\r\r\n> ")],
            [(.zero, "ATE0\r")],
            [(.zero, "\u{1A}\r\nSEND OK\r\n")],
            [(.zero, "AT\r\r\nOK\r\n")]
        )
        let statements = "> AT+SEND=1\n< {prompt}\n> ATE0\n>> SUB\n< {sent}\n> AT\n< OK"
        #expect(try run(device, statements).verdict == .pass)
    }

    /// A device that was off is in command mode, and in its usual modes.
    @Test func powerEndsData() throws {
        let device = ScriptedDevice(
            [(.zero, "AT+SEND=1\r\r\n> ")],
            [(.zero, "ATE0\r\r\nOK\r\n")],
            [(.zero, "\r\nOK\r\n")]
        )
        let statements = "> AT+SEND=1\n< {prompt}\ndevice is switched off and on\n> ATE0\n< OK\n> AT\n< OK"
        #expect(try run(device, statements).verdict == .pass)
    }

    /// Which mode is opened is known by the parameter, also where the device is known to hold its value and nothing is sent.
    @Test(arguments: [0, 1])
    func aValueThatIsHeldCounts(value: Int) throws {
        var device = ScriptedDevice([(.zero, "AT+GET=5\r\r\n+GET: 4\r\nhello\r\nOK\r\n")])
        var memory = DeviceMemory()
        memory.sent(Array("AT#LIMIT=\(value)".utf8))
        memory.confirmed()
        device.memory = memory
        let result = try run(device, "ensure AT#LIMIT=\(value)\n> AT+GET=5\n< +GET: {n:integer}\n<< \"hello\"\n< OK")
        #expect(result.verdict == (value == 0 ? .pass : .fail))
    }
}
