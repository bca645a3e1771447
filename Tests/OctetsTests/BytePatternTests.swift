import Octets
import Testing

@Suite struct BytePatternTests {
    private func ends(_ pattern: String, _ text: String) throws -> [Int] {
        let bytes = Array(text.utf8)
        return try BytePattern(pattern).ends(in: bytes, from: 0, to: bytes.count).ends
    }

    @Test(
        "where matches end",
        arguments: [
            ("abc", "abcd", [3]), ("abc", "abd", []), ("a*", "aaab", [3, 2, 1, 0]), ("a+", "aab", [2, 1]), ("a?b", "ab", [2]),
            ("a{2}", "aaaa", [2]), ("a{2,}", "aaaab", [4, 3, 2]), ("a{1,2}", "aaaa", [2, 1]), ("a{0}b", "b", [1]),
            ("ab|a|c", "abc", [2, 1]), ("(ab|c)+d", "abcabd", [6]), ("(?:ab)*", "abab", [4, 2, 0]),
            ("[a-c-]+", "a-cd", [3, 2, 1]),
            ("[^0-9]+", "ab1", [2, 1]), ("[]x]+", "]x]", [3, 2, 1]), ("[0-9.]+", "10.1 ", [4, 3, 2, 1]), (".+", "ab\rc", [2, 1]),
            (#"\d+\.\d"#, "12.5", [4]), (#"\w+\s\S"#, "a_1 -", [5]), (#"[\w.]+"#, "a.b-", [3, 2, 1]), (#"\/\{"#, "/{", [2]),
            (#"\D\W"#, "a-", [2]), ("é", "é", [2]), ("x|", "x", [1, 0]), ("()*a", "a", [1]), ("(a*)*b", "aab", [3]),
        ]
    )
    func finds(pattern: String, text: String, expected: [Int]) throws {
        #expect(try ends(pattern, text) == expected)
    }

    @Test(
        "whether more bytes could belong",
        arguments: [("a+", "aa", true), ("ab", "ab", false), ("ab", "a", true), ("ab", "x", false)]
    )
    func openness(pattern: String, text: String, isOpen: Bool) throws {
        let bytes = Array(text.utf8)
        #expect(try BytePattern(pattern).ends(in: bytes, from: 0, to: bytes.count).isOpen == isOpen)
    }

    @Test(
        "what is no expression",
        arguments: [
            "", "(", ")", "a)", "[", "[]", "[a", "a**", "*a", "a+?", "{2}", "a{", "a{2", "a{3,2}", "a{,2}", "a{}", "^a", "a$",
            "\\", "\\b",
            "\\1", "[z-a]", "[é]", "(?=a)", "((((a{999}){999}){999}){999})", "((((){999}){999}){999})", "a{1025}",
            String(repeating: "a", count: 257),
        ]
    )
    func malformed(pattern: String) {
        #expect(throws: BytePattern.Malformed.self) { try BytePattern(pattern) }
    }

    @Test(
        "what makes others try 2^1000 ways ends",
        .timeLimit(.minutes(1)),
        arguments: ["(a+)+b", "(a|aa)+b", "(a*)*b", "(a?){250}b", "([a-z]+)*b"]
    )
    func isLinear(pattern: String) throws {
        #expect(try ends(pattern, String(repeating: "a", count: 1000)) == [])
    }
}
