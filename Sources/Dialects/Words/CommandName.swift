extension Dialect {
    /// The commands that the reference device carries out, by their names without AT.
    public enum CommandName: String, Sendable, Hashable, CaseIterable {
        case connectionStart = "#CONNECTIONSTART"
        case connectionStop = "#CONNECTIONSTOP"
        case accept = "#ACCEPT"
        case displayIP = "#DISPLAYIP"
        case version = "#VVERSION"
        case state = "#VSTATE"
        case getMail = "#GETMAIL"
        case putMail = "#PUTMAIL"
        case sendMail1 = "#SENDMAIL1"
        case sendMail2 = "#SENDMAIL2"
        case sendMail3 = "#SENDMAIL3"
        case ftpGet = "#FTPGET"
        case ftpPut = "#FTPPUT"
        case open = "#OTCP"
        case listen = "#LTCPSTART"
        case stopListening = "#LTCPSTOP"
        case openDatagrams = "#OUDP"
        case listenForDatagrams = "#LUDPSTART"
        case stopDatagrams = "#LUDPSTOP"
        case ping = "#PING"
        case eraseParameters = "#DELFLASH"
        case opening = "+WOPEN"
        case simCode = "+CPIN"
        case gsmRegistration = "+CREG"
        case gprsRegistration = "+CGREG"
        case attachment = "+CGATT"
        case errorReports = "+CMEE"
        case rate = "+IPR"
        case flowControl = "+IFC"
        case signal = "+CSQ"
        case manufacturer = "+CGMI"
        case model = "+CGMM"
        case revision = "+CGMR"
        case timeQuery = "+EGNTP"
        case clock = "+CCLK"
        case callerReports = "+CLIP"
        case ringReports = "+CRC"
        case hangUp = "+CHUP"
    }
}

extension Dialect.CommandName: DialectWord {
    var purpose: String {
        switch self {
        case .connectionStart: "connects"
        case .connectionStop: "ends the connection"
        case .accept: "takes an incoming call"
        case .displayIP: "shows the addresses"
        case .version: "shows the version"
        case .state: "shows the state"
        case .getMail: "retrieves a mail"
        case .putMail: "sends a mail that the host types"
        case .sendMail1, .sendMail2, .sendMail3: "sends a stored mail"
        case .ftpGet: "retrieves a file"
        case .ftpPut: "stores a file"
        case .open: "calls a TCP server"
        case .listen: "waits for a TCP client"
        case .stopListening: "does not wait any longer"
        case .openDatagrams: "exchanges datagrams with a UDP peer"
        case .listenForDatagrams: "waits for a datagram, and exchanges more with whose it is"
        case .stopDatagrams: "does not wait for a datagram any longer"
        case .ping: "asks a host for echoes"
        case .eraseParameters: "erases what parameters hold"
        case .opening: "starts and stops the stack"
        case .simCode: "gives the SIM's code"
        case .gsmRegistration, .gprsRegistration: "tells of the registration"
        case .attachment: "attaches to GPRS and detaches"
        case .errorReports: "chooses the form of +CME ERROR"
        case .rate: "chooses the line's rate"
        case .flowControl: "chooses the flow control"
        case .signal: "shows the signal's strength"
        case .manufacturer, .model, .revision: "identifies the device"
        case .timeQuery: "sets the clock to the network's time"
        case .clock: "shows the clock"
        case .callerReports: "tells who calls"
        case .ringReports: "tells what kind of call it is"
        case .hangUp: "ends or refuses a call"
        }
    }

    var need: Need {
        switch self {
        case .connectionStart, .connectionStop, .accept, .displayIP, .version, .state, .eraseParameters: .never
        case .getMail: Need(feature: "pop3", isOptional: true)
        case .putMail, .sendMail1, .sendMail2, .sendMail3: Need(feature: "smtp", isOptional: true)
        case .ftpGet, .ftpPut: Need(feature: "ftp", isOptional: true)
        case .open: Need(feature: "tcp", isOptional: true)
        case .listen, .stopListening: Need(feature: "tcp-inbound", isOptional: true)
        case .openDatagrams, .listenForDatagrams, .stopDatagrams: Need(feature: "udp", isOptional: true)
        case .ping: Need(feature: "ping", isOptional: true)
        case .timeQuery: Need(feature: "sntp", isOptional: true)
        case .opening, .simCode, .gsmRegistration, .gprsRegistration, .attachment, .errorReports, .rate, .flowControl, .signal,
            .manufacturer, .model, .revision, .callerReports, .ringReports, .hangUp, .clock:
            .never
        }
    }
}

extension Dialect.CommandName {
    /// Those behind which the reference device gives the line to data.
    static let ofData: [Self] = [.getMail, .putMail, .ftpGet, .ftpPut, .open, .listen, .openDatagrams, .listenForDatagrams]
}

extension Dialect {
    /// Commands of 3GPP TS 27.007, TS 27.005 and V.250 whose names are near to others.
    public static let standardCommands: Set<String> = [
        "+CREG", "+CGREG", "+CEREG", "+CGATT", "+CGACT", "+CPIN", "+CPIN2", "+CPWD", "+CPBR", "+CPBS", "+CPBW", "+CPBF", "+CIMI",
        "+CIND", "+CMER", "+CMEE", "+CMEC", "+CMGD", "+CMGF", "+CMGL", "+CMGR", "+CMGS", "+CMGW", "+CMSS", "+CNMI", "+CNMA",
        "+CSCA", "+CSCS", "+CSMS", "+CSMP", "+CSQ", "+COPS", "+CLCK", "+CLCC", "+CLIP", "+CLIR", "+CLVL", "+CFUN", "+CGMI",
        "+CGMM", "+CGMR", "+CGSN", "+CGDCONT", "+CGPADDR", "+CGQMIN", "+CGQREQ", "+CGDATA", "+CGCLASS", "+CGEREP", "+CCLK",
        "+CALA", "+CACM", "+CAMM", "+CAOC", "+CBC", "+CBST", "+CCFC", "+CCWA", "+CEER", "+CHLD", "+CHUP", "+CNUM", "+CRC",
        "+CRSM", "+CSIM", "+CSTA", "+CSSN", "+CTZR", "+CTZU", "+CUSD", "+CMUT", "+CPAS", "+GMI", "+GMM", "+GMR", "+GSN", "+GCAP",
        "+GCI", "+IPR", "+ICF", "+IFC", "+ILRR", "+DR", "+DS", "+ER", "+ES", "+EB", "+VTS", "+VTD", "+FCLASS", "+WOPEN",
    ]
}
