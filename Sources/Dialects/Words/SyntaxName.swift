extension Dialect {
    /// Command lines with arguments that the reference device carries out, by the names of the dialect's syntax.
    public enum SyntaxName: String, Sendable, Hashable, CaseIterable {
        case stopStack = "stop-stack"
        case startStack = "start-stack"
        case writeStackOption = "write-stack-option"
        case showVersion = "show-version"
        case storeStack = "store-stack"
        case showStack = "show-stack"

        case closeBearer = "close-bearer"
        case openBearer = "open-bearer"
        case writeBearerOption = "write-bearer-option"
        case readBearerOption = "read-bearer-option"
        case startClient = "start-client"
        case startServer = "start-server"
        case startCallServer = "start-call-server"
        case stopBearer = "stop-bearer"
        case storeBearer = "store-bearer"
        case showBearers = "show-bearers"
        case testBearers = "test-bearers"

        case createUDP = "create-udp"
        case createClient = "create-client"
        case createServer = "create-server"
        case createFTP = "create-ftp"
        case showSockets = "show-sockets"
        case closeUDP = "close-udp"
        case closeClient = "close-client"
        case closeServer = "close-server"
        case closeFTP = "close-ftp"
        case unmapUDP = "unmap-udp"
        case unmapClient = "unmap-client"
        case mapUDP = "map-udp"
        case mapClient = "map-client"
        case fetchFile = "fetch-file"
        case storeFile = "store-file"
        case readSocketOption = "read-socket-option"
        case writeSocketOption = "write-socket-option"
        case ping
    }
}

extension Dialect.SyntaxName: DialectWord {
    var purpose: String {
        switch self {
        case .stopStack: "stops the IP stack"
        case .startStack: "starts the IP stack"
        case .writeStackOption: "writes an option of the stack"
        case .showVersion: "shows the version of the stack"
        case .storeStack: "stores the options of the stack, or gives them up"
        case .showStack: "shows the options of the stack"
        case .closeBearer: "closes a bearer"
        case .openBearer: "opens a bearer"
        case .writeBearerOption: "writes an option of a bearer"
        case .readBearerOption: "shows an option of a bearer"
        case .startClient: "starts a bearer as a client"
        case .startServer: "starts a bearer as a PPP server"
        case .startCallServer: "starts the GSM bearer as a PPP server, perhaps for one caller"
        case .stopBearer: "stops a bearer"
        case .storeBearer: "stores the options of a bearer, or gives them up"
        case .showBearers: "shows which bearers there are, and their states"
        case .testBearers: "asks whether there are bearers"
        case .createUDP: "makes a UDP socket"
        case .createClient: "calls a TCP server"
        case .createServer: "listens at a TCP port"
        case .createFTP: "opens a session with an FTP server"
        case .showSockets: "shows which sockets there are"
        case .closeUDP: "closes a UDP socket"
        case .closeClient: "closes a TCP connection"
        case .closeServer: "closes a port that listens"
        case .closeFTP: "ends a session with an FTP server"
        case .unmapUDP: "parts a UDP socket from its serial line"
        case .unmapClient: "parts a TCP connection from its serial line"
        case .mapUDP: "gives the serial line to a UDP socket"
        case .mapClient: "gives the serial line to a TCP connection"
        case .fetchFile: "retrieves a file"
        case .storeFile: "stores a file"
        case .readSocketOption: "shows an option of a socket or a session"
        case .writeSocketOption: "writes an option of a socket or a session"
        case .ping: "sends echo requests"
        }
    }

    var need: Need { .never }
}
