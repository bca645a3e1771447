import BenchFacts
import Testing
import VirtualModem
import World

/// 001 App. B, "Command mode / data mode", as a second reader found it: how each data mode begins, codes what the device sends, and breaks off.
@Suite struct DataModeTests {
    private let transcript: ManualTranscript

    init() throws { transcript = try ManualTranscript.read("001") }

    /// A mode of the transcript, how it is entered on the bench, and what brings the device data: bytes that are special among them.
    private static let openings: [String: (staging: Staging, brings: [Staging.Happening])] = {
        let special = Array("a\u{3}b\u{10}c".utf8)
        let stalled = ServerFault.stallsData(after: special.count)
        let account = [
            "FTPSERV=\"192.0.2.21\"", "FTPUN=\"user\"", "FTPPW=\"secret\"", "FTPGETFILENAME=\"f\"", "FTPPUTFILENAME=\"f\"",
        ]
        let author = ["SMTPSERV=\"192.0.2.25\"", "DOMAIN=\"d.com\"", "SENDERADDR=\"s@d.com\"", "REC1=\"r@d.com\""]
        let reader = ["POP3SERV=\"192.0.2.110\"", "POP3UN=\"user\"", "POP3PW=\"secret\"", "POP3HEADERMODE=0"]
        let files: [BenchFact] = [
            .ftp(.user(name: "user", password: "secret", account: nil)), .ftp(.file(path: "f", special + [0, 0])),
            .ftp(.fault(stalled)),
        ]
        let mail: [BenchFact] = [
            .pop3(.mailbox(user: "user", password: "secret")), .pop3(.message(Array("A: B\r\n\r\n".utf8) + special + [0, 0])),
            .pop3(.fault(.stallsData(after: 8 + special.count))),
        ]
        let peer = PeerLabel(index: 0)
        let socket = ["TCPSERV=\"192.0.2.101\"", "TCPPORT=23"]
        let sends = Staging.Happening.action(.peer(peer, .sends(special)))
        let calls = Staging.Happening.action(.peer(peer, .connects(port: 23, .accepted)))
        func staging(_ facts: [BenchFact], _ parameters: [String]) -> Staging {
            Staging(facts: facts, before: Stagings.overGPRS + parameters.map { "AT#" + $0 })
        }
        var openings: [String: (staging: Staging, brings: [Staging.Happening])] = [
            "#PUTMAIL": (staging([], author), []),
            "#GETMAIL": (staging(mail, reader), []),
            "#FTPPUT": (staging(files, account), []),
            "#FTPGET": (staging(files, account), []),
        ]
        for mode in ["0", "1"] {
            let socket = socket + ["DLEMODE=" + mode]
            openings["#OTCP, DLEMODE " + mode] = (staging([.peer(peer, .listens(port: 23))], socket), [sends])
            openings["#LTCPSTART, DLEMODE " + mode] = (staging([], socket), [calls, sends])
        }
        return openings
    }()

    @Test func everyModeIsEntered() {
        #expect(transcript.sections("modes").flatMap(\.lines).map { $0.columns[0] }.sorted() == Self.openings.keys.sorted())
    }

    /// The network is lost, so that every mode breaks off.
    @Test(arguments: openings.keys.sorted()) func theDeviceCodesAndMarksDataAsTheTableSays(mode: String) throws {
        let columns = try #require(transcript.sections("modes").flatMap(\.lines).map(\.columns).first { $0[0] == mode })
        let (staging, brings) = try #require(Self.openings[mode])
        let stage = try DialogueStage(staging)
        let patience = Interval.seconds(15)
        let command = Array("AT\(mode.prefix { $0 != "," })\r".utf8)
        stage.send(command)
        var sent = stage.takeSent(afterSilenceOf: patience)
        for happening in brings {
            try stage.perform(happening)
            sent += stage.takeSent(afterSilenceOf: patience)
        }
        let framing = try AnswerFraming(transcript)
        let escape = columns[5] == "-" ? "" : columns[5]
        let isOutput = !["#PUTMAIL", "#FTPPUT"].contains(mode)
        let data = isOutput ? TranscribedBytes.bytes("a\(escape)[ETX]b\(escape)[DLE]c") : []
        let opening = TranscribedBytes.sequence([
            .bytes(command), .optional(framing.line("OK")), framing.line(columns[1]), .bytes(data),
        ])
        #expect(opening.matches(sent), "\(sent)")

        try stage.perform(.fact(.gprs(.losesBearer)))
        // 001 ch. 4 has ETX before the error of FTPPUT: SERVICES-4.
        let marker = mode == "#FTPPUT" ? "[ETX]" : columns[4] == "nothing" ? "" : columns[4]
        let end = TranscribedBytes.sequence([
            .bytes(TranscribedBytes.bytes(marker)), framing.line("#CME ERROR: {code}"), .optional(framing.line("NO CARRIER")),
        ])
        let last = stage.takeSent(afterSilenceOf: patience)
        #expect(end.matches(last), "\(last)")
    }
}
