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
        self = Self.sum(plan.steps + plan.postambles, plan.calls, writeGap)
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
    private func or(_ other: RunCost) -> RunCost {
        var either = self
        either.uses.merge(other.uses) { max($0, $1) }
        either.time = min(time, other.time)
        return either
    }

    private static func sum(_ steps: [Step], _ call: Bool, _ gap: Interval) -> RunCost {
        steps.reduce(RunCost()) { $0 + cost($1, call, gap) }
    }

    private static func cost(_ step: Step, _ call: Bool, _ gap: Interval) -> RunCost {
        var cost = RunCost()
        switch step.action {
        case .sendLine(let template):
            guard let resource = resource(of: template.bytes([:]), isCall: call) else { break }
            cost.uses[resource] = 1
            if resource == .parameterWrites { cost.time = gap }
        case .sendBytes(let payload, _): cost.uses[.payloadBytes] = payload.bytes([:]).count
        case .expect(let expectation):
            if case .bytes(let payload) = expectation.content { cost.uses[.payloadBytes] = payload.bytes([:]).count }
            cost.time = expectation.notBefore ?? .zero
        case .silence(let atLeast, _): cost.time = atLeast
        case .wait(let time): cost.time = time
        default:
            let costs = step.blocks.map { sum($0, call, gap) }
            cost = costs.dropFirst().reduce(costs.first ?? RunCost()) { $0.or($1) }.times(step.repetitions)
        }
        return cost
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
    private var scenarios = 0
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
        var text = "\(scenarios) scenario\(scenarios == 1 ? "" : "s"), at least \(Self.readable(time))"
        if !uses.isEmpty { text += "; at most \(uses.joined(separator: ", "))" }
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
