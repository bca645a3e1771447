import SourceText
import Testing

@testable import Dialects

@Suite struct FramingTests {
    private static let head = "dialect  t\ntitle  t\ndocument  009\nfeatures  sockets\ntimings\n    answer  5 s\n"

    private static func load(_ lines: String, head: String = head) -> (Dialect?, [Diagnostic]) {
        let text = head + "framing  009 ch. 1\n" + lines.split(separator: "\n").map { "    \($0)\n" }.joined()
        return Dialect.load(SourceFile(path: "a.dialect", bytes: Array(text.utf8)))
    }

    @Test func framesAreReadByKindAndMode() throws {
        let (dialect, diagnostics) = Self.load("results  CR LF text CR LF or text CR LF  numeric CR number CR\necho  under ATE1")
        #expect(diagnostics == [])
        let framing = try #require(dialect).framing
        #expect(framing.saysEcho)
        let frames = try #require(framing.frames[.results])
        #expect(frames.verbose.map(\.description) == ["CR LF text CR LF", "text CR LF"])
        #expect(frames.numeric.map(\.description) == ["CR number CR"])
        #expect(framing.frames.keys.count == 1)
    }

    @Test(arguments: [
        ("resluts  text", "there is no kind of line ‘resluts’"), ("results", "‘results’ has no frame"),
        ("results  numeric number CR", "‘results’ has no frame"), ("results  CR LF txt", "‘txt’ is no part of a frame"),
        ("results  CR LF", "a frame has one ‘text’, or one ‘number’"),
        ("results  text CR or", "a frame has one ‘text’, or one ‘number’"),
        ("echo  always", "this does not say when lines are echoed"),
        ("quotes  perhaps", "this does not say what is shown between quotes"),
    ])
    func pointsAtWhatIsWrong(line: String, message: String) {
        let (dialect, diagnostics) = Self.load(line)
        #expect(dialect == nil)
        #expect(diagnostics.map(\.message) == [message])
    }

    /// V.250 has the word where the manual has none, and binds: because the manual cites it, or the device's supplier claims it.
    @Test(arguments: [("", ClaimedStandards.only([]), false), ("", .all, true), ("standards  V.250\n", .only([]), true)])
    func theStandardFillsIn(standards: String, claimed: ClaimedStandards, fills: Bool) throws {
        let head = Self.head.replacing("timings", with: standards + "timings")
        let dialect = try #require(Self.load("information  text CR LF", head: head).0)
        let framing = dialect.binding(claimed).framing
        #expect(framing.saysEcho == fills)
        #expect(framing.frames[.results]?.numeric.map(\.description) == (fills ? ["number CR"] : nil))
        #expect(framing.frames[.information]?.verbose.map(\.description) == ["text CR LF"])
        #expect(framing.frames[.displayed] == nil)
    }

    @Test func quotesAreSaidOrNot() throws {
        #expect(try #require(Self.load("quotes  around texts").0).framing.saysQuotes)
        #expect(try #require(Self.load("echo  under ATE1").0).framing.saysQuotes == false)
    }

    @Test func whatIsUnsaidIsNotSaid() throws {
        let dialect = try #require(Self.load("results  CR LF text CR LF  unsaid\necho  under ATE1  unsaid").0)
        #expect(dialect.framing == Dialect.Framing())
    }
}
