import InternetProtocols
import World

/// Builds Ethernet frames that carry IPv4 (RFC 894), with right lengths and checksums.
enum EthernetFrame {
    struct TCPFlags: OptionSet {
        let rawValue: UInt8
        static let fin = TCPFlags(rawValue: 0x01)
        static let syn = TCPFlags(rawValue: 0x02)
        static let reset = TCPFlags(rawValue: 0x04)
        static let push = TCPFlags(rawValue: 0x08)
        static let acknowledgement = TCPFlags(rawValue: 0x10)
    }

    /// Ethernet's payload without both headers.
    static let maximumSegmentSize = 1_460
    /// What an IPv4 packet can carry (RFC 768, RFC 791 §3.1: total length 65 535).
    static let maximumDatagram = 65_507
    static let maximumEcho = maximumDatagram

    private static let etherTypeIPv4: UInt16 = 0x0800
    private static let etherHeader = 14
    private static let ipHeader = 20
    private static let tcpHeader = 20
    private static let udpHeader = 8
    private static let timeToLive: UInt8 = 64
    private static let doNotFragment: UInt16 = 0x4000
    /// The largest without RFC 7323.
    private static let window: UInt16 = 65_535

    private enum IPProtocol: UInt8 {
        case icmp = 1
        case tcp = 6
        case udp = 17
    }

    static func tcp(
        from source: Endpoint,
        to destination: Endpoint,
        identification: UInt16,
        sequence: UInt32,
        acknowledgement: UInt32,
        flags: TCPFlags,
        payload: ArraySlice<UInt8> = []
    ) -> [UInt8] {
        // Kind 2, length 4 (RFC 9293 §3.2); only SYNs carry it.
        let options: [UInt8] =
            flags.contains(.syn) ? [2, 4] + [UInt8(maximumSegmentSize >> 8), UInt8(maximumSegmentSize & 0xFF)] : []
        let headerCount = tcpHeader + options.count
        var frame = headers(.tcp, source.address, destination.address, identification, count: headerCount + payload.count)
        let start = frame.count
        frame.appendBig(source.port)
        frame.appendBig(destination.port)
        frame.appendBig(sequence)
        frame.appendBig(acknowledgement)
        frame.append(UInt8(headerCount / 4) << 4)
        frame.append(flags.rawValue)
        frame.appendBig(flags.contains(.reset) ? 0 : window)
        frame.appendBig(UInt32(0))
        frame += options
        frame += payload
        frame.setBig(checksum(.tcp, source.address, destination.address, frame[start...]), at: start + 16)
        return frame
    }

    /// - Parameter payload: At most ``maximumDatagram`` bytes.
    static func udp(from source: Endpoint, to destination: Endpoint, identification: UInt16, payload: [UInt8]) -> [UInt8] {
        let count = udpHeader + payload.count
        var frame = headers(.udp, source.address, destination.address, identification, count: count)
        let start = frame.count
        frame.appendBig(source.port)
        frame.appendBig(destination.port)
        frame.appendBig(UInt16(count))
        frame.appendBig(UInt16(0))
        frame += payload
        let sum = checksum(.udp, source.address, destination.address, frame[start...])
        // Zero would say that there is none (RFC 768).
        frame.setBig(sum == 0 ? 0xFFFF : sum, at: start + 6)
        return frame
    }

    static func icmp(from source: IPv4Address, to destination: IPv4Address, identification: UInt16, message: [UInt8]) -> [UInt8] {
        headers(.icmp, source, destination, identification, count: message.count) + message
    }

    /// - Parameter count: What follows the IPv4 header, in bytes.
    private static func headers(
        _ carried: IPProtocol,
        _ source: IPv4Address,
        _ destination: IPv4Address,
        _ identification: UInt16,
        count: Int
    ) -> [UInt8] {
        var frame: [UInt8] = []
        frame.reserveCapacity(etherHeader + ipHeader + count)
        frame += hardwareAddress(of: destination)
        frame += hardwareAddress(of: source)
        frame.appendBig(etherTypeIPv4)
        let start = frame.count
        frame += [0x45, 0]
        frame.appendBig(UInt16(ipHeader + count))
        frame.appendBig(identification)
        frame.appendBig(doNotFragment)
        frame += [timeToLive, carried.rawValue, 0, 0]
        frame.appendBig(source.value)
        frame.appendBig(destination.value)
        var sum = InternetChecksum()
        sum.add(frame[start...])
        frame.setBig(sum.value, at: start + 10)
        return frame
    }

    /// Over the pseudo header and what follows the IPv4 header (RFC 9293 §3.1, RFC 768).
    private static func checksum(
        _ carried: IPProtocol,
        _ source: IPv4Address,
        _ destination: IPv4Address,
        _ bytes: ArraySlice<UInt8>
    ) -> UInt16 {
        var sum = InternetChecksum()
        for address in [source.value, destination.value] {
            sum.add(UInt16(address >> 16))
            sum.add(UInt16(address & 0xFFFF))
        }
        sum.add(UInt16(carried.rawValue))
        sum.add(UInt16(bytes.count))
        sum.add(bytes)
        return sum.value
    }

    /// Locally administered (IEEE 802, second bit), with the IPv4 address in its last four octets.
    private static func hardwareAddress(of address: IPv4Address) -> [UInt8] {
        let (a, b, c, d) = address.octets
        return [0x02, 0x00, a, b, c, d]
    }
}
