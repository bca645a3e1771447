internal import Benches
internal import Dialects
internal import Events
internal import ScenarioLanguage
internal import SourceText

/// Which scenarios a run takes.
struct Selection {
    /// Parts of names, of which one must be there; `*` stands for anything; `=NAME` is the whole name; `!` before it: it must not be there.
    /// Empty: all.
    var filters: [String]
    /// Tags of which one must be there; `!tag` must not be.
    var tags: [String]

    static let filterOption = Option(
        name: "--filter",
        value: "TEXT",
        help: "only scenarios whose name holds TEXT; * stands for anything; =TEXT: the whole name; !TEXT: only the others",
        repeats: true
    )
    static let tagOption = Option(
        name: "--tag",
        value: "TAG",
        help: "only scenarios with this tag; !TAG: only those without it",
        repeats: true
    )

    init(filters: [String], tags: [String]) {
        self.filters = filters
        self.tags = tags
    }

    /// What `--filter` and `--tag` say. - Throws: ``UsageError`` for one that says nothing, as a script's variable that is not set.
    init(_ arguments: Arguments) throws(UsageError) {
        self.init(filters: arguments.all("--filter"), tags: arguments.all("--tag"))
        if filters.contains(where: { ["", "!", "=", "!="].contains($0) }) {
            throw UsageError("--filter says nothing", suggestion: "leave it out to take every scenario")
        }
        if let tag = tags.first(where: { $0.isEmpty || $0 == "!" }) {
            throw UsageError("--tag names no tag: ‘\(tag)’", suggestion: "leave it out to take every scenario")
        }
    }

    /// Tags with a meaning of their own, which any suite may have or not (Docs/ScenarioLanguage.md).
    private static let commonTags = ["boundaries", "sequences", "slow", "smoke"]

    /// A tag that is to be left out and that nothing has is misspelt, and what it should have left out would be run.
    /// - Throws: ``UsageError``.
    func check(among present: some Sequence<String>) throws(UsageError) {
        let known = Set(present).union(Self.commonTags)
        for tag in tags where tag.hasPrefix("!") && !known.contains(String(tag.dropFirst())) {
            let name = String(tag.dropFirst())
            throw UsageError(
                "no scenario has the tag ‘\(name)’ that is to be left out",
                suggestion: NearestName.find(name, among: known.sorted()).map { "did you mean !\($0)?" }
                    ?? "there is \(known.sorted().joined(separator: ", "))"
            )
        }
    }

    func takes(name: String, tags present: [String]) -> Bool {
        Self.takes(filters) { Self.matches(name, $0) } && Self.takes(tags, present.contains)
    }

    /// One of the words holds, if there are any without `!`, and none of those with it.
    private static func takes(_ words: [String], _ holds: (String) -> Bool) -> Bool {
        let wanted = words.filter { !$0.hasPrefix("!") }
        let unwanted = words.filter { $0.hasPrefix("!") }.map { String($0.dropFirst()) }
        return (wanted.isEmpty || wanted.contains(where: holds)) && !unwanted.contains(where: holds)
    }

    /// A filter without `*` is found anywhere in the name; with it, the whole name must fit. O(name × filter).
    static func matches(_ name: String, _ filter: String) -> Bool {
        if filter.hasPrefix("=") { return name == filter.dropFirst() }
        return NamePattern.matches(name, filter.contains("*") ? filter : "*\(filter)*")
    }

    /// The instances of the scenarios, in order.
    func items(of scenarios: [CompiledScenario], _ dialect: Dialect) -> [WorkItem] {
        scenarios.flatMap { scenario in
            WorkItem.all(of: scenario, dialect).filter { takes(name: $0.name, tags: scenario.listing.tags) }
        }
    }
}
