internal import Dialects
internal import Octets

/// Data of a data mode on the line, from the message that opens it to its end: the runner's own reading of what the dialect says.
struct DataPhase {
    /// The data of one side.
    struct Stretch {
        private enum Rest {
            /// None, or none any more.
            case nothing
            /// Until somebody else ends it.
            case open
            case counted(Int)
            case until([UInt8])
        }

        private var rest: Rest
        private let isEscaped: Bool
        /// What may end them, and how long the longest of that is.
        private let endings: [[UInt8]]
        private let longestEnd: Int
        /// The last byte was a DLE that escapes the next.
        private(set) var isEscaping = false
        private var tail: [UInt8] = []
        /// How many bytes have passed.
        private(set) var passed = 0
        /// What has ended them; empty where it was their number, and as long as they go on.
        private(set) var ending: [UInt8] = []

        /// - Parameters:
        ///   - count: Of bytes that the data have before they are coded, where they are counted.
        ///   - pattern: What ends them, where the command says it.
        init(_ flow: Dialect.DataMode.Flow?, count: Int?, pattern: [UInt8]?) {
            isEscaped = flow?.coding == .escaped
            switch flow?.end {
            case nil: rest = .nothing
            // What parts data is one of them.
            case .none?, .parted?: rest = .open
            case .bytes(let end)?: rest = .until(end)
            case .pattern?: rest = pattern.map { .until($0) } ?? .open
            case .count?: rest = .counted((count ?? 0) * (flow?.coding.width ?? 1))
            }
            var endings = [flow?.cancellation ?? []]
            if case .until(let end) = rest { endings.append(end) }
            self.endings = endings.filter { !$0.isEmpty }
            longestEnd = endings.map(\.count).max() ?? 0
        }

        var isOpen: Bool {
            switch rest {
            case .nothing, .counted(0): false
            case .open, .counted, .until: true
            }
        }

        /// How many bytes are still to come, where they are counted.
        var left: Int? { if case .counted(let left) = rest { left } else { nil } }

        /// What makes an end of them; empty where nothing can.
        var wayOut: [UInt8] {
            switch rest {
            case .nothing, .open: []
            case .counted(let left): Array(repeating: ControlCharacter.cr, count: left)
            case .until(let end): end
            }
        }

        /// Takes bytes up to the end of the data. - Returns: how many of them are data, with what ends them, and whether they end.
        mutating func take(_ bytes: some Collection<UInt8>) -> (count: Int, hasEnded: Bool) {
            if case .open = rest, !isEscaped, endings.isEmpty {
                passed += bytes.count
                return (bytes.count, false)
            }
            var count = 0
            for byte in bytes {
                guard isOpen else { break }
                count += 1
                passed += 1
                if ends(with: byte) {
                    rest = .nothing
                    return (count, true)
                }
            }
            return (count, false)
        }

        private mutating func ends(with byte: UInt8) -> Bool {
            if isEscaped {
                if isEscaping {
                    isEscaping = false
                    return false
                }
                isEscaping = byte == ControlCharacter.dle
            }
            if case .counted(let left) = rest {
                rest = .counted(left - 1)
                if left == 1 { return true }
            }
            guard longestEnd > 0 else { return false }
            if longestEnd > 1 {
                if tail.count == longestEnd { tail.removeFirst() }
                tail.append(byte)
            }
            for end in endings where end.last == byte && (end.count == 1 || tail.hasSuffix(end)) {
                ending = end
                return true
            }
            return false
        }
    }

    let mode: Dialect.DataMode
    var host: Stretch
    var device: Stretch
    /// What the message says of the data that the device sends, and what the command has asked for; nil: nothing.
    let announced: Int?
    let asked: Int?
    /// Where in the message's text that stands.
    let announcement: Range<Int>?

    /// Whether data may still come. The first side that ends its data ends the mode.
    private(set) var isOver = false

    /// Takes bytes of the host. - Returns: how many of them belong to the data, with what ends them, and whether they end.
    mutating func takeHost(_ bytes: some Collection<UInt8>) -> (count: Int, hasEnded: Bool) {
        let taken = host.take(bytes)
        isOver = isOver || taken.hasEnded && mode.host?.endsMode != false
        return taken
    }

    mutating func takeDevice(_ bytes: some Collection<UInt8>) -> (count: Int, hasEnded: Bool) {
        let taken = device.take(bytes)
        isOver = isOver || taken.hasEnded && mode.device?.endsMode != false
        return taken
    }

