internal import ScenarioLanguage
internal import World

/// One serial line of the device, as the host sees it.
struct LineState {
    var inbox = Inbox()
    /// What the device says when it starts.
    var restarts: RestartWatch
    /// Device bytes that nothing had accounted for when the host wrote its line.
    var strays = StrayBytes()
    var view: HostView
    var data: DataWatch

    // MARK: The last command line

    /// Its bytes; empty before the first.
    var lastLine: [UInt8] = []
    /// Its echo, which must come before anything else.
    var echo: [UInt8] = []
    var echoSource: Location?
    var commandLimit: Interval?
    /// A clause gives that limit, or the device's supplier.
    var limitIsFirm = false
    /// Something has come in answer to what the host sent last.
    var isAnswered = false
    /// What cannot have come before that.
    var due = Due.nothing

    enum Due {
        case nothing
        /// Whatever is expected next: it answers a command line.
        case answer
        /// OK: the host has made an end of data to which the device adds none of its own, though it may have given up before.
        case confirmation
    }

    init(_ reading: DialectReading, _ restarts: RestartWatch) {
        self.restarts = restarts
        view = reading.view
        data = DataWatch(reader: DataModeReader(reading.dataModes))
    }

    // MARK: Times

    var lastWrite: Instant?
    /// When the last of the host's bytes has gone over the line.
    var freeFrom = Instant.start
    /// The moment from which the current step's time conditions count.
    var dueSince = Instant.start
    /// An upper bound set by `silence for A..B` for the step after it.
    var nextDeadline: Instant?

    /// How long after its last byte the rest of a line is waited for where only the rest decides what the line is.
    static let restLimit = Interval.seconds(2)

    /// Until when undecided bytes wait for those after them.
    var restDeadline: Instant { (inbox.lastArrival ?? .start) + Self.restLimit }

    /// The host waits for an answer to what it sent last.
    var owesAnswer: Bool { lastWrite != nil && !isAnswered }

    /// The last that was sent or that came, whichever counts.
    var lastActivity: Instant { max(dueSince, inbox.lastArrival ?? dueSince) }

    /// Bytes go to the device, and take so long on the line.
    mutating func wrote(taking time: Interval, at now: Instant) {
        freeFrom = max(freeFrom, now) + time
        lastWrite = now
    }

    /// The device is in command mode, in the modes that scenarios begin in.
    mutating func begin() {
        view = view.atDefaults
        data.leave()
        commandLimit = nil
    }

    /// What was expected is not waited for any more.
    mutating func abandon() {
        echo = []
        data.abandon()
        nextDeadline = nil
        inbox.discard()
    }
}

extension [LineState] {
    subscript(_ name: LineName) -> LineState {
        // No `_read`: a debug build destroys what that has yielded after its end (Swift 6.3).
        @inline(__always) get { self[name.number] }
        _modify { yield &self[name.number] }
    }

    /// The moment from which times count that are of no line alone.
    var dueSince: Instant { reduce(.start) { Swift.max($0, $1.dueSince) } }

    /// Parameters are the device's, not a line's.
    mutating func note(valuesIn commands: [HostView.Command]) {
        for index in indices { self[index].data.reader.note(valuesIn: commands) }
    }

    /// Times count from here on, on every line.
    mutating func count(from time: Instant) {
        for index in indices { self[index].dueSince = time }
    }

    /// Times count from here on, or from what is later already.
    mutating func countOn(from time: Instant) {
        for index in indices { self[index].dueSince = Swift.max(self[index].dueSince, time) }
    }

    /// Times count from here on the line, and on those that owe the host no answer: what they say may have come of it.
    mutating func count(from time: Instant, on name: LineName) {
        for index in indices where index != name.number && !self[index].owesAnswer {
            self[index].dueSince = Swift.max(self[index].dueSince, time)
        }
        self[name].dueSince = time
    }
}
