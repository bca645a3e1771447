package import Verdicts

extension JSONWriter {
    /// An absent text is left out.
    package mutating func member(_ name: StaticString, _ text: String?) {
        guard let text else { return }
        key(name)
        value(text)
    }

    package mutating func member(_ name: StaticString, _ number: some BinaryInteger) {
        key(name)
        value(number)
    }

    package mutating func member(_ name: StaticString, octets: [UInt8]) {
        key(name)
        value(octets: octets)
    }

    /// An empty list is left out.
    package mutating func member(_ name: StaticString, _ texts: [String]) {
        guard !texts.isEmpty else { return }
        key(name)
        beginArray()
        for text in texts { value(text) }
        endArray()
    }

    package mutating func members(of run: RunDescription) {
        member("journal", JournalEncoder.version)
        member("attest", run.version)
        // Many JSON readers hold numbers as doubles, which would round a 64-bit seed.
        member("seed", String(run.seed))
        member("device", run.device)
        member("command", run.command)
        if let scenarios = run.scenarios { member("scenarios", scenarios) }
    }

    mutating func members(of background: Background) {
        switch background {
        case .file(let path, let text):
            member("path", path)
            member("text", text)
        case .dialect(let dialect):
            member("name", dialect.name)
            member("title", dialect.title)
            member("features", dialect.features)
            guard !dialect.requirements.isEmpty else { return }
            key("requirements")
            beginArray()
            for requirement in dialect.requirements { value(requirement.reference, text: requirement.text) }
            endArray()
        case .capability(let capability):
            member("name", capability.name)
            key("present")
            value(capability.isPresent)
            member("text", capability.text)
        case .place(let path): member("path", path)
        }
    }

    mutating func members(of kept: KeptState) {
        switch kept {
        case .held(let line): member("held", octets: line)
        case .carried(let captures):
            key("carried")
            beginArray()
            for (name, bytes) in captures.sorted(by: { $0.key < $1.key }) {
                beginObject()
                member("name", name)
                member("bytes", octets: bytes)
                endObject()
            }
            endArray()
        case .left:
            key("left")
            value(true)
        }
    }

    mutating func members(of scenario: ScenarioIdentity) {
        member("name", scenario.name)
        member("title", scenario.title)
        member("dialect", scenario.dialect)
        member("service", scenario.service)
        member("source", scenario.source)
        if !scenario.requirements.isEmpty {
            key("requirements")
            beginArray()
            for requirement in scenario.requirements { value(requirement) }
            endArray()
        }
        member("tags", scenario.tags)
        if scenario.position != 0 { member("position", scenario.position) }
        identity(of: scenario)
    }

    /// What it is known by besides its name.
    package mutating func identity(of scenario: ScenarioIdentity) {
        member("id", scenario.id)
        if let revision = scenario.revision { member("revision", revision) }
        member("renamedFrom", scenario.formerNames)
    }

    package mutating func members(of result: ScenarioResult) {
        member("verdict", result.verdict.rawValue)
        member("reason", result.reason)
        member("assertions", result.assertions)
        member("duration", result.duration)
        if !result.findings.isEmpty {
            key("findings")
            beginArray()
            for finding in result.findings { value(finding) }
            endArray()
        }
        member("notes", result.notes)
        member("attempts", result.attempts.map(\.rawValue))
        if let judgement = result.judgement {
            key("judgement")
            value(judgement)
        }
    }

    mutating func members(of summary: RunSummary) {
        member(counts: summary.counts)
        member("assertions", summary.assertions)
        member("simulated", summary.simulated)
        key("interrupted")
        value(summary.interrupted)
    }

    package mutating func member(counts: [Verdict: Int]) {
        key("counts")
        beginObject()
        for verdict in Verdict.allCases {
            guard let count = counts[verdict] else { continue }
            member(verdict.journalKey, count)
        }
        endObject()
    }

    package mutating func value(_ finding: Finding) {
        beginObject()
        member("verdict", finding.verdict.rawValue)
        member("domain", finding.domain.rawValue)
        member("kind", finding.kind?.rawValue)
        member("summary", finding.summary)
        if let requirement = finding.requirement {
            key("requirement")
            value(requirement)
        }
        if let source = finding.source { member("source", source) }
        member("expected", finding.expected)
        if let bytes = finding.expectedBytes { member("expectedBytes", octets: bytes) }
        if !finding.received.isEmpty { member("received", octets: finding.received) }
        if let mismatch = finding.mismatch { member("mismatch", mismatch) }
        member("time", finding.time)
        endObject()
    }

    private mutating func value(_ judgement: Judgement) {
        beginObject()
        member("expected", judgement.expected)
        member("reason", judgement.reason)
        member("issue", judgement.issue)
        member("until", judgement.until)
        member("standing", judgement.standing.rawValue)
        key("breaksGate")
        value(judgement.breaksGate)
        endObject()
    }

    package mutating func value(_ requirement: RequirementReference, text: String? = nil) {
        beginObject()
        member("id", requirement.id)
        member("clause", requirement.clause)
        member("grade", requirement.grade.rawValue)
        member("text", text)
        endObject()
    }

    package mutating func member(_ name: StaticString, _ source: SourceLine) {
        key(name)
        beginObject()
        member("path", source.path)
        member("line", source.line)
        member("text", source.text)
        endObject()
    }
}

extension Verdict {
    fileprivate var journalKey: StaticString {
        switch self {
        case .pass: "pass"
        case .notApplicable: "not-applicable"
        case .inconclusive: "inconclusive"
        case .error: "error"
        case .fail: "fail"
        }
    }
}
