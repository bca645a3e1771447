internal import BenchFacts
internal import Dialects
internal import Events
internal import Execution
internal import Gates
internal import Rigs
internal import ScenarioLanguage
internal import TestBench
internal import Verdicts
internal import World

// From the bench's servers to a device that reaches them, as the dialect's own scenarios show it.
extension RigCheck {
    func startServers(_ line: DeviceLine) -> RigBench? {
        let facts = Surroundings.facts(at: setup.placement?.addresses ?? .loopback)
        do throws(BenchUnusable) {
            let bench = try RigBench(setup, facts, lines: [line], in: facilities)
            // It is to be seen where the device comes from.
            if !bench.control.switchesOn { bench.bench.device = [] }
            let places = bench.bound.map { "\($0.service.rawValue) \($0.endpoint)" }.joined(separator: ", ")
            if let problem = switchOn(bench, facts) {
                failed("the virtual modem cannot be told of the servers: \(problem)", "start ‘attest modem --pty’ anew")
                return nil
            }
            ok("the servers are up: \(places)")
            return bench
        } catch {
            failed(error.message, error.suggestion ?? "see ‘servers’ in \(rig.path)")
            return nil
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

    /// The device connects to its network, then to each server and a peer. - Returns: whether nothing failed.
    func goesOnline(_ items: [WorkItem], _ line: DeviceLine, _ bench: RigBench) -> Bool {
        let device = DeviceUnderTest(setup, [line], bench, in: loop)
        // A device that has both bearers is tried over the cheaper one.
        let isCall = { (item: WorkItem) in item.scenario.listing.needs.contains(.feature("gsm")) }
        let wanted = usesGPRS ? items.filter { !isCall($0) } : items
        var findings = NetworkFindings(of: wanted, bench, self)
        let pool = DevicePool(wanted, RunSettings(seed: 1), on: [device], in: loop)
        pool.isOver = { findings.isOver }
        _ = pool.run(running: { _, _ in }, deliver: { findings.take($0) }, meanwhile: {})
        guard !loop.isStopped else { return false }
        return findings.conclude()
    }

    var usesGPRS: Bool { dialect.features.contains("gprs") && rig.conformance.features.holds("gprs") }
}

/// What scenarios show of the way from the device to the bench's servers and peers.
private struct NetworkFindings {
    private let check: RigCheck
    private let bench: RigBench
    /// What of a device each scenario uses, by its name.
    private let features: [String: Set<String>]
    private var isWell = true
    private var isOnline = false
    /// Servers that the device has come to.
    private var reached: Set<Rig.Service> = []
    /// Why scenarios were not run, each reason once.
    private var reasons: [String] = []
    /// Nothing more need be tried.
    private(set) var isOver = false

    init(of items: [WorkItem], _ bench: RigBench, _ check: RigCheck) {
        self.check = check
        self.bench = bench
        let used = items.map { item in
            let names = item.scenario.listing.needs.compactMap { if case .feature(let name) = $0 { name } else { nil } }
            return (item.scenario.name(at: item.index), Set(names))
        }
        features = Dictionary(used) { first, _ in first }
    }

    mutating func take(_ outcome: Outcome) {
        guard case .scenarioStarted(let identity)? = outcome.events.first, case .scenarioEnded(let result)? = outcome.events.last
        else { return }
        if result.verdict == .notApplicable {
            if let reason = result.reason, !reasons.contains(reason) { reasons.append(reason) }
            return
        }
        guard goesOnline(outcome.events, result) else { return }
        let visited = visitors(in: outcome.events)
        for (service, visitor) in visited where reached.insert(service).inserted { come(to: service, from: visitor) }
        let used = features[identity.name] ?? []
        let service = [Rig.Service.pop3, .smtp, .ftp].first { used.contains($0.rawValue) }
        if let service, visited[service] == nil {
            fail(
                "the device does not reach \(service.rawValue)\(bench.endpoint(of: service).map { " at \($0)" } ?? "") (\(shown(result)))",
                advice(result, service)
            )
        } else if service == nil, used.contains("tcp") {
            payload(identity, result)
        } else if result.verdict != .pass {
            check.note("\(identity.name): \(shown(result)); attest run --filter =\(identity.name) says more")
        }
    }

    /// - Returns: whether nothing failed.
    func conclude() -> Bool {
        guard !isOver else { return isWell }
        for reason in reasons { check.note("not all is tried: \(reason)") }
        if !isOnline, reasons.isEmpty {
            check.note("\(check.dialect.name) has no scenario with the tag \(RigCheck.tag): run its scenarios")
        }
        return isWell
    }

    private mutating func fail(_ why: String, _ fix: String) { isWell = check.failed(why, fix) }

    // MARK: The bearer

    /// - Returns: false where the connection has not come about.
    private mutating func goesOnline(_ events: [Event], _ result: ScenarioResult) -> Bool {
        guard !isOnline else { return true }
        func enters(_ phase: Phase) -> (Event) -> Bool {
            { if case .phaseEntered(phase, _, _) = $0 { true } else { false } }
        }
        // Its preambles are behind it.
        guard let body = events.lastIndex(where: enters(.body)), body > events.lastIndex(where: enters(.preamble)) ?? 0 else {
            isOver = true
            let fix =
                check.usesGPRS
                ? "check apn, user and password with the network's operator, and that the SIM allows data"
                : "check number, dial user and dial password, and that the SIM allows data calls"
            fail("the device does not come online (\(shown(result)))", fix)
            return false
        }
        isOnline = true
        var said: [UInt8] = []
        for case .deviceSent(let bytes, _, _) in events[..<body] { said += bytes }
        let words = String(decoding: said, as: UTF8.self).split(whereSeparator: \.isWhitespace)
        let address = words.lazy.compactMap { IPv4Address($0) }.first
        check.ok("the device is online over \(check.usesGPRS ? "GPRS" : "GSM")\(address.map { ", as \($0)" } ?? "")")
        return true
    }

    // MARK: The servers

    private func visitors(in events: [Event]) -> [Rig.Service: Endpoint] {
        var visitors: [Rig.Service: Endpoint] = [:]
        let prefix = "connected from "
        for case .benchSaw(let party, let text, _) in events {
            guard let service = Rig.Service(rawValue: party), text.hasPrefix(prefix) else { continue }
            visitors[service] = Endpoint(String(text.dropFirst(prefix.count)))
        }
        return visitors
    }

    private mutating func come(to service: Rig.Service, from visitor: Endpoint) {
        let known = check.rig.network.device
        guard known.isEmpty || known.contains(where: { $0.contains(visitor.address) }) else {
            let said = known.map(\.description).joined(separator: ", ")
            return fail(
                "the device comes from \(visitor.address), and the rig says that it is at \(said)",
                "add \(visitor.address), or the operator's network, to ‘device at’: others are turned away"
            )
        }
        let place = bench.endpoint(of: service).map { " at \($0)" } ?? ""
        check.ok("the device reaches \(service.rawValue)\(place), and comes from \(visitor.address)")
    }

    private func advice(_ result: ScenarioResult, _ service: Rig.Service) -> String {
        switch check.dialect.errors.first(where: { $0.number == answer(result).errorNumber })?.conditions {
        case let conditions? where conditions.contains(.openFailed):
            "the connection is refused: is the port of \(service.rawValue) forwarded to this host?"
        case let conditions? where conditions.contains(.serverSilent):
            "nothing answers: a firewall may drop it, or ‘seen as’ is not the address that the network sees"
        case .some, nil:
            "compare ‘seen as’ and ‘port’ with the router's forwarding; from outside, ‘nc -v ADDRESS PORT’ must connect too"
        }
    }

    // MARK: Payloads

    private mutating func payload(_ identity: ScenarioIdentity, _ result: ScenarioResult) {
        guard result.verdict != .pass else {
            check.ok("all 256 byte values go to a peer and come back, coded as data: line and device carry every payload")
            return
        }
        let problem = "a payload of all byte values does not reach a peer and come back as it was sent: \(shown(result))"
        if bench.control.switchesOn {
            fail("the line changes bytes: \(problem)", "make whatever carries the line pass bytes as they are (raw)")
        } else {
            check.note("\(problem); by the line's doing or the device's: attest run --filter \(identity.name) says more")
        }
    }

    // MARK: What is said

    private func answer(_ result: ScenarioResult) -> ModemAnswer {
        ModemAnswer(to: "", (result.findings.first?.received ?? []) + [0x0D])
    }

    /// What went wrong, with the meaning of the number that the device gave.
    private func shown(_ result: ScenarioResult) -> String {
        let answer = answer(result)
        if case .failed = answer.result { return check.shown(answer) }
        return result.findings.first?.summary ?? "\(result.verdict)"
    }
}
