import BenchFacts
import Dialects
import Execution
import LiveWorld
import Rigs
import ScenarioLanguage
import SourceText
import TestBench
import Testing
import Verdicts
import World

@testable import Benches

@Suite struct BenchPlacementTests {
    private func placement(_ servers: String) -> BenchPlacement? {
        let text = "rig r\n    device pty:/dev/pts/0\nservers\n" + servers
        let (rig, _) = Rig.load(SourceFile(path: "a", bytes: Array(text.utf8))) { _ in
            nil
        } read: { (_) throws(Rig.SecretUnavailable) in
            throw Rig.SecretUnavailable(reason: "")
        }
        return rig.flatMap { BenchPlacement($0.network) }
    }

    private let here = IPv4Address(192, 168, 1, 10)
    private let seen = IPv4Address(203, 0, 113, 7)

    @Test func aRigWithoutAddressesStaysOnLoopback() { #expect(placement("") == nil) }

    @Test func everyPartyIsAtTheAddressThatTheDeviceSees() throws {
        let placement = try #require(self.placement("    bind 192.168.1.10\n    seen as 203.0.113.7\n    device at 10.0.0.9\n"))
        let addresses = placement.addresses
        #expect(addresses.pop3 == seen)
        #expect(addresses.primaryNameServer == seen)
        #expect(Set(addresses.peers) == [seen])
        #expect(addresses.device == IPv4Address(10, 0, 0, 9))
        #expect(placement.candidates(for: Endpoint(seen, 25)) == [Endpoint(here, 25)])
    }

    @Test(arguments: [
        (1, [0, 0, 0, 0, 0, 0]), (2, [0, 1, 0, 1, 1, 1]), (3, [0, 1, 0, 1, 2, 2]), (4, [0, 1, 0, 1, 2, 3]),
    ])
    func partiesAreSpreadAmongAddresses(_ count: Int, _ places: [Int]) throws {
        let bound = (1...count).map { "10.0.0.\($0)" }.joined(separator: " ")
        let seen = (1...count).map { "203.0.113.\($0)" }.joined(separator: " ")
        let placement = try #require(self.placement("    bind \(bound)\n    seen as \(seen)\n"))
        let addresses = placement.addresses
        let found = [addresses.primaryNameServer, addresses.secondaryNameServer] + addresses.peers
        #expect(found == places.map { IPv4Address(203, 0, 113, UInt8($0 + 1)) })
        #expect(Set([addresses.smtp, addresses.pop3, addresses.ftp]) == [IPv4Address(203, 0, 113, 1)])
        let second = Endpoint(addresses.secondaryNameServer, 53)
        #expect(placement.candidates(for: second).map(\.address) == [IPv4Address(10, 0, 0, count > 1 ? 2 : 1)])
    }

    /// Real sockets: two addresses of this host are two name servers.
    @Test func twoAddressesCarryTwoNameServers() throws {
        let world = try LiveWorld()
        var placement = try #require(self.placement("    bind 127.0.7.1 127.0.7.2\n"))
        for port in ServerKind.allCases.map(\.standardPort) + [53] { placement.ports[port] = 0 }
        let (bench, host) = try placement.makeBench([], in: world)
        let servers = host.mappings.filter { $0.key.port == 53 }
        #expect(Set(servers.keys.map(\.address)) == [IPv4Address(127, 0, 7, 1), IPv4Address(127, 0, 7, 2)])
        #expect(Set(servers.values.map(\.address)) == [IPv4Address(127, 0, 7, 1), IPv4Address(127, 0, 7, 2)])
        withExtendedLifetime(bench) {}
    }

    @Test func portsAreMapped() throws {
        let placement = try #require(
            self.placement(
                """
                    bind 192.168.1.10
                    port ftp 2121 seen as 21
                    port peer 5023 seen as 23
                    passive ports 50000..50002

                """
            )
        )
        #expect(placement.candidates(for: Endpoint(here, 21)) == [Endpoint(here, 2121)])
        #expect(placement.candidates(for: Endpoint(here, 23)) == [Endpoint(here, 5023)])
        #expect(placement.candidates(for: Endpoint(here, 110)) == [Endpoint(here, 110)])
        #expect(placement.candidates(for: Endpoint(here, 0)).map(\.port) == [50000, 50001, 50002])
    }

