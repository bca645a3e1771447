/// Keeps what a device, a server or a program says within bounds wherever it is quoted: bytes on the line are evidence and stay as they are, texts
/// about them are for people.
extension Event {
    /// Characters of a text: more than any sentence, fewer than a line that babbles.
    public static let longestText = 2_000
    /// Bytes that a finding quotes, sixteen times what a scenario's own keep.
    static let longestQuote = 4_096
    /// Expected forms of a finding, and notes of a scenario.
    static let mostTexts = 1_000

    /// The text, or its beginning with an ellipsis.
    public static func bounded(_ text: String) -> String {
        guard text.utf8.count > longestText else { return text }
        let scalars = text.unicodeScalars
        guard let end = scalars.index(scalars.startIndex, offsetBy: longestText, limitedBy: scalars.endIndex),
            end < scalars.endIndex
        else { return text }
        return String(scalars[..<end]) + "…"
    }

    /// The same event, with texts about what was said within bounds.
    public var bounded: Event {
        switch self {
        case .benchSaw(let party, let text, let time, let kept):
            .benchSaw(party: party, text: Self.bounded(text), time: time, kept: kept)
        case .stimulus(let text, let line, let time): .stimulus(text: Self.bounded(text), line: line, time: time)
        case .note(let text, let line, let time): .note(text: Self.bounded(text), line: line, time: time)
        case .background(.capability(var capability)): .background(.capability(capability.bounded()))
        case .scenarioEnded(var result): .scenarioEnded(result.bounded())
        case .runStarted, .background, .scenarioStarted, .phaseEntered, .hostSent, .deviceSent, .matched, .runEnded: self
        }
    }
}

extension Capability {
    fileprivate mutating func bounded() -> Capability {
        text = Event.bounded(text)
        return self
    }
}

extension ScenarioResult {
    fileprivate mutating func bounded() -> ScenarioResult {
        for index in findings.indices { findings[index].bound() }
        notes = notes.prefix(Event.mostTexts).map(Event.bounded)
        reason = reason.map(Event.bounded)
        return self
    }
}

extension Finding {
    fileprivate mutating func bound() {
        summary = Event.bounded(summary)
        expected = expected.prefix(Event.mostTexts).map(Event.bounded)
        guard received.count > Event.longestQuote || (expectedBytes?.count ?? 0) > Event.longestQuote else { return }
        received = Array(received.prefix(Event.longestQuote))
        expectedBytes = expectedBytes.map { Array($0.prefix(Event.longestQuote)) }
        mismatch = mismatch.map { min($0, received.count) }
    }
}
