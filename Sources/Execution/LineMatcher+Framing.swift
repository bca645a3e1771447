internal import Octets
internal import ScenarioLanguage

extension LineMatcher {
    /// The line as the device must send it in the modes that the host knows of (001 Appendix B "Output").
    /// - Returns: nil when the device sends nothing in that mode (ATQ1).
    init?(_ alternative: LinePattern.Alternative, view: HostView, captures: [String: [UInt8]]) {
        let text = alternative.segments.map { segment -> Element in
            switch segment {
            case .text(let bytes): .literal(bytes)
            case .value(let name): .literal(captures[name] ?? [])
            case .capture(let name, let type): .capture(name: name, type)
            }
        }
        let lineEnd: [UInt8] = [view.s3, view.s4]
        switch alternative.framing {
        case .result(let number):
            guard !view.quiet else { return nil }
            if !view.verbose, let number {
                elements = [.literal([view.s3] + Array(String(number).utf8) + [view.s3])]
                framingCount = 2
            } else {
                elements = [.literal(lineEnd)] + text + [.literal(lineEnd)]
                framingCount = 2 * lineEnd.count
            }
        case .extendedError:
            guard !view.quiet else { return nil }
            elements = [.literal(view.verbose ? lineEnd : [view.s3])] + text + [.literal(lineEnd)]
            framingCount = lineEnd.count + (view.verbose ? lineEnd.count : 1)
        case .parameter:
            guard !view.quiet else { return nil }
            elements = text + [.literal(lineEnd)]
            framingCount = lineEnd.count
        case .information:
            elements = (view.verbose ? [.literal(lineEnd)] : []) + text + [.literal(lineEnd)]
            framingCount = (view.verbose ? 2 : 1) * lineEnd.count
        }
    }
}

extension LineMatcher {
    /// A displayed line framed as App. B frames indications, and errors under ATV0; none for other lines, and for empty ones.
    static func framedAsIndication(_ alternative: LinePattern.Alternative, view: HostView, captures: [String: [UInt8]]) -> [Self]
    {
        guard alternative.framing == .parameter, !alternative.segments.isEmpty,
            let plain = LineMatcher(alternative, view: view, captures: captures)
        else { return [] }
        let beginnings = view.verbose ? [[view.s3, view.s4]] : [[view.s3, view.s4], [view.s3]]
        return beginnings.map { LineMatcher(elements: [.literal($0)] + plain.elements) }
    }
}

extension LinePattern.Alternative {
    /// The text as a person would read it, with patterns in braces.
    func readable(captures: [String: [UInt8]]) -> String {
        segments.map { segment in
            switch segment {
            case .text(let bytes): visible(bytes)
            case .value(let name): visible(captures[name] ?? [])
            case .capture(_, let type): "{\(type.readable)}"
            }
        }.joined()
    }
}

extension CaptureType {
    var readable: String {
        switch self {
        case .any: "any text"
        case .ipv4: "an IPv4 address"
        case .integer: "a whole number"
        case .word: "a word"
        case .quoted: "a quoted text"
        case .oneOf(let words): "one of " + words.joined(separator: " ")
        case .matching(let pattern): "/\(pattern.text)/"
        }
    }
}
