internal import Dialects
internal import Octets
internal import ScenarioLanguage
internal import Verdicts
internal import World

/// Turns a recording into statements of the language, in one pass over the host's bytes; the device's are taken along.
///
/// Whatever it takes a byte for, the statements stand for the very bytes that passed: what it does not recognise becomes `>>` or `<<`.
struct SkeletonWriter {
    /// A host that waits longer than this before it sends has a reason to.
    static let noticeableGap = Interval.seconds(5)
    /// The silence that guards the escape sequence `+++` on either side.
    static let guardTime = Interval.seconds(1)
    /// An echo comes within this time.
    static let echoPatience = Interval.seconds(10)
    /// A line that stops in its middle for so long before the host sends is all there is.
    static let promptTime = Interval.milliseconds(100)
    static let escapeSequence = Array("+++".utf8)

    let recording: Recording
    let dialect: Dialect
    let framing: LineFraming
    /// All that the device sent, with the time of each piece by the offset behind it.
    let device: [UInt8]
    private let arrivals: [(end: Int, time: Instant)]

    var statements: [String] = []
    /// Extended commands in the order in which they were first sent.
    private(set) var commands: [String] = []
    var view: HostView
    /// Which data mode a line opens.
    var dataModes: DataModeReader
    /// Data that are under way; nil: the bytes are command lines and answers.
    var data: DataPhase?
    /// Of `device`, up to which the statements account for it.
    var cursor = 0
    /// When the last host line was sent or device line had come.
    var last = Instant.start
    /// How long the next device line may take unless the statement says otherwise.
    var limit: Interval
    var command: String?
    /// What the host sent last that is no command line; the device may echo it.
    var unanswered: [UInt8] = []
    /// Command lines after which the host went on before their echo came, as the device echoes them, in this order.
    var lateEchoes: [[UInt8]] = []
    /// Addresses that the device gave, by name.
    var captures: [String: [UInt8]] = [:]
    /// How lines begin that the device says whenever it likes.
    let standing: [[UInt8]]
    /// Those of them that have come.
    var allowed: [[UInt8]] = []
    /// Addresses that the host has written on command lines.
    var written: Set<[UInt8]> = []

    /// Host bytes that are not a statement yet; when the first came, and what the device had sent by then.
    private var unit: [UInt8] = []
    private var began = Instant.start
    private var position = 0
    private var lastHostByte = Instant.start
    /// What the device had sent when the host next sent something in answer to it.
    private var answered = 0
    /// An echo has been seen.
    private var knowsEcho = false
    /// The host sends more before the device says anything.
    private var goesOn = false

    init(_ recording: Recording, _ dialect: Dialect, standing: [String]) {
        self.standing = standing.map { Array($0.utf8) }
        // A scenario of one line.
        let recording = recording.first(1)
        self.recording = recording
        self.dialect = dialect
        framing = LineFraming(dialect)
        dataModes = DataModeReader(DataModeReader.Known(dialect))
        view = HostView(dialect)
        device = recording.bytes(of: .device)
        var arrivals: [(end: Int, time: Instant)] = []
        var end = 0
        for piece in recording.pieces where piece.side == .device {
            end += piece.bytes.count
            arrivals.append((end, piece.time))
        }
        self.arrivals = arrivals
        limit = Self.limit(of: nil, dialect)
    }

    mutating func write() {
        var seen = 0
        for (index, piece) in recording.pieces.enumerated() {
            switch piece.side {
            case .device: seen += piece.bytes.count
            case .host:
                answered = devicesTurn(after: index, seen)
                let isLast = index + 1 == recording.pieces.count || recording.pieces[index + 1].side == .device
                take(piece, seen, goesOn: !isLast)
            }
        }
        placeBytes()
        takeDevice(upTo: device.count, isWhole: true)
        statements = allowed.map { "allow \(ByteItems.escaped($0)){any}" } + statements
        if device.isEmpty { statements.append("silence for \(Self.seconds(recording.end - last, rounded: .down))") }
    }

