internal import Events

/// What a scenario leaves to the next one, which begins with the same preamble and goes on from there.
public struct CarriedOver: Hashable, Sendable {
    /// What the preamble has captured, by name.
    var captures: [String: [UInt8]]

    /// What a journal says where a scenario leaves it.
    static let leaving = "leaves to the next scenario what it began with"

    fileprivate static let beginning = "goes on from the scenario before"
    fileprivate static let capture = "with "

    /// The lines by which a journal says so, and what the first of them holds for a replay.
    var said: [(text: String, kept: KeptState?)] {
        let captured = captures.sorted { $0.key < $1.key }
        return [(Self.beginning, .carried(captures))]
            + captured.map { ("\(Self.capture)\($0.key) \(String(decoding: $0.value, as: UTF8.self))", nil) }
    }
}

extension KeptState {
    /// What a journal said in words alone, before it had fields for that; nil for any other text.
    /// - Parameter goesOn: Whether it has said that the scenario goes on from the one before, of which more may follow.
    init?(said text: String, goesOn: Bool) {
        if text == CarriedOver.leaving {
            self = .left
        } else if text == CarriedOver.beginning {
            self = .carried([:])
        } else if goesOn, text.hasPrefix(CarriedOver.capture) {
            let parts = text.dropFirst(CarriedOver.capture.count).split(
                separator: " ",
                maxSplits: 1,
                omittingEmptySubsequences: false
            )
            guard parts.count == 2 else { return nil }
            self = .carried([String(parts[0]): Array(parts[1].utf8)])
        } else if text.hasSuffix(DeviceMemory.holding) {
            self = .held(Array(text.dropLast(DeviceMemory.holding.count).utf8))
        } else {
            return nil
        }
    }
}
