import World

/// Whose connections and datagrams are the device's, as far as anybody can say.
///
/// Where the device is said to be somewhere, all others are turned away. Where nobody knows, all are taken in, and what several have
/// done between them is no one's in particular.
struct Guests {
    /// Addresses that are told apart in one scenario.
    private static let mostTold = 64
    /// Of those that were turned away, in one scenario.
    private static let mostNoted = 8

    /// Where the device comes from; none: nobody knows.
    var device: [AddressBlock] = []
    /// Questions may come from others, who ask for the device.
    var takesAnyQuestion = false
    /// Where somebody came from in this scenario, in order.
    private var present: [IPv4Address] = []
    /// Who was turned away in this scenario, in order.
    private var strangers: [IPv4Address] = []
    private var noted = 0
    /// Whether connections to the device have a way.
    var reachesDevice = true
    /// What could not be reached, in this scenario.
    private var missed: String?
    /// The device has come from where it is said to be.
    private var hasMet = false

    enum Reception: Hashable {
        case takenIn
        /// `noted`: it is worth a line of the log.
        case turnedAway(noted: Bool)
    }

    /// Somebody asks a name server: it may do so for others, so that it is not compared with who connects.
    mutating func receive(questionFrom address: IPv4Address) -> Reception {
        device.isEmpty || takesAnyQuestion ? .takenIn : receive(address)
    }

    /// Somebody connects.
    mutating func receive(_ address: IPv4Address) -> Reception {
        guard device.isEmpty || device.contains(where: { $0.contains(address) }) else {
            Self.note(address, in: &strangers)
            noted += 1
            return .turnedAway(noted: noted <= Self.mostNoted)
        }
        Self.note(address, in: &present)
        hasMet = hasMet || !device.isEmpty
        return .takenIn
    }

    /// A connection to the device could not be made.
    mutating func miss(_ what: String) { if !reachesDevice { missed = missed ?? what } }

    /// A scenario begins.
    mutating func begin() {
        missed = nil
        present = []
        strangers = []
        noted = 0
    }

    /// Why what was seen in this scenario need not be the device's doing; nil when it is.
    var doubt: String? {
        if let missed { return "\(missed), and nobody says that this host has a way to the device" }
        if device.isEmpty {
            guard present.count > 1 else { return nil }
            return "somebody came from \(Self.list(present)), and nobody says which of them is the device"
        }
        guard !hasMet, !strangers.isEmpty else { return nil }
        let said = device.map(\.description).joined(separator: ", ")
        return
            "somebody came from \(Self.list(strangers)) and was turned away, and nobody has come from where the device is said to be (\(said))"
    }

    private static func note(_ address: IPv4Address, in addresses: inout [IPv4Address]) {
        if addresses.count < mostTold, !addresses.contains(address) { addresses.append(address) }
    }

    private static func list(_ addresses: [IPv4Address]) -> String {
        let shown = addresses.prefix(BenchLimits.linesShown).map(\.description).joined(separator: ", ")
        return addresses.count > BenchLimits.linesShown ? shown + " …" : shown
    }
}
