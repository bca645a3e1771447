internal import Dialects
internal import Execution
internal import Rigs
internal import ScenarioLanguage
internal import World

/// What a scenario asks of a device: at most so much of its memory, its subscription and its SIM, and at least so much time.
struct RunCost: Hashable, Sendable {
    var uses: [Rig.Budget.Resource: Int] = [:]
    /// What the scenario itself waits.
    var time = Interval.zero

    private static let most = 1_000_000_000

    init() {}

    /// - Parameter writeGap: What the host leaves before each parameter that it writes.
    init(_ plan: Plan, writeGap: Interval) {
        var memory: DeviceMemory?
        self.init(plan, writeGap: writeGap, memory: &memory)
    }

    /// - Parameter memory: What the device is known to hold before the scenario, and after it has passed; nil: nothing is ever known.
    init(_ plan: Plan, writeGap: Interval, memory: inout DeviceMemory?) {
        var count = CostCount(isCall: plan.calls, writeGap: writeGap, memory: memory)
        self = count.sum(plan.steps + plan.postambles)
        memory = count.memory
    }

    /// How many times the resource is used by a command line.
    static func resource(of line: [UInt8], isCall: Bool) -> Rig.Budget.Resource? {
        let text = String(decoding: line.prefix(64), as: UTF8.self).uppercased()
        if text.hasPrefix("AT#CONNECTIONSTART") { return isCall ? .calls : .activations }
        if text.hasPrefix("AT+CPIN=") { return .pinTries }
        let name = text.dropFirst(3).prefix { $0.isLetter || $0.isNumber }
        return text.hasPrefix("AT#") && text.dropFirst(3 + name.count).hasPrefix("=") ? .parameterWrites : nil
    }

    static func + (left: RunCost, right: RunCost) -> RunCost {
        var sum = left
        sum.uses.merge(right.uses) { min($0 + $1, most) }
        sum.time = left.time + right.time
        return sum
    }

    func times(_ count: Int) -> RunCost {
        var product = self
        product.uses = uses.mapValues { value in
            let (result, overflow) = value.multipliedReportingOverflow(by: count)
            return overflow ? Self.most : min(result, Self.most)
        }
        let (nanoseconds, overflow) = time.nanoseconds.multipliedReportingOverflow(by: Int64(count))
        product.time = overflow ? time : Interval(nanoseconds: nanoseconds)
        return product
    }

    /// Either may happen: at most what the dearer one uses, at least what the quicker one takes.
    fileprivate func or(_ other: RunCost) -> RunCost {
        var either = self
        either.uses.merge(other.uses) { max($0, $1) }
        either.time = min(time, other.time)
        return either
    }
}

/// Adds up what steps ask of a device, in the order in which it is asked.
private struct CostCount {
    let isCall: Bool
    let writeGap: Interval
    /// What the device is known to hold by then; nil: nothing is ever known.
    var memory: DeviceMemory?
    /// What loops fill in.
    private var captures: [String: [UInt8]] = [:]

    init(isCall: Bool, writeGap: Interval, memory: DeviceMemory?) {
        self.isCall = isCall
        self.writeGap = writeGap
        self.memory = memory
    }

    mutating func sum(_ steps: [Step]) -> RunCost {
        var sum = RunCost()
        for step in steps { sum = sum + cost(step) }
        return sum
    }

    private mutating func cost(_ step: Step) -> RunCost {
        var cost = RunCost()
        switch step.action {
        case .sendLine(let template):
            note(template)
            guard let resource = RunCost.resource(of: template.bytes(captures), isCall: isCall) else { break }
            cost.uses[resource] = 1
            if resource == .parameterWrites { cost.time = writeGap }
        case .sendBytes(let payload, _):
            let bytes = payload.bytes(captures)
            memory?.sent(raw: bytes)
            cost.uses[.payloadBytes] = bytes.count
        case .expect(let expectation):
            if case .bytes(let payload) = expectation.content { cost.uses[.payloadBytes] = payload.bytes(captures).count }
            cost.time = expectation.notBefore ?? .zero
        case .silence(let atLeast, _): cost.time = atLeast
        case .stillness(let time, _), .wait(let time): cost.time = time
        case .when(.unknown(let line), let write, _):
            guard isKnown(line), memory?.holds(line.bytes(captures)) == true else { return sum(write) }
        case .loop(let variable, let values, let steps) where values.count <= Self.mostPasses:
            for value in values {
                captures[variable] = value.bytes
                cost = cost + sum(steps)
            }
            captures[variable] = nil
        default:
            // What is known after the first time is known all the other times.
            for pass in 0..<min(2, step.repetitions) {
                let once = choice(step.blocks)
                cost = cost + (pass == 0 ? once : once.times(step.repetitions - 1))
            }
        }
        return cost
    }

