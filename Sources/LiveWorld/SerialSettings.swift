/// How a serial line is driven (V.24, and the rate and character format of V.250 §6.2.10 and §6.2.11).
public struct SerialSettings: Hashable, Sendable {
    public enum Parity: Hashable, Sendable { case none, even, odd }
    public enum FlowControl: Hashable, Sendable { case none, rtsCts }

    /// In bit/s; one of the rates that terminals know. A pseudo-terminal ignores it.
    public var rate: Int
    /// 7 or 8.
    public var dataBits: Int
    public var parity: Parity
    /// 1 or 2.
    public var stopBits: Int
    public var flowControl: FlowControl

    public init(
        rate: Int = 115_200,
        dataBits: Int = 8,
        parity: Parity = .none,
        stopBits: Int = 1,
        flowControl: FlowControl = .rtsCts
    ) {
        self.rate = rate
        self.dataBits = dataBits
        self.parity = parity
        self.stopBits = stopBits
        self.flowControl = flowControl
    }
}
