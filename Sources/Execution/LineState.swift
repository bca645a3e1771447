internal import ScenarioLanguage
internal import World

/// One serial line of the device, as the host sees it.
struct LineState {
    var inbox = Inbox()
    /// What the device says when it starts.
    var restarts: RestartWatch
    /// Device bytes that nothing had accounted for when the host wrote its line.
    var strays = StrayBytes()
    var view = HostView()

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

    /// The last that was sent or that came, whichever counts.
    var lastActivity: Instant { max(dueSince, inbox.lastArrival ?? dueSince) }

    /// Bytes go to the device, and take so long on the line.
    mutating func wrote(taking time: Interval, at now: Instant) {
        freeFrom = max(freeFrom, now) + time
        lastWrite = now
    }

    /// The device is in command mode, in the modes that scenarios begin in.
    mutating func begin() {
        view = HostView()
        commandLimit = nil
    }

    /// What was expected is not waited for any more.
    mutating func abandon() {
        echo = []
        nextDeadline = nil
        inbox.discard()
    }
}
