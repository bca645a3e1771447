internal import BenchFacts

/// What `--device` names.
enum Device: CustomStringConvertible {
    case virtual
    case pseudoTerminal(path: String)

    /// - Throws: ``UsageError`` for anything but `virtual` and `pty:PATH`.
    init(_ text: String) throws(UsageError) {
        if text == "virtual" {
            self = .virtual
        } else if text.hasPrefix("pty:"), text.utf8.count > 4 {
            self = .pseudoTerminal(path: String(text.dropFirst(4)))
        } else {
            throw UsageError(
                "--device takes virtual or pty:PATH, not ‘\(text)’",
                suggestion: "start ‘attest modem --pty’ and give the path it prints"
            )
        }
    }

    var description: String {
        switch self {
        case .virtual: "virtual"
        case .pseudoTerminal(let path): "pty:\(path)"
        }
    }

    var addresses: BenchAddresses {
        switch self {
        case .virtual: .documentation
        case .pseudoTerminal: .loopback
        }
    }
}
