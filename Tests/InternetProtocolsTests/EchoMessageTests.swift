import InternetProtocols
import Testing

struct EchoMessageTests {
    /// What a well-known ping sends: identifier 1, sequence 1, 32 letters; every capture of it has this checksum.
    @Test func isWrittenAndReadAgain() throws {
        let message = EchoMessage(identifier: 1, sequence: 1, data: Array("abcdefghijklmnopqrstuvwabcdefghi".utf8))
        #expect(Array(message.bytes.prefix(8)) == [8, 0, 0x4D, 0x5A, 0, 1, 0, 1])
        #expect(EchoMessage(message.bytes) == message)
        var answer = message
        answer.isAnswer = true
        #expect(answer.bytes[0] == 0)
        #expect(EchoMessage(answer.bytes) == answer)
    }

    @Test(arguments: [0, 1, 2, 3, 4, 6, 8, 11]) func aDamagedOneIsNone(place: Int) {
        var bytes = EchoMessage(identifier: 0x1234, sequence: 7, data: [1, 2, 3, 4]).bytes
        bytes[place] ^= 0x10
        #expect(EchoMessage(bytes) == nil)
    }

    @Test func aShortOneIsNone() {
        for count in 0..<8 { #expect(EchoMessage([UInt8](repeating: 0, count: count)) == nil) }
    }
}
