/// What a scenario leaves to the next one, which begins with the same preamble and goes on from there.
public struct CarriedOver: Hashable, Sendable {
    /// What the preamble has captured, by name.
    var captures: [String: [UInt8]]

    /// What a journal says where a scenario leaves it.
    static let leaving = "leaves to the next scenario what it began with"

    private static let beginning = "goes on from the scenario before"
    private static let capture = "with "

    /// The lines by which a journal says so.
    var said: [String] {
        let captured = captures.sorted { $0.key < $1.key }
        return [Self.beginning] + captured.map { "\(Self.capture)\($0.key) \(String(decoding: $0.value, as: UTF8.self))" }
    }

    init(captures: [String: [UInt8]]) { self.captures = captures }

    /// Takes one of those lines. - Returns: what is known by now; nil when none of them has come.
    static func heard(_ text: String, after known: CarriedOver?) -> CarriedOver? {
        if text == beginning { return known ?? CarriedOver(captures: [:]) }
        guard var known, text.hasPrefix(capture) else { return known }
        let parts = text.dropFirst(capture.count).split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
        if parts.count == 2 { known.captures[String(parts[0])] = Array(parts[1].utf8) }
        return known
    }
}
