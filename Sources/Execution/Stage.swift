internal import Events
internal import ScenarioLanguage
internal import World

/// What an execution is doing.
indirect enum Stage {
    /// Its steps.
    case running
    /// A mismatch was found, and more of what the device says is gathered before it is reported.
    case gathering(PendingFailure)
    /// The device is led back to its command line.
    case recovering(Recovery)
    case ended(ScenarioResult)

    var isGathering: Bool { if case .gathering = self { true } else { false } }
}

/// A mismatch that is not reported yet.
struct PendingFailure {
    var finding: Finding
    /// The line on which it came.
    var on: LineName
    var since: Instant
}

/// What the device is asked for, and what follows its answer.
struct Recovery {
    enum Purpose {
        /// The body has failed, or is being stopped: the postambles follow.
        case postambles
        /// It has been switched off and on: the scenario goes on.
        case restart(Step)
    }
    var probe: DeviceProbe
    var purpose: Purpose
    /// The line that is led back. Those behind it follow.
    var on: LineName
    /// The device had sent something before.
    var heardBefore: Bool
    /// What the device has said meanwhile, and just before; of very much the end.
    private(set) var heard: [UInt8] = []

    init(probe: DeviceProbe, purpose: Purpose, on name: LineName, heardBefore: Bool) {
        self.probe = probe
        self.purpose = purpose
        on = name
        self.heardBefore = heardBefore
    }

    mutating func hear(_ bytes: some Collection<UInt8>) {
        heard += bytes
        if heard.count > Self.heardLimit { heard.removeFirst(heard.count - Self.heardLimit / 2) }
    }

    private static let heardLimit = 16 << 10
}
