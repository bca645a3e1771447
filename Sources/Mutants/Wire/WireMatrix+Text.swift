internal import Events
import Octets

extension WireMatrix {
    public var page: MatrixPage {
        let kinds = WireMutation.Kind.allCases
        let rows = kinds.map { ($0.rawValue, counts[$0] ?? Count()) } + [("all", total)]
        return MatrixPage(
            title: "Wire mutants",
            summary: summary,
            overview: MatrixPage.Table(
                title: "Mutations",
                head: ["mutation", "noticed", "left open", "survived"],
                rows: rows.map { [$0, "\($1.noticed)", "\($1.tolerated)", "\($1.survived)"] }
            ),
            findings: findings,
            // The kill matrix: of each scenario how many mutants of each kind it notices, of how many.
            detail: MatrixPage.Table(
                title: "Noticed by each scenario",
                head: ["scenario"] + kinds.map(\.rawValue),
                rows: scenarios.map { scenario in
                    [scenario.name] + kinds.map { scenario.counts[$0].map { "\($0.noticed) of \($0.all)" } ?? "" }
                }
            )
        )
    }

    /// The matrix: for each scenario, on a line of its own, what became of the mutants of each kind.
    public var json: String {
        var json = JSONWriter(appendingTo: [])
        json.beginObject()
        json.key("scenarios")
        json.beginArray()
        for scenario in scenarios {
            json.breakLine()
            json.append(scenario)
        }
        json.endLine()
        json.endArray()
        json.breakLine()
        json.member(counts: counts)
        json.breakLine()
        json.key("toothless")
        json.beginObject()
        json.member("scenarios", toothlessScenarios)
        json.member("steps", toothlessSteps.map(\.place))
        json.member("requirements", toothlessRequirements)
        json.endObject()
        json.endObject()
        json.endLine()
        return String(decoding: json.bytes, as: UTF8.self)
    }

    /// What is to be looked at, by its kind; one without lines is in order.
    private var findings: [(title: String, lines: [String])] {
        [
            ("Not tried", scenarios.compactMap { scenario in scenario.problem.map { "\(scenario.name): \($0)" } }),
            (
                "Not noticed",
                scenarios.flatMap { scenario in
                    scenario.survivors.map { "\(scenario.name)  \($0.step.place)  \($0.mutation.text): \(visible($0.bytes))" }
                }
            ),
            ("Scenarios that notice nothing", toothlessScenarios),
            ("Steps that notice nothing", toothlessSteps.map { "\($0.place)  \($0.text)" }),
            ("Requirements for which nothing is noticed", toothlessRequirements),
        ]
    }

    private var summary: String {
        let count = total
        return
            "\(scenarios.count) scenarios, \(count.all) mutants: \(count.noticed) noticed, \(count.tolerated) left open by the "
            + "scenarios, \(count.survived) not noticed"
    }
}

extension JSONWriter {
    fileprivate mutating func append(_ scenario: WireMatrix.Scenario) {
        beginObject()
        member("name", scenario.name)
        member("requirements", scenario.requirements)
        member(counts: scenario.counts)
        key("survivors")
        beginArray()
        for survivor in scenario.survivors {
            beginObject()
            member("path", survivor.step.path)
            member("line", survivor.step.line)
            member("mutation", survivor.mutation.text)
            member("bytes", visible(survivor.bytes))
            endObject()
        }
        endArray()
        member("problem", scenario.problem)
        endObject()
    }

    /// Of each kind of which there were mutants.
    fileprivate mutating func member(counts: [WireMutation.Kind: WireMatrix.Count]) {
        key("mutations")
        beginArray()
        for kind in WireMutation.Kind.allCases {
            guard let count = counts[kind] else { continue }
            beginObject()
            member("mutation", kind.rawValue)
            member("noticed", count.noticed)
            member("leftOpen", count.tolerated)
            member("survived", count.survived)
            endObject()
        }
        endArray()
    }
}

extension WireMatrix.Step {
    var place: String { "\(path):\(line)" }
}