    /// Without a control channel nobody can look into the network around the device.
    @Test func whatCannotBeSeenIsNotHeldAgainstTheDevice() throws {
        let world = try LiveWorld()
        let host = world.makeHost(addresses: [IPv4Address(127, 0, 0, 1)], portPolicy: .mapped)
        let control = BenchController(bench: try Bench(addresses: .loopback, facts: []) { _ in host }, host: host, channel: nil)
        #expect(control.evaluate(.gprs(.contextActive(true))) == .holds)
        #expect(control.evaluate(.gsm(.dialled(number: "1", times: 1))) == .holds)
        #expect(control.evaluate(.smtp(.messageCount(1))) != .holds)
    }

    /// The modem behind a control channel finds what begins to listen on the way, and is told of it once.
    @Test func aPortThatIsOpenedOnTheWayIsTold() throws {
        let world = try LiveWorld()
        let host = world.makeHost(addresses: BenchAddresses.loopback.all, portPolicy: .mapped)
        let channel = HeardChannel()
        let bench = try Bench(addresses: .loopback, facts: []) { _ in host }
        let control = BenchController(bench: bench, host: host, channel: channel)
        try control.begin(facts: [], defects: [], .fromTheFactory)
        channel.lines = []
        for _ in 1...2 { try control.make(true: .peer(PeerLabel(index: 0), .listens(port: 4_000))) }
        let peer = Endpoint(BenchAddresses.loopback.peers[0], 4_000)
        let real = try #require(host.mappings[peer])
        #expect(channel.lines == ["route \(peer) \(real)"])
    }

    /// An answer that was given before something happened is asked for again, also when both arrive at once.
    @Test func anOldAnswerIsNotTakenForANewOne() throws {
        let world = try LiveWorld()
        let host = world.makeHost(addresses: BenchAddresses.loopback.all, portPolicy: .mapped)
        let channel = HeardChannel()
        let bench = try Bench(addresses: .loopback, facts: []) { _ in host }
        let control = BenchController(bench: bench, host: host, channel: channel)
        let observation = BenchObservation<Exact>.gsm(.dialled(number: "1", times: 1))
        #expect(control.evaluate(observation) == .notYet("nothing yet"))
        control.controlChannel(channel, received: "not-yet 0 times")
        control.controlChannel(channel, received: "log gsm < dial 1")
        #expect(control.evaluate(observation) == .notYet("nothing yet"))
        control.controlChannel(channel, received: "holds")
        #expect(control.evaluate(observation) == .holds)
        #expect(channel.lines.count == 2)
    }

    @Test func standardPortsMoveWhereThatIsAllowed() {
        var placement = BenchPlacement(sites: [.init(bind: here, seenAs: here)])
        #expect(placement.candidates(for: Endpoint(here, 25)).map(\.port) == [25])
        placement.movesPorts = true
        #expect(placement.candidates(for: Endpoint(here, 25)).map(\.port) == [25, 10025])
        #expect(placement.candidates(for: Endpoint(here, 60000)).map(\.port) == [60000])
    }
}

private final class HeardChannel: ControlChannel {
    var lines: [String] = []
    weak var delegate: (any ControlChannelDelegate)?
    func send(line: String) { lines.append(line) }
    func close() {}
}

@Suite struct RigSetupTests {
    private let dialect: Dialect

    init() throws {
        let text = """
            dialect    tiny
            title      A tiny dialect
            document   009
            features   gsm gprs smtp pop3 ftp tcp tcp-inbound
            parameters
                FTPPORT   port         default 21
                APNSERV   server 120   no default
            commands
                #CAMERA    action   limit 4 min
            timings
                answer          5 s
                dns-limit       2 min
                write-spacing   1 s
            requirements
                R-1   mandatory
                    It answers.

            """
        dialect = try #require(Dialect.load(SourceFile(path: "a", bytes: Array(text.utf8))).0)
    }

