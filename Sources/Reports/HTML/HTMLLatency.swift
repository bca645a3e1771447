import Events

extension LatencyFold {
    private static let width = 320
    private static let height = 18

    /// A table with a strip plot a command, all on one logarithmic scale.
    var section: Markup {
        var page: Markup = "<section id=\"latency\"><h2>Latency per command</h2>\n"
        let values = commands.flatMap { [$0.least, $0.most] }
        guard let least = values.min(), let most = values.max() else {
            page += "<p class=\"quiet\">No command line was answered.</p></section>\n"
            return page
        }
        let scale = Scale(least: least, most: most)
        page += """
            <p class="quiet">From a command line to the device’s first byte after the echo, on the run’s clock, the serial line’s time included. Each stroke is \
            an answer, the tall one the median.</p>
            <div class="scroll"><table class="latency"><thead><tr><th>Command</th><th class="n">Answers</th><th class="n">Minimum</th>\
            <th class="n">Median</th><th class="n">Maximum</th><th class="plot">\(scale.axis)</th></tr></thead><tbody>

            """
        for command in rows {
            let median = command.median
            page += """
                <tr><td class="m">\(command.name)</td><td class="n">\(grouped(command.count))</td><td class="n">\(TimeText.fine(command.least))</td>\
                <td class="n">\(TimeText.fine(median))</td><td class="n">\(TimeText.fine(command.most))</td><td class="plot">\(scale.strip(command, median))</td></tr>

                """
        }
        page += "</tbody></table></div></section>\n"
        return page
    }

    /// Decades from the fastest answer to the slowest.
    private struct Scale {
        let first: Int
        let last: Int

        init(least: Int64, most: Int64) {
            first = Int(Self.decade(least).rounded(.down))
            last = max(first + 1, Int(Self.decade(most).rounded(.up)))
        }

        /// The decimal logarithm of nanoseconds, at least that of a microsecond. The series for ln of 1…2 is exact to 1e-5.
        static func decade(_ time: Int64) -> Double {
            let value = Double(max(1000, time))
            let y = (value.significand - 1) / (value.significand + 1)
            let logarithm = 2 * (y + y * y * y / 3 + y * y * y * y * y / 5 + y * y * y * y * y * y * y / 7)
            return (Double(value.exponent) * 0.693_147_180_56 + logarithm) / 2.302_585_092_99
        }

        func x(_ time: Int64) -> Int {
            let span = Double(last - first)
            let x = (Self.decade(time) - Double(first)) / span * Double(LatencyFold.width - 2)
            return 1 + Int(min(max(0, x), Double(LatencyFold.width - 2)))
        }

        private func x(decade: Int) -> Int { 1 + (decade - first) * (LatencyFold.width - 2) / (last - first) }

        private var grid: Markup {
            var path: Markup = "<path class=\"grid\" d=\""
            for decade in first...last { path += "M\(x(decade: decade)) 0v\(LatencyFold.height)" }
            path += "\"/>"
            return path
        }

        var axis: Markup {
            var page: Markup =
                "<svg viewBox=\"0 0 \(LatencyFold.width) 14\" class=\"axis\" role=\"img\" aria-label=\"logarithmic scale\">"
            for decade in first...last {
                page += "<text x=\"\(x(decade: decade))\" y=\"11\" text-anchor=\"middle\">\(Self.name(decade))</text>"
            }
            page += "</svg>"
            return page
        }

        func strip(_ command: Command, _ median: Int64) -> Markup {
            var columns = Set(command.samples.map { x($0) })
            columns.formUnion([x(command.least), x(command.most)])
            let label = "\(command.count) answers from \(TimeText.fine(command.least)) to \(TimeText.fine(command.most))"
            var page: Markup = """
                <svg viewBox="0 0 \(LatencyFold.width) \(LatencyFold.height)" role="img" aria-label="\(label)">\(grid)\
                <path class="span" d="M\(x(command.least)) 9H\(x(command.most))"/><path class="dots" d="
                """
            for column in columns.sorted() { page += "M\(column) 5v8" }
            page += "\"/><path class=\"median\" d=\"M\(x(median)) 1v16\"/></svg>"
            return page
        }

        private static func name(_ decade: Int) -> String {
            let power = (0..<(decade % 3 + 3) % 3).reduce(1) { number, _ in number * 10 }
            switch decade {
            case ..<6: return "\(power) µs"
            case ..<9: return "\(power) ms"
            default: return "\((9..<decade).reduce(1) { number, _ in number * 10 }) s"
            }
        }
    }
}
