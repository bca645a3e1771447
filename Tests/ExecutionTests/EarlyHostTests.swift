import BenchFacts
import Events
import ScenarioLanguage
import SourceText
import Testing
import Verdicts
import World

@testable import Execution

/// A host that does not wait for echoes and answers: its recording passes its own replay.
struct EarlyHostTests {
    struct Case: Sendable, CustomTestStringConvertible {
        /// `>` what the host sent, `<` what the device sent, `.` milliseconds that passed.
        var pieces: [String]
        var body: [String]
        var testDescription: String { pieces.joined().debugDescription }
    }

    static let cases = [
        Case(pieces: [">AT\r\n", "<AT\r\r\nOK\r\n"], body: [#">> "AT" CRLF"#, #"<< "AT" CR"#, "< OK"]),
        Case(pieces: [">AT\r", ">\n", "<AT\r\r\nOK\r\n"], body: [#">> "AT" CRLF"#, #"<< "AT" CR"#, "< OK"]),
        Case(
            pieces: [">AT\r\n", "<AT\r\r\nOK\r\n", ".500", ">AT\r\n", "<AT\r\r\nOK\r\n"],
            body: [#">> "AT" CRLF"#, #"<< "AT" CR"#, "< OK", #">> "AT" CRLF"#, #"<< "AT" CR"#, "< OK"]
        ),
        Case(
            pieces: [">ATE0\rAT\r", "<ATE0\r\r\nOK\r\n\r\nOK\r\n"],
            body: [#">> "ATE0" CR"#, "assume echo off", #">> "AT" CR"#, #"<< "ATE0" CR"#, "< OK", "< OK"]
        ),
        Case(
            pieces: [">AT;\rAT\r\n", "<AT;\r\r\nOK\r\nAT\r\r\nOK\r\n"],
            body: [#">> "AT;" CR "AT" CRLF"#, #"<< "AT;" CR"#, "< OK", #"<< "AT" CR"#, "< OK"]
        ),
        Case(pieces: [">AT\r\r\n", "<AT\r\r\nOK\r\n"], body: [#">> "AT" CR CRLF"#, #"<< "AT" CR"#, "< OK"]),
        // The echo had come, the answer had not.
        Case(pieces: [">AT\r", "<AT\r", ">\n", "<\r\nOK\r\n"], body: ["> AT", ">> LF", "< OK"]),
        Case(
            pieces: [">AT\r", "<AT\r", ">ATI\r", "<\r\nOK\r\nATI\r\r\nX\r\n\r\nOK\r\n"],
            body: ["> AT", #">> "ATI" CR"#, "< OK", #"<< "ATI" CR"#, "< X", "< OK"]
        ),
        // A device that starts hears the second line alone.
        Case(
            pieces: [">AT\r", ".9000", ">AT\r", "<AT\r\r\nOK\r\n", ".200", ">ATI\r", "<ATI\r\r\nOK\r\n"],
            body: [#">> "AT" CR"#, "wait 9s", #">> "AT" CR"#, #"<< "AT" CR"#, "< OK", "> ATI", "< OK"]
        ),
        // Without echo there is nothing to wait for.
        Case(
            pieces: [">ATE0\r", "<ATE0\r\r\nOK\r\n", ".100", ">AT\rAT\r\n", "<\r\nOK\r\n\r\nOK\r\n"],
            body: ["> ATE0", "< OK", "> AT", "> AT", ">> LF", "< OK", "< OK"]
        ),
        Case(
            pieces: [">AT\"CR\r\n", "<AT\"CR\r\r\nERROR\r\n"],
            body: [#">> "AT""CR" CRLF"#, #"<< "AT""CR" CR"#, "< ERROR"]
        ),
    ]

    private static func recording(_ pieces: [String]) -> Recording {
        var recording = Recording()
        var time = Instant.start
        for piece in pieces {
            let bytes = Array(piece.utf8.dropFirst())
            switch piece.first {
            case ">": recording.append(bytes, from: .host, at: time)
            case "<": recording.append(bytes, from: .device, at: time)
            default: time = time + .milliseconds(Int64(piece.dropFirst()) ?? 0)
            }
            time = time + .milliseconds(20)
        }
        recording.extend(to: time + .seconds(1))
        return recording
    }

    @Test(arguments: cases) func theSkeletonSendsWhenTheHostDid(item: Case) {
        #expect(SkeletonTests.body(Self.recording(item.pieces)) == item.body)
    }

    @Test(arguments: cases) func theRecordingPassesItsReplay(item: Case) throws {
        let result = try Self.replay(Self.recording(item.pieces))
        #expect(result.verdict == .pass, "\(result.findings)")
    }

    /// Whatever is cut from a host's bytes into writes of its own.
    @Test(arguments: ["AT\r\n", "ATE0\rAT\r", "AT\rATI\r\n"]) func everyCutPasses(bytes: String) throws {
        let scalars = Array(bytes.unicodeScalars)
        for cut in 1..<scalars.count {
            let halves = [scalars[..<cut], scalars[cut...]].map { ">" + $0.map(String.init).joined() }
            let lines = bytes.split { $0 == "\r" || $0 == "\r\n" }
            let isEchoed = !bytes.hasPrefix("ATE0")
            let answers = lines.enumerated().map { (index, line) in
                (index == 0 || isEchoed ? "\(line)\r" : "") + "\r\nOK\r\n"
            }
            let result = try Self.replay(Self.recording(halves + ["<" + answers.joined()]))
            #expect(result.verdict == .pass, "\(cut): \(result.findings)")
        }
    }

    /// The recording's own scenario against the recorded device, in virtual time.
    private static func replay(_ recording: Recording) throws -> ScenarioResult {
        let dialect = SkeletonTests.dialect
        let skeleton = ScenarioSkeleton(recording, name: "test", source: "a test", dialect: dialect)
        let (file, _) = ScenarioFile.parse(SourceFile(path: "test.scenario", bytes: skeleton.text))
        let compiler = Compiler(dialect: dialect, profile: .documentation) { (_) throws(PayloadUnavailable) in [] }
        let plan = try #require(compiler.compile(file, shared: []).scenarios.first)[0]
        var machine = ScenarioMachine(plan: plan, dialect: dialect, settings: ExecutionSettings())
        var device = ReplayDevice(recording, at: .start, patience: .seconds(2))
        let bench = QuietBench()
        var now = Instant.start
        for _ in 0..<1_000 {
            var isIdle = true
            for output in machine.advance(at: now, bench: bench) {
                switch output {
                case .write(let bytes, _):
                    device.receive(bytes)
                    isIdle = false
                case .finished(let result): return result
                case .event, .drive, .raiseSignals, .sendBreak, .setRate: break
                }
            }
            for output in device.advance(at: now) {
                switch output {
                case .write(let bytes, _):
                    machine.receive(bytes, at: now)
                    isIdle = false
                case .diverged(let how):
                    Issue.record("\(how)\n\(String(decoding: skeleton.text, as: UTF8.self))")
                    return ScenarioResult(verdict: .error)
                case .ended: break
                }
            }
            guard isIdle else { continue }
            guard let wake = [machine.wake, device.wake].compactMap({ $0 }).min() else { break }
            now = max(now, wake)
        }
        Issue.record("it does not end")
        return ScenarioResult(verdict: .error)
    }
}
