extension FTPConnection {
    /// Does what a command asks (RFC 959 §4.1).
    mutating func execute(_ command: CommandLine, _ server: inout FTPServer) {
        switch command.verb {
        case "USER": user(command.text, server)
        case "PASS": password(command, server)
        case "ACCT": account(command.text, server)
        case "QUIT":
            releaseData()
            link.say("221 Bye")
            link.finish()
        case "NOOP": link.say("200 OK")
        case "SYST": link.say("215 UNIX Type: L8")
        case "HELP": link.say("214 See RFC 959")
        case "FEAT":
            for line in ["211-Features", " EPRT", " EPSV", " REST STREAM", " SIZE", "211 End"] { link.say(line) }
        default:
            guard login == .complete else { return link.say("530 Log in first") }
            executeLoggedIn(command, &server)
        }
    }

    private mutating func executeLoggedIn(_ command: CommandLine, _ server: inout FTPServer) {
        switch command.verb {
        case "CWD", "XCWD": changeDirectory(FileTree.Path(command.text, in: directory), server)
        case "CDUP", "XCUP": changeDirectory(directory.parent, server)
        case "PWD", "XPWD": link.say("257 \(Self.quoted(directory)) is the current directory")
        case "TYPE": type(command.text)
        case "MODE": link.say(command.text.uppercased() == "S" ? "200 Stream" : "504 Stream only")
        case "STRU": link.say(command.text.uppercased() == "F" ? "200 File" : "504 File only")
        case "ALLO": link.say("202 Not needed")
        case "PASV": passive()
        case "EPSV": extendedPassive(command.text)
        case "PORT": active(command.text)
        case "EPRT": extendedActive(command.text)
        case "RETR": retrieve(command.text, &server)
        case "STOR": store(command.text, appends: false, &server)
        case "APPE": store(command.text, appends: true, &server)
        case "LIST": list(command.text, &server, form: Self.longForm)
        case "NLST": list(command.text, &server, form: \.name)
        case "SIZE": size(command.text, &server)
        case "REST":
            guard let number = command.number else { return link.say("501 A number is missing") }
            restart = number
            link.say("350 Restarting at \(number)")
        case "ABOR":
            if transfer != nil { abandon("426 Transfer aborted", &server) } else { releaseData() }
            link.say("226 Nothing is being transferred")
        case "DELE", "MKD", "XMKD", "RMD", "XRMD": change(command, &server.files)
        case "MDTM", "SITE", "STAT", "STOU", "SMNT", "REIN", "RNFR", "RNTO", "AUTH", "OPTS", "MLSD", "MLST":
            link.say("502 Not implemented")
        default: link.say("500 Unknown command")
        }
    }

    /// RFC 959 §3.1, §3.4, §5.3.2: the forms of data that the server knows are A (non-print) and I, which is L 8 here.
    private mutating func type(_ text: String) {
        switch text.uppercased() {
        case "A", "A N": isASCII = true
        case "I", "L 8": isASCII = false
        default: return link.say("504 Only A, I and L 8")
        }
        link.say("200 Type is \(isASCII ? "A" : "I")")
    }
}
