public import Dialects

/// How devices of a dialect frame their lines (001 App. B "Output").
public struct LineFraming: Sendable {
    private let dialect: DialectIndex

    public init(_ dialect: Dialect) { self.dialect = DialectIndex(dialect) }

    public func framing(of segments: [LinePattern.Segment]) -> LinePattern.Framing { dialect.framing(of: segments) }
}

extension DialectIndex {
    private static let extendedErrors = [Array("#CME ERROR".utf8), Array("+CME ERROR".utf8)]

    /// By its whole text where that has a number, else by its beginning.
    func framing(of segments: [LinePattern.Segment]) -> LinePattern.Framing {
        guard let first = segments.first else { return .parameter }
        guard case .text(let beginning) = first else { return .information }
        if segments.count == 1, let framing = framings[beginning] { return framing }
        if Self.extendedErrors.contains(where: { beginning.starts(with: $0) }) { return .extendedError }
        if displayedPrefixes.contains(where: { beginning.starts(with: $0) }) { return .parameter }
        return .information
    }
}
