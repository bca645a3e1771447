import Events
import Verdicts

extension HTMLSummary {
    /// What failed, was in error or stayed open, worst first, complete without the script.
    var unpassed: Markup {
        guard unpassedCount > 0 else { return "" }
        let order: [Verdict] = [.fail, .error, .inconclusive]
        var page: Markup = """
            <section id="unpassed"><h2>What did not pass</h2>
            <details class="long"\(listed.count <= 12 ? Self.open : "")><summary>\(grouped(unpassedCount)) scenario\(unpassedCount == 1 ? "" : "s")</summary>

            """
        for entry in listed where entry.result.breakdown != nil { page += self.entry(entry) }
        for verdict in order {
            for entry in listed where entry.result.verdict == verdict && entry.result.breakdown == nil {
                page += self.entry(entry)
            }
        }
        if unpassedCount > toldCount {
            page += "<p class=\"quiet\">And \(grouped(unpassedCount - toldCount)) more, in the list of scenarios.</p>\n"
        }
        page += "</details></section>\n"
        return page
    }

    private static let open: Markup = " open"

    private func entry(_ entry: Unpassed) -> Markup {
        let verdict = entry.result.verdict
        let word = entry.result.breakdown?.rawValue ?? verdict.word
        var page: Markup = """
            <article class="entry"><h3><span class="badge \(verdict.rawValue)"><span aria-hidden="true">\(verdict.shape)</span> \(word)</span> \
            <a class="m" href="#s\(entry.number)">\(entry.scenario.name)</a></h3><p>\(entry.scenario.headline)</p>

            """
        if let cause = entry.cause.map({ tally.failures[$0] }), cause.count > 1 {
            let others = cause.members.dropFirst().map(\.name).joined(separator: ", ")
            page +=
                "<p>\(grouped(cause.count)) × this cause, first at <span class=\"m\">\(cause.members[0].place)</span>; also <span class=\"m\">\(others)"
            let more = cause.count - cause.members.count
            page += "\(more > 0 ? " and \(more) more" : "")</span></p>\n"
        }
        guard let finding = entry.result.findings.first else {
            page += "<p>\(entry.result.reason ?? "no reason given")</p></article>\n"
            return page
        }
        let source = finding.source ?? entry.scenario.source
        page += """
            <dl><dt>fault</dt><dd>\(FindingText.fault(finding))</dd><dt>at</dt><dd><span class="m">\(source.path):\(source.line)</span>, \
            after \(TimeText.seconds(finding.time)) s<br><code>\(source.text)</code></dd>
            """
        if let requirement = finding.requirement { page += "<dt>requires</dt><dd>\(FindingText.text(requirement))</dd>" }
        page += "</dl>"
        let rows = ByteComparison(width: HTMLChunk.comparisonWidth, ink: .none).rows(finding)
        if !rows.isEmpty {
            page += "<pre class=\"bytes\">"
            for row in rows {
                let label = row.label.padded(to: 10)
                if row.label.isEmpty { page += "<b>\(label)\(row.text)</b>\n" } else { page += "\(label)\(row.text)\n" }
            }
            page += "</pre>"
        }
        page += "</article>\n"
        return page
    }

    /// What the device and the bench have, and why scenarios did not apply.
    var capabilitySection: Markup {
        var page: Markup = "<section id=\"capabilities\"><h2>Capabilities</h2>\n<div class=\"tables\">"
        if !capabilities.isEmpty || !dialects.isEmpty {
            page +=
                "<table><caption>What there was</caption><thead><tr><th>Capability</th><th></th><th>Meaning</th></tr></thead><tbody>\n"
            for capability in capabilities {
                page += """
                    <tr><th scope="row">\(capability.name)</th><td class="\(capability.isPresent ? "pass" : "not-applicable")">\
                    \(capability.isPresent ? "● present" : "○ missing")</td><td>\(capability.text)</td></tr>

                    """
            }
            for dialect in dialects {
                page +=
                    "<tr><th scope=\"row\">\(dialect.name)</th><td class=\"pass\">● dialect</td><td>\(dialect.features.joined(separator: ", "))</td></tr>\n"
            }
            page += "</tbody></table>\n"
        }
        page += Self.table("Not applicable, and why", tally.groups[.notApplicable] ?? [], filter: "v=not-applicable&amp;")
        page += Self.table("Notes of scenarios", tally.notes, filter: "")
        page += "</div>"
        if tally.groups[.notApplicable] == nil { page += "<p class=\"quiet\">Every scenario applied.</p>" }
        page += "</section>\n"
        return page
    }

    /// What was known before the run, and whether it came so.
    var expectations: Markup {
        let tables = [
            ("Against expectation: fails the gate", tally.gateBreaks), ("Against expectation", tally.surprises),
            ("Expected to go wrong", tally.excused), ("Recommended, not counted", tally.advised),
            ("Unstable: attempts ended differently", tally.unstable),
        ]
        guard tables.contains(where: { !$1.isEmpty }) else { return "" }
        var page: Markup = "<section id=\"expectations\"><h2>Expectations</h2>\n<div class=\"tables\">"
        for (title, groups) in tables { page += Self.table(title, groups, filter: "") }
        page += "</div></section>\n"
        return page
    }

    private static func table(_ title: String, _ groups: [RunTally.Group], filter: Markup) -> Markup {
        guard !groups.isEmpty else { return "" }
        var page: Markup =
            "<table><caption>\(title)</caption><thead><tr><th class=\"n\">Scenarios</th><th></th></tr></thead><tbody>\n"
        let sorted = groups.enumerated().sorted { ($1.element.count, $0.offset) < ($0.element.count, $1.offset) }.map(\.element)
        for group in sorted.prefix(groupsShown) {
            page += "<tr><td class=\"n\">"
            if filter.bytes.isEmpty {
                page += "\(grouped(group.count))"
            } else {
                page += "<a href=\"#?\(filter)q=\(component: group.text)\">\(grouped(group.count))</a>"
            }
            page += "</td><td>\(group.text)<br><span class=\"quiet m\">\(group.members.map(\.name).joined(separator: ", "))"
            let more = group.count - group.members.count
            page += "\(more > 0 ? " and \(more) more" : "")</span></td></tr>\n"
        }
        let others = sorted.count - min(sorted.count, groupsShown)
        if others > 0 { page += "<tr><td></td><td class=\"quiet\">and \(others) other reasons</td></tr>\n" }
        page += "</tbody></table>\n"
        return page
    }
}
