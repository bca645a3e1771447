import BenchFacts
import World

/// The air interface of one modem: a cellular network driven by a host's clock.
final class RadioStation: Radio, Party {
    weak var delegate: (any RadioDelegate)?
    private(set) var network: CellularNetwork
    /// Gone when the bench is: a modem may outlive it.
    private weak var switchboard: Switchboard?
    private let observer: BenchObserver
    private var outbox: [RadioEvent] = []
    private var timer: TimerID?

    init(addresses: BenchAddresses, switchboard: Switchboard, observer: BenchObserver) {
        network = CellularNetwork(addresses: addresses)
        self.switchboard = switchboard
        self.observer = observer
    }

    private var now: Instant { switchboard?.host.now ?? .start }

    func request(_ request: RadioRequest) {
        observer.log(request.party, "< \(request.text)")
        deliver(network.request(request, at: now))
        observer.changed()
    }

    func apply(_ fact: GSMFact) { deliver(network.apply(fact, at: now)) }
    func apply(_ fact: GPRSFact) { deliver(network.apply(fact, at: now)) }

    /// A new network around the modem, which stays switched on; what was up is cut.
    func restart(with facts: [BenchFact]) {
        deliver(network.dropCall() + network.loseBearer())
        var fresh = CellularNetwork(addresses: network.addresses)
        for fact in facts {
            switch fact {
            case .gsm(let fact): _ = fresh.apply(fact, at: now)
            case .gprs(let fact): _ = fresh.apply(fact, at: now)
            case .dns, .smtp, .pop3, .ftp, .sntp, .peer, .line, .link: break
            }
        }
        let (wasPowered, hadSIM) = (network.powered, network.hasSIM)
        network = fresh
        if network.hasSIM, !hadSIM { deliver([.simInserted]) }
        if wasPowered { deliver(network.request(.powerOn, at: now)) } else { schedule() }
    }

    func saw(_ event: HostEvent) {
        guard case .timer(let due) = event, due == timer else { return }
        timer = nil
        let events = outbox + network.tick(at: now)
        outbox = []
        for event in events {
            observer.log(event.party, "> \(event.text)")
            delegate?.radio(self, saw: event)
        }
        schedule()
        if !events.isEmpty { observer.changed() }
    }

    /// Events never leave from inside a request: a timer without delay carries them.
    private func deliver(_ events: [RadioEvent]) {
        outbox += events
        schedule()
    }

    private func schedule() {
        guard let switchboard else { return }
        if let timer { switchboard.cancelTimer(timer) }
        timer = nil
        if !outbox.isEmpty {
            timer = switchboard.setTimer(after: .zero, for: self)
        } else if let deadline = network.deadline {
            timer = switchboard.setTimer(after: max(deadline - now, .zero), for: self)
        }
    }
}
