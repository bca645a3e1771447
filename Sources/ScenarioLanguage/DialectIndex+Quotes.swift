import Dialects
import Octets

/// Values that are shown between quotes, or without, where a manual does not say which.
extension DialectIndex {
    /// A line that shows a parameter, with quotes around its value in place of none, or without those that are there.
    /// - Returns: none of another line, or where the manual says it.
    func otherwiseQuoted(_ segments: [LinePattern.Segment]) -> [[LinePattern.Segment]] {
        guard !saysQuotes, case .text(let first)? = segments.first, let start = startOfValue(in: first) else { return [] }
        let quote = UInt8(ascii: "\"")
        var (beginning, value) = (Array(first[..<start]), Array(first[start...]))
        var rest = Array(segments.dropFirst())
        if value.isEmpty, rest.count == 1, case .capture(let name, .quoted) = rest[0] {
            return [[.text(beginning), .capture(name: name, .matching(.bare))]]
        }
        if value.first == quote {
            value.removeFirst()
            guard let last = rest.popLast() else {
                guard value.last == quote else { return [] }
                return [[.text(beginning + value.dropLast())]]
            }
            guard case .text(let end) = last, end.last == quote else { return [] }
            return [[.text(beginning + value)] + rest + (end.count > 1 ? [.text(end.dropLast())] : [])]
        }
        // Of `{name:any}` the quotes are part already.
        if value.isEmpty, rest.count == 1, case .capture(_, .any) = rest[0] { return [] }
        beginning.append(quote)
        return [[.text(beginning + value)] + rest + [.text([quote])]]
    }

    /// A line that shows a parameter alone, parted from its name as in displays; nil of another line, or where the manual says how.
    func otherwiseParted(_ segments: [LinePattern.Segment]) -> [LinePattern.Segment]? {
        guard case .text(let first)? = segments.first,
            let shown = partedParameters.first(where: { first.starts(with: $0.beginning) })
        else { return nil }
        return [.text(shown.asInDisplays + first.dropFirst(shown.beginning.count))] + segments.dropFirst()
    }

    /// Where the value begins in a line that shows a parameter: behind its name, what parts it from that, and a socket's number.
    private func startOfValue(in line: [UInt8]) -> Int? {
        guard let shown = shownParameters.first(where: { line.starts(with: $0.beginning) }) else { return nil }
        guard shown.hasSocket else { return shown.beginning.count }
        return line[shown.beginning.count...].firstIndex(of: UInt8(ascii: ",")).map { $0 + 1 }
    }
}

extension DialectIndex {
    /// `AT#NAME=VALUE` as the manual writes it: with quotes where it has some around a number, without where it has none around a letter.
    func asWritten(_ line: Template) -> Template {
        guard case .text(let first)? = line.parts.first else { return line }
        let quote = UInt8(ascii: "\"")
        for (beginning, isQuoted) in writtenParameters where first.starts(with: beginning) {
            let value = first[beginning.count...]
            guard (value.first == quote) != isQuoted else { return line }
            var parts: [Template.Part] = []
            if isQuoted {
                parts.appendText(beginning + [quote] + value)
                parts += line.parts.dropFirst()
                parts.appendText([quote])
            } else {
                for part in line.parts {
                    if case .text(let bytes) = part { parts.appendText(bytes.filter { $0 != quote }) } else { parts.append(part) }
                }
            }
            return Template(parts: parts)
        }
        return line
    }
}
