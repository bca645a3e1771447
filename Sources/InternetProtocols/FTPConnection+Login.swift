extension FTPConnection {
    mutating func user(_ name: String, _ server: FTPServer) {
        releaseData()
        login = .none
        // Refused at once, so that a client can tell which of user and password was wrong (RFC 959 §5.4 allows 530 here).
        guard let account = server.accounts[name] else { return link.say("530 No such user") }
        if account.password == nil { return logIn(server) }
        login = .user(name)
        link.say("331 Password, please")
    }

    mutating func password(_ command: CommandLine, _ server: FTPServer) {
        guard case .user(let name) = login else { return link.say("503 USER first") }
        login = .none
        guard let account = server.accounts[name], let password = account.password, Array(password.utf8) == command.argument
        else {
            return link.say("530 Wrong password")
        }
        if account.account != nil {
            login = .account(name)
            link.say("332 Account, please")
        } else {
            logIn(server)
        }
    }

    mutating func account(_ text: String, _ server: FTPServer) {
        switch login {
        case .none, .user: link.say("503 PASS first")
        case .complete: link.say("202 Not needed")
        case .account(let name):
            login = .none
            if server.accounts[name]?.account == text { logIn(server) } else { link.say("530 Wrong account") }
        }
    }

    private mutating func logIn(_ server: FTPServer) {
        login = .complete
        directory = server.home
        link.say("230 Logged in")
    }
}
