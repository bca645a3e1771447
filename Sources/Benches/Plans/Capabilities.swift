internal import BenchFacts
public import Dialects
internal import Execution
internal import Rigs
public import ScenarioLanguage
internal import Verdicts
internal import World

/// What the device under test and the bench around it have.
public struct Capabilities: Sendable {
    /// What surrounds the device, as far as the bench knows.
    public enum Network: Sendable {
        case none
        /// An operator's, with the real servers of a rig's accounts; the bench's own servers and peers are out of reach.
        case accounts
        /// One in which the device can reach the bench's servers and peers.
        case bench
    }

    public var network: Network
    /// Whether the bench decides what becomes of every packet, as in a simulated network: real systems answer connection attempts and
    /// echo requests by themselves.
    public var decidesOnPackets: Bool
    /// Whether the bench's peers can send echo requests.
    var asksForEchoes = true
    /// Whether the line can have any rate at any moment.
    var canSetTheLine = true
    /// Whether it is the built-in modem, with its defects.
    public var isVirtualModem: Bool
    /// How many serial lines of the device the bench reaches; nil: as many as the reference device of the dialect has.
    var lines: Int? = 1
    /// What each line tells of the modem's signals; nil where it carries neither those nor breaks. Of lines beyond, the last holds.
    var signals: [SignalStates?] = [nil]
    /// Whether the host's end of the line can have another rate in the middle of a scenario.
    var canChangeRates = false
    /// What a rig file says, where it has the last word.
    var rig: RigSetup?

    public static let simulated = Capabilities(
        network: .bench,
        decidesOnPackets: true,
        isVirtualModem: true,
        lines: nil,
        signals: [SignalStates(on: [])],
        canChangeRates: true
    )
    /// A device of which nothing is known but its line.
    public static let lineOnly = Capabilities(network: .none, decidesOnPackets: false, isVirtualModem: false)

    /// What the scenario needs and is not here, as people say it; nil when it applies.
    ///
    /// What no bench could mend comes first: the dialect, then the device, then the bench.
    public func missing(for plan: Plan, dialect: Dialect) -> String? {
        if let name = plan.needs.features.first(where: { !dialect.features.contains($0) }) { return "the dialect has no \(name)" }
        switch plan.misfit {
        case .unsaid(let name): return "the manual of \(dialect.name) does not say it: \(name)"
        case .refused(let line): return "the manual of \(dialect.name) does not allow \(line)"
        case .changed(let requirement, let other): return "\(dialect.name) says it otherwise than \(other): \(requirement)"
        case nil: break
        }
        if isVirtualModem, let command = dialect.beyondTheBuiltInModem.nonEmpty.flatMap(plan.sends) {
            return "the built-in modem does not carry out AT\(command)"
        }
        if plan.needs.contains(.virtualModem), !isVirtualModem { return "only the virtual modem has defects to switch on" }
        if let rig, let name = plan.needs.features.first(where: { !rig.rig.conformance.features.holds($0) }) {
            return "the rig says that the device has no \(name)"
        }
        for need in plan.needs {
            switch need {
            case .feature(let name):
                if network == .none, name != "serial" { return "no network around the device is known for \(name)" }
            case .stimulus("power-cycle"):
                if !isVirtualModem, rig?.rig.powerCycle == nil { return "the bench cannot switch the device off and on" }
            case .stimulus(let name):
                if network == .none { return "the bench cannot stimulate \(name)" }
            case .peerAddresses(let count):
                if network != .bench { return "the bench has no peers" }
                if count > VirtualBench.addresses.peers.count { return "the bench has no \(count) peer addresses" }
            case .nameServers:
                if network != .bench { return "the bench has no name servers" }
            case .virtualModem: continue
            case .lines(let count):
                let known = lines ?? dialect.lines
                if count > known { return known == 1 ? "the device has one line" : "the device has no more than \(known) lines" }
            case .lineSignals, .flowControl:
                if let lack = lackOfSignals(plan) { return lack }
            }
        }
        if network == .none, !plan.facts.isEmpty { return "no network around the device is known" }
        if let lack = lackOfPackets(plan) { return lack }
        if !canSetTheLine, plan.have(.setsRate) { return "a real line has the rate that its rig gives it" }
        if !canChangeRates, plan.changesRates { return "the line to the device has no rate that could be changed" }
        return rig?.missing(for: plan)
    }
}

extension Capabilities {
    /// What only a simulated network, or only a privileged program, can do.
    private func lackOfPackets(_ plan: Plan) -> String? {
        if !decidesOnPackets {
            if plan.have(.losesConnections) { return "real sockets answer every connection attempt" }
            if plan.have(.changesEchoes) { return "the bench's system answers every echo request" }
            if plan.have(.watchesEchoes) { return "the bench's system answers echo requests without a word" }
        }
        if !asksForEchoes, plan.have(.asksForEchoes) { return "the bench's system does not let a program send echo requests" }
        return nil
    }

    /// What a line that the plan looks at does not carry.
    private func lackOfSignals(_ plan: Plan) -> String? {
        let watched = plan.watchedSignals
        for name in watched.isEmpty ? [.first] : watched.keys.sorted() {
            let line = name.text.map { "line \($0) of the device" } ?? "the line to the device"
            guard let told = name.number < signals.count ? signals[name.number] : signals.last ?? nil else {
                return "\(line) carries no signals"
            }
            let needed = plan.needs.contains(.flowControl) ? watched[name, default: []].union([.cts]) : watched[name, default: []]
            let untold = needed.subtracting(told.known).map(\.rawValue).sorted()
            if !untold.isEmpty { return "\(line) does not tell \(untold.joined(separator: ", "))" }
        }
        return nil
    }
}

extension Dialect {
    /// Commands that it has and the reference device does not carry out, in capitals.
    fileprivate var beyondTheBuiltInModem: Set<String> {
        let lines = Set(syntax.lazy.filter { $0.carriedOut != nil }.map(\.command))
        return Set(commands.lazy.filter { $0.carriedOut == nil && !lines.contains($0.name) }.map { $0.name.uppercased() })
    }
}

extension Set {
    fileprivate var nonEmpty: Self? { isEmpty ? nil : self }
}

extension [Need] {
    /// What of a device and its network they name.
    public var features: [String] { compactMap { if case .feature(let name) = $0 { name } else { nil } } }
}

extension Plan {
    /// Something that it says of the bench, asks of it or wants to have seen has the effect.
    fileprivate func have(_ effect: BenchTraits.Effects) -> Bool {
        facts.contains { $0.traits.have(effect) }
            || (steps + postambles).containAnywhere { action in
                switch action {
                case .fact(let fact): fact.traits.have(effect)
                case .act(let action): action.traits.have(effect)
                case .observe(let observation, _): observation.traits.have(effect)
                default: false
                }
            }
    }
}
