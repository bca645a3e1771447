internal import Verdicts

extension Event {
    /// nil for a kind of event that is not known here.
    init?(journal object: JSONObject) throws(JSONError) {
        guard let kind = EventKind(rawValue: try object.text("event")) else { return nil }
        switch kind {
        case .runStarted: self = .runStarted(try RunDescription(journal: object))
        case .file: self = .background(.file(path: try object.text("path"), text: try object.text("text")))
        case .dialect: self = .background(.dialect(try DialectDescription(journal: object)))
        case .capability: self = .background(.capability(try Capability(journal: object)))
        case .place: self = .background(.place(path: try object.text("path")))
        case .scenarioStarted: self = .scenarioStarted(try ScenarioIdentity(journal: object))
        case .phaseEntered:
            self = .phaseEntered(
                try object.word("phase"),
                name: try object.optionalText("name"),
                time: try object.integer("time")
            )
        case .hostSent:
            self = .hostSent(
                try object.octets("bytes"),
                line: try object.integer("line"),
                time: try object.integer("time"),
                on: try object.optionalText("on")
            )
        case .deviceSent:
            let time: Int64 = try object.integer("time")
            self = .deviceSent(try object.octets("bytes"), time: time, on: try object.optionalText("on"))
        case .matched:
            self = .matched(
                line: try object.integer("line"),
                count: try object.integer("count"),
                time: try object.integer("time"),
                on: try object.optionalText("on")
            )
        case .benchSaw:
            self = .benchSaw(
                party: try object.text("party"),
                text: try object.text("text"),
                time: try object.integer("time"),
                kept: try KeptState(journal: object)
            )
        case .stimulus:
            self = .stimulus(text: try object.text("text"), line: try object.integer("line"), time: try object.integer("time"))
        case .note:
            self = .note(text: try object.text("text"), line: try object.integer("line"), time: try object.integer("time"))
        case .scenarioEnded: self = .scenarioEnded(try ScenarioResult(journal: object))
        case .runEnded: self = .runEnded(try RunSummary(journal: object))
        }
    }
}

extension KeptState {
    /// nil where the event tells of none, as in all journals of versions before it was told.
    fileprivate init?(journal object: JSONObject) throws(JSONError) {
        if object.node("held") != nil {
            self = .held(try object.octets("held"))
        } else if object.node("carried") != nil {
            var captures: [String: [UInt8]] = [:]
            for capture in try object.objects("carried") { captures[try capture.text("name")] = try capture.octets("bytes") }
            self = .carried(captures)
        } else if object.node("left") != nil, try object.bool("left") {
            self = .left
        } else {
            return nil
        }
    }
}

extension RunDescription {
    fileprivate init(journal object: JSONObject) throws(JSONError) {
        let version: Int = try object.integer("journal")
        guard version == JournalEncoder.version else {
            throw object.error(
                "journal",
                "the journal has version \(version), and only version \(JournalEncoder.version) is known here"
            )
        }
        guard let seed = UInt64(try object.text("seed")) else {
            throw object.error("seed", "“seed” is to be a number of 64 bits in quotes")
        }
        self.init(
            version: try object.text("attest"),
            seed: seed,
            device: try object.text("device"),
            command: try object.texts("command"),
            scenarios: object.node("scenarios") == nil ? nil : try object.integer("scenarios")
        )
    }
}

extension DialectDescription {
    fileprivate init(journal object: JSONObject) throws(JSONError) {
        var requirements: [RequirementDescription] = []
        for requirement in try object.objects("requirements") {
            requirements.append(
                RequirementDescription(
                    reference: try RequirementReference(journal: requirement),
                    text: try requirement.text("text")
                )
            )
        }
        self.init(
            name: try object.text("name"),
            title: try object.text("title"),
            features: try object.texts("features"),
            requirements: requirements
        )
    }
}

