extension Dialect {
    /// What options are for, by the names of the dialect's options.
    public enum OptionName: String, Sendable, Hashable, CaseIterable {
        case stackTTL = "stack-ttl"
        case stackTOS = "stack-tos"
        case fragmentTimeout = "fragment-timeout"
        case stackWindow = "stack-window"
        case stackSegment = "stack-segment"
        case debugPort = "debug-port"

        case bearerUser = "bearer-user"
        case bearerPassword = "bearer-password"
        case dialNumber = "dial-number"
        case bearerRings = "bearer-rings"
        case nullModem = "null-modem"
        case bearerAccessPoint = "bearer-access-point"
        case bearerContext = "bearer-context"
        case bearerOwnAddress = "bearer-own-address"
        case bearerPeerAddress = "bearer-peer-address"
        case bearerNameServer = "bearer-name-server"
        case bearerOtherNameServer = "bearer-other-name-server"

        case localPort = "local-port-in-use"
        case peerPort = "peer-port-in-use"
        case peerAddress = "peer-address-in-use"
        case bound
        case sendBuffer = "send-buffer"
        case receiveBuffer = "receive-buffer"
        case waitingBytes = "waiting-bytes"
        case noDelay = "no-delay"
        case socketTTL = "socket-ttl"
        case socketTOS = "socket-tos"
        case transferType = "transfer-type"
        case transferMode = "transfer-mode"
    }
}

extension Dialect.OptionName: DialectWord {
    var purpose: String {
        switch self {
        case .stackTTL: "the time to live of the stack's datagrams"
        case .stackTOS: "the type of service of the stack's datagrams"
        case .fragmentTimeout: "seconds that fragments wait for the rest of their datagram"
        case .stackWindow: "the first window of TCP connections, in bytes"
        case .stackSegment: "the largest segment of TCP connections, in bytes"
        case .debugPort: "where the stack traces what it does"
        case .bearerUser: "the user that the bearer's other side is told, or asks for as a server"
        case .bearerPassword: "that user's password"
        case .dialNumber: "the number that is dialled"
        case .bearerRings: "rings before a call is told of"
        case .nullModem: "1: the other side is no modem, and no dialogue comes before PPP"
        case .bearerAccessPoint: "the access point of GPRS"
        case .bearerContext: "the number of the GPRS context"
        case .bearerOwnAddress: "the device's own address"
        case .bearerPeerAddress: "the address of the other side"
        case .bearerNameServer: "a name server"
        case .bearerOtherNameServer: "the second name server"
        case .localPort: "the socket's own port"
        case .peerPort: "the peer's port"
        case .peerAddress: "the peer's address"
        case .bound: "1: the socket has a peer"
        case .sendBuffer: "bytes that wait to be sent at most"
        case .receiveBuffer: "bytes that wait to be read at most"
        case .waitingBytes: "bytes that wait to be read"
        case .noDelay: "1: what is written is sent at once"
        case .socketTTL: "the time to live of the socket's datagrams"
        case .socketTOS: "the type of service of the socket's datagrams"
        case .transferType: "the type of FTP transfers"
        case .transferMode: "who opens FTP data connections"
        }
    }

    var need: Need { .never }
}
