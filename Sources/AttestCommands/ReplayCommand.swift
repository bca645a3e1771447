internal import Events
internal import Execution
internal import LiveWorld
internal import Platform
internal import SourceText
internal import World

/// `attest replay`
enum ReplayCommand: Subcommand {
    static let name = "replay"
    static let abstract = "Be a recorded device on a pseudo-terminal, in real time."
    static let operands = "FILE --pty"
    static let options: [Option] = [
        Option(name: "--pty", value: nil, help: "on a pseudo-terminal, whose path is printed"),
        Option(name: "--link", value: "PATH", help: "also make PATH a link to the pseudo-terminal"),
        Option(name: "--scenario", value: "NAME", help: "which scenario of the journal (default: the only one)"),
    ]
    static let discussion = """
        FILE is a journal of ‘attest record’ or ‘attest run’. The recorded device answers as it did, for as long as the host sends what
        was sent then; at the first byte that differs it falls silent. In virtual time: ‘attest run --device replay:FILE’.

        Exit codes: 0 all was played, or it was interrupted · 2 usage error · 3 the host sent something else.
        """

    static func run(_ arguments: Arguments) async throws(UsageError) -> Int32 {
        guard arguments.positional.count == 1, arguments.has("--pty") else {
            throw UsageError("say which journal is played where", suggestion: "attest replay FILE --pty")
        }
        let path = arguments.positional[0]
        let all = RecordedScenario.all(in: try JournalReplay.events(path)).filter { !$0.recording.isEmpty }
        let wanted = arguments.value("--scenario")
        let chosen = all.filter { wanted ?? $0.identity.name == $0.identity.name }
        guard let scenario = chosen.first, chosen.count == 1 else {
            let names = all.map(\.identity.name)
            let near = wanted.flatMap { chosen.isEmpty ? NearestName.find($0, among: names) : nil }
            let some =
                "--scenario with one of: \(names.prefix(5).joined(separator: ", "))\(names.count > 5 ? " and \(names.count - 5) more" : "")"
            throw UsageError(
                chosen.isEmpty ? "\(path) has no such scenario with bytes in it" : "\(path) has \(chosen.count) scenarios",
                suggestion: near.map { "did you mean --scenario \($0)?" } ?? (all.isEmpty ? nil : some)
            )
        }
        return try play(scenario.recording, link: arguments.value("--link"))
    }

    private static func play(_ recording: Recording, link: String?) throws(UsageError) -> Int32 {
        do {
            let world = try LiveWorld()
            try world.stop(onSignals: [.interrupt, .terminate, .hangUp])
            let lines = try (0..<recording.lines).map { _ in try world.makePseudoTerminal() }
            var ending: ReplayDriver.Ending?
            let clock = world.makeHost(addresses: [])
            let driver = ReplayDriver(recording, clock: clock, ports: lines.map(\.port)) { ending = ending ?? $0 }
            let name = try TerminalLink.all(link, to: lines.map(\.path))
            Terminal.output(lines.map { "\($0.path)\n" }.joined())
            driver.start()
            world.run { ending != nil }
            withExtendedLifetime((driver, name)) {}
            switch ending {
            case .diverged(let how):
                Terminal.complain("this is not what was recorded: \(how)")
                return 3
            case .played:
                Terminal.complain("all was played")
                return 0
            case nil: return 0
            }
        } catch let error as UsageError {
            throw error
        } catch {
            throw UsageError("\(error)")
        }
    }
}
