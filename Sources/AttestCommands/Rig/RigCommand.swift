internal import Benches
internal import Dialects
internal import Events
internal import LiveWorld
internal import Octets
internal import Platform
internal import Rigs
internal import World

/// `attest rig`
enum RigCommand: Subcommand {
    static let name = "rig"
    static let abstract = "Check a bench that a rig file describes, step by step."
    static let operands = "check FILE"
    static let options: [Option] = [
        Option(name: "--no-connection", value: nil, help: "stop before the device goes online")
    ]
    static let discussion = """
        Each step is one line: what was found, or what is wrong and what to do about it.
        The file is read · the line opens and is quiet · the device answers AT · byte values pass the line · signals are told ·
        the device says who it is · this host's servers start · the device is ready · it goes online and reaches the servers.

        From there on it runs the dialect's scenarios with the tag \(RigCheck.tag). Those that go online write the device's parameters
        and may cost money; --no-connection leaves them out.
        Rig files are described in Docs/RigFiles.md, the way to a first run in Docs/HardwareGuide.md.

        Exit codes: 0 all is well · 2 the file cannot be used · 3 a step failed.
        """

    static func run(_ arguments: Arguments) async throws(UsageError) -> Int32 {
        guard arguments.positional.first == "check" else {
            throw unknown(arguments.positional.first, among: ["check"], otherwise: "attest rig check bench7.rig")
        }
        guard arguments.positional.count == 2 else {
            throw UsageError("say which rig file to check", suggestion: "attest rig check bench7.rig")
        }
        let path = arguments.positional[1]
        let rig = try Rig.load(path: path)
        let project = try Project.find(from: [path])
        let dialect = try rig.dialect(in: project)
        let setup = RigSetup(rig)
        let items = try scenarios(of: project, dialect, setup)
        let facilities: LiveFacilities
        do {
            facilities = try LiveFacilities(stoppedBy: [.interrupt, .terminate, .hangUp])
        } catch {
            throw UsageError("\(error)")
        }
        let redactor = Redactor(secrets: rig.secrets)
        let check = RigCheck(setup, dialect: dialect, in: facilities) {
            // Much of it is what the device, its line or a program said: whatever it holds, it is one line.
            Terminal.output(shown(Event.bounded(redactor.redact($0))) + "\n")
        }
        let isWell = check.run(items, connecting: !arguments.has("--no-connection"))
        if facilities.loop.isStopped { Terminal.output("stopped\n") }
        return isWell && !facilities.loop.isStopped ? 0 : 3
    }

    /// What shows whether the device is ready, comes online and reaches this host.
    private static func scenarios(of project: Project, _ dialect: Dialect, _ setup: RigSetup) throws(UsageError) -> [WorkItem] {
        let folder = "\(project.root)/Scenarios"
        guard Files.exists(folder) else { return [] }
        let loaded = try LoadedSuite(
            paths: [folder],
            dialects: [dialect.name],
            project: project,
            profile: setup.profile,
            rig: setup
        )
        return loaded.hasErrors ? [] : loaded.items(Selection(filters: [], tags: [RigCheck.tag]))
    }
}
