internal import Dialects
internal import Events
internal import Octets
internal import ScenarioLanguage
internal import Verdicts
internal import World

/// What is known of data modes.
struct DataWatch {
    var reader: DataModeReader
    /// Data that are under way.
    var phase: DataPhase?
    /// What the host has sent of them last and may see again, where the manual does not say whether it does.
    var possibleEcho: [UInt8] = []
    /// What makes an end of data that were not gone on with.
    private(set) var wayOut: [UInt8] = []

    /// The host's bytes are data.
    var takesHost: Bool { phase.map { !$0.isOver && $0.host.isOpen } ?? false }

    /// None are under way.
    var isIdle: Bool { phase?.isOver ?? true }

    /// The host has ended data that only it has to give.
    var isHostsAloneAndOver: Bool { phase.map { $0.isOver && $0.mode.device == nil } ?? false }

    /// Bytes that the device still owes, where they are counted.
    var owed: Int? { phase.flatMap { $0.isOver ? nil : $0.device.left }.flatMap { $0 > 0 ? $0 : nil } }

    /// The host sends bytes, which are data if such are under way. - Returns: what of them comes back, and must.
    mutating func sends(_ bytes: [UInt8]) -> [UInt8] {
        guard takesHost, let mode = phase?.mode else { return [] }
        let sent = Array(bytes.prefix(phase?.takeHost(bytes).count ?? 0))
        switch mode.echo {
        case .nothing, .end: return []
        case .data: return sent
        case .unsaid:
            possibleEcho += sent
            return []
        }
    }

    /// The device sends a line, as bare text, while no data are under way. - Returns: the data that it opens; nil: it opens none.
    mutating func reads(line text: [UInt8], isVerbose: Bool) -> DataPhase? {
        phase = reader.phase(openedBy: text, isVerbose: isVerbose)
        if phase == nil { reader.note(line: text) }
        return phase
    }

    /// The data are over.
    mutating func leave() {
        phase = nil
        possibleEcho = []
        wayOut = []
    }

    /// The data are not gone on with.
    mutating func abandon() {
        guard let phase else { return }
        let way = takesHost ? phase.host.wayOut : []
        leave()
        wayOut = way
    }
}

// Data modes: what the dialect says of them, held against what passes.
extension ScenarioMachine {
    // MARK: The host

    /// A line end behind a prompt, which has none.
    mutating func failsPrompt(_ step: Step, _ now: Instant) -> Bool {
        let line = lines[step.on]
        guard let phase = line.data.phase, phase.host.passed == 0, phase.mode.device == nil, isPrompt(phase.mode),
            !line.inbox.isEmpty,
            line.inbox.unread.allSatisfy(line.view.endsLines)
        else { return false }
        failMismatch(
            "a line end follows the prompt\(saying(phase.mode))",
            on: step.on,
            at: step.location,
            expected: ["nothing before the data"],
            bytes: [],
            offset: 0,
            now
        )
        return true
    }

    private func isPrompt(_ mode: Dialect.DataMode) -> Bool {
        mode.openings.contains { opening in
            guard case .form(let name) = opening.message else { return false }
            return dialect.forms.contains { $0.name == name && $0.isPrompt }
        }
    }

    /// What the host has sent as data comes back, which no manual promises or forbids.
    mutating func takePossibleEcho(_ name: LineName, _ now: Instant) -> UnsolicitedReading {
        let line = lines[name]
        let whole = line.data.possibleEcho
        // With what ends the data, or without.
        let lengths = [whole.count, whole.count - (line.data.phase?.host.ending.count ?? 0)]
        let fitting = lengths.filter { $0 > 0 && whole.prefix($0).starts(with: line.inbox.unread.prefix($0)) }
        guard let longest = fitting.first else { return .none }
        if longest > line.inbox.unreadCount, now < line.restDeadline { return .mayCome }
        guard let count = fitting.first(where: { $0 <= line.inbox.unreadCount }) else { return .none }
        lines[name].data.possibleEcho = []
        consume(count, on: name, at: currentLocation ?? plan.location, now)
        evidence.note("variant: data are echoed")
        return .taken
    }

    // MARK: The device

