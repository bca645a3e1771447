internal import BenchFacts
internal import Execution
internal import ScenarioLanguage
internal import TestBench
internal import World

/// A bench whose servers and peers are here and whose cellular network is with the modem, behind the control channel.
final class BenchController: BenchControl, ControlChannelDelegate {
    private let bench: Bench
    private let host: any PlacedHost
    private let channel: (any ControlChannel)?
    private let hooks: HookRunner?
    private let lines: [DeviceLine]
    /// Requests without an answer yet, oldest first, with what to do about it.
    private var pending: [(ControlReply) -> Void] = []
    private var remoteState: (observation: BenchObservation<Exact>, state: ObservationState)?
    private var isAsking = false
    /// The ways to the bench that the modem behind the channel has been told.
    private var toldRoutes: [Endpoint: Endpoint] = [:]
    private var problem: String?
    /// Something changed that a scenario may be waiting for.
    var onChange: (() -> Void)?
    var onLog: ((_ party: String, _ text: String) -> Void)?
    /// Asked when the body of a scenario has passed: whether one follows that goes on from where it began.
    var onPassed: (() -> Bool)?
    private(set) var isClosed = false

    init(bench: Bench, host: any PlacedHost, lines: [DeviceLine] = [], channel: (any ControlChannel)?, hooks: HookRunner? = nil) {
        self.lines = lines
        self.hooks = hooks
        self.bench = bench
        self.host = host
        self.channel = channel
        channel?.delegate = self
        hooks?.onIdle = { [weak self] in self?.onChange?() }
    }

    var isSettled: Bool { pending.isEmpty }

    /// Every scenario begins with the modem switched on afresh.
    var switchesOn: Bool { channel != nil }

    // MARK: Between scenarios

    /// How a scenario finds the built-in modem and the network around it.
    enum ModemStart {
        /// They go on.
        case asItIs
        /// Switched on again, in a network of the scenario's own; what was written to the modem is still there, as in any other.
        case withItsMemory
        case fromTheFactory
    }

    /// Sets the bench up for a scenario. `isSettled` says when it is done.
    /// - Parameter start: What becomes of the modem behind the control channel.
    /// - Throws: ``BenchProblem`` when a server cannot be set up.
    func begin(facts: [BenchFact], defects: [String], _ start: ModemStart) throws(BenchProblem) {
        problem = nil
        remoteState = nil
        isAsking = false
        host.routes = [:]
        host.shape = LinkShape()
        for line in lines { line.unshape() }
        for fact in facts { _ = shape(fact) }
        bench.forgetVisitors()
        do { try bench.replaceFacts(facts) } catch { throw BenchProblem(reason: "\(error.endpoint): \(error.reason)") }
        guard channel != nil else { return }
        if start == .asItIs { return tellRoutes() }
        ask(.reset)
        toldRoutes = [:]
        if start == .fromTheFactory { ask(.factory) }
        for fact in facts where fact.party.isCellular { ask(.fact(BenchPhrase.text(of: fact))) }
        for defect in defects { ask(.defect(defect)) }
        tellRoutes()
        ask(.powerOn)
    }

    private func tellRoutes() {
        for (known, real) in host.mappings where toldRoutes.updateValue(real, forKey: known) != real { ask(.route(known, real)) }
    }

    /// What went wrong while the bench was set up.
    func takeProblem() -> String? {
        defer { problem = nil }
        return problem
    }

    // MARK: BenchControl

    func make(true fact: BenchFact) throws(BenchProblem) {
        if let problem = takeProblem() { throw BenchProblem(reason: problem) }
        if shape(fact) { return }
        if fact.party.isCellular, channel != nil {
            ask(.fact(BenchPhrase.text(of: fact)))
            return
        }
        if hooks?.cause(fact) == true { return }
        do { try bench.apply(fact) } catch { throw BenchProblem(reason: "\(error.endpoint): \(error.reason)") }
        // A peer may listen at another port now.
        if channel != nil { tellRoutes() }
    }

