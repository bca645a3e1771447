internal import ScenarioLanguage

/// What the first preamble has made of the device, which may be left to the next scenario.
struct Kept {
    /// The preamble is through.
    private(set) var hasBegun = false
    /// What is left; nil when that is not as the preamble has made it.
    private(set) var left: CarriedOver?
    /// The commands by which that is made and undone; nil: nothing is ever left.
    private let commands: Set<String>?

    init(_ kept: Plan.Kept?) {
        commands = kept.map { kept in Set(kept.lines.compactMap { HostView.extendedCommand(of: $0.bytes([:])) }) }
    }

    mutating func begin(_ made: @autoclosure () -> CarriedOver) {
        guard !hasBegun else { return }
        hasBegun = true
        if commands != nil { left = made() }
    }

    /// It is not known to stand any more.
    mutating func lose() { left = nil }

    /// A command line of the body goes to the device.
    mutating func lose(by line: [UInt8]) {
        guard left != nil, let name = HostView.extendedCommand(of: line) else { return }
        if commands?.contains(name) == true { left = nil }
    }
}
