import Dialects
import World

/// Where the modem stands with the Internet (001 ch. 2 #CONNECTIONSTART).
enum Connection: Hashable, Sendable {
    case offline
    /// The number has been dialled, and nobody has answered yet.
    case dialing(Call)
    /// The last attempt failed, and REDIALDELAY runs.
    case waitingToRedial(Call)
    /// The far modem has answered, and PPP is being negotiated.
    case authenticating(Call)
    /// The far modem has answered, and no PPP runs (PPPMODE 0).
    case plainCall
    /// The PDP context is being activated.
    case activating
    /// An address has been given.
    case online(Link)
    /// CONNECTIONSTOP waits for the network's confirmation.
    case releasing

    struct Call: Hashable, Sendable {
        var number: String
        /// REDIALCOUNT, less the attempts made again.
        var attemptsLeft: Int
        /// The modem is the PPP server (PPPMODE 2 and 4).
        var isServer: Bool
    }

    struct Link: Hashable, Sendable {
        var bearer: Dialect.Bearer
        var local: IPv4Address
        var peer: IPv4Address
        /// Those that the network gave; empty: DNSSERV1 and DNSSERV2 are asked.
        var nameServers: [IPv4Address]
    }
}
