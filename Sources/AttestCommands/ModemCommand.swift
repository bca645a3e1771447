internal import BenchFacts
internal import Benches
internal import Dialects
internal import LiveWorld
internal import Platform
internal import ScenarioLanguage
internal import SourceText
internal import VirtualModem
internal import World

/// `attest modem`
enum ModemCommand: Subcommand {
    static let name = "modem"
    static let abstract = "Be the virtual modem on a pseudo-terminal, with its servers on loopback sockets."
    static let operands = "--pty"
    static let options: [Option] = [
        Option(name: "--pty", value: nil, help: "on a pseudo-terminal, whose path is printed"),
        Option(
            name: "--lines",
            value: "N",
            help: "so many serial lines, each on a pseudo-terminal (default: what the dialect says)"
        ),
        Option(name: "--count", value: "N", help: "so many modems, each on a pseudo-terminal of its own"),
        Option(
            name: "--link",
            value: "PATH",
            help: "also make PATH a link to the pseudo-terminal; with --count, PATH1, PATH2 …; of line b, PATH-b"
        ),
        Option(name: "--dialect", value: "D", help: "the dialect it speaks (default: the fullest in Fixtures/dialects)"),
        Option(name: "--defect", value: "NAME", help: "break it on purpose; ‘--defect list’ names the ways", repeats: true),
        Habits.option,
    ]
    static let discussion = """
        It runs until it is interrupted. Any terminal program can talk to it; ‘attest run --device pty:PATH’ tests it.
        Who closes the terminal drops DTR: what has not been read is gone, data end, and so does a call over GSM.
        """

    static func run(_ arguments: Arguments) async throws(UsageError) -> Int32 {
        if arguments.all("--defect").contains("list") {
            Terminal.output(Defect.allCases.map { "\($0.rawValue)\n" }.joined())
            return 0
        }
        if Habits.printsNames(arguments) { return 0 }
        guard arguments.has("--pty") else {
            throw UsageError("say where the modem should be", suggestion: "attest modem --pty")
        }
        var defects: Set<Defect> = []
        for name in arguments.all("--defect") {
            guard let defect = Defect(rawValue: name) else {
                throw UsageError("there is no defect ‘\(name)’", suggestion: "‘attest modem --defect list’ names them")
            }
            defects.insert(defect)
        }
        let habits = try Habits.named(arguments)
        let project = try Project.find(from: [])
        let dialect = try self.dialect(arguments.value("--dialect"), project)
        let facts = Surroundings.facts(at: .loopback)
        let count = try arguments.number("--count", in: 1...256) ?? 1
        let names = arguments.value("--link").map { link in
            arguments.has("--count") ? (1...count).map { "\(link)\($0)" } : [link]
        }
        let lines = try arguments.number("--lines", in: 1...LineName.most) ?? dialect.lines
        return try serve(count, dialect, lines, facts, defects, habits, links: names ?? [], project)
    }

    static func dialect(_ name: String?, _ project: Project) throws(UsageError) -> Dialect {
        let dialects = try project.soundDialects()
        guard let dialect = name == nil ? dialects.fullest : dialects.first(where: { $0.name == name }) else {
            throw UsageError(
                "there is no dialect \(name.map { "‘\($0)’" } ?? "at all") in \(project.root)/Fixtures/dialects",
                suggestion: name.flatMap { NearestName.suggestion(for: $0, among: dialects.map(\.name)) }
            )
        }
        // As in a virtual run: where the manual is silent, the standards have the word.
        return dialect.binding(.all)
    }

    private static func serve(
        _ count: Int,
        _ dialect: Dialect,
        _ lines: Int,
        _ facts: [BenchFact],
        _ defects: Set<Defect>,
        _ habits: Set<Habit>,
        links: [String],
        _ project: Project
    ) throws(UsageError) -> Int32 {
        let world: LiveWorld
        let stations: [TerminalStation]
        do {
            world = try LiveWorld()
            try world.stop(onSignals: [.interrupt, .terminate, .hangUp])
            stations = try (0..<count).map { index in
                let setup = ModemStation.Setup(
                    dialect: dialect,
                    facts: facts,
                    defects: defects,
                    habits: habits,
                    seed: UInt64(index + 1),
                    payloads: project.payloads
                )
                return try TerminalStation(setup, lines: lines, in: world)
            }
        } catch {
            throw UsageError("\(error)")
        }
        var names: [TerminalLink] = []
        for (link, station) in zip(links, stations) { names += try TerminalLink.all(link, to: station.paths) }
        for station in stations where station.isElsewhere {
            Terminal.complain(
                "another program has the name of the control channel of \(station.path); ‘attest run’ finds this modem by another"
            )
        }
        Terminal.output(
            stations.map(terminals).joined() + "\n" + servers(of: stations, dialect) + "Stop it with Control-C.\n"
        )
        world.run { false }
        withExtendedLifetime(names) {}
        return 0
    }

    /// The paths of a modem's lines, those behind the first with their names: `b /dev/pts/6`.
    private static func terminals(of station: TerminalStation) -> String {
        zip(LineName.first(station.paths.count), station.paths).map { name, path in
            (name.text.map { $0 + " " } ?? "") + path + "\n"
        }.joined()
    }

    /// The table of servers for people, when there is one modem to play with.
    private static func servers(of stations: [TerminalStation], _ dialect: Dialect) -> String {
        guard let station = stations.first, stations.count == 1 else {
            return "These are \(stations.count) \(dialect.name) modems, each with servers of its own.\n\n"
        }
        var text = "This is a \(dialect.name) modem. Its servers:\n"
        for (known, real) in station.station.servers {
            text += "  \(role(of: known))  \(known), for programs of this machine \(real)\n"
        }
        return text + "\n"
    }

    private static func role(of endpoint: Endpoint) -> String {
        let addresses = BenchAddresses.loopback
        return switch endpoint.address {
        case addresses.primaryNameServer: "DNS 1"
        case addresses.secondaryNameServer: "DNS 2"
        case addresses.smtp: "SMTP "
        case addresses.pop3: "POP3 "
        case addresses.ftp: "FTP  "
        case addresses.sntp: "SNTP "
        default: "peer "
        }
    }
}
