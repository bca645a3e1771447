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

    /// Where the value begins in a line that shows a parameter: behind its name, what parts it from that, and a socket's number.
    private func startOfValue(in line: [UInt8]) -> Int? {
        for parameter in parameters where !parameter.saysQuotes {
            for separator in Set([": ", "=", parameter.separator(.reads) ?? ": ", parameter.separator(.displays) ?? ": "]) {
                let beginning = Array((parameter.command + separator).utf8)
                guard line.starts(with: beginning) else { continue }
                guard parameter.sockets != nil else { return beginning.count }
                return line[beginning.count...].firstIndex(of: UInt8(ascii: ",")).map { $0 + 1 }
            }
        }
        return nil
    }
}

extension DialectIndex {
    /// `AT#NAME=VALUE` as the manual writes it: with quotes where it has some around a number, without where it has none around a letter.
    func asWritten(_ line: Template) -> Template {
        guard case .text(let first)? = line.parts.first else { return line }
        let quote = UInt8(ascii: "\"")
        for parameter in parameters {
            guard let isQuoted = parameter.isWrittenQuoted else { continue }
            let beginning = Array("AT\(parameter.command)=".utf8)
            guard first.starts(with: beginning) else { continue }
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
