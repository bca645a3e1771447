import Events
import Testing
import Verdicts

@testable import Reports

@Suite struct ByteComparisonTests {
    private func rows(
        _ expected: [UInt8]?,
        _ received: [UInt8],
        mismatch: Int?,
        forms: [String] = [],
        width: Int = 60
    ) -> String {
        let finding = Finding(
            verdict: .fail,
            domain: .device,
            summary: "",
            expected: forms,
            expectedBytes: expected,
            received: received,
            mismatch: mismatch,
            time: 0
        )
        return ByteComparison(width: width, ink: .none).rows(finding).map { $0.label.padded(to: 9) + $0.text }.joined(
            separator: "\n"
        )
    }

    @Test func theFirstDifferenceIsMarked() {
        #expect(
            rows(Array("\r\nOK\r\n".utf8), Array("\r\nOk\r\n".utf8), mismatch: 3) == """
                expected <CR><LF>OK<CR><LF>
                received <CR><LF>Ok<CR><LF>
                                  ^ offset 3: ‘k’ instead of ‘K’
                """
        )
    }

    @Test func literalNamesStayInLine() {
        #expect(
            rows(Array("<CR> <x\u{3}".utf8), Array("<CR> <x<".utf8), mismatch: 7) == """
                expected <lt>CR> <x<ETX>
                received <lt>CR> <x<
                                   ^ offset 7: ‘<’ instead of 0x03
                """
        )
    }

    @Test func tooLittle() {
        #expect(
            rows(Array("\r\nOK\r\n".utf8), Array("\r\nOK".utf8), mismatch: nil) == """
                expected <CR><LF>OK<CR><LF>
                received <CR><LF>OK
                                   ^ nothing more came
                """
        )
        #expect(rows(Array("OK".utf8), [], mismatch: nil) == "expected OK\nreceived nothing")
    }

    @Test func tooMuch() {
        #expect(
            rows([0x03], [0x03, 0x03], mismatch: 1) == """
                expected <ETX>
                received <ETX><ETX>
                              ^ offset 1: 0x03, where nothing more was expected
                """
        )
        #expect(rows(nil, Array("RING".utf8), mismatch: 0) == "received RING\n         ^ offset 0: ‘R’")
    }

    @Test func allFormsAreListed() {
        #expect(
            rows(Array("A".utf8), Array("X".utf8), mismatch: 0, forms: ["A", "B"] + (1...9).map { "C\($0)" }) == """
                expected A
                or       B
                or       C1
                or       C2
                or       C3
                or       C4
                or       C5
                         and 4 other forms
                received X
                         ^ offset 0: ‘X’
                """
        )
        #expect(
            rows(nil, Array("X".utf8), mismatch: 0, forms: ["{ip:ipv4}\u{1B}", String(repeating: "x", count: 70)]) == """
                expected {ip:ipv4}<ESC>
                or       \(String(repeating: "x", count: 59))…
                received X
                         ^ offset 0: ‘X’
                """
        )
    }

    /// A difference far into long data is brought into sight, in both rows at the same place.
    @Test func longBytesAreShownAroundTheDifference() {
        let expected = (0..<5000).map { UInt8(ascii: "a") + UInt8($0 % 26) }
        var received = expected
        received[3000] = 0x10
        #expect(
            rows(expected, received, mismatch: 3000, width: 30) == """
                expected …rstuvwxyzabcdefghijklmnopqrs…
                received …rstuvwxyzabcdefghij<DLE>lmno…
                                             ^ offset 3000: 0x10 instead of ‘k’
                """
        )
    }

    @Test func theRemarkStandsWhereThereIsRoom() {
        let expected = [UInt8](repeating: 0x61, count: 45)
        #expect(
            rows(expected, expected.dropLast() + [0x62], mismatch: 44, width: 66) == """
                expected …aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
                received …aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab
                                       offset 44: ‘b’ instead of ‘a’ ^
                """
        )
    }

    @Test func hexadecimalStandsAtTheSameOffsets() {
        let expected = (0..<100).map { UInt8($0) }
        let finding = Finding(
            verdict: .fail,
            domain: .device,
            summary: "",
            expectedBytes: expected,
            received: expected.prefix(36) + [0x20],
            mismatch: 36,
            time: 0
        )
        let rows = ByteComparison(width: 60, ink: .none).hexadecimalRows(finding).map { "\($0.label.padded(to: 9))\($0.text)" }
        #expect(
            rows == [
                "expected 00000010  10 11 12 13 14 15 16 17  18 19 1A 1B 1C 1D 1E 1F  |................|",
                "         00000020  20 21 22 23 24 25 26 27  28 29 2A 2B 2C 2D 2E 2F  | !\"#$%&'()*+,-./|",
                "         00000030  30 31 32 33 34 35 36 37  38 39 3A 3B 3C 3D 3E 3F  |0123456789:;<=>?|",
                "received 00000010  10 11 12 13 14 15 16 17  18 19 1A 1B 1C 1D 1E 1F  |................|",
                "         00000020  20 21 22 23 20                                    | !\"# |",
            ]
        )
    }

    @Test(arguments: [-5, 0, 3, 99, .max]) func anyMismatchIsSafe(_ mismatch: Int) {
        #expect(!rows([1, 2, 3], [1, 2], mismatch: mismatch).isEmpty)
    }
}
