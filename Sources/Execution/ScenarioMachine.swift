internal import BenchFacts
public import Dialects
public import Events
public import ScenarioLanguage
public import Verdicts
public import World

/// How scenarios are executed, whatever the scenario.
public struct ExecutionSettings: Sendable {
    /// The longest wait for an answer when neither scenario nor dialect says otherwise.
    public var answerLimit = Interval.seconds(10)
    /// How long an optional line is waited for when nothing else comes.
    public var optionalLimit = Interval.seconds(1)
    /// How long data may pause once the device has begun to answer: TCP sends again after 1, 2, 4 and 8 s (RFC 6298 §2, §5.5).
    public var dataGap = Interval.seconds(20)
    /// How long the line must be silent after the last step.
    public var settleTime = Interval.milliseconds(500)
    /// The same after a scenario in which no service of the device ran: what it says behind a plain answer, it says at once.
    public var plainSettleTime = Interval.milliseconds(500)
    /// How long an observation of the bench may take to come true.
    public var observationLimit = Interval.seconds(10)
    /// How much longer than a limit that no clause gives is waited, before the answer counts as missing.
    public var patience = Interval.seconds(30)
    /// The gap that the host leaves before writing a parameter (001 Appendix B "Writing a parameter", note).
    public var writeGap = Interval.zero
    /// How late the host itself may be before a time limit that it missed is not held against the device.
    public var tolerance = Interval.zero
    /// How the device is brought back to its command line when a scenario did not go to its end; nil: it is left as it is.
    public var recovery: DeviceProbe.Assignment?
    /// The device has answered before the scenario: a silence is its own.
    public var isKnownToAnswer = false
    /// How lines begin that the device sends when it starts, and never else.
    public var startTexts: [String] = []
    /// How lines begin that it may send at any time.
    public var unsolicited: [String] = []
    /// How long it may take to start.
    public var startLimit = Interval.seconds(60)
    /// What lies between bytes that are sent in pieces, so that they arrive in pieces.
    public var pieceGap = Interval.zero
    /// What the device is known to hold, for lines that only have to be so; nil: nothing is known, and all are sent.
    public var memory: DeviceMemory?
    /// What the scenario before has left, for a plan that is ``ScenarioLanguage/Plan/goingOn`` from there.
    public var carried: CarriedOver?
    /// How long one character takes on the line; zero: no time that counts. Limits are those of the device, which cannot make a line faster.
    public var characterTime = Interval.zero

    public init() {}

    func time(of characters: Int) -> Interval { Interval(nanoseconds: characterTime.nanoseconds * Int64(characters)) }
}

/// The execution of one plan: device bytes, bench changes and time in; host bytes, events and at last a result out.
///
/// A synchronous value. Every byte that the device sends is accounted for by an expectation or by an `allow`; anything else
/// ends the body with a finding. The postambles run whatever happens.
public struct ScenarioMachine {
    public enum Output {
        /// Bytes for the device, in one write.
        case write([UInt8], on: LineName)
        case event(Event)
        /// One of the host's signals is to be switched.
        case drive(LineSignal, on: Bool, line: LineName = .first)
        /// Those of the host's signals that were dropped are to be on again.
        case raiseSignals
        case sendBreak(Interval, on: LineName = .first)
        /// The host's end of the line is to have another rate; nil: the bench's own.
        case setRate(Int?, on: LineName = .first)
        case finished(ScenarioResult)
    }

    let given: Given

    /// Who says in a journal what the execution itself has to say.
    public static let bench = "bench"

    // MARK: Where it stands

    var stage = Stage.running
    var inPostamble = false
    var isBeingStopped = false
    var frames: [Frame]
    /// What the current blocking step has worked out so far; nil when a step has just become current.
    var waiting: Waiting?
    var captures: [String: [UInt8]] = [:]
    var rules: [Rule] = []
    /// The body has dropped signals: behind it they are on again, so that the device can answer.
    var hasDroppedSignals = false

    // MARK: What it has seen

    /// By number.
    var lines: [LineState]
    /// The modem's signals on each line, as far as that has told them; by number.
    private(set) var signals: [SignalStates]
    /// Bytes that have come in all.
    private var taken = 0
    /// A service ran, or data were sent: the device may have something to say on its own.
    var hasUsedServices = false
    var evidence = Evidence()

    // MARK: What outlasts it

    /// What the device is known to hold by now; after a scenario that did not pass, nothing.
    public private(set) var memory: DeviceMemory?
    var kept: Kept

    /// Is told of bytes that something has accounted for.
    public var onTaken: ((Taken) -> Void)?
    var clock = HostClock()
    private var outputs: [Output] = []
    /// The file that the lines of events were last said to be in.
    private var place: String

    public init(plan: Plan, dialect: Dialect, settings: ExecutionSettings) {
        self.init(plan: plan, reading: DialectReading(dialect), settings: settings)
    }

