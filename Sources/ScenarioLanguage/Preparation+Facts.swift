import BenchFacts
import SourceText

/// Whether what a scenario asks of the bench can come true on a bench as its facts describe it: otherwise the device would be
/// blamed for what the scenario leaves out.
struct MissingFacts {
    private static let mailbox = "declare a mailbox above it: `pop3 mailbox \"user\" password \"pw\"`"
    private static let login = "declare a login above it: `smtp login \"user\" password \"pw\"`"
    private static let user = "declare a user: `ftp user \"user\" password \"pw\"`"

    private(set) var problems: [(message: String, fix: String, location: Location)] = []
    private var hasMailbox = false
    private var hasLogin = false
    private var hasUser = false
    private var hasFile = false
    /// The first file or directory that nobody may have.
    private var unreachableFile: Location?

    /// Facts in the order in which the bench is told of them. Of branches all count, since any may be taken.
    init(_ plan: Plan) {
        for (fact, location) in zip(plan.facts, plan.factLocations) { read(fact, at: location) }
        read(plan.steps)
        read(plan.postambles)
        if let location = unreachableFile, !hasUser {
            problems.append(("nobody can log in to have this: the scenario declares no FTP user", Self.user, location))
        }
    }

    private mutating func read(_ steps: [Step]) {
        for step in steps {
            switch step.action {
            case .fact(let fact): read(fact, at: step.location)
            case .observe(let check, _): read(check, at: step.location)
            default: break
            }
            step.forEachBlock { read($0) }
        }
    }

    private mutating func read(_ fact: BenchFact, at location: Location) {
        switch fact {
        case .pop3(.mailbox): hasMailbox = true
        case .pop3(.message):
            if !hasMailbox { problems.append(("this message belongs to no mailbox", Self.mailbox, location)) }
        case .smtp(.login): hasLogin = true
        case .ftp(.user), .ftp(.userWithoutPassword): hasUser = true
        case .ftp(.file), .ftp(.directory):
            hasFile = true
            if unreachableFile == nil { unreachableFile = location }
        case .pop3(.fault), .smtp, .ftp, .sntp, .dns, .gsm, .gprs, .peer, .line, .link: break
        }
    }

    private mutating func read(_ check: BenchObservation<Written>, at location: Location) {
        switch check {
        case .pop3:
            if !hasMailbox { problems.append(("the scenario declares no mailbox", Self.mailbox, location)) }
        case .smtp(.authenticated):
            if hasLogin { break }
            problems.append(("the scenario declares no login, so the server asks for none", Self.login, location))
        case .ftp(.file):
            if !hasUser, !hasFile { problems.append(("the scenario declares no FTP user", Self.user, location)) }
        case .smtp, .ftp, .sntp, .server, .dns, .gsm, .gprs, .peer: break
        }
    }
}
