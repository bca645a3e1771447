public import ScenarioLanguage
public import World

/// Bytes of the device that something has accounted for.
public struct Taken: Sendable {
    public enum Taker: Hashable, Sendable {
        case echo
        case expectation(isOptional: Bool)
        case rule(UnsolicitedRule)
    }

    public var by: Taker
    public var count: Int
    public var on: LineName
    public var location: Location
    /// The requirement cited for it.
    public var requirement: String?
    /// The places in them where the scenario takes more than what came.
    public var open: [Range<Int>] = []
    /// It was waited for as bytes, not as a line.
    public var isBytes = false
    /// It stood among lines that may come in any order.
    public var isUnordered = false
    /// The host was giving data, or waiting for some: the device may give up at any time.
    public var isAmongData = false
    /// It begins one of several branches.
    public var isBranch = false
}

extension LineMatcher {
    /// Where captures stand in a line that it matches, from its beginning.
    func openPlaces(in bytes: [UInt8]) -> [Range<Int>] {
        var named = self
        named.elements = elements.map { if case .capture(_, let type) = $0 { .capture(name: "", type) } else { $0 } }
        return named.places(in: bytes)
    }
}
