import ATCommands
public import Dialects
import Octets
import World

/// The reference device: a modem with a TCP/IP stack driven by AT# commands, as its dialect's manual describes it.
///
/// A synchronous machine without clock or sockets: inputs go in, actions come out. What it says and accepts is read from the dialect;
/// what it does is written here, with the clauses of manual 001.
public struct VirtualModem: Sendable {
    let dialect: Dialect
    let decisions: Decisions
    let habits: Set<Habit>
    let simCode: String?

    /// Non-volatile: survives ``Input/powerOn``.
    var parameters: ParameterStore
    var random: SeededGenerator
    var line = SerialLine()

    var cell = CellState()
    var bearer: Bearer
    var sessions = SessionTable()

    var actions: [Action] = []
    /// What follows the final answer of the command line that is being carried out.
    var announcements: [Response] = []
    /// The command line that is being carried out has read a parameter.
    var endsWithRead = false
    /// What is spoilt of the actions. None in the reference device.
    private var filters: [ActionFilter]
    private var lateAnswers: LateAnswers?

    /// - Parameters:
    ///   - habits: What it does otherwise than the reference device, and may.
    ///   - seed: Of what the modem draws: identifiers of DNS questions.
    ///   - simCode: What AT+CPIN must give before the modem looks for a network; nil when the SIM asks for nothing.
    ///   - memory: What its non-volatile memory holds already.
    public init(
        dialect: Dialect,
        defects: Set<Defect> = [],
        habits: Set<Habit> = [],
        seed: UInt64 = 0,
        simCode: String? = nil,
        memory: ParameterMemory = ParameterMemory()
    ) {
        let dialect = dialect.patched(by: defects)
        self.dialect = dialect
        decisions = Decisions(defects)
        filters = Defect.allCases.filter(defects.contains).compactMap(ActionFilter.init)
        let isLate = defects.contains(.lateAnswer) || habits.contains(.answersLate)
        lateAnswers = isLate ? LateAnswers(delay: dialect.interval(.answer) + .seconds(1)) : nil
        self.habits = habits
        self.simCode = simCode
        parameters = ParameterStore(
            dialect.parameters,
            losesWrites: decisions.losesWrites,
            habits: habits,
            memory: memory
        )
        random = SeededGenerator(seed: seed)
        bearer = Bearer(releaseLimit: dialect.interval(.disconnect))
    }

    /// Takes one input and says what is to be done, in order.
    public mutating func handle(_ input: Input) -> [Action] {
        switch input {
        case .powerOn: powerOn()
        case .serial(let bytes): receive(bytes)
        case .timer(.bearer(let timer)): carryOut(bearer.expired(timer))
        case .timer(.session(let id, let timer)): carryOut(sessions.expired(timer, of: id))
        case .timer(.heldAnswer): return lateAnswers?.release() ?? []
        case .network(let event): network(event)
        case .radio(let event):
            carryOut(bearer.received(event))
            registration(event)
        }
        defer { actions.removeAll(keepingCapacity: true) }
        return filtered()
    }

    private mutating func filtered() -> [Action] {
        var passed = actions
        if lateAnswers != nil { passed = lateAnswers?.pass(passed) ?? passed }
        for index in filters.indices { passed = filters[index].pass(passed) }
        return passed
    }

    /// Everything volatile is as it was when the modem left the factory; the network has forgotten it.
    private mutating func powerOn() {
        for timer in BearerTimer.allCases { cancel(.bearer(timer)) }
        for id in sessions.ids {
            for timer in SessionTimer.allCases { cancel(.session(id, timer)) }
        }
        cancel(.heldAnswer)
        request(.abandonAll)
        if decisions.forgetsAtPowerOn { parameters.reset() }
        line = SerialLine()
        cell = CellState(isLocked: simCode != nil)
        cell.stackRuns = !habits.contains(.beginsClosed)
        bearer = Bearer(releaseLimit: bearer.releaseLimit)
        sessions.removeAll()
        _ = lateAnswers?.release()
        if !cell.isLocked { actions.append(.radio(.powerOn)) }
    }

    private mutating func network(_ event: NetworkEvent) {
        defer { touch() }
        if let report = sessions.received(event) { return carryOut(report) }
        switch event {
        // A connection that the modem has done with.
        case .received(let socket, _): request(.reset(socket))
        // A broken modem leaves the peer in the belief that it is served.
        case .accepted(let socket, _, _):
            if !decisions.listensOn { request(.reset(socket)) }
        case .connected, .listening, .listenFailed, .finished, .failed, .closed, .congested, .datagram: break
        }
    }

    // MARK: Actions

    mutating func carryOut(_ outputs: [Bearer.Output]) {
        for output in outputs {
            switch output {
            case .radio(let request): actions.append(.radio(request))
            case .setTimer(let timer, let interval): set(.bearer(timer), after: interval)
            case .cancelTimer(let timer): cancel(.bearer(timer))
            case .event(let event): bearer(event)
            }
        }
    }

    mutating func carryOut(_ report: SessionTable.Report?) {
        guard let report else { return }
        for output in report.outputs {
            switch output {
            case .network(let request): actions.append(.network(request))
            case .setTimer(let timer, let interval): set(.session(report.id, timer), after: interval)
            case .cancelTimer(let timer): cancel(.session(report.id, timer))
            case .event(let event):
                session(SessionNews(id: report.id, kind: report.kind, number: report.number, event: event))
            }
        }
    }

    mutating func set(_ timer: ModemTimer, after interval: Interval) { actions.append(.setTimer(timer, after: interval)) }
    mutating func cancel(_ timer: ModemTimer) { actions.append(.cancelTimer(timer)) }
    mutating func request(_ request: NetworkRequest) { actions.append(.network(request)) }
}
