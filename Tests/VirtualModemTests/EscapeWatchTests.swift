import Dialects
import Testing
import World

@testable import VirtualModem

/// The escape sequence, with its silences (003 §1.3).
@Suite struct EscapeWatchTests {
    private static func watch() -> EscapeWatch {
        EscapeWatch(.init(bytes: Array("+++".utf8), guardTime: 1_000_000_000, isEnd: false), at: .start)
    }

    /// Pieces with the milliseconds before each; what of them is data, and whether the silence behind the last one makes it the sequence.
    @Test(
        arguments: [
            ([(1000, "+++")], "", true),
            ([(999, "+++")], "+++", false),
            ([(1000, "+"), (200, "+"), (200, "+")], "", true),
            ([(1000, "++")], "", false),
            ([(1000, "++++")], "++++", false),
            ([(1000, "+++"), (999, "x")], "+++x", false),
            ([(10, "a"), (1000, "+++")], "a", true),
            ([(10, "a"), (990, "+++")], "a+++", false),
            ([(1000, "++"), (10, "x"), (1000, "+++")], "++x", true),
            ([(1000, "+"), (10, "a+++")], "+a+++", false),
        ] as [([(Int64, String)], String, Bool)]
    )
    func needsSilenceOnBothSides(pieces: [(Int64, String)], data: String, isSequence: Bool) {
        var watch = Self.watch()
        var now = Instant.start
        var passed: [UInt8] = []
        for (pause, text) in pieces {
            now = now + .milliseconds(pause)
            passed += watch.pass(Array(text.utf8)[...], at: now)
        }
        #expect(String(decoding: passed, as: UTF8.self) == data)
        let (isFound, rest) = watch.elapsed()
        #expect(isFound == isSequence)
        #expect(watch.held.isEmpty)
        // What was no sequence is data after all, and nothing of a sequence is.
        #expect(isSequence ? rest.isEmpty : passed + rest == pieces.flatMap { Array($0.1.utf8) })
    }
}
