import Testing

@testable import InternetProtocols

/// The bench's servers and the reference device's clients read lines by the same code: what it must make of them stands here.
struct LineReaderTests {
    /// Input, the lines in it, and whether LF alone ended each.
    @Test(arguments: [
        ("a\r\n", ["a"], [false]), ("a\n", ["a"], [true]), ("a\rb\r\n", ["a\rb"], [false]), ("a\r\r\n", ["a\r"], [false]),
        ("\r\n\n", ["", ""], [false, true]), ("a\r\nb", ["a"], [false]), ("a", [], []), ("\r", [], []),
        (" a \r\n\tb\r\n", [" a ", "\tb"], [false, false]),
    ])
    func cutsLines(input: String, lines: [String], bare: [Bool]) {
        for pieces in [[input], input.unicodeScalars.map { String($0) }] {
            var reader = LineReader(limit: 100)
            var found: [LineReader.Line] = []
            var ends: [Bool] = []
            for piece in pieces {
                reader.append(Array(piece.utf8))
                while let line = reader.next() {
                    found.append(line)
                    ends.append(reader.endedBarely)
                }
            }
            #expect(found == lines.map { .text(Array($0.utf8)) })
            #expect(ends == bare)
        }
    }

    /// With its line end a line has at most the limit.
    @Test(arguments: [("12345678\r\n", true), ("123456789\r\n", false)]) func boundsLines(input: String, fits: Bool) {
        var reader = LineReader(limit: 10)
        reader.append(Array((input + "next\r\n").utf8))
        #expect(reader.next() == (fits ? .text(Array("12345678".utf8)) : .tooLong))
        #expect(reader.next() == .text(Array("next".utf8)))
    }
}
