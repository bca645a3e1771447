/// What is wrong with a journal, and where.
public struct JournalError: Error, Hashable, Sendable, CustomStringConvertible {
    /// From 1.
    public var line: Int
    /// In bytes, from 1.
    public var column: Int
    public var problem: String

    public init(line: Int, column: Int, problem: String) {
        self.line = line
        self.column = column
        self.problem = problem
    }

    public var description: String { "line \(line), column \(column): \(problem)" }
}

/// Reads a journal back into events, from pieces of any size.
///
/// Unknown fields and unknown kinds of events are passed over; the first event must be the run's, of a version that is known here.
public struct JournalDecoder: Sendable {
    /// How a journal ends.
    public enum Ending: Hashable, Sendable {
        case complete
        /// The last line stops in its middle, as when a run is killed while it writes. It is left out.
        case truncated
    }

    /// Longer lines are refused. A line holds one event: the bytes of one write, at most six characters a byte.
    public static let maximumLineLength = 64 << 20

    private let lineLimit: Int
    private var lineNumber = 0
    private var partial: [UInt8] = []
    private var hasBegun = false
    private let keepsHeld: Bool
    /// Events that the journal of a killed run holds back, since their scenarios' turn had not come: by the scenarios' places in the run, from 1.
    public private(set) var held: [Int: [Event]] = [:]

    /// - Parameters:
    ///   - lineLimit: longer lines are refused, before they are whole.
    ///   - keepsHeld: Whether ``held`` is wanted; it is empty otherwise.
    public init(lineLimit: Int = Self.maximumLineLength, keepsHeld: Bool = false) {
        self.lineLimit = lineLimit
        self.keepsHeld = keepsHeld
    }

    /// Appends the events of the lines that the bytes complete. - Throws: ``JournalError``; the decoder is then of no more use.
    public mutating func decode(_ bytes: [UInt8], into events: inout [Event]) throws(JournalError) {
        var start = 0
        while start < bytes.count {
            let end = bytes.withUnsafeBufferPointer { $0[start...].firstIndex(of: 0x0A) }
            partial.append(contentsOf: bytes[start..<(end ?? bytes.count)])
            guard let end else { break }
            start = end + 1
            try decodeLine(into: &events)
        }
        try checkLength(line: lineNumber + 1)
    }

    /// Appends the last line's event when only its LF is missing.
    public mutating func finish(into events: inout [Event]) throws(JournalError) -> Ending {
        guard !partial.isEmpty else { return .complete }
        do throws(JSONError) {
            _ = try JSONParser.parse(partial)
        } catch  where error.isIncomplete {
            partial = []
            return .truncated
        } catch {
            throw journalError(error, line: lineNumber + 1)
        }
        try decodeLine(into: &events)
        return .complete
    }

    /// A whole journal.
    public static func events(of journal: [UInt8]) throws(JournalError) -> (events: [Event], ending: Ending) {
        var decoder = JournalDecoder()
        var events: [Event] = []
        try decoder.decode(journal, into: &events)
        let ending = try decoder.finish(into: &events)
        return (events, ending)
    }

    private mutating func decodeLine(into events: inout [Event]) throws(JournalError) {
        lineNumber += 1
        try checkLength(line: lineNumber)
        defer { partial.removeAll(keepingCapacity: true) }
        guard !partial.allSatisfy(\.isBlank) else { return }
        do throws(JSONError) {
            let object = try JSONObject(JSONParser.parse(partial), of: partial)
            guard let event = try Event(journal: object) else {
                guard hasBegun else { throw object.error("event", "a journal begins with the event “run-started”") }
                if keepsHeld, try object.text("event") == JournalEncoder.held { try hold(object) }
                return
            }
            if case .runStarted = event { hasBegun = true }
            guard hasBegun else { throw object.error("event", "a journal begins with the event “run-started”") }
            events.append(event)
        } catch {
            throw journalError(error, line: lineNumber)
        }
    }

    private mutating func hold(_ object: JSONObject) throws(JSONError) {
        guard let event = try Event(journal: object.object("line")) else { return }
        held[try object.integer("scenario"), default: []].append(event)
    }

    private func checkLength(line: Int) throws(JournalError) {
        guard partial.count <= lineLimit else {
            throw JournalError(line: line, column: lineLimit + 1, problem: "the line is too long for an event")
        }
    }

    private func journalError(_ error: JSONError, line: Int) -> JournalError {
        JournalError(line: line, column: error.offset + 1, problem: error.problem)
    }
}
