import World

/// Packets of the serial side (LINKTYPE_RTAC_SERIAL), as the DTE sees its line.
enum SerialPacket {
    enum Kind: UInt8 {
        /// DATA_TX_START: host to device.
        case sent = 0x01
        /// DATA_RX_START: device to host.
        case received = 0x02
        /// CAPTURE_DATA_LOST.
        case captureCut = 0x05
    }

    /// Worlds do not tell the state of the control lines.
    private static let controlLines: UInt8 = 0
    private static let footer: UInt16 = 0

    /// Twelve bytes in network byte order (time in seconds and microseconds, kind, control lines, footer), then the line's bytes.
    static func make(_ kind: Kind, at time: Interval, _ bytes: [UInt8]) -> [UInt8] {
        var packet: [UInt8] = []
        packet.reserveCapacity(12 + bytes.count)
        packet.appendBig(UInt32(truncatingIfNeeded: time.nanoseconds / 1_000_000_000))
        packet.appendBig(UInt32(truncatingIfNeeded: time.nanoseconds % 1_000_000_000 / 1_000))
        packet.append(kind.rawValue)
        packet.append(controlLines)
        packet.appendBig(footer)
        packet += bytes
        return packet
    }
}
