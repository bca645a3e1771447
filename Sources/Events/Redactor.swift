/// Takes secrets out of what is written down.
///
/// Bytes keep their number, so that counts and offsets elsewhere hold: each byte of a secret becomes `*`. In texts a secret becomes `•••`.
/// A secret is found as it is, with quotes doubled or escaped, as transcripts show control bytes, and inside base 64 text, of
/// which the whole run is taken. It is not found in other encodings, or when other bytes stand between its own.
/// Secrets shorter than ``shortestSecret`` are left alone: they would be found in everything. Names, paths, clauses and numbers of the suite are left
/// alone, too: a secret was never used there.
public struct Redactor: Sendable {
    /// In bytes.
    public static let shortestSecret = 4
    /// In bytes; longer ones are left alone.
    public static let longestSecret = 1_024
    static let mark = "•••"
    /// How the address of a device begins that is a program.
    private static let program = "exec:"
    static let fill = UInt8(ascii: "*")

    let patterns: SecretPatterns

    public init(secrets: some Sequence<String>) { patterns = SecretPatterns(secrets) }

    /// Nothing is secret.
    public var isEmpty: Bool { patterns.isEmpty }

    public func redact(_ bytes: [UInt8]) -> [UInt8] {
        guard !isEmpty else { return bytes }
        var redacted = bytes
        for range in patterns.ranges(in: bytes) { for index in range { redacted[index] = Self.fill } }
        return redacted
    }

    /// A line of the suite's own, such as a scenario's: a secret is taken where it stands as a value, in quotes or behind `=`, and not in
    /// names and numbers that happen to hold it.
    func redactValues(in text: String) -> String {
        guard !isEmpty else { return text }
        let bytes = Array(text.utf8)
        let ranges = patterns.ranges(in: bytes).filter { range in
            guard range.lowerBound > 0, "\"=".utf8.contains(bytes[range.lowerBound - 1]) else { return false }
            return range.upperBound == bytes.count || "\",; \r\n".utf8.contains(bytes[range.upperBound])
        }
        return ranges.isEmpty ? text : covered(bytes, ranges)
    }

    /// A text of the suite's own that stands between quotes there: it is a secret as a whole, or stays.
    private func redactValue(_ text: String) -> String { String(redactValues(in: "\"\(text)\"").dropFirst().dropLast()) }

    /// A text may have been cut for display: at its end, or before a final `…`, the beginning of a secret is taken too.
    public func redact(_ text: String) -> String {
        guard !isEmpty else { return text }
        let bytes = Array(text.utf8)
        var ranges = patterns.ranges(in: bytes)
        let cut = text.hasSuffix("…") ? bytes.count - "…".utf8.count : bytes.count
        let open = patterns.openEnd(of: Array(bytes[..<cut]))
        if open >= Self.shortestSecret { ranges.append(cut - open..<cut) }
        return ranges.isEmpty ? text : covered(bytes, ranges)
    }

    private func covered(_ bytes: [UInt8], _ ranges: [Range<Int>]) -> String {
        var redacted: [UInt8] = []
        var position = 0
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if range.lowerBound >= position {
                redacted += bytes[position..<range.lowerBound]
                redacted += Array(Self.mark.utf8)
            }
            position = max(position, range.upperBound)
        }
        return String(decoding: redacted + bytes[position...], as: UTF8.self)
    }

    /// One event by itself: a secret that goes on in the next event is found by ``EventRedaction`` only.
    public func redact(_ event: Event) -> Event {
        guard !isEmpty else { return event }
        switch event {
        case .runStarted(var run):
            // Paths, filters and numbers of the run stay, so that it can be repeated; what a program is told is the user's own.
            if run.device.hasPrefix(Self.program) { run.device = redact(run.device) }
            run.command = run.command.map { $0.hasPrefix(Self.program) ? redact($0) : $0 }
            return .runStarted(run)
        case .background(.file(let path, let text)): return .background(.file(path: path, text: redactValues(in: text)))
        case .background(.dialect), .background(.place): return event
        case .background(.capability(var capability)):
            capability.text = redact(capability.text)
            return .background(.capability(capability))
        case .scenarioStarted(var scenario):
            // Its names are the suite's: without them nobody finds it.
            scenario.source.text = redactValues(in: scenario.source.text)
            scenario.id = scenario.id.map(redactValue)
            return .scenarioStarted(scenario)
        case .phaseEntered: return event
        case .hostSent(let bytes, let line, let time, let on): return .hostSent(redact(bytes), line: line, time: time, on: on)
        case .deviceSent(let bytes, let time, let on): return .deviceSent(redact(bytes), time: time, on: on)
        case .matched: return event
        case .benchSaw(let party, let text, let time, let kept):
            return .benchSaw(party: party, text: redact(text), time: time, kept: kept.map(redact))
        case .stimulus(let text, let line, let time): return .stimulus(text: redact(text), line: line, time: time)
        case .note(let text, let line, let time): return .note(text: redact(text), line: line, time: time)
        case .scenarioEnded(var result):
            result.findings = result.findings.map(redact)
            result.notes = result.notes.map { redact($0) }
            result.reason = result.reason.map { redact($0) }
            return .scenarioEnded(result)
        case .runEnded: return event
        }
    }

    private func redact(_ kept: KeptState) -> KeptState {
        switch kept {
        case .held(let line): .held(redact(line))
        case .carried(let captures): .carried(captures.mapValues { redact($0) })
        case .left: .left
        }
    }

    private func redact(_ finding: Finding) -> Finding {
        var finding = finding
        finding.summary = redact(finding.summary)
        if let text = finding.source?.text { finding.source?.text = redactValues(in: text) }
        finding.expected = finding.expected.map { redact($0) }
        finding.expectedBytes = finding.expectedBytes.map { redactWithEnd($0) }
        finding.received = redactWithEnd(finding.received)
        return finding
    }

    /// What came may end in the middle of a secret: its beginning is taken too.
    func redactWithEnd(_ bytes: [UInt8]) -> [UInt8] {
        var redacted = redact(bytes)
        let open = patterns.openEnd(of: bytes)
        if open >= Self.shortestSecret { for index in bytes.count - open..<bytes.count { redacted[index] = Self.fill } }
        return redacted
    }
}
