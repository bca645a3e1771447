import Testing

@testable import InternetProtocols

struct InternetChecksumTests {
    /// RFC 1071 §3, and the header that is everybody's example.
    @Test(
        arguments: [
            ([0x00, 0x01, 0xF2, 0x03, 0xF4, 0xF5, 0xF6, 0xF7], 0x220D),
            (
                [
                    0x45, 0x00, 0x00, 0x73, 0x00, 0x00, 0x40, 0x00, 0x40, 0x11, 0x00, 0x00, 0xC0, 0xA8, 0x00, 0x01, 0xC0, 0xA8,
                    0x00, 0xC7,
                ], 0xB861
            ),
            ([], 0xFFFF), ([0xFF, 0xFF], 0x0000), ([0x12], 0xEDFF),
        ] as [([UInt8], UInt16)]
    )
    func sumsAsTheRFCDoes(bytes: [UInt8], expected: UInt16) {
        var sum = InternetChecksum()
        sum.add(bytes)
        #expect(sum.value == expected)
    }

    @Test func aMessageWithItsChecksumSumsToZero() {
        var sum = InternetChecksum()
        sum.add([0x00, 0x01, 0xF2, 0x03, 0xF4, 0xF5, 0xF6, 0xF7, 0x22, 0x0D])
        #expect(sum.value == 0)
    }
}
