internal import Benches
internal import Dialects
internal import Events
internal import Execution
internal import LiveWorld
internal import Platform
internal import Rigs
internal import World

/// `attest record`
enum RecordCommand: Subcommand {
    static let name = "record"
    static let abstract = "Sit between a host and a device, and write what passes as a scenario."
    static let operands = "--device DEVICE"
    static let options =
        [
            Option(
                name: "--device",
                value: "DEVICE",
                help: "serial:PATH, pty:PATH, tcp:HOST:PORT, rfc2217:HOST:PORT, exec:COMMAND"
            ),
            Option(name: "--out", value: "FILE", help: "write the scenario there (default: standard output)"),
            Option(name: "--journal", value: "FILE", help: "write every byte with its time, for ‘run --device replay:FILE’"),
            Option(name: "--link", value: "PATH", help: "also make PATH a link to the pseudo-terminal"),
            Option(
                name: "--dialect",
                value: "D",
                help: "the dialect that the device speaks (default: the first in Fixtures/dialects)"
            ),
        ] + LineOptions.options
    static let discussion = """
        It prints the path of a pseudo-terminal: point the host's program there. When the program closes it, or on Control-C, the
        scenario is written; if its file does not take it, to standard output.

        Exit codes: 0 the scenario is written · 2 usage error · 3 the device cannot be opened, nothing passed, or a file was not written.
        """

    static func run(_ arguments: Arguments) async throws(UsageError) -> Int32 {
        guard let word = arguments.value("--device") else {
            throw UsageError("say where the device is", suggestion: "attest record --device pty:PATH")
        }
        let rig = try LineOptions.rig(word, arguments)
        guard rig.furtherLines.isEmpty else {
            throw UsageError("one line of a device is recorded at a time", suggestion: "leave out the --line of the others")
        }
        let address: LineAddress
        do throws(BenchUnusable) {
            address = try LineAddress(rig.device)
        } catch {
            throw UsageError(error.message, suggestion: error.suggestion)
        }
        let project = try Project.find(from: [])
        let dialect = try ModemCommand.dialect(arguments.value("--dialect"), project)
        let out = arguments.value("--out")
        let name = out.map(stem) ?? RecordedScenario.plainName
        var files = FileRoles()
        try files.keeps(project)
        for option in ["--out", "--journal", "--link"] {
            if let path = arguments.value(option) { try files.writes(path, as: option) }
        }
        if case .program(let command) = rig.device { try files.reads(wordsOf: command, in: ".", as: "--device exec") }
        // Before anything passes, so that a wrong path is said at once.
        let sink: FileSink?
        do throws(FileError) {
            sink = try out.map { path throws(FileError) in try FileSink(replacing: path, rights: .owner) }
        } catch {
            throw UsageError(error.message)
        }
        let journal = try arguments.value("--journal").map { path throws(UsageError) in
            try RecordingJournal(path: path, device: address, dialect: dialect, scenario: out.map(project.name))
        }
        let recording: Recording
        do {
            recording = try record(address, rig.line.settings, link: arguments.value("--link"), journal)
        } catch let error as UsageError {
            throw error
        } catch {
            return BenchUnusable("\(error)", suggestion: (error as? LineError)?.suggestion).report()
        }
        if let problem = journal?.finish(recording) { Terminal.complain(problem.message) }
        guard !recording.isEmpty else {
            Terminal.complain("not a byte passed: there is no scenario to write")
            return 3
        }
        let skeleton = ScenarioSkeleton(recording, name: name, source: address.description, dialect: dialect)
        if skeleton.isCut { Terminal.complain("more passed than a scenario has room for: it ends early") }
        let isWritten = write(skeleton.text, to: sink, out)
        return isWritten && journal?.problem == nil ? 0 : 3
    }

    /// Nobody can repeat what passed: a scenario that its file does not take goes to standard output. - Returns: whether it is where it belongs.
    private static func write(_ text: [UInt8], to sink: FileSink?, _ path: String?) -> Bool {
        do throws(FileError) {
            if let sink, let path {
                try sink.write(text)
                try sink.close()
                Terminal.complain("wrote \(path)")
            } else {
                Terminal.output(text)
            }
            return true
        } catch {
            Terminal.complain(error.message)
            Terminal.output(text)
            return false
        }
    }

    /// The file's name without its folder and ending.
    private static func stem(_ path: String) -> String {
        let file = path.split(separator: "/").last ?? ""
        return String(file.split(separator: ".").first ?? file)
    }

    /// - Throws: ``UsageError`` for a link that cannot be made, another error when the device cannot be opened.
    private static func record(
        _ address: LineAddress,
        _ settings: SerialSettings,
        link: String?,
        _ journal: RecordingJournal?
    ) throws -> Recording {
        let world = try LiveWorld()
        do {
            try world.stop(onSignals: [.interrupt, .terminate, .hangUp])
            // Nothing is said to a device but what its host says.
            let device = try world.open(address, settings: settings)
            let (host, path) = try world.makePseudoTerminal()
            journal?.begin()
            let recorder = LineRecorder(loop: world, device: device, host: host) { journal?.record($0, $1, $2) }
            let clients = try TerminalClients(of: path, in: world) { recorder.hostLeft() }
            let name = try TerminalLink(link, to: path)
            Terminal.output("\(path)\n")
            Terminal.complain("between \(path) and \(address); stop with Control-C, or close the line")
            world.run { recorder.ending != nil }
            if let ending = recorder.ending { Terminal.complain(ending) }
            recorder.finish()
            withExtendedLifetime((clients, name)) {}
            return recorder.recording
        } catch {
            if world.isStopped { return Recording() }
            throw error
        }
    }
}
