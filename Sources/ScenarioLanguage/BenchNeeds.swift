import BenchFacts
import World

/// What a scenario asks of its bench by what it says of it, whether its `needs` name it or not: a bench that has less would make the
/// device answer for it.
struct BenchNeeds {
    private(set) var needs: [Need] = []
    private var peers: Set<PeerLabel> = []
    private var lastLine = LineName.first

    /// Of branches all count, since any may be taken.
    init(_ plan: Plan) {
        for fact in plan.facts { read(fact) }
        for reference in plan.references { if case .address(.peer(let label)) = reference { peers.insert(label) } }
        read(plan.steps)
        read(plan.postambles)
        if peers.count > 1 { add(.peerAddresses(peers.count)) }
        if lastLine != .first { add(.lines(lastLine.number + 1)) }
    }

    private mutating func add(_ need: Need) { if !needs.contains(need) { needs.append(need) } }

    private mutating func read(_ steps: [Step]) {
        for step in steps {
            lastLine = max(lastLine, step.on)
            switch step.action {
            case .fact(let fact): read(fact)
            case .observe(let observation, _): read(observation.traits, of: observation.party)
            case .act(let action): read(action.traits, of: action.party)
            default: break
            }
            step.forEachBlock { read($0) }
        }
    }

    private mutating func read(_ fact: BenchFact) { read(fact.traits, of: fact.party) }

    private mutating func read(_ traits: BenchTraits, of party: BenchParty) {
        for stimulus in traits.stimuli { add(.stimulus(stimulus.rawValue)) }
        if traits.have(.tellsNameServersApart) { add(.nameServers(2)) }
        if case .peer(let label) = party { peers.insert(label) }
        peers.formUnion(traits.peers)
    }
}
