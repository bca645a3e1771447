import BenchFacts
import World

/// What a scenario asks of its bench by what it says of it, whether its `needs` name it or not: a bench that has less would make the
/// device answer for it.
struct BenchNeeds {
    private(set) var needs: [Need] = []
    private var peers: Set<PeerLabel> = []

    /// Of branches all count, since any may be taken.
    init(_ plan: Plan) {
        for fact in plan.facts { read(fact) }
        for reference in plan.references { if case .address(.peer(let label)) = reference { peers.insert(label) } }
        read(plan.steps)
        read(plan.postambles)
        if peers.count > 1 { add(.peerAddresses(peers.count)) }
    }

    private mutating func add(_ need: Need) { if !needs.contains(need) { needs.append(need) } }

    private mutating func read(_ steps: [Step]) {
        for step in steps {
            switch step.action {
            case .fact(let fact): read(fact)
            case .observe(let check, _): read(check)
            case .act(let act): read(act)
            default: break
            }
            for block in step.blocks { read(block) }
        }
    }

    private mutating func read(_ fact: BenchFact) {
        switch fact {
        case .dns(let fact): read(fact)
        case .smtp(.fault), .pop3(.fault), .ftp(.fault): add(.stimulus("server-faults"))
        case .smtp, .pop3, .ftp, .line, .link: break
        case .gsm(let fact): read(fact)
        case .gprs(let fact): read(fact)
        case .peer(let label, _): peers.insert(label)
        }
    }

    private mutating func read(_ fact: DNSFact) {
        switch fact {
        case .record(_, .peer(let label)): peers.insert(label)
        case .record: break
        case .behaviour(let server, let behaviour):
            if behaviour != .answers { add(.stimulus("dns-faults")) }
            if server != nil { add(.nameServers(2)) }
        case .delay(let server, _):
            add(.stimulus("dns-faults"))
            if server != nil { add(.nameServers(2)) }
        }
    }

    private mutating func read(_ fact: GSMFact) {
        switch fact {
        case .registration(.home), .login: break
        case .registration, .registers: add(.stimulus("registration"))
        case .number(_, let outcomes):
            for outcome in outcomes {
                switch outcome {
                case .answers(let rate): if rate != Self.usualRate { add(.stimulus("answering")) }
                case .busy: add(.stimulus("busy"))
                case .noAnswer: add(.stimulus("no-answer"))
                case .noCarrier: add(.stimulus("no-carrier"))
                }
            }
        case .answerDelay: add(.stimulus("late-answer"))
        case .pppRefuses, .pppSilent: add(.stimulus("ppp"))
        case .dropsCall: add(.stimulus("bearer-loss"))
        case .pin: add(.stimulus("pin"))
        }
    }

    /// Any number that answers does so at this rate (3GPP TS 27.007 §6.7, asynchronous 9600 bit/s).
    private static let usualRate = 9600

    private mutating func read(_ fact: GPRSFact) {
        switch fact {
        // A device attaches and detaches itself (3GPP TS 27.007 §10.1.9).
        case .registration(.home), .attached, .accessPoint: break
        case .registration, .registers: add(.stimulus("registration"))
        case .refusesAttach, .noSession, .refusesContext, .nameServers, .activationDelay: add(.stimulus("gprs-faults"))
        case .losesBearer: add(.stimulus("bearer-loss"))
        }
    }

    private mutating func read(_ act: BenchAct) {
        switch act {
        case .peerConnects(let label, _, _), .peerSends(let label, _), .peerCloses(let label), .peerResets(let label),
            .peerStalls(let label), .peerResumes(let label):
            peers.insert(label)
        case .powerCycle: add(.stimulus("power-cycle"))
        }
    }

    private mutating func read(_ check: BenchCheck) {
        switch check {
        case .asked(let server, _), .notAsked(let server, _): if server != nil { add(.nameServers(2)) }
        case .peerConnected(let label), .peerReceived(let label, _), .peerSawClose(let label), .peerSawReset(let label):
            peers.insert(label)
        case .heard, .notHeard, .mailboxCount, .mailboxUnchanged, .smtpMessageCount, .smtpBody, .smtpHeader, .smtpEnvelope,
            .smtpAuthenticated, .ftpFile, .ftpNoFile, .dialled, .contextActive:
            break
        }
    }
}