    private func setup(_ change: (inout Rig) -> Void) -> RigSetup {
        var rig = Rig(name: "r", path: "a.rig", device: .serial(path: "/dev/ttyUSB0"))
        change(&rig)
        return RigSetup(rig)
    }

    @Test func theDialectIsTheOneThatTheDeviceClaims() {
        let adjusted = setup {
            $0.conformance.defaults = ["FTPPORT": "2121", "APNSERV": "internet"]
            $0.conformance.limits = ["APNSERV": .length(96), "dns-limit": .time(.seconds(90))]
            $0.pacing.timeScale = 150
        }.adjusted(dialect)
        #expect(adjusted.parameter(named: "FTPPORT")?.defaultValue == "2121")
        #expect(dialect.requirement("PARAM-APNSERV-DEFAULT")?.grade == .unsaid)
        #expect(adjusted.requirement("PARAM-APNSERV-DEFAULT")?.grade == .mandatory)
        #expect(adjusted.requirement("PARAM-APNSERV-DEFAULT")?.text == "APNSERV is \"internet\" until it is written.")
        #expect(adjusted.parameter(named: "APNSERV")?.kind == .server(limit: 96))
        #expect(adjusted.timings["dns-limit"] == 90_000_000_000)
        #expect(adjusted.timings["answer"] == 7_500_000_000)
        #expect(adjusted.command(named: "#CAMERA")?.limit == 360_000_000_000)
    }

