import Octets

/// A TCP connection as a transparent bridge to the serial line (001 ch. 5).
struct Bridge: Sendable {
    /// DLEMODE 1: ETX ends the connection and DLE escapes; nil under DLEMODE 0.
    var decoder: DLEDecoder?

    /// 001 App. B, "Command mode / data mode for TCP Services".
    var endMarker: [UInt8] { decoder == nil ? [] : [ControlCharacter.etx] }
}
