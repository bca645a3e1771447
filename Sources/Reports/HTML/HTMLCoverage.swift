import Events
import Verdicts

/// Every requirement of the dialects with the verdicts of the scenarios that verify it.
struct HTMLCoverage {
    /// What a run says about one requirement.
    enum State: CaseIterable {
        case met, broken, open, notApplicable, unverified

        var words: String {
            switch self {
            case .met: "met"
            case .broken: "broken"
            case .open: "not shown"
            case .notApplicable: "not applicable"
            case .unverified: "never verified"
            }
        }

        /// Drawn like this verdict.
        var verdict: Verdict? {
            switch self {
            case .met: .pass
            case .broken: .fail
            case .open: .inconclusive
            case .notApplicable: .notApplicable
            case .unverified: nil
            }
        }
    }

    struct Row {
        var dialect: String
        var reference: RequirementReference
        var text: String
        var counts: [Verdict: Int] = [:]

        var state: State {
            if counts[.fail] != nil { return .broken }
            if counts[.error] != nil || counts[.inconclusive] != nil { return .open }
            if counts[.pass] != nil { return .met }
            return counts.isEmpty ? .unverified : .notApplicable
        }
    }

    private(set) var rows: [Row] = []
    private var indexes: [String: Int] = [:]
    private var scenario: ScenarioIdentity?

    mutating func record(_ event: Event) {
        switch event {
        case .background(.dialect(let dialect)):
            for requirement in dialect.requirements {
                rows[index(requirement.reference, dialect.name)].text = requirement.text
            }
        case .scenarioStarted(let scenario): self.scenario = scenario
        case .scenarioEnded(let result):
            guard let scenario else { return }
            for requirement in scenario.requirements {
                rows[index(requirement, scenario.dialect)].counts[result.verdict, default: 0] += 1
            }
            self.scenario = nil
        case .runStarted, .background, .phaseEntered, .hostSent, .deviceSent, .matched, .benchSaw, .stimulus, .note, .runEnded:
            break
        }
    }

    private mutating func index(_ requirement: RequirementReference, _ dialect: String) -> Int {
        let key = dialect + "\u{0}" + requirement.id
        if let index = indexes[key] { return index }
        indexes[key] = rows.count
        rows.append(Row(dialect: dialect, reference: requirement, text: ""))
        return rows.count - 1
    }

    /// Requirements by grade and state.
    var grades: Markup {
        guard !rows.isEmpty else { return "" }
        var page: Markup = "<table class=\"counts\"><caption>Requirements by grade</caption><thead><tr><th>Grade</th>"
        for state in State.allCases { page += "<th class=\"n\">\(Self.mark(state))\(state.words)</th>" }
        page += "<th class=\"n\">all</th></tr></thead><tbody>\n"
        for grade in Grade.allCases {
            let graded = rows.filter { $0.reference.grade == grade }
            // Most manuals leave nothing unsaid that is tested.
            guard !graded.isEmpty || grade != .unsaid else { continue }
            page += "<tr><th scope=\"row\">\(grade.rawValue)</th>"
            for state in State.allCases {
                let count = graded.count { $0.state == state }
                if count == 0 {
                    page += "<td class=\"n zero\">·</td>"
                } else {
                    page += "<td class=\"n \(state.verdict?.rawValue ?? "unverified")\">\(grouped(count))</td>"
                }
            }
            page += "<td class=\"n\">\(grouped(graded.count))</td></tr>\n"
        }
        page += "</tbody></table>\n"
        return page
    }

    /// The matrix of requirements and verdicts.
    var section: Markup {
        var page: Markup = "<section id=\"requirements\"><h2>Requirements</h2>\n"
        guard !rows.isEmpty else {
            page += "<p class=\"quiet\">No scenario verifies a requirement.</p></section>\n"
            return page
        }
        let unverified = rows.count { $0.state == .unverified }
        page += """
            <p>\(grouped(rows.count)) requirements; \(grouped(unverified)) never verified. \
            <span id="states" role="group" aria-label="Show requirements" hidden></span></p>

            """
        let several = Set(rows.map(\.dialect)).count > 1
        page +=
            "<div class=\"scroll\"><table class=\"counts matrix\"><thead><tr><th>Requirement</th><th>State</th>"
        page += "\(HTMLSummary.heads)<th>Grade</th><th>Clause</th></tr></thead>\n<tbody>"
        for row in rows {
            let state = row.state
            page += """
                <tr data-state="\(state.words)"><th scope="row"><span class="m">\(row.reference.id)</span>\(several ? " · \(row.dialect)" : "")\
                <span class="text">\(row.text)</span></th><td class="state \(state.verdict?.rawValue ?? "unverified")">\(Self.mark(state))\(state.words)</td>
                """
            for verdict in Verdict.columns {
                let link: Markup =
                    "#?v=\(verdict.rawValue)&amp;r=\(component: row.reference.id)&amp;d=\(component: several ? row.dialect : "")"
                page += HTMLSummary.cell(row.counts[verdict], verdict, link)
            }
            page += "<td>\(row.reference.grade.rawValue)</td><td class=\"clause\">\(row.reference.clause)</td></tr>\n"
        }
        page += "</tbody></table></div></section>\n"
        return page
    }

    private static func mark(_ state: State) -> Markup {
        "<span class=\"mark \(state.verdict?.rawValue ?? "unverified")\" aria-hidden=\"true\">\(state.verdict?.shape ?? "–")</span> "
    }
}
