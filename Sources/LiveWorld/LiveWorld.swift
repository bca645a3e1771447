import CPlatform
import Glibc
public import World

/// The real world: one epoll loop on the monotonic clock that carries any number of hosts, serial lines and control channels.
///
/// Everything that belongs to a world is used from the thread that runs its loop; only its ``StopSwitch`` may cross threads.
/// Whoever makes a host, port or channel holds it: a released one closes its sockets.
public final class LiveWorld: EventLoop {
    let epoll: Int32
    private let timer: Int32
    private let origin: Int64
    private var timers = TimerHeap()
    private var armedFor: Instant?
    private var numbers = 0
    private var descriptors: [UInt64: WeakDescriptor] = [:]
    private var turnsOwed: [UInt64] = []
    /// Those that are being given; empty in between.
    private var turns: [UInt64] = []
    private var stopSignals: [StopSignal] = []
    private var signals: (descriptor: Int32, numbers: [Int32])?
    private weak var terminalWatch: TerminalWatch?
    /// Where every descriptor of this world reads into.
    let readBuffer = UnsafeMutableRawBufferPointer.allocate(byteCount: LiveWorld.readLimit, alignment: 16)

    /// Stops the loop from elsewhere.
    public let stopSwitch: StopSwitch
    /// The loop has been stopped; it runs again only after ``resume()``.
    public private(set) var isStopped = false
    /// The signal that stopped the loop.
    public private(set) var stoppingSignal: Int32?
    /// The longest time between a timer's due time and its dispatch.
    public private(set) var worstLateness = Interval.zero

    /// Bytes read from one descriptor before the others have their turn; no UDP datagram is longer.
    static let readLimit = 64 << 10
    private static let reportCapacity = 64

    private struct WeakDescriptor {
        weak var value: PolledDescriptor?
    }

    /// Tokens of the loop's own descriptors; those of others start above.
    private enum OwnToken {
        static let timer: UInt64 = 0
        static let stop: UInt64 = 1
        static let signal: UInt64 = 2
    }

    public init() throws(SystemError) {
        stopSwitch = try StopSwitch()
        epoll = platform_epoll_create()
        timer = platform_timer_create()
        origin = Self.monotonic()
        numbers = Int(OwnToken.signal)
        guard epoll >= 0, timer >= 0 else { throw SystemError("epoll and timer") }
        try watch(timer, OwnToken.timer)
        try watch(stopSwitch.descriptor, OwnToken.stop)
    }

    deinit {
        if let signals { endSignals(signals) }
        close(timer)
        close(epoll)
        readBuffer.deallocate()
    }

    /// The one that all terminals share, for as long as one of them is watched.
    func watchOfTerminals() throws(SystemError) -> TerminalWatch {
        if let terminalWatch { return terminalWatch }
        let watch = try TerminalWatch(world: self)
        terminalWatch = watch
        return watch
    }

    private func watch(_ descriptor: Int32, _ token: UInt64) throws(SystemError) {
        guard platform_epoll_add(epoll, descriptor, PLATFORM_READABLE, token) == 0 else { throw SystemError("epoll_ctl") }
    }