    /// Cuts and delays what the servers and the line send, as the simulated world does. - Returns: whether the fact is about that.
    private func shape(_ fact: BenchFact) -> Bool {
        switch fact {
        case .link(let fact): host.shape.apply(fact)
        // A line has the rate that it has; ``Capabilities`` says so.
        case .line(let fact): for line in lines { line.shape.apply(fact) }
        case .dns, .smtp, .pop3, .ftp, .sntp, .gsm, .gprs, .peer: return false
        }
        return true
    }

    func perform(_ action: BenchAction<Exact>) {
        if action == .device(.powerCycle) { return powerCycle() }
        guard let port = action.portOfDevice, channel != nil else { return bench.perform(action) }
        ask(.whereListens(port)) { [weak self] reply in
            guard let self else { return }
            if case .endpoint(let real?) = reply { host.routes[Endpoint(bench.addresses.device, port)] = real }
            bench.perform(action)
        }
    }

    func outcome(of action: BenchAction<Exact>) -> ObservationState {
        guard action == .device(.powerCycle) else { return bench.outcome(of: action) }
        return isSettled && hooks?.isIdle != false ? .holds : .notYet("it is being switched off and on")
    }

    private func powerCycle() {
        if channel != nil {
            ask(.powerCycle)
        } else if let hooks, hooks.canPowerCycle {
            hooks.powerCycle()
        } else {
            problem = "the bench cannot switch the device off and on"
        }
    }

    func evaluate(_ observation: BenchObservation<Exact>) -> ObservationState {
        guard observation.party.isCellular else { return bench.evaluate(observation) }
        guard channel != nil else {
            onLog?("bench", "cannot see this of a real network: taken as it should be")
            return .holds
        }
        if let remoteState, remoteState.observation == observation {
            self.remoteState = nil
            return remoteState.state
        }
        if !isAsking {
            isAsking = true
            ask(.observe(BenchPhrase.text(of: observation))) { [weak self] reply in
                self?.isAsking = false
                self?.remoteState = (observation, Self.state(of: reply))
            }
        }
        return .notYet("nothing yet")
    }

    func endConnections() {
        // What could not listen again says so when the next scenario is set up.
        try? bench.replaceFacts([])
    }

    func leftovers() -> [String] { bench.leftovers() }
    var doubt: String? { bench.doubt }
    func isFollowed() -> Bool { onPassed?() ?? false }

    private static func state(of reply: ControlReply) -> ObservationState {
        switch reply {
        case .holds: .holds
        case .notYet(let seen): .notYet(seen)
        case .violated(let reason): .violated(reason)
        case .done, .failed, .endpoint, .log: .violated("the modem's control channel answered ‘\(reply.line)’")
        }
    }

    // MARK: The channel

    private func ask(_ request: ControlRequest, then: ((ControlReply) -> Void)? = nil) {
        pending.append(
            then ?? { [weak self] reply in
                if case .failed(let reason) = reply { self?.problem = reason }
            }
        )
        channel?.send(line: request.line)
    }

    func controlChannel(_ channel: any ControlChannel, received line: String) {
        guard let reply = ControlReply(line: line) else { return }
        if case .log(let party, let text) = reply {
            // What was answered before that may not be so any more.
            remoteState = nil
            onLog?(party, text)
        } else if !pending.isEmpty {
            pending.removeFirst()(reply)
        }
        onChange?()
    }

    func controlChannelClosed(_ channel: any ControlChannel, reason: String) {
        isClosed = true
        pending = []
        onChange?()
    }
}

extension BenchAction<Exact> {
    /// The device's, which is called or sent a datagram.
    fileprivate var portOfDevice: UInt16? {
        switch self {
        case .peer(_, .connects(let port, _)): port
        case .peer(_, .sendsDatagram(_, from: _, to: let port)): port
        default: nil
        }
    }
}
