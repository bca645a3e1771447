internal import Verdicts

/// Writes events as JSON Lines, one line of ASCII-safe UTF-8 an event, members in a fixed order (`Docs/Journal.md`).
///
/// What is empty or absent is left out, so the same event always gives the same bytes.
public struct JournalEncoder: Sendable {
    /// What a journal says of its format; it rises when a reader of the older one would misunderstand the newer one.
    public static let version = 1

    /// The kind of line in which an event waits for its scenario's turn.
    static let held = "held"

    public init() {}

    /// The line with its LF as it waits for its turn: `{"event":"held","scenario":3,"line":{…}}`. - Parameter scenario: Its place in the run, from 1.
    public static func held(_ line: [UInt8], of scenario: Int) -> [UInt8] {
        Array("{\"event\":\"\(held)\",\"scenario\":\(scenario),\"line\":".utf8) + line.dropLast() + Array("}\n".utf8)
    }

    /// The event's line, with its LF.
    public func encode(_ event: Event) -> [UInt8] {
        var line: [UInt8] = []
        append(event, to: &line)
        return line
    }

    /// Appends the event's line, with its LF.
    public func append(_ event: Event, to bytes: inout [UInt8]) {
        // The buffer moves into the writer and back, so that appending never copies it.
        var buffer: [UInt8] = []
        swap(&buffer, &bytes)
        var json = JSONWriter(appendingTo: buffer)
        buffer = []
        json.beginObject()
        json.member("event", EventKind(event).rawValue)
        switch event {
        case .runStarted(let run): json.members(of: run)
        case .background(let background): json.members(of: background)
        case .scenarioStarted(let scenario): json.members(of: scenario)
        case .phaseEntered(let phase, let name, let time):
            json.member("phase", phase.rawValue)
            json.member("name", name)
            json.member("time", time)
        case .hostSent(let bytes, let line, let time, let serialLine):
            json.member("line", line)
            json.member("on", serialLine)
            json.member("time", time)
            json.member("bytes", octets: bytes)
        case .deviceSent(let bytes, let time, let serialLine):
            json.member("on", serialLine)
            json.member("time", time)
            json.member("bytes", octets: bytes)
        case .matched(let line, let count, let time, let serialLine):
            json.member("line", line)
            json.member("on", serialLine)
            json.member("count", count)
            json.member("time", time)
        case .benchSaw(let party, let text, let time, let kept):
            json.member("party", party)
            json.member("time", time)
            json.member("text", text)
            if let kept { json.members(of: kept) }
        case .stimulus(let text, let line, let time), .note(let text, let line, let time):
            json.member("line", line)
            json.member("time", time)
            json.member("text", text)
        case .scenarioEnded(let result): json.members(of: result)
        case .runEnded(let summary): json.members(of: summary)
        }
        json.endObject()
        json.endLine()
        bytes = json.bytes
    }
}

/// The names that events have in a journal.
enum EventKind: String, CaseIterable {
    case runStarted = "run-started"
    case file
    case dialect
    case capability
    case place
    case scenarioStarted = "scenario-started"
    case phaseEntered = "phase-entered"
    case hostSent = "host-sent"
    case deviceSent = "device-sent"
    case matched
    case benchSaw = "bench-saw"
    case stimulus
    case note
    case scenarioEnded = "scenario-ended"
    case runEnded = "run-ended"

    init(_ event: Event) {
        switch event {
        case .runStarted: self = .runStarted
        case .background(.file): self = .file
        case .background(.dialect): self = .dialect
        case .background(.capability): self = .capability
        case .background(.place): self = .place
        case .scenarioStarted: self = .scenarioStarted
        case .phaseEntered: self = .phaseEntered
        case .hostSent: self = .hostSent
        case .deviceSent: self = .deviceSent
        case .matched: self = .matched
        case .benchSaw: self = .benchSaw
        case .stimulus: self = .stimulus
        case .note: self = .note
        case .scenarioEnded: self = .scenarioEnded
        case .runEnded: self = .runEnded
        }
    }
}
