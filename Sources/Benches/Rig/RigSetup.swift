public import BenchFacts
public import Dialects
internal import Execution
public import Rigs
internal import ScenarioLanguage
internal import Verdicts
internal import World

/// What a run takes from a rig, in the run's own terms.
public struct RigSetup: Sendable {
    public let rig: Rig
    /// Whether an `attest modem` stands at or behind the line.
    private let isBuiltIn: Bool

    /// Where the rig's parties stand; nil: on loopback, each at its own address.
    let placement: BenchPlacement?
    /// Over GSM the device asks others than this host.
    let hasForeignNameServers: Bool
    /// What surrounds a device that is not the built-in modem.
    let network: Capabilities.Network
    /// What scenarios are told of this bench.
    public let profile: BenchProfile

    public init(_ rig: Rig) {
        self.rig = rig
        isBuiltIn = rig.control != nil || rig.offersControl
        var placement = BenchPlacement(rig.network)
        let own = placement?.sites.map(\.seenAs) ?? []
        hasForeignNameServers = rig.values.nameServers.contains { !own.contains($0) }
        // Those of the rig that are this host's are the bench's, in the rig's order.
        if !hasForeignNameServers { placement?.nameServers = rig.values.nameServers }
        self.placement = placement
        network = placement != nil ? .bench : rig.control == nil && !rig.network.accounts.isEmpty ? .accounts : .none
        profile = Self.profile(of: rig, placement, in: network)
    }

    /// The same in a network of that kind.
    func profile(in network: Capabilities.Network) -> BenchProfile { Self.profile(of: rig, placement, in: network) }

    /// `none`: the only network is that of the built-in modem, which takes any values and reaches no real server.
    private static func profile(of rig: Rig, _ placement: BenchPlacement?, in network: Capabilities.Network) -> BenchProfile {
        let values = rig.benchValues
        guard network != .none else {
            let given = values.filter { $0.key.server == nil }
            var known = BenchValue.documentation
            // A SIM counts the wrong codes.
            if rig.control == nil, !rig.offersControl { known[.pin] = nil }
            return BenchProfile(addresses: .loopback, values: known.merging(given) { $1 }).withOwnAccounts
        }
        // An account without a name or a password is one that asks for none.
        let none: [BenchValue: String] = [.user: "", .password: "", .dialUser: "", .dialPassword: ""]
        var profile = BenchProfile(addresses: placement?.addresses ?? .loopback, values: none.merging(values) { $1 })
        if let first = rig.values.nameServers.first, let last = rig.values.nameServers.last {
            profile.addresses.primaryNameServer = first
            profile.addresses.secondaryNameServer = last
        }
        for port in rig.network.ports {
            if let server = ServerKind(rawValue: port.service.rawValue) { profile.ports[server] = port.seenAs }
        }
        return network == .bench ? profile.withOwnAccounts : profile
    }

    /// The dialect as this device claims to speak it: its own defaults and limits, its time scale.
    public func adjusted(_ dialect: Dialect) -> Dialect {
        var dialect = dialect
        for (name, value) in rig.conformance.defaults { dialect.claim(default: value, of: name) }
        for index in dialect.parameters.indices {
            let name = dialect.parameters[index].name
            if case .length(let length) = rig.conformance.limits[name] {
                dialect.parameters[index].kind = dialect.parameters[index].kind.limited(to: length)
            }
        }
        for (name, limit) in rig.conformance.limits {
            guard case .time(let interval) = limit else { continue }
            dialect.timings[name] = interval.nanoseconds
            dialect.bindingTimings.insert(name)
        }
        for index in dialect.commands.indices {
            dialect.commands[index].limit = dialect.commands[index].limit.map { scaled($0) }
        }
        dialect.timings[Dialect.TimingName.answer.rawValue] = scaled(dialect.timing(.answer))
        return dialect.binding(claimedStandards)
    }

    /// The built-in modem, also one that stands behind the line, claims them all.
    private var claimedStandards: ClaimedStandards {
        if isBuiltIn { return .all }
        return switch rig.conformance.standards {
        case .all: .all
        case .only(let names): .only(names.compactMap { Standard($0) })
        }
    }

