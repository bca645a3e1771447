internal import Benches
internal import Dialects
internal import Events
internal import Gates
internal import Platform
internal import Reports
internal import Rigs
internal import ScenarioLanguage
internal import Verdicts

/// `attest run`
enum RunCommand: Subcommand {
    static let name = "run"
    static let abstract = "Run scenarios against the virtual modem or a device."
    static let operands = "[PATH…]"
    static let options =
        [
            Option(
                name: "--dialect",
                value: "D",
                help: "only this dialect (default: every dialect in Fixtures/dialects; of a device, the rig's, or the fullest)",
                repeats: true
            ),
            Selection.filterOption,
            Selection.tagOption,
            Option(name: "--seed", value: "N", help: "the seed of everything random (default: 1)"),
            Option(name: "--jobs", value: "N", help: "how many simulated worlds run at once (default: one a core)"),
            Option(
                name: "--device",
                value: "DEVICE",
                help:
                    "virtual (default), pty:PATH, serial:PATH, tcp:…, rfc2217:…, exec:… or replay:FILE; equal ones share the run",
                repeats: true
            ),
            Habits.option,
            Option(name: "--rig", value: "FILE", help: "the device and bench of a rig file (Docs/RigFiles.md)", repeats: true),
            Option(name: "--junit", value: "FILE", help: "write the results as JUnit XML"),
            Option(
                name: "--reports",
                value: "F=FILE,…",
                help: "write reports: \(ReportFormat.names)",
                repeats: true
            ),
            Option(name: "--journal", value: "FILE", help: "write every event as JSON Lines"),
            Option(
                name: "--resume",
                value: "JOURNAL",
                help: "go on with a run that stopped before its end; its journal goes on, too"
            ),
            Sample.option,
            Option(name: "--shard", value: "I/N", help: "run part I of N; auto: as the CI engine says (Docs/Spreading.md)"),
            Option(name: "--durations", value: "JOURNAL", help: "make shards of equal duration, by what an earlier run took"),
            Option(name: "--pcap", value: "FILE", help: "write the network and the serial line as a pcapng capture"),
            Option(name: "--fail-fast", value: nil, help: "stop at the first scenario that fails the run"),
            Option(name: "--max-failures", value: "N", help: "stop after N of them; --resume goes on with the rest"),
            Option(
                name: "--isolate",
                value: nil,
                help: "on a real line: every scenario writes all that it needs and connects anew, in the scenarios' order"
            ),
            Option(name: "--verbose", value: nil, help: "show every scenario with its transcript"),
        ] + LineOptions.options + GateOptions.options
    static let discussion = """
        PATH is a scenario file or a folder of them; without one, Scenarios is run.

        Exit codes: 0 all passed · 1 a requirement was broken · 2 usage or scenario error ·
        3 inconclusive or bench error only · 4 nothing ran or nothing was asserted.
        """