    /// A data call: bytes both ways, until the device tells its end (V.250 §6.3.1).
    static let call = DataPhase(
        Dialect.DataMode(
            name: "call",
            host: .init(end: .none),
            device: .init(end: .none),
            echo: .nothing,
            clause: "V.250 §6.3.1"
        )
    )

    init(
        _ mode: Dialect.DataMode,
        hostCount: Int? = nil,
        pattern: [UInt8]? = nil,
        announced: Int? = nil,
        asked: Int? = nil,
        announcement: Range<Int>? = nil
    ) {
        self.mode = mode
        self.announced = announced
        self.asked = asked
        self.announcement = announcement
        host = Stretch(mode.host, count: hostCount, pattern: pattern)
        // What stands before an error is the only thing that a device has to say that gives no data.
        let marker = mode.errorMarker.bytes
        let flow = mode.device ?? (marker.isEmpty ? nil : Dialect.DataMode.Flow(end: .bytes(marker)))
        device = Stretch(flow, count: announced ?? asked, pattern: pattern)
    }
}

/// Finds the data mode that a device line opens, by the command lines that the host has sent.
struct DataModeReader {
    /// What the dialect says, which no line changes.
    final class Known: Sendable {
        fileprivate let modes: [Dialect.DataMode]
        fileprivate let forms: [Dialect.Form]
        fileprivate let unsolicited: [Dialect.UnsolicitedLine]
        /// What opens modes, and the mode's place among them, by the command in capitals.
        fileprivate let openings: [String: [(opening: Dialect.DataMode.Opening, mode: Int)]]
        /// Parameters on which it depends which mode is opened, as they are before they are written.
        fileprivate let settings: [String: Setting]

        private let dialect: Dialect

        init(_ dialect: Dialect) {
            self.dialect = dialect
            modes = dialect.dataModes
            forms = dialect.forms
            unsolicited = dialect.unsolicited
            let all = dialect.dataModes.enumerated().flatMap { mode in mode.element.openings.map { ($0, mode.offset) } }
            openings = Dictionary(grouping: all) { $0.0.command.uppercased() }
            let parameters = all.compactMap(\.0.setting?.parameter)
            settings = Dictionary(
                parameters.map { ($0, Setting(value: dialect.parameter(named: $0)?.defaultValue ?? "")) }
            ) { first, _ in first }
        }

        /// Whether the command is the line of that name in the dialect's syntax.
        fileprivate func isLine(_ name: String, of command: HostView.Command) -> Bool {
            let reading = dialect.reading(of: command.name, .write, command.arguments ?? [])
            if case .line(let line, _, _) = reading { return line.name == name }
            return false
        }
    }

    private let known: Known
    /// Parameters on which it depends which mode is opened, with what they hold.
    private var values: [String: Setting]
    /// Commands that open modes, as they were sent last, the latest last.
    private var sent: [HostView.Command] = []
    /// By the unsolicited line's name, how many bytes have been announced and not been fetched since. Whether a line tells of all that
    /// wait or of what has come anew is not said: all are taken together.
    private var announced: [String: Int] = [:]

    init(_ known: Known) {
        self.known = known
        values = known.settings
    }

    /// What a parameter holds, where each socket has its own: what the host has written of each.
    fileprivate struct Setting {
        var value: String
        private var bySocket: [[UInt8]: String] = [:]

        init(value: String) { self.value = value }

        /// `=VALUE`, or `=SOCKET,VALUE`.
        mutating func note(_ arguments: [[UInt8]]) {
            guard let last = arguments.last else { return }
            let text = String(decoding: last, as: UTF8.self)
            if arguments.count > 1 { bySocket[arguments[0]] = text } else { value = text }
        }

        func value(for socket: [UInt8]?) -> String { socket.flatMap { bySocket[$0] } ?? value }
    }

    /// The dialect says something of data modes or unsolicited lines.
    var isOfUse: Bool { !known.modes.isEmpty || !known.unsolicited.isEmpty }

    /// What a command line writes of parameters, whichever line it goes over and whether it is sent or known to hold.
    mutating func note(valuesIn commands: [HostView.Command]) {
        for command in commands {
            if let arguments = command.arguments { values[Dialect.Parameter.name(behind: command.name)]?.note(arguments) }
        }
    }