    @Test func theGapBetweenWritesIsTheRigsOrTheDialects() {
        #expect(setup { _ in }.writeGap(for: dialect, ofVirtualModem: false) == .seconds(1))
        #expect(setup { _ in }.writeGap(for: dialect, ofVirtualModem: true) == .zero)
        let slow = setup { $0.pacing.writeGap = .milliseconds(200) }
        for isVirtual in [false, true] { #expect(slow.writeGap(for: dialect, ofVirtualModem: isVirtual) == .milliseconds(200)) }
    }

    /// What the rig says itself is not scaled.
    @Test func theRigSaysHowLongDataMayPause() {
        var settings = ExecutionSettings()
        setup {
            $0.pacing.dataGap = .seconds(45)
            $0.pacing.timeScale = 200
        }.apply(to: &settings)
        #expect(settings.dataGap == .seconds(45))
    }

    /// No network lies between it and its servers.
    @Test func theBuiltInModemIsNotWaitedForAsLong() {
        var settings = ExecutionSettings()
        setup { $0.control = "/dev/pts/0" }.apply(to: &settings)
        #expect(settings.settleTime < ExecutionSettings().settleTime)
        #expect(settings.patience < ExecutionSettings().patience)
        #expect(settings.answerLimit == ExecutionSettings().answerLimit)
    }

    @Test func timeIsScaled() {
        var settings = ExecutionSettings()
        setup { $0.pacing.timeScale = 200 }.apply(to: &settings)
        #expect(settings.answerLimit == ExecutionSettings().answerLimit * 2)
        #expect(settings.dataGap == ExecutionSettings().dataGap * 2)
    }

    @Test(arguments: [
        ("gsm", nil), ("gprs", "the rig says that the device has no gprs"),
        ("tcp-inbound", "the rig does not say where this host reaches the device (device at)"),
        ("stimulus busy", nil), ("stimulus no-answer", "the rig has no hook for no-answer"), ("stimulus dns-faults", nil),
        ("two peer addresses", "the rig has one address for all peers (bind)"),
        ("two name servers", "the rig has one name server (bind)"),
        ("stimulus late-answer", "the rig has no hook for late-answer"),
    ])
    func saysWhatIsMissing(_ need: String, _ reason: String?) throws {
        let setup = setup {
            $0.conformance.features = .allBut(["gprs"])
            $0.hooks = [.init(stimulus: "busy", command: "true")]
            $0.network.bind = [IPv4Address(192, 168, 1, 10)]
        }
        #expect(setup.missing(for: try plan("needs \(need)")) == reason)
    }

    /// A hook runs once before the scenario; what happens at a step has a stimulus that says so.
    @Test(arguments: [
        ("gsm login \"a\" password \"b\"", "hooks set the network up before a scenario, and not in the middle of it"),
        ("gsm drops the call", nil), ("network\n        gsm login \"a\" password \"b\"", nil),
    ])
    func theNetworkIsAsItIsFromTheBeginning(_ step: String, _ reason: String?) throws {
        let setup = setup { $0.hooks = ["ppp", "bearer-loss"].map { .init(stimulus: $0, command: "true") } }
        #expect(setup.missing(for: try plan("needs gsm, stimulus ppp, stimulus bearer-loss\n\n    \(step)\n    > AT")) == reason)
    }

    /// Of several reasons, the one that no bench could mend is told.
    @Test(arguments: [
        ("gprs, virtual modem", "only the virtual modem has defects to switch on"),
        ("gprs", "the rig says that the device has no gprs"),
        ("stimulus busy, gprs", "the rig says that the device has no gprs"),
        ("gsm", "no network around the device is known for gsm"),
    ])
    func theReasonIsTheRealOne(_ needs: String, _ reason: String) throws {
        var capabilities = Capabilities.lineOnly
        capabilities.rig = setup { $0.conformance.features = .allBut(["gprs"]) }
        #expect(capabilities.missing(for: try plan("needs \(needs)"), dialect: dialect) == reason)
    }

    /// A device can tell name servers apart only by their addresses: what a scenario says of one of them needs both.
    @Test(arguments: [
        "network\n        dns secondary silent", "network\n        dns primary answers NXDOMAIN",
        "network\n        dns primary answers after 3s", "tags a\n\n    dns secondary was asked \"a.b\"",
        "tags a\n\n    either\n        < OK\n        dns secondary was not asked \"a.b\"\n    or\n        < ERROR",
        "needs two name servers",
    ])
    func oneAddressIsOneNameServer(_ text: String) throws {
        let plan = try plan(text)
        let one = IPv4Address(192, 168, 1, 10)
        let two = IPv4Address(192, 168, 1, 11)
        let reason = "the rig has one name server (bind)"
        #expect(setup { $0.network.bind = [one] }.missing(for: plan) == reason)
        #expect(setup { $0.network.bind = [one, two] }.missing(for: plan) == nil)
        #expect(setup { _ in }.missing(for: plan) == nil)
        // Over GSM the rig may give only one of them.
        let half = setup {
            $0.network.bind = [one, two]
            $0.values.nameServers = [one]
        }
        #expect(half.missing(for: plan) == reason)
        let turned = setup {
            $0.network.bind = [one, two]
            $0.values.nameServers = [two, one]
        }
        #expect(turned.missing(for: plan) == nil)
        #expect(turned.profile.addresses.primaryNameServer == two)
        #expect(turned.placement?.addresses.primaryNameServer == two)
    }

    /// What others make of an answer, and whom they ask, is theirs.
    @Test(arguments: [
        ("needs gprs, dns", false), ("needs gprs, dns\n    network\n        dns silent", true),
        ("needs gprs, dns\n\n    dns was asked \"a.b\"", true),
        ("needs gsm, dns\n\n    dns was asked \"a.b\"", false),
    ])
    func othersAskInTheirOwnWay(_ text: String, _ fails: Bool) throws {
        let forwarded = setup {
            $0.network.bind = [IPv4Address(192, 168, 1, 10), IPv4Address(192, 168, 1, 11)]
            $0.network.resolvesNames = true
            $0.network.forwardsNames = true
        }
        let reason = "others ask this host's name servers for the device, in their own way"
        #expect(forwarded.missing(for: try plan(text)) == (fails ? reason : nil))
    }

    private static let ftp = "network\n        ftp user \"a\" password \"b\"\n\n    > AT{port of ftp}"
    private static let withoutPASV = "network\n        ftp answers PASV with \"502 no\"\n\n    > AT{port of ftp}"
    private static let noData = "the rig does not say which ports the router forwards for FTP's data (passive ports)"
    private static let noWay = "the rig does not say where this host reaches the device (device at), as FTP does without PASV"
    private static let noPort = "the rig does not say that the router forwards port 2000 (port peer 2000)"

    /// Behind a router only what the rig says is forwarded can be reached.
    @Test(
        arguments: [
            ("network\n        peer listens on 2000", noPort, nil), ("network\n        peer listens on 23", nil, nil),
            ("repeat 2 times\n        peer listens on 2000", noPort, nil),
            (ftp, noData, nil), ("needs ftp", nil, nil), (withoutPASV, noWay, noWay),
        ] as [(String, String?, String?)]
    )
    func aRouterForwardsWhatTheRigSays(_ text: String, _ reason: String?, _ direct: String?) throws {
        let setup = setup {
            $0.network.bind = [IPv4Address(192, 168, 1, 10)]
            $0.network.seenAs = [IPv4Address(203, 0, 113, 7)]
            $0.network.ports = [.init(service: .peer, bind: 5023, seenAs: 23)]
        }
        let plan = try plan(text, setup.profile)
        #expect(setup.missing(for: plan) == reason)
        let changes: [(inout Rig.NetworkAccess) -> Void] = [
            { $0.forwardsAllPorts = true }, { $0.seenAs = [] }, { $0.bind = [.any] },
        ]
        for change in changes {
            var rig = setup.rig
            change(&rig.network)
            #expect(RigSetup(rig).missing(for: plan) == direct)
        }
        var rig = setup.rig
        rig.network.passivePorts = 50_000...50_001
        rig.network.device = [AddressBlock(IPv4Address(10, 0, 0, 1))]
        #expect(RigSetup(rig).missing(for: plan) == (reason == Self.noPort ? reason : nil))
    }

    @Test(arguments: [
        (
            "network\n        ftp user \"a\" password \"b\"",
            "the device sees ftp at port 2021, and the scenario keeps the standard one"
        ),
        ("network\n        ftp user \"a\" password \"b\"\n\n    > AT{port of ftp}", nil),
        ("tags a\n\n    > AT{address of ftp}", "the device sees ftp at port 2021, and the scenario keeps the standard one"),
        ("tags a\n\n    > AT{address of smtp}", nil), ("needs ftp", nil),
        ("needs gsm, dns", "the device sees dns at port 5353, and asks at 53"),
        ("network\n        peer listens on 25", "the bench's smtp server has port 25 of the peer's address"),
        ("network\n        peer b listens on 25", nil), ("network\n        peer listens on 2000", nil),
        ("network\n        peer listens on 21", "the bench's ftp server has port 2121 of the peer's address"),
    ])
    func portsAreWhereTheDeviceLooks(_ text: String, _ reason: String?) throws {
        let setup = setup {
            $0.network.bind = [IPv4Address(192, 168, 1, 10), IPv4Address(192, 168, 1, 11)]
            $0.network.ports = [.init(service: .ftp, bind: 2121, seenAs: 2021), .init(service: .dns, bind: 5353, seenAs: 5353)]
        }
        #expect(setup.missing(for: try plan(text, setup.profile)) == reason)
    }

    @Test(arguments: [
        ("needs gprs\n    network\n        dns \"a.b\" is peer", true), ("needs gprs, dns", true), ("needs gprs", false),
        ("needs gsm\n    network\n        dns \"a.b\" is peer", false),
    ])
    func namesNeedTheBenchsNameServer(_ head: String, _ fails: Bool) throws {
        let plan = try plan(head)
        let reason = "the device's name servers do not know the bench's names; the rig has no line ‘names resolved’ below servers"
        let here = IPv4Address(192, 168, 1, 10)
        #expect(setup { $0.network.bind = [here] }.missing(for: plan) == (fails ? reason : nil))
        #expect(setup { $0.values.nameServers = [here] }.missing(for: plan) == nil)
        let known = setup {
            $0.network.bind = [here]
            $0.network.resolvesNames = true
        }
        #expect(known.missing(for: plan) == nil)
    }

    @Test func overGSMTheRigsNameServersAreAsked() throws {
        let here = IPv4Address(192, 168, 1, 10)
        let there = IPv4Address(192, 168, 1, 1)
        let own = setup {
            $0.network.bind = [here]
            $0.values.nameServers = [here]
        }
        let others = setup {
            $0.network.bind = [here]
            $0.values.nameServers = [there]
        }
        let plan = try plan("needs gsm, dns")
        #expect(own.missing(for: plan) == nil)
        #expect(others.missing(for: plan) != nil)
        #expect(own.profile.addresses.primaryNameServer == here)
        #expect(others.profile.addresses.primaryNameServer == there)
        #expect(others.profile.addresses.secondaryNameServer == there)
        #expect(others.profile.addresses.pop3 == here)
    }

    @Test func scenariosAreToldWhatTheRigGives() {
        let profile = setup {
            $0.network.bind = [IPv4Address(192, 168, 1, 10)]
            $0.network.ports = [.init(service: .ftp, bind: 2121, seenAs: 2021), .init(service: .peer, bind: 5023, seenAs: 110)]
            $0.values.accessPoint = .init(value: "internet", isSecret: false)
            $0.values.dialPassword = .init(value: "s3cret", isSecret: true)
        }.profile
        #expect(
            profile.values.filter { $0.key.server == nil }
                == [.apn: "internet", .user: "", .password: "", .dialUser: "", .dialPassword: "s3cret"]
        )
        #expect(ServerKind.allCases.map(profile.port(of:)) == [25, 110, 2021])
    }

