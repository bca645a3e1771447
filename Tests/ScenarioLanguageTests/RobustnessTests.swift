import BenchFacts
import Octets
import ScenarioLanguage
import SourceText
import Testing

@Suite struct RobustnessTests {
    private static let tokens = [
        "{", "}", "(", "\"", "> ", "< ", ",", " ", "\n", "#\n", "for each", "for each\n", "either\n", "scenario x\n", "{x}", "{{",
        ">> (", "a  b\n",
        "\t", "\u{1}\n", "\u{E9}", " or\n", " {x:/", "repeat 9 ", " > {id}\n", "steps s\n with s\n",
    ]

    @Test(arguments: ["{", "\n", "either\n"]) func tenMegabytesOfOneTokenAreRefused(token: String) {
        var bytes = Array(token.utf8)
        while bytes.count < 10_000_000 { bytes += bytes }
        let (file, diagnostics) = ScenarioFile.parse(SourceFile(path: "a", bytes: bytes))
        #expect(diagnostics.map(\.message) == ["a scenario file has at most 256 KiB"])
        #expect(file.formatted().count == bytes.count)
    }

    /// At the top of a file, in a scenario, in a table and under `network`.
    @Test(.timeLimit(.minutes(1)), arguments: tokens) func fullFilesOfOneTokenAreReadQuickly(token: String) {
        for prefix in [
            "", "scenario x\n  verifies  R-1\n", "scenario x\n for each  a  b\n", "scenario x\n network\n  dns silent\n",
        ] {
            let unit = Array(token.utf8)
            var bytes = Array(prefix.utf8)
            while bytes.count + unit.count <= ScenarioLimits.fileSize / 4 { bytes += unit }
            let (file, diagnostics) = ScenarioFile.parse(SourceFile(path: "a", bytes: bytes))
            #expect(diagnostics.count <= ScenarioLimits.problems + 1)
            _ = file.formatted()
            #expect(Tiny.compiler.compile(file, shared: []).diagnostics.count <= ScenarioLimits.problems * 2)
        }
    }