    /// A command line goes over this line.
    mutating func note(sent commands: [HostView.Command]) {
        for command in commands {
            guard known.openings[command.name] != nil else { continue }
            sent.removeAll { $0.name == command.name }
            sent.append(command)
        }
    }

    /// A line of the device that opens nothing, as bare text.
    mutating func note(line text: [UInt8]) {
        for line in known.unsolicited {
            guard let fields = line.texts.lazy.compactMap({ $0.fields(of: text) }).first else { continue }
            let counting = known.modes.filter { $0.announcement == line.name }.compactMap { $0.device?.countField }.first
            let count = counting.flatMap { fields[$0] }.map { Self.count(text[$0]) ?? 0 } ?? Self.anyNumber
            announced[line.name] = min(Self.anyNumber, announced[line.name, default: 0] + count)
        }
    }

    /// Data come. - Returns: how many of them nothing has announced.
    mutating func fetch(_ count: Int, _ announcement: String) -> Int {
        let known = announced[announcement, default: 0]
        announced[announcement] = max(0, known - count)
        return max(0, count - known)
    }

    private static let anyNumber = 1 << 40

    /// - Parameters:
    ///   - text: A line of the device, bare.
    ///   - isVerbose: Results come as words.
    func phase(openedBy text: [UInt8], isVerbose: Bool) -> DataPhase? {
        guard !sent.isEmpty else { return nil }
        for command in sent.reversed() {
            for (opening, mode) in known.openings[command.name] ?? [] {
                if let phase = phase(known.modes[mode], opening, command, text, isVerbose) { return phase }
            }
        }
        return nil
    }

    private func phase(
        _ mode: Dialect.DataMode,
        _ opening: Dialect.DataMode.Opening,
        _ command: HostView.Command,
        _ text: [UInt8],
        _ isVerbose: Bool
    ) -> DataPhase? {
        if let name = opening.syntax, !known.isLine(name, of: command) { return nil }
        if let setting = opening.setting, values[setting.parameter]?.value(for: command.arguments?.first) != setting.value {
            return nil
        }
        var arguments: [String: [UInt8]] = [:]
        if let names = opening.arguments {
            guard let given = command.arguments, given.count == names.count else { return nil }
            arguments = Dictionary(zip(names, given)) { first, _ in first }
        }
        var fields: [String: Range<Int>] = [:]
        switch opening.message {
        case .form(let name):
            guard let form = known.forms.first(where: { $0.name == name }) else { return nil }
            let isNumber = !isVerbose && form.number.map { String($0).utf8.elementsEqual(text) } ?? false
            guard isNumber || form.spellings.contains(where: { $0.utf8.elementsEqual(text) }) else { return nil }
        case .line(let line):
            guard let found = line.fields(of: text) else { return nil }
            fields = found
        }
        var hostCount: Int?
        if case .count(let field)? = mode.host?.end {
            guard let count = arguments[field].flatMap({ Self.count($0[...]) }) else { return nil }
            hostCount = count
        }
        var announced: Int?
        var asked: Int?
        var place: Range<Int>?
        if case .count(let field)? = mode.device?.end {
            place = fields[field]
            announced = place.flatMap { Self.count(text[$0]) }
            asked = arguments[field].flatMap { Self.count($0[...]) }
            guard announced != nil || asked != nil else { return nil }
        }
        var pattern: [UInt8]?
        for case .pattern(let field)? in [mode.host?.end, mode.device?.end] { pattern = arguments[field].map(Self.unquoted) }
        return DataPhase(
            mode,
            hostCount: hostCount,
            pattern: pattern,
            announced: announced,
            asked: asked,
            announcement: place
        )
    }

    private static func unquoted(_ text: [UInt8]) -> [UInt8] {
        let quote = UInt8(ascii: "\"")
        return text.count > 1 && text.first == quote && text.last == quote ? Array(text.dropFirst().dropLast()) : text
    }

    private static func count(_ digits: ArraySlice<UInt8>) -> Int? {
        guard digits.count <= 9 else { return nil }
        return Int(String(decoding: digits, as: UTF8.self)).flatMap { $0 >= 0 ? $0 : nil }
    }
}

extension Dialect.DataMode.Flow {
    fileprivate var countField: String? { if case .count(let field) = end { field } else { nil } }
}

extension [UInt8] {
    fileprivate func hasSuffix(_ other: [UInt8]) -> Bool { count >= other.count && suffix(other.count).elementsEqual(other) }
}
