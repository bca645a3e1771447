import Octets

/// How narrowly an expectation or a rule says which line it means; of two that the same line meets, the more specific takes it.
///
/// First by the characters that are certain; among equals one without any pattern before one with patterns, and that before one
/// with `{any}`.
public struct Specificity: Hashable, Comparable, Sendable {
    /// What is left open.
    public enum Openness: Int, Comparable, Sendable {
        case none
        case patterns
        case anyText

        public static func < (left: Openness, right: Openness) -> Bool { left.rawValue < right.rawValue }
    }

    /// Characters that every such line holds, line ends left out.
    public var fixed: Int
    public var openness: Openness

    public init(fixed: Int = 0, openness: Openness = .none) {
        self.fixed = fixed
        self.openness = openness
    }

    public static func < (left: Specificity, right: Specificity) -> Bool {
        left.fixed != right.fixed ? left.fixed < right.fixed : left.openness > right.openness
    }
}

extension CaptureType {
    /// What of the lines that it accepts is certain: in `one of` the shortest word, in a regular expression what has no choice.
    public var specificity: Specificity {
        switch self {
        case .any: Specificity(openness: .anyText)
        case .ipv4, .integer, .word, .quoted: Specificity(openness: .patterns)
        case .oneOf(let words): Specificity(fixed: words.map(\.utf8.count).min() ?? 0, openness: .patterns)
        case .matching(let pattern): Specificity(fixed: pattern.fixedCount, openness: .patterns)
        }
    }
}

extension Specificity {
    public static func += (left: inout Specificity, right: Specificity) {
        left.fixed += right.fixed
        left.openness = max(left.openness, right.openness)
    }
}
