public import ATCommands
public import World

/// What can come due in the modem. Setting a timer replaces the one of the same name.
public enum ModemTimer: Hashable, Sendable {
    case bearer(BearerTimer)
    case session(SessionID, SessionTimer)
    /// The silence behind what may be the escape sequence.
    case escape(LineName)
    /// Answers held back by a defect.
    case heldAnswer
}

/// What happens on the modem's sockets.
public enum NetworkEvent: Hashable, Sendable {
    case connected(SocketKey)
    /// The port is open, and reached there.
    case listening(SocketKey, at: Endpoint)
    /// The port could not be opened.
    case listenFailed(SocketKey)
    case accepted(SocketKey, on: SocketKey, from: Endpoint)
    case received(SocketKey, [UInt8])
    /// The peer has sent FIN.
    case finished(SocketKey)
    case failed(SocketKey, StreamFailure)
    /// Both sides have finished.
    case closed(SocketKey)
    /// More waits to be sent than the modem can hold.
    case congested(SocketKey)
    case datagram(SocketKey, [UInt8], from: Endpoint)
    /// The answer to an echo request of the modem's.
    case echoed(SocketKey, [UInt8], after: Interval)
    /// Somebody asks the modem for an echo.
    case echoRequested(EchoID, [UInt8])

    /// The socket on which it happens: of an accepted connection, the listening one. Nil: on none.
    var socket: SocketKey? {
        switch self {
        case .connected(let socket), .listening(let socket, _), .listenFailed(let socket), .accepted(_, on: let socket, _),
            .received(let socket, _), .finished(let socket), .failed(let socket, _), .closed(let socket), .congested(let socket),
            .datagram(let socket, _, _), .echoed(let socket, _, _):
            socket
        case .echoRequested: nil
        }
    }
}

/// What the modem asks of its IP stack.
public enum NetworkRequest: Hashable, Sendable {
    case connect(SocketKey, to: Endpoint)
    case listen(SocketKey, at: Endpoint)
    case closeListener(SocketKey)
    case send([UInt8], on: SocketKey)
    /// FIN, after what was sent.
    case finish(SocketKey)
    /// RST at once.
    case reset(SocketKey)
    /// From a socket that is bound to any free port at its first datagram.
    case sendDatagram([UInt8], to: Endpoint, on: SocketKey)
    case closeDatagrams(SocketKey)
    /// Makes a socket for datagrams that come to the port.
    case bindDatagrams(SocketKey, at: Endpoint)
    /// Whether the connection is not read from for now.
    case hold(SocketKey, Bool)
    /// Asks for an echo of the bytes; whatever the socket has asked for before is not waited for any longer.
    case requestEcho([UInt8], of: IPv4Address, on: SocketKey)
    case answerEcho(EchoID, [UInt8])
    /// Every socket is gone at once: the modem has no address any more.
    case abandonAll
}

extension VirtualModem {
    public enum Input: Hashable, Sendable {
        case powerOn
        /// Bytes of the host, on a line that the modem has. Never empty.
        case serial([UInt8], on: LineName = .first)
        /// The host's DTR has gone off, on a line that the modem has.
        case hostLeft(LineName)
        case timer(ModemTimer)
        case network(NetworkEvent)
        case radio(RadioEvent)
    }

    public enum Action: Hashable, Sendable {
        /// Something for the host, in the form that the line has now.
        case say(Utterance, in: ResponseFormat, on: LineName)
        case setTimer(ModemTimer, after: Interval)
        case cancelTimer(ModemTimer)
        case network(NetworkRequest)
        case radio(RadioRequest)
        /// The line is driven otherwise from here on.
        case control(LineControl, on: LineName)
    }
}

/// What the host has set of how a serial line is driven.
public enum LineControl: Hashable, Sendable {
    case flow(FlowControl)
    /// In bit/s; 0 follows the host, nil is the rate that the line was made with (V.250 §6.2.10).
    case rate(Int?)
}

/// What RTS and CTS mean on a serial line (V.250 §6.2.12).
public struct FlowControl: Hashable, Sendable {
    /// RTS off stops what is for the host.
    public var obeysRTS = true
    /// CTS goes off while the modem has no room for more of the host's bytes.
    public var drivesCTS = true
    /// What comes while CTS is off is taken all the same: a host needs time to stop.
    public var takesLateBytes = true

    /// As the modem leaves the factory.
    public init() {}
}
