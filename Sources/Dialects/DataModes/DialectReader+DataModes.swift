import Octets
import SourceText

/// `NAME   [CLAUSE]`, and below it, a line each, how the mode begins, who sends what, and how it ends.
extension DialectReader {
    private enum Word: String, CaseIterable {
        case opens, host, device, echo, error, announced, leaves, then
    }

    mutating func readDataMode(_ entry: DialectEntry) {
        var mode = Dialect.DataMode(name: entry.name.text, clause: clause(entry))
        let before = problems.diagnostics.count
        for line in entry.body {
            let words = line.tokens
            guard let word = Word(rawValue: words[0].text), words.count > 1 else {
                let fix = suggestion(for: words[0].text, among: Word.allCases.map(\.rawValue))
                report("‘\(line.text)’ says nothing of a data mode", line.place, fix)
                continue
            }
            // Whoever extends the file may have left out all that the line speaks of.
            if word == .opens, entry.origin != nil, words[1].text == "with" { continue }
            read(word, Array(words.dropFirst()), line, into: &mode)
        }
        guard !mode.openings.isEmpty else {
            // Whoever leaves out all commands that open it has no such mode; of a word that is missing elsewhere it is told there.
            let isSaid = entry.body.contains { $0.words[0] == Word.opens.rawValue }
            guard entry.origin == nil, !isSaid, problems.diagnostics.count == before else { return }
            return report("nothing opens ‘\(mode.name)’", entry.place, "opens   #OTCP   with waiting-for-data")
        }
        guard mode.host != nil || mode.device != nil else {
            guard problems.diagnostics.count == before else { return }
            return report("nobody sends data in ‘\(mode.name)’", entry.place, "host   ends with ETX")
        }
        checkFields(mode, entry)
        dialect.dataModes.append(mode)
    }

    private mutating func read(_ word: Word, _ words: [Cell], _ line: DialectLine, into mode: inout Dialect.DataMode) {
        switch word {
        case .opens: mode.openings += openings(words, line)
        case .host: mode.host = flow(words, line)
        case .device: mode.device = flow(words, line)
        case .echo: readEcho(words, line, &mode)
        case .error: readMarker(words, line, &mode)
        case .leaves: mode.escape = escape(words, line)
        case .then: mode.answers += words.compactMap { answer($0) }
        case .announced:
            guard words.count == 2, words[0].text == "by" else {
                return report("this announces nothing", line.place, "announced   by NAME")
            }
            let names = dialect.unsolicited.map(\.name)
            guard names.contains(words[1].text) else {
                let fix = suggestion(for: words[1].text, among: names)
                return report("no unsolicited line is called ‘\(words[1].text)’", words[1].place, fix)
            }
            mode.announcement = words[1].text
        }
    }

    // MARK: The beginning

    /// `COMMANDS with FORM`, `COMMANDS with "TEXT"`, `… where PARAMETER is VALUE`, `… where ROLE is VALUE`
    private mutating func openings(_ words: [Cell], _ line: DialectLine) -> [Dialect.DataMode.Opening] {
        let form = "opens   #OTCP   with waiting-for-data   where DLEMODE is 1"
        guard let with = words.firstIndex(where: { $0.text == "with" && !$0.isQuoted }), with + 1 < words.count else {
            report("this does not say which message the data follow", line.place, form)
            return []
        }
        let commands = words[..<with].compactMap { command($0) }
        guard let message = message(words[with + 1]) else { return [] }
        var setting: Dialect.DataMode.Setting?
        let rest = words[(with + 2)...].map(\.text)
        if !rest.isEmpty {
            guard rest.count == 4, rest[0] == "where", rest[2] == "is" else {
                report("behind the message a parameter's value may stand", line.place, form)
                return []
            }
            switch parameter(rest[1], words[with + 3].place) {
            case .named(let name): setting = .init(parameter: name, value: rest[3])
            case .absent(let common): if rest[3] != common { return [] }
            case .unknown: return []
            }
        }
        return commands.map {
            .init(command: $0.name, arguments: $0.arguments, message: message, setting: setting, syntax: $0.syntax)
        }
    }

    private enum SettingParameter {
        case named(String)
        /// The dialect has no parameter of that role: its devices do what is common.
        case absent(common: String)
        case unknown
    }