    /// The built-in modem's network takes any values, so that scenarios of every kind apply.
    @Test func withoutServersTheManualsExamplesFillUp() {
        let profile = setup {
            $0.control = "/dev/pts/0"
            $0.values.accessPoint = .init(value: "internet", isSecret: false)
        }.profile
        #expect(profile.values == BenchProfile.loopback.values.merging([.apn: "internet"]) { $1 })
        #expect(profile.addresses == .loopback)
        #expect(setup { $0.control = "/dev/pts/0" }.profile == .loopback)
    }

    /// A real SIM counts the codes that are not its own.
    @Test func noExampleIsTakenForACode() {
        #expect(setup { _ in }.profile.values == BenchProfile.loopback.values.filter { $0.key != .pin })
        #expect(setup { _ in }.limits == [.pinTries: 1])
        #expect(setup { $0.budget.limits = [.pinTries: 2] }.limits == [.pinTries: 2])
        #expect(setup { $0.hooks = [Rig.Hook(stimulus: "pin", command: "true")] }.limits == [:])
    }

    @Test func aLineThatTheRigLacksIsNamed() throws {
        let setup = setup { $0.network.bind = [IPv4Address(192, 168, 1, 10)] }
        let text = "> AT{rig user}\n    < {rig number}"
        #expect(setup.missing(for: try plan(text, setup.profile)) == "the rig has no line ‘number’ below values")
    }

