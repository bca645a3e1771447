import ATCommands
public import Dialects
import Octets
public import World

/// The reference device: a modem with a TCP/IP stack driven by AT# or AT+WIP commands, as its dialect's manual describes it.
///
/// A synchronous machine without clock or sockets: inputs go in, actions come out. What it says and accepts is read from the dialect;
/// what it does is written here, with the clauses of manuals 001 and 003.
public struct VirtualModem: Sendable {
    let dialect: Dialect
    let decisions: Decisions
    let habits: Set<Habit>
    /// What the dialect says of results under ATV0; where it says nothing, as 001 has it.
    let leadsNumbers: Bool
    let simCode: String?

    /// Non-volatile: survives ``Input/powerOn``.
    var parameters: ParameterStore
    var random: SeededGenerator
    let lineNames: [LineName]
    /// By number.
    private(set) var lines: [SerialLine]
    /// Where the host has asked for what is being done; of what nobody has asked for the first one is told.
    private(set) var currentLine = LineName.first

    private var hasStarted = false
    /// What the driver's clock says.
    public var now = Instant.start
    /// What the device's own does.
    var clock = DeviceClock(at: .start)
    var cell = CellState()
    var bearer: Bearer
    var sessions = SessionTable()
    var wip = WIPStack()

    var actions: [Action] = []
    /// What follows the final answer of the command line that is being carried out.
    var announcements: [Response] = []
    /// The command line that is being carried out has read a parameter.
    var endsWithRead = false
    /// What is spoilt of the actions. None in the reference device.
    private var filters: [ActionFilter]
    private var lateAnswers: LateAnswers?

    /// - Parameters:
    ///   - table: The dialect's parameters, where that is at hand; one whose defects change them makes its own.
    ///   - lines: How many serial lines it has.
    ///   - habits: What it does otherwise than the reference device, and may.
    ///   - seed: Of what the modem draws: identifiers of DNS questions.
    ///   - simCode: What AT+CPIN must give before the modem looks for a network; nil when the SIM asks for nothing.
    ///   - memory: What its non-volatile memory holds already.
    public init(
        dialect: Dialect,
        _ table: ParameterTable? = nil,
        lines: Int = 1,
        defects: Set<Defect> = [],
        habits: Set<Habit> = [],
        seed: UInt64 = 0,
        simCode: String? = nil,
        memory: ParameterMemory = ParameterMemory()
    ) {
        let dialect = dialect.patched(by: defects)
        self.dialect = dialect
        decisions = Decisions(defects)
        lineNames = LineName.first(lines)
        self.lines = lineNames.map { _ in SerialLine() }
        filters = Defect.allCases.filter(defects.contains).compactMap { ActionFilter($0, lines: lines) }
        let isLate = defects.contains(.lateAnswer) || habits.contains(.answersLate)
        lateAnswers = isLate ? LateAnswers(delay: dialect.interval(.answer) + .seconds(1)) : nil
        self.habits = habits
        leadsNumbers = dialect.framing.frames[.results]?.numeric.first.map { $0.parts.first == .carriageReturn } ?? true
        self.simCode = simCode
        parameters = ParameterStore(
            dialect,
            defects.isEmpty ? table ?? ParameterTable(dialect) : ParameterTable(dialect),
            losesWrites: decisions.losesWrites,
            habits: habits,
            memory: memory
        )
        random = SeededGenerator(seed: seed)
        bearer = Bearer(releaseLimit: dialect.command(.connectionStop) == nil ? .zero : dialect.interval(.disconnect))
    }

