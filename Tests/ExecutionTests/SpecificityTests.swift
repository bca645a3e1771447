import Events
import Octets
import ScenarioLanguage
import Testing
import Verdicts
import World

@testable import Execution

/// Where several expectations and rules accept the same line, the more specific takes it, however the bytes are cut.
struct SpecificityTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var name: String
        var steps: [Step]
        /// What the device says after the echo of `AT`.
        var answer: String
        /// The summary of the failure; nil: it passes.
        var failure: String?
        var testDescription: String { name }
    }

    private static func text(_ segments: LinePattern.Segment..., framing: LinePattern.Framing = .information) -> LinePattern {
        LinePattern(alternatives: [.init(segments: segments, framing: framing)])
    }
    private static func fixed(_ text: String) -> LinePattern.Segment { .text(Array(text.utf8)) }
    private static func expect(_ pattern: LinePattern, optional: Bool = false) -> Step {
        step(.expect(Expectation(content: .line(pattern), optional: optional)))
    }
    private static func allow(_ pattern: LinePattern) -> Step { step(.unsolicited(.allow, pattern)) }
    private static func forbid(_ pattern: LinePattern) -> Step { step(.unsolicited(.forbid, pattern)) }
    private static func require(_ pattern: LinePattern) -> Step { step(.unsolicited(.require(within: nil), pattern)) }
    private static let anything = text(.capture(name: "x", .any))
    private static let indication = text(fixed("DST: "), .capture(name: nil, .any))
    private static func isText(_ wanted: String) -> Step {
        step(.check(.equal(Template(parts: [.value("x")]), Template(wanted))))
    }
    private static let digitAfterName: BytePattern = {
        guard let pattern = try? BytePattern("DST: [0-9]") else { preconditionFailure("it is an expression") }
        return pattern
    }()
    private static let emptyLine = expect(text(framing: .parameter))

    static let cases: [Case] = [
        Case(
            name: "an allowed line is not eaten by an expectation of any text",
            steps: [allow(indication), send("AT"), expect(anything), ok(), isText("310")],
            answer: "\r\nDST: 1\r\n\r\n310\r\n\r\nOK\r\n"
        ),
        Case(
            name: "nor is a required one",
            steps: [require(indication), send("AT"), expect(anything), ok(), isText("310")],
            answer: "\r\nDST: 1\r\n\r\n310\r\n\r\nOK\r\n"
        ),
        Case(
            name: "a required line that has come is an ordinary one from then on",
            steps: [require(indication), send("AT"), expect(anything), ok(), isText("DST: 2")],
            answer: "\r\nDST: 1\r\n\r\nDST: 2\r\n\r\nOK\r\n"
        ),
        Case(
            name: "nor is a forbidden one",
            steps: [forbid(indication), send("AT"), expect(anything), ok()],
            answer: "\r\nDST: 1\r\n\r\nOK\r\n",
            failure: "a forbidden line came"
        ),
        Case(
            name: "an expected line is not eaten by an allowance of any text",
            steps: [allow(anything), send("AT"), ok(), isText("DST: 1")],
            answer: "\r\nDST: 1\r\n\r\nOK\r\n"
        ),
        Case(
            name: "nor is it forbidden by a prohibition of any text",
            steps: [forbid(anything), send("AT"), ok()],
            answer: "\r\nOK\r\n"
        ),
        Case(
            name: "where both are equally specific the expectation has it",
            steps: [allow(indication), send("AT"), expect(text(fixed("DST: "), .capture(name: "x", .any))), ok(), isText("1")],
            answer: "\r\nDST: 1\r\n\r\nOK\r\n"
        ),
        Case(
            name: "a typed pattern comes before any text",
            steps: [
                allow(indication), send("AT"), expect(text(fixed("DST: "), .capture(name: "x", .integer))), ok(), isText("1"),
            ],
            answer: "\r\nDST: 1\r\n\r\nDST: summer\r\n\r\nOK\r\n"
        ),
        Case(
            name: "a text comes before one of several",
            steps: [forbid(text(.capture(name: nil, .oneOf(["OK", "NO"])))), send("AT"), ok()],
            answer: "\r\nOK\r\n"
        ),
        Case(
            name: "what is certain in a pattern counts as text",
            steps: [
                allow(text(.capture(name: nil, .matching(digitAfterName)))), send("AT"),
                expect(text(fixed("D"), .capture(name: "x", .any))), ok(), isText("THEN"),
            ],
            answer: "\r\nDST: 1\r\n\r\nDTHEN\r\n\r\nOK\r\n"
        ),
        Case(
            name: "more fixed text comes before a typed pattern",
            steps: [
                forbid(text(fixed("DST: 1"), .capture(name: nil, .any))), send("AT"),
                expect(text(fixed("DST: "), .capture(name: "x", .integer))), ok(),
            ],
            answer: "\r\nDST: 12\r\n\r\nOK\r\n",
            failure: "a forbidden line came"
        ),
        Case(
            name: "a more specific prohibition wins over an allowance, wherever it stands",
            steps: [forbid(indication), allow(anything), send("AT"), ok()],
            answer: "\r\nDST: 1\r\n\r\nOK\r\n",
            failure: "a forbidden line came"
        ),
        Case(
            name: "of equally specific rules the one written last wins",
            steps: [forbid(indication), allow(indication), send("AT"), ok()],
            answer: "\r\nDST: 1\r\n\r\nOK\r\n"
        ),
        Case(
            name: "an empty line waits for the line that it may be the beginning of",
            steps: [allow(indication), send("AT"), emptyLine, ok()],
            answer: "\r\nDST: 1\r\n\r\n\r\nOK\r\n"
        ),
        Case(
            name: "an empty line after which nothing comes is taken",
            steps: [allow(indication), send("AT"), emptyLine],
            answer: "\r\n"
        ),
        Case(
            name: "bytes wait, too",
            steps: [allow(indication), send("AT"), bytes("\r\n"), ok()],
            answer: "\r\nDST: 1\r\n\r\n\r\nOK\r\n"
        ),
        Case(
            name: "a prompt without an end of line does not wait for one",
            steps: [allow(anything), send("AT"), bytes("\r\n> "), send(bytes: "x"), bytes("y")],
            answer: "\r\n> "
        ),
        Case(
            name: "the more specific branch takes a line that both accept",
            steps: [
                send("AT"),
                step(.either([[expect(anything), step(.end(verdict: .fail, reason: Template("the wide branch")))], [ok()]])),
            ],
            answer: "\r\nOK\r\n"
        ),
        Case(
            name: "the more specific of any order takes a line that both accept",
            steps: [send("AT"), step(.anyOrder([expect(anything), ok()])), isText("310")],
            answer: "\r\nOK\r\n\r\n310\r\n"
        ),
        Case(
            name: "what may be absent does not eat what must follow",
            steps: [send("AT"), expect(anything, optional: true), ok()],
            answer: "\r\nOK\r\n"
        ),
        Case(
            name: "what may be absent is taken when it is there",
            steps: [send("AT"), expect(anything, optional: true), ok(), isText("310")],
            answer: "\r\n310\r\n\r\nOK\r\n"
        ),
        Case(
            name: "a line that is allowed whole, and whose expected continuation stays away, is the allowed one",
            steps: [allow(text(fixed("RING"))), send("AT"), step(.either([[bytes("\r\nRING\r\n+X")], [ok()]]))],
            answer: "\r\nRING\r\n\r\nOK\r\n"
        ),
    ]

    @Test(arguments: cases)
    func theVerdictIsTheSameAtEveryCut(of item: Case) {
        let whole = "AT\r\(item.answer)"
        let cuts = (0...whole.utf8.count).map { Self.halves(whole, at: $0) } + [whole.unicodeScalars.map { String($0) }]
        let after = [(after: soon, bytes: "y")]
        for cut in cuts {
            let pieces = cut.filter { !$0.isEmpty }.map { (after: soon, bytes: $0) }
            let result = ScriptedDevice(pieces, after).run(item.steps).result
            #expect(result.findings.first?.summary == item.failure, "\(cut): \(result.findings)")
            #expect(result.verdict == (item.failure == nil ? .pass : .fail), "\(cut)")
        }
    }

    static let announcement = "\r\nDST: 1\r\n"

    /// Characters are counted, not pieces of text: CR LF is one of Swift's, and two of the line's.
    private static func halves(_ text: String, at cut: Int) -> [String] {
        let bytes = Array(text.utf8)
        return [String(decoding: bytes[..<cut], as: UTF8.self), String(decoding: bytes[cut...], as: UTF8.self)]
    }

    @Test("an allowed line before the echo may come in pieces", arguments: 1..<announcement.utf8.count)
    func beforeTheEcho(cut: Int) {
        let halves = Self.halves(Self.announcement, at: cut)
        let device = ScriptedDevice([(soon, halves[0]), (soon, halves[1]), (soon, "AT\r\r\nOK\r\n")])
        let result = device.run([Self.allow(Self.indication), send("AT"), ok()]).result
        #expect(result.verdict == .pass, "\(result.findings)")
    }

    @Test("of two rules the more specific is waited for", arguments: 0...announcement.utf8.count)
    func betweenRules(cut: Int) {
        let halves = Self.halves(Self.announcement, at: cut)
        let rules = [Self.allow(Self.indication), Self.allow(Self.text(framing: .parameter))]
        let quiet = step(.silence(atLeast: .seconds(1), atMost: nil))
        var device = ScriptedDevice()
        device.unasked = [(soon, halves[0]), (.milliseconds(20), halves[1])].filter { !$0.1.isEmpty }.map {
            (at: $0.0, bytes: $0.1)
        }
        let result = device.run(rules + [quiet]).result
        #expect(result.verdict == .pass, "\(result.findings)")
        device.unasked = [(soon, "\r\n")]
        #expect(device.run(rules + [quiet]).result.verdict == .pass)
    }

    @Test("an allowed line that begins like the echo is none")
    func likeTheEcho() {
        let alarm = Self.allow(Self.text(Self.fixed("ALARM"), framing: .parameter))
        let device = ScriptedDevice([(soon, "ALARM\r\nAT\r\r\nOK\r\n")])
        #expect(device.run([alarm, send("AT"), ok()]).result.verdict == .pass)
        let result = device.run([send("AT"), ok()]).result
        #expect(result.findings.first?.summary == "the command line is not echoed as it was sent")
        #expect(result.findings.first?.mismatch == 1)
    }

    @Test("an allowed line may end after the silence into which it fell", arguments: 1..<announcement.utf8.count)
    func acrossTheEndOfASilence(cut: Int) {
        let halves = Self.halves(Self.announcement, at: cut)
        var device = ScriptedDevice()
        device.unasked = [(.milliseconds(990), halves[0]), (.milliseconds(1_010), halves[1])]
        let quiet = step(.silence(atLeast: .seconds(1), atMost: nil))
        #expect(device.run([Self.allow(Self.indication), quiet]).result.verdict == .pass)
        #expect(device.run([quiet]).result.verdict == .fail)
        device.unasked.removeLast()
        #expect(device.run([Self.allow(Self.indication), quiet]).result.verdict == .fail)
    }

    @Test("an allowed line may end after the last step", arguments: 1..<announcement.utf8.count)
    func afterTheLastStep(cut: Int) {
        let halves = Self.halves(Self.announcement, at: cut)
        let device = ScriptedDevice([(soon, "AT\r\r\nOK\r\n\(halves[0])"), (.seconds(1), halves[1])])
        #expect(device.run([Self.allow(Self.indication), send("AT"), ok()]).result.verdict == .pass)
        #expect(device.run([send("AT"), ok()]).result.verdict == .fail)
    }

    @Test("what comes in the place of a line that may be absent may be cut where its time ends")
    func acrossTheEndOfAnOptionalLinesTime() {
        let steps = [send("AT"), bytes("\r\nX", optional: true), ok()]
        let device = ScriptedDevice([(soon, "AT\r"), (.milliseconds(980), "\r\n"), (.milliseconds(30), "OK\r\n")])
        #expect(device.run(steps).result.verdict == .pass)
        let late = ScriptedDevice([(soon, "AT\r"), (.milliseconds(980), "\r\n"), (.milliseconds(30), "NO\r\n")])
        #expect(late.run(steps).result.verdict == .fail)
    }

    @Test("a block ends when the line that it requires has come, or fails") func requiredInABlock() {
        let block = step(.block(phase: nil, name: nil, [Self.require(Self.indication)]))
        var device = ScriptedDevice([(soon, "AT\r\r\nOK\r\n")])
        device.unasked = [(.seconds(2), Self.announcement)]
        let result = device.run([block, send("AT"), ok()]).result
        #expect(result.verdict == .pass, "\(result.findings)")
        device.unasked = []
        #expect(device.run([block, send("AT"), ok()]).result.findings.first?.summary == "a required line did not come")
    }
}
