import World

/// The TCP port at which a server takes connections, or does not.
struct Door {
    private let endpoint: Endpoint
    private var listener: ListenerID?
    private var hasVanished = false

    init(at endpoint: Endpoint) { self.endpoint = endpoint }

    mutating func open(on switchboard: Switchboard, for party: any Party) throws(BindError) {
        if hasVanished { switchboard.host.reappear(at: endpoint) }
        hasVanished = false
        if listener == nil { listener = try switchboard.listen(at: endpoint, for: party) }
    }

    /// From now on SYNs are answered with RST, or not at all.
    mutating func close(on switchboard: Switchboard, vanishing: Bool) {
        if let listener { switchboard.close(listener) }
        listener = nil
        if vanishing, !hasVanished { switchboard.host.vanish(at: endpoint) }
        if !vanishing, hasVanished { switchboard.host.reappear(at: endpoint) }
        hasVanished = vanishing
    }
}