    private static let account = Rig.Account(
        service: .pop3,
        server: "pop.example.com",
        port: 2110,
        user: .init(value: "me", isSecret: false),
        password: .init(value: "s3cret", isSecret: true)
    )

    @Test func accountsAreTheRigsOrElseTheBenchsOwn() {
        let profile = setup {
            $0.network.bind = [IPv4Address(192, 168, 1, 10)]
            $0.network.ports = [.init(service: .ftp, bind: 2121, seenAs: 2021)]
            $0.network.accounts = [Self.account]
        }.profile
        #expect(profile.values[.account(.pop3, .server)] == "pop.example.com")
        #expect(profile.values[.account(.pop3, .port)] == "2110")
        #expect(profile.values[.account(.pop3, .user)] == "me")
        #expect(profile.values[.account(.pop3, .password)] == "s3cret")
        #expect(profile.values[.account(.ftp, .server)] == "192.168.1.10")
        #expect(profile.values[.account(.ftp, .port)] == "2021")
        #expect(profile.values[.account(.ftp, .user)] == "ftplogin")
    }

    /// A real account is whole: nothing of the bench's own is mixed into it.
    @Test func anAccountWithoutABenchIsAllThatThereIs() {
        let profile = setup { $0.network.accounts = [Self.account] }.profile
        #expect(Set(profile.values.keys.compactMap(\.server)) == [.pop3])
        #expect(profile.values[.apn] == nil)
        #expect(profile.values[.user] == "")
    }

