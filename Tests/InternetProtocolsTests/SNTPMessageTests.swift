import InternetProtocols
import Testing

/// RFC 4330 §4, with messages that were written by hand.
@Suite struct SNTPMessageTests {
    @Test func aClientAsks() {
        var question = SNTPMessage(mode: .client)
        question.transmit = SNTPMessage.Timestamp(seconds: 0x0102_0304, fraction: 0xA0B0_C0D0)
        #expect(question.bytes == [0x23] + [UInt8](repeating: 0, count: 39) + [1, 2, 3, 4, 0xA0, 0xB0, 0xC0, 0xD0])
    }

    @Test func aServersAnswerIsRead() throws {
        let bytes: [UInt8] =
            [0xDC, 0x02] + [UInt8](repeating: 9, count: 22) + [1, 2, 3, 4, 5, 6, 7, 8] + [11, 12, 13, 14, 15, 16, 17, 18]
            + [21, 22, 23, 24, 25, 26, 27, 28]
        let answer = try #require(SNTPMessage(bytes + [0, 0, 0, 0]))
        #expect(answer.leapIndicator == SNTPMessage.unsynchronised)
        #expect(answer.version == 3)
        #expect(answer.mode == SNTPMessage.Mode.server.rawValue)
        #expect(answer.stratum == 2)
        #expect(answer.originate == SNTPMessage.Timestamp(seconds: 0x0102_0304, fraction: 0x0506_0708))
        #expect(answer.receive == SNTPMessage.Timestamp(seconds: 0x0B0C_0D0E, fraction: 0x0F10_1112))
        #expect(answer.transmit == SNTPMessage.Timestamp(seconds: 0x1516_1718, fraction: 0x191A_1B1C))
        #expect(SNTPMessage(Array(bytes.dropLast())) == nil)
    }

    /// RFC 4330 §3: the first bit tells the eras apart; RFC 868 has the first of these.
    @Test(arguments: [
        (UInt32(2_208_988_800), Int64(0)), (0xFFFF_FFFF, 2_085_978_495), (0, 2_085_978_496), (0x7FFF_FFFF, 4_233_462_143),
        (0x8000_0000, -61_505_152),
    ])
    func timesAreSecondsSince1900(seconds: UInt32, since1970: Int64) {
        let timestamp = SNTPMessage.Timestamp(seconds: seconds, fraction: 0)
        #expect(timestamp.secondsSince1970 == since1970)
        #expect(SNTPMessage.Timestamp(secondsSince1970: since1970) == timestamp)
    }
}
