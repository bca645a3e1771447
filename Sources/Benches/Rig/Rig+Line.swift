internal import Rigs
internal import World

extension Rig {
    /// Whether its line's rate and format mean something.
    var hasLineSettings: Bool {
        switch device {
        case .serial, .rfc2217: true
        case .virtual, .pseudoTerminal, .tcp, .program: false
        }
    }
}

extension Rig.LineSettings {
    /// A start bit, the data, the parity, and what stops it (V.4).
    var characterTime: Interval {
        let bits = 1 + dataBits + (parity == .none ? 0 : 1) + stopBits
        return Interval(nanoseconds: Int64(bits) * 1_000_000_000 / Int64(rate))
    }
}
