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
    static let operands = "--device DEVICE | --rig FILE"
    static let options =
        [
            Option(
                name: "--device",
                value: "DEVICE",
                help: "serial:PATH, pty:PATH, tcp:HOST:PORT, rfc2217:HOST:PORT, exec:COMMAND"
            ),
            Option(name: "--rig", value: "FILE", help: "the device that a rig file describes, on all of its lines"),
            Option(name: "--out", value: "FILE", help: "write the scenario there (default: standard output)"),
            Option(name: "--journal", value: "FILE", help: "write every byte with its time, for ‘run --device replay:FILE’"),
            Option(name: "--link", value: "PATH", help: "also make PATH a link to the pseudo-terminal; of line b, PATH-b"),
            Option(
                name: "--dialect",
                value: "D",
                help: "the dialect that the device speaks (default: the rig's, or the fullest in Fixtures/dialects)"
            ),
        ] + LineOptions.options
    static let discussion = """
        It prints the path of a pseudo-terminal for each of the device's lines: point the host's program there. When the program closes
        them, or on Control-C, the scenario is written; if its file does not take it, to standard output.

        With a rig the device is first set up as the rig says, if it does; lines that begin as its ‘unsolicited’ and ‘starts with’ say
        are allowed, and what it claims holds.

        Exit codes: 0 the scenario is written · 2 usage error · 3 the device cannot be opened, nothing passed, or a file was not written.
        """

    static func run(_ arguments: Arguments) async throws(UsageError) -> Int32 {
        let setup = RigSetup(try rig(arguments))
        let lines = try lines(of: setup.rig)
        let project = try Project.find(from: [])
        let dialect = setup.adjusted(try dialect(of: setup.rig, arguments, project))
        let device = lines[0].address.description
        let out = arguments.value("--out")
        let name = out.map(stem) ?? RecordedScenario.plainName
        var files = FileRoles()
        try files.keeps(project)
        for option in ["--out", "--journal", "--link"] {
            if let path = arguments.value(option) { try files.writes(path, as: option) }
        }
        if case .program(let command) = setup.rig.device { try files.reads(wordsOf: command, in: ".", as: "--device exec") }
        if let path = arguments.value("--rig") { try files.reads(path, as: "--rig") }
        // Before anything passes, so that a wrong path is said at once.
        let sink: FileSink?
        do throws(FileError) {
            sink = try out.map { path throws(FileError) in try FileSink(replacing: path, rights: .owner) }
        } catch {
            throw UsageError(error.message)
        }
        let journal = try arguments.value("--journal").map { path throws(UsageError) in
            try RecordingJournal(path: path, device: device, dialect: dialect, scenario: out.map(project.name))
        }
        let recording: Recording
        do {
            recording = try record(lines, setup, dialect, link: arguments.value("--link"), journal)
        } catch let error as UsageError {
            throw error
        } catch let error as BenchUnusable {
            return error.report()
        } catch {
            return BenchUnusable("\(error)", suggestion: (error as? LineError)?.suggestion).report()
        }
        if let problem = journal?.finish(recording) { Terminal.complain(problem.message) }
        guard !recording.isEmpty else {
            Terminal.complain("not a byte passed: there is no scenario to write")
            return 3
        }
        let standing = setup.rig.unsolicited + setup.rig.startTexts
        let skeleton = ScenarioSkeleton(recording, name: name, source: device, dialect: dialect, standing: standing)
        if skeleton.isCut { Terminal.complain("more passed than a scenario has room for: it ends early") }
        let isWritten = write(skeleton.text, to: sink, out)
        return isWritten && journal?.problem == nil ? 0 : 3
    }

    private static func rig(_ arguments: Arguments) throws(UsageError) -> Rig {
        switch (arguments.value("--device"), arguments.value("--rig")) {
        case (let word?, nil): return try LineOptions.rig(word, arguments)
        case (nil, let path?):
            try LineOptions.refuse(arguments)
            return try Rig.load(path: path)
        case (nil, nil): throw UsageError("say where the device is", suggestion: "attest record --device pty:PATH")
        case (_?, _?): throw UsageError("--device and --rig both say where the device is", suggestion: "keep one of them")
        }
    }

    /// What `--dialect` names, or else the rig.
    private static func dialect(of rig: Rig, _ arguments: Arguments, _ project: Project) throws(UsageError) -> Dialect {
        guard !rig.path.isEmpty, !arguments.has("--dialect") else {
            return try ModemCommand.dialect(arguments.value("--dialect"), project)
        }
        return try rig.dialect(in: project)
    }

    private typealias Line = (address: LineAddress, settings: SerialSettings)

    /// By number.
    private static func lines(of rig: Rig) throws(UsageError) -> [Line] {
        var lines: [Line] = []
        for name in LineName.first(rig.lines) {
            let line = rig.alone(name)
            do throws(BenchUnusable) {
                lines.append((try LineAddress(line.device), line.line.settings))
            } catch {
                throw UsageError(error.message, suggestion: error.suggestion)
            }
        }
        return lines
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
        _ lines: [Line],
        _ setup: RigSetup,
        _ dialect: Dialect,
        link: String?,
        _ journal: RecordingJournal?
    ) throws -> Recording {
        let world = try LiveWorld()
        do {
            try world.stop(onSignals: [.interrupt, .terminate, .hangUp])
            let devices = try lines.map { try world.open($0.address, settings: $0.settings) }
            // But for what its rig sets up, nothing is said to a device but what its host says.
            try setup.setUp(devices, dialect, in: world)
            let terminals = try lines.map { _ in try world.makePseudoTerminal() }
            let paths = terminals.map(\.path)
            journal?.begin()
            let ends: [LineRecorder.Ends] = zip(devices, terminals).map { ($0, $1.port) }
            let recorder = LineRecorder(loop: world, lines: ends) { journal?.record($0, $1, $2, $3) }
            var open: Set<String> = []
            let clients = try paths.map { path in
                try TerminalClients(of: path, in: world) {
                    open.insert(path)
                } onLeave: {
                    open.remove(path)
                    if open.isEmpty { recorder.hostLeft() }
                }
            }
            let names = try TerminalLink.all(link, to: paths)
            Terminal.output(paths.map { "\($0)\n" }.joined())
            for (path, line) in zip(paths, lines) {
                Terminal.complain("between \(path) and \(line.address); stop with Control-C, or close the line")
            }
            world.run { recorder.ending != nil }
            if let ending = recorder.ending { Terminal.complain(ending) }
            recorder.finish()
            withExtendedLifetime((clients, names)) {}
            return recorder.recording
        } catch {
            if world.isStopped { return Recording() }
            throw error
        }
    }
}
