import Events
import Verdicts

extension HTMLSummary {
    /// What was run, on what, and how to find one's way.
    var header: Markup {
        var exit = tally.exit
        exit.record(.runEnded(RunSummary(interrupted: tally.interrupted)))
        var page: Markup = """
            <header><h1>Conformance report</h1><p class="verdict">\(Self.sentence(exit.meaning))</p><dl class="facts">

            """
        for dialect in dialects { page += "<dt>Dialect</dt><dd><b>\(dialect.name)</b> \(dialect.title)</dd>" }
        if let run {
            page += """
                <dt>Device</dt><dd>\(run.device)</dd><dt>Seed</dt><dd>\(String(run.seed))</dd>\
                <dt>Attest</dt><dd>\(run.version)</dd><dt>Command</dt><dd class="m">\(run.command.joined(separator: " "))</dd>
                """
        }
        page += """
            </dl><nav aria-label="Sections"><a href="#summary">Summary</a> <a href="#scenarios">Scenarios</a> \
            <a href="#requirements">Requirements</a> <a href="#latency">Latency</a> <a href="#capabilities">Capabilities</a>\
            <span class="keys" hidden><kbd>/</kbd> search <kbd>↑</kbd><kbd>↓</kbd> move <kbd>Enter</kbd> open <kbd>Esc</kbd> back</span></nav></header>

            """
        return page
    }

    private static func sentence(_ meaning: String) -> String {
        meaning.prefix(1).uppercased() + meaning.dropFirst() + "."
    }

    /// The totals, by verdict, service and grade.
    func section(_ coverage: HTMLCoverage) -> Markup {
        var page: Markup = "<section id=\"summary\"><h2>Summary</h2>\n<ul class=\"totals\">"
        for verdict in Verdict.columns {
            let count = tally.counts[verdict, default: 0]
            page += """
                <li class="\(count == 0 ? "none" : verdict.rawValue)"><a href="#?v=\(verdict.rawValue)"><span class="count">\(grouped(count))</span>\
                <span class="mark" aria-hidden="true">\(verdict.shape)</span> \(verdict.word)</a></li>
                """
        }
        page += "</ul>\n\(bar)<p>\(totals)</p>\n"
        if tally.interrupted {
            page += "<p class=\"warning\">\(RunTally.notWholeSentence)</p>\n"
        } else if !hasEnded {
            page += "<p class=\"warning\">The journal ends before its run does: what was under way is missing.</p>\n"
        }
        page += "<div class=\"tables\">\(services)\(coverage.grades)</div></section>\n"
        return page
    }

    private var totals: String {
        let real = run.map { $0.device == "virtual" ? ", simulated" : ", lasting" } ?? ", lasting"
        return
            "\(grouped(tally.scenarios)) scenario\(tally.scenarios == 1 ? "" : "s") with \(grouped(tally.assertions)) assertions"
            + "\(real) \(TimeText.duration(tally.simulated))."
    }

    /// The shares of the verdicts, each at least a hair wide.
    private var bar: Markup {
        let total = max(1, tally.scenarios)
        var widths = Verdict.columns.map { verdict in tally.counts[verdict].map { $0 > 0 ? max(4, $0 * 1000 / total) : 0 } ?? 0 }
        if let widest = widths.indices.max(by: { widths[$0] < widths[$1] }), widths[widest] > 0 {
            widths[widest] += 1000 - widths.reduce(0, +)
        }
        var page: Markup = "<svg class=\"bar\" viewBox=\"0 0 1000 8\" preserveAspectRatio=\"none\" aria-hidden=\"true\">"
        var start = 0
        for (verdict, width) in zip(Verdict.columns, widths) where width > 0 {
            page += "<rect class=\"\(verdict.rawValue)\" x=\"\(start)\" y=\"0\" width=\"\(width)\" height=\"8\"/>"
            start += width
        }
        page += "</svg>\n"
        return page
    }

    private var services: Markup {
        let several = Set(groups.map(\.dialect)).count > 1
        var page: Markup = "<table class=\"counts\"><caption>By service</caption><thead><tr>"
        if several { page += "<th>Dialect</th>" }
        page += "<th>Service</th>\(Self.heads)<th class=\"n\">all</th></tr></thead><tbody>\n"
        for group in groups {
            page += "<tr>"
            if several { page += "<td>\(group.dialect)</td>" }
            page += "<th scope=\"row\">\(group.service)</th>"
            for verdict in Verdict.columns {
                let link: Markup =
                    "#?v=\(verdict.rawValue)&amp;s=\(component: group.service)&amp;d=\(component: several ? group.dialect : "")"
                page += Self.cell(group.counts[verdict], verdict, link)
            }
            page += "<td class=\"n\">\(grouped(group.counts.values.reduce(0, +)))</td></tr>\n"
        }
        page += "</tbody></table>\n"
        return page
    }

    /// The heads of the verdicts' columns.
    static var heads: Markup {
        var page: Markup = ""
        for verdict in Verdict.columns {
            page +=
                "<th class=\"n\"><span class=\"mark \(verdict.rawValue)\" aria-hidden=\"true\">\(verdict.shape)</span> \(verdict.word)</th>"
        }
        return page
    }

    /// A count that leads to its scenarios.
    static func cell(_ count: Int?, _ verdict: Verdict, _ link: Markup) -> Markup {
        guard let count, count > 0 else { return "<td class=\"n zero\">·</td>" }
        return "<td class=\"n \(verdict.rawValue)\"><a href=\"\(link)\">\(grouped(count))</a></td>"
    }
}
