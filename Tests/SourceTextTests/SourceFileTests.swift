import SourceText
import Testing

@Suite struct SourceFileTests {
    @Test(arguments: [
        (0, 1, 1), (2, 1, 3), (3, 1, 4), (4, 2, 1), (6, 2, 2), (7, 2, 3), (8, 3, 1), (9, 4, 1), (99, 4, 1), (-1, 1, 1),
    ])
    func findsLineAndColumn(offset: Int, line: Int, column: Int) {
        let file = SourceFile(path: "a", bytes: Array("abc\näb\n\n".utf8))
        let position = file.position(of: offset)
        #expect(position.line == line)
        #expect(position.column == column)
    }

    @Test func findsEveryLineOfALongFile() {
        let file = SourceFile(path: "a", bytes: Array(String(repeating: "ab\n", count: 1000).utf8))
        #expect((0..<3000).allSatisfy { file.line(at: $0) == $0 / 3 })
    }

    @Test func leavesLineEndsOut() {
        let file = SourceFile(path: "a", bytes: Array("a\r\nb\nc\r".utf8))
        #expect((0..<3).map { file.text(file.range(ofLine: $0)) } == ["a", "b", "c\r"])
    }

    @Test func hasOneLineWhenEmpty() {
        let file = SourceFile(path: "a", bytes: [])
        #expect(file.lineStarts == [0])
        #expect(file.markProblem == nil)
        #expect(file.range(ofLine: 0) == SourceRange(start: 0, end: 0))
    }

    /// Every reader of lines sees the file as it would be without the mark, and its problem once.
    @Test func aByteOrderMarkIsPartOfNoLine() {
        let file = SourceFile(path: "x", bytes: Array("\u{FEFF}one\ntwo\n\u{FEFF}".utf8))
        #expect(file.text(file.range(ofLine: 0)) == "one")
        let cut = IndentedLines(file, limit: 9)
        #expect(cut.lines.map { file.text($0.range) } == ["one", "two", "\u{FEFF}"])
        #expect(cut.lines.map(\.indentation) == [0, 0, 0])
        #expect(cut.diagnostics == [file.markProblem])
        #expect(
            file.markProblem?.rendered(in: file)
                == "x:1:1: error: a byte order mark does not belong here\n    one\n    ^\nfix: save the file without it\n"
        )
        #expect(SourceFile(path: "x", bytes: [0xEF, 0xBB]).markProblem == nil)
    }
}

@Suite struct NearestNameTests {
    @Test(arguments: [
        ("mial-ready", "mail-ready"), ("no-mial", "no-mail"), ("SOCKET", "socket"), ("sockt", "socket"), ("xyz", nil), ("", nil),
        ("waiting-for-dat", "waiting-for-data"), ("waiting", nil), ("i", "id"),
    ])
    func finds(name: String, expected: String?) {
        let names = ["mail-ready", "no-mail", "socket", "waiting-for-data", "id"]
        #expect(NearestName.find(name, among: names) == expected)
    }

    @Test func ignoresNamesBeyondTheLimit() {
        let long = String(repeating: "a", count: 100_000)
        #expect(NearestName.find(long, among: [long, "a"]) == nil)
        #expect(NearestName.find("abc", among: [long]) == nil)
    }
}
