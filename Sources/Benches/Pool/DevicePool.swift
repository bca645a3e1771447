internal import Captures
internal import Dialects
public import Events
internal import Execution
internal import Gates
public import Reports
internal import Rigs
internal import ScenarioLanguage
internal import Verdicts
internal import World

/// Runs scenarios on one device or several equal ones: one scenario on one device at a time, each result as soon as it is there.
///
/// A device that is lost is set aside, and its scenario goes to another while there is one.
public final class DevicePool {
    private let loop: any EventLoop
    private let devices: [DeviceUnderTest]
    private let items: [WorkItem]
    private let settings: RunSettings
    /// Of the scenarios that are to be run again.
    private var attempts: [Int: Attempts] = [:]
    /// What went over the network in those, when that is captured.
    private var wires: [Int: WireTrace] = [:]
    /// Takes the results.
    private var report: ((Outcome) -> Void)?
    /// Takes events as they happen, by the scenario's place.
    private var reportRunning: ((Int, [Event]) -> Void)?
    /// Scenarios that have begun and not ended, and since when.
    private var begun: [Int: Instant] = [:]
    private var estimate: RunEstimate
    /// Takes the rigs' secrets out of all evidence.
    private let redactor: Redactor
    /// Scenarios to run, the next one last.
    private var queue: [Int]
    /// What goes on from where the scenario before on the same device began, by the device.
    private var reserved: [ObjectIdentifier: Int] = [:]
    private var delivered = 0
    private var isStopping = false
    /// Asked after each result: once it holds, no further scenario is begun, and those that run are stopped.
    public var isOver: () -> Bool = { false }
    private var hasEnough = false
    /// Called when devices are being brought back, which takes a while.
    public var onStopping: (() -> Void)?

    /// Opens the devices. - Throws: ``BenchUnusable`` when one cannot be opened.
    public convenience init(
        _ items: [WorkItem],
        _ settings: RunSettings,
        devices setups: [RigSetup],
        in facilities: any Facilities,
        isolating: Bool
    ) throws(BenchUnusable) {
        var devices: [DeviceUnderTest] = []
        do throws(BenchUnusable) {
            for setup in setups {
                devices.append(try DeviceUnderTest(setup, in: facilities, capturing: settings.isCapturing, isolating: isolating))
            }
        } catch {
            guard !facilities.loop.isStopped else { throw .stopped }
            throw BenchUnusable(
                error.message,
                suggestion: error.suggestion ?? "is the modem on? ‘attest modem --pty’ prints its path"
            )
        }
        self.init(items, settings, on: devices, in: facilities.loop, isolating: isolating)
    }

    init(
        _ items: [WorkItem],
        _ settings: RunSettings,
        on devices: [DeviceUnderTest],
        in loop: any EventLoop,
        isolating: Bool = false
    ) {
        self.loop = loop
        self.devices = devices
        let agenda = Agenda(items, devices: devices, isolating: isolating)
        self.items = agenda.items
        forecast = agenda.forecast
        estimate = RunEstimate(agenda.costs.map { $0?.times(settings.policy.repetitions).time })
        self.settings = settings
        redactor = Redactor(secrets: devices.flatMap(\.setup.rig.secrets))
        queue = self.items.indices.reversed()
        for device in devices {
            device.isFollowed = { [weak self, unowned device] in self?.reserve(after: $0, on: device) ?? false }
        }
    }

    /// What the first device, which equals the others, can do.
    public var capabilities: Capabilities? { devices.first?.capabilities }

    /// What the run asks of its devices, before it begins; nil when that is not worth saying.
    public let forecast: String?

    /// How far the run is, while it goes on.
    public var progress: RunProgress {
        let running = begun.mapValues { loop.now - $0 }
        let longest = running.min { ($1.value, $0.key) < ($0.value, $1.key) }
        return RunProgress(
            left: estimate.left(running: running, devices: max(1, devices.count { $0.loss == nil })),
            scenario: longest.map { items[$0.key].identity.name },
            time: longest?.value.nanoseconds ?? 0
        )
    }

    /// - Parameters:
    ///   - running: Takes each event as it happens, by the scenario's place in the run, but for the end.
    ///   - report: Takes all events of a scenario, once it has ended.
    ///   - meanwhile: Called again and again, also while nothing happens.
    /// - Returns: whether the run was interrupted.
    public func run(
        running: @escaping (Int, [Event]) -> Void,
        deliver report: @escaping (Outcome) -> Void,
        meanwhile: () -> Void
    ) -> Bool {
        self.report = report
        reportRunning = running
        defer {
            self.report = nil
            reportRunning = nil
        }
        var done = false
        while !done, !loop.isStopped {
            done = loop.run(deadline: loop.now + Self.pace) {
                for device in devices { device.step() }
                assign()
                if hasEnough, !isStopping { stop() }
                meanwhile()
                return (delivered == items.count || hasEnough) && devices.allSatisfy(\.isAtRest)
            }
        }
        if !done { bringBack() }
        return !done
    }

    /// The longest time between two looks at a run.
    private static let pace = Interval.seconds(1)

    /// How long the devices may take to be brought back when the run is stopped.
    private static let stopLimit = Interval.seconds(60)

    /// Nothing more is begun, and what runs gets its postambles, so that no device stays online or in a data mode.
    private func stop() {
        isStopping = true
        for device in devices { device.stop() }
    }

    /// The run was interrupted: a second signal does not wait for the postambles.
    private func bringBack() {
        stop()
        if loop.resume() {
            if !devices.allSatisfy(\.isAtRest) { onStopping?() }
            loop.run(deadline: loop.now + Self.stopLimit) {
                for device in devices { device.step() }
                return devices.allSatisfy(\.isAtRest)
            }
        }
        for device in devices { device.interrupt() }
    }

