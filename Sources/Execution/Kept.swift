internal import ScenarioLanguage

/// What the first preamble has made of the device, which may be left to the next scenario.
struct Kept {
    /// The preamble is through.
    private(set) var hasBegun = false
    /// What is left; nil when that is not as the preamble has made it.
    private(set) var left: CarriedOver?
    /// The commands by which that is made and undone.
    private let commands: Set<String>

    init(_ plan: Plan) { commands = Set(plan.linesOfKept.compactMap { HostView.extendedCommand(of: $0.bytes([:])) }) }

    mutating func begin(_ made: @autoclosure () -> CarriedOver) {
        guard !hasBegun else { return }
        hasBegun = true
        left = made()
    }

    /// It is not known to stand any more.
    mutating func lose() { left = nil }

    /// A command line of the body goes to the device.
    mutating func lose(by line: [UInt8]) {
        guard left != nil, let name = HostView.extendedCommand(of: line) else { return }
        if commands.contains(name) { left = nil }
    }
}