    /// What the host leaves before each parameter that it writes: as the rig says, or else the dialect. The virtual modem needs no breath.
    func writeGap(for dialect: Dialect, ofVirtualModem isVirtual: Bool) -> Interval {
        rig.pacing.writeGap ?? (isVirtual ? .zero : Interval(nanoseconds: dialect.writeSpacing))
    }

    /// How long a device is waited for at this rig.
    func apply(to settings: inout ExecutionSettings) {
        if rig.hasLineSettings { settings.characterTime = rig.line.characterTime }
        if isBuiltIn {
            settings.settleTime = Self.builtInSettleTime
            settings.plainSettleTime = Self.builtInPlainSettleTime
            settings.patience = Self.builtInPatience
            settings.observationLimit = Self.builtInObservationLimit
        }
        settings.answerLimit = Interval(nanoseconds: scaled(settings.answerLimit.nanoseconds))
        settings.optionalLimit = Interval(nanoseconds: scaled(settings.optionalLimit.nanoseconds))
        settings.observationLimit = Interval(nanoseconds: scaled(settings.observationLimit.nanoseconds))
        settings.patience = Interval(nanoseconds: scaled(settings.patience.nanoseconds))
        settings.dataGap = rig.pacing.dataGap ?? Interval(nanoseconds: scaled(settings.dataGap.nanoseconds))
    }

    /// Between the built-in modem and its servers there is no network that could be slow: what it has not said by then it does not say.
    private static let builtInSettleTime = Interval.milliseconds(100)
    private static let builtInPlainSettleTime = Interval.milliseconds(50)
    private static let builtInObservationLimit = Interval.seconds(4)
    private static let builtInPatience = Interval.milliseconds(1_500)

    /// What a run may use of the device: by the rig's budget. Where no hook gives it another SIM, a code is tried once, since three wrong ones lock it.
    var limits: [Rig.Budget.Resource: Int] {
        var limits = rig.budget.limits
        if !isBuiltIn, limits[.pinTries] == nil, !rig.hooks.contains(where: { $0.stimulus == "pin" }) { limits[.pinTries] = 1 }
        return limits
    }

    /// How the device is brought back to its command line. - Parameter dialect: Adjusted to the device.
    func assignment(for dialect: Dialect) -> DeviceProbe.Assignment {
        var assignment = DeviceProbe.Assignment()
        assignment.answerLimit = Interval(nanoseconds: scaled(assignment.answerLimit.nanoseconds))
        if rig.hasLineSettings {
            assignment.characterTime = rig.line.characterTime
            assignment.rate = rig.line.rate
        }
        if dialect.command(.state) != nil, dialect.command(.connectionStop) != nil {
            assignment.idleState = dialect.spelling(.stateIdle)
            assignment.stateLabel = dialect.spelling(.beforeState)
        }
        if let version = dialect.command(.version)?.name { assignment.identification.append("AT" + version) }
        assignment.dataEnds = dialect.dataModes.flatMap(\.hostEnds)
        assignment.countsData = dialect.dataModes.contains(where: \.countsHost)
        assignment.setUp = rig.setUp
        assignment.unsolicited = rig.unsolicited
        assignment.patience = rig.bootTime ?? .zero
        return assignment
    }

    private func scaled(_ nanoseconds: Int64) -> Int64 {
        let (product, overflow) = nanoseconds.multipliedReportingOverflow(by: Int64(rig.pacing.timeScale))
        return overflow ? .max : product / 100
    }

