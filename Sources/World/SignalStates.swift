/// What is known of one end's signals: each is on, off, or has never been told by the line.
public struct SignalStates: Hashable, Sendable {
    /// A bit for each signal; none that is not known.
    private var onBits: UInt8 = 0
    private var knownBits: UInt8 = 0

    public var on: Set<LineSignal> { Self.signals(onBits) }
    /// Those of which the line has told the state.
    public var known: Set<LineSignal> { Self.signals(knownBits) }

    /// - Parameter known: The others are not known, whether in `on` or not.
    public init(on: Set<LineSignal>, known: Set<LineSignal> = Set(LineSignal.allCases)) {
        for signal in known { self[signal] = on.contains(signal) }
    }

    /// Nothing has been told.
    public static let untold = SignalStates(on: [], known: [])

    /// Whether it is on; nil: nobody said so.
    public subscript(_ signal: LineSignal) -> Bool? {
        get { knownBits & signal.bit == 0 ? nil : onBits & signal.bit != 0 }
        set {
            knownBits &= ~signal.bit
            onBits &= ~signal.bit
            if newValue != nil { knownBits |= signal.bit }
            if newValue == true { onBits |= signal.bit }
        }
    }

    private static func signals(_ bits: UInt8) -> Set<LineSignal> { Set(LineSignal.allCases.filter { bits & $0.bit != 0 }) }
}

extension LineSignal {
    fileprivate var bit: UInt8 {
        switch self {
        case .dtr: 1 << 0
        case .rts: 1 << 1
        case .dcd: 1 << 2
        case .ri: 1 << 3
        case .cts: 1 << 4
        case .dsr: 1 << 5
        }
    }
}
