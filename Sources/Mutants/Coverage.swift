public import Dialects
internal import Events
internal import Verdicts

/// Which requirements of a dialect are covered, and by which scenarios: the traceability matrix, both ways.
///
/// A requirement is covered when a mutant of what the device says is noticed by a scenario that verifies it: a scenario that would pass whatever
/// the device says verifies nothing.
public struct Coverage: Sendable {
    /// A scenario with all its rows, and what it notices.
    public struct Scenario: Hashable, Sendable {
        /// Where it stands, which no other does: names have gaps, and two may have the same.
        public var place: String
        public var name: String
        public var requirements: [String]
        /// Of the rows that are tried with the built-in modem.
        public fileprivate(set) var noticed = 0
        public fileprivate(set) var mutants = 0
        /// What the rows need that notice something, at least; nil: none does.
        public fileprivate(set) var level: ObservationLevel?

        public init(place: String, name: String, requirements: [String]) {
            self.place = place
            self.name = name
            self.requirements = requirements
        }
    }

    public struct Requirement: Sendable {
        public var id: String
        public var grade: String
        public var clause: String
        public var text: String
        public var isCovered: Bool
        /// What a bench needs at least to see whether it is met; nil: nothing sees it.
        public var level: ObservationLevel?
        /// Those that verify it.
        public var scenarios: [Scenario]

        /// The document and its chapter, without what is named there: `001 ch. 3`, `004 §4`.
        var chapter: String {
            let words = clause.split(separator: " ")
            guard words.count > 1 else { return clause }
            let isNamed = ["ch.", "App."].contains(words[1])
            let parts = [words[0]] + (isNamed ? words[1...].prefix(2) : [words[1].prefix { $0 != "." }])
            return String(parts.joined(separator: " ").prefix { $0 != "," && $0 != ";" })
        }
    }

    public var dialect: String
    public var title: String
    public var requirements: [Requirement]
    public var scenarios: [Scenario]
    /// What became of the manual's statements, where somebody has written it down.
    public var ledger: Ledger?

    /// - Parameters:
    ///   - scenarios: All that are for the dialect, with what they verify.
    ///   - tried: What their rows need, and what the mutants of these have come to, by the scenario's place.
    public init(
        _ dialect: Dialect,
        scenarios: [Scenario],
        tried: [(place: String, level: ObservationLevel, row: WireMatrix.Scenario)],
        ledger: Ledger? = nil
    ) {
        self.dialect = dialect.name
        self.ledger = ledger
        title = dialect.title
        var all = scenarios
        let indexes = Dictionary(all.enumerated().map { ($1.place, $0) }) { first, _ in first }
        for (place, level, row) in tried {
            guard let index = indexes[place] else { continue }
            all[index].noticed += row.count.noticed
            all[index].mutants += row.count.all
            if row.count.noticed > 0 { all[index].level = min(all[index].level ?? level, level) }
        }
        self.scenarios = all
        requirements = dialect.requirements.map { requirement in
            let verifying = all.filter { $0.requirements.contains(requirement.id) }
            return Requirement(
                id: requirement.id,
                grade: requirement.grade.rawValue,
                clause: requirement.clause,
                text: requirement.text,
                isCovered: verifying.contains { $0.noticed > 0 },
                level: verifying.compactMap(\.level).min(),
                scenarios: verifying
            )
        }
    }

    public var isComplete: Bool { requirements.allSatisfy(\.isCovered) }

    // MARK: For people

    public var summary: String {
        let covered = requirements.count { $0.isCovered }
        let alone = requirements.count { $0.scenarios.isEmpty }
        let blind = requirements.count - covered - alone
        return
            "\(dialect): \(covered) of \(requirements.count) requirements covered, \(alone) without a scenario, \(blind) whose scenarios notice nothing"
    }

    /// How many requirements there are of each chapter and grade, and how many of them are covered.
    public var chapters: MatrixPage.Table {
        let grades = Grade.allCases.map(\.rawValue)
        func cells(_ name: String, _ rows: [Requirement]) -> [String] {
            let cells = (grades.map { grade in rows.filter { $0.grade == grade } } + [rows]).map { rows in
                rows.isEmpty ? "" : "\(rows.count { $0.isCovered }) of \(rows.count)"
            }
            return [name] + cells
        }
        let chapters = Dictionary(grouping: requirements, by: \.chapter)
        return MatrixPage.Table(
            title: "Covered, by chapter and grade",
            head: ["chapter"] + grades + ["all"],
            rows: chapters.keys.sorted().map { cells($0, chapters[$0] ?? []) } + [cells("all", requirements)]
        )
    }