    /// What the scenario needs and the rig does not have, as people say it; nil when it applies.
    ///
    /// Scenarios that need the built-in modem, or more than a real bench can do, are left to ``Capabilities``.
    func missing(for plan: Plan) -> String? {
        for need in plan.needs {
            switch need {
            case .feature(let name):
                if !rig.conformance.features.holds(name) { return "the rig says that the device has no \(name)" }
                if name == "tcp-inbound", let placement, placement.reachableDevice == nil {
                    return "the rig does not say where this host reaches the device (device at)"
                }
            case .stimulus("power-cycle"):
                continue
            case .stimulus(let name):
                if !Self.ownStimuli.contains(name), !rig.hooks.contains(where: { $0.stimulus == name }) {
                    return "the rig has no hook for \(name)"
                }
            case .peerAddresses(let count):
                if let placement, placement.sites.count < count {
                    let given = placement.sites.count == 1 ? "one address" : "\(placement.sites.count) addresses"
                    return "the rig has \(given) for all peers (bind)"
                }
            case .nameServers:
                if let placement, placement.addresses.primaryNameServer == placement.addresses.secondaryNameServer {
                    return "the rig has one name server (bind)"
                }
            case .flowControl:
                if rig.line.flowControl != .rtscts { return "the rig's line has no RTS/CTS flow control" }
            case .virtualModem, .lineSignals, .lines:
                continue
            }
        }
        if !isBuiltIn, plan.changesNetworkWithoutStimulus {
            return "hooks set the network up before a scenario, and not in the middle of it"
        }
        let values = profile.values
        if let value = plan.values.first(where: { values[$0] == nil }) { return value.absence }
        if let server = plan.watchedServers.first(where: { hasAccount($0) && plan.usesAccount(of: $0) }) {
            return "nobody can look into the real server of the rig's account for \(server)"
        }
        if network == .accounts, let reason = beyondAccounts(plan) { return reason }
        guard let placement else { return nil }
        return lackOfNames(plan) ?? lackOfPorts(plan, placement) ?? lackOfWays(plan, placement)
    }

    private func hasAccount(_ server: ServerKind) -> Bool {
        rig.network.accounts.contains { $0.service.rawValue == server.rawValue }
    }

    /// What of the bench the scenario needs besides the operator's network and the accounts.
    private func beyondAccounts(_ plan: Plan) -> String? {
        let hasNoServers = "the rig does not say where the device reaches this host (bind)"
        for need in plan.needs {
            switch need {
            case .feature(let name):
                let isThere =
                    switch name {
                    case "serial", "gsm", "gprs": true
                    default: ServerKind(rawValue: name).map(plan.usesAccount(of:)) == true
                    }
                if !isThere { return hasNoServers }
            case .stimulus(let name): if Self.ownStimuli.contains(name) { return hasNoServers }
            case .nameServers: return hasNoServers
            case .peerAddresses, .virtualModem, .lineSignals, .flowControl, .lines: continue
            }
        }
        let knowsAll = plan.facts.allSatisfy { $0.party.isCellular || $0.party.server.map(plan.usesAccount(of:)) == true }
        return knowsAll && !plan.watchesBench ? nil : hasNoServers
    }

    /// What the bench's own servers do.
    private static let ownStimuli: Set<String> = ["dns-faults", "server-faults"]
}

extension Dialect.Parameter.Kind {
    /// The same kind with another limit, where it has one.
    fileprivate func limited(to length: Int) -> Dialect.Parameter.Kind {
        switch self {
        case .text: .text(limit: length)
        case .server: .server(limit: length)
        case .phone(_, let words): .phone(limit: length, words: words)
        case .entered: .entered(limit: length)
        case .integer, .address, .port, .word, .pair: self
        }
    }
}

extension Rig {
    /// What scenarios may be told of it, as far as it says it.
    fileprivate var benchValues: [BenchValue: String] {
        let given = self.values
        let texts: [BenchValue: Rig.SecretText?] = [
            .apn: given.accessPoint, .user: given.user, .password: given.password, .pin: given.pin, .number: given.number,
            .caller: given.caller, .dialUser: given.dialUser, .dialPassword: given.dialPassword,
        ]
        var values = texts.compactMapValues { $0?.value }
        for account in network.accounts {
            guard let server = ServerKind(rawValue: account.service.rawValue) else { continue }
            values[.account(server, .server)] = account.server
            values[.account(server, .port)] = String(account.port)
            values[.account(server, .user)] = account.user.value
            values[.account(server, .password)] = account.password.value
            values[.account(server, .sender)] = account.sender?.value
            values[.account(server, .recipient)] = account.recipient?.value
        }
        return values
    }
}

extension Rig.Vocabulary {
    public init(_ dialect: Dialect, among dialects: [Dialect]) {
        self.init(
            dialects: dialects.map(\.name),
            features: dialect.features,
            standards: Set(dialect.requirements.flatMap(\.standards)).map(\.shortName).sorted(),
            parameters: dialect.parameters.map(\.name),
            timings: dialect.timings.keys.sorted(),
            requirements: Dictionary(dialect.requirements.map { ($0.id, $0.grade) }) { first, _ in first }
        )
    }
}
