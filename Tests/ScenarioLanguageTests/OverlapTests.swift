import Octets
import SourceText
import Testing

@testable import ScenarioLanguage

/// Lines that an expectation and a rule in force beside it both mean are warned of, with both places.
struct OverlapTests {
    private static let equal =
        "line 3 means lines like this too, and neither of the two is more specific: the expectation takes the first"
    private static let shadowed = "any text is expected here, but the lines of line 3 go there"

    private func warnings(_ body: String) -> [Diagnostic] {
        compile("scenario s\n    verifies  R-1\n\(indented(body))\n").diagnostics
    }

    @Test(arguments: [
        ("allow +CREG: {any}\n< +CREG: {x:any}", equal),
        ("forbid +CREG: {:integer}\n< +CREG: {x:integer}", equal),
        ("require RING\n< RING", equal),
        ("allow {:/[A-Z]{4}/}\n< {:word}", equal),
        ("allow {:one of AB CD}X\n< {:/(CD|EF)X/}", equal),
        ("allow +CREG: {any}\nrepeat 2 times\n    < +CREG: {x:any}", equal),
        ("allow {any}\n< {x:any}", equal),
        ("allow DST: {any}\n< {x:any}", shadowed),
        ("require DST: {any}\neither\n    < {x:any}\nor\n    < OK", shadowed),
    ])
    func isWarnedOf(body: String, message: String) throws {
        let found = warnings(body)
        #expect(found.map(\.message) == [message])
        let first = try #require(found.first)
        #expect(first.severity == .warning)
        #expect(first.suggestion?.hasPrefix("say more of ") == true)
        let file = source("scenario s\n    verifies  R-1\n\(indented(body))\n")
        #expect(file.text(first.range).hasPrefix("< "))
        let other = try #require(first.related)
        #expect(file.text(other.range) == String(body.prefix { $0 != "\n" }))
        #expect(first.rendered(in: file).contains("a.scenario:3:5: note: this is the other line\n    "))
    }

    @Test(arguments: [
        "allow {any}\n< OK",
        "allow +CREG: {any}\n< +CREG: 1",
        "allow +CREG: {:one of 0 2}\n< +CREG: 1",
        "allow +CREG: {:one of 1 2}\n< +CREG: 1",
        "allow DST: {any}\n< {x:integer}",
        "allow DST: {any}\n< {x:/[0-9]{15}/}",
        "forbid RING\n< {x:any}",
        "allow {x:any}\n< {x}",
        "allow #{any}\n< {x:any}",
        "with quiet\n< {x:any}",
        "< {x:any}\nallow DST: {any}",
    ])
    func isNotWarnedOf(body: String) {
        let text = "steps quiet\n    allow DST: {any}\nscenario s\n    verifies  R-1\n\(indented(body))\n    < OK\n"
        #expect(compile(text).diagnostics == [])
    }

    @Test func bothFilesAreQuoted() throws {
        let shared = (path: "shared.scenario", text: "steps answer\n    < {x:any}\n")
        let text = "scenario s\n    verifies  R-1\n    allow DST: {any}\n    with answer\n"
        let found = compile(text, shared: [shared]).diagnostics
        let first = try #require(found.first)
        #expect(first.path == "shared.scenario")
        let files = ["shared.scenario": source(shared.text, path: shared.path), "a.scenario": source(text)]
        let shown = DiagnosticReport(found).rendered { files[$0] }
        #expect(
            shown == """
                shared.scenario:2:5: warning: \(Self.shadowed)
                        < {x:any}
                        ^~~~~~~~~
                a.scenario:3:5: note: this is the other line
                        allow DST: {any}
                        ^~~~~~~~~~~~~~~~
                fix: say more of this text, such as `{:/[0-9]{15}/}`

                """
        )
    }

    @Test(
        "in bytes that two patterns may share",
        arguments: [("a+b", "[ab]*", true), ("a{2}", "a{3}", false), ("(x|y)z", "yz?", true)]
    )
    func patterns(left: String, right: String, overlap: Bool) throws {
        let (left, right) = (try BytePattern(left), try BytePattern(right))
        #expect(left.overlaps(right) == overlap)
        #expect(right.overlaps(left) == overlap)
    }

    @Test(
        "what is certain of a pattern",
        arguments: [
            ("abc", 3), ("a|bc", 1), ("[0-9]{3}:", 1), ("(ab){2,}", 4), ("a?", 0), (".*", 0), ("\\.", 1), ("[a]", 1),
        ]
    )
    func fixedCount(text: String, count: Int) throws {
        #expect(try BytePattern(text).fixedCount == count)
    }
}
