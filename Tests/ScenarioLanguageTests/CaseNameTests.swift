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
}