    @Test func depthIsBounded() {
        var text = "scenario x\n    verifies  R-1\n"
        for depth in 1...700 { text += String(repeating: " ", count: depth) + "either\n" }
        let (_, diagnostics) = ScenarioFile.parse(source(text))
        #expect(diagnostics.contains { $0.message == "blocks are nested at most 32 deep" })
        let parentheses = ">> " + String(repeating: "(", count: 4000)
        #expect(
            compile("scenario x\n    verifies  R-1\n    \(parentheses)\n").diagnostics.map(\.message) == [
                "bytes are nested at most 16 deep"
            ]
        )
        #expect(
            compile("scenario x\n    > " + String(repeating: "x", count: 5000) + "\n").diagnostics.map(\.message)
                .contains("a line has at most 4096 bytes")
        )
    }

    /// Each use is a call of the compiler's own, whose stack ends somewhere.
    @Test func stepsUseEachOtherToABoundedDepth() {
        func chain(_ count: Int) -> String {
            (0..<count).map { "steps a\($0)\n    with a\($0 + 1)\n" }.joined() + "steps a\(count)\n    > AT\n"
                + "scenario s\n    verifies  R-1\n    with a0\n    < OK\n"
        }
        #expect(compile(chain(ScenarioLimits.nesting - 1)).diagnostics.isEmpty)
        let message = "steps use each other at most \(ScenarioLimits.nesting) deep"
        #expect(compile(chain(ScenarioLimits.nesting)).diagnostics.map(\.message) == [message])
        #expect(compile(chain(900)).diagnostics.map(\.message) == [message])
    }

    @Test(.timeLimit(.minutes(1))) func definitionsAreBounded() {
        let text = (0..<5000).map { "steps a\($0)\n    > AT\n" }.joined()
        let messages = Set(compile(text).diagnostics.map(\.message))
        #expect(
            messages == [
                "a file has at most 1000 preambles, steps and postambles",
                "there are too many mistakes to tell them all: the rest of the file is not read",
            ]
        )
    }

    @Test func invalidUTF8IsPlaced() throws {
        let bytes =
            Array("scenario s\n    verifies  R-1\n    > AT".utf8) + [0xC3, 0x28] + Array("\n    < OK\n    > ".utf8) + [
                0xED, 0xA0, 0x80, 0x0A,
            ]
        let file = SourceFile(path: "a", bytes: bytes)
        let (_, diagnostics) = ScenarioFile.parse(file)
        #expect(diagnostics.map(\.message) == ["not UTF-8 (0xC3)", "not UTF-8 (0xED)"])
        #expect(diagnostics.map { file.position(of: $0.range.start).column } == [9, 7])
    }

    @Test func errorsStopAfterAWhile() {
        let text = "scenario s\n" + String(repeating: "    oops\n", count: 5000)
        let (_, diagnostics) = ScenarioFile.parse(source(text))
        #expect(diagnostics.count == ScenarioLimits.problems + 1)
    }

    private static let pieces =
        [
            "{", "}", "\"", "(", ")", ",", "\n", "  ", "    ", "> ", "< ", ">>", "<<", "..", "{x:any}", "{address of ", "within ",
            "repeat 9 ",
            "repeat 999999999 ", "random 9 seed 1", "either\n", "or\n", "# ", "  # c", "cut at every boundary", "for each  ",
            "in 0..9", "begin ",
            "with ", "end ", "dle ", "hex 0D", "99999999999999999999", "h", "ms", "{id}", "{n}", "when ", "is ", "network\n",
            "\u{0}", "\r",
        ].map { Array($0.utf8) } + [[0xFF], [0xC3], [0x09], [0xE2, 0x82]]

    /// Whatever happens to a file: no crash, and files without errors keep their meaning when they are formatted.
    @Test(arguments: 0..<20) func mutatedFilesAreReadSafely(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        func below(_ bound: Int) -> Int { Int(generator.next(below: UInt64(bound))) }
        let corpus = [FormatTests.canonical, FormatTests.canonical.replacing("    ", with: "  ")].map { Array($0.utf8) }
        for round in 0..<60 {
            var bytes = corpus[below(corpus.count)]
            for _ in 0...below(4) {
                let place = below(bytes.count + 1)
                switch below(4) {
                case 0: bytes.insert(contentsOf: Self.pieces[below(Self.pieces.count)], at: place)
                case 1: bytes.removeSubrange(place..<min(bytes.count, place + below(30)))
                case 2: if place < bytes.count { bytes[place] = UInt8(truncatingIfNeeded: generator.next()) }
                default:
                    let start = below(bytes.count)
                    bytes.insert(contentsOf: Array(bytes[start..<min(bytes.count, start + 60)]), at: place)
                }
            }
            let file = SourceFile(path: "a", bytes: bytes)
            let (parsed, diagnostics) = ScenarioFile.parse(file)
            #expect(diagnostics.allSatisfy { $0.range.start <= $0.range.end && $0.range.end <= bytes.count })
            // Formatting and compiling are slow without optimization; one file in eight will do.
            guard round % 8 == 0 else { continue }
            let formatted = parsed.formatted()
            let (again, more) = ScenarioFile.parse(SourceFile(path: "a", bytes: formatted))
            #expect(more.isEmpty == diagnostics.isEmpty)
            #expect(again.formatted() == formatted, "seed \(seed): \(String(decoding: bytes, as: UTF8.self))")
            let compilation = Tiny.compiler.compile(parsed, shared: [])
            let all = diagnostics + compilation.diagnostics
            #expect(all.allSatisfy { 0 <= $0.range.start && $0.range.start <= $0.range.end && $0.range.end <= bytes.count })
            _ = DiagnosticReport(all).rendered { _ in file }
            guard diagnostics.isEmpty else { continue }
            let same = Tiny.compiler.compile(again, shared: [])
            #expect(same.scenarios.map(\.listing.instances) == compilation.scenarios.map(\.listing.instances))
            #expect(
                same.scenarios.compactMap(\.first).map { describe($0) }
                    == compilation.scenarios.compactMap(\.first).map { describe($0) }
            )
        }
    }

    @Test(arguments: 0..<10) func randomPhrasesAreReadSafely(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let words = BenchPhraseTests.facts.flatMap { BenchPhrase.text(of: $0).split(separator: " ").map(String.init) }
        for _ in 0..<100 {
            let phrase = (0..<(1 + generator.next(below: 8))).map { _ in words[Int(generator.next(below: UInt64(words.count)))] }
            _ = BenchPhrase.parse(phrase.joined(separator: " "), addresses: .documentation, payloads: Tiny.payloads)
        }
    }
}
