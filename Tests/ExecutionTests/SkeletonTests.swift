import BenchFacts
import Dialects
import ScenarioLanguage
import SourceText
import Testing
import Verdicts
import World

@testable import Execution

/// A recording in short: `>` what the host sent, `<` what the device sent, `.` seconds that passed.
private func recorded(_ pieces: String...) -> Recording { recorded(pieces) }

private func recorded(_ pieces: [String]) -> Recording {
    var recording = Recording()
    var time = Instant.start
    for piece in pieces {
        let bytes = Array(piece.utf8.dropFirst())
        switch piece.first {
        case ">": recording.append(bytes, from: .host, at: time)
        case "<": recording.append(bytes, from: .device, at: time)
        default: time = time + .seconds(Int64(piece.dropFirst()) ?? 0)
        }
        time = time + .milliseconds(20)
    }
    recording.extend(to: time + .seconds(1))
    return recording
}

struct SkeletonTests {
    static let dialect: Dialect = {
        let text = """
            dialect test
            title "A dialect for tests"
            document 001
            features serial
            results
                0  OK  001 ch. 7
                3  NO CARRIER  001 ch. 7
                4  ERROR  001 ch. 7
            forms  001 ch. 7
                waiting-for-data  1028
                    Ok_Info_WaitingForData
                    OK_Info_WaitingForData
                ftpput-ready  1028
                    Ok_Info_WaitingForData
                mail-ready  3073
                    Ok_Info_Mail
                socket-closed  3074
                    Ok_Info_SocketClosed
            displayed
                "#"
            framing  001 App. B
                results  CR LF text CR LF  numeric CR number CR
                errors  CR LF text CR LF  numeric CR text CR LF
                read  text CR LF
                information  CR LF text CR LF  numeric text CR LF
                echo  under ATE1
            parameters
                DLEMODE  integer 0..1  default 1  001 ch. 5
            timings
                answer  5 s
            requirements
                R-1  mandatory  001 ch. 7
                    It answers.
                GETMAIL-1  mandatory  001 ch. 3
                    It delivers.
            """
        let (dialect, diagnostics) = Dialect.load(SourceFile(path: "test.dialect", bytes: Array(text.utf8)))
        guard var dialect else { preconditionFailure("\(diagnostics)") }
        dialect.dataModes = dataModes
        return dialect
    }()

    private static let dataModes: [Dialect.DataMode] = {
        let mail = Dialect.DataMode.Flow(end: .bytes(Array("\r\n.\r\n".utf8)))
        let escaped = Dialect.DataMode.Flow(.escaped, end: .bytes([3]))
        let open = Dialect.DataMode.Flow(end: .none)
        func mode(
            _ command: String,
            _ form: String,
            _ coding: String? = nil,
            host: Dialect.DataMode.Flow?,
            device: Dialect.DataMode.Flow?
        )
            -> Dialect.DataMode
        {
            let setting = coding.map { Dialect.DataMode.Setting(parameter: "DLEMODE", value: $0) }
            return Dialect.DataMode(
                name: command,
                openings: [.init(command: command, message: .form(form), setting: setting)],
                host: host,
                device: device,
                errorMarker: .init(bytes: command == "#PUTMAIL" ? [] : [3], isOptional: true),
                answers: ["socket-closed"],
                clause: "001"
            )
        }
        return [
            mode("#OTCP", "waiting-for-data", "1", host: escaped, device: escaped),
            mode("#OTCP", "waiting-for-data", "0", host: open, device: open),
            mode("#GETMAIL", "mail-ready", host: nil, device: mail),
            mode("#PUTMAIL", "waiting-for-data", host: mail, device: nil),
            mode("#FTPPUT", "ftpput-ready", host: escaped, device: nil),
        ]
    }()

