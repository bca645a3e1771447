/// What is known of one end's signals: each is on, off, or has never been told by the line.
public struct SignalStates: Hashable, Sendable {
    public private(set) var on: Set<LineSignal>
    /// Those of which the line has told the state.
    public private(set) var known: Set<LineSignal>

    /// - Parameter known: The others are not known, whether in `on` or not.
    public init(on: Set<LineSignal>, known: Set<LineSignal> = Set(LineSignal.allCases)) {
        self.on = on.intersection(known)
        self.known = known
    }

    /// Nothing has been told.
    public static let untold = SignalStates(on: [], known: [])

    /// Whether it is on; nil: nobody said so.
    public subscript(_ signal: LineSignal) -> Bool? {
        get { known.contains(signal) ? on.contains(signal) : nil }
        set {
            on.remove(signal)
            known.remove(signal)
            if newValue != nil { known.insert(signal) }
            if newValue == true { on.insert(signal) }
        }
    }
}
