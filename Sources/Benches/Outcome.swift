public import Captures
public import Events

/// What one scenario leaves: its events, and the same as lines of the journal when there is one.
public struct Outcome: Sendable {
    public var events: [Event]
    public var journalled: [UInt8] = []
    /// The scenario's place in the run, when several may run at a time and are told of as they do.
    public var index: Int?
    /// What went over the network, when that is captured.
    public var wire = WireTrace()

    public init(events: [Event], journalled: [UInt8] = [], index: Int? = nil, wire: WireTrace = WireTrace()) {
        self.events = events
        self.journalled = journalled
        self.index = index
        self.wire = wire
    }

    /// Makes the lines of the journal.
    public mutating func encode() {
        journalled = []
        for event in events { JournalEncoder().append(event, to: &journalled) }
    }
}
