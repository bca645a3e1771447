import ScenarioLanguage
import SourceText
import Testing

@Suite struct CaseNameTests {
    private func scenario(_ name: String, _ rows: String) -> String {
        "scenario \(name)\n    verifies  R-1\n\(indented(rows))\n    < OK\n"
    }

    @Test(
        arguments: [
            ("s", "for each  n in 1 2 3", "rows 1, 2 and 3 are all called `s`", "add what tells them apart: `s-{n}`"),
            ("s-{n}", "for each  n in \"a b\" c a-b", "rows 1 and 3 are both called `s-a-b`", nil),
            (
                "s", "for each  n in 1..7", "rows 1, 2, 3, 4, 5 and 2 more are all called `s`",
                "add what tells them apart: `s-{n}`"
            ),
            // Of two columns that do, the one that is shorter to read.
            (
                "s", "for each  long  short\n          \"first words\"  1\n          \"other words\"  2",
                "rows 1 and 2 are both called `s`", "add what tells them apart: `s-{short}`"
            ),
            (
                "s-{c}", "for each  a in 1 2\nfor each  b in x y\nfor each  c in p q",
                "rows 1, 3, 5 and 7 are all called `s-p`", "add what tells them apart: `s-{c}-{a}-{b}`"
            ),
            // What a column holds may not belong into a name.
            (
                "s", "for each  a  b\n          \"{rig apn}\"  x\n          \"{rig user}\"  y",
                "rows 1 and 2 are both called `s`", "add what tells them apart: `s-{b}`"
            ),
            ("s", "for each  a  b\n          x  y\n          x  y", "rows 1 and 2 are both called `s`", nil),
        ] as [(String, String, String, String?)]
    )
    func rowsThatShareANameAreAnError(name: String, rows: String, message: String, fix: String?) throws {
        let text = scenario(name, rows)
        let compilation = compile(text)
        #expect(compilation.scenarios.isEmpty)
        #expect(compilation.diagnostics.map(\.message) == [message])
        let first = try #require(compilation.diagnostics.first)
        let other = "give the rows a column that tells them apart, such as `case`, and the name its value: `\(name)-{case}`"
        #expect(first.severity == .error)
        #expect(first.suggestion == fix ?? other)
        #expect(first.range == SourceRange(start: 9, end: 9 + name.utf8.count))
    }

    @Test func theOtherRowIsShown() throws {
        let text = scenario("s", "for each  a  b\n          x  one\n          y  two")
        let related = try #require(compile(text).diagnostics.first?.related)
        #expect(related.message == "this is row 2")
        #expect(source(text).text(related.range) == "two")
    }

    @Test("a name does not depend on the rows before it")
    func aNewRowMovesNoName() {
        func names(_ values: String) -> [String] {
            plans(scenario("s-{n}", "for each  n in \(values)\n\n>> \"ab{n}\" cut at every boundary")).map(\.name)
        }
        #expect(Set(names("1 2")).isSubset(of: names("0 1 2")))
    }

    @Test(arguments: [
        (["scenario s\n    verifies  R-1\n    < OK\n", "scenario s\n    verifies  R-1\n    < OK\n"], "s"),
        (
            [
                "scenario s-1\n    verifies  R-1\n    < OK\n",
                "scenario s-{n}\n    verifies  R-1\n    for each n in 0 1\n    < OK\n",
            ], "s-1"
        ),
        (
            [
                "scenario s\n    verifies  R-1\n    >> \"abc\" cut at every boundary\n    < OK\n",
                "scenario s-cut-2\n    verifies  R-1\n    < OK\n",
            ], "s-cut-2"
        ),
    ])
    func scenariosOfTwoFilesThatShareANameAreAnError(texts: [String], name: String) throws {
        let files = zip(["a.scenario", "b.scenario"], texts).map { ScenarioFile.parse(source($1, path: $0)).0 }
        let scenarios = files.flatMap { Tiny.compiler.compile($0, shared: []).scenarios }
        let problem = try #require(CaseNames.problems(in: scenarios).first)
        #expect(problem.message == "another scenario is called `\(name)`, too")
        #expect(problem.path == "b.scenario")
        #expect(problem.related?.path == "a.scenario")
        #expect(CaseNames.problems(in: [scenarios[0]]).isEmpty)
    }

    // MARK: Ids, revisions, former names

    private func identified(_ name: String, _ head: String, body: String = "< OK") -> String {
        "scenario \(name)\n    verifies  R-1\n\(indented(head))\n    \(body)\n"
    }

