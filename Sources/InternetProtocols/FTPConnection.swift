/// One client's session with an ``FTPServer``: its control connection and the data connection that belongs to it.
struct FTPConnection: Sendable {
    enum Login: Hashable {
        case none
        /// USER was said.
        case user(String)
        /// PASS was right, ACCT is missing.
        case account(String)
        case complete
    }

    /// How data would go, or goes, between the two.
    enum DataPath: Hashable {
        case none
        /// The owner is opening a listener; the reply to PASV or EPSV is due.
        case openingListener(isExtended: Bool)
        /// No client has connected to the listener yet.
        case listening
        /// PORT or EPRT was said.
        case active(address: UInt32, port: UInt16)
        /// The owner is connecting.
        case connecting
        /// The data connection is there.
        case open
    }

    let peer: UInt32
    var link = CommandLink(lineLimit: FTPServer.lineLimit)
    var login = Login.none
    var directory = FileTree.Path.root
    var isASCII = true
    /// What REST has said, for the next transfer.
    var restart = 0
    /// EPSV ALL was said (RFC 2428 §4).
    var allowsOnlyEPSV = false
    var dataPath = DataPath.none
    var transfer: FTPTransfer?
    /// What came on the data connection before a command asked for it.
    var early: (bytes: [UInt8], isFinished: Bool) = ([], false)

    /// The data connection outlives the control connection.
    private var leavesData = false
    /// A command that waits for the end of the transfer.
    private var waiting: [UInt8]?
    private var actions: [FTPServer.Action] = []
    private var isRunning = false

    /// What may come on the data connection before a command asks for it. Real clients send nothing so early.
    static let earlyLimit = 1 << 20

    init(peer: UInt32) { self.peer = peer }

    // MARK: Actions

    /// Adds an action behind what the control connection has been told so far.
    mutating func emit(_ action: FTPServer.Action) {
        actions += link.takeActions().map(FTPServer.Action.control)
        actions.append(action)
    }

    mutating func takeActions() -> [FTPServer.Action] {
        if link.isOver, !leavesData { releaseData() }
        actions += link.takeActions().map(FTPServer.Action.control)
        let taken = actions
        actions = []
        return taken
    }

    // MARK: The control connection

    mutating func greet(_ server: inout FTPServer) {
        if link.admits(.greeting, named: "greeting", &server.faults) { sayGreeting(server) }
    }

    mutating func refuse(_ line: String) {
        link.say(line)
        link.finish()
    }

    mutating func receive(_ bytes: [UInt8], _ server: inout FTPServer) {
        link.append(bytes)
        run(&server)
    }

    mutating func resume(_ server: inout FTPServer) {
        switch link.resume() {
        case .greeting: sayGreeting(server)
        case .line(let line): execute(CommandLine(line), &server)
        case .body: conclude(&server)
        case nil: closeAfterOtherReply()
        }
        run(&server)
    }

    /// FIN or worse on the control connection.
    mutating func hangUp() {
        releaseData()
        link.finish()
    }

    /// The control connection ends in the middle of things; the data connection goes its own way.
    mutating func leave(resetting: Bool) {
        leavesData = true
        if resetting { link.reset() } else { link.finish() }
    }

    private mutating func sayGreeting(_ server: FTPServer) {
        link.greet(["220-Attest file server", "220 Ready"], server.faults)
    }

    /// Executes what has come, as far as it is complete and the client reads its replies. While a transfer lasts, only ABOR is executed.
    ///
    /// A command whose execution gets here leaves the next ones to the call that executes it.
    mutating func run(_ server: inout FTPServer) {
        guard !isRunning else { return }
        isRunning = true
        defer { isRunning = false }
        while link.isOpen, !link.isCongested {
            if case .openingListener = dataPath { return }
            let line: [UInt8]
            if let held = waiting {
                guard transfer == nil else { return }
                waiting = nil
                line = held
            } else {
                switch link.nextLine() {
                case .text(let bytes):
                    line = Self.withoutTelnet(bytes)
                    link.heard(line)
                case .tooLong:
                    link.say("500 Line too long")
                    continue
                case nil: return
                }
            }
            let command = CommandLine(line)
            if transfer != nil, command.verb != "ABOR" {
                waiting = line
                return
            }
            if link.admits(.line(line), named: command.verb, &server.faults) { execute(command, &server) }
        }
    }

    /// The line without Telnet commands (RFC 854), which clients send before ABOR (RFC 959 §4.1.3).
    private static func withoutTelnet(_ line: [UInt8]) -> [UInt8] {
        let iac: UInt8 = 255
        guard line.contains(iac) else { return line }
        var kept: [UInt8] = []
        var index = 0
        while index < line.count {
            guard line[index] == iac, index + 1 < line.count else {
                kept.append(line[index])
                index += 1
                continue
            }
            switch line[index + 1] {
            case iac:
                kept.append(iac)
                index += 2
            // WILL, WON'T, DO, DON'T have an option.
            case 251...254: index += 3
            default: index += 2
            }
        }
        return kept
    }
}
