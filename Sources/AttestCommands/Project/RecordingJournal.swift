internal import Dialects
internal import Events
internal import Execution
internal import Platform
internal import Verdicts
internal import World

/// The journal of `attest record`: one scenario that asserts nothing, written as the bytes pass.
final class RecordingJournal {
    private let sink: FileSink
    private let head: [Event]
    /// Why it is not whole.
    private(set) var problem: FileError?

    /// Opens the file, which keeps what it holds until ``begin()``.
    init(path: String, device: String, dialect: Dialect, scenario: String?) throws(UsageError) {
        do { sink = try FileSink(path: path, rights: .owner) } catch { throw UsageError(error.message) }
        let name = RecordedScenario.plainName
        let command = ["attest", "record", "--device", device]
        let run = RunDescription(version: AttestMain.version, seed: 0, device: device, command: command)
        let source = SourceLine(path: scenario ?? "\(name).scenario", line: 1, text: "scenario \(name)")
        let identity = ScenarioIdentity(
            name: name,
            title: "Recorded from \(device)",
            dialect: dialect.name,
            service: "recording",
            source: source,
            requirements: [],
            tags: []
        )
        head = [.runStarted(run), .scenarioStarted(identity)]
    }

    func begin() { for event in head { write(event) } }

    func record(_ bytes: [UInt8], _ side: Recording.Side, _ name: LineName, _ time: Instant) {
        switch side {
        case .host: write(.hostSent(bytes, line: 0, time: time.nanoseconds, on: name.text))
        case .device: write(.deviceSent(bytes, time: time.nanoseconds, on: name.text))
        }
    }

    /// - Returns: why the journal is not whole.
    func finish(_ recording: Recording) -> FileError? {
        let duration = recording.end.nanoseconds
        let result = ScenarioResult(verdict: .notApplicable, reason: "a recording asserts nothing", duration: duration)
        write(.scenarioEnded(result))
        write(.runEnded(RunSummary(counts: [.notApplicable: 1], simulated: duration)))
        return problem
    }

    /// Each event at once, so that a killed program loses nothing. After a problem nothing more is written.
    private func write(_ event: Event) {
        guard problem == nil else { return }
        do throws(FileError) {
            try sink.write(JournalEncoder().encode(event))
            try sink.flush()
        } catch {
            problem = error
        }
    }
}
