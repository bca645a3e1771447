import Testing

@testable import Execution

@Suite struct ModemAnswerTests {
    private func answer(_ text: String, to command: String = "AT") -> ModemAnswer { ModemAnswer(to: command, Array(text.utf8)) }

    @Test func readsWordsAndEcho() {
        let answer = answer("AT+CREG?\r\r\n+CREG: 0, 5\r\n\r\nOK\r\n", to: "AT+CREG?")
        #expect(answer.isEchoed)
        #expect(answer.isVerbose)
        #expect(answer.result == .ok)
    }

    @Test func readsNumbers() {
        #expect(answer("0\r").result == .ok)
        #expect(!answer("0\r").isVerbose)
        #expect(!answer("0\r").isEchoed)
        #expect(answer("AT\r4\r").result == .failed("ERROR"))
    }

    @Test(arguments: ["ERROR", "NO CARRIER", "+CME ERROR: 10", "#CME ERROR: 38016"])
    func readsFailures(_ text: String) {
        #expect(answer("\r\n\(text)\r\n").result == .failed(text))
    }

    @Test func knowsTheNumberOfAnError() {
        #expect(answer("\r\n#CME ERROR: 38016\r\n").errorNumber == 38016)
        #expect(answer("\r\n+CME ERROR: 10\r\n").errorNumber == nil)
        #expect(answer("\r\nERROR\r\n").errorNumber == nil)
    }

    /// Cut anywhere, nothing is taken for an answer before its line is complete.
    @Test func anIncompleteLineIsNoAnswer() {
        let whole = Array("AT\r\r\nOK\r\n".utf8)
        for count in 0..<whole.count - 1 { #expect(ModemAnswer(to: "AT", Array(whole[..<count])).result == nil, "\(count)") }
        #expect(ModemAnswer(to: "AT", whole).result == .ok)
    }

    @Test func survivesEveryByte() {
        for byte in UInt8.min...UInt8.max { _ = ModemAnswer(to: "AT", [byte, 0x0D, byte, 0x0A]) }
    }

    @Test func tellsNoiseFromText() {
        #expect(LineNoise([]) == .none)
        #expect(LineNoise(Array("\r\nRING\r\n".utf8)) == .text("\nRING\n"))
        #expect(LineNoise([0xFE, 0x80, 0x78, 0x00, 0xF8]) == .garbage)
    }
}
