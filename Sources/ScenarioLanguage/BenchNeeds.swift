import BenchFacts
import World

/// What a scenario asks of its bench by what it says of it, whether its `needs` name it or not: a bench that has less would make the
/// device answer for it.
struct BenchNeeds: Sendable {
    private var ofFacts = Found()
    private var ofSteps = Found()
    private var ofPostambles = Found()

    init() {}

    init(_ steps: [Step], _ gathered: Gathered) {
        for fact in gathered.facts { ofFacts.read(fact) }
        for reference in gathered.references { if case .address(.peer(let label)) = reference { ofFacts.peers.insert(label) } }
        ofSteps.read(steps)
        ofPostambles.read(gathered.postambles)
    }

    static func += (all: inout BenchNeeds, more: BenchNeeds) {
        all.ofFacts += more.ofFacts
        all.ofSteps += more.ofSteps
        all.ofPostambles += more.ofPostambles
    }

    /// Those of the facts that hold from the start come first.
    var needs: [Need] {
        var all = ofFacts
        all += ofSteps
        all += ofPostambles
        if all.peers.count > 1 { all.add(.peerAddresses(all.peers.count)) }
        if all.lastLine != .first { all.add(.lines(all.lastLine.number + 1)) }
        return all.needs
    }
}

private struct Found: Sendable {
    private(set) var needs: [Need] = []
    var peers: Set<PeerLabel> = []
    private(set) var lastLine = LineName.first

    static func += (all: inout Found, more: Found) {
        for need in more.needs { all.add(need) }
        if !more.peers.isEmpty { all.peers.formUnion(more.peers) }
        all.lastLine = max(all.lastLine, more.lastLine)
    }

    mutating func add(_ need: Need) { if !needs.contains(need) { needs.append(need) } }

    /// Of branches all count, since any may be taken.
    mutating func read(_ steps: [Step]) {
        for step in steps {
            lastLine = max(lastLine, step.on)
            switch step.action {
            case .fact(let fact): read(fact)
            case .observe(let observation, _): read(observation.traits, of: observation.party)
            case .act(let action): read(action.traits, of: action.party)
            default: step.forEachBlock { read($0) }
            }
        }
    }

    mutating func read(_ fact: BenchFact) { read(fact.traits, of: fact.party) }

    private mutating func read(_ traits: BenchTraits, of party: BenchParty) {
        for stimulus in traits.stimuli { add(.stimulus(stimulus.rawValue)) }
        if traits.have(.tellsNameServersApart) { add(.nameServers(2)) }
        if case .peer(let label) = party { peers.insert(label) }
        peers.formUnion(traits.peers)
    }
}