    /// A parameter that a mode depends on, by its name or its role.
    private mutating func parameter(_ word: String, _ place: SourcePlace) -> SettingParameter {
        if dialect.parameters.contains(where: { $0.name == word }) { return .named(word) }
        if let role = Dialect.RoleName(rawValue: word) {
            if let name = dialect.roles[word] { return .named(name) }
            if let common = role.commonValue { return .absent(common: common) }
        }
        let fix = suggestion(for: word, among: dialect.parameters.map(\.name) + dialect.roles.keys.sorted())
        report("‘\(word)’ is no parameter of this dialect", place, fix)
        return .unknown
    }

    /// `#OTCP`, a parameter that is entered (`#BODY1`), with the names of arguments (`+XSEND={id},{length}`), or the name of a syntax.
    private mutating func command(_ cell: Cell) -> (name: String, arguments: [String]?, syntax: String?)? {
        if let line = dialect.syntax(named: cell.text) { return (line.command, nil, line.name) }
        let sides = cell.text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let name = String(sides[0])
        commandsOfDataModes.insert(name)
        guard
            dialect.commands.contains(where: { $0.name == name })
                || dialect.parameters.contains(where: { $0.isEntered(behind: name) })
        else {
            guard Dialect.CommandName(rawValue: name) == nil else { return nil }
            let fix = suggestion(for: name, among: dialect.commands.map(\.name) + dialect.syntax.map(\.name))
            report("‘\(name)’ is no command of this dialect", cell.place, fix)
            return nil
        }
        guard sides.count == 2 else { return (name, nil, nil) }
        var arguments: [String] = []
        for argument in sides[1].split(separator: ",", omittingEmptySubsequences: false) {
            guard let field = Self.field(argument) else {
                report("‘\(argument)’ names no argument", cell.place, "\(name)={id},{length}")
                return nil
            }
            arguments.append(field)
        }
        return (name, arguments, nil)
    }

    /// `{NAME}` and nothing else.
    private static func field(_ text: some StringProtocol) -> String? {
        guard let text = Dialect.LineText(text), case .field(let field)? = text.parts.first, text.parts.count == 1 else {
            return nil
        }
        return field
    }

    private func field(_ cell: Cell) -> String? { cell.isQuoted ? nil : Self.field(cell.text) }

    private mutating func message(_ cell: Cell) -> Dialect.DataMode.Message? {
        if cell.isQuoted {
            if let text = Dialect.LineText(cell.text) { return .line(text) }
            report("‘\(cell.text)’ is no text of a line", cell.place, "\"+XREAD: {length}\"")
            return nil
        }
        guard dialect.forms.contains(where: { $0.name == cell.text }) else {
            // That one is missing which the command needs is told there.
            guard Dialect.FormName(rawValue: cell.text) == nil else { return nil }
            let fix = suggestion(for: cell.text, among: dialect.forms.map(\.name)) ?? "a text stands between quotes"
            report("no form is called ‘\(cell.text)’", cell.place, fix)
            return nil
        }
        return .form(cell.text)
    }

    // MARK: The data