extension Capability {
    fileprivate init(journal object: JSONObject) throws(JSONError) {
        self.init(name: try object.text("name"), isPresent: try object.bool("present"), text: try object.text("text"))
    }
}

extension ScenarioIdentity {
    fileprivate init(journal object: JSONObject) throws(JSONError) {
        var requirements: [RequirementReference] = []
        for requirement in try object.objects("requirements") {
            requirements.append(try RequirementReference(journal: requirement))
        }
        self.init(
            name: try object.text("name"),
            title: try object.text("title"),
            dialect: try object.text("dialect"),
            service: try object.text("service"),
            source: try SourceLine(journal: try object.object("source")),
            requirements: requirements,
            tags: try object.texts("tags"),
            position: object.node("position") == nil ? 0 : try object.integer("position"),
            id: try object.optionalText("id"),
            revision: object.node("revision") == nil ? nil : try object.integer("revision"),
            formerNames: try object.texts("renamedFrom")
        )
    }
}

extension ScenarioResult {
    fileprivate init(journal object: JSONObject) throws(JSONError) {
        var findings: [Finding] = []
        for finding in try object.objects("findings") { findings.append(try Finding(journal: finding)) }
        var attempts: [Verdict] = []
        for attempt in try object.texts("attempts") {
            guard let verdict = Verdict(rawValue: attempt) else {
                throw object.error("attempts", "\(JSONObject.quoted(attempt)) is no verdict")
            }
            attempts.append(verdict)
        }
        self.init(
            verdict: try object.word("verdict"),
            findings: findings,
            notes: try object.texts("notes"),
            reason: try object.optionalText("reason"),
            assertions: try object.integer("assertions"),
            duration: try object.integer("duration"),
            attempts: attempts
        )
        if let judgement = try object.optionalObject("judgement") { self.judgement = try Judgement(journal: judgement) }
    }
}

extension Finding {
    fileprivate init(journal object: JSONObject) throws(JSONError) {
        self.init(
            verdict: try object.word("verdict"),
            domain: try object.word("domain"),
            summary: try object.text("summary"),
            expected: try object.texts("expected"),
            time: try object.integer("time")
        )
        if object.node("kind") != nil { kind = try object.word("kind") }
        if let requirement = try object.optionalObject("requirement") {
            self.requirement = try RequirementReference(journal: requirement)
        }
        if let source = try object.optionalObject("source") { self.source = try SourceLine(journal: source) }
        if object.node("expectedBytes") != nil { expectedBytes = try object.octets("expectedBytes") }
        if object.node("received") != nil { received = try object.octets("received") }
        if object.node("mismatch") != nil { mismatch = try object.integer("mismatch") }
    }
}

extension Judgement {
    fileprivate init(journal object: JSONObject) throws(JSONError) {
        self.init(
            expected: try object.text("expected"),
            reason: try object.text("reason"),
            issue: try object.optionalText("issue"),
            until: try object.optionalText("until"),
            standing: try object.word("standing"),
            breaksGate: try object.bool("breaksGate")
        )
    }
}

extension RequirementReference {
    fileprivate init(journal object: JSONObject) throws(JSONError) {
        self.init(id: try object.text("id"), clause: try object.text("clause"), grade: try object.word("grade"))
    }
}

extension SourceLine {
    fileprivate init(journal object: JSONObject) throws(JSONError) {
        self.init(path: try object.text("path"), line: try object.integer("line"), text: try object.text("text"))
    }
}

extension RunSummary {
    fileprivate init(journal object: JSONObject) throws(JSONError) {
        let totals = try object.object("counts")
        var counts: [Verdict: Int] = [:]
        for verdict in Verdict.allCases where totals.node(verdict.rawValue) != nil {
            counts[verdict] = try totals.integer(verdict.rawValue)
        }
        self.init(
            counts: counts,
            assertions: try object.integer("assertions"),
            simulated: try object.integer("simulated"),
            interrupted: try object.bool("interrupted")
        )
    }
}
