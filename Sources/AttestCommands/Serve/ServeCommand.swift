internal import BenchFacts
internal import Benches
internal import LiveWorld
internal import Platform
internal import Rigs
internal import ScenarioLanguage
internal import SourceText
internal import TestBench
internal import World

/// `attest serve`
enum ServeCommand: Subcommand {
    static let name = "serve"
    static let abstract = "Be the bench's servers (DNS, SMTP, POP3, FTP, TCP peers) for real devices and clients."
    static let operands = ""
    static let options: [Option] = [
        Option(name: "--rig", value: "FILE", help: "bind and map ports as this rig file says"),
        Option(
            name: "--bind",
            value: "ADDRESS",
            help: "an address of this host to bind (default: 127.0.0.1); the servers are spread among several",
            repeats: true
        ),
        Option(
            name: "--seen-as",
            value: "ADDRESS",
            help: "the address under which devices see it (default: --bind's), one for each --bind",
            repeats: true
        ),
        Option(
            name: "--port",
            value: "PORT",
            help: "bind a server elsewhere, as in a rig file: \"ftp 2121\", \"peer 5023 seen as 23\"; also ftp=2121",
            repeats: true
        ),
        Option(name: "--network", value: "FILE", help: "names, accounts, files and peers: lines of a scenario's network block"),
    ]
    static let discussion = """
        It runs until it is interrupted, and prints each conversation, one line a command; passwords, and whatever is no command, are not
        shown. What nobody reads is left out after a while; the servers go on.

        On loopback a standard port that this user may not bind, or that is taken, is moved up by \(BenchPlacement.shift) (25 to 10025).
        On other addresses nothing is moved: low ports need ‘sudo sysctl net.ipv4.ip_unprivileged_port_start=21’, or --port.

        The servers keep everything in memory. They never relay mail, resolve no name but those given, and read no file but those that
        FILE names below its own folder. Without --network they know the names and accounts of ‘attest modem’.
        Each server takes \(connectionLimit) connections at a time; Docs/HardwareGuide.md lists the limits.
        """
    /// Of SMTP, POP3 and FTP alike (InternetProtocols).
    private static let connectionLimit = 64

    static func run(_ arguments: Arguments) async throws(UsageError) -> Int32 {
        if let word = arguments.positional.first { throw UsageError("‘attest serve’ takes no operand such as ‘\(word)’") }
        let placement = try placement(arguments)
        let facts = try facts(arguments.value("--network"), placement.addresses)
        let world: LiveWorld
        let host: LiveHost
        let bench: Bench
        do {
            world = try LiveWorld()
            try world.stop(onSignals: [.interrupt, .terminate, .hangUp])
        } catch {
            throw UsageError("\(error)")
        }
        do throws(BindError) {
            (bench, host) = try placement.makeBench(facts, in: world)
        } catch {
            throw UsageError("\(error.endpoint) cannot be bound: \(error.reason)", suggestion: error.repair)
        }
        Terminal.output(table(host, facts, placement) + "\nStop it with Control-C.\n\n")
        let log = ConversationLog(secrets: secrets(of: facts))
        let output = PatientOutput()
        bench.remembers = false
        bench.onLog = { party, text in output.add(log.line(party, text, at: world.now)) }
        world.run { false }
        _ = output.finish(within: 1_000)
        withExtendedLifetime(bench) {}
        return 0
    }

    // MARK: What is asked for