    @Test func idsRevisionsAndFormerNamesBelongToEveryInstance() throws {
        let text = identified(
            "s-{n}",
            "id        \"LAB-7\"\nrevision  12\nrenamed   from t#{n}\nrenamed   from {old}\nfor each  n  old\n          1  u\n          2  \"\"",
            body: ">> \"abc\" cut at every boundary\n    < OK"
        )
        let compilation = compile(text)
        #expect(compilation.diagnostics == [])
        let scenario = try #require(compilation.scenarios.first)
        #expect(scenario.listing.id == "LAB-7" && scenario.listing.revision == 12)
        #expect(scenario.indices.map { scenario.id(at: $0) } == ["LAB-7", "LAB-7", "LAB-7", "LAB-7"])
        #expect(
            scenario.indices.map { scenario.formerNames(at: $0) } == [
                ["t#1-cut-1", "u-cut-1"], ["t#1-cut-2", "u-cut-2"], ["t#2-cut-1"], ["t#2-cut-2"],
            ]
        )
        let rows = try #require(compile(identified("s-{n}", "id \"LAB-{n}\"\nfor each n in 1 2")).scenarios.first)
        #expect(rows.indices.map { rows.id(at: $0) } == ["LAB-1", "LAB-2"])
        #expect(rows.listing.id == "LAB-{n}")
        #expect(rows.formerNames(at: 0) == [])
    }

    @Test(
        arguments: [
            ("id «LAB-7»", "expected the lab's own name for the scenario, between quotes", "put it between quotes"),
            ("id \"«»\"", "an id has 1 to 100 characters", nil),
            ("id \"«\(String(repeating: "x", count: 101))»\"", "an id has 1 to 100 characters", nil),
            ("id \"a\"\n«id» \"b\"", "a scenario has one line `id`", nil),
            ("id \"«a{n}»\"\nfor each n k\n         1  1\n         1  2", "rows 1 and 2 are both given the id `a1`", nil),
            ("revision «0»", "a revision is a whole number from 1 to 999999", nil),
            ("revision «2.1»", "a revision is a whole number from 1 to 999999", nil),
            ("revision «1000000»", "a revision is a whole number from 1 to 999999", nil),
            ("renamed «form» t", "expected `from` after `renamed`", "did you mean `from`?"),
            ("renamed from«»", "expected the scenario's name before", nil),
            ("renamed from «t»\nfor each k in 1 2", "rows 1 and 2 are both renamed from `t`", nil),
        ] as [(String, String, String?)]
    )
    func mistakesInWhatACaseIsKnownBy(head: String, message: String, fix: String?) throws {
        let text = identified(head.contains("for each") ? "s-{k}" : "s", head)
        let parts = text.components(separatedBy: ["«", "»"])
        let diagnostics = compile(parts.joined()).diagnostics
        #expect(diagnostics.map(\.message) == [message])
        #expect(diagnostics.first?.suggestion == fix)
        let start = parts[0].utf8.count
        #expect(diagnostics.first?.range == SourceRange(start: start, end: start + parts[1].utf8.count))
    }

    @Test(
        arguments: [
            ("id \"X\"", "id \"«X»\"", "`a` has the id “X” already", nil),
            ("id \"X\"", "id \"«X{n}»\"\nfor each n k\n    1  1\n    \"\"  2", "`a` has the id “X” already", nil),
            ("renamed from t", "renamed from «t»", "`a` is renamed from `t`, too", nil),
            ("tags x", "renamed from «a»", "there still is a scenario called `a`", "drop the line, or rename that scenario"),
            ("renamed from «a»", "tags x", "there still is a scenario called `a`", "drop the line, or rename that scenario"),
            (
                "renamed from t\nrenamed from «b»", "tags x", "there still is a scenario called `b`",
                "drop the line, or rename that scenario"
            ),
        ] as [(String, String, String, String?)]
    )
    func whatAnotherScenarioHas(first: String, second: String, message: String, fix: String?) throws {
        let text = identified("a", first) + identified(second.contains("for each") ? "b-{k}" : "b", second)
        let parts = text.components(separatedBy: ["«", "»"])
        let diagnostics = compile(parts.joined()).diagnostics
        #expect(diagnostics.map(\.message) == [message])
        #expect(diagnostics.first?.suggestion == fix)
        #expect(diagnostics.first?.related?.message == "this is the other one")
        let start = parts[0].utf8.count
        #expect(diagnostics.first?.range == SourceRange(start: start, end: start + parts[1].utf8.count))
    }

    @Test func aFileMayNameItsLanguage() {
        let text = "# A comment\nlanguage   1\n\n" + identified("s", "id \"X\"\nrevision 2\nrenamed from t")
        #expect(plans(text).map(\.name) == ["s"])
        let formatted = String(decoding: ScenarioFile.parse(source(text)).0.formatted(), as: UTF8.self)
        #expect(
            formatted == """
                # A comment
                language 1

                scenario s
                    verifies  R-1
                    id        "X"
                    revision  2
                    renamed   from t
                    < OK

                """
        )
    }
}

extension String {
    /// The pieces between any of the marks.
    fileprivate func components(separatedBy marks: [Character]) -> [String] {
        split(omittingEmptySubsequences: false) { marks.contains($0) }.map(String.init)
    }
}
