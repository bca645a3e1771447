public import ScenarioLanguage

/// What a bench must have beside the device's serial line for a scenario to see anything; each level has those before it.
public enum ObservationLevel: String, Hashable, Sendable, CaseIterable, Comparable {
    /// Nothing.
    case line
    /// Servers and peers that the device reaches.
    case servers
    /// A network, or servers, that do what they are told.
    case stimulus
    /// A switch for the device's power.
    case power
    /// Another serial line of the device.
    case secondLine = "second line"

    public init(of plan: Plan) {
        let isAround = plan.needs.contains { $0.level == .servers } || !plan.facts.isEmpty
        self = plan.needs.map(\.level).max() ?? .line
        if isAround { self = max(self, .servers) }
    }

    public static func < (left: ObservationLevel, right: ObservationLevel) -> Bool { left.order < right.order }

    private var order: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}

extension Need {
    fileprivate var level: ObservationLevel {
        switch self {
        case .feature("serial"), .virtualModem, .lineSignals, .flowControl: .line
        case .feature, .peerAddresses, .nameServers: .servers
        case .stimulus("power-cycle"): .power
        case .stimulus: .stimulus
        case .lines: .secondLine
        }
    }
}
