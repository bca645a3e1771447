import SourceText
import Testing

/// Text in which `«` and `»` mark a range.
private func marked(_ text: String, path: String = "a.scenario") -> (SourceFile, SourceRange) {
    var bytes: [UInt8] = []
    var range = SourceRange(start: 0, end: 0)
    for character in text {
        switch character {
        case "«": range.start = bytes.count
        case "»": range.end = bytes.count
        default: bytes += Array(String(character).utf8)
        }
    }
    return (SourceFile(path: path, bytes: bytes), range)
}

private func render(_ text: String, message: String = "wrong", suggestion: String? = nil) -> String {
    let (file, range) = marked(text)
    return Diagnostic(message: message, path: file.path, range: range, suggestion: suggestion).rendered(in: file)
}

@Suite struct DiagnosticTests {
    /// A scenario file is quoted in logs that GitHub's runner and the Azure agent read.
    @Test(arguments: [0, 1, 2]) func aQuotedLineCommandsNobody(start: Int) {
        let file = SourceFile(path: "a", bytes: Array("::error::x ##vso[y] ##[z] a:b # c".utf8))
        let range = SourceRange(start: start, end: start + 2)
        let text = Diagnostic(message: "::m ##[n]", path: "a", range: range).rendered(in: file)
        #expect(text.contains("    :\u{2236}error:\u{2236}x #\u{266F}vso[y] #\u{266F}[z] a:b # c\n"))
        #expect(!text.contains("##") && !text.contains("::"))
    }

    @Test(arguments: [
        ("abc «def» ghi", "a.scenario:1:5: error: wrong\n    abc def ghi\n        ^~~\n"),
        ("one\ntwo «t»hree\nfour", "a.scenario:2:5: error: wrong\n    two three\n        ^\n"),
        ("Käse «x»", "a.scenario:1:6: error: wrong\n    Käse x\n         ^\n"),
        ("a\tb«c»", "a.scenario:1:4: error: wrong\n    a␉bc\n       ^\n"),
        ("a«\u{7}»b\r\nc", "a.scenario:1:2: error: wrong\n    a␇b\n     ^\n"),
        ("a«»\nb", "a.scenario:1:2: error: wrong\n    a\n     ^\n"),
        ("«»", "a.scenario:1:1: error: wrong\n    \n    ^\n"),
        ("x\u{202E}«y»", "a.scenario:1:3: error: wrong\n    x\u{FFFD}y\n      ^\n"),
        ("one «two\nthree»", "a.scenario:1:5: error: wrong\n    one two\n        ^~~\n"),
    ])
    func quotesAndUnderlines(text: String, expected: String) {
        #expect(render(text) == expected)
    }

    @Test func endsWithTheRepair() {
        #expect(render("«x»", suggestion: "write y").hasSuffix("^\nfix: write y\n"))
    }

    /// Messages quote the file, and paths are anybody's.
    @Test func nothingOfTheMessageActsOnTheTerminal() {
        let (file, range) = marked("«x»", path: "a\u{1B}[2J")
        let text = "no ‘\u{1B}]0;x\u{7}\u{9B}31m\u{202E}’\nbut ‘y’"
        let diagnostic = Diagnostic(message: text, path: file.path, range: range, suggestion: text)
        let shown = "no ‘<ESC>]0;x<BEL><U+009B>31m<U+202E>’\nbut ‘y’\n"
        #expect(diagnostic.rendered(in: file) == "a<ESC>[2J:1:1: error: \(shown)    x\n    ^\nfix: \(shown)")
        #expect(DiagnosticReport([diagnostic]).rendered { _ in nil } == "a<ESC>[2J: error: \(shown)")
    }

    @Test func showsAWindowOfALongLine() {
        let text = render(String(repeating: "a", count: 500) + "«bad»" + String(repeating: "c", count: 500))
        let lines = text.split(separator: "\n")
        #expect(lines[0] == "a.scenario:1:501: error: wrong")
        #expect(lines[1].hasPrefix("    …aaa") && lines[1].hasSuffix("ccc…"))
        #expect(lines[1].count == 4 + 1 + 120 + 1)
        let caret = lines[2].count - 3
        #expect(lines[1].dropFirst(caret).prefix(3) == "bad")
    }

    @Test func showsTheEndOfALongLine() {
        let lines = render(String(repeating: "a", count: 500) + "«»").split(separator: "\n")
        #expect(lines[1].hasPrefix("    …a") && lines[1].hasSuffix("a"))
        #expect(lines[2].count == lines[1].count + 1)
    }

