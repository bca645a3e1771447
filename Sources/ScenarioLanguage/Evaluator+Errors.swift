import Dialects

/// `#CME ERROR: …` in a scenario is an error of the dialect, in whichever form its device tells it.
extension Evaluator {
    private static let label = Array("#CME ERROR: ".utf8)

    /// What a device of the dialect may say in place of such a line; nil: it is none, or said as it is written.
    func errors(_ segments: [LinePattern.Segment]) -> [LinePattern.Alternative]? {
        guard case .text(let first)? = segments.first, first.starts(with: Self.label) else { return nil }
        let rest = Array(first.dropFirst(Self.label.count))
        let code = (rest.isEmpty ? [] : [LinePattern.Segment.text(rest)]) + segments.dropFirst()
        guard code.count == 1 else { return context.dialect.errorForms.isEmpty ? nil : alternatives(code, saying: nil) }
        switch code[0] {
        case .text(let digits):
            guard let number = Int(String(decoding: digits, as: UTF8.self)) else { break }
            if let meaning = context.dialect.errors[number] {
                return alternatives(code, saying: [.text(Array(meaning.utf8))])
            }
            // The manual has no code for the reason, of which others have one.
            return context.others.names.errors.contains(number) ? [plainError()] : nil
        case .capture(let name, .oneOf(let words)):
            let codes = words.filter { $0 != DialectIndex.plainError }
            let meanings = codes.compactMap { Int($0).flatMap { context.dialect.errors[$0] } }
            guard codes.count < words.count || !context.dialect.errorForms.isEmpty else { return nil }
            let numbered =
                codes.isEmpty
                ? [] : alternatives([.capture(name: name, .oneOf(codes))], saying: [.capture(name: name, .oneOf(meanings))])
            return numbered + (codes.count < words.count ? [plainError()] : [])
        case .capture(let name, _):
            return context.dialect.errorForms.isEmpty ? nil : alternatives(code, saying: [.capture(name: name, .any)])
        case .value: break
        }
        return context.dialect.errorForms.isEmpty ? nil : alternatives(code, saying: nil)
    }

    /// The dialect's forms of an error. - Parameter meaning: What stands where its meaning does; nil: anything.
    private func alternatives(_ code: [LinePattern.Segment], saying meaning: [LinePattern.Segment]?) -> [LinePattern.Alternative]
    {
        let forms = context.dialect.errorForms.isEmpty ? [.common] : context.dialect.errorForms
        let others = forms.contains { $0.reports == nil } ? [] : (0...2).filter { mode in !forms.contains { $0.reports == mode } }
        let told = forms.map { form -> LinePattern.Alternative in
            guard let label = form.label else { return plainError(under: form.reports) }
            var segments = form.isText ? meaning ?? [.capture(name: nil, .any)] : code
            if case .text(let text)? = segments.first {
                segments[0] = .text(Array(label.utf8) + text)
            } else {
                segments.insert(.text(Array(label.utf8)), at: 0)
            }
            return .init(segments: segments, framing: .extendedError, reports: form.reports, isRemarkable: false)
        }
        return told + others.map { plainError(under: $0) }
    }

    private func plainError(under reports: Int? = nil) -> LinePattern.Alternative {
        let segments = [LinePattern.Segment.text(Array(DialectIndex.plainError.utf8))]
        return .init(segments: segments, framing: context.dialect.framing(of: segments), reports: reports, isRemarkable: false)
    }
}
