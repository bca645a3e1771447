/// The control characters of ASCII (ECMA-48, ANSI X3.4) by their standard names.
public enum ControlCharacter {
    public static let nul: UInt8 = 0x00
    public static let etx: UInt8 = 0x03
    public static let bs: UInt8 = 0x08
    public static let lf: UInt8 = 0x0A
    public static let cr: UInt8 = 0x0D
    public static let dle: UInt8 = 0x10
    public static let esc: UInt8 = 0x1B
    public static let del: UInt8 = 0x7F

    /// CR LF.
    public static let crlf: [UInt8] = [cr, lf]

    /// The names of 0x00 to 0x20, in order.
    private static let low = [
        "NUL", "SOH", "STX", "ETX", "EOT", "ENQ", "ACK", "BEL", "BS", "HT", "LF", "VT", "FF", "CR", "SO", "SI",
        "DLE", "DC1", "DC2", "DC3", "DC4", "NAK", "SYN", "ETB", "CAN", "EM", "SUB", "ESC", "FS", "GS", "RS", "US", "SP",
    ]
    private static let bytes: [String: UInt8] = {
        var table = ["DEL": del]
        for (byte, name) in low.enumerated() { table[name] = UInt8(byte) }
        return table
    }()

    /// The name of a control character, of SP and of DEL; nil for everything else.
    public static func name(of byte: UInt8) -> String? {
        if Int(byte) < low.count { return low[Int(byte)] }
        return byte == del ? "DEL" : nil
    }

    /// The byte of a name in capitals, such as `ETX`.
    public static func byte(named name: some StringProtocol) -> UInt8? { bytes[String(name)] }
}
