internal import World

/// What a runner asks of `attest modem` over its control channel: one line each, answered by one ``ControlReply`` in order.
enum ControlRequest: Hashable {
    /// Switches the modem off and begins a new list of facts, defects and routes.
    case reset
    /// The modem's non-volatile memory is to be as the factory has left it.
    case factory
    /// A line of what stands under `network`, about the cellular network; takes effect at `power-on`, or at once after it.
    case fact(String)
    case defect(String)
    /// Where an endpoint that the modem knows really is.
    case route(Endpoint, Endpoint)
    case powerOn
    /// Switches the modem off and on; its non-volatile parameters stay.
    case powerCycle
    /// Where peers reach the modem's port.
    case whereListens(UInt16)
    /// What the cellular network has seen, as a phrase.
    case observe(String)

    var line: String {
        switch self {
        case .reset: "reset"
        case .factory: "factory"
        case .fact(let phrase): "fact \(phrase)"
        case .defect(let name): "defect \(name)"
        case .route(let known, let real): "route \(known) \(real)"
        case .powerOn: "power-on"
        case .powerCycle: "power-cycle"
        case .whereListens(let port): "listening \(port)"
        case .observe(let phrase): "observe \(phrase)"
        }
    }

    init?(line: String) {
        let parts = line.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let rest = parts.count > 1 ? parts[1] : ""
        switch parts[0] {
        case "reset": self = .reset
        case "factory": self = .factory
        case "fact": self = .fact(rest)
        case "defect": self = .defect(rest)
        case "route":
            let ends = rest.split(separator: " ").compactMap { Endpoint(String($0)) }
            guard ends.count == 2 else { return nil }
            self = .route(ends[0], ends[1])
        case "power-on": self = .powerOn
        case "power-cycle": self = .powerCycle
        case "listening":
            guard let port = UInt16(rest) else { return nil }
            self = .whereListens(port)
        case "observe": self = .observe(rest)
        default: return nil
        }
    }
}

/// What `attest modem` answers, and what it tells without being asked (`log`).
enum ControlReply: Hashable {
    case done
    case failed(String)
    /// Where a port really is; nil: nobody listens.
    case endpoint(Endpoint?)
    case holds
    case notYet(String)
    case violated(String)
    case log(party: String, text: String)

    var line: String {
        switch self {
        case .done: "done"
        case .failed(let reason): "failed \(reason)"
        case .endpoint(let endpoint): "at \(endpoint.map(\.description) ?? "nowhere")"
        case .holds: "holds"
        case .notYet(let seen): "not-yet \(seen)"
        case .violated(let reason): "violated \(reason)"
        case .log(let party, let text): "log \(party.replacing(" ", with: "_")) \(text)"
        }
    }

    init?(line: String) {
        let parts = line.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let rest = parts.count > 1 ? parts[1] : ""
        switch parts[0] {
        case "done": self = .done
        case "failed": self = .failed(rest)
        case "at":
            let endpoint = Endpoint(rest)
            guard endpoint != nil || rest == "nowhere" else { return nil }
            self = .endpoint(endpoint)
        case "holds": self = .holds
        case "not-yet": self = .notYet(rest)
        case "violated": self = .violated(rest)
        case "log":
            let words = rest.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
            guard words.count == 2 else { return nil }
            self = .log(party: String(words[0].replacing("_", with: " ")), text: String(words[1]))
        default: return nil
        }
    }
}

extension Endpoint {
    /// `192.0.2.1:80`
    init?(_ text: String) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, let address = IPv4Address(parts[0]), let port = UInt16(parts[1]) else { return nil }
        self.init(address, port)
    }
}