    /// How many requirements a bench of each level sees, and how many it does with the levels before.
    public var levels: MatrixPage.Table {
        var sum = 0
        let rows = ObservationLevel.allCases.map { level in
            let count = requirements.count { $0.level == level }
            sum += count
            return [level.rawValue, "\(count)", "\(sum) of \(requirements.count)"]
        }
        return MatrixPage.Table(
            title: "What a bench must have",
            head: ["level", "requirements", "with those before"],
            rows: rows
        )
    }

    public var text: String {
        var text = "\(dialect): \(title)\n\n"
        for requirement in requirements {
            let level = requirement.level.map { "  \($0.rawValue)" } ?? ""
            text += "\(requirement.id)  \(requirement.grade)\(level)  \(requirement.clause)\n    \(requirement.text)\n"
            for scenario in requirement.scenarios {
                text += "    · \(scenario.name)  \(scenario.noticed) of \(scenario.mutants) mutants noticed\n"
            }
            if requirement.scenarios.isEmpty { text += "    – no scenario\n" }
            if !requirement.isCovered { text += "    – not covered\n" }
        }
        return text + "\n" + chapters.aligned + "\n" + levels.aligned + "\n\(summary)\n"
            + (ledger.map { "\(dialect): \($0.summary)\n" } ?? "")
    }

    /// The matrix as two tables: requirements with their scenarios, scenarios with their requirements.
    public var tables: [MatrixPage.Table] {
        [
            chapters, levels,
            MatrixPage.Table(
                title: "Requirements",
                head: ["requirement", "grade", "level", "clause", "covered", "verified by"],
                rows: requirements.map {
                    [
                        $0.id, $0.grade, $0.level?.rawValue ?? "", $0.clause, $0.isCovered ? "yes" : "no",
                        $0.scenarios.map(\.name).joined(separator: ", "),
                    ]
                }
            ),
            MatrixPage.Table(
                title: "Scenarios",
                head: ["scenario", "mutants noticed", "mutants", "verifies"],
                rows: scenarios.map { [$0.name, "\($0.noticed)", "\($0.mutants)", $0.requirements.joined(separator: ", ")] }
            ),
        ]
    }

    // MARK: For programs

    /// A line for each requirement and each scenario that verifies it (RFC 4180).
    public static func csv(_ all: [Coverage]) -> String {
        func line(_ cells: [String]) -> String {
            cells.map { "\"" + $0.replacing("\"", with: "\"\"") + "\"" }.joined(separator: ",") + "\r\n"
        }
        var text = line(["dialect", "requirement", "grade", "level", "clause", "covered", "scenario", "noticed", "mutants"])
        for coverage in all {
            for requirement in coverage.requirements {
                let head = [
                    coverage.dialect, requirement.id, requirement.grade, requirement.level?.rawValue ?? "", requirement.clause,
                    requirement.isCovered ? "yes" : "no",
                ]
                for scenario in requirement.scenarios {
                    text += line(head + [scenario.name, "\(scenario.noticed)", "\(scenario.mutants)"])
                }
                if requirement.scenarios.isEmpty { text += line(head + ["", "", ""]) }
            }
        }
        return text
    }

    /// A line for each requirement and each scenario.
    public static func json(_ all: [Coverage]) -> String {
        var json = JSONWriter(appendingTo: [])
        json.beginArray()
        for coverage in all { json.append(coverage) }
        json.endLine()
        json.endArray()
        json.endLine()
        return String(decoding: json.bytes, as: UTF8.self)
    }
}

extension JSONWriter {
    fileprivate mutating func append(_ coverage: Coverage) {
        breakLine()
        beginObject()
        member("dialect", coverage.dialect)
        key("requirements")
        beginArray()
        for requirement in coverage.requirements {
            breakLine()
            beginObject()
            member("id", requirement.id)
            member("grade", requirement.grade)
            if let level = requirement.level { member("level", level.rawValue) }
            member("clause", requirement.clause)
            key("covered")
            value(requirement.isCovered)
            member("scenarios", requirement.scenarios.map(\.place))
            endObject()
        }
        endArray()
        breakLine()
        key("scenarios")
        beginArray()
        for scenario in coverage.scenarios {
            breakLine()
            beginObject()
            member("name", scenario.name)
            member("place", scenario.place)
            member("noticed", scenario.noticed)
            member("mutants", scenario.mutants)
            member("requirements", scenario.requirements)
            endObject()
        }
        endArray()
        endObject()
    }
}