    /// The built-in modem's network has no way to real servers.
    @Test func behindAControlChannelAccountsAreTheBenchsOwn() {
        let setup = setup {
            $0.control = "/dev/pts/0"
            $0.network.accounts = [Self.account]
        }
        #expect(setup.profile == .loopback)
        #expect(setup.profile(in: .accounts) != .loopback)
    }

    private static let noServers = "the rig does not say where the device reaches this host (bind)"

    @Test(arguments: [
        ("needs gprs, pop3\n\n    > AT{account pop3 user}", nil),
        ("needs gprs, pop3\n    network\n        pop3 mailbox \"a\" password \"b\"\n\n    > AT{account pop3 user}", nil),
        ("needs gprs\n    network\n        gprs apn \"a\" user \"b\" password \"c\"\n\n    gprs context is active", nil),
        ("needs gprs", nil),
        ("needs gprs, pop3", noServers),
        ("needs gprs, pop3, smtp\n\n    > AT{account pop3 user}", noServers),
        ("needs gprs, tcp", noServers),
        ("needs gprs, stimulus dns-faults", noServers),
        ("needs gprs, stimulus busy", "the rig has no hook for busy"),
        ("needs gprs\n    network\n        dns \"a.b\" is peer", noServers),
        ("needs gprs\n    network\n        smtp login \"a\" password \"b\"\n\n    > AT{account pop3 user}", noServers),
        ("needs gprs\n\n    dns was asked \"a.b\"", noServers),
        ("needs gprs\n\n    repeat 2 times\n        peer closes", noServers),
        ("needs gprs, smtp\n\n    > AT{account smtp user}", "the rig has no line ‘account smtp’ below servers"),
        ("needs gprs\n\n    > AT{rig apn}", "the rig has no line ‘apn’ below values"),
    ])
    func accountsAloneServeWhatUsesThem(_ text: String, _ reason: String?) throws {
        let setup = setup { $0.network.accounts = [Self.account] }
        var capabilities = Capabilities(network: setup.network, decidesOnPackets: false, isVirtualModem: false)
        capabilities.rig = setup
        #expect(capabilities.missing(for: try plan(text), dialect: dialect) == reason)
        #expect(Capabilities.simulated.missing(for: try plan(text), dialect: dialect) == nil)
    }

    private static let mailbox = "needs pop3\n    network\n        pop3 mailbox \"u\" password \"p\"\n\n"

    @Test(arguments: [
        (
            mailbox
                + "    > AT{account pop3 user}\n    either\n        < OK\n        pop3 mailbox is empty\n    or\n        < ERROR",
            true
        ),
        ("needs pop3\n    network\n        pop3 refuses connections\n\n    > AT{account pop3 user}", true),
        ("needs pop3\n\n    > AT{account pop3 user}\n    pop3 stalls at RETR", true),
        (mailbox + "    > AT{account ftp user}\n    pop3 mailbox is empty", false),
        ("needs pop3\n\n    > AT{account pop3 user}\n    ftp heard \"USER\"", false),
        ("needs pop3\n\n    > AT{account pop3 user}", false),
    ])
    func nobodyLooksIntoARealServer(_ text: String, _ looks: Bool) throws {
        let setup = setup {
            $0.network.bind = [IPv4Address(192, 168, 1, 10)]
            $0.network.accounts = [Self.account]
        }
        let reason = "nobody can look into the real server of the rig's account for pop3"
        #expect(setup.missing(for: try plan(text)) == (looks ? reason : nil))
    }

