import Events
import Foundation
import Testing
import Verdicts

@testable import AttestCommands

/// A journal while it is written: all that has happened is in the file at every moment, and at the end it is as if scenarios had run one by one.
struct JournalFileTests {
    private static func lines(_ name: String, _ count: Int) -> [[UInt8]] {
        let source = SourceLine(path: "a.scenario", line: 1, text: "scenario \(name)")
        let identity = ScenarioIdentity(
            name: name,
            title: "",
            dialect: "d",
            service: "s",
            source: source,
            requirements: [],
            tags: []
        )
        let events = (0..<count).map { Event.deviceSent(Array("\(name)\($0)".utf8), time: Int64($0)) }
        return ([.scenarioStarted(identity)] + events).map(JournalEncoder().encode)
    }

    private static let end = JournalEncoder().encode(.scenarioEnded(ScenarioResult(verdict: .pass, assertions: 1)))
    private static let head = JournalEncoder().encode(
        .runStarted(RunDescription(version: "1", seed: 7, device: "pty:x", command: []))
    )

    private static func whole(_ lines: [[UInt8]]) -> [UInt8] { lines.flatMap(\.self) + end }

    @Test func eachLineIsThereAtOnceAndIsWrittenOnce() throws {
        let scratch = try Scratch()
        let file = try JournalFile(path: scratch.path("j"), keeping: 0)
        try file.append(Self.head)
        var expected = Self.head
        for (index, name) in ["a", "b"].enumerated() {
            let lines = Self.lines(name, 3)
            for line in lines {
                try file.append(running: line, of: index)
                expected += line
                #expect(try scratch.bytes("j") == Data(expected))
            }
            try file.append(Self.whole(lines), of: [index])
            expected += Self.end
            #expect(try scratch.bytes("j") == Data(expected))
        }
        try file.close()
        #expect(try scratch.bytes("j") == Data(expected))
    }

    /// Two devices: what the second does is held, where readers pass over it, and stands in its place when it is its turn.
    @Test func scenariosBesideEachOtherComeIntoTheirOrder() throws {
        let scratch = try Scratch()
        let file = try JournalFile(path: scratch.path("j"), keeping: 0)
        let (a, b, c) = (Self.lines("a", 2), Self.lines("b", 2), Self.lines("c", 1))
        try file.append(Self.head)
        try file.append(running: b[0], of: 1)
        try file.append(running: a[0], of: 0)
        try file.append(running: b[1], of: 1)
        try file.append(running: a[1], of: 0)
        let cut = Array(try scratch.bytes("j"))
        let held = String(decoding: cut, as: UTF8.self)
        #expect(
            held.contains(
                "{\"event\":\"held\",\"scenario\":2,\"line\":{\"event\":\"device-sent\",\"time\":0,\"bytes\":\"b0\"}}\n"
            )
        )
        #expect(try JournalDecoder.events(of: cut).events.count == 3)
        try file.append(Self.whole(a), of: [0])
        #expect(try scratch.bytes("j") == Data(Self.head + Self.whole(a) + b[0] + b[1]))
        try file.append(running: c[0], of: 2)
        try file.append(running: b[2], of: 1)
        try file.append(Self.whole(b), of: [1])
        try file.append(Self.whole(c), of: [2])
        try file.close()
        #expect(try scratch.bytes("j") == Data(Self.head + Self.whole(a) + Self.whole(b) + Self.whole(c)))
    }

    /// What waited for a slow scenario comes all at once, and what runs beside it is held behind.
    @Test func whatWaitedComesTogether() throws {
        let scratch = try Scratch()
        let file = try JournalFile(path: scratch.path("j"), keeping: 0)
        let (a, b, c) = (Self.lines("a", 1), Self.lines("b", 2), Self.lines("c", 1))
        try file.append(running: a[0], of: 0)
        for line in b.dropLast() { try file.append(running: line, of: 1) }
        try file.append(running: c[0], of: 2)
        try file.append(Self.whole(a) + Self.whole(b), of: [0, 1])
        #expect(try scratch.bytes("j") == Data(Self.whole(a) + Self.whole(b) + c[0]))
        try file.append(Self.whole(c), of: [2])
        #expect(try scratch.bytes("j") == Data(Self.whole(a) + Self.whole(b) + Self.whole(c)))
    }

    /// Another attempt, or another device: what stands at the end is what the scenario came to.
    @Test func whatCameOtherwiseIsWrittenAgain() throws {
        let scratch = try Scratch()
        try scratch.write("kept\nlost", "j")
        let file = try JournalFile(path: scratch.path("j"), keeping: 5)
        for line in Self.lines("a", 3) { try file.append(running: line, of: 0) }
        let final = Self.whole(Self.lines("a", 1))
        try file.append(final, of: [0])
        #expect(try scratch.bytes("j") == Data(Array("kept\n".utf8) + final))
        try file.append(running: Self.lines("b", 0)[0], of: 1)
        try file.close()
        #expect(try scratch.bytes("j") == Data(Array("kept\n".utf8) + final))
    }
}
