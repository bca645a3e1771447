public import World

/// How a serial line is driven (V.24, and the rate and character format of V.250 §6.2.10 and §6.2.11).
public struct SerialSettings: Hashable, Sendable {
    public enum Parity: Hashable, Sendable { case none, even, odd, mark, space }
    public enum FlowControl: Hashable, Sendable { case none, rtsCts, xonXoff }

    /// In bit/s; any rate that the hardware can make. A pseudo-terminal ignores it.
    public var rate: Int
    /// 5 to 8.
    public var dataBits: Int
    public var parity: Parity
    /// 1 or 2.
    public var stopBits: Int
    public var flowControl: FlowControl
    /// DTR and RTS once the line is open.
    public var dtr: Bool
    public var rts: Bool
    /// The other end's signals that never arrive here, whatever the port shows.
    public var unwired: Set<LineSignal>

    public init(
        rate: Int = 115_200,
        dataBits: Int = 8,
        parity: Parity = .none,
        stopBits: Int = 1,
        flowControl: FlowControl = .none,
        dtr: Bool = true,
        rts: Bool = true,
        unwired: Set<LineSignal> = []
    ) {
        self.rate = rate
        self.dataBits = dataBits
        self.parity = parity
        self.stopBits = stopBits
        self.flowControl = flowControl
        self.dtr = dtr
        self.rts = rts
        self.unwired = unwired
    }

    /// The slowest and the fastest rate that terminals have names for (termios(3)).
    static let rates = 50...4_000_000

    /// What cannot be set on any line; nil when all can.
    var problem: String? {
        if !Self.rates.contains(rate) {
            return "\(rate) bit/s is no rate: \(Self.rates.lowerBound) to \(Self.rates.upperBound) are"
        }
        if !(5...8).contains(dataBits) { return "a character has 5 to 8 data bits, not \(dataBits)" }
        if !(1...2).contains(stopBits) { return "a character has 1 or 2 stop bits, not \(stopBits)" }
        return nil
    }
}
