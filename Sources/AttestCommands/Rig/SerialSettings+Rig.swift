internal import LiveWorld
internal import Rigs

extension Rig.LineSettings {
    /// The same for the live world. - Throws: ``UsageError`` for what no line here can do.
    var settings: SerialSettings {
        get throws(UsageError) {
            let parity: SerialSettings.Parity
            switch self.parity {
            case .none: parity = .none
            case .even: parity = .even
            case .odd: parity = .odd
            case .mark, .space: throw UsageError("mark and space parity cannot be set yet")
            }
            return SerialSettings(
                rate: rate,
                dataBits: dataBits,
                parity: parity,
                stopBits: stopBits,
                flowControl: flowControl == .rtscts ? .rtsCts : .none
            )
        }
    }
}
