internal import Dialects
internal import Events
internal import Glibc
internal import Reports
internal import ScenarioLanguage
internal import VirtualModem

/// `attest run`
enum RunCommand: Subcommand {
    static let name = "run"
    static let abstract = "Run scenarios against the virtual modem or a device."
    static let operands = "[PATH…]"
    static let options = [
        Option(
            name: "--dialect",
            value: "D",
            help: "only this dialect (default: every dialect in Fixtures/dialects)",
            repeats: true
        ),
        Option(
            name: "--filter",
            value: "TEXT",
            help: "only scenarios whose name holds TEXT; * stands for anything",
            repeats: true
        ),
        Option(name: "--tag", value: "TAG", help: "only scenarios with this tag; !TAG: only those without it", repeats: true),
        Option(name: "--seed", value: "N", help: "the seed of everything random (default: 1)"),
        Option(name: "--jobs", value: "N", help: "how many simulated worlds run at once (default: one a core)"),
        Option(
            name: "--device",
            value: "DEVICE",
            help: "virtual (default) or pty:PATH; several equal devices share the run",
            repeats: true
        ),
        Option(name: "--junit", value: "FILE", help: "write the results as JUnit XML"),
        Option(
            name: "--reports",
            value: "F=FILE,…",
            help: "write reports: \(ReportFormat.names)",
            repeats: true
        ),
        Option(name: "--journal", value: "FILE", help: "write every event as JSON Lines"),
        Option(name: "--verbose", value: nil, help: "show every scenario with its transcript"),
    ]
    static let discussion = """
        PATH is a scenario file or a folder of them; without one, Scenarios is run.

        Exit codes: 0 all passed · 1 a requirement was broken · 2 usage or scenario error ·
        3 inconclusive or bench error only · 4 nothing ran or nothing was asserted.
        """

    static func run(_ arguments: Arguments) async throws(UsageError) -> Int32 {
        let seed: UInt64 = try arguments.number("--seed", in: 0...UInt64.max) ?? 1
        let jobs = try arguments.number("--jobs", in: 1...256) ?? sysconf(Int32(_SC_NPROCESSORS_ONLN))
        let devices = try [Device].named(arguments.all("--device"))
        let project = try Project.find(from: arguments.positional)
        let paths = arguments.positional.isEmpty ? ["\(project.root)/Scenarios"] : arguments.positional
        let loaded = try LoadedSuite(
            paths: paths,
            dialects: arguments.all("--dialect"),
            project: project,
            addresses: devices[0].addresses
        )
        guard !loaded.hasErrors else { return ExitCode.scenarioError.rawValue }

        let items = loaded.items(Selection(filters: arguments.all("--filter"), tags: arguments.all("--tag")))
        let style = ConsoleReport.Style(
            colour: Terminal.wantsColour,
            terminal: Terminal.isTerminal,
            verbose: arguments.has("--verbose"),
            width: Terminal.width,
            scenarios: items.count
        )
        let outputs = try ReportOutput.parse(
            arguments.all("--reports") + arguments.all("--junit").map { "\(ReportFormat.junit.rawValue)=\($0)" }
        )
        let reports: SharedReports
        do throws(FileError) {
            reports = SharedReports(try RunReports(style: style, outputs: outputs, journal: arguments.value("--journal")))
        } catch {
            throw UsageError(error.message)
        }
        let description = RunDescription(
            version: AttestMain.version,
            seed: seed,
            device: devices.map(\.description).joined(separator: " "),
            command: command(paths, arguments, seed),
            scenarios: items.count
        )
        reports.record(.runStarted(description))
        for event in loaded.background(items) { reports.record(event) }
        if items.isEmpty { Terminal.error("attest: these paths, filters, tags and dialects select no scenario\n") }
        var interrupted = false
        if devices == [.virtual] {
            for event in Capabilities.simulated.background { reports.record(event) }
            await runVirtually(items, seed: seed, jobs: jobs, journalling: arguments.has("--journal"), reports)
        } else {
            interrupted = try LivePool.run(items, seed: seed, devices: devices, reports)
        }
        return reports.finish(interrupted: interrupted)
    }

    /// The words that reproduce the run.
    private static func command(_ paths: [String], _ arguments: Arguments, _ seed: UInt64) -> [String] {
        let lists = ["--dialect", "--filter", "--tag"].flatMap { name in arguments.all(name).flatMap { [name, $0] } }
        return ["attest", "run"] + paths + lists + ["--seed", String(seed)]
    }

    private static func runVirtually(_ items: [WorkItem], seed: UInt64, jobs: Int, journalling: Bool, _ reports: SharedReports)
        async
    {
        await ParallelRun.run(count: items.count, jobs: jobs) { index in
            var outcome = Outcome(events: [])
            Scenarios.run(items[index], .simulated, seed: seed) {
                VirtualBench.run($0, dialect: $1, seed: $2, onEvent: $3)
            } onEvent: {
                outcome.events.append($0)
            }
            if journalling { for event in outcome.events { JournalEncoder().append(event, to: &outcome.journalled) } }
            return outcome
        } deliver: { outcome in
            reports.record(outcome)
        }
    }
}

/// What is the same for a scenario in every world.
enum Scenarios {
    typealias Body = (Plan, Dialect, UInt64, @escaping (Event) -> Void) -> Void

    /// Compiles one instance, says that it starts, and runs it unless something that it needs is missing.
    static func run(
        _ item: WorkItem,
        _ capabilities: Capabilities,
        seed: UInt64,
        body: Body,
        onEvent: @escaping (Event) -> Void
    ) {
        let plan = item.scenario[item.index]
        var identity = item.identity
        identity.title = plan.title
        identity.requirements = plan.requirements.compactMap { id in
            item.dialect.requirement(id).map {
                RequirementReference(id: $0.id, clause: $0.clause, grade: Grade(rawValue: $0.grade) ?? .mandatory)
            }
        }
        onEvent(.scenarioStarted(identity))
        if let reason = capabilities.missing(for: plan, dialect: item.dialect) {
            onEvent(.scenarioEnded(ScenarioResult(verdict: .notApplicable, reason: reason)))
        } else if let unknown = plan.defects.first(where: { Defect(rawValue: $0) == nil }) {
            let summary = "the virtual modem has no defect ‘\(unknown)’; ‘attest modem --defect list’ names them"
            let finding = Finding(verdict: .error, domain: .suite, summary: summary, source: identity.source, time: 0)
            onEvent(.scenarioEnded(ScenarioResult(verdict: .error, findings: [finding])))
        } else {
            body(plan, item.dialect, derivedSeed(seed, identity.name), onEvent)
        }
    }

    /// A scenario's own seed: the same whatever else is run, and in whatever order (FNV-1a of the name, mixed with the run's seed).
    private static func derivedSeed(_ seed: UInt64, _ name: String) -> UInt64 {
        name.utf8.reduce(0xCBF2_9CE4_8422_2325 ^ seed) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 }
    }
}
