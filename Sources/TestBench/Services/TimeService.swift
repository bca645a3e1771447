import BenchFacts
import InternetProtocols
import World

/// The time server: one clock, which stands still.
final class TimeService: Party {
    private let endpoint: Endpoint
    private unowned let switchboard: Switchboard
    private let observer: BenchObserver
    private var socket: DatagramSocketID?
    private var time = TimeService.usualTime
    private var behaviour = SNTPFact.Behaviour.answers
    private var delay = Interval.zero
    /// The answer to the newest question of each client, until the time of its first one is over: a client that asks again takes no other
    /// (RFC 4330 §5).
    private var delayed: [TimerID: (datagram: [UInt8], client: Endpoint)] = [:]
    private var questions = 0
    /// What is wrong with the first question that is none.
    private var problem: String?

    /// Where no scenario says another: 1 June 2007, 10:08:02.
    private static let usualTime = CalendarTime(secondsSince1970: 1_180_692_482)
    /// A quarter of a second past: whatever a device adds for the way, it stays within the second.
    private static let fraction: UInt32 = 1 << 30

    init(at endpoint: Endpoint, switchboard: Switchboard, observer: BenchObserver) {
        self.endpoint = endpoint
        self.switchboard = switchboard
        self.observer = observer
    }

    /// Its port is often that of a host's own clock, and is taken when a scenario speaks of the server.
    func open() throws(BindError) {
        if socket == nil { socket = try switchboard.bind(at: endpoint, for: self) }
    }

    func apply(_ fact: SNTPFact) {
        switch fact {
        case .tells(let time): self.time = time
        case .behaviour(let behaviour): self.behaviour = behaviour
        case .answerDelay(let delay): self.delay = delay
        }
    }

    func restart() {
        for timer in delayed.keys { switchboard.cancelTimer(timer) }
        delayed = [:]
        time = Self.usualTime
        behaviour = .answers
        delay = .zero
        questions = 0
        problem = nil
    }

    func evaluate(_ observation: SNTPObservation) -> ObservationState {
        switch observation {
        case .asked(let times):
            if questions == times { return .holds }
            return questions < times ? .notYet("asked \(questions) times") : .violated("asked \(questions) times")
        case .questionsAreRight:
            if let problem { return .violated(problem) }
            return questions > 0 ? .holds : .notYet("asked nothing")
        }
    }

    func saw(_ event: HostEvent) {
        switch event {
        case .datagram(_, let bytes, let client): receive(bytes, from: client)
        case .timer(let timer): delayed.removeValue(forKey: timer).map { send($0.datagram, to: $0.client) }
        case .connected, .accepted, .received, .finished, .failed, .closed, .drained, .echoRequested, .echoed: break
        }
    }

    private func receive(_ bytes: [UInt8], from client: Endpoint) {
        let question = SNTPMessage(bytes)
        observer.log("sntp", question.map { "< version \($0.version), mode \($0.mode)" } ?? "< \(bytes.count) bytes")
        questions += 1
        problem = problem ?? Self.problem(with: question, bytes.count)
        defer { observer.changed() }
        guard let question, behaviour != .silent else { return }
        let datagram = answer(to: question)
        if delay == .zero {
            send(datagram, to: client)
        } else if let timer = delayed.first(where: { $0.value.client.address == client.address })?.key {
            delayed[timer] = (datagram, client)
        } else if delayed.count < BenchLimits.delayedAnswers {
            delayed[switchboard.setTimer(after: delay, for: self)] = (datagram, client)
        }
    }

    private func answer(to question: SNTPMessage) -> [UInt8] {
        var answer = SNTPMessage(mode: .server)
        answer.version = question.version
        answer.stratum = 1
        answer.originate = question.transmit
        answer.transmit = SNTPMessage.Timestamp(secondsSince1970: time.secondsSince1970, fraction: Self.fraction)
        answer.receive = answer.transmit
        switch behaviour {
        case .answers, .silent: break
        case .unsynchronised: answer.leapIndicator = SNTPMessage.unsynchronised
        case .sendsAway: answer.stratum = 0
        case .otherQuestion: answer.originate = SNTPMessage.Timestamp(seconds: ~question.transmit.seconds, fraction: 1)
        case .asksBack: answer.mode = SNTPMessage.Mode.client.rawValue
        case .short: return Array(answer.bytes.dropLast())
        }
        return answer.bytes
    }

    private func send(_ datagram: [UInt8], to client: Endpoint) {
        guard let socket else { return }
        observer.log("sntp", "> the time")
        switchboard.host.send(datagram, to: client, on: socket)
    }

    /// RFC 4330 §5.
    private static func problem(with question: SNTPMessage?, _ count: Int) -> String? {
        guard let question else { return "a question has \(SNTPMessage.length) bytes, not \(count)" }
        guard question.mode == SNTPMessage.Mode.client.rawValue else { return "a question has mode 3, not \(question.mode)" }
        guard (1...4).contains(question.version) else { return "there is no version \(question.version)" }
        return nil
    }
}