    /// Takes one input and says what is to be done, in order.
    public mutating func handle(_ input: Input) -> [Action] {
        switch input {
        case .powerOn: powerOn()
        case .serial(let bytes, let line): on(line) { $0.receive(bytes) }
        case .hostLeft(let line): on(line) { $0.hostLeft() }
        case .timer(.bearer(let timer)): carryOut(bearer.expired(timer))
        case .timer(.session(let id, let timer)): carryOut(sessions.expired(timer, of: id))
        case .timer(.escape(let line)): on(line) { $0.escapeElapsed() }
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
        for name in lineNames { cancel(.escape(name)) }
        cancel(.heldAnswer)
        wip = wip.restarted
        request(.abandonAll)
        if decisions.forgetsAtPowerOn { parameters.reset() }
        for name in lineNames {
            let hadOtherRate = lines[name.number].settings.rate != LineSettings().rate
            let keptSettings = lines[name.number].settings.kept { dialect.command($0)?.isKept == true }
            lines[name.number] = SerialLine()
            lines[name.number].settings = keptSettings
            on(name) { $0.controlFlow() }
            if hadOtherRate { actions.append(.control(.rate(nil), on: name)) }
        }
        clock = DeviceClock(at: now)
        cell = CellState(isLocked: simCode != nil)
        cell.stackRuns = !habits.contains(.beginsClosed)
        bearer = Bearer(releaseLimit: bearer.releaseLimit)
        sessions.removeAll()
        _ = lateAnswers?.release()
        if !cell.isLocked { actions.append(.radio(.powerOn)) }
        announceStart()
    }

    /// What the manual says that comes at the start. The first start is over before a host is there.
    private mutating func announceStart() {
        defer { hasStarted = true }
        guard hasStarted, let text = dialect.startText else { return }
        for name in lineNames { on(name) { $0.respond(.indication(text)) } }
    }

    private mutating func network(_ event: NetworkEvent) {
        defer { touch() }
        if let report = sessions.received(event) { return carryOut(report) }
        switch event {
        // By whatever the modem is doing (RFC 1122 §3.2.2.6).
        case .echoRequested(let echo, let bytes):
            if bearer.link != nil { request(.answerEcho(echo, bytes)) }
        // A connection that the modem has done with.
        case .received(let socket, _): request(.reset(socket))
        // A broken modem leaves the peer in the belief that it is served.
        case .accepted(let socket, _, _):
            if !decisions.listensOn { request(.reset(socket)) }
        case .connected, .listening, .listenFailed, .finished, .failed, .closed, .congested, .datagram, .echoed: break
        }
    }

    // MARK: Actions

    mutating func carryOut(_ outputs: [Bearer.Output]) {
        for output in outputs {
            switch output {
            case .radio(let request): actions.append(.radio(request))
            case .setTimer(let timer, let interval): set(.bearer(timer), after: interval)
            case .cancelTimer(let timer): cancel(.bearer(timer))
            case .event(let event): on(lineOwing(.bearer) ?? .first) { $0.bearer(event) }
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
                let news = SessionNews(id: report.id, kind: report.kind, number: report.number, event: event)
                on(report.line) { $0.session(news) }
            }
        }
    }

    // MARK: Lines

    /// The line where the host has asked for what is being done.
    var line: SerialLine {
        // No `_read`: a debug build destroys what that has yielded after its end (Swift 6.3).
        @inline(__always) get { lines[currentLine.number] }
        _modify { yield &lines[currentLine.number] }
    }

    /// Does something that belongs to the line.
    mutating func on<Result>(_ name: LineName, _ body: (inout VirtualModem) -> Result) -> Result {
        let before = currentLine
        currentLine = name
        defer { currentLine = before }
        return body(&self)
    }

    /// The line whose final answer the debtor owes.
    func lineOwing(_ debtor: FinalAnswers.Debtor) -> LineName? {
        lineNames.first { lines[$0.number].finalAnswers.isOwed(by: debtor) }
    }

    /// The line that the session of a socket belongs to; nil when it is no session's, or no more.
    func line(of socket: SocketKey) -> LineName? {
        sessions.id(of: socket).flatMap { lineMapped(to: $0) ?? sessions.line(of: $0) }
    }

    mutating func set(_ timer: ModemTimer, after interval: Interval) { actions.append(.setTimer(timer, after: interval)) }
    mutating func cancel(_ timer: ModemTimer) { actions.append(.cancelTimer(timer)) }
    mutating func request(_ request: NetworkRequest) { actions.append(.network(request)) }
}
