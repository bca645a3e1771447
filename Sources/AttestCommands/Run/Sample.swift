internal import BenchFacts
internal import Benches
internal import Dialects
internal import Octets
internal import ScenarioLanguage

/// So many scenarios of each dialect, for a line on which all of them would take days.
///
/// Those come first that verify a requirement which no other one drawn does, then those that say something which no other one says. The
/// seed alone decides among equals.
struct Sample {
    static let option = Option(
        name: "--sample",
        value: "N",
        help: "only N scenarios of each dialect that apply to it, drawn by --seed over requirements and phrases"
    )

    let count: Int
    let seed: UInt64

    /// - Returns: those drawn, in their order and numbered anew.
    func drawn(from items: [WorkItem], on profile: BenchProfile) -> [WorkItem] {
        var drawn: [WorkItem] = []
        var names: [String] = []
        for item in items where names.last != item.dialect.name { names.append(item.dialect.name) }
        for name in names {
            drawn += draw(from: items.filter { $0.dialect.name == name }, on: profile)
        }
        for index in drawn.indices { drawn[index].position = index + 1 }
        return drawn
    }

    private func draw(from items: [WorkItem], on profile: BenchProfile) -> [WorkItem] {
        let candidates = shuffled(items.indices).compactMap { Candidate($0, items[$0], on: profile) }
        var drawn: Set<Int> = []
        for keys in [\Candidate.requirements, \Candidate.phrases] {
            var known: Set<String> = []
            for candidate in candidates where drawn.contains(candidate.index) { known.formUnion(candidate[keyPath: keys]) }
            for candidate in candidates where drawn.count < count && !candidate[keyPath: keys].isSubset(of: known) {
                known.formUnion(candidate[keyPath: keys])
                drawn.insert(candidate.index)
            }
        }
        drawn.formUnion(candidates.map(\.index).filter { !drawn.contains($0) }.prefix(count - drawn.count))
        return drawn.sorted().map { items[$0] }
    }

    /// By the generator's own numbers, which are the same everywhere.
    private func shuffled(_ indices: Range<Int>) -> [Int] {
        var random = SeededGenerator(seed: seed)
        var indices = Array(indices)
        for last in indices.indices.reversed() { indices.swapAt(last, Int(random.next(below: UInt64(last + 1)))) }
        return indices
    }

    private struct Candidate {
        let index: Int
        let requirements: Set<String>
        /// The words of its lines, without what they are about.
        let phrases: Set<String>

        /// Nil for one that does not apply to its dialect.
        init?(_ index: Int, _ item: WorkItem, on profile: BenchProfile) {
            let plan = item.plan(on: profile)
            guard plan.misfit == nil, plan.needs.features.allSatisfy(item.dialect.features.contains) else { return nil }
            self.index = index
            requirements = Set(plan.requirements)
            phrases = plan.phrases
        }
    }
}

extension Plan {
    fileprivate var phrases: Set<String> {
        var phrases = Set(facts.map { Self.words(BenchPhrase.text(of: $0)) })
        func read(_ steps: [Step]) {
            for step in steps {
                phrases.insert(Self.words(step.location.text))
                for block in step.blocks { read(block) }
            }
        }
        read(steps)
        return phrases
    }

    /// `within 5s peer < "a"` as `within peer <`: no text, number or name in braces.
    private static func words(_ line: String) -> String {
        line.split(separator: " ").filter { word in
            !word.contains { $0 == "\"" || $0 == "{" || $0 == "}" || $0.isNumber }
        }.prefix(6).joined(separator: " ")
    }
}