    /// How much the device has sent when its next turn ends.
    private func devicesTurn(after index: Int, _ seen: Int) -> Int {
        var total = seen
        for piece in recording.pieces[(index + 1)...] {
            switch piece.side {
            case .device: total += piece.bytes.count
            case .host: if total > seen { return total }
            }
        }
        return total
    }

    func arrival(of index: Int) -> Instant {
        var low = 0
        var high = arrivals.count - 1
        while low < high {
            let middle = (low + high) / 2
            if arrivals[middle].end > index { high = middle } else { low = middle + 1 }
        }
        return arrivals.isEmpty ? .start : arrivals[low].time
    }

    // MARK: Host bytes

    private mutating func take(_ piece: Recording.Piece, _ seen: Int, goesOn: Bool) {
        if !unit.isEmpty {
            let hasPaused = piece.time - lastHostByte >= Self.guardTime
            if data == nil ? hasPaused && unit == Self.escapeSequence : hasPaused || seen > position { placeBytes() }
        }
        for (index, byte) in piece.bytes.enumerated() {
            self.goesOn = goesOn || index + 1 < piece.bytes.count
            if unit.isEmpty {
                // A prompt has no end of line: it is told by the host's waiting for it.
                let isWhole = seen > 0 && piece.time - arrival(of: seen - 1) >= Self.promptTime
                takeDevice(upTo: seen, isWhole: isWhole)
                if seen > position { lateEchoes = [] }
                began = piece.time
                position = seen
            }
            unit.append(byte)
            takeByte(byte)
        }
        lastHostByte = piece.time
    }

    private mutating func takeByte(_ byte: UInt8) {
        guard data == nil else { return takeData(byte) }
        switch byte {
        case view.s3: placeLine()
        case view.s4 where unit.count == 1: placeBytes()
        case ControlCharacter.etx, Self.sub, ControlCharacter.esc: placeBytes()
        default: break
        }
    }

    /// Ends a text that is entered after a command.
    private static let sub: UInt8 = 0x1A

    private mutating func takeData(_ byte: UInt8) {
        guard data?.takeHost(CollectionOfOne(byte)).hasEnded == true else { return }
        placeBytes()
        unanswered = data?.host.ending ?? []
        data = nil
    }

    /// The host's bytes so far are a command line.
    private mutating func placeLine() {
        let line = Array(unit.dropLast())
        let text = Self.atText(line).map { filledIn($0) }
        let echo = echoStart()
        knowsEcho = knowsEcho || echo != nil
        if !lateEchoes.isEmpty || echo.map({ goesOn || $0 > max(position, cursor) }) ?? false {
            return placeEarlyLine(line, isEchoed: echo != nil)
        }
        takeDevice(upTo: echo ?? position, isWhole: echo != nil)
        let before = view
        sayWait()
        if text != nil { assume(echo: echo != nil) }
        view.note(commandLine: line)
        note(command: line)
        if let text {
            statements.append("> \(text)")
        } else {
            for (items, _) in ByteItems.lines(of: unit[...]) { statements.append(">> \(items)") }
        }
        last = max(last, began)
        if let echo {
            if text == nil { for (items, _) in ByteItems.lines(of: unit[...]) { statements.append("<< \(items)") } }
            cursor = echo + unit.count
            last = arrival(of: cursor - 1)
        }
        if text == nil { assumeChanges(since: before) }
        unit = []
    }

    /// The host does not wait for the line's echo, as `>` would: the line is bytes, and so is its echo where it comes.
    private mutating func placeEarlyLine(_ line: [UInt8], isEchoed: Bool) {
        takeDevice(upTo: position, isWhole: false)
        let before = view
        saySent()
        view.note(commandLine: line)
        note(command: line)
        last = max(last, began)
        if isEchoed, !line.isEmpty { lateEchoes.append(unit) }
        assumeChanges(since: before)
        unit = []
    }

    /// `>>` with the host's bytes so far; behind those of the statement before it, where there is no time between them.
    private mutating func saySent() {
        let count = statements.count
        sayWait()
        for (items, _) in ByteItems.lines(of: unit[...]) {
            if let before = statements.last, count == statements.count, before.hasPrefix(">> "),
                before.utf8.count + items.utf8.count < Self.joinedLength
            {
                statements[count - 1] += before.hasSuffix(" CR") && items == "LF" ? "LF" : " " + items
            } else {
                statements.append(">> \(items)")
            }
        }
    }

