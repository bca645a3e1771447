internal import BenchFacts
internal import Dialects
internal import Execution
internal import Rigs
internal import TestBench
internal import World

// From the bench's servers to a device that reaches them.
extension RigCheck {
    /// After the host's ETX the device tells that the socket is closed (001 ch. 5).
    static let closeLimit = Interval.seconds(10)
    private static let readyForms: [(Dialect.Bearer, Dialect.FormName)] = [(.gprs, .gprsReady), (.gsm, .pppReady)]

    func startServers(_ line: DeviceLine) -> Bool {
        let facts = Surroundings.facts(at: setup.placement?.addresses ?? .loopback)
        do throws(BenchUnusable) {
            let bench = try RigBench(setup, facts, line: line, in: facilities)
            self.bench = bench
            // It is to be seen where the device comes from.
            if !bench.control.switchesOn { bench.bench.device = [] }
            bench.bench.onLog = { [weak self] party, text in
                let prefix = "connected from "
                guard let service = Rig.Service(rawValue: party), text.hasPrefix(prefix) else { return }
                self?.visitors[service] = Endpoint(String(text.dropFirst(prefix.count)))
            }
            let places = bench.bound.map { "\($0.service.rawValue) \($0.endpoint)" }.joined(separator: ", ")
            if let problem = switchOn(bench, facts) {
                return failed("the virtual modem cannot be told of the servers: \(problem)", "start ‘attest modem --pty’ anew")
            }
            return ok("the servers are up: \(places)")
        } catch {
            return failed(error.message, error.suggestion ?? "see ‘servers’ in \(rig.path)")
        }
    }

    /// Switches on the virtual modem behind the channel, with ways to the bench. - Returns: what went wrong.
    private func switchOn(_ bench: RigBench, _ facts: [BenchFact]) -> String? {
        let control = bench.control
        guard control.switchesOn else { return nil }
        do throws(BenchProblem) {
            try control.begin(facts: facts, defects: [], .fromTheFactory)
        } catch {
            return error.reason
        }
        let isReady = loop.run(deadline: loop.now + .seconds(10)) { control.isSettled || control.isClosed }
        return control.takeProblem() ?? (isReady && !control.isClosed ? nil : "the virtual modem does not become ready")
    }

    /// The device connects to its network, then to each server.
    func goesOnline(_ line: ModemLine) -> Bool {
        guard dialect.command(.connectionStart) != nil, dialect.command(.connectionStop) != nil else {
            note("\(dialect.name) does not connect by AT#CONNECTIONSTART: run the scenarios")
            return true
        }
        guard bearerIsSet(line), connects(line) else { return false }
        defer { _ = line.ask("AT#CONNECTIONSTOP", within: Interval(nanoseconds: dialect.timing(.disconnect))) }
        guard setup.network != .accounts else {
            note("the device does not reach this host: run Scenarios/accounts to try the rig's accounts")
            return true
        }
        guard dialect.command(.open) != nil, rig.conformance.features.holds("tcp") else {
            note("without tcp nothing more can be tried by hand: run the scenarios")
            return true
        }
        let wanted: [Rig.Service] = [.pop3, .smtp, .ftp].filter {
            dialect.features.contains($0.rawValue) && rig.conformance.features.holds($0.rawValue)
        }
        var isWell = true
        for service in wanted where line.lossReason == nil && !loop.isStopped {
            isWell = reaches(service, line) && isWell
        }
        guard isWell, line.lossReason == nil, !loop.isStopped else { return isWell }
        return carriesPayload(line)
    }

    // MARK: The bearer

    private var usesGPRS: Bool { dialect.features.contains("gprs") && rig.conformance.features.holds("gprs") }

    private func bearerIsSet(_ line: ModemLine) -> Bool {
        let values = rig.values
        if usesGPRS {
            if values.accessPoint == nil { note("the rig has no apn: the device keeps the one that it has") }
            guard line.ask("AT+CGATT=1", within: .seconds(60)).result == .ok else {
                return failed("the device cannot attach to GPRS", "is GPRS part of the SIM's contract, and is there coverage?")
            }
            return set("GPRSMODE", "1", line) && set("APNSERV", values.accessPoint, line) && set("APNUN", values.user, line)
                && set("APNPW", values.password, line)
        }
        if values.number == nil { note("the rig has no number: the device keeps the one that it has") }
        let servers = values.nameServers.map { Rig.SecretText(value: $0.description, isSecret: false) }
        return set("GPRSMODE", "0", line) && set("DIALN1", values.number, line) && set("ISPUN", values.dialUser, line)
            && set("ISPPW", values.dialPassword, line) && set("DNSSERV1", servers.first, line)
            && set("DNSSERV2", servers.dropFirst().first, line)
    }

    private func set(_ name: String, _ value: Rig.SecretText?, _ line: ModemLine) -> Bool {
        guard let value else { return true }
        return set(name, "\"\(value.value)\"", line)
    }