    static func run(_ arguments: Arguments) async throws(UsageError) -> Int32 {
        if Habits.printsNames(arguments) { return 0 }
        let habits = try Habits.named(arguments)
        let seed: UInt64 = try arguments.number("--seed", in: 0...UInt64.max) ?? 1
        let jobs = try arguments.number("--jobs", in: 1...256) ?? Program.processors
        let devices = try [Device].named(arguments)
        guard habits.isEmpty || devices[0].isVirtual else {
            throw UsageError("--habit is about the built-in modem", suggestion: "attest modem --habit NAME has it, too")
        }
        let shard = try arguments.value("--shard").map { text throws(UsageError) in
            try Shard(text, environment: Program.variable)
        }
        let selection = try Selection(arguments)
        let replay = try devices.recording()
        let project = try Project.find(from: arguments.positional)
        let paths = arguments.positional.isEmpty ? ["\(project.root)/Scenarios"] : arguments.positional
        let loaded = try suite(paths, devices, replay, arguments, project)
        guard !loaded.hasErrors else { return ExitCode.scenarioError.rawValue }

        try selection.check(among: loaded.tags)
        let sample = try arguments.number("--sample", in: 1...1_000_000).map { Sample(count: $0, seed: seed) }
        let selected = loaded.items(selection)
        let whole = sample?.drawn(from: selected, on: replay?.profile ?? devices[0].profile) ?? selected
        let description = RunDescription(
            version: AttestMain.version,
            seed: seed,
            device: devices.map { named($0, in: project) }.joined(separator: " "),
            command: command(paths, arguments, seed, project),
            scenarios: whole.count
        )
        let resumed = try resumedRun(arguments, description)
        let part = try part(of: whole, shard, arguments)
        let items = resumed.map { resumed in part.filter { !resumed.hasDone($0.identity) } } ?? part
        let policy = try GateOptions.attempts(arguments)
        let plan = try reportPlan(arguments, loaded, devices, resumed)
        try checkFiles(arguments, loaded, project, devices, plan.outputs)
        let settings = RunSettings(seed: seed, policy, journalling: plan.journal != nil, capturing: plan.capture != nil)
        // What an earlier run wrote is not given up for a run that cannot begin.
        let runner: Runner
        do throws(BenchUnusable) {
            runner =
                if let replay { .recorded(replay) } else if devices[0].isVirtual {
                    .simulated(VirtualRun(settings, jobs: jobs, habits: habits))
                } else {
                    try .onDevices(items, settings, devices.lines, isolating: arguments.has("--isolate"))
                }
        } catch {
            return error.report()
        }
        let reports = try reports(plan, arguments, scenarios: part.count)
        if let resumed {
            try resumed.replay { reports.replay($0) }
        } else {
            reports.record(.runStarted(description))
            for event in loaded.background(whole) + (runner.capabilities?.background ?? []) { reports.record(event) }
        }
        if part.isEmpty { Terminal.complain("these paths, filters, tags, dialects and shards select no scenario") }
        let wasStopped = await runner.run(items, reports)
        let wasEnough = saysWhatIsLeft(part.count - reports.ended, plan, reports)
        return reports.finish(interrupted: wasStopped || wasEnough)
    }

    /// - Returns: whether the run has stopped before its end since enough has failed.
    private static func saysWhatIsLeft(_ left: Int, _ plan: ReportPlan, _ reports: SharedReports) -> Bool {
        guard let most = plan.mostFailures, reports.hasFailedEnough, left > 0 else { return false }
        let failures = most == 1 ? "at the first failure" : "after \(most) failures"
        Terminal.complain("stopped \(failures): \(count(left, "scenario")) \(left == 1 ? "was" : "were") not run")
        return true
    }

    /// What the paths hold, for the dialects asked for as the devices speak them.
    private static func suite(
        _ paths: [String],
        _ devices: [Device],
        _ replay: ReplayRun?,
        _ arguments: Arguments,
        _ project: Project
    ) throws(UsageError) -> LoadedSuite {
        for setup in devices.lines where !setup.rig.path.isEmpty { _ = try setup.rig.dialect(in: project) }
        return try LoadedSuite(
            paths: paths,
            dialects: arguments.all("--dialect") + spoken(by: devices, arguments, project),
            project: project,
            profile: replay?.profile ?? devices[0].profile,
            rig: devices.lines.first,
            claimed: devices[0].isVirtual ? .all : .only([])
        )
    }

    private static func reportPlan(
        _ arguments: Arguments,
        _ loaded: LoadedSuite,
        _ devices: [Device],
        _ resumed: ResumedRun?
    ) throws(UsageError) -> ReportPlan {
        let outputs = try ReportOutput.parse(
            arguments.all("--reports") + arguments.all("--junit").map { "\(ReportFormat.junit.rawValue)=\($0)" }
        )
        let isHeldAgainst = arguments.has("--expectations") || arguments.has("--baseline")
        let suite = isHeldAgainst ? SuiteScope(loaded, isWhole: arguments.positional.isEmpty) : nil
        let baseline = try GateOptions.baseline(arguments)
        return ReportPlan(
            outputs: outputs,
            journal: arguments.value("--resume") ?? arguments.value("--journal"),
            journalKept: resumed?.end ?? 0,
            gate: try GateOptions.gate(
                arguments,
                suite,
                baseline.excuses,
                waivers: devices.lines.first?.rig.conformance.waived ?? [:],
                advises: !devices[0].isVirtual
            ),
            baseline: baseline.verdicts.map { ($0, { suite?.lacks($0) ?? false }) },
            capture: arguments.value("--pcap"),
            mostFailures: arguments.has("--fail-fast") ? 1 : try arguments.number("--max-failures", in: 1...Int.max)
        )
    }