    public init(plan: Plan, reading: DialectReading, settings: ExecutionSettings) {
        given = Given(plan, reading, settings)
        frames = [Frame(steps: plan.steps, kind: .sequence)]
        let line = LineState(reading, RestartWatch(settings.startTexts))
        lines = Array(repeating: line, count: given.lineNames.count)
        signals = given.lineNames.map { _ in .untold }
        memory = settings.memory
        captures = settings.carried?.captures ?? [:]
        // Where nothing is known of what came before, nothing is left to what comes after.
        kept = Kept(settings.memory == nil ? nil : plan.kept)
        rules = given.standing
        place = plan.location.path
        evidence.citation = plan.requirements.first
        for (text, kept) in settings.carried?.said ?? [] { emit(.benchSaw(party: Self.bench, text: text, time: 0, kept: kept)) }
    }

    /// How it has ended; nil before that.
    private var result: ScenarioResult? { if case .ended(let result) = stage { result } else { nil } }
    private var hasEnded: Bool { if case .ended = stage { true } else { false } }
    /// When to call `advance` again if nothing else happens; nil: only when something happens.
    public var wake: Instant? { clock.wake }
    /// What it may leave to the next scenario, and leaves when it has passed; nil when that is not as the first preamble has made it.
    public var left: CarriedOver? { kept.left }

    /// Takes device bytes in; `advance` acts on them.
    public mutating func receive(_ bytes: [UInt8], on name: LineName = .first, at now: Instant) {
        guard !hasEnded, !isFlooded else { return }
        taken += bytes.count
        guard !isFlooded else { return flood(now) }
        lines[name].inbox.append(bytes, at: now)
        lines[name].restarts.receive(bytes)
        outputs.append(.event(.deviceSent(bytes, time: now.nanoseconds, on: name.text)))
    }

    /// Bytes that a device can have to say in one scenario: several times the largest payload.
    static let mostBytes = 4 * ScenarioLimits.payload

    private var isFlooded: Bool { taken > Self.mostBytes }

    private mutating func flood(_ now: Instant) {
        let summary =
            "the device does not stop sending: more than \(Self.mostBytes >> 20) MiB came; what follows is not looked at"
        fail(.fail, .device, summary, at: currentLocation, time: now)
    }

    /// Notes how late the host's own timer was: what it missed meanwhile is not the device's fault.
    public mutating func hostWoke(at now: Instant, due: Instant) {
        clock.lateness = max(clock.lateness, now - due)
    }

    /// A change of the modem's signals may be what it waits for.
    var watchesSignals: Bool { given.watchesSignals }

    /// Takes in what is known of the modem's signals on a line; `advance` acts on it.
    public mutating func receive(signals: SignalStates, on name: LineName = .first, at now: Instant) {
        guard !hasEnded, signals != self.signals[name.number] else { return }
        // What few scenarios look at would fill everyone's journal.
        for signal in LineSignal.allCases where watchesSignals {
            let before = self.signals[name.number][signal]
            // One that is off from the beginning is no event.
            guard let isOn = signals[signal], isOn != before, isOn || before != nil else { continue }
            let text = named("\(signal.rawValue) \(isOn ? "on" : "off")", name)
            outputs.append(.event(.benchSaw(party: "line", text: text, time: now.nanoseconds)))
        }
        self.signals[name.number] = signals
    }

    /// Goes as far as it can at this moment. Call it at the start, after bytes, after any change on the bench, and at `wake`.
    public mutating func advance(at now: Instant, bench: any BenchControl) -> [Output] {
        clock.wake = nil
        evidence.doubt = bench.doubt
        while !hasEnded, goOn(now, bench) {}
        defer { outputs.removeAll(keepingCapacity: true) }
        return outputs
    }

    /// The run is being stopped: what is left of the body is given up, the device brought back and the postambles run. Call `advance` next.
    public mutating func stop(at now: Instant, reason: String, domain: FaultDomain, verdict: Verdict) {
        guard !hasEnded, !isBeingStopped else { return }
        isBeingStopped = true
        record(verdict, domain, reason, at: currentLocation, time: now)
        // A postamble under way goes on, and so does the way to it.
        guard !inPostamble else { return }
        if case .recovering(let recovery) = stage, case .restart = recovery.purpose { stage = .running }
        abandon()
    }

    /// The scenario ends at once, with nothing after it: there is no line, or no time.
    public mutating func interrupt(
        at now: Instant,
        reason: String,
        domain: FaultDomain,
        verdict: Verdict,
        bench: any BenchControl
    ) -> [Output] {
        guard !hasEnded else { return [] }
        evidence.doubt = bench.doubt
        isBeingStopped = true
        record(verdict, domain, reason, at: currentLocation, time: now)
        finish(now)
        defer { outputs.removeAll(keepingCapacity: true) }
        return outputs
    }

    /// Something is wrong, whether it is reported yet or not.
    public var hasFound: Bool { stage.isGathering || !evidence.findings.isEmpty }
    /// How many bytes an `allow` has taken.
    public internal(set) var allowed = 0
    /// Remarks made so far.
    public var notes: [String] { evidence.notes }

    /// What it was to go on from does not stand any more; what belongs to nothing is another matter.
    public var couldNotGoOn: Bool {
        settings.carried != nil && !kept.hasBegun && !evidence.hasMetStrays
            && result.map { $0.verdict != .pass && $0.breakdown == nil } ?? false
    }

