import Dialects
import SourceText
import Testing
import World

@testable import ScenarioLanguage

/// Steps on another line of the device than the first.
@Suite struct LineNameTests {
    private func lines(_ steps: [Step]) -> [String] {
        steps.flatMap { step in step.blocks.isEmpty ? [step.on.text ?? "-"] : step.blocks.flatMap(lines) }
    }

    private func plan(_ body: String) throws -> Plan {
        try #require(plans("scenario s\n    verifies  R-1\n\(indented(body))\n").first)
    }

    @Test(arguments: [
        ("b> AT", "b"), ("b>> \"AT\" CR", "b"), ("h< OK", "h"), ("b<< ETX", "b"), ("within 2s b< OK", "b"),
        ("optional not before 1s c<< ETX", "c"), ("b silence for 2s", "b"), ("b silence for 1s..2s", "b"), ("b allow RING", "b"),
        ("b forbid BUSY", "b"), ("b require BUSY within 2s", "b"), ("b assume echo off", "b"), ("b assume echo optional", "b"),
        ("> AT b> AT", "-"), ("< b< OK", "-"),
    ])
    func theNameStandsBeforeTheStep(_ line: String, _ name: String) throws {
        let plan = try plan(line + "\n< OK")
        #expect(lines(plan.steps) == [name, "-"])
    }

    @Test(arguments: ["b line drops DTR", "b line sends break 1s", "b line shows DCD on", "within 2s b line shows DCD off"])
    func signalsAreOfTheNamedLine(_ line: String) throws {
        let plan = try #require(plans("scenario s\n    verifies  R-1\n    needs  line-signals\n\n    \(line)\n    < OK\n").first)
        #expect(lines(plan.steps) == ["b", "-"])
        #expect(plan.watchedSignals == [b: line.contains("shows") ? [.dcd] : []])
        #expect(plan.lines == 2)
    }

    private var b: LineName { LineName.first(2)[1] }

    @Test func everyStepOfAnEnsureIsOnItsLine() throws {
        #expect(lines(try plan("b ensure AT#MODE=5\n< OK").steps) == ["b", "b", "-"])
    }

    @Test func branchesMayBeginOnDifferentLines() throws {
        let body = """
            either
                b< OK
            or
                < OK
            in any order
                c< OK
                < OK
            """
        #expect(lines(try plan(body).steps) == ["b", "-", "c", "-"])
    }

    /// Nobody would see that a scenario never runs.
    @Test(
        arguments: [
            ("> AT\nb< OK", 1, nil, "b< OK"), ("> AT\nrepeat 2 times\n    c< OK", 2, nil, "c< OK"), ("> AT\nb< OK", 2, nil, nil),
            ("> AT\nb< OK", 1, 2, nil), ("> AT\nb< OK", 1, 1, "b< OK"), ("> AT\n< OK", 1, nil, nil),
        ] as [(String, Int, Int?, String?)]
    )
    func aLineThatNothingDeclaresIsWarnedOf(_ body: String, _ lines: Int, _ rig: Int?, _ place: String?) throws {
        var dialect = Tiny.dialect
        dialect.limits["serial-lines"] = lines
        let (file, _) = ScenarioFile.parse(source("scenario s\n    verifies  R-1\n\(indented(body))\n"))
        let found = file.undeclaredLines(among: [Tiny.dialect, dialect], rig: rig)
        #expect(found.map { file.source.text($0.range) } == [place].compactMap { $0 })
        #expect(found.allSatisfy { $0.severity == .warning })
    }

    /// It says that it is for devices with more lines.
    @Test(arguments: [("", 1), ("    needs  two lines\n", 0)]) func whatAsksForLinesIsNotWarnedOf(needs: String, count: Int) {
        let (file, _) = ScenarioFile.parse(source("scenario s\n    verifies  R-1\n\(needs)\n    > AT\n    b< OK\n"))
        #expect(file.undeclaredLines(among: [Tiny.dialect], rig: nil).count == count)
    }

    /// It is for devices of other dialects.
    @Test(arguments: [("all with gsm", 1), ("all with sockets", 0), ("tiny", 1), ("other", 0)])
    func whatIsForNoDialectHereIsNotWarnedOf(_ dialects: String, _ count: Int) {
        let (file, _) = ScenarioFile.parse(
            source("scenario s\n    dialects  \(dialects)\n    verifies  R-1\n\n    > AT\n    b< OK\n")
        )
        #expect(file.undeclaredLines(among: [Tiny.dialect], rig: nil).count == count)
    }

    /// What a scenario says of its lines, it needs.
    @Test(arguments: [
        ("> AT\n< OK", []), ("> AT\nb< OK", [Need.lines(2)]), ("repeat 2 times\n    d< OK", [.lines(4)]),
        ("b allow RING\n< OK", [.lines(2)]),
    ])
    func theLastOfThemIsNeeded(_ body: String, _ needs: [Need]) throws {
        let plan = try plan(body)
        #expect(plan.needs == needs)
        #expect(plan.lines == (needs.isEmpty ? 1 : needs == [.lines(2)] ? 2 : 4))
    }

    @Test(arguments: [
        ("a> AT", "`a` names no line of the device"), ("i< OK", "`i` names no line of the device"),
        ("B> AT", "`B` names no line of the device"),
        ("b > AT", "the line's name stands at the arrow"), ("b within 2s < OK", "the line's name stands at the arrow"),
        ("b wait 2s", "`wait` is of no line alone"), ("b either", "`either` is of no line alone"), ("b", "this is no statement"),
        ("b nonsense", "this is no statement"),
        ("b line chunks of 1 byte", "this is so of all lines alike; a line's name stands before what its signals do"),
        ("optional b line shows DCD on", "only `within` can stand before what the bench observes"),
        ("b line", "expected what is to be said of it"), ("b peer closes", "`peer` is of no line alone"),
        ("within 2s b line drops DTR", "`within` belongs to what the bench observes"),
        ("within 2s b> AT", "conditions stand only before `<` and `<<`"),
    ])
    func whatIsNoSuchStepIsSaid(_ line: String, _ message: String) {
        let found = compile("scenario s\n    verifies  R-1\n    < OK\n    \(line)\n").diagnostics.map(\.message)
        #expect(found.contains(message), "\(found)")
    }

    @Test(arguments: [
        ("b>   AT#X", "b> AT#X"), ("within  2s   b<  OK", "within 2s b< OK"), ("b>> \"a\"   CR", "b>> \"a\" CR"),
        ("b   silence  for 2s", "b silence for 2s"), ("b   allow   RING", "b allow RING"),
        ("b  ensure   AT#MODE=5", "b ensure AT#MODE=5"),
        ("b    assume  echo   off", "b assume echo off"), ("b   line  drops   DTR", "b line drops DTR"),
        ("within  2s  b   line shows DCD  on", "within 2s b line shows DCD on"),
    ])
    func theFormatterKeepsTheName(_ written: String, _ formatted: String) {
        let (file, diagnostics) = ScenarioFile.parse(source("scenario s\n    verifies  R-1\n    \(written)\n"))
        #expect(diagnostics == [])
        #expect(String(decoding: file.formatted(), as: UTF8.self).hasSuffix("\n    \(formatted)\n"))
    }
}
