/// A word by which the reference device, the runner or the scenarios ask a dialect for something.
///
/// They have no other words: what is asked for stands in the enumerations that conform, and the dialect's reader holds every file to them.
protocol DialectWord: RawRepresentable<String>, CaseIterable, Hashable, Sendable {
    /// What it is for, in a few words.
    var purpose: String { get }
    /// When it is asked for.
    var need: Need { get }
}

/// When somebody asks a dialect for a word.
struct Need: Hashable, Sendable {
    /// One of them must be listed; empty: every dialect is asked.
    var commands: [Dialect.CommandName] = []
    /// A display that begins with the version asks, too.
    var opensDisplays = false
    /// Connections must be possible over it.
    var bearer: Dialect.Bearer?
    /// The dialect must have it among its features.
    var feature: String?
    /// A dialect may be without it all the same.
    var isOptional = false

    /// Every dialect may have it, and need not.
    static let never = Need(isOptional: true)

    static func by(_ commands: [Dialect.CommandName], over bearer: Dialect.Bearer? = nil) -> Need {
        Need(commands: commands, bearer: bearer)
    }
    static func by(_ commands: Dialect.CommandName..., over bearer: Dialect.Bearer? = nil) -> Need { by(commands, over: bearer) }

    /// Commands of which each opens a connection to a server.
    static let clients: [Dialect.CommandName] = [
        .getMail, .putMail, .sendMail1, .sendMail2, .sendMail3, .ftpGet, .ftpPut, .open,
    ]
    static let services = clients + [.listen]
}

extension Dialect {
    /// What carries a connection that AT#CONNECTIONSTART makes.
    public enum Bearer: String, Sendable, Hashable, CaseIterable { case gsm, gprs }

    /// Whether AT#CONNECTIONSTART can go over it: by the features, and over GPRS where they name neither.
    public func connects(over bearer: Bearer) -> Bool {
        switch bearer {
        case .gsm: features.contains(Bearer.gsm.rawValue)
        case .gprs: features.contains(Bearer.gprs.rawValue) || !features.contains(Bearer.gsm.rawValue)
        }
    }
}