    private static func monotonic() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }

    public var now: Instant { Instant(nanoseconds: Self.monotonic() - origin) }

    // MARK: The loop

    public func makeClock() -> any Host { makeHost(addresses: []) }

    /// Runs until `condition` holds, which is looked at after every batch of events. - Returns: false when stopped or at the deadline.
    @discardableResult
    public func run(deadline: Instant? = nil, until condition: () -> Bool) -> Bool {
        while !condition() {
            if isStopped { return false }
            if let deadline, now >= deadline { return false }
            runOnce(deadline: deadline)
        }
        return true
    }

    /// Waits for something to happen, at most until the deadline, and delivers one batch of events.
    public func runOnce(deadline: Instant? = nil) {
        let hasDelivered = !turnsOwed.isEmpty
        giveTurns()
        guard !isStopped else { return }
        let due = timers.nextDue()
        arm(for: deadline.map { min(due ?? $0, $0) } ?? due)
        withUnsafeTemporaryAllocation(of: platform_ready.self, capacity: Self.reportCapacity) { reports in
            guard let base = reports.baseAddress else { return }
            let count = platform_epoll_wait(epoll, base, Int32(reports.count), hasDelivered || !turnsOwed.isEmpty ? 0 : -1)
            for report in reports.prefix(max(0, Int(count))) { dispatch(report) }
        }
        fireTimers()
        giveTurns()
    }

    /// Ends the loop after the current batch, for good.
    public func stop() { isStopped = true }

    private func dispatch(_ report: platform_ready) {
        switch report.token {
        case OwnToken.timer:
            platform_drain(timer)
            armedFor = nil
        case OwnToken.stop:
            isStopped = true
        case OwnToken.signal:
            takeSignal()
        default:
            descriptors[report.token]?.value?.ready(Readiness(rawValue: report.events))
        }
    }

    private func takeSignal() {
        if let signals {
            stoppingSignal = platform_signals_read(signals.descriptor)
            endSignals(signals)
        }
        isStopped = true
    }

    /// Waits outside of the loop, at most until the deadline, for one of poll(2)'s events on the descriptor.
    /// - Returns: false when the time is up, or the world is stopped.
    func wait(for events: Int32, on descriptor: Int32, until deadline: Instant) -> Bool {
        while !isStopped {
            let left = (deadline - now).nanoseconds
            guard left > 0 else { return false }
            var reports = [(descriptor, events), (stopSwitch.descriptor, POLLIN), (signals?.descriptor ?? -1, POLLIN)].map {
                pollfd(fd: $0, events: Int16($1), revents: 0)
            }
            let count = poll(&reports, nfds_t(reports.count), Int32(clamping: left / 1_000_000 + 1))
            guard count >= 0 || errno == EINTR else { return false }
            guard count > 0 else { continue }
            if reports[1].revents != 0 { isStopped = true }
            if reports[2].revents != 0 { takeSignal() }
            if reports[0].revents != 0, !isStopped { return true }
        }
        return false
    }

    /// Turns that are asked for meanwhile wait for the next round, so that sockets and timers are not starved.
    private func giveTurns() {
        swap(&turns, &turnsOwed)
        for token in turns {
            guard let descriptor = descriptors[token]?.value else { continue }
            descriptor.turnAsked = false
            descriptor.takeTurn()
        }
        turns.removeAll(keepingCapacity: true)
    }

    private func arm(for due: Instant?) {
        guard armedFor != due else { return }
        armedFor = due
        let (absolute, overflow) = origin.addingReportingOverflow(due?.nanoseconds ?? 0)
        // At 0 the timer would be disarmed, not due.
        _ = platform_timer_set(timer, due == nil ? 0 : overflow ? .max : max(1, absolute))
    }

    private func fireTimers() {
        let time = now
        while let entry = timers.popDue(by: time) {
            guard let target = entry.target else { continue }
            worstLateness = max(worstLateness, now - entry.due)
            target.timerDue(entry.number)
        }
    }

    // MARK: Signals

    /// From now on these signals stop the loop; one world of a process at a time.
    /// The first signal gives all of them their usual effect back, so that a second one ends a process that hangs.
    public func stop(onSignals signals: [StopSignal]) throws(SystemError) {
        stopSignals = signals
        let numbers = signals.map(\.number)
        let descriptor = platform_signals_open(numbers, Int32(numbers.count))
        guard descriptor >= 0 else { throw SystemError("signal pipe") }
        self.signals = (descriptor, numbers)
        try watch(descriptor, OwnToken.signal)
    }

    /// Lets a loop that a signal has stopped run on, to bring in order what is left; the next signal stops it again.
    /// - Returns: whether it runs on.
    public func resume() -> Bool {
        guard stoppingSignal != nil else { return false }
        isStopped = false
        if !stopSignals.isEmpty { try? stop(onSignals: stopSignals) }
        return true
    }

    private func endSignals(_ ended: (descriptor: Int32, numbers: [Int32])) {
        platform_signals_close(ended.descriptor, ended.numbers, Int32(ended.numbers.count))
        signals = nil
    }

    // MARK: For the parts of this world

    /// Identifiers and tokens are drawn from one sequence.
    func nextNumber() -> Int {
        numbers += 1
        return numbers
    }

    func setTimer(after interval: Interval, target: any TimerTarget) -> Int {
        let (due, overflow) = now.nanoseconds.addingReportingOverflow(max(0, interval.nanoseconds))
        let number = nextNumber()
        timers.insert(.init(due: Instant(nanoseconds: overflow ? .max : due), number: number, target: target))
        return number
    }

    func cancelTimer(_ number: Int) { timers.cancel(number) }

    func adopt(_ descriptor: PolledDescriptor) { descriptors[descriptor.token] = WeakDescriptor(value: descriptor) }
    func forget(_ token: UInt64) { descriptors[token] = nil }
    func owe(turnTo token: UInt64) { turnsOwed.append(token) }
}
