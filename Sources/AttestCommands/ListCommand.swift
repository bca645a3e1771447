internal import BenchFacts
internal import Benches
internal import Dialects
internal import Octets
internal import Platform
internal import ScenarioLanguage
internal import SourceText
internal import Verdicts

/// `attest list`
enum ListCommand: Subcommand {
    static let name = "list"
    static let abstract = "List scenarios with the requirements and clauses that they verify."
    static let operands = "[PATH…]"
    static let options: [Option] = [
        Option(name: "--dialect", value: "D", help: "only for this dialect (default: every dialect)", repeats: true),
        Selection.filterOption,
        Selection.tagOption,
    ]

    static func run(_ arguments: Arguments) async throws(UsageError) -> Int32 {
        guard let (loaded, selection) = try LoadedSuite.selected(by: arguments) else { return 2 }
        var text = ""
        for (dialect, scenarios) in loaded.dialects {
            let listings = scenarios.map(\.listing).filter { selection.takes(name: $0.name, tags: $0.tags) }
            text += "\(dialect.name): \(dialect.title)\n\n"
            for listing in listings {
                let rows = listing.instances == 1 ? "" : "  × \(listing.instances)"
                text += "\(listing.name)\(rows)\n    \(listing.title)\n    \(listing.place)"
                text += listing.tags.isEmpty ? "\n" : "  tags: \(listing.tags.joined(separator: " "))\n"
                let known = [listing.id, listing.revision.map { "revision \($0)" }].compactMap(\.self)
                if !known.isEmpty { text += "    \(known.joined(separator: ", "))\n" }
                for id in listing.requirements {
                    text += "    \(id)  \(dialect.requirement(id)?.clause ?? "")\n"
                }
                text += "\n"
            }
            let instances = listings.reduce(0) { $0 + $1.instances }
            text += "\(count(listings.count, "scenario")), \(instances) with all \(listings.count == 1 ? "its" : "their") rows\n"
        }
        Terminal.output(text)
        return 0
    }
}
