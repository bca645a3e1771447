internal import Foundation
import Octets

extension WireMatrix {
    /// For people.
    public var text: String {
        var text = table(rows.map { [$0.name, "\($0.count.noticed)", "\($0.count.tolerated)", "\($0.count.survived)"] })
        for (title, lines) in findings where !lines.isEmpty {
            text += "\n\(title)\n" + lines.map { "  \($0)\n" }.joined()
        }
        return text + "\n\(summary)\n"
    }

    /// A page of its own.
    public var markdown: String {
        var text = "# Wire mutants\n\n\(summary)\n\n| mutation | noticed | left open | survived |\n| --- | ---: | ---: | ---: |\n"
        for row in rows { text += "| \(row.name) | \(row.count.noticed) | \(row.count.tolerated) | \(row.count.survived) |\n" }
        for (title, lines) in findings where !lines.isEmpty {
            text += "\n## \(title)\n\n" + lines.map { "- `\($0.replacing("`", with: "'"))`\n" }.joined()
        }
        return text
    }

    /// The matrix: for each scenario what became of the mutants of each kind.
    public var json: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        guard let data = try? encoder.encode(Page(self)) else { preconditionFailure("texts and numbers can be encoded") }
        return String(decoding: data, as: UTF8.self) + "\n"
    }

    /// What became of the mutants of each kind, and of all.
    public var rows: [(name: String, count: Count)] {
        WireMutation.Kind.allCases.map { ($0.rawValue, counts[$0] ?? Count()) } + [("all", total)]
    }

    /// What is to be looked at, by its kind; one without lines is in order.
    public var findings: [(title: String, lines: [String])] {
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

    public var summary: String {
        let count = total
        return
            "\(scenarios.count) scenarios, \(count.all) mutants: \(count.noticed) noticed, \(count.tolerated) left open by the "
            + "scenarios, \(count.survived) not noticed"
    }

    private func table(_ rows: [[String]]) -> String {
        let all = [["mutation", "noticed", "left open", "survived"]] + rows
        let widths = all[0].indices.map { column in all.map { $0[column].count }.max() ?? 0 }
        return all.map { row in
            let cells = row.indices.map { column in
                let blanks = String(repeating: " ", count: widths[column] - row[column].count)
                return column == 0 ? row[column] + blanks : blanks + row[column]
            }
            return cells.joined(separator: "  ") + "\n"
        }.joined()
    }

    private struct Page: Encodable {
        struct Numbers: Encodable {
            var noticed: Int
            var leftOpen: Int
            var survived: Int

            init(_ count: Count) { (noticed, leftOpen, survived) = (count.noticed, count.tolerated, count.survived) }
        }
        struct Mutant: Encodable {
            var path: String
            var line: Int
            var mutation: String
            var bytes: String
        }
        struct Row: Encodable {
            var name: String
            var requirements: [String]
            var mutations: [String: Numbers]
            var survivors: [Mutant]
            var problem: String?
        }
        struct Toothless: Encodable {
            var scenarios: [String]
            var steps: [String]
            var requirements: [String]
        }
        var scenarios: [Row]
        var mutations: [String: Numbers]
        var toothless: Toothless

        init(_ matrix: WireMatrix) {
            func numbers(_ counts: [WireMutation.Kind: Count]) -> [String: Numbers] {
                Dictionary(counts.map { ($0.key.rawValue, Numbers($0.value)) }) { first, _ in first }
            }
            scenarios = matrix.scenarios.map { scenario in
                Row(
                    name: scenario.name,
                    requirements: scenario.requirements,
                    mutations: numbers(scenario.counts),
                    survivors: scenario.survivors.map {
                        Mutant(path: $0.step.path, line: $0.step.line, mutation: $0.mutation.text, bytes: visible($0.bytes))
                    },
                    problem: scenario.problem
                )
            }
            mutations = numbers(matrix.counts)
            toothless = Toothless(
                scenarios: matrix.toothlessScenarios,
                steps: matrix.toothlessSteps.map(\.place),
                requirements: matrix.toothlessRequirements
            )
        }
    }
}

extension WireMatrix.Step {
    var place: String { "\(path):\(line)" }
}
