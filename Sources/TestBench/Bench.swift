public import BenchFacts
import InternetProtocols
public import World

/// Everything around the device on its network side: name, mail and file servers, peers, and the cellular network.
///
/// One host of the caller's world carries all parties, each at its own address. All servers listen from the start, whatever the
/// facts say: without a mailbox POP3 refuses every login, without a user FTP does, SMTP takes mail from anybody, and the name
/// servers know no name. Peers refuse connections until a fact makes them listen.
/// Facts about the serial line and the link between hosts belong to the world and are passed over here.
public final class Bench {
    public let addresses: BenchAddresses
    let switchboard: Switchboard
    let observer = BenchObserver()
    let names: NameService
    let smtp: CommandService<SMTPServer>
    let pop3: CommandService<POP3Server>
    let ftp: FTPService
    let time: TimeService
    let peers: [Peer]
    let station: RadioStation
    var mailboxes = Mailboxes()

    /// - Throws: ``World/BindError`` when the world cannot give a server its port.
    public init(addresses: BenchAddresses, facts: [BenchFact], makeHost: ([IPv4Address]) -> any Host) throws(BindError) {
        self.addresses = addresses
        let switchboard = Switchboard(
            host: makeHost(
                [addresses.primaryNameServer, addresses.secondaryNameServer, addresses.smtp, addresses.pop3, addresses.ftp]
                    + [addresses.sntp] + addresses.peers
            )
        )
        let observer = observer
        self.switchboard = switchboard
        names = NameService(addresses: addresses, switchboard: switchboard, observer: observer)
        smtp = CommandService(
            kind: .smtp,
            at: Endpoint(addresses.smtp, ServerKind.smtp.standardPort),
            switchboard: switchboard,
            observer: observer
        )
        pop3 = CommandService(
            kind: .pop3,
            at: Endpoint(addresses.pop3, ServerKind.pop3.standardPort),
            switchboard: switchboard,
            observer: observer
        )
        ftp = FTPService(at: Endpoint(addresses.ftp, ServerKind.ftp.standardPort), switchboard: switchboard, observer: observer)
        time = TimeService(at: Endpoint(addresses.sntp, SNTPMessage.port), switchboard: switchboard, observer: observer)
        peers = addresses.peers.indices.map {
            Peer(label: PeerLabel(index: $0), addresses: addresses, switchboard: switchboard, observer: observer)
        }
        for (peer, address) in zip(peers, addresses.peers) { switchboard.answerEchoes(at: address, by: peer) }
        switchboard.onStranger = { [observer] client, local in
            observer.log("bench", "turns a stranger away: \(client)\(local.map { " at \($0)" } ?? "")")
        }
        station = RadioStation(addresses: addresses, switchboard: switchboard, observer: observer)
        try names.open()
        try smtp.open()
        try pop3.open()
        try ftp.open()
        for fact in facts { try apply(fact) }
    }

    deinit { switchboard.host.delegate = nil }

    /// Called when something happened that may make an observation hold; never from inside a method of the bench but `perform`.
    public var onChange: (() -> Void)? {
        get { observer.onChange }
        set { observer.onChange = newValue }
    }

    /// Called with what a party saw and did: `pop3` and `< RETR 1`, `peer b` and `connected from …`, `gsm` and `> busy`.
    public var onLog: ((_ party: String, _ text: String) -> Void)? {
        get { observer.onLog }
        set { observer.onLog = newValue }
    }

    /// The air interface, for the virtual modem's driver.
    public var radio: any Radio { station }

    /// What came is kept for a scenario that asks; true at first. A bench that stands for days without one forgets what is over, shows
    /// out clients that say nothing, and does not log what proves who a client is.
    public var remembers: Bool {
        get { switchboard.remembers }
        set {
            switchboard.remembers = newValue
            smtp.server.forgetsOldest = !newValue
        }
    }

    /// A scenario begins: who has come before is no matter of it.
    public func forgetVisitors() { switchboard.guests.begin() }

    /// Where the device's connections and datagrams come from, as far as that is known; those of others are turned away. None: all are
    /// taken for the device's.
    public var device: [AddressBlock] {
        get { switchboard.guests.device }
        set { switchboard.guests.device = newValue }
    }

    /// Connections to the device have a way; true at first. Where they have none, one that fails is not held against it.
    public var reachesDevice: Bool {
        get { switchboard.guests.reachesDevice }
        set { switchboard.guests.reachesDevice = newValue }
    }

    /// Name servers other than the bench's ask these for the device.
    public var isAskedThroughOthers: Bool {
        get { switchboard.guests.takesAnyQuestion }
        set { switchboard.guests.takesAnyQuestion = newValue }
    }

    /// What the modem's SIM card asks for; nil: nothing.
    public var pin: String? { station.network.pin }

    /// Makes the fact true from now on.
    /// - Throws: ``World/BindError`` when a peer cannot listen on the port that the fact names.
    public func apply(_ fact: BenchFact) throws(BindError) {
        switch fact {
        case .gsm(let fact): station.apply(fact)
        case .gprs(let fact): station.apply(fact)
        case .peer(let label, let fact): try peers[label.index].apply(fact)
        case .dns(let fact):
            if fact.target == .timeServer { try time.open() }
            names.apply(fact)
        case .smtp(let fact): try smtp.apply(fact)
        case .pop3(let fact): try pop3.apply(fact, noting: &mailboxes)
        case .ftp(let fact): try ftp.apply(fact)
        case .sntp(let fact):
            try time.open()
            time.apply(fact)
        case .line, .link: break
        }
    }

    /// Back to the beginning with other facts, for the next scenario of a live world: the servers keep their ports and lose
    /// their connections, their contents and their memory; the modem stays switched on and is told what changed.
    public func replaceFacts(_ facts: [BenchFact]) throws(BindError) {
        names.restart()
        try smtp.restart()
        try pop3.restart()
        try ftp.restart()
        time.restart()
        smtp.server.forgetsOldest = !remembers
        mailboxes = Mailboxes()
        for peer in peers { peer.restart() }
        station.restart(with: facts)
        for fact in facts where fact.party.isHost { try apply(fact) }
    }
}
