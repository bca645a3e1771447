import Octets
import Testing

@Suite struct DotStuffingTests {
    /// Content, and what it is on the wire without its terminator.
    static let table: [(content: String, wire: String)] = [
        ("", ""),
        ("a", "a"),
        (".", ".."),
        ("..", "..."),
        (".\r\n", "..\r\n"),
        ("a\r\n.\r\nb", "a\r\n..\r\nb"),
        ("a\r\n.b\r\n", "a\r\n..b\r\n"),
        ("a\r\n..\r\n", "a\r\n...\r\n"),
        ("a.\r\n", "a.\r\n"),
        ("\r\n.\r\n", "\r\n..\r\n"),
        ("\r\n\r\n", "\r\n\r\n"),
        // Only CR LF ends a line.
        ("a\n.\nb", "a\n.\nb"),
        ("a\r.\rb", "a\r.\rb"),
        ("a\r\r\n.b", "a\r\r\n..b"),
        ("a\n\r.b\r", "a\n\r.b\r"),
        (".\r", "..\r"),
        (".\n.", "..\n."),
        ("a\r\n.\rb", "a\r\n..\rb"),
    ]

    @Test(arguments: table) func stuffs(content: String, wire: String) {
        for pieces in splittings(Array(content.utf8)) {
            var stuffer = DotStuffer()
            #expect(pieces.flatMap { stuffer.stuff($0) } == Array(wire.utf8))
        }
    }

    @Test(arguments: table) func unstuffsUpToTheTerminator(content: String, wire: String) {
        let after = Array(".\r\nQUIT\r\n".utf8)
        for pieces in splittings(Array(wire.utf8) + DotStuffer.terminator + after) {
            let (decoded, rest) = unstuff(pieces)
            #expect(decoded == Array(content.utf8))
            #expect(rest == after)
        }
    }

    /// What a receiver makes of lines that no stuffer writes.
    @Test(arguments: [
        (".\r\n", ""),
        (".a\r\n.\r\n", "a"),
        ("a\r\n.b.\r\n.\r\n", "a\r\nb."),
        ("a\r\n.\rb\r\n.\r\n", "a\r\n\rb"),
        ("a\r\n.\r\r\n.\r\n", "a\r\n\r"),
        ("\r\n.\r\n", ""),
        ("\r\n\r\n.\r\n", "\r\n"),
        ("a\n.\n.\r\n\r\n.\r\n", "a\n.\n.\r\n"),
    ]) func unstuffs(wire: String, content: String) {
        for pieces in splittings(Array(wire.utf8)) {
            let (decoded, rest) = unstuff(pieces)
            #expect(decoded == Array(content.utf8))
            #expect(rest == [])
        }
    }

    @Test(arguments: ["", "\r\n", "\r\n.\n", "a\r\n.\n\r\n.", "a\r.\r\n", "..\r\n", "\n.\r\n"])
    func isNotEnded(by wire: String) {
        for pieces in splittings(Array(wire.utf8)) { #expect(unstuff(pieces).rest == nil) }
    }

    @Test(arguments: [
        ("a", "\r\n.\r\n"), ("a\r\n", ".\r\n"), ("", ".\r\n"), ("a\n", "\r\n.\r\n"), ("a\r", "\r\n.\r\n"),
    ]) func endsLines(content: String, terminator: String) {
        var stuffer = DotStuffer()
        _ = stuffer.stuff(Array(content.utf8))
        #expect(stuffer.lineTerminator == Array(terminator.utf8))
    }

    @Test func allValuesSurvive() {
        for separator in ["\r\n", "\r\n.", ".", "\r"] {
            let content = allBytes.flatMap { [$0] + Array(separator.utf8) }
            var stuffer = DotStuffer()
            let (decoded, rest) = unstuff([stuffer.stuff(content) + DotStuffer.terminator])
            #expect(decoded == content)
            #expect(rest == [])
        }
    }

    @Test(arguments: [
        ("a\r", "\r"), ("a\r\n", "\r\n"), ("a\r\n.", "\r\n"), ("a\r\n.\r", "\r\n\r"), (".", ""), (".\r", "\r"), ("a", ""),
        ("", ""),
    ])
    func holdsBackWhatMayBeTheTerminator(wire: String, held: String) {
        var unstuffer = DotUnstuffer()
        _ = unstuffer.decode(Array(wire.utf8))
        #expect(unstuffer.held == Array(held.utf8))
    }

    private func unstuff(_ pieces: [[UInt8]]) -> (content: [UInt8], rest: [UInt8]?) {
        var unstuffer = DotUnstuffer()
        var content: [UInt8] = []
        var rest: [UInt8]?
        for piece in pieces {
            if rest != nil {
                rest?.append(contentsOf: piece)
                continue
            }
            let output = unstuffer.decode(piece)
            content += output.content
            if output.ended { rest = Array(piece[output.consumed...]) } else { #expect(output.consumed == piece.count) }
        }
        return (content, rest)
    }
}
