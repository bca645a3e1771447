public import Events
internal import Verdicts
public import World

/// What passed on the lines to a device, in both directions and in order.
public struct Recording: Hashable, Sendable {
    public enum Side: Hashable, Sendable { case host, device }

    /// Bytes that passed together; never empty.
    public struct Piece: Hashable, Sendable {
        public var side: Side
        public var on: LineName
        public var bytes: [UInt8]
        /// Since the recording began.
        public var time: Instant
    }

    public private(set) var pieces: [Piece] = []
    /// What came after this moment is not known.
    public private(set) var end = Instant.start

    public init() {}

    public var isEmpty: Bool { pieces.isEmpty }

    public mutating func append(_ bytes: [UInt8], from side: Side, on name: LineName = .first, at time: Instant) {
        guard !bytes.isEmpty else { return }
        pieces.append(Piece(side: side, on: name, bytes: bytes, time: max(time, pieces.last?.time ?? .start)))
        extend(to: time)
    }

    /// Nothing more passed until then.
    public mutating func extend(to time: Instant) { end = max(end, time) }

    public func bytes(of side: Side, on name: LineName = .first) -> [UInt8] {
        pieces.filter { $0.side == side && $0.on == name }.flatMap(\.bytes)
    }

    /// How many of the device's lines it has, the last one on which something passed included.
    public var lines: Int { pieces.reduce(1) { max($0, $1.on.number + 1) } }

    /// What passed on the first of them.
    public func first(_ lines: Int) -> Recording {
        var recording = self
        recording.pieces.removeAll { $0.on.number >= lines }
        return recording
    }
}

/// A scenario's part of a journal: what passed on its line, and what it came to.
public struct RecordedScenario: Sendable {
    /// What `attest record` calls the one scenario of its journal.
    public static let plainName = "recording"

    public var identity: ScenarioIdentity
    public var recording = Recording()
    /// nil: the journal stops in the middle of the scenario.
    public var result: ScenarioResult?
    /// What it went on from.
    public private(set) var carried: CarriedOver?
    /// It left to the next scenario what it began with.
    public private(set) var isFollowed = false
    /// What the device was known to hold before the scenario.
    public private(set) var memory = DeviceMemory()
    /// The journal tells what was kept in fields of their own: its texts are for people.
    private var hasFields = false
    /// The parameters that it wrote.
    private var written: Set<String> = []

    /// The scenarios of a journal, in order.
    public static func all(in events: [Event]) -> [RecordedScenario] {
        var recorded: [RecordedScenario] = []
        for event in events {
            if case .scenarioStarted(let identity) = event {
                recorded.append(RecordedScenario(identity: identity))
            } else if !recorded.isEmpty {
                recorded[recorded.count - 1].take(event)
            }
        }
        return recorded
    }

    /// Longer than any scenario runs; a damaged journal may hold any number, and a clock has room for no sum of those.
    private static let longest = Interval.seconds(366 * 24 * 3600)

    private static func moment(_ time: Int64) -> Instant {
        Instant(nanoseconds: min(max(time, 0), longest.nanoseconds))
    }

    private static func line(_ name: String?) -> LineName { name.flatMap(LineName.init) ?? .first }

    private mutating func take(_ kept: KeptState) {
        switch kept {
        case .held(let line): memory.held(line, written: written)
        case .carried(let captures): carried = CarriedOver(captures: (carried?.captures ?? [:]).merging(captures) { $1 })
        case .left: isFollowed = true
        }
    }

    private mutating func take(_ event: Event) {
        guard result == nil else { return }
        switch event {
        case .hostSent(let bytes, _, let time, let on):
            recording.append(bytes, from: .host, on: Self.line(on), at: Self.moment(time))
            if let name = HostView.extendedCommand(of: bytes) { written.insert(name) }
        case .deviceSent(let bytes, let time, let on):
            recording.append(bytes, from: .device, on: Self.line(on), at: Self.moment(time))
        case .scenarioEnded(let result):
            self.result = result
            recording.extend(to: Self.moment(result.duration))
        case .benchSaw(ScenarioMachine.bench, let text, _, let kept):
            hasFields = hasFields || kept != nil
            if let kept = kept ?? (hasFields ? nil : KeptState(said: text, goesOn: carried != nil)) { take(kept) }
        case .runStarted, .background, .scenarioStarted, .phaseEntered, .matched, .benchSaw, .stimulus, .note, .runEnded: break
        }
    }
}
