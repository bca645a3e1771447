import Octets
import ScenarioLanguage
import Testing

@testable import Execution

@Suite struct LineMatcherTests {
    private let any = LineMatcher.Element.capture(name: nil, .any)
    private func literal(_ text: String) -> LineMatcher.Element { .literal(Array(text.utf8)) }
    private func isMatch(_ result: MatchResult) -> Bool { if case .match = result { true } else { false } }
    private func isPartial(_ result: MatchResult) -> Bool { if case .partial = result { true } else { false } }

    @Test("a regular expression gives back what the rest of the line needs") func backtracks() throws {
        let matcher = LineMatcher(elements: [.capture(name: "v", .matching(try BytePattern("[0-9.]+"))), literal(".5\r\n")])
        guard case .match(let count, let captures) = matcher.match(Array("1.2.5\r\n".utf8), from: 0) else {
            Issue.record("no match")
            return
        }
        #expect(count == 7)
        #expect(captures.map(\.bytes) == [Array("1.2".utf8)])
    }

    @Test("every prefix of a line is partial") func partial() throws {
        let matcher = LineMatcher(elements: [.capture(name: "v", .matching(try BytePattern("[a-z]{3}|x"))), literal("\r\n")])
        let line = Array("abc\r\n".utf8)
        for end in 0..<line.count { #expect(isPartial(matcher.match(Array(line[..<end]), from: 0))) }
        #expect(isMatch(matcher.match(line, from: 0)))
        #expect(!isPartial(matcher.match(Array("ab1".utf8), from: 0)))
    }

    @Test("many captures in a line of equal bytes do not multiply") func manyCaptures() {
        let elements = (0..<12).flatMap { _ in [any, literal("a")] } + [literal("b\r\n")]
        let line = Array(String(repeating: "a", count: 200).utf8) + [0x0D, 0x0A]
        guard case .mismatch = LineMatcher(elements: elements).match(line, from: 0) else {
            Issue.record("it fits")
            return
        }
    }

    @Test("a line that never ends does not fit for ever", arguments: [CaptureType.any, .integer, .word, .quoted])
    func endless(type: CaptureType) {
        let matcher = LineMatcher(elements: [.capture(name: nil, type), literal("\r\n")])
        let first: [UInt8] = type == .quoted ? [0x22] : []
        #expect(isPartial(matcher.match(first + [UInt8](repeating: 0x31, count: 900), from: 0)))
        #expect(!isPartial(matcher.match(first + [UInt8](repeating: 0x31, count: 1100), from: 0)))
    }
}
