import Testing
import World

@testable import LiveWorld

@Suite struct RFC2217ClientTests {
    static let settings = SerialSettings(rate: 9_600, flowControl: .none)
    static let agreement: [UInt8] =
        // DO COM-PORT, DO BINARY, WILL BINARY, WILL ECHO, DO SGA, WILL SGA, and an option that nobody wants: DO NAWS
        [255, 253, 44, 255, 253, 0, 255, 251, 0, 255, 251, 1, 255, 253, 3, 255, 251, 3, 255, 253, 31]
    /// 9600 8N1, each confirmed.
    static let confirmations: [UInt8] =
        [255, 250, 44, 101, 0, 0, 0x25, 0x80, 255, 240] + [255, 250, 44, 102, 8, 255, 240]
        + [255, 250, 44, 103, 1, 255, 240] + [255, 250, 44, 104, 1, 255, 240]
    /// Data with all that Telnet can put between: doubled IAC, NOP, a signature with IAC, modem and line states, suspend and resume.
    private static let traffic: [UInt8] =
        [65, 255, 255, 255, 241, 66] + [255, 250, 44, 100, 120, 255, 255, 121, 255, 240] + [0, 13, 255, 255]
        + [255, 250, 44, 107, 0xB8, 255, 240] + [67] + [255, 250, 44, 106, 0x08, 255, 240]
        + [255, 250, 44, 108, 255, 240] + [255, 250, 44, 109, 255, 240] + [255, 250, 31, 1, 255, 240] + [68]

    /// A client that has gone through these bytes, in these pieces, and what it said.
    private static func told(_ on: Set<LineSignal>) -> SignalStates { SignalStates(on: on, known: [.dcd, .ri, .cts, .dsr]) }

    private func run(_ pieces: [[UInt8]]) -> (client: RFC2217Client, outputs: [RFC2217Client.Output]) {
        var client = RFC2217Client(settings: Self.settings)
        _ = client.start()
        let outputs = pieces.flatMap { client.receive($0) }
        return (client, outputs)
    }

    /// Outputs with neighbouring data put together.
    private func summary(_ outputs: [RFC2217Client.Output]) -> [RFC2217Client.Output] {
        var joined: [RFC2217Client.Output] = []
        for output in outputs {
            if case .data(let bytes) = output, case .data(let before)? = joined.last {
                joined[joined.count - 1] = .data(before + bytes)
            } else {
                joined.append(output)
            }
        }
        return joined
    }

    @Test func theLineIsReadyOnceEverythingIsConfirmed() {
        var client = RFC2217Client(settings: Self.settings)
        #expect(client.start() == [255, 251, 44, 255, 251, 0, 255, 253, 0, 255, 251, 3, 255, 253, 3, 255, 253, 6])
        #expect(client.missing == "it does not answer Telnet's option negotiation")
        let answers = client.receive(Self.agreement)
        let sent = answers.flatMap { output -> [UInt8] in if case .transmit(let bytes) = output { bytes } else { [] } }
        // DO ECHO, WONT NAWS; purge both, masks, the signals as they are, the settings, flow control, DTR, RTS.
        let setUp: [[UInt8]] = [
            [12, 3], [11, 255], [10, 0x1E], [7], [1, 0, 0, 0x25, 0x80], [2, 8], [3, 1], [4, 1], [5, 1], [5, 14], [5, 8], [5, 11],
        ]
        var expected: [UInt8] = []
        for command in setUp { expected += Telnet.subnegotiation(.comPort, command) }
        expected += [255, 253, 1, 255, 252, 31]
        #expect(sent == expected)
        #expect(client.missing == "it does not confirm the data bits, the parity, the rate, the stop bits")
        #expect(client.receive([1, 2, 3]).isEmpty, "what comes before the line is ready is stale")
        #expect(client.receive(Self.confirmations) == [.ready])
        #expect(client.isReady)
    }

    /// A server that answers with a third rate would make garbage of what a right device says.
    @Test func theRateIsChangedWhileTheLineIsOpen() {
        var client = run([Self.agreement, Self.confirmations]).client
        #expect(client.settingRate(19_200) == Telnet.subnegotiation(.comPort, [1, 0, 0, 0x4B, 0x00]))
        #expect(client.receive(Telnet.subnegotiation(.comPort, [101, 0, 0, 0x4B, 0x00])) == [])
        #expect(client.isReady)
        _ = client.settingRate(9_600)
        let words = "it has set the rate to 19200 where 9600 was asked for"
        #expect(client.receive(Telnet.subnegotiation(.comPort, [101, 0, 0, 0x4B, 0x00])) == [.failed(.settings(words))])
    }