    /// Passes of a loop that are looked at one by one.
    private static let mostPasses = 100

    /// One of the blocks is carried out; what is known after it is what is known after the first.
    private mutating func choice(_ blocks: [[Step]]) -> RunCost {
        guard let first = blocks.first else { return RunCost() }
        let before = memory
        var cost = sum(first)
        let after = memory
        for block in blocks.dropFirst() {
            memory = before
            cost = cost.or(sum(block))
        }
        memory = after
        return cost
    }

    /// The line is sent, and answered with OK.
    private mutating func note(_ line: Template) {
        memory?.sent(line.bytes(captures))
        if isKnown(line) { memory?.confirmed() }
    }

    private func isKnown(_ line: Template) -> Bool {
        line.parts.allSatisfy { part in
            switch part {
            case .text: true
            case .value(let name): captures[name] != nil
            }
        }
    }
}

extension Plan {
    /// Its connections are made over GSM.
    var calls: Bool { needs.contains(.feature("gsm")) && !needs.contains(.feature("gprs")) }
}

extension Rig.Budget.Resource {
    fileprivate func amount(_ count: Int) -> String {
        let plural = count == 1 ? "" : "s"
        return switch self {
        case .parameterWrites: "\(count) parameter write\(plural)"
        case .activations: "\(count) activation\(plural)"
        case .calls: "\(count) call\(plural)"
        case .pinTries: "the PIN \(count == 1 ? "once" : "\(count) times")"
        case .payloadBytes: "\(count) byte\(plural) of payload"
        }
    }
}

/// What is said of a whole run before it begins.
struct RunForecast {
    private var total = RunCost()
    private var longest: [(name: String, time: Interval)] = []
    private(set) var scenarios = 0
    /// Of one scenario, which no two devices share.
    private var most = Interval.zero

    /// Scenarios that are named for their time, and how long they must take for that.
    private static let named = 3
    private static let long = Interval.seconds(60)
    private static let worthSaying = Interval.seconds(10)

    mutating func add(_ scenario: String, _ cost: RunCost) {
        scenarios += 1
        total = total + cost
        most = max(most, cost.time)
        guard cost.time >= Self.long else { return }
        longest.append((scenario, cost.time))
        longest.sort { $0.time > $1.time }
        longest = Array(longest.prefix(Self.named))
    }

    /// Devices share the time, not what is used. - Returns: nil for a run that uses nothing and takes no time worth speaking of.
    func text(devices: Int) -> String? {
        let uses = Rig.Budget.Resource.allCases.compactMap { resource in
            total.uses[resource].flatMap { $0 == 0 ? nil : resource.amount($0) }
        }
        guard !uses.isEmpty || total.time >= Self.worthSaying else { return nil }
        let time = max(most, Interval(nanoseconds: total.time.nanoseconds / Int64(max(1, devices))))
        var text = "\(scenarios) scenario\(scenarios == 1 ? "" : "s")"
        if time >= Self.worthSaying { text += ", at least \(Self.readable(time))" }
        if !uses.isEmpty { text += "; about \(uses.joined(separator: ", "))" }
        if !longest.isEmpty {
            text += "\nlongest: " + longest.map { "\($0.name) \(Self.readable($0.time))" }.joined(separator: ", ")
        }
        return text
    }

    static func readable(_ interval: Interval) -> String {
        let seconds = interval.nanoseconds / 1_000_000_000
        if seconds < 60 { return "\(seconds) s" }
        if seconds < 3_600 { return "\(seconds / 60) min \(seconds % 60) s" }
        return "\(seconds / 3_600) h \(seconds / 60 % 60) min"
    }
}