    /// `[DLE escapes, | [capital] hexadecimal, ] [perhaps] ends with ITEMS | ends with {FIELD} | parted by ITEMS | counted by FIELD |
    /// without end [, cancelled with ITEMS] [, NUMBER bytes at most]`
    private mutating func flow(_ words: [Cell], _ line: DialectLine) -> Dialect.DataMode.Flow? {
        var flow = Dialect.DataMode.Flow(end: .none)
        var saysEnd = false
        for var part in words.partedByCommas {
            if part.count > 1, part[0].text == "perhaps", part[1].text == "ends" {
                part.removeFirst()
                flow.endsMode = false
            }
            let texts = part.map(\.text)
            let items = part.dropFirst(2)
            switch (texts.first, texts.dropFirst().first) {
            case ("DLE", "escapes") where items.isEmpty: flow.coding = .escaped
            case ("hexadecimal", nil): flow.coding = .hexadecimal
            case ("capital", "hexadecimal") where items.isEmpty: flow.coding = .capitalHexadecimal
            case ("without", "end") where items.isEmpty: saysEnd = true
            case ("counted", "by") where items.count == 1:
                flow.end = .count(field: items[items.startIndex].text)
                saysEnd = true
            case ("ends", "with") where items.count == 1 && field(items[items.startIndex]) != nil:
                flow.end = field(items[items.startIndex]).map { .pattern(field: $0) } ?? .none
                saysEnd = true
            case ("ends", "with") where !items.isEmpty:
                guard let bytes = bytes(items) else { return nil }
                flow.end = .bytes(bytes)
                saysEnd = true
            case ("parted", "by") where !items.isEmpty:
                guard let bytes = bytes(items) else { return nil }
                flow.end = .parted(bytes)
                saysEnd = true
            case (let number?, "bytes") where texts.dropFirst(2) == ["at", "most"] && (Int(number) ?? 0) > 0:
                flow.limit = Int(number)
            case ("cancelled", "with") where !items.isEmpty:
                guard let bytes = bytes(items) else { return nil }
                flow.cancellation = bytes
            default:
                let known =
                    "DLE escapes · hexadecimal · capital hexadecimal · ends with ETX · perhaps ends with ETX · parted by ETX"
                    + " · counted by length · without end · cancelled with ESC · 5840 bytes at most"
                report("‘\(texts.joined(separator: " "))’ says nothing of data", part.first?.place ?? line.place, known)
                return nil
            }
        }
        guard saysEnd else {
            report("this does not say how the data end", line.place, "ends with ETX, counted by length, or without end")
            return nil
        }
        let etx = [ControlCharacter.etx]
        if flow.coding == .escaped, ![.bytes(etx), .parted(etx)].contains(flow.end) {
            report("data with DLE escapes end with ETX", line.place, "DLE escapes, ends with ETX")
            return nil
        }
        return flow
    }

    /// `CR LF "." CR LF`, `SUB`, `0x1A`
    private mutating func bytes(_ cells: some Sequence<Cell>) -> [UInt8]? {
        var bytes: [UInt8] = []
        for cell in cells {
            if cell.isQuoted {
                bytes += cell.text.utf8
            } else if cell.text == "CRLF" {
                bytes += ControlCharacter.crlf
            } else if let byte = ControlCharacter.byte(named: cell.text) {
                bytes.append(byte)
            } else if cell.text.hasPrefix("0x"), cell.text.utf8.count == 4, let byte = UInt8(cell.text.dropFirst(2), radix: 16) {
                bytes.append(byte)
            } else {
                report("‘\(cell.text)’ is no byte", cell.place, "names such as ETX and CRLF, 0x1A, or a text between quotes")
                return nil
            }
        }
        return bytes
    }

    /// What counts the data, or ends them, must be a field of all that open them.
    private mutating func checkFields(_ mode: Dialect.DataMode, _ entry: DialectEntry) {
        for case let flow? in [mode.host, mode.device] {
            for opening in mode.openings {
                let name: String
                var fields = opening.arguments ?? []
                switch flow.end {
                case .none, .bytes, .parted: continue
                case .pattern(let field): name = field
                case .count(let field):
                    name = field
                    fields += opening.message.fields
                }
                guard !fields.contains(name) else { continue }
                let fix = "\(opening.command)={id},{\(name)}   with …"
                report("‘\(opening.command)’ and what follows it have no ‘{\(name)}’", entry.place, fix)
            }
        }
    }

    // MARK: The end

    private mutating func readEcho(_ words: [Cell], _ line: DialectLine, _ mode: inout Dialect.DataMode) {
        let known = Dialect.DataMode.Echo.allCases.filter { $0 != .unsaid }
        guard words.count == 1, let echo = known.first(where: { $0.rawValue == words[0].text }) else {
            return report("‘\(line.text)’ says no echo", line.place, "echo   " + known.map(\.rawValue).joined(separator: " · "))
        }
        mode.echo = echo
    }

    /// `plain`, `after ITEMS`, `perhaps after ITEMS`
    private mutating func readMarker(_ words: [Cell], _ line: DialectLine, _ mode: inout Dialect.DataMode) {
        var rest = words[...]
        if words.map(\.text) == ["plain"] {
            mode.errorMarker = .init(bytes: [], isOptional: false)
            return
        }
        let isOptional = rest.first?.text == "perhaps"
        if isOptional { rest.removeFirst() }
        guard rest.first?.text == "after", rest.count > 1 else {
            return report(
                "this does not say what stands before an error",
                line.place,
                "error   plain, or after ETX, or perhaps after ETX"
            )
        }
        guard let bytes = bytes(rest.dropFirst()) else { return }
        mode.errorMarker = .init(bytes: bytes, isOptional: isOptional)
    }