    /// Longer statements are easier read as two.
    private static let joinedLength = 80

    /// The host's bytes so far are sent as they are.
    private mutating func placeBytes() {
        guard !unit.isEmpty else { return }
        takeDevice(upTo: max(position, cursor), isWhole: false)
        if lateEchoes.isEmpty {
            sayWait()
            for (items, _) in ByteItems.lines(of: unit[...]) { statements.append(">> \(items)") }
        } else {
            saySent()
        }
        last = max(last, began)
        if unit == Self.escapeSequence { command = nil }
        if data == nil { unanswered = unit }
        unit = []
    }

    /// Where the device echoes the command line: at the start of a line, soon after it was sent. While it is not known to echo, it must
    /// do so before the host goes on.
    private func echoStart() -> Int? {
        let end = view.echo && knowsEcho ? device.count : answered
        var index = cursor
        while index + unit.count <= end {
            let time = arrival(of: index)
            guard time <= began + Self.echoPatience else { return nil }
            let isStart = index == cursor || device[index - 1] < 0x20
            if isStart, time >= began, device[index...].starts(with: unit) { return index }
            index += 1
        }
        return nil
    }

    private mutating func note(command line: [UInt8]) {
        for part in Self.split(line) where part.isAddress { written.insert(part.bytes) }
        command = HostView.extendedCommand(of: line)
        let extended = HostView.extendedCommands(of: line)
        dataModes.note(valuesIn: extended)
        dataModes.note(sent: extended)
        limit = Self.limit(of: command, dialect)
        if let command {
            if !commands.contains(command) { commands.append(command) }
        }
    }

    private static func limit(of command: String?, _ dialect: Dialect) -> Interval {
        Interval(nanoseconds: command.flatMap { dialect.command(named: $0)?.limit } ?? dialect.timing(.answer))
    }

    // MARK: Statements about time and modes

    private mutating func sayWait() {
        let gap = began - last
        // Before its first word a host takes its time for no reason.
        guard !statements.isEmpty else { return }
        guard gap >= Self.noticeableGap || unit == Self.escapeSequence && gap >= Self.guardTime else { return }
        statements.append("wait \(Self.seconds(gap, rounded: .down))")
    }

    /// `within …` for a device line that ends before `end`, when the usual limit is near.
    mutating func timing(upTo end: Int) -> String {
        let time = arrival(of: end - 1)
        let gap = time - last
        last = max(last, time)
        return gap * 2 > limit ? "within \(Self.seconds(gap * 2, rounded: .up)) " : ""
    }

    enum Rounding { case up, down }

    private static func seconds(_ interval: Interval, rounded: Rounding) -> String {
        let second = Interval.seconds(1).nanoseconds
        let whole =
            switch rounded {
            case .up: (interval.nanoseconds + second - 1) / second
            case .down: interval.nanoseconds / second
            }
        return "\(max(1, whole))s"
    }

    mutating func assume(echo: Bool? = nil, verbose: Bool? = nil) {
        var changed: [String] = []
        if let echo, echo != view.echo {
            view.echo = echo
            changed.append("echo \(echo ? "on" : "off")")
        }
        if let verbose, verbose != view.verbose {
            view.verbose = verbose
            changed.append("verbose \(verbose ? "on" : "off")")
        }
        if !changed.isEmpty { statements.append("assume " + changed.joined(separator: ", ")) }
    }

    /// The runner does not read the modes from `>>`: it is told.
    private mutating func assumeChanges(since before: HostView) {
        var changed: [String] = []
        if view.echo != before.echo { changed.append("echo \(view.echo ? "on" : "off")") }
        if view.verbose != before.verbose { changed.append("verbose \(view.verbose ? "on" : "off")") }
        if view.quiet != before.quiet { changed.append("quiet \(view.quiet ? "on" : "off")") }
        if !changed.isEmpty { statements.append("assume " + changed.joined(separator: ", ")) }
    }
}