    /// The lines below the head, without their indentation; checks that the file is valid and in canonical layout.
    static func body(
        _ recording: Recording,
        _ dialect: Dialect = dialect,
        _ sourceLocation: Testing.SourceLocation = #_sourceLocation
    ) -> [String] {
        let skeleton = ScenarioSkeleton(recording, name: "test", source: "a test", dialect: dialect)
        let (file, diagnostics) = ScenarioFile.parse(SourceFile(path: "test.scenario", bytes: skeleton.text))
        let compiler = Compiler(dialect: dialect, profile: .documentation) { (_) throws(PayloadUnavailable) in [] }
        let compilation = compiler.compile(file, shared: [])
        #expect(diagnostics.isEmpty, sourceLocation: sourceLocation)
        #expect(!compilation.diagnostics.contains { $0.severity == .error }, sourceLocation: sourceLocation)
        #expect(compilation.scenarios.count == 1, sourceLocation: sourceLocation)
        #expect(file.formatted() == skeleton.text, sourceLocation: sourceLocation)
        let lines = String(decoding: skeleton.text, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
        let start = lines.lastIndex { $0.hasPrefix("    verifies") } ?? 0
        return lines[(start + 1)...].map { String($0.drop { $0 == " " }) }.filter { !$0.isEmpty }
    }

    /// What the device says whenever it likes is allowed, and asked for by nothing.
    @Test func linesThatMayComeAtAnyTimeAreAllowed() {
        var recording = Recording()
        let said = ["AT\r\r\nOK\r\n", "\r\n+CREG: 1\r\n", "\r\n+CREG: 5\r\n"]
        recording.append(Array("AT\r".utf8), from: .host, at: .start)
        for (index, text) in said.enumerated() {
            recording.append(Array(text.utf8), from: .device, at: .start + .milliseconds(Int64(index + 1)))
        }
        recording.append(Array("ATI\r".utf8), from: .host, on: LineName.first(2)[1], at: .start + .seconds(1))
        let skeleton = ScenarioSkeleton(recording, name: "t", source: "", dialect: Self.dialect, standing: ["+CREG:", "RING"])
        let text = String(decoding: skeleton.text, as: UTF8.self)
        #expect(text.hasSuffix("\n    allow +CREG:{any}\n    > AT\n    < OK\n"), "\(text)")
        #expect(text.contains("# What passed on the device's other lines (b) stands in the journal alone.\n"))
    }

    @Test func aLineWithItsEchoAndAnswer() {
        #expect(Self.body(recorded(">AT\r", "<AT\r\r\nOK\r\n")) == ["> AT", "< OK"])
    }

    @Test func typedByHand() {
        #expect(Self.body(recorded(">A", "<A", ">T", "<T", ">\r", "<\r\r\nOK\r\n")) == ["> AT", "< OK"])
    }

    @Test func echoIsFoundOutAndFollowed() {
        let recording = recorded(
            ">AT\r",
            "<\r\nOK\r\n",
            ">ATE1\r",
            "<\r\nOK\r\n",
            ">ATE0\r",
            "<ATE0\r\r\nOK\r\n",
            ">AT\r",
            "<\r\nOK\r\n"
        )
        #expect(Self.body(recording) == ["assume echo off", "> AT", "< OK", "> ATE1", "< OK", "> ATE0", "< OK", "> AT", "< OK"])
    }

    @Test func anEchoBelongsToItsOwnLine() {
        let answer = "\r\nOK\r\n"
        let dialogue = [">ATE0\r", "<ATE0\r" + answer, ">AT\r", "<" + answer, ">ATE1\r", "<" + answer, ">AT\r", "<AT\r" + answer]
        #expect(
            Self.body(recorded(dialogue)) == ["> ATE0", "< OK", "> AT", "< OK", "> ATE1", "< OK", "> AT", "< OK"]
        )
        #expect(
            Self.body(recorded(Array(dialogue.dropFirst(2))))
                == ["assume echo off", "> AT", "< OK", "> ATE1", "< OK", "> AT", "< OK"]
        )
    }

    @Test func numbersAreFollowedAndFoundOut() {
        let recording = recorded(
            ">ATV0\r",
            "<ATV0\r\r0\r",
            ">AT#X\r",
            "<AT#X\r\r#CME ERROR: 3\r\n",
            ">ATV1\r",
            "<ATV1\r\r\nOK\r\n"
        )
        #expect(Self.body(recording) == ["> ATV0", "< OK", "> AT#X", "< #CME ERROR: 3", "> ATV1", "< OK"])
        #expect(Self.body(recorded(">AT\r", "<AT\r\r4\r")) == ["> AT", "assume verbose off", "< ERROR"])
    }

    @Test func linesSentAheadAreSentAhead() {
        #expect(
            Self.body(recorded(">AT\r", ">ATI\r", "<AT\r\r\nOK\r\nATI\r\r\nMODEM\r\n\r\nOK\r\n"))
                == [#">> "AT" CR "ATI" CR"#, #"<< "AT" CR"#, "< OK", #"<< "ATI" CR"#, "< MODEM", "< OK"]
        )
    }

    @Test func displayedParametersAndUnknownLines() {
        #expect(
            Self.body(recorded(">AT#V\r", "<AT#V\rbare\r\n\r\n#A: \"{\"\r\n\r\nOK\r\n"))
                == ["> AT#V", "<< \"bare\" CRLF", "<", "< #A: \"{{\"", "< OK"]
        )
    }

    @Test func addressesBecomeCaptures() {
        let recording = recorded(
            ">AT#GO\r",
            "<AT#GO\r\r\n10.1.2.3\r\n\r\n10.9.9.9\r\n",
            ">AT#IP?\r",
            "<AT#IP?\r#IP: \"10.1.2.3\"\r\n",
            ">AT#S=\"1.1.1.1\"\r",
            "<AT#S=\"1.1.1.1\"\r#S: \"1.1.1.1\"\r\n#D: \"0.0.0.0\"\r\n",
            ">AT#T=10.9.9.9\r",
            "<AT#T=10.9.9.9\r\r\nOK\r\n"
        )
        #expect(
            Self.body(recording) == [
                "> AT#GO", "< {ip:ipv4}", "< {ip-2:ipv4}", "> AT#IP?", "< #IP: \"{ip}\"", "> AT#S=\"1.1.1.1\"",
                "< #S: \"1.1.1.1\"",
                "< #D: \"0.0.0.0\"", "> AT#T={ip-2}", "< OK",
            ]
        )
    }

    @Test func mailIsDataUpToItsEnd() {
        #expect(
            Self.body(
                recorded(
                    ">AT#GETMAIL\r",
                    "<AT#GETMAIL\r\r\nOk_Info_Mail\r\nSubject: x\r\n\r\nOK\r\n",
                    "<.\r",
                    "<\n\r\nOK\r\n"
                )
            )
                == [
                    "> AT#GETMAIL", "< {mail-ready}", "<< \"Subject: x\" CRLF", "<< CRLF", "<< \"OK\" CRLF", "<< \".\" CRLF",
                    "< OK",
                ]
        )
    }

    @Test func dataOfASocketEndWithEitherSidesETX() {
        #expect(
            Self.body(
                recorded(
                    ">AT#OTCP\r",
                    "<AT#OTCP\r\r\nOk_Info_WaitingForData\r\n",
                    ">AT\r\u{10}\u{3}",
                    "<\u{10}\u{10}\r\nOK\r\n",
                    ">\u{3}",
                    "<\u{3}\r\nOk_Info_SocketClosed\r\n\r\nOK\r\n",
                    ">AT\r",
                    "<AT\r\r\nOK\r\n"
                )
            ) == [
                "> AT#OTCP", "< {waiting-for-data}", ">> \"AT\" CR DLE ETX", "<< DLE DLE CRLF", "<< \"OK\" CRLF", ">> ETX",
                "<< ETX",
                "< {socket-closed}", "< OK", "> AT", "< OK",
            ]
        )
        #expect(
            Self.body(recorded(">AT#FTPPUT\r", "<AT#FTPPUT\r\r\nOk_Info_WaitingForData\r\n", ">a", "<\u{3}\r\nOK\r\n"))
                == ["> AT#FTPPUT", "< {ftpput-ready}", ">> \"a\"", "<< ETX", "< OK"]
        )
    }

    /// Data that are counted hold what looks like answers.
    @Test func countedDataAreTakenByTheirNumber() {
        #expect(
            Self.body(
                recorded(
                    ">AT+SEND=1,6\r",
                    "<AT+SEND=1,6\r\r\n> ",
                    ">AT\rOK\r",
                    "<\r\nSEND OK\r\n\r\n+RECV: 1,4\r\n",
                    ">AT+READ=1,9\r",
                    "<AT+READ=1,9\r\r\n+READ: 4\r\n\r\nO\r\r\nOK\r\n",
                    ">AT+SEND=1\r",
                    "<AT+SEND=1\r\r\n> ",
                    ">AT\r\u{1B}",
                    "<\r\nOK\r\n"
                ),
                CountedDataTests.dialect
            ) == [
                "> AT+SEND=1,6", "< {prompt}", ">> \"AT\" CR \"OK\" CR", "< {sent}", "< +RECV: 1,4", "> AT+READ=1,9",
                "< +READ: 4",
                "<< CRLF", "<< \"O\" CR", "< OK", "> AT+SEND=1", "< {prompt}", ">> \"AT\" CR ESC", "< OK",
            ]
        )
    }

    @Test func withoutCodingTheDeviceEndsTheData() {
        #expect(
            Self.body(
                recorded(
                    ">AT#DLEMODE=0\r",
                    "<AT#DLEMODE=0\r\r\nOK\r\n",
                    ">AT#OTCP\r",
                    "<AT#OTCP\r\r\nOk_Info_WaitingForData\r\n",
                    ">\u{3}a\r",
                    "<\u{3}\r\nOk_Info_SocketClosed\r\n\r\nOK\r\n",
                    ">AT\r",
                    "<AT\r\r\nOK\r\n"
                )
            ) == [
                "> AT#DLEMODE=0", "< OK", "> AT#OTCP", "< {waiting-for-data}", ">> ETX \"a\" CR", "<< ETX", "< {socket-closed}",
                "< OK",
                "> AT", "< OK",
            ]
        )
    }

    @Test func textsAndPromptsAndNoise() {
        #expect(
            Self.body(recorded(">\u{1B}", ">AT+S\r", "<AT+S\r\r\n> ", ".2", ">hi \u{1A}", "<hi \u{1A}\r\nOK\r\n"))
                == [">> ESC", "> AT+S", "<", "<< \"> \"", ">> \"hi \" SUB", "<< \"hi \" SUB", "< OK"]
        )
        #expect(
            Self.body(recorded(">AT\u{8}TE0 \r", "<AT\u{8}TE0 \r\r\nOK\r\n", ">AT\r", "<\r\nOK\r\n")).first
                == ">> \"AT\" BS \"TE0 \" CR"
        )
    }

    @Test func longWaitsAreSaid() {
        #expect(
            Self.body(recorded(">AT\r", "<AT\r", ".4", "<\r\nOK\r\n", ".60", ">AT\r", "<AT\r\r\nERROR\r\n"))
                == ["> AT", "within 9s < OK", "wait 60s", "> AT", "< ERROR"]
        )
        #expect(Self.body(recorded(">AT\r")) == ["assume echo off", "> AT", "silence for 1s"])
    }

    @Test func theHeadGuessesRequirementsAndTakesAnyName() {
        let recording = recorded(">AT#GETMAIL\r", "<AT#GETMAIL\r\r\nOK\r\n")
        let skeleton = ScenarioSkeleton(recording, name: "über {x}/\"1", source: "a \"b\" {c}", dialect: Self.dialect)
        let text = String(decoding: skeleton.text, as: UTF8.self)
        #expect(text.contains("scenario ber-x-1\n"))
        #expect(text.contains("verifies  GETMAIL-1\n"))
        #expect(text.contains("title     \"Recorded from a \"\"b\"\" {{c}}\"\n"))
    }

    @Test func whatIsLongerThanAScenarioEndsEarly() {
        var recording = recorded(">AT\r", "<AT\r\r\nOK\r\n")
        for second in 2..<400 {
            recording.append(
                (0..<1_000).map { UInt8(truncatingIfNeeded: $0 &* 7 | 0x81) },
                from: .device,
                at: .start + .seconds(Int64(second))
            )
        }
        let skeleton = ScenarioSkeleton(recording, name: "long", source: "", dialect: Self.dialect)
        #expect(skeleton.isCut)
        #expect(Self.body(recording).last?.hasPrefix("inconclusive") == true)
    }

    /// Whatever passed, the skeleton is a scenario, and its bytes are those that passed.
    @Test(arguments: 1...40)
    func noBytesAreLostOrInvented(seed: UInt64) {
        var generator = SystemLike(state: seed)
        let alphabet = Array("AT#E0V1\r\r\n\n{}\" #.<>\u{3}\u{10}\u{1A}\u{1B}1.2.3.4".utf8) + [0xFF, 0x0C, 0x80]
        var recording = Recording()
        for index in 0..<60 {
            let words: [[UInt8]] = [
                Array("\r\nOK\r\n".utf8), Array("\r\nOk_Info_WaitingForData\r\n".utf8), Array("AT\r".utf8), Array("\r0\r".utf8),
                (0..<generator.next(10) + 1).map { _ in alphabet[generator.next(alphabet.count)] },
                Array(repeating: alphabet[generator.next(alphabet.count)], count: 9),
                Array("\r\n10.0.0.\(generator.next(9))\r\n".utf8),
            ]
            let side: Recording.Side = generator.next(2) == 0 ? .host : .device
            recording.append(words[generator.next(words.count)], from: side, at: .start + .milliseconds(Int64(index * 30)))
        }
        _ = Self.body(recording)
        let items = ByteItems.lines(of: recording.bytes(of: .device)[...])
        #expect(items.reduce(0) { $0 + $1.count } == recording.bytes(of: .device).count)
    }

    @Test(arguments: 1...40)
    func itemsReadBackAsTheirBytes(seed: UInt64) throws {
        var generator = SystemLike(state: seed &* 77)
        let bytes = (0..<200).flatMap { _ -> [UInt8] in
            let byte = UInt8(generator.next(256))
            return Array(repeating: byte, count: [1, 1, 1, 2, 9][generator.next(5)])
        }
        var text = "scenario x\n    verifies R-1\n"
        for (items, _) in ByteItems.lines(of: bytes[...]) { text += "    << \(items)\n" }
        let (file, diagnostics) = ScenarioFile.parse(SourceFile(path: "x.scenario", bytes: Array(text.utf8)))
        #expect(diagnostics.isEmpty)
        let compiler = Compiler(dialect: Self.dialect, profile: .documentation) { (_) throws(PayloadUnavailable) in [] }
        let scenario = try #require(compiler.compile(file, shared: []).scenarios.first)
        let read = scenario[0].steps.flatMap { step -> [UInt8] in
            guard case .expect(let expectation) = step.action, case .bytes(let payload) = expectation.content else { return [] }
            return payload.knownBytes ?? []
        }
        #expect(read == bytes)
    }
}

/// A small generator for these tests.
private struct SystemLike {
    var state: UInt64
    mutating func next(_ count: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int((state >> 33) % UInt64(count))
    }
}
