import FoundationEssentials
import Octets
import Testing

@Suite struct DLEEscapeTests {
    struct Vector: Sendable, CustomTestStringConvertible {
        var payload: [UInt8]
        var line: [UInt8]
        var testDescription: String { visible(payload) }
    }

    /// `Fixtures/vectors/dle.vectors`.
    static let vectors: [Vector] = {
        let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Fixtures/vectors/dle.vectors")
        guard let data = try? Data(contentsOf: file) else { return [] }
        return String(decoding: data, as: UTF8.self).split(separator: "\n").filter { !$0.hasPrefix("#") }.compactMap { line in
            let sides = line.split(separator: "=", omittingEmptySubsequences: false)
            guard sides.count == 2 else { return nil }
            return Vector(payload: bytes(sides[0]), line: bytes(sides[1]))
        }
    }()

    /// Undoes `visible` for the names that the fixture uses.
    private static func bytes(_ text: Substring) -> [UInt8] {
        var bytes: [UInt8] = []
        var rest = text.split(separator: " ").joined()[...]
        while let first = rest.popFirst() {
            if first == "<", let end = rest.firstIndex(of: ">"), let byte = ControlCharacter.byte(named: rest[..<end]) {
                bytes.append(byte)
                rest = rest[end...].dropFirst()
            } else {
                bytes += Array(first.utf8)
            }
        }
        return bytes
    }

    @Test func fixtureIsRead() {
        #expect(Self.vectors.count == 9)
        #expect(Self.vectors.first?.payload.count == 21)
    }

    @Test(arguments: vectors) func escapes(vector: Vector) {
        #expect(escapedWithDLE(vector.payload) == vector.line)
        for pieces in splittings(vector.payload) { #expect(pieces.flatMap { escapedWithDLE($0) } == vector.line) }
    }

    @Test(arguments: vectors) func unescapesUpToTheEnd(vector: Vector) {
        let after = Array("<ETX>OK".utf8) + [ControlCharacter.etx]
        for pieces in splittings(vector.line + [ControlCharacter.etx] + after) {
            let (payload, rest, irregular) = decode(pieces)
            #expect(payload == vector.payload)
            #expect(rest == after)
            #expect(irregular == 0)
        }
    }

    @Test func allValuesSurviveAtEverySplit() {
        let payload = allBytes + allBytes.reversed() + [ControlCharacter.dle, ControlCharacter.etx]
        for pieces in splittings(escapedWithDLE(payload) + [ControlCharacter.etx]) {
            let (decoded, rest, irregular) = decode(pieces)
            #expect(decoded == payload)
            #expect(rest == [])
            #expect(irregular == 0)
        }
    }

    @Test func randomPayloadsSurvive() {
        var generator = SeededGenerator(seed: 3)
        for _ in 0..<200 {
            // Few values, so that DLE and ETX meet often.
            let payload = generator.bytes(40).map { [ControlCharacter.dle, ControlCharacter.etx, 0x41, 0x0D][Int($0 & 3)] }
            let (decoded, rest, _) = decode([escapedWithDLE(payload) + [ControlCharacter.etx]])
            #expect(decoded == payload)
            #expect(rest == [])
        }
    }

    @Test func dropsADLEThatEscapesNothing() {
        for pieces in splittings([0x41, ControlCharacter.dle, 0x42, ControlCharacter.dle, 0xFF, ControlCharacter.etx]) {
            let (payload, rest, irregular) = decode(pieces)
            #expect(payload == [0x41, 0x42, 0xFF])
            #expect(rest == [])
            #expect(irregular == 2)
        }
    }

    @Test func isAsNewAfterTheEnd() {
        var decoder = DLEDecoder()
        #expect(decoder.decode([0x41, ControlCharacter.etx, 0x42]).consumed == 2)
        #expect(decoder == DLEDecoder())
        #expect(!decoder.decode([ControlCharacter.dle]).ended)
        #expect(decoder.isEscaping)
        #expect(decoder.decode([ControlCharacter.etx]).payload == [ControlCharacter.etx])
    }

    /// The payload up to the end, and what follows the end; nil when no end came.
    private func decode(_ pieces: [[UInt8]]) -> (payload: [UInt8], rest: [UInt8]?, irregular: Int) {
        var decoder = DLEDecoder()
        var payload: [UInt8] = []
        var rest: [UInt8]?
        var irregular = 0
        for piece in pieces {
            if rest != nil {
                rest?.append(contentsOf: piece)
                continue
            }
            let output = decoder.decode(piece)
            payload += output.payload
            irregular += output.irregular
            if output.ended { rest = Array(piece[output.consumed...]) } else { #expect(output.consumed == piece.count) }
        }
        return (payload, rest, irregular)
    }
}