    private static func reports(_ plan: ReportPlan, _ arguments: Arguments, scenarios: Int) throws(UsageError) -> SharedReports {
        let style = ConsoleReport.Style(
            colour: Terminal.wantsColour,
            terminal: Terminal.isTerminal,
            verbose: arguments.has("--verbose"),
            width: Terminal.width,
            scenarios: scenarios
        )
        do throws(FileError) {
            return SharedReports(try RunReports(style: style, plan))
        } catch {
            throw UsageError(error.message)
        }
    }

    /// No file is to be written that is read, too, and none twice. - Throws: ``UsageError``.
    private static func checkFiles(
        _ arguments: Arguments,
        _ loaded: LoadedSuite,
        _ project: Project,
        _ devices: [Device],
        _ outputs: [ReportOutput]
    ) throws(UsageError) {
        var files = FileRoles()
        try files.keeps(project)
        for name in loaded.sources.keys { try files.reads(project.place(of: name), as: "the source") }
        for option in ["--rig", "--expectations", "--baseline", "--durations"] {
            for path in arguments.all(option) { try files.reads(path, as: option) }
        }
        for device in devices {
            switch device {
            case .virtual: break
            case .replay(let path): try files.reads(path, as: "--device replay")
            case .line(let setup): try files.reads(setup.rig)
            }
        }
        for option in ["--journal", "--resume", "--pcap"] {
            for path in arguments.all(option) { try files.writes(path, as: option) }
        }
        for output in outputs { try files.writes(output.path, as: "the report in \(output.format.rawValue)") }
    }

    /// The dialect of devices on real lines, unless the command line says one: the rig's, or the fullest.
    private static func spoken(by devices: [Device], _ arguments: Arguments, _ project: Project) throws(UsageError) -> [String] {
        guard !arguments.has("--dialect"), let line = devices.lines.first else { return [] }
        if let name = line.rig.dialect { return [name] }
        return try project.soundDialects().fullest.map { [$0.name] } ?? []
    }

    /// The words that reproduce the run in the project's folder.
    private static func command(_ paths: [String], _ arguments: Arguments, _ seed: UInt64, _ project: Project) -> [String] {
        let names = ["--dialect", "--filter", "--tag", "--sample", "--habit"]
        let lists = names.flatMap { name in arguments.all(name).flatMap { [name, $0] } }
        let devices = arguments.all("--device").flatMap { word in
            ["--device", (try? Device(word, Arguments([], options: []))).map { named($0, in: project) } ?? word]
        }
        let settings = LineOptions.options.flatMap { option in arguments.all(option.name).flatMap { [option.name, $0] } }
        let rigs = arguments.all("--rig").flatMap { ["--rig", project.name(of: $0)] }
        let flags = ["--isolate"].filter(arguments.has)
        return ["attest", "run"] + paths.map(project.name) + lists + devices + settings + rigs + flags + ["--seed", String(seed)]
    }

    /// The device as evidence names it.
    private static func named(_ device: Device, in project: Project) -> String {
        switch device {
        case .virtual, .line: device.description
        case .replay(let path): Device.replay(path: project.name(of: path)).description
        }
    }

    private static func resumedRun(_ arguments: Arguments, _ run: RunDescription) throws(UsageError) -> ResumedRun? {
        guard let path = arguments.value("--resume") else { return nil }
        guard !arguments.has("--journal") else {
            throw UsageError("--resume goes on with its own journal", suggestion: "leave --journal out")
        }
        return try ResumedRun(path: path, of: run)
    }

    /// What this machine runs of the whole.
    private static func part(of items: [WorkItem], _ shard: Shard?, _ arguments: Arguments) throws(UsageError) -> [WorkItem] {
        guard let shard else {
            if arguments.has("--durations") { throw UsageError("--durations is about --shard I/N, which is not given") }
            return items
        }
        var durations: [String: Int64] = [:]
        if let path = arguments.value("--durations") {
            var scenario: ScenarioIdentity?
            try JournalReplay.run([path]) { event in
                if case .scenarioStarted(let identity) = event { scenario = identity }
                if case .scenarioEnded(let result) = event, let name = scenario?.qualifiedName {
                    durations[name] = result.duration
                }
            }
        }
        let isMine = shard.part(of: items.map(\.identity.qualifiedName), durations: durations)
        return zip(items, isMine).filter(\.1).map(\.0)
    }
}