    /// `with ITEMS after DURATION [as the end]`
    private mutating func escape(_ words: [Cell], _ line: DialectLine) -> Dialect.DataMode.Escape? {
        var rest = words[...]
        let isEnd = rest.suffix(3).map(\.text) == ["as", "the", "end"]
        if isEnd { rest.removeLast(3) }
        guard rest.first?.text == "with", let after = rest.lastIndex(where: { $0.text == "after" && !$0.isQuoted }),
            after > rest.startIndex + 1, after + 1 < rest.endIndex
        else {
            report("this does not say how the host leaves", line.place, "leaves   with \"+++\" after 1 s")
            return nil
        }
        let time = rest[(after + 1)...]
        guard let bytes = bytes(rest[(rest.startIndex + 1)..<after]),
            let guardTime = duration(time.map(\.text).joined(), time.first?.place ?? line.place)
        else { return nil }
        return .init(bytes: bytes, guardTime: guardTime, isEnd: isEnd)
    }

    private mutating func answer(_ cell: Cell) -> String? {
        let known = dialect.forms.map(\.name) + dialect.results.map(\.text)
        if known.contains(cell.text) { return cell.text }
        guard Dialect.FormName(rawValue: cell.text) == nil else { return nil }
        report("‘\(cell.text)’ is neither a form nor a result", cell.place, suggestion(for: cell.text, among: known))
        return nil
    }
}

extension DialectReader {
    /// `NAME   [at any time]   [CLAUSE]`, texts below.
    mutating func readUnsolicited(_ entry: DialectEntry) {
        var line = Dialect.UnsolicitedLine(name: entry.name.text, texts: [], isAlwaysAllowed: false, clause: clause(entry))
        if let cell = entry.columns.first {
            guard cell.text == "at any time" else {
                return report("‘\(cell.text)’ is neither ‘at any time’ nor a clause", cell.place, "\(line.name)   at any time")
            }
            line.isAlwaysAllowed = true
        }
        for body in entry.body {
            guard let text = Dialect.LineText(body.text) else {
                report("‘\(body.text)’ is no text of a line", body.place, "+XRECV: {id},{length}")
                continue
            }
            line.texts.append(text)
        }
        guard !entry.body.isEmpty else {
            return report("‘\(line.name)’ has no text", entry.place, "write it below: +CREG: {state}")
        }
        dialect.unsolicited.append(line)
    }
}

extension DialectLine {
    /// Words, and texts between quotes, of all columns.
    fileprivate var tokens: [Cell] { cells.flatMap { $0.isQuoted ? [$0] : $0.itemCells } }
}

extension Cell {
    /// The words of the cell; a text between quotes is one, without them.
    var itemCells: [Cell] {
        var items: [Cell] = []
        let bytes = Array(text.utf8)
        var index = 0
        while index < bytes.count {
            guard bytes[index] != UInt8(ascii: " ") else {
                index += 1
                continue
            }
            let start = index
            var end = index
            let isText = bytes[index] == UInt8(ascii: "\"") && bytes[(index + 1)...].contains(UInt8(ascii: "\""))
            if isText {
                end += 1
                while bytes[end] != UInt8(ascii: "\"") { end += 1 }
                end += 1
            } else {
                while end < bytes.count, bytes[end] != UInt8(ascii: " ") { end += 1 }
            }
            let content = isText ? bytes[start + 1..<end - 1] : bytes[start..<end]
            let range = SourceRange(start: place.range.start + start, end: place.range.start + end)
            let place = SourcePlace(path: place.path, range: range)
            items.append(Cell(text: String(decoding: content, as: UTF8.self), place: place, isQuoted: isText))
            index = end
        }
        return items
    }
}

extension [Cell] {
    /// Parted where a word ends in a comma.
    var partedByCommas: [[Cell]] {
        var parts: [[Cell]] = [[]]
        for cell in self {
            if !cell.isQuoted, cell.text.hasSuffix(",") {
                var last = cell
                last.text.removeLast()
                if !last.text.isEmpty { parts[parts.count - 1].append(last) }
                parts.append([])
            } else {
                parts[parts.count - 1].append(cell)
            }
        }
        return parts.filter { !$0.isEmpty }
    }
}
