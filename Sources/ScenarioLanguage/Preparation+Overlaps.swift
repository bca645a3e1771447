import Octets
import SourceText

/// Expectations and rules in force beside them that accept the same line, so that which of them takes it is easily misread.
struct Overlaps {
    struct Overlap {
        var message: String
        var fix: String
        var expectation: Location
        var rule: Location
    }

    private struct Rule {
        var kind: UnsolicitedRule
        var pattern: LinePattern
        var location: Location
    }

    private struct Pair: Hashable {
        var expectation: Location
        var rule: Location
    }

    private(set) var found: [Overlap] = []
    private var rules: [Rule] = []
    private var seen: Set<Pair> = []

    init(_ plan: Plan) {
        read(plan.steps)
        rules = []
        read(plan.postambles)
    }

    private mutating func read(_ steps: [Step]) {
        for step in steps {
            switch step.action {
            case .unsolicited(let kind, let pattern):
                rules.append(Rule(kind: kind, pattern: pattern, location: step.location))
            case .expect(let expectation):
                guard case .line(let pattern) = expectation.content else { continue }
                for rule in rules { compare(pattern, at: step.location, with: rule) }
            default: step.forEachBlock { readBlock($0) }
            }
        }
    }

    /// What is allowed in a block is allowed up to its end.
    private mutating func readBlock(_ steps: [Step]) {
        let outer = rules.count
        read(steps)
        rules.removeSubrange(outer...)
    }

    private mutating func compare(_ pattern: LinePattern, at location: Location, with rule: Rule) {
        let pair = Pair(expectation: location, rule: rule.location)
        guard !seen.contains(pair) else { return }
        for mine in pattern.alternatives {
            for theirs in rule.pattern.alternatives {
                guard let overlap = overlap(mine, theirs, rule), mine.overlaps(theirs) else { continue }
                seen.insert(pair)
                found.append(Overlap(message: overlap.message, fix: overlap.fix, expectation: location, rule: rule.location))
                return
            }
        }
    }

    /// What is to be said if both accept the same line; nil where the more specific is what everybody expects to take it.
    private func overlap(
        _ mine: LinePattern.Alternative,
        _ theirs: LinePattern.Alternative,
        _ rule: Rule
    ) -> (message: String, fix: String)? {
        let (here, there) = (mine.specificity, theirs.specificity)
        let line = "line \(rule.location.line)"
        if here == there {
            return (
                "\(line) means lines like this too, and neither of the two is more specific: the expectation takes the first",
                "say more of the text in one of them"
            )
        }
        if here < there, here == Specificity(openness: .anyText), rule.kind != .forbid {
            return (
                "any text is expected here, but the lines of \(line) go there",
                "say more of this text, such as `{:/[0-9]{15}/}`"
            )
        }
        return nil
    }
}

extension LinePattern.Alternative {
    /// As far as it is known before the scenario runs.
    var specificity: Specificity {
        var sum = Specificity()
        for segment in segments {
            switch segment {
            case .text(let bytes): sum.fixed += bytes.count
            case .value: sum.fixed += 1
            case .capture(_, let type): sum += type.specificity
            }
        }
        return sum
    }

    /// Whether one line can be meant by both, where results are shown as texts; what a capture will hold is not known.
    func overlaps(_ other: LinePattern.Alternative) -> Bool {
        guard (framing == .parameter) == (other.framing == .parameter) else { return false }
        guard let mine = pieces, let theirs = other.pieces else { return false }
        return BytePattern(joining: mine).overlaps(BytePattern(joining: theirs))
    }

    private var pieces: [BytePattern.Piece]? {
        var pieces: [BytePattern.Piece] = []
        for segment in segments {
            switch segment {
            case .text(let bytes): pieces.append(.bytes(bytes))
            case .value: return nil
            case .capture(_, .oneOf(let words)): pieces.append(.oneOf(words.map { Array($0.utf8) }))
            case .capture(_, .matching(let pattern)): pieces.append(.pattern(pattern))
            case .capture(_, let type):
                guard let text = type.expression, let pattern = try? BytePattern(text) else { return nil }
                pieces.append(.pattern(pattern))
            }
        }
        return pieces
    }
}

extension CaptureType {
    /// What it accepts, as a regular expression; nil for those that are made of others.
    fileprivate var expression: String? {
        switch self {
        case .any: ".*"
        case .ipv4: #"\d{1,3}(\.\d{1,3}){3}"#
        case .integer: #"\d+"#
        case .word: "[^ ,\"]+"
        case .quoted: "\".*\""
        case .oneOf, .matching: nil
        }
    }
}
