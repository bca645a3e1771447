import Octets

/// Draws a transcript in two columns, the host's and the modem's, behind the times in seconds.
struct TranscriptLayout {
    /// Of a longer cell the first lines and the last one are shown.
    static let linesPerCell = 4
    /// `<0x9A>`, shorter than any column.
    private static let longestName = 6
    /// So that the modem's column stands apart even below short commands.
    private static let narrowestHost = 16
    private static let indent = "  "
    private static let gap = "  "

    var width: Int
    var ink: Ink

    func lines(_ transcript: Transcript) -> [String] {
        let rows = transcript.rows
        guard !rows.isEmpty else { return [] }
        let timeWidth = max(8, rows.reduce(0) { max($0, TimeText.seconds($1.time).count) })
        let columns = max(24, width - Self.indent.count - timeWidth - 2 * Self.gap.count)
        let hostWidth = min(max(Self.narrowestHost, longestHostText(rows)), columns / 2)
        let modemWidth = columns - hostWidth
        let margin = String(repeating: " ", count: Self.indent.count + timeWidth + Self.gap.count)
        let modemMargin = String(repeating: " ", count: hostWidth) + Self.gap
        func beforeRow(_ time: String) -> String { Self.indent + ink(time.aligned(to: timeWidth), .faint) + Self.gap }

        var lines = [
            ink(
                Self.indent + "time s".aligned(to: timeWidth) + Self.gap + "host".padded(to: hostWidth) + Self.gap + "modem",
                .faint
            )
        ]
        if transcript.dropped > 0 {
            lines.append(ink(Self.indent + "…".aligned(to: timeWidth) + Self.gap + "\(transcript.dropped) earlier", .faint))
        }
        for row in rows {
            let time = beforeRow(TimeText.seconds(row.time))
            switch row.content {
            case .host(let excerpt, _):
                for (index, part) in cell(row.named(excerpt), hostWidth).enumerated() {
                    lines.append((index == 0 ? time : margin) + part)
                }
            case .device(let excerpt):
                for (index, part) in cell(row.named(excerpt), modemWidth).enumerated() {
                    lines.append((index == 0 ? time : margin) + modemMargin + part)
                }
            case .bench(let party, let text):
                lines.append(time + ink("· " + shown("\(party) \(text)").clipped(to: columns), .faint))
            case .aside(let text): lines.append(time + ink("· " + shown(text).clipped(to: columns), .faint))
            case .phase(let text): lines.append(time + ink("[" + shown(text).clipped(to: columns) + "]", .faint))
            }
        }
        if transcript.later > 0 {
            lines.append(ink(Self.indent + "…".aligned(to: timeWidth) + Self.gap + "\(transcript.later) later", .faint))
        }
        return lines
    }

    private func longestHostText(_ rows: [Transcript.Row]) -> Int {
        rows.reduce(0) { longest, row in
            switch row.content {
            case .host(let excerpt, _): max(longest, row.named(excerpt).utf8.count)
            case .device, .bench, .aside, .phase: longest
            }
        }
    }

    /// The text in lines of at most `width`, never broken inside a named character.
    private func cell(_ text: String, _ width: Int) -> [String] {
        if text.utf8.count <= width { return [text] }
        var lines: [String] = []
        var rest = Array(text.unicodeScalars)[...]
        while rest.count > width {
            var end = rest.startIndex + width
            if let open = rest[..<end].suffix(Self.longestName - 1).lastIndex(of: "<"), !rest[open..<end].contains(">"),
                rest[end...].prefix(Self.longestName - 1).contains(">")
            {
                end = open
            }
            lines.append(String(String.UnicodeScalarView(rest[..<end])))
            rest = rest[end...]
        }
        lines.append(String(String.UnicodeScalarView(rest)))
        guard lines.count > Self.linesPerCell else { return lines }
        return lines.prefix(Self.linesPerCell - 2) + ["…", lines[lines.count - 1]]
    }
}

extension Transcript.Row {
    /// The bytes as text; of another serial line than the first, with its name.
    fileprivate func named(_ excerpt: Excerpt) -> String { on.map { "\($0): \(excerpt.text)" } ?? excerpt.text }
}
