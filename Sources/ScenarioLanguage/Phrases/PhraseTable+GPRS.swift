import BenchFacts
import World

extension PhraseTable {
    static let gprs = PhraseTable(
        "what the GPRS network is, does or has seen",
        registrations.map { .fact($0.words, .gprs(.registration($0.value))) } + [
            .fact("registers _ after _", .registration, .time("how long after")) {
                .gprs(.registers($0, after: $1))
            } of: {
                if case .gprs(.registers(let registration, let delay)) = $0 { (registration, delay) } else { nil }
            },
            .fact("attached", .gprs(.attached(true))),
            .fact("detached", .gprs(.attached(false))),
            .fact("refuses attach", .gprs(.refusesAttach)),
            .fact("apn _ user _ password _", .quoted("the access point"), .quoted("the user"), .quoted("the password")) {
                .gprs(.accessPoint(name: $0, user: $1, password: $2))
            } of: {
                if case .gprs(.accessPoint(let name, let user, let password)) = $0 { (name, user, password) } else { nil }
            },
            .fact("no session", .gprs(.noSession)),
            .fact("refuses context", .gprs(.refusesContext)),
            .fact("activates after _", .time("how long after")) {
                .gprs(.activationDelay($0))
            } of: {
                if case .gprs(.activationDelay(let delay)) = $0 { delay } else { nil }
            },
            .fact("releases after _", .time("how long after")) {
                .gprs(.releaseDelay($0))
            } of: {
                if case .gprs(.releaseDelay(let delay)) = $0 { delay } else { nil }
            },
            .fact("gives no name servers", .gprs(.nameServers([]))),
            .fact("gives name servers _", .addresses) {
                .gprs(.nameServers($0))
            } of: {
                if case .gprs(.nameServers(let addresses)) = $0, !addresses.isEmpty { addresses } else { nil }
            },
            .fact("loses the bearer", .gprs(.losesBearer)),
            .check("context is active", .gprs(.contextActive(true))),
            .check("context is inactive", .gprs(.contextActive(false))),
            .check("gave the device _", .text("the address")) {
                .gprs(.gave(address: $0))
            } of: {
                if case .gprs(.gave(let address)) = $0 { address } else { nil }
            },
        ]
    )
}

extension Slot<[IPv4Address]> {
    fileprivate static var addresses: Slot {
        Slot(Place("an IPv4 address", .open)) { reader throws(Problem) in
            try reader.list { reader throws(Problem) in try reader.address() }
        } text: { addresses in
            addresses.map(\.description).joined(separator: " ")
        }
    }
}
