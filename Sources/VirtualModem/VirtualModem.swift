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
    let defects: Set<Defect>
    let habits: Set<Habit>
    let simCode: String?

    /// Non-volatile: survives ``Input/powerOn``.
    var parameters: ParameterStore
    var random: SeededGenerator
    var line = LineSettings()
    var editor = CommandLineEditor()
    /// The last byte ended a command line; a line feed that follows belongs to it.
    var hasJustEndedLine = false
    /// The body that the host is entering (`#BODYn`).
    var bodyEntry: BodyEntry?

    var cell = CellState()
    var bearer: Bearer
    var service: Service?
    var resolution: Resolution?
    var nextSocket = 1

    var actions: [Action] = []
    /// What follows the final answer of the command line that is being carried out.
    var announcements: [Response] = []
    /// The command line that is being carried out has read a parameter.
    var endsWithRead = false
    /// Answers held back by ``Defect/lateAnswer``.
    var heldAnswers: [UInt8]?
    /// ``Defect/dropsDLE`` breaks one escape of a transfer.
    var hasDroppedEscape = false

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
        self.dialect = dialect
        self.defects = defects
        self.habits = habits
        self.simCode = simCode
        parameters = ParameterStore(
            dialect.parameters,
            hasWrongDefaults: defects.contains(.wrongDefault),
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
        case .timer(let timer): expire(timer)
        case .network(let event): network(event)
        case .radio(let event):
            carryOut(bearer.received(event))
            registration(event)
        }
        defer { actions.removeAll(keepingCapacity: true) }
        return actions
    }

    /// Everything volatile is as it was when the modem left the factory; the network has forgotten it.
    private mutating func powerOn() {
        for timer in ModemTimer.allCases { cancel(timer) }
        request(.abandonAll)
        if defects.contains(.forgetsParameters) { parameters.reset() }
        line = LineSettings()
        editor.reset()
        hasJustEndedLine = false
        bodyEntry = nil
        cell = CellState(isLocked: simCode != nil)
        cell.stackRuns = !habits.contains(.beginsClosed)
        bearer.state = .offline
        service = nil
        resolution = nil
        heldAnswers = nil
        if !cell.isLocked { actions.append(.radio(.powerOn)) }
    }

    private mutating func expire(_ timer: ModemTimer) {
        switch timer {
        case .bearer(let timer): carryOut(bearer.expired(timer))
        case .nameServer: nameServerIsSilent()
        case .server: serverIsSilent()
        case .serial: hostIsSilent()
        case .heldAnswer:
            guard let held = heldAnswers else { return }
            heldAnswers = nil
            transmit(held)
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

    mutating func transmit(_ bytes: [UInt8]) {
        guard !bytes.isEmpty else { return }
        if heldAnswers != nil {
            heldAnswers?.append(contentsOf: bytes)
        } else if case .transmit(var earlier) = actions.last {
            // Taken out first, so that it grows in place.
            actions.removeLast()
            earlier += bytes
            actions.append(.transmit(earlier))
        } else {
            actions.append(.transmit(bytes))
        }
    }

    mutating func set(_ timer: ModemTimer, after interval: Interval) { actions.append(.setTimer(timer, after: interval)) }
    mutating func cancel(_ timer: ModemTimer) { actions.append(.cancelTimer(timer)) }
    mutating func request(_ request: NetworkRequest) { actions.append(.network(request)) }

    mutating func newSocket() -> SocketKey {
        defer { nextSocket += 1 }
        return SocketKey(number: nextSocket)
    }
}