    /// The expectation that the first bytes of the inbox meet would end data that are not all there, or go beyond them.
    /// - Returns: whether that is a failure.
    mutating func failsCount(_ candidate: Candidate, _ count: Int, _ now: Instant) -> Bool {
        guard let owed = lines[candidate.on].data.owed, let phase = lines[candidate.on].data.phase else { return false }
        let view = lines[candidate.on].view
        let total = phase.device.passed + owed
        switch candidate.matcher {
        case .suppressed: return false
        case .line:
            failMismatch(
                "data are missing: \(counted(total)) were announced\(saying(phase.mode))",
                on: candidate.on,
                at: candidate.location,
                expected: [owed == 1 ? "one more byte of data" : "\(owed) more bytes of data"],
                bytes: nil,
                offset: 0,
                now
            )
            return true
        case .bytes(let bytes, _):
            // Behind the data stands an answer, which begins with a line end.
            guard count > owed, bytes[owed] != view.s3, bytes[owed] != view.s4 else { return false }
            failMismatch(
                "there are more data than the \(counted(total)) that were announced\(saying(phase.mode))",
                on: candidate.on,
                at: candidate.location,
                expected: ["the end of the data"],
                bytes: nil,
                offset: owed,
                now
            )
            return true
        }
    }

    /// Bytes of the device have met an expectation or a rule.
    mutating func noteData(
        _ bytes: [UInt8],
        on name: LineName,
        isLine: Bool,
        framing: LinePattern.Framing?,
        at location: Location,
        _ now: Instant
    ) {
        guard lines[name].data.reader.isOfUse else { return }
        lines[name].data.possibleEcho = []
        if let phase = lines[name].data.phase, !phase.isOver {
            if !isLine {
                _ = lines[name].data.phase?.takeDevice(bytes)
            } else {
                switch framing {
                case .extendedError where phase.mode.errorMarker.isRequired,
                    .result(number: 4) where phase.mode.errorMarker.isRequired:
                    return failMarker(phase, bytes, on: name, at: location, now)
                case .result, .extendedError: lines[name].data.leave()
                case .information, .parameter, .prompt, nil: break
                }
            }
        }
        guard lines[name].data.phase?.isOver ?? true, bytes.count <= LineMatcher.longestCapture else { return }
        let text = lines[name].view.bareText(bytes)
        if let phase = lines[name].data.reads(line: text, isVerbose: lines[name].view.verbose) {
            checkOpening(phase, bytes, on: name, at: location, now)
        }
    }

    /// An error while data are under way, without what stands before one.
    private mutating func failMarker(
        _ phase: DataPhase,
        _ error: [UInt8],
        on name: LineName,
        at location: Location,
        _ now: Instant
    ) {
        let marker = phase.mode.errorMarker.bytes
        fail(
            .fail,
            .device,
            named("an error ends the data without \(visible(marker)) before it\(saying(phase.mode))", name),
            at: location,
            time: now,
            expected: ["\(visible(marker)), then the error"],
            received: error
        )
    }

    /// A header that tells of more than was asked for, or of what nothing has announced.
    private mutating func checkOpening(
        _ phase: DataPhase,
        _ bytes: [UInt8],
        on name: LineName,
        at location: Location,
        _ now: Instant
    ) {
        guard let count = phase.announced else { return }
        var problem: (summary: String, expected: String)?
        if let asked = phase.asked, count > asked {
            problem = ("\(counted(count)) of data come where \(counted(asked)) were asked for", "at most \(asked)")
        } else if let herald = phase.mode.announcement, case let surplus = lines[name].data.reader.fetch(count, herald),
            surplus > 0
        {
            problem = ("\(counted(surplus)) of data come that no line ‘\(herald)’ has announced", "at most \(count - surplus)")
        }
        guard let problem else { return }
        fail(
            .fail,
            .device,
            named(problem.summary + saying(phase.mode), name),
            at: location,
            time: now,
            expected: [problem.expected],
            received: bytes
        )
    }

    private func counted(_ count: Int) -> String { count == 1 ? "1 byte" : "\(count) bytes" }

    /// Where the manual says it.
    private func saying(_ mode: Dialect.DataMode) -> String { " (\(mode.clause))" }
}

extension HostView {
    func endsLines(_ byte: UInt8) -> Bool { byte == s3 || byte == s4 }

    /// A line without what frames it.
    func bareText(_ bytes: [UInt8]) -> [UInt8] {
        guard let first = bytes.firstIndex(where: { !endsLines($0) }), let last = bytes.lastIndex(where: { !endsLines($0) })
        else { return [] }
        return Array(bytes[first...last])
    }
}
