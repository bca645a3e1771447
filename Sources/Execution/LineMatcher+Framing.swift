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
        case .prompt:
            elements = [.literal(lineEnd)] + text
            framingCount = lineEnd.count
        }
    }
}

extension LineMatcher {
    /// What a line may be: each of its texts as the device must send it, then those in other frames that are as good.
    /// - Parameter isRead: The last command line has read a parameter.
    static func all(_ pattern: LinePattern, view: HostView, captures: [String: [UInt8]], afterRead isRead: Bool) -> [LineMatcher]
    {
        var matchers: [LineMatcher] = []
        var others: [LineMatcher] = []
        for (index, alternative) in pattern.alternatives.enumerated() {
            guard var matcher = LineMatcher(alternative, view: view, captures: captures) else { continue }
            matcher.alternative = index
            matchers.append(matcher)
            others += matcher.reframed(alternative, view, isRead: isRead)
        }
        return matchers + others
    }

    /// The same in frames that its manual does not say, and that are as good.
    private func reframed(_ alternative: LinePattern.Alternative, _ view: HostView, isRead: Bool) -> [LineMatcher] {
        guard !alternative.segments.isEmpty else { return [] }
        var other = self
        switch alternative.framing {
        // How a line is framed that an action displays is said nowhere (001 App. B "Output" speaks of reads): as indications are, and
        // errors under ATV0.
        case .parameter where !isRead:
            other.framingCount = 0
            other.variant = "displayed lines stand between two CR LF"
            return (view.verbose ? [[view.s3, view.s4]] : [[view.s3, view.s4], [view.s3]]).map { beginning in
                other.elements = [.literal(beginning)] + elements
                return other
            }
        case .prompt:
            other.elements.removeFirst()
            other.framingCount = 0
            other.variant = "no line end stands before the prompt"
            return [other]
        case .parameter, .result, .extendedError, .information: return []
        }
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
