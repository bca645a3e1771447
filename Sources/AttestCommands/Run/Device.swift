internal import BenchFacts
internal import Benches
internal import Rigs

/// What one `--device` or `--rig` names.
enum Device: CustomStringConvertible {
    case virtual
    /// A journal, whose device's side is played back in a simulated world.
    case replay(path: String)
    /// A device at the end of a line, with what its rig file says of it or, without one, nothing but its address.
    case line(RigSetup)

    /// - Throws: ``UsageError`` for anything that names no device.
    init(_ text: String, _ arguments: Arguments) throws(UsageError) {
        if text.hasPrefix("replay:"), text.utf8.count > 7 {
            self = .replay(path: String(text.dropFirst(7)))
        } else {
            self.init(try LineOptions.rig(text, arguments, others: ["replay:FILE"]))
        }
    }

    init(_ rig: Rig) { self = rig.device == .virtual ? .virtual : .line(RigSetup(rig)) }

    var description: String {
        switch self {
        case .virtual: "virtual"
        case .replay(let path): "replay:\(path)"
        case .line(let setup): setup.rig.device.description
        }
    }

    var isVirtual: Bool { if case .virtual = self { true } else { false } }

    /// What scenarios are told of the bench.
    var profile: BenchProfile {
        switch self {
        case .virtual, .replay: .documentation
        case .line(let setup): setup.profile
        }
    }
}

extension [Device] {
    /// What the words after `--device` and `--rig` name: the virtual modem, a recording, or one line or more to equal devices.
    /// - Throws: ``UsageError`` for words that name nothing, a device named twice, and the virtual modem or a recording beside others.
    static func named(_ arguments: Arguments) throws(UsageError) -> [Device] {
        var devices: [Device] = []
        for word in arguments.all("--device") { devices.append(try Device(word, arguments)) }
        if devices.isEmpty { try LineOptions.refuse(arguments) }
        for path in arguments.all("--rig") { devices.append(Device(try Rig.load(path: path))) }
        guard !devices.isEmpty else { return [.virtual] }
        for (index, device) in devices.enumerated()
        where devices[..<index].contains(where: { $0.description == device.description }) {
            throw UsageError("\(device) is named twice")
        }
        guard devices.count > 1 else { return devices }
        for device in devices {
            switch device {
            case .line: break
            case .virtual:
                throw UsageError("the virtual modem needs no company: its worlds run side by side", suggestion: "use --jobs N")
            case .replay(let path):
                throw UsageError("replay:\(path) stands alone: a recording has its own scenarios")
            }
        }
        return devices
    }

    /// nil when the device is no recording. - Throws: ``UsageError`` when the journal cannot be read.
    func recording() throws(UsageError) -> ReplayRun? {
        guard case .replay(let path)? = first else { return nil }
        return ReplayRun(try JournalReplay.events(path))
    }

    /// The lines of a run in real time.
    var lines: [RigSetup] { compactMap { if case .line(let setup) = $0 { setup } else { nil } } }
}