    mutating func remember(_ change: (inout DeviceMemory) -> Void) {
        guard var kept = memory else { return }
        // Nobody else holds it meanwhile, so that it is changed in place.
        memory = nil
        change(&kept)
        memory = kept
    }

    /// Asks to be called at `time` at the latest.
    mutating func sleep(until time: Instant) { clock.sleep(until: time) }

    var currentLocation: Location? {
        for frame in frames.reversed() where frame.index < frame.steps.count { return frame.steps[frame.index].location }
        return nil
    }

    mutating func put(_ output: Output) { outputs.append(output) }

    mutating func emit(_ event: Event) { outputs.append(.event(event)) }

    /// An event about a line: readers are told when the line is of another file than the last one.
    mutating func emit(_ event: Event, of location: Location) {
        if location.path != place {
            place = location.path
            emit(.background(.place(path: place)))
        }
        emit(event)
    }

    /// The first so many bytes of a line's inbox are accounted for.
    mutating func consume(_ count: Int, on name: LineName, at location: Location, _ now: Instant) {
        lines[name].inbox.consume(count)
        lines[name].strays.matched()
        emit(.matched(line: location.line, count: count, time: now.nanoseconds, on: name.text), of: location)
    }
}

extension ScenarioMachine {
    /// What an execution is given and does not change, which its copies share.
    final class Given: Sendable {
        let plan: Plan
        let reading: DialectReading
        let settings: ExecutionSettings
        /// Those that the plan needs.
        let lineNames: [LineName]
        /// What the device may say at any time, and when it starts.
        let standing: [Rule]
        let watchesSignals: Bool

        init(_ plan: Plan, _ reading: DialectReading, _ settings: ExecutionSettings) {
            self.plan = plan
            self.reading = reading
            self.settings = settings
            lineNames = LineName.first(plan.lines)
            watchesSignals = plan.needs.contains(.lineSignals)
            let beginnings = settings.unsolicited + settings.startTexts
            standing = lineNames.flatMap { name in
                Rule.standing(beginnings, on: name, at: plan.location)
                    + Rule.standing(reading.dialect.unsolicited, on: name, at: plan.location)
            }
        }
    }

    var plan: Plan { given.plan }
    var dialect: Dialect { given.reading.dialect }
    var settings: ExecutionSettings { given.settings }
    var lineNames: [LineName] { given.lineNames }
    var standing: [Rule] { given.standing }
}

/// A sequence of steps being run.
struct Frame {
    enum Kind {
        case sequence
        /// Runs the steps so many times more.
        case repeating(Int)
        case looping(variable: String, values: ArraySlice<Value>)
        case block(phase: Phase?, name: String?, outerPhase: Phase, citation: String?)
        /// Whichever of the steps is met is taken out.
        case anyOrder
    }
    var steps: [Step]
    var index = 0
    var kind: Kind
    /// The line that uses a preamble or steps of a name, where this is their body.
    var use: Location?
    /// How many rules there were before it: those made inside end with it. nil: the whole body or all postambles.
    var rules: Int?
}

/// An `allow`, `forbid` or `require`.
struct Rule {
    var kind: UnsolicitedRule
    var pattern: LinePattern
    /// The line that it speaks of.
    var on: LineName
    var location: Location
    var since: Instant
    var satisfied = false

    /// Rules for the lines that begin so, in whatever frame a line may have.
    static func standing(_ beginnings: [String], on name: LineName, at location: Location) -> [Rule] {
        beginnings.map { standing([.text(Array($0.utf8)), .capture(name: nil, .any)], on: name, at: location) }
    }

    /// Rules for the lines that the manual says may come at any time.
    static func standing(_ lines: [Dialect.UnsolicitedLine], on name: LineName, at location: Location) -> [Rule] {
        lines.filter(\.isAlwaysAllowed).flatMap(\.texts).map { text in
            let segments: [LinePattern.Segment] = text.parts.map { part in
                switch part {
                case .text(let bytes): .text(bytes)
                case .field: .capture(name: nil, .any)
                }
            }
            return standing(segments, on: name, at: location)
        }
    }

    private static func standing(_ segments: [LinePattern.Segment], on name: LineName, at location: Location) -> Rule {
        let framings: [LinePattern.Framing] = [.result(number: nil), .information, .parameter]
        return Rule(
            kind: .allow,
            pattern: LinePattern(alternatives: framings.map { .init(segments: segments, framing: $0) }),
            on: name,
            location: location,
            since: .start
        )
    }

    var deadline: Instant? {
        guard case .require(let within?) = kind, !satisfied else { return nil }
        return since + within
    }
}

/// The working state of a step that waits.
enum Waiting {
    case candidates([Candidate])
    case silence(from: Instant)
    /// No more than so many bytes are to be at hand.
    case stillness(until: Instant, most: Int)
    case pause(until: Instant)
    /// The piece of this number is to be sent next.
    case pieces(Int, at: Instant)
    case observation(until: Instant)
    case gap
    case settling
}