    /// Writes a parameter, after the gap that the manual asks for (001 App. B). One that the dialect does not know is passed over.
    private func set(_ name: String, _ value: String, _ line: ModemLine) -> Bool {
        guard let parameter = dialect.parameter(named: name) else { return true }
        let gap = setup.writeGap(for: dialect, ofVirtualModem: bench?.control.switchesOn == true)
        if gap > .zero { _ = line.listen(for: gap) }
        let answer = line.ask("AT#\(name)=\(prefix(of: parameter))\(value)", within: Self.answerLimit)
        guard answer.result == .ok else {
            return failed("the device does not take \(name) (\(shown(answer)))", "is it busy, and does it speak \(dialect.name)?")
        }
        return true
    }

    /// The number of the first socket, where each has one of its own.
    private func prefix(of parameter: Dialect.Parameter) -> String {
        parameter.sockets == nil ? "" : dialect.spelling(.socket)
    }

    private func connects(_ line: ModemLine) -> Bool {
        let spellings = Self.readyForms.filter { dialect.connects(over: $0.0) }.flatMap { dialect.form($0.1).spellings }
        let limit = Interval(nanoseconds: dialect.timing(.connectLimit))
        let answer = line.ask("AT#CONNECTIONSTART", within: limit) { $0.lines.contains(where: spellings.contains) }
        guard answer.lines.contains(where: spellings.contains) else {
            let fix =
                usesGPRS
                ? "check apn, user and password with the network's operator, and that the SIM allows data"
                : "check number, dial user and dial password, and that the SIM allows data calls"
            return failed("the device does not come online (\(shown(answer)))", fix)
        }
        let address = answer.lines.lazy.compactMap { line in line.split(separator: " ").compactMap { IPv4Address($0) }.first }
            .first
        return ok("the device is online over \(usesGPRS ? "GPRS" : "GSM")\(address.map { ", as \($0)" } ?? "")")
    }

    // MARK: The servers

    /// Opens a socket to the endpoint. - Returns: nil when the device waits for data, or else what it answered instead.
    func openSocket(to endpoint: Endpoint, _ line: ModemLine) -> ModemAnswer? {
        let ready = dialect.form(.waitingForData).spellings
        let limit = Interval(nanoseconds: dialect.timing(.tcpConnect))
        let answer = line.ask("AT#OTCP\(dialect.spelling(.id))", within: limit + Self.answerLimit) {
            $0.lines.contains(where: ready.contains)
        }
        return answer.lines.contains(where: ready.contains) ? nil : answer
    }

    /// Says where the next socket goes, with its data coded (DLEMODE=1).
    func aimSocket(at endpoint: Endpoint, _ line: ModemLine) -> Bool {
        set("TCPSERV", "\"\(endpoint.address)\"", line) && set("TCPPORT", "\(endpoint.port)", line) && set("DLEMODE", "1", line)
    }

    private func reaches(_ service: Rig.Service, _ line: ModemLine) -> Bool {
        guard let bench, let endpoint = bench.endpoint(of: service) else { return true }
        let before = visitors[service]
        guard aimSocket(at: endpoint, line) else { return false }
        if let answer = openSocket(to: endpoint, line) {
            return failed(
                "the device does not reach \(service.rawValue) at \(endpoint) (\(shown(answer)))",
                advice(answer, service)
            )
        }
        let closed = line.endDataMode(within: Self.closeLimit)
        guard let visitor = visitors[service], visitor != before else {
            return failed(
                "something else than this bench answers at \(endpoint)",
                "forward the port of \(service.rawValue) to this host, or correct ‘seen as’ and ‘port’"
            )
        }
        if closed.result == nil { note("the device did not confirm the end of the connection") }
        guard rig.network.device.isEmpty || rig.network.device.contains(where: { $0.contains(visitor.address) }) else {
            let said = rig.network.device.map(\.description).joined(separator: ", ")
            return failed(
                "the device comes from \(visitor.address), and the rig says that it is at \(said)",
                "add \(visitor.address), or the operator's network, to ‘device at’: others are turned away"
            )
        }
        return ok("the device reaches \(service.rawValue) at \(endpoint), and comes from \(visitor.address)")
    }

    private func advice(_ answer: ModemAnswer, _ service: Rig.Service) -> String {
        switch dialect.errors.first(where: { $0.number == answer.errorNumber })?.conditions {
        case let conditions? where conditions.contains(.openFailed):
            "the connection is refused: is the port of \(service.rawValue) forwarded to this host?"
        case let conditions? where conditions.contains(.serverSilent):
            "nothing answers: a firewall may drop it, or ‘seen as’ is not the address that the network sees"
        case .some, nil:
            "compare ‘seen as’ and ‘port’ with the router's forwarding; from outside, ‘nc -v ADDRESS PORT’ must connect too"
        }
    }

    /// How an answer ended, with the meaning of its number.
    func shown(_ answer: ModemAnswer) -> String {
        switch answer.result {
        case nil: "no answer in time"
        case .ok: "only OK"
        case .failed(let text):
            text + (dialect.errors.first { $0.number == answer.errorNumber }.map { ": \($0.text)" } ?? "")
        }
    }
}
