import BenchFacts
import InternetProtocols
import World

/// The two name servers: one zone, told apart by their behaviour, their delay and what they were asked.
final class NameService: Party {
    private struct Station {
        let server: NameServer
        let endpoint: Endpoint
        var socket: DatagramSocketID?
        var machine = DNSServer()
        var delay = Interval.zero
        /// After so many answers more there are none; nil: there is no end to them.
        var answersLeft: Int?
        var asked: [String] = []
    }
    private struct Answer {
        var datagram: [UInt8]
        var client: Endpoint
        var socket: DatagramSocketID
    }

    private var stations: [Station]
    private var delayed: [TimerID: Answer] = [:]
    private let addresses: BenchAddresses
    private unowned let switchboard: Switchboard
    private let observer: BenchObserver

    init(addresses: BenchAddresses, switchboard: Switchboard, observer: BenchObserver) {
        stations = [
            Station(server: .primary, endpoint: Endpoint(addresses.primaryNameServer, BenchPorts.nameServer)),
            Station(server: .secondary, endpoint: Endpoint(addresses.secondaryNameServer, BenchPorts.nameServer)),
        ]
        self.addresses = addresses
        self.switchboard = switchboard
        self.observer = observer
    }

    func open() throws(BindError) {
        for index in stations.indices where stations[index].socket == nil {
            // A bench with one address has one name server.
            if index > 0, stations[index].endpoint == stations[0].endpoint { continue }
            stations[index].socket = try switchboard.bind(at: stations[index].endpoint, for: self)
        }
    }

    /// A name that cannot stand in a question (RFC 1035 §2.3.4) is never asked, so its record is passed over.
    func apply(_ fact: DNSFact) {
        switch fact {
        case .record(let text, let target):
            guard let name = DNSName(text), let entry = entry(for: target) else { return }
            for index in stations.indices { stations[index].machine.zone[name] = entry }
        case .anyRecord(let target):
            for index in stations.indices { stations[index].machine.others = entry(for: target) }
        case .behaviour(let server, let behaviour):
            for index in indices(of: server) { stations[index].machine.behaviour = DNSServer.Behaviour(behaviour) }
        case .delay(let server, let interval):
            for index in indices(of: server) { stations[index].delay = interval }
        case .silentAfter(let server, let count):
            for index in indices(of: server) { stations[index].answersLeft = count }
        }
    }

    func restart() {
        for timer in delayed.keys { switchboard.cancelTimer(timer) }
        delayed = [:]
        for index in stations.indices {
            stations[index].machine = DNSServer()
            stations[index].delay = .zero
            stations[index].answersLeft = nil
            stations[index].asked = []
        }
    }

    func evaluate(_ observation: DNSObservation<Exact>) -> ObservationState {
        switch observation {
        case .asked(let server, let name): asked(server, name)
        case .notAsked(let server, let name): notAsked(server, name)
        }
    }

    /// Whether the server, or either, was asked for the name.
    private func asked(_ server: NameServer?, _ text: String) -> ObservationState {
        let asked = indices(of: server).flatMap { stations[$0].asked }
        let name = DNSName(text)
        if asked.contains(where: { DNSName($0) == name }) { return .holds }
        let others = Set(asked).sorted().prefix(BenchLimits.linesShown).map { "\"\($0)\"" }.joined(separator: ", ")
        return .notYet(others.isEmpty ? "asked nothing" : "asked \(others)")
    }

    /// Whether the server, or both, were left alone with the name so far.
    private func notAsked(_ server: NameServer?, _ text: String) -> ObservationState {
        if case .holds = asked(server, text) { .violated("it was asked \"\(text)\"") } else { .holds }
    }

    func saw(_ event: HostEvent) {
        switch event {
        case .datagram(let socket, let bytes, let client): receive(bytes, from: client, on: socket)
        case .timer(let timer):
            guard let answer = delayed.removeValue(forKey: timer) else { return }
            switchboard.host.send(answer.datagram, to: answer.client, on: answer.socket)
        case .connected, .accepted, .received, .finished, .failed, .closed, .drained, .echoRequested, .echoed: break
        }
    }

    private func receive(_ bytes: [UInt8], from client: Endpoint, on socket: DatagramSocketID) {
        guard let index = stations.firstIndex(where: { $0.socket == socket }) else { return }
        let party = "dns \(stations[index].server.rawValue)"
        for action in stations[index].machine.receive(bytes) {
            switch action {
            case .asked(let name):
                observer.log(party, "< \(name)")
                if switchboard.remembers, stations[index].asked.count < BenchLimits.questions {
                    stations[index].asked.append(name)
                }
            case .send where stations[index].answersLeft == 0: break
            case .send(let datagram):
                if let left = stations[index].answersLeft { stations[index].answersLeft = left - 1 }
                observer.log(party, "> \(Self.summary(of: datagram))")
                let answer = Answer(datagram: datagram, client: client, socket: socket)
                if stations[index].delay == .zero {
                    switchboard.host.send(datagram, to: client, on: socket)
                } else if delayed.count < BenchLimits.delayedAnswers {
                    delayed[switchboard.setTimer(after: stations[index].delay, for: self)] = answer
                }
            }
        }
        observer.changed()
    }

    private func indices(of server: NameServer?) -> [Int] {
        stations.indices.filter { server == nil || stations[$0].server == server }
    }

    private func entry(for target: DNSFact.Target) -> DNSServer.Entry? {
        switch target {
        case .server(.smtp): .address(addresses.smtp.value)
        case .server(.pop3): .address(addresses.pop3.value)
        case .server(.ftp): .address(addresses.ftp.value)
        case .peer(let label): .address(addresses.peers[label.index].value)
        case .timeServer: .address(addresses.sntp.value)
        case .address(let address): .address(address.value)
        case .alias(let name): DNSName(name).map { .alias(of: $0) }
        }
    }

    /// What an answer says, in a few words.
    private static func summary(of datagram: [UInt8]) -> String {
        guard let message = try? DNSMessage(decoding: datagram) else { return "garbage" }
        if message.isTruncated { return "truncated" }
        switch DNSMessage.ResponseCode(rawValue: message.responseCode) {
        case .noError: break
        case .nameError: return "NXDOMAIN"
        case .serverFailure: return "SERVFAIL"
        case .formatError, .notImplemented, .refused, nil: return "RCODE \(message.responseCode)"
        }
        let parts = message.answers.map { record in
            switch record.content {
            case .address(let value): IPv4Address(value).description
            case .alias(let name): "alias of \(name)"
            case .other(let type, _): "type \(type)"
            }
        }
        return parts.isEmpty ? "no answer" : parts.joined(separator: ", ")
    }
}

extension DNSServer.Behaviour {
    init(_ behaviour: DNSFact.Behaviour) {
        switch behaviour {
        case .answers: self = .answers
        case .silent: self = .silent
        case .nxdomain: self = .nxdomain
        case .servfail: self = .servfail
        case .truncated: self = .truncated
        case .garbage: self = .garbage
        case .insistsOnRecursion: self = .insistsOnRecursion
        case .otherID: self = .otherID
        case .otherQuestion: self = .otherQuestion
        }
    }
}
