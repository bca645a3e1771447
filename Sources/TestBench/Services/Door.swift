import BenchFacts
import InternetProtocols
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

    /// Lets a fault of the facts hold: here, or in what the server does with those who come in.
    mutating func apply(
        _ fault: ServerFault,
        to faults: inout ScriptedFaults,
        on switchboard: Switchboard,
        for party: any Party
    ) throws(BindError) {
        switch fault {
        case .refusesConnections: close(on: switchboard, vanishing: false)
        case .unreachable: close(on: switchboard, vanishing: true)
        case .recovers:
            faults = ScriptedFaults()
            try open(on: switchboard, for: party)
        case .answers, .stalls, .closes, .resets, .delays, .greets, .confirms, .cutsData, .endsData, .stallsData, .pausesData:
            faults.add(fault)
        }
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
