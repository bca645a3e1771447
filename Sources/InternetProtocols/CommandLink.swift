internal import Octets

/// The command side of one connection to a server: its input by lines, its actions, and what scripted faults have made of it.
struct CommandLink: Sendable {
    /// What a fault can meet.
    enum Event: Hashable, Sendable {
        case greeting
        case line([UInt8])
        /// The end of content.
        case body
    }

    private enum Phase {
        /// Lines are executed as they come.
        case open
        /// A delay runs; the event waits for its end.
        case held(Event, ScriptedFaults.Response?)
        /// Input is thrown away, nothing is ever said.
        case stalled
        /// FIN or RST was sent.
        case over
    }

    private var phase = Phase.open
    private var reader: LineReader
    private(set) var actions: [ServerAction] = []
    /// Bytes that were sent since ``drained()``.
    private var unsent = 0
    /// What the next reply says, if it is no refusal.
    private var wording: [String]?

    /// Unread input of a client that does not wait for replies. What exceeds it is an attack: RST.
    static let inputLimit = 1 << 20
    /// Unread replies of a client that does not read. Beyond, its commands wait until they have left.
    static let outputLimit = 64 << 10

    init(lineLimit: Int) { reader = LineReader(limit: lineLimit) }

    var isOpen: Bool {
        switch phase {
        case .open: true
        case .held, .stalled, .over: false
        }
    }
    var isOver: Bool {
        switch phase {
        case .over: true
        case .open, .held, .stalled: false
        }
    }

    /// Whether the next command has to wait for ``drained()``.
    var isCongested: Bool { unsent >= Self.outputLimit }

    mutating func append(_ bytes: [UInt8]) {
        switch phase {
        case .open, .held:
            guard reader.count + bytes.count <= Self.inputLimit else { return reset() }
            reader.append(bytes)
        case .stalled, .over:
            break
        }
    }

    mutating func nextLine() -> LineReader.Line? {
        guard isOpen, let line = reader.next() else { return nil }
        if case .text(let bytes) = line, reader.endedBarely {
            actions.append(.bareLineEnd(of: String(decoding: bytes, as: UTF8.self)))
        }
        return line
    }
    mutating func takeContent() -> [UInt8] { reader.takeAll() }
    mutating func putBack(_ bytes: [UInt8]) { reader.append(bytes) }

    mutating func takeActions() -> [ServerAction] {
        let taken = actions
        actions = []
        return taken
    }

    // MARK: What goes out

    mutating func say(_ line: String) {
        guard let lines = wording else { return put(line) }
        if Self.isRefusal(line) {
            wording = nil
            return put(line)
        }
        guard !Self.isContinued(line) else { return }
        wording = nil
        for line in lines { put(line) }
    }

    private mutating func put(_ line: String) {
        actions.append(.said(line))
        send(Array(line.utf8) + ControlCharacter.crlf)
    }
    private static func isRefusal(_ line: String) -> Bool { line.first == "4" || line.first == "5" || line.hasPrefix("-ERR") }
    /// Another line of the same reply follows (RFC 959 §4.2, RFC 5321 §4.2.1).
    private static func isContinued(_ line: String) -> Bool { line.utf8.dropFirst(3).first == UInt8(ascii: "-") }
    /// The server's first words: its own, unless scripted otherwise.
    mutating func greet(_ lines: [String], _ faults: ScriptedFaults) {
        let lines = faults.greeting ?? lines
        for line in lines { say(line) }
        if let last = lines.last, last.hasPrefix("421") { finish() }
    }
    /// A line that nobody has asked for, or that a fault has put in the place of another. RFC 5321 §3.8, RFC 959 §5.4: 421 ends the connection.
    mutating func announce(_ line: String) {
        guard !isOver else { return }
        put(line)
        if line.hasPrefix("421") { finish() }
    }
    /// A line that is no command, but the answer to a challenge.
    mutating func answered(_ line: [UInt8]) { actions.append(.answered(String(decoding: line, as: UTF8.self))) }
    mutating func heard(_ line: [UInt8]) { actions.append(.heard(String(decoding: line, as: UTF8.self))) }
    mutating func send(_ bytes: [UInt8]) {
        guard !bytes.isEmpty else { return }
        unsent += bytes.count
        actions.append(.send(bytes))
    }
    /// All that was sent has left.
    mutating func drained() { unsent = 0 }
    mutating func pauseInput() { actions.append(.pauseInput) }
    mutating func resumeInput() { actions.append(.resumeInput) }
    mutating func finish() {
        guard !isOver else { return }
        phase = .over
        actions.append(.finish)
    }
    mutating func reset() {
        guard !isOver else { return }
        phase = .over
        actions.append(.reset)
    }
    mutating func stall() {
        guard !isOver else { return }
        phase = .stalled
    }

    // MARK: Faults

    /// Whether the server is to do what the event asks. If not, what is to happen instead has happened, or a delay runs.
    mutating func admits(_ event: Event, named command: String, _ faults: inout ScriptedFaults) -> Bool {
        let encounter = faults.meet(command)
        wording = encounter.wording
        if let delay = encounter.delay {
            phase = .held(event, encounter.response)
            actions.append(.delay(milliseconds: delay))
            return false
        }
        guard let response = encounter.response else { return true }
        apply(response)
        return false
    }

    /// The delay is over. - Returns: the event to go on with, unless something else was to happen instead.
    mutating func resume() -> Event? {
        switch phase {
        case .held(let event, let response):
            phase = .open
            guard let response else { return event }
            apply(response)
            return nil
        case .open, .stalled, .over:
            return nil
        }
    }

    private mutating func apply(_ response: ScriptedFaults.Response) {
        switch response {
        case .answer(let line): announce(line)
        case .stall: stall()
        case .close: finish()
        case .reset: reset()
        }
    }
}
