import Testing

@testable import LiveWorld

@Suite struct TelnetWatchTests {
    /// What a watch makes of bytes that come before and after the question, in pieces of so many.
    private func watch(_ before: [UInt8], asked after: [UInt8]? = nil, piece: Int = .max) -> TelnetWatch {
        var watch = TelnetWatch()
        func take(_ bytes: [UInt8]) {
            for start in stride(from: 0, to: bytes.count, by: min(piece, max(bytes.count, 1))) {
                watch.receive(Array(bytes[start..<min(bytes.count, start + min(piece, bytes.count))]))
            }
        }
        take(before)
        if let after {
            watch.ask()
            take(after)
        }
        return watch
    }

    /// What ser2net, a terminal server and a login say when they are connected.
    @Test(
        arguments: [
            [255, 251, 3, 255, 251, 1, 255, 254, 1, 255, 253, 0],
            [255, 251, 3, 255, 253, 3, 255, 251, 1],
            Array("\r\nwelcome\r\n".utf8) + [255, 253, 24, 255, 253, 32],
            [255, 252, 1, 255, 251, 0],
        ] as [[UInt8]],
        [1, 2, 5, .max]
    )
    func aNegotiationIsTelnet(bytes: [UInt8], piece: Int) {
        #expect(watch(bytes, piece: piece).isTelnet)
        #expect(watch([], asked: bytes, piece: piece).isTelnet)
    }

    /// Noise of a device that starts, text at a wrong rate, a payload with all values; and one command alone, which proves nothing.
    @Test(
        arguments: [
            [255, 255, 255, 255], [0xF0, 0, 255, 254], [255, 254, 0, 255, 254, 0, 255, 254, 0], [255, 252, 0, 255, 254, 0],
            [255, 251, 0, 255, 251, 0],
            [0xFE, 0x80, 0x78, 0, 255, 253], [255, 251, 1], Array(0...255), Array((0...255).reversed()),
            [255, 251, 200, 255, 253, 201], [255, 251, 1, 13, 10, 255, 253, 1],
            [255, 240, 255, 254, 0, 255, 250, 44, 107, 0xF0, 13, 0, 13, 10],
        ] as [[UInt8]]
    )
    func noiseIsNotTelnet(bytes: [UInt8]) {
        #expect(!watch(bytes).isTelnet)
        #expect(!watch(bytes, asked: TelnetWatch.question + bytes).isTelnet)
    }

    @Test(
        arguments: [
            ([255, 253, 44, 255, 252, 6], true), ([255, 254, 44, 255, 252, 6], false), ([255, 254, 44, 255, 251, 6], false),
            ([255, 252, 6], nil), ([255, 253, 44], true), (Array("text".utf8) + [255, 254, 44], false),
        ] as [([UInt8], Bool?)]
    )
    func whoAnswersTheQuestionIsTelnet(answer: [UInt8], offersComPort: Bool?) {
        let watch = watch([], asked: answer)
        #expect(watch.isTelnet)
        #expect(watch.offersComPort == offersComPort)
        // Nobody has asked: one command alone.
        #expect(self.watch(Array(answer.suffix(3))).isTelnet == false)
    }

    /// A modem gives back the question, whole or without what it does not echo; none of that is an answer.
    @Test func anEchoIsNotTelnet() {
        let question = TelnetWatch.question
        for piece in [1, 4, .max] {
            let watch = watch([], asked: question + Array("\r\nERROR\r\n".utf8), piece: piece)
            #expect(!watch.isTelnet && watch.hasEcho && watch.isSettled)
        }
        for left in 0..<question.count {
            var echo = question
            echo.remove(at: left)
            #expect(!watch([], asked: echo).isTelnet, "without byte \(left)")
        }
        #expect(!watch([], asked: question.map { $0 & 0x7F }).isTelnet)
        #expect(!watch([], asked: []).isSettled)
    }

    /// A server that answers nothing and doubles what comes from the device.
    @Test(arguments: [Telnet.escaped(TelnetWatch.question), [255, 255, 13]])
    func anEchoThatDoublesIsTelnet(echo: [UInt8]) {
        let watch = watch([], asked: echo)
        #expect(watch.isTelnet && watch.isSettled)
        #expect(watch.offersComPort == false)
        #expect(!self.watch(echo).isTelnet, "the same as noise, before the question")
    }

    /// The first bytes are looked at, not a payload that comes later.
    @Test func theWatchEnds() {
        let telnet: [UInt8] = [255, 251, 3, 255, 253, 3]
        #expect(watch([UInt8](repeating: 65, count: TelnetWatch.limit - 6) + telnet).isTelnet)
        #expect(!watch([UInt8](repeating: 65, count: TelnetWatch.limit - 5) + telnet).isTelnet)
    }
}
