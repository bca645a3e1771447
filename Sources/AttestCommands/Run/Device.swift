internal import BenchFacts

/// What one `--device` names.
enum Device: Equatable, CustomStringConvertible {
    case virtual
    case pseudoTerminal(path: String)
    /// A journal, whose device's side is played back in a simulated world.
    case replay(path: String)

    /// - Throws: ``UsageError`` for anything but `virtual`, `pty:PATH` and `replay:FILE`.
    init(_ text: String) throws(UsageError) {
        if text == "virtual" {
            self = .virtual
        } else if text.hasPrefix("pty:"), text.utf8.count > 4 {
            self = .pseudoTerminal(path: String(text.dropFirst(4)))
        } else if text.hasPrefix("replay:"), text.utf8.count > 7 {
            self = .replay(path: String(text.dropFirst(7)))
        } else {
            throw UsageError(
                "--device takes virtual, pty:PATH or replay:FILE, not ‘\(text)’",
                suggestion: "start ‘attest modem --pty’ and give the path it prints"
            )
        }
    }

    var description: String {
        switch self {
        case .virtual: "virtual"
        case .pseudoTerminal(let path): "pty:\(path)"
        case .replay(let path): "replay:\(path)"
        }
    }

    var addresses: BenchAddresses {
        switch self {
        case .virtual, .replay: .documentation
        case .pseudoTerminal: .loopback
        }
    }
}

extension [Device] {
    /// What the words after `--device` name: the virtual modem, or one line or more to equal devices.
    /// - Throws: ``UsageError`` for words that name nothing, a device named twice, and the virtual modem beside real ones.
    static func named(_ words: [String]) throws(UsageError) -> [Device] {
        guard !words.isEmpty else { return [.virtual] }
        var devices: [Device] = []
        for word in words {
            let device = try Device(word)
            if devices.contains(device) { throw UsageError("\(device) is named twice") }
            devices.append(device)
        }
        if devices.count > 1, devices.contains(.virtual) {
            throw UsageError("the virtual modem needs no company: its worlds run side by side", suggestion: "use --jobs N")
        }
        for case .replay(let path) in devices where devices.count > 1 {
            throw UsageError("replay:\(path) stands alone: a recording has its own scenarios")
        }
        return devices
    }
}