    /// What lies behind the window costs nothing: ten megabytes in one line are quoted as fast as a few words.
    @Test(.timeLimit(.minutes(1))) func looksNoFurtherThanItShows() {
        let file = SourceFile(path: "a", bytes: [UInt8](repeating: 0x61, count: 10_000_000))
        let whole = Diagnostic(message: "m", path: "a", range: SourceRange(start: 0, end: file.bytes.count))
        let first = Diagnostic(message: "m", path: "a", range: SourceRange(start: 0, end: 1))
        let quoted = "    " + String(repeating: "a", count: 120) + "…\n"
        #expect(whole.rendered(in: file) == "a:1:1: error: m\n" + quoted + "    ^" + String(repeating: "~", count: 119) + "\n")
        #expect(first.rendered(in: file) == "a:1:1: error: m\n" + quoted + "    ^\n")
    }

    @Test func showsInvalidBytesSafely() {
        let file = SourceFile(path: "a", bytes: [0x61, 0xFF, 0x62, 0xC3])
        let diagnostic = Diagnostic(message: "m", path: "a", range: SourceRange(start: 1, end: 2))
        #expect(diagnostic.rendered(in: file) == "a:1:2: error: m\n    a\u{FFFD}b\u{FFFD}\n     ^\n")
    }

    @Test func toleratesRangesOutsideTheFile() {
        let file = SourceFile(path: "a", bytes: Array("ab\n".utf8))
        let diagnostic = Diagnostic(severity: .warning, message: "m", path: "a", range: SourceRange(start: 90, end: 99))
        #expect(diagnostic.rendered(in: file) == "a:2:1: warning: m\n    \n    ^\n")
    }
}

@Suite struct DiagnosticReportTests {
    private func diagnostic(_ path: String, _ start: Int, _ message: String) -> Diagnostic {
        Diagnostic(message: message, path: path, range: SourceRange(start: start, end: start + 1))
    }

    @Test func sortsAndRemovesRepetitions() {
        let report = DiagnosticReport([
            diagnostic("b", 0, "x"), diagnostic("a", 4, "y"), diagnostic("a", 1, "z"), diagnostic("b", 0, "x"),
        ])
        #expect(report.diagnostics.map(\.message) == ["z", "y", "x"])
        #expect(report.diagnostics.count { $0.severity == .error } == 3)
    }

    @Test func countsWhatItDoesNotShow() {
        let file = SourceFile(path: "a", bytes: Array(repeating: 0x78, count: 50))
        let report = DiagnosticReport((0..<30).map { diagnostic("a", $0, "m\($0)") } + [diagnostic("b", 0, "n")])
        let text = report.rendered(limitPerFile: 2) { $0 == "a" ? file : nil }
        #expect(text.hasSuffix("a: 28 more\nb: error: n\n"))
        #expect(text.contains("m1") && !text.contains("m2"))
    }

    fileprivate static func found(_ severity: Diagnostic.Severity, _ path: String, _ start: Int = 0) -> Diagnostic {
        Diagnostic(severity: severity, message: "wrong", path: path, range: SourceRange(start: start, end: start + 1))
    }

    @Test(arguments: [
        ([], ""),
        ([found(.error, "a")], "1 error in 1 file"),
        ([found(.warning, "a"), found(.warning, "a", 1), found(.warning, "a")], "2 warnings in 1 file"),
        (
            [found(.error, "a"), found(.error, "b"), found(.error, "b", 1), found(.warning, "c")],
            "3 errors, 1 warning in 3 files"
        ),
    ])
    func theCountClosesTheReport(diagnostics: [Diagnostic], summary: String) {
        #expect(DiagnosticReport(diagnostics).summary == summary)
    }

    @Test func coloursSetOffWhatIsWrongAndItsRepair() {
        var diagnostic = Self.found(.warning, "a")
        diagnostic.suggestion = "x"
        let file = SourceFile(path: "a", bytes: Array("abc".utf8))
        #expect(
            diagnostic.rendered(in: file, style: .coloured)
                == "a:1:1: \u{1B}[1;33mwarning:\u{1B}[0m wrong\n    abc\n    \u{1B}[1;33m^\u{1B}[0m\n\u{1B}[1;32mfix:\u{1B}[0m x\n"
        )
        #expect(diagnostic.rendered(in: file) == "a:1:1: warning: wrong\n    abc\n    ^\nfix: x\n")
    }
}