    /// What the line never told is not known before the scenario begins: it does not apply.
    @Test(arguments: [
        ("line shows DCD on", "the line to the device does not tell DCD"),
        (
            "> AT\n    either\n        < OK\n        line shows DSR off\n    or\n        < ERROR\n        line shows RI on",
            "the line to the device does not tell RI"
        ),
        ("line drops DTR\n    line shows CTS on", nil), ("line sends break", nil),
    ])
    func scenariosThatLookAtUntoldSignalsDoNotApply(_ steps: String, _ reason: String?) throws {
        var capabilities = Capabilities.lineOnly
        let plan = try plan("needs line-signals\n\n    \(steps)")
        #expect(capabilities.missing(for: plan, dialect: dialect) == "the line to the device carries no signals")
        capabilities.signals = [SignalStates(on: [])]
        #expect(capabilities.missing(for: plan, dialect: dialect) == nil)
        capabilities.signals = [SignalStates(on: [.dsr], known: [.dsr, .cts])]
        #expect(capabilities.missing(for: plan, dialect: dialect) == reason)
    }

    @Test func ratesAndFlowControlTakeALineThatHasThem() throws {
        var capabilities = Capabilities.lineOnly
        let follows = try plan("tags rate\n\n    line follows at 9600")
        #expect(
            capabilities.missing(for: follows, dialect: dialect) == "the line to the device has no rate that could be changed"
        )
        capabilities.canChangeRates = true
        #expect(capabilities.missing(for: follows, dialect: dialect) == nil)
        let controlled = try plan("needs flow-control")
        #expect(capabilities.missing(for: controlled, dialect: dialect) == "the line to the device carries no signals")
        capabilities.signals = [SignalStates(on: [])]
        #expect(capabilities.missing(for: controlled, dialect: dialect) == nil)
        #expect(Capabilities.simulated.missing(for: controlled, dialect: dialect) == nil)
        #expect(Capabilities.simulated.missing(for: follows, dialect: dialect) == nil)
    }

    @Test func eachLineHasSignalsOfItsOwn() throws {
        var capabilities = Capabilities.lineOnly
        capabilities.lines = 2
        let plan = try plan("needs line-signals\n\n    line shows DCD on\n    b line shows CTS on")
        capabilities.signals = [SignalStates(on: []), nil]
        #expect(capabilities.missing(for: plan, dialect: dialect) == "line b of the device carries no signals")
        capabilities.signals = [SignalStates(on: []), SignalStates(on: [], known: [.dsr])]
        #expect(capabilities.missing(for: plan, dialect: dialect) == "line b of the device does not tell CTS")
        capabilities.signals = [SignalStates(on: []), SignalStates(on: [], known: [.cts])]
        #expect(capabilities.missing(for: plan, dialect: dialect) == nil)
    }

    private func plan(_ line: String, _ profile: BenchProfile = .documentation) throws -> Plan {
        let text = "scenario s\n    title \"t\"\n    dialects tiny\n    verifies R-1\n    \(line)\n\n    > AT\n    < OK\n"
        let (file, diagnostics) = ScenarioFile.parse(SourceFile(path: "a.scenario", bytes: Array(text.utf8)))
        #expect(diagnostics == [])
        let compiler = Compiler(dialect: dialect, profile: profile) { (_) throws(PayloadUnavailable) in
            throw PayloadUnavailable(reason: "")
        }
        let compilation = compiler.compile(file, shared: [])
        #expect(compilation.diagnostics == [])
        let scenario = try #require(compilation.scenarios.first)
        return scenario[0]
    }
}