    @Test func everySplitReadsTheSame() {
        let all = Self.agreement + Self.confirmations + Self.traffic
        let whole = summary(run([all]).outputs)
        #expect(
            Array(whole.drop { $0 != .ready }) == [
                .ready, .data([65, 255, 66]), .log("the serial server is x\u{FFFD}y"), .data([0, 13, 255]),
                .signals(Self.told([.dcd, .dsr, .cts])), .data([67]),
                .log("line error: framing, the rate or the character format may be wrong"), .resumed, .data([68]),
            ]
        )
        for split in 1..<all.count {
            #expect(summary(run([Array(all[..<split]), Array(all[split...])]).outputs) == whole, "split at \(split)")
        }
        #expect(summary(run(all.map { [$0] }).outputs) == whole)
    }

    @Test func bytesAreDoubledOnTheWayOutAndUndoneOnTheWayIn() {
        var (client, _) = run([Self.agreement + Self.confirmations])
        let bytes = (0...255).map(UInt8.init) + [255, 255, 240, 255]
        #expect(client.encoded([1, 255, 2]) == [1, 255, 255, 2])
        #expect(summary(client.receive(client.encoded(bytes))) == [.data(bytes)])
    }

    @Test func theSignatureIsToldOnce() {
        var (client, _) = run([Self.agreement + Self.confirmations])
        let signature: [UInt8] = [255, 250, 44, 100, 120, 255, 240]
        #expect(client.receive(signature + signature) == [.log("the serial server is x")])
        #expect(client.receive(signature).isEmpty)
    }

    @Test func aServerCanHoldTheClientBack() {
        var (client, _) = run([Self.agreement + Self.confirmations])
        #expect(!client.isSuspended)
        _ = client.receive([255, 250, 44, 108, 255, 240])
        #expect(client.isSuspended)
        #expect(client.receive([255, 250, 44, 109, 255, 240]) == [.resumed])
        #expect(!client.isSuspended)
    }

    @Test func aRingBetweenTwoReportsIsToldByItsTrailingEdge() {
        var (client, _) = run([Self.agreement + Self.confirmations])
        #expect(
            client.receive([255, 250, 44, 107, 0x34, 255, 240]) == [
                .signals(Self.told([.dsr, .cts, .ri])), .signals(Self.told([.dsr, .cts])),
            ]
        )
        #expect(client.receive([255, 250, 44, 107, 0x70, 255, 240]) == [.signals(Self.told([.dsr, .cts, .ri]))])
        #expect(client.receive([255, 250, 44, 107, 0x34, 255, 240]) == [.signals(Self.told([.dsr, .cts]))])
    }

    @Test func signalsAndBreaksAreCommands() {
        let (client, _) = run([])
        #expect(client.switching(.dtr, on: true) == [255, 250, 44, 5, 8, 255, 240])
        #expect(client.switching(.dtr, on: false) == [255, 250, 44, 5, 9, 255, 240])
        #expect(client.switching(.rts, on: false) == [255, 250, 44, 5, 12, 255, 240])
        #expect(client.switchingBreak(on: true) == [255, 250, 44, 5, 5, 255, 240])
        #expect(client.switchingBreak(on: false) == [255, 250, 44, 5, 6, 255, 240])
        #expect(client.switching(.dcd, on: true).isEmpty, "the modem's")
        // A server that sees to RTS would switch it on again; CTS holds it all the while.
        let controlled = RFC2217Client(settings: SerialSettings(rate: 9_600, flowControl: .rtsCts))
        let off: [UInt8] = [255, 250, 44, 5, 14, 255, 240, 255, 250, 44, 5, 12, 255, 240]
        #expect(controlled.switching(.rts, on: false) == off)
        #expect(controlled.switching(.rts, on: true) == [255, 250, 44, 5, 11, 255, 240, 255, 250, 44, 5, 16, 255, 240])
    }

    @Test(
        arguments: [
            ([255, 254, 44], "it refuses the COM-PORT option"),
            ([255, 252, 0], "it refuses binary transmission, without which bytes are lost"),
            ([255, 254, 0], "it refuses binary transmission, without which bytes are lost"),
        ] as [([UInt8], String)]
    )
    func refusalsAreNamed(bytes: [UInt8], words: String) {
        #expect(run([bytes]).outputs.contains(.failed(.control(words))))
    }

    @Test(
        arguments: [
            ([101, 0, 0, 0x12, 0xC0], .settings("it has set the rate to 4800 where 9600 was asked for")),
            ([103, 3], .settings("it has set the parity to 3 where 1 was asked for")),
            ([102], .control("it confirms the data bits by a value of length 0 where RFC 2217 has 1")),
            ([102, 8, 8], .control("it confirms the data bits by a value of length 2 where RFC 2217 has 1")),
            ([101, 0x80, 0, 0, 0, 0, 0, 0, 0], .control("it confirms the rate by a value of length 8 where RFC 2217 has 4")),
            ([101, 0x80], .control("it confirms the rate by a value of length 1 where RFC 2217 has 4")),
            // Each 255 is doubled.
            (
                [101, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF],
                .settings("it has set the rate to 4294967295 where 9600 was asked for")
            ),
        ] as [([UInt8], RFC2217Client.Failure)]
    )
    func settingsThatAreNotInForceAreNamed(content: [UInt8], failure: RFC2217Client.Failure) {
        #expect(run([Self.agreement, [255, 250, 44] + content + [255, 240]]).outputs.contains(.failed(failure)))
    }

    /// A modem behind a raw port: each byte that is sent comes back, whole or in pieces.
    @Test(arguments: [1, 2, 3, 7, 1_000])
    func whatComesBackAsItWasSentConfirmsNothing(piece: Int) {
        var client = RFC2217Client(settings: Self.settings)
        var echo = client.start()
        var outputs: [RFC2217Client.Output] = []
        while !echo.isEmpty, !outputs.contains(.failed(.echo)) {
            let answer = client.receive(Array(echo.prefix(piece)))
            echo.removeFirst(min(piece, echo.count))
            for case .transmit(let bytes) in answer { echo += bytes }
            outputs += answer
        }
        #expect(outputs.last == .failed(.echo))
        #expect(!outputs.contains(.ready))
    }

    /// A server's numbers are 100 to 112; a client's, in the very words that a server would have to say, are an echo's.
    @Test(
        arguments: [[1, 0, 0, 0x25, 0x80], [2, 8], [3, 1], [4, 1], [5, 8], [7], [10, 0x1E], [11, 255], [12, 3]] as [[UInt8]]
    )
    func aClientsNumberIsAnEcho(content: [UInt8]) {
        #expect(run([Self.agreement, Telnet.subnegotiation(.comPort, content)]).outputs.last == .failed(.echo))
        // Later it is passed over: the line has been proven.
        #expect(run([Self.agreement + Self.confirmations, Telnet.subnegotiation(.comPort, content)]).outputs.last == .ready)
    }

    @Test func whoAnswersATimingMarkIsAServer() {
        for verb in [Telnet.Verb.will, .wont] {
            let (client, outputs) = run([Self.agreement, Telnet.command(verb, .timingMark), Self.confirmations])
            #expect(client.isReady && outputs.last == .ready)
        }
        #expect(run([Self.agreement, Telnet.command(.do, .timingMark)]).outputs.last == .failed(.echo))
        // A question for the signature cannot be one, as this client asks for none.
        let (client, outputs) = run([Self.agreement, [255, 250, 44, 0, 255, 240], Self.confirmations])
        #expect(client.isReady && outputs.contains(.transmit([255, 250, 44, 0] + Array("attest".utf8) + [255, 240])))
    }

    @Test func signalsThatNobodyToldAreNotKnown() {
        var (client, outputs) = run([Self.agreement + Self.confirmations])
        #expect(!client.hasToldSignals)
        #expect(!outputs.contains { if case .signals = $0 { true } else { false } })
        // An answer without a value tells nothing.
        #expect(client.receive([255, 250, 44, 107, 255, 240]).isEmpty)
        #expect(!client.hasToldSignals)
        #expect(client.receive([255, 250, 44, 107, 0, 255, 240]) == [.signals(Self.told([]))])
        #expect(client.hasToldSignals)
    }

    /// SET-MODEMSTATE-MASK's answer is the mask in force: the bits outside of it are 0 whatever the signals are (RFC 2217 §3).
    @Test func signalsOutsideOfTheMaskAreNotKnown() {
        var (client, _) = run([Self.agreement + Self.confirmations])
        _ = client.receive([255, 250, 44, 111, 0x88, 255, 240])
        let dcd = SignalStates(on: [], known: [.dcd])
        #expect(client.receive([255, 250, 44, 107, 0, 255, 240]) == [.signals(dcd)])
        #expect(client.hasToldSignals)
        (client, _) = run([Self.agreement + Self.confirmations, [255, 250, 44, 107, 0xB0, 255, 240]])
        #expect(client.receive([255, 250, 44, 111, 0x80, 255, 240]) == [.signals(SignalStates(on: [.dcd], known: [.dcd]))])
        #expect(client.receive([255, 250, 44, 111, 0, 255, 240]) == [.signals(.untold)])
    }

    @Test func aRateNearEnoughIsTaken() {
        let confirmations: [UInt8] = [255, 250, 44, 101, 0, 0, 0x25, 0x40, 255, 240] + Self.confirmations.dropFirst(10)
        #expect(run([Self.agreement + confirmations]).outputs.last == .ready)
    }

    @Test func hostileBytesNeitherCrashNorLoopNorGrow() {
        for seed in 0..<200 {
            var state = UInt64(seed + 1)
            let bytes = (0..<400).map { _ -> UInt8 in
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                let byte = UInt8(truncatingIfNeeded: state >> 56)
                // Telnet's commands come often.
                return byte < 128 ? 239 + byte % 17 : byte
            }
            _ = run([Self.agreement + Self.confirmations, bytes])
        }
        var reader = TelnetReader()
        _ = reader.read([255, 250, 44])
        for _ in 0..<100 { _ = reader.read([UInt8](repeating: 1, count: 100)) }
        guard case .subnegotiation(_, let content)? = reader.read([255, 240]).first else {
            Issue.record("not read")
            return
        }
        #expect(content.count == TelnetReader.subnegotiationLimit)
        // An end that only ever repeats itself is answered once.
        #expect(run(Array(repeating: [255, 251, 1], count: 10)).outputs.count == 1)
    }
}
