public enum FTPFact: Hashable, Sendable {
    /// Opens the declaration of an account; without one, any login is refused. `account`: what ACCT must say.
    case user(name: String, password: String, account: String?)
    /// An account for which USER is enough: 230 (RFC 959 §5.4).
    case userWithoutPassword(name: String)
    /// The directory in which those who log in are.
    case home(path: String)
    /// What PASV is answered with, in which `h1,h2,h3,h4,p1,p2` stands for address and port.
    case passiveReply(String)
    case directory(path: String, writable: Bool)
    case file(path: String, [UInt8])
    /// 226 is sent before the data connection is closed (`true`), or after (`false`, the default).
    case completionFirst(Bool)
    case fault(ServerFault)

    var traits: BenchTraits {
        switch self {
        case .user, .userWithoutPassword, .home, .directory, .file, .completionFirst: return BenchTraits()
        case .passiveReply: return BenchTraits(.serverFaults, effects: .isFault)
        case .fault(let fault):
            var traits = fault.traits
            if ["PASV", "EPSV"].contains(fault.refusedCommand) { traits.effects.insert(.forcesActiveTransfers) }
            return traits
        }
    }
}

public enum FTPObservation<Content: BenchContent>: Hashable, Sendable {
    case file(path: Content.Text, Content.Bytes)
    case noFile(path: Content.Text)

    func filled<Filler: ContentFiller<Content>>(by filler: Filler) -> FTPObservation<Filler.Filled> {
        switch self {
        case .file(let path, let bytes): .file(path: filler.text(path), filler.bytes(bytes))
        case .noFile(let path): .noFile(path: filler.text(path))
        }
    }
}
