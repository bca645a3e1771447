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

// What the dialect's own scenarios show: a device that is ready, comes online and reaches the bench's servers.
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

    /// The device is ready; then it connects to its network, to each server and to a peer. - Returns: whether nothing failed.
    func shows(_ items: [WorkItem], connecting: Bool, _ line: DeviceLine, _ bench: RigBench) -> Bool {
        let device = DeviceUnderTest(setup, [line], bench, in: loop)
        let online = connecting ? items.filter(\.goesOnline) : []
        let bearer = bearer(for: online, on: device)
        let wanted = items.filter { !$0.goesOnline } + online.filter { $0.mayUse(bearer) }
        var findings = CheckFindings(of: wanted, over: bearer, bench, self)
        let pool = DevicePool(wanted, RunSettings(seed: 1), on: [device], in: loop)
        pool.isOver = { findings.isOver }
        _ = pool.run(running: { _, _ in }, deliver: { findings.take($0) }, meanwhile: {})
        guard !loop.isStopped else { return false }
        findings.conclude()
        if connecting, online.isEmpty {
            note("\(dialect.name) has no scenario with the tag \(RigCheck.tag) that goes online: run its scenarios")
        }
        return findings.isWell
    }

    /// The first for which the rig has what a scenario needs: a device that has both is tried over the cheaper one. nil: neither.
    private func bearer(for items: [WorkItem], on device: DeviceUnderTest) -> Dialect.Bearer? {
        let order: [Dialect.Bearer] = [.gprs, .gsm]
        return order.filter { rig.conformance.features.holds($0.rawValue) }.first { bearer in
            items.contains { $0.features.contains(bearer.rawValue) && device.lack(for: $0) == nil }
        }
    }
}

extension WorkItem {
    /// What of a device and its network it uses.
    fileprivate var features: Set<String> { Set(scenario.listing.needs.features) }

    /// It needs more than the device and its line.
    fileprivate var goesOnline: Bool { !features.subtracting(["serial"]).isEmpty }

    /// Whether it uses no other bearer. - Parameter bearer: nil: any will do, since what it lacks is all that can be said.
    fileprivate func mayUse(_ bearer: Dialect.Bearer?) -> Bool {
        guard let bearer else { return true }
        return features.contains(bearer.rawValue) || !Dialect.Bearer.allCases.contains { features.contains($0.rawValue) }
    }
}

extension DeviceUnderTest {
    /// What the scenario needs and the bench, or what is left of its budget, does not have; nil when it applies.
    fileprivate func lack(for item: WorkItem) -> String? {
        let plan = item.plan(on: profile)
        return capabilities.missing(for: plan, dialect: item.dialect) ?? lacks(for: plan)
    }
}

/// What scenarios show of the device, and of its way to the bench's servers and peers.
private struct CheckFindings {
    private let check: RigCheck
    private let bench: RigBench
    /// Over what the device goes online, where that can be tried.
    private let bearer: Dialect.Bearer?
    /// The scenarios, by their names.
    private let items: [String: WorkItem]
    private(set) var isWell = true
    private var isOnline = false
    /// Servers that the device has come to.
    private var reached: Set<Rig.Service> = []
    /// Why scenarios were not run, each reason once.
    private var reasons: [String] = []
    /// Nothing more need be tried.
    private(set) var isOver = false

    init(of items: [WorkItem], over bearer: Dialect.Bearer?, _ bench: RigBench, _ check: RigCheck) {
        self.check = check
        self.bench = bench
        self.bearer = bearer
        self.items = Dictionary(items.map { ($0.name, $0) }) { first, _ in first }
    }

    mutating func take(_ outcome: Outcome) {
        guard case .scenarioStarted(let identity)? = outcome.events.first, case .scenarioEnded(let result)? = outcome.events.last,
            let item = items[identity.name]
        else { return }
        if result.verdict == .notApplicable {
            if item.goesOnline, let reason = result.reason, !reasons.contains(reason) { reasons.append(reason) }
        } else if item.goesOnline {
            guard goesOnline(outcome.events, result) else { return }
            reaches(item.features, identity, result, visitors(in: outcome.events))
        } else {
            isReady(identity, result)
        }
    }

    /// Says what was not tried, and why.
    func conclude() {
        guard !isOver else { return }
        for reason in reasons { check.note("not all is tried: \(reason)") }
    }

    private mutating func fail(_ why: String, _ fix: String) { isWell = check.failed(why, fix) }

    // MARK: The device

    /// Where it is not, nothing after it need be tried.
    private mutating func isReady(_ identity: ScenarioIdentity, _ result: ScenarioResult) {
        guard result.verdict == .pass else {
            isOver = true
            // A scenario that ends itself says what to do.
            let said = shown(result).split(separator: " — ", maxSplits: 1).map(String.init)
            return fail(said[0], said.count > 1 ? said[1] : "attest run --filter =\(identity.name) says more")
        }
        check.ok(identity.title)
        for note in result.notes { check.note(note) }
    }

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
                switch bearer {
                case .gprs: "check apn, user and password with the network's operator, and that the SIM allows data"
                case .gsm: "check number, dial user and dial password, and that the SIM allows data calls"
                case nil: "attest run --tag \(RigCheck.tag) says more"
                }
            fail("the device does not come online (\(shown(result)))", fix)
            return false
        }
        isOnline = true
        var said: [UInt8] = []
        for case .deviceSent(let bytes, _, _) in events[..<body] { said += bytes }
        let words = String(decoding: said, as: UTF8.self).split(whereSeparator: \.isWhitespace)
        let address = words.lazy.compactMap { IPv4Address($0) }.first
        let way = bearer.map { " over \($0.rawValue.uppercased())" } ?? ""
        check.ok("the device is online\(way)\(address.map { ", as \($0)" } ?? "")")
        return true
    }

    // MARK: The servers

    private mutating func reaches(
        _ used: Set<String>,
        _ identity: ScenarioIdentity,
        _ result: ScenarioResult,
        _ visited: [Rig.Service: Endpoint]
    ) {
        for (service, visitor) in visited where reached.insert(service).inserted { come(to: service, from: visitor) }
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

    private func visitors(in events: [Event]) -> [Rig.Service: Endpoint] {
        var visitors: [Rig.Service: Endpoint] = [:]
        let prefix = "connected from "
        for case .benchSaw(let party, let text, _, _) in events {
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

    /// The last of the answer that was wrong.
    private func answer(_ result: ScenarioResult) -> ModemAnswer {
        ModemAnswer(to: "", (result.findings.first?.received ?? []) + [0x0D])
    }

    /// What went wrong, with the meaning of the number that the device gave.
    private func shown(_ result: ScenarioResult) -> String {
        let answer = answer(result)
        guard case .failed(let text) = answer.result else { return result.findings.first?.summary ?? "\(result.verdict)" }
        let meaning = check.dialect.errors.first { $0.number == answer.errorNumber }?.text
        return text + (meaning.map { ": \($0)" } ?? "")
    }
}
