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

    mutating func nextLine() -> LineReader.Line? { isOpen ? reader.next() : nil }
    mutating func takeContent() -> [UInt8] { reader.takeAll() }
    mutating func putBack(_ bytes: [UInt8]) { reader.append(bytes) }

    mutating func takeActions() -> [ServerAction] {
        let taken = actions
        actions = []
        return taken
    }

    // MARK: What goes out

    mutating func say(_ line: String) {
        actions.append(.said(line))
        send(Array(line.utf8) + ControlCharacter.crlf)
    }
    /// The server's first words: its own, unless scripted otherwise.
    mutating func greet(_ lines: [String], _ faults: ScriptedFaults) {
        let lines = faults.greeting ?? lines
        for line in lines { say(line) }
        if let last = lines.last, last.hasPrefix("421") { finish() }
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
        let (delay, response) = faults.meet(command)
        if let delay {
            phase = .held(event, response)
            actions.append(.delay(milliseconds: delay))
            return false
        }
        guard let response else { return true }
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
        case .answer(let line):
            say(line)
            if line.hasPrefix("421") { finish() }
        case .stall: stall()
        case .close: finish()
        case .reset: reset()
        }
    }
}
