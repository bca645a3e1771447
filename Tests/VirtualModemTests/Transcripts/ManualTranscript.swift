import FoundationEssentials
import Testing

/// What a manual shows host and device saying: `Fixtures/transcripts/NNN.dialogues`, whose form stands in the README beside it.
struct ManualTranscript {
    struct Line {
        /// In the file, from 1.
        var number: Int
        var indentation: Int
        /// Without indentation, and without the place that another column names.
        var text: String
        /// What the manual says elsewhere for what this line prints; one that begins with `-` takes something away.
        var otherReadings: [String] = []

        /// What two or more blanks part.
        var columns: [String] { text.columns }
    }

    struct Section {
        /// `table`, `session`, `syntax` …
        var kind: String
        var clause: String
        var lines: [Line] = []

        var rows: [Row] {
            var rows: [Row] = []
            for line in lines {
                if let (word, name) = line.text.parted(at: " "), line.indentation == 4, word == "row" || word == "or" {
                    rows.append(Row(name: name, isAlternative: word == "or"))
                } else if line.indentation == 8, let last = rows.indices.last, let item = Item(line) {
                    rows[last].items.append(item)
                }
            }
            return rows
        }

        /// The parameters that the command reads, put right; nil where the manual has no such list.
        var reads: [String]? {
            guard let line = lines.first(where: { $0.text.hasPrefix("reads") }) else { return nil }
            return line.otherReadings.reduce(line.text.split(separator: " ").dropFirst().map(String.init)) { names, reading in
                reading.hasPrefix("-") ? names.filter { $0 != reading.dropFirst() } : names + [reading]
            }
        }
    }

    struct Row {
        var name: String
        /// Stands in place of the row before it.
        var isAlternative: Bool
        var items: [Item] = []
    }

    struct Item {
        enum Mark: String {
            case hostLine = ">"
            case hostBytes = ">>"
            case deviceLine = "<"
            case deviceBytes = "<<"
            case inItsPlace = "|"
            case repeated = "*"
            case lineElsewhere = "+<"
            case bytesElsewhere = "+<<"
        }
        var mark: Mark
        /// As this place prints it, then as others do.
        var readings: [String]
        var number: Int

        var text: String { "\(mark.rawValue) \(readings[0])" }

        init?(_ line: Line) {
            let (word, text) = line.text.parted(at: " ") ?? (line.text, "")
            guard let mark = Mark(rawValue: word) else { return nil }
            self.mark = mark
            readings = [text] + line.otherReadings
            number = line.number
        }
    }

    let sections: [Section]

    static func read(_ document: String) throws -> ManualTranscript {
        let root = #filePath.split(separator: "/").dropLast(4).reduce("") { $0 + "/" + $1 }
        let bytes = try #require(FileManager.default.contents(atPath: "\(root)/Fixtures/transcripts/\(document).dialogues"))
        return ManualTranscript(text: String(decoding: bytes, as: UTF8.self))
    }

    init(text: String) {
        var sections: [Section] = []
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let indentation = line.prefix { $0 == " " }.count
            let text = String(line.dropFirst(indentation))
            if text.isEmpty || text.hasPrefix("# ") { continue }
            if indentation == 0 {
                let (kind, clause) = text.parted(at: " ") ?? (text, "")
                sections.append(Section(kind: kind, clause: clause))
            } else if let section = sections.indices.last {
                sections[section].note(text, indentation: indentation, number: index + 1)
            }
        }
        self.sections = sections
    }

    func sections(_ kind: String) -> [Section] { sections.filter { $0.kind == kind } }
}

extension ManualTranscript.Section {
    /// The place in another column, where one stands, is for who reads the file.
    fileprivate mutating func note(_ text: String, indentation: Int, number: Int) {
        let hasPlace = text.hasPrefix("! ") || text.hasPrefix("+<")
        let said = hasPlace ? text.parted(at: ManualTranscript.beforePlace)?.0 ?? text : text
        if said.hasPrefix("! ") {
            lines.indices.last.map { lines[$0].otherReadings.append(String(said.dropFirst(2))) }
        } else {
            lines.append(ManualTranscript.Line(number: number, indentation: indentation, text: said))
        }
    }
}

extension ManualTranscript {
    /// What parts a reading from its place. Two blanks may be part of what is printed.
    static let beforePlace = "    "
}

extension String {
    /// What stands before and after the first place of the text; nil where there is none.
    func parted(at text: String) -> (String, String)? {
        guard let range = firstRange(of: text) else { return nil }
        return (String(self[..<range.lowerBound]), String(self[range.upperBound...].drop { $0 == " " }))
    }

    var columns: [String] {
        var columns: [String] = []
        var rest = self
        while let (column, others) = rest.parted(at: "  ") {
            columns.append(column)
            rest = others
        }
        return columns + [rest]
    }
}
