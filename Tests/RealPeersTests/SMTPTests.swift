import BenchFacts
import Testing
import World

@Suite struct SMTPTests {
    private func bench(requiring mechanism: String? = nil) throws -> LiveBench {
        try LiveBench(mechanism.map { [.smtp(.login(user: "module", password: "secret word", mechanisms: [$0]))] } ?? [])
    }

    @Test(.enabled(if: Tool.swaks.isInstalled, "swaks is not installed"), arguments: [nil, "LOGIN", "PLAIN"])
    func swaksDelivers(mechanism: String?) throws {
        let bench = try bench(requiring: mechanism)
        let server = try bench.smtp
        let login = mechanism.map { ["--auth", $0, "--auth-user", "module", "--auth-password", "secret word"] } ?? []
        try bench.expect(
            .swaks,
            [
                "--server", "\(server.address)", "--port", "\(server.port)", "--helo", "module.example.com",
                "--from", "module@example.com", "--to", "a@example.com,b@example.com",
                "--data", "Subject: test\\nTo: a@example.com\\n\\n.leading\\n.\\n..\\nlast\\n",
            ] + login
        )
        bench.expect(.smtp(.messageCount(1)))
        bench.expect(.smtp(.envelope(sender: "module@example.com", recipients: ["a@example.com", "b@example.com"])))
        bench.expect(.smtp(.header(field: "Subject", holds: "test")))
        if let mechanism { bench.expect(.smtp(.authenticated(mechanism: mechanism))) }
        bench.expect(.server(.smtp, .heard(["EHLO module.example.com", "MAIL", "RCPT", "RCPT", "DATA", "QUIT"])))
    }

    @Test(.enabled(if: Tool.msmtp.isInstalled, "msmtp is not installed"), arguments: [nil, "LOGIN", "PLAIN"])
    func msmtpDelivers(mechanism: String?) throws {
        let bench = try bench(requiring: mechanism)
        let server = try bench.smtp
        let login = mechanism.map {
            ["--auth=\($0.lowercased())", "--user=module", "--passwordeval=echo secret word"]
        }
        try bench.expect(
            .msmtp,
            ["--host=\(server.address)", "--port=\(server.port)", "--tls=off", "--from=module@example.com"]
                + (login ?? ["--auth=off"]) + ["a@example.com"],
            input: "Subject: test\n\n.leading\n.\n..\nlast"
        )
        bench.expect(.smtp(.messageCount(1)))
        bench.expect(.smtp(.envelope(sender: "module@example.com", recipients: ["a@example.com"])))
        bench.expect(.smtp(.body(Array(".leading\r\n.\r\n..\r\nlast".utf8))))
        if let mechanism { bench.expect(.smtp(.authenticated(mechanism: mechanism))) }
    }

    @Test(.enabled(if: Tool.msmtp.isInstalled, "msmtp is not installed"), arguments: ["wrong", nil])
    func mailWithoutTheRightLoginIsRefused(password: String?) throws {
        let bench = try bench(requiring: "PLAIN")
        let server = try bench.smtp
        let login = password.map { ["--auth=plain", "--user=module", "--passwordeval=echo \($0)"] } ?? ["--auth=off"]
        let outcome = try bench.run(
            .msmtp,
            ["--host=\(server.address)", "--port=\(server.port)", "--tls=off", "--from=module@example.com"] + login
                + ["a@example.com"],
            input: "Subject: test\n\ntext\n"
        )
        #expect(outcome.status != 0)
        bench.expect(.smtp(.messageCount(0)))
    }

    @Test(.enabled(if: Tool.swaks.isInstalled, "swaks is not installed"))
    func aClientFallsBackToHELO() throws {
        let bench = try LiveBench([.smtp(.withoutExtensions)])
        let server = try bench.smtp
        try bench.expect(
            .swaks,
            ["--server", "\(server.address)", "--port", "\(server.port)", "--from", "m@example.com", "--to", "a@example.com"]
        )
        bench.expect(.smtp(.messageCount(1)))
        bench.expect(.server(.smtp, .heard(["EHLO", "HELO", "MAIL"])))
    }
}