    private static func placement(_ arguments: Arguments) throws(UsageError) -> BenchPlacement {
        let loopback = IPv4Address(127, 0, 0, 1)
        var placement = BenchPlacement(sites: [BenchPlacement.Site(bind: loopback, seenAs: loopback)])
        if let path = arguments.value("--rig"), let stated = BenchPlacement(try Rig.load(path: path).network) {
            placement = stated
        }
        let binds = try addresses("--bind", arguments)
        if !binds.isEmpty { placement.sites = binds.map { BenchPlacement.Site(bind: $0, seenAs: $0) } }
        let seenAs = try addresses("--seen-as", arguments)
        guard seenAs.isEmpty || seenAs.count == placement.sites.count else {
            let count = placement.sites.count
            throw UsageError(
                "\(count == 1 ? "one address is" : "\(count) addresses are") bound",
                suggestion: "one --seen-as for each"
            )
        }
        for (index, address) in seenAs.enumerated() { placement.sites[index].seenAs = address }
        guard placement.sites.count == 1 || !placement.sites.contains(where: { $0.bind == .any }) else {
            throw UsageError("0.0.0.0 is every address, and stands alone", suggestion: "name the addresses")
        }
        guard !placement.sites.contains(where: { $0.seenAs == .any }) else {
            throw UsageError("with --bind 0.0.0.0 nothing says where devices find this host", suggestion: "--seen-as ADDRESS")
        }
        for text in arguments.all("--port") {
            do throws(Rig.Port.Problem) {
                placement.add(try Rig.Port(words: text.split { " =,".contains($0) }.map(String.init)))
            } catch {
                throw UsageError(
                    "--port: \(error.message)",
                    suggestion: error.word == nil ? "--port \"ftp 2121 seen as 21\"" : error.suggestion
                )
            }
        }
        placement.movesPorts = placement.sites.allSatisfy { $0.bind.value >> 24 == 127 }
        return placement
    }

    private static func addresses(_ name: String, _ arguments: Arguments) throws(UsageError) -> [IPv4Address] {
        var addresses: [IPv4Address] = []
        for text in arguments.all(name).flatMap({ $0.split { " ,".contains($0) }.map(String.init) }) {
            guard let address = IPv4Address(text) else {
                throw UsageError("\(name) takes an IPv4 address, not ‘\(text)’", suggestion: "\(name) 192.168.1.10")
            }
            guard !addresses.contains(address) else { throw UsageError("\(name) \(text) stands twice") }
            addresses.append(address)
        }
        return addresses
    }

    private static func facts(_ path: String?, _ addresses: BenchAddresses) throws(UsageError) -> [BenchFact] {
        guard let path else { return Surroundings.facts(at: addresses) }
        let bytes: [UInt8]
        do { bytes = try Files.read(path) } catch { throw UsageError(error.message) }
        let source = SourceFile(path: path, bytes: bytes)
        let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
        let payloads = Project.payloads(below: folder.isEmpty ? "/" : folder)
        let (facts, diagnostics) = NetworkFile.parse(source, addresses: addresses, payloads: payloads)
        report(diagnostics, [path: source])
        guard diagnostics.isEmpty else { throw UsageError("\(path) cannot be used as it is") }
        return facts
    }

    // MARK: What is said

    private static func table(_ host: LiveHost, _ facts: [BenchFact], _ placement: BenchPlacement) -> String {
        var text = "The servers:\n"
        for (known, real) in host.mappings.sorted(by: { $0.key < $1.key }) {
            let service = Rig.Service.allCases.first { $0.standardPort == known.port }?.rawValue ?? "peer"
            text += "  \(service.padded(to: 5)) \(real)"
            text += placement.sites.allSatisfy { $0.seenAs == $0.bind } ? "\n" : ", for devices \(known)\n"
        }
        let names = facts.compactMap { fact in if case .dns(.record(let name, _)) = fact { name } else { nil } }
        if !names.isEmpty { text += "The names: \(names.joined(separator: ", "))\n" }
        let accounts = facts.compactMap(account)
        if !accounts.isEmpty { text += "The accounts: \(accounts.joined(separator: ", "))\n" }
        return text
    }

    private static func account(_ fact: BenchFact) -> String? {
        switch fact {
        case .pop3(.mailbox(let user, _)): "pop3 \(user)"
        case .smtp(.login(let user, _, _)): "smtp \(user)"
        case .ftp(.user(let name, _, _)): "ftp \(name)"
        case .dns, .smtp, .pop3, .ftp, .sntp, .gsm, .gprs, .peer, .line, .link: nil
        }
    }

    private static func secrets(of facts: [BenchFact]) -> [String] {
        facts.flatMap { fact -> [String] in
            switch fact {
            case .pop3(.mailbox(_, let password)), .smtp(.login(_, let password, _)): [password]
            case .ftp(.user(_, let password, let account)): [password] + (account.map { [$0] } ?? [])
            case .dns, .smtp, .pop3, .ftp, .sntp, .gsm, .gprs, .peer, .line, .link: []
            }
        }
    }
}

extension String {
    /// With blanks at its end.
    func padded(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
}
