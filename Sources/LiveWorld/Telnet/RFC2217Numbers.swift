import World

/// The numbers of RFC 2217 §3 and §4.
extension RFC2217Client {
    /// As the client sends them; a server's are larger by ``ofServer``.
    enum Command: UInt8 {
        case signature = 0
        case baudRate = 1
        case dataSize = 2
        case parity = 3
        case stopSize = 4
        case control = 5
        case lineState = 6
        case modemState = 7
        case suspend = 8
        case resume = 9
        case lineStateMask = 10
        case modemStateMask = 11
        case purgeData = 12

        static let ofServer: UInt8 = 100

        /// What a user calls it.
        var name: String {
            switch self {
            case .signature: "the signature"
            case .baudRate: "the rate"
            case .dataSize: "the data bits"
            case .parity: "the parity"
            case .stopSize: "the stop bits"
            case .control: "the control lines"
            case .lineState, .lineStateMask: "the line state"
            case .modemState, .modemStateMask: "the modem state"
            case .suspend, .resume: "flow control"
            case .purgeData: "purging"
            }
        }
    }

    enum Control: UInt8 {
        case outboundNone = 1
        case outboundXonXoff = 2
        case outboundHardware = 3
        case breakOn = 5
        case breakOff = 6
        case dtrOn = 8
        case dtrOff = 9
        case rtsOn = 11
        case rtsOff = 12
        case inboundNone = 14
        case inboundXonXoff = 15
        case inboundHardware = 16
    }

    /// NOTIFY-MODEMSTATE.
    enum ModemState {
        static let bits: [(LineSignal, UInt8)] = [(.dcd, 0x80), (.ri, 0x40), (.dsr, 0x20), (.cts, 0x10)]
        static let ringEnded: UInt8 = 0x04
    }

    /// NOTIFY-LINESTATE.
    enum LineFault {
        static let texts: [(UInt8, String)] = [
            (0x02, "line error: overrun, the serial server has lost bytes"),
            (0x04, "line error: parity, the character format may be wrong"),
            (0x08, "line error: framing, the rate or the character format may be wrong"),
            (0x10, "the device has sent a break"),
        ]
        static let mask = texts.reduce(UInt8(0)) { $0 | $1.0 }
    }
}

extension SerialSettings.Parity {
    /// SET-PARITY's.
    var number: UInt8 {
        switch self {
        case .none: 1
        case .odd: 2
        case .even: 3
        case .mark: 4
        case .space: 5
        }
    }
}

extension SerialSettings.FlowControl {
    /// SET-CONTROL's, for both directions.
    var controls: [RFC2217Client.Control] {
        switch self {
        case .none: [.outboundNone, .inboundNone]
        case .xonXoff: [.outboundXonXoff, .inboundXonXoff]
        case .rtsCts: [.outboundHardware, .inboundHardware]
        }
    }
}
