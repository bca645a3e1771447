import BenchFacts
import Dialects
import SourceText
import Testing

@testable import ScenarioLanguage

/// Scenarios about what other manuals say, and the dialect's own does not.
@Suite struct MisfitTests {
    private static func dialect(_ text: String) -> Dialect {
        let head = "title t\ndocument 010\nfeatures gprs\ntimings\n    answer   5 s\n"
        let (dialect, diagnostics) = Dialect.load(source(head + text, path: "other.dialect"))
        precondition(diagnostics.isEmpty, "\(diagnostics)")
        guard let dialect else { preconditionFailure("no dialect") }
        return dialect
    }

    private static let other = dialect(
        """
        dialect   other
        forms
            other-ready
                Ok_Other
        errors
            40000   other
        error groups
            other-errors   40000
        parameters
            EXTRA   port   default 0
        displays
            #VTWO
                EXTRA
        timings
            other-limit   5 s
        spellings
            other-id   ",7"
        requirements
            O-1   mandatory
                Other.

        """
    )

    private static func compile(_ text: String, for dialect: Dialect = Tiny.dialect) -> Compilation {
        let (file, problems) = ScenarioFile.parse(source(text))
        let compiler = Compiler(dialect: dialect, among: [Tiny.dialect, other], profile: .documentation, payloads: Tiny.payloads)
        var compilation = compiler.compile(file, shared: [])
        compilation.diagnostics += problems
        return compilation
    }

    @Test(arguments: [
        ("> AT\n< {other-ready}", "{other-ready}"), ("> AT\n< It is {other-ready}", "{other-ready}"),
        ("> AT+X{other-id}\n< OK", "{other-id}"), ("> AT\nwithin {other-limit} < OK", "{other-limit}"),
        ("> AT\n< #CME ERROR: {code:one of other-errors}", "{other-errors}"), ("> AT\n< OK\nverifies O-1\n> AT\n< OK", "O-1"),
        ("> AT#EXTRA=5\n< OK", "#EXTRA"), ("> AT#VTWO\n< OK", "#VTWO"),
        ("repeat for n in TRA 2\n    > AT#EX{n}?\n    < OK", "#EXTRA"),
        ("for each parameter {name} of the dialect in group VTWO\n    > AT#{name}?\n    < OK", "#VTWO"),
    ])
    func whatAnotherManualSaysIsNoError(body: String, name: String) throws {
        let compilation = Self.compile("scenario s\n    verifies  R-1\n\(indented(body))\n")
        #expect(compilation.diagnostics.map(\.message) == [])
        #expect(try #require(compilation.scenarios.first).map(\.misfit) == [.unsaid(name)])
    }

    /// What is done where a dialect has a requirement may name what others do not have.
    @Test func whatIsAskedOfAnotherDialectAloneIsLeftOut() throws {
        let body = "when requirement O-1\n    > AT#EXTRA=5\n    < {other-ready}\n> AT\n< OK"
        let compilation = Self.compile("scenario s\n    verifies  R-1\n\(indented(body))\n")
        #expect(compilation.diagnostics.map(\.message) == [])
        #expect(try #require(compilation.scenarios.first).map(\.misfit) == [nil])
    }

    @Test(arguments: [
        "> AT\n< {other-redy}", "> AT\nwithin {othr-limit} < OK", "> AT\n< OK\nverifies O-2\n> AT\n< OK",
        "when requirement O-2\n    > AT\n    < OK\n> AT\n< OK",
    ])
    func whatNoManualSaysStaysAnError(body: String) {
        let compilation = Self.compile("scenario s\n    verifies  R-1\n\(indented(body))\n")
        #expect(compilation.diagnostics.count == 1)
        #expect(compilation.scenarios.isEmpty)
    }

    /// A refusal may be the point.
    @Test func aCommandThatIsRefusedIsAsked() throws {
        let scenario = try #require(
            Self.compile("scenario s\n    verifies  R-1\n    > AT#EXTRA=5\n    < ERROR\n").scenarios.first
        )
        #expect(scenario.map(\.misfit) == [nil])
    }

    @Test(arguments: [("O-1 R-2", ["R-2"], nil), ("O-1", [], .unsaid("O-1"))] as [(String, [String], Misfit?)])
    func whatIsSaidIsVerified(verifies: String, requirements: [String], misfit: Misfit?) throws {
        let compilation = Self.compile("scenario s\n    verifies  \(verifies)\n    > AT\n    < OK\n")
        #expect(compilation.diagnostics.map(\.message) == [])
        let plan = try #require(compilation.scenarios.first?.first)
        #expect(plan.requirements == requirements)
        #expect(plan.misfit == misfit)
    }

    /// The rows around it are as they are.
    @Test func anInstanceMayNotApply() throws {
        let compilation = Self.compile(
            """
            scenario s-{n}
                verifies  R-1
                for each  n  answer
                          1  {other-ready}
                          2  OK
                > AT
                < {answer}

            """
        )
        #expect(compilation.diagnostics.map(\.message) == [])
        #expect(compilation.scenarios.flatMap { $0.map(\.misfit) } == [.unsaid("{other-ready}"), nil])
    }

    @Test func aTableThatIsNotThereHasNoRows() throws {
        let compilation = Self.compile(
            "scenario s-{name}\n    verifies  R-1\n    for each parameter {name} of the dialect in group VTWO\n    > AT#{name}?\n    < OK\n"
        )
        #expect(compilation.diagnostics.map(\.message) == [])
        #expect(compilation.scenarios.map(\.count) == [0])
    }

    /// What is for a dialect is for those that extend it, but for what they say otherwise.
    @Test(
        arguments: [
            ("tiny", [], nil), ("tiny", ["tiny"], .changed(requirement: "R-1", of: "tiny")), ("tiny heir", ["tiny"], nil),
            ("tiny kin", ["tiny"], nil), ("tiny kin", ["tiny", "kin"], .changed(requirement: "R-1", of: "tiny")),
            ("all", ["tiny"], nil),
        ] as [(String, [String], Misfit?)]
    )
    func anHeirHasTheScenariosOfItsAncestors(dialects: String, departs: [String], misfit: Misfit?) throws {
        var heir = Tiny.dialect
        heir.name = "heir"
        heir.ancestors = ["tiny", "kin"]
        heir.departures = ["R-1": Set(departs)]
        let compilation = Self.compile(
            "scenario s\n    dialects  \(dialects)\n    verifies  R-1\n    > AT\n    < OK\n",
            for: heir
        )
        #expect(try #require(compilation.scenarios.first).map(\.misfit) == [misfit])
        #expect(
            Self.compile("scenario s\n    dialects  other\n    verifies  R-1\n    > AT\n    < OK\n", for: heir).scenarios.isEmpty
        )
    }
}