    /// Gives each idle device the next scenario.
    private func assign() {
        guard !isStopping, !hasEnough else { return }
        for device in devices {
            while device.isIdle, let index = queue.popLast() { begin(index, on: device) }
        }
        if !queue.isEmpty, devices.allSatisfy({ $0.loss != nil }) {
            for index in queue.reversed() { abandon(index) }
            queue = []
        }
    }

    /// Keeps the next scenario for the device when it can go on from where the plan began, of which the body has passed.
    private func reserve(after plan: Plan, on device: DeviceUnderTest) -> Bool {
        guard !isStopping, !hasEnough, plan.beginning != nil, device.leavesBeginnings else { return false }
        while let index = queue.last {
            let item = items[index]
            let next = item.plan(on: device.profile)
            guard device.capabilities.missing(for: next, dialect: item.dialect) == nil else {
                // It is told of, and no device is asked.
                queue.removeLast()
                begin(index, on: device)
                continue
            }
            guard next.mayGoOn(from: plan), device.lacks(for: next) == nil else { return false }
            queue.removeLast()
            reserved[ObjectIdentifier(device)] = index
            return true
        }
        return false
    }

    private func begin(_ index: Int, on device: DeviceUnderTest) {
        let outcome = OutcomeBox(redactor, again: begun[index] != nil, after: attempts[index]?.duration ?? 0)
        begun[index] = begun[index] ?? loop.now
        var isRunning = false
        let attempt = (attempts[index]?.count ?? 0) + 1
        Scenarios.run(items[index], device.capabilities, on: device.profile, seed: settings.seed, attempt: attempt) {
            plan,
            dialect,
            _,
            onEvent in
            if let reason = device.lacks(for: device.planned(plan)) {
                return onEvent(.scenarioEnded(ScenarioResult(verdict: .notApplicable, reason: reason)))
            }
            isRunning = true
            device.begin(plan, dialect, onEvent: onEvent) { [weak self, unowned device] ending in
                outcome.wire = device.takeWire()
                self?.ended(index, outcome, ending)
                self?.goOn(on: device)
            }
        } onEvent: { [weak self, settings] event in
            outcome.events.append(event)
            guard settings.isJournalling, let events = outcome.running(event), !events.isEmpty else { return }
            self?.reportRunning?(index, events)
        }
        if !isRunning { deliver(index, outcome.events) }
    }

    private func ended(_ index: Int, _ outcome: OutcomeBox, _ ending: DeviceUnderTest.Ending) {
        switch ending {
        case .finished:
            var made = attempts.removeValue(forKey: index) ?? Attempts(settings.policy)
            var wires = wires.removeValue(forKey: index) ?? WireTrace()
            wires.append(outcome.wire, after: made.duration)
            made.add(outcome.events)
            if made.wantsMore, !isStopping {
                attempts[index] = made
                self.wires[index] = wires
                queue.append(index)
            } else {
                deliver(index, made.events, wires)
            }
        case .again: queue.append(index)
        case .lost(let loss):
            if devices.contains(where: { $0.loss == nil }) {
                queue.append(index)
            } else {
                var events = outcome.events
                if case .scenarioEnded? = events.last {} else { events.append(.scenarioEnded(loss.result)) }
                deliver(index, events, outcome.wire)
            }
        }
    }

    /// What was kept for the device follows at once, so that nothing is left as it is now.
    private func goOn(on device: DeviceUnderTest) {
        guard let index = reserved.removeValue(forKey: ObjectIdentifier(device)) else { return }
        guard device.isIdle else { return queue.append(index) }
        begin(index, on: device)
        if isStopping { device.stop() }
    }

    /// No device is left for it.
    private func abandon(_ index: Int) {
        // That a device broke down says more than that others could not be reached.
        let losses = devices.compactMap(\.loss)
        let loss = losses.first { $0.domain == .device } ?? losses.first
        deliver(index, [.scenarioStarted(items[index].identity), .scenarioEnded(loss?.result ?? .problem("there is no device"))])
    }

    private func deliver(_ index: Int, _ events: [Event], _ wire: WireTrace = WireTrace()) {
        var events = events
        if !redactor.isEmpty {
            var redaction = EventRedaction(redactor)
            events = events.flatMap { redaction.take($0) } + redaction.flush()
        }
        var outcome = Outcome(events: events, index: index, wire: wire)
        if settings.isJournalling { outcome.encode() }
        let time = begun.removeValue(forKey: index).map { loop.now - $0 }
        if case .scenarioEnded(let result)? = events.last {
            estimate.ended(index, after: result.verdict == .notApplicable ? nil : time)
        }
        report?(outcome)
        delivered += 1
        hasEnough = hasEnough || isOver()
    }
}

/// The events of a scenario while it runs.
private final class OutcomeBox {
    var events: [Event] = []
    var wire = WireTrace()
    private var redaction: EventRedaction
    /// It was begun before: on a device that was lost since, or at another attempt.
    private let isAgain: Bool
    /// What the attempts before took, nanoseconds.
    private let offset: Int64

    init(_ redactor: Redactor, again isAgain: Bool, after offset: Int64) {
        redaction = EventRedaction(redactor)
        self.isAgain = isAgain
        self.offset = offset
    }

    /// What can be told of the scenario now that this has happened: not its end, of which more is to be known.
    func running(_ event: Event) -> [Event]? {
        switch event {
        case .scenarioEnded: nil
        case .scenarioStarted where isAgain: [.note(text: "begun again", line: 0, time: offset)]
        case .runStarted, .background, .scenarioStarted, .phaseEntered, .hostSent, .deviceSent, .matched, .benchSaw, .stimulus,
            .note, .runEnded:
            redaction.take(event.later(by: offset))
        }
    }
}
