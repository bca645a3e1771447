import Dialects
import SourceText

/// Device lines.
extension Evaluator {
    /// The texts that a device line may have: every spelling of the forms in it.
    func pattern(_ text: Text) throws(Problem) -> LinePattern {
        if let reference = text.soleReference, case .name(let name) = reference.kind, binding(name) == nil,
            !captured.contains(name),
            let form = context.dialect.forms[name]
        {
            let alternatives = form.spellings.map { spelling in
                LinePattern.Alternative(segments: [.text(Array(spelling.utf8))], framing: form.framing)
            }
            return LinePattern(alternatives: alternatives, form: name)
        }
        var alternatives: [[LinePattern.Segment]] = [[]]
        for part in text.parts {
            switch part {
            case .literal(let bytes): alternatives.appendText(bytes)
            case .reference(let reference): try append(reference, to: &alternatives)
            }
        }
        return LinePattern(
            alternatives: alternatives.flatMap { segments in
                errors(segments)
                    ?? ([segments] + context.dialect.otherwiseQuoted(segments))
                    .flatMap { [$0] + [context.dialect.otherwiseParted($0)].compactMap(\.self) }
                    .map { .init(segments: $0, framing: context.dialect.framing(of: $0)) }
            }
        )
    }

    private func append(_ reference: Reference, to alternatives: inout [[LinePattern.Segment]]) throws(Problem) {
        switch reference.kind {
        case .capture(let name, let pattern):
            let type = try type(pattern, at: reference.range)
            alternatives.append(.capture(name: name, type))
            if let name { captured.insert(name) }
        case .name(let name):
            let isKnown = binding(name) != nil || captured.contains(name)
            if !isKnown, let form = context.dialect.forms[name] {
                guard alternatives.count * form.spellings.count <= ScenarioLimits.alternatives else {
                    throw Problem("this line has more than \(ScenarioLimits.alternatives) texts", at: reference.range)
                }
                alternatives = alternatives.flatMap { before in
                    form.spellings.map { spelling in
                        var one = [before]
                        one.appendText(Array(spelling.utf8))
                        return one[0]
                    }
                }
            } else if !isKnown, context.dialect.spellings[name] == nil, let type = CaptureType.named[name] {
                alternatives.append(.capture(name: nil, type))
            } else {
                try appendTemplate(reference, to: &alternatives)
            }
        case .address, .port, .value: try appendTemplate(reference, to: &alternatives)
        }
    }

    private func appendTemplate(_ reference: Reference, to alternatives: inout [[LinePattern.Segment]]) throws(Problem) {
        for part in try template(Text(parts: [.reference(reference)], range: reference.range)).parts {
            switch part {
            case .text(let bytes): alternatives.appendText(bytes)
            case .value(let name): alternatives.append(.value(name))
            }
        }
    }

    private func type(_ pattern: CapturePattern, at range: SourceRange) throws(Problem) -> CaptureType {
        switch pattern {
        case .type(let type): return type
        case .oneOf(let words):
            var values: [String] = []
            for word in words {
                if let binding = binding(word) {
                    let text = Text(parts: [.reference(Reference(kind: .name(word), range: range))], range: range)
                    _ = binding
                    for value in try string(text).split(separator: " ") { values += try group(String(value), at: range) }
                } else {
                    values += try group(word, at: range)
                }
            }
            return .oneOf(values)
        }
    }

    /// The codes of an error group; a word that looks like no group stands for itself.
    private func group(_ word: String, at range: SourceRange) throws(Problem) -> [String] {
        if let codes = context.dialect.groups[word] { return codes }
        if context.others.names.groups.contains(word) { throw .misfit(.unsaid("{\(word)}"), at: range) }
        guard word.contains("-"), TokenCursor.number(word) == nil, !isSyntaxCheck else { return [word] }
        throw Problem(
            "`\(word)` is no group of error codes",
            at: range,
            meaning: word,
            among: context.dialect.groups.keys.sorted()
        ) { "one of \($0)" }
    }
}

extension [[LinePattern.Segment]] {
    fileprivate mutating func append(_ segment: LinePattern.Segment) {
        for index in indices { self[index].append(segment) }
    }

    /// Texts next to each other become one.
    fileprivate mutating func appendText(_ bytes: [UInt8]) {
        guard !bytes.isEmpty else { return }
        for index in indices {
            if case .text(let before) = self[index].last {
                self[index][self[index].count - 1] = .text(before + bytes)
            } else {
                self[index].append(.text(bytes))
            }
        }
    }
}
