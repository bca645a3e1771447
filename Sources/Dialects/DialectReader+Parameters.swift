import SourceText

extension DialectReader {
    /// `NAME   KIND   [of socket]   default VALUE | no default   [shown bare | shown quoted]   [CLAUSE]`
    mutating func readParameter(_ entry: DialectEntry) {
        let name = entry.name.text
        expectNoBody(entry)
        let others = entry.columns.dropFirst().filter { DialectSection.parameters.slot(of: $0) == 0 }
        guard var kindCell = entry.column(0, in: .parameters),
            let defaultCell = entry.column(DialectSection.lastColumn, in: .parameters) ?? others.first
        else {
            return report("‘\(name)’ needs a kind and a default", entry.place, "\(name)   integer 0..3   default 0")
        }
        guard let tolerated = tolerated(&kindCell), let step = step(&kindCell), let kind = kind(kindCell) else { return }
        var parameter = Dialect.Parameter(name: name, kind: kind, clause: clause(entry))
        parameter.tolerated = tolerated
        parameter.step = step
        if let cell = entry.column(DialectSection.shownColumn, in: .parameters) {
            guard let isQuoted = Self.shown[cell.words] else {
                return report("‘\(cell.text)’ says nothing of how it is shown", cell.place, "shown bare, or shown quoted")
            }
            parameter.isShownQuoted = isQuoted
        }
        parameter.sockets = sockets(entry, in: .parameters)
        if parameter.sockets != nil, case .entered = kind {
            return report("a text that is entered is of no socket", kindCell.place, "drop ‘of socket’, or make it another kind")
        }
        let words = defaultCell.words
        if words.count == 2, words[0] == "default" {
            guard parameter.allows(words[1]) else {
                return report("‘\(words[1])’ is no legal value of \(name)", defaultCell.place, "correct the default or the kind")
            }
            parameter.defaultValue = words[1]
        } else if words != ["no", "default"] {
            return report("this says no default", defaultCell.place, "write ‘default VALUE’ or ‘no default’")
        }
        dialect.parameters.append(parameter)
    }

    private static let shown = [["shown", "bare"]: false, ["shown", "quoted"]: true]

    /// Takes `perhaps NUMBERS` from the end of a kind. - Returns: Nil when something else stands there.
    private mutating func tolerated(_ cell: inout Cell) -> [Int]? {
        let words = cell.words
        guard let place = words.firstIndex(of: "perhaps"), words.first == "integer" else { return [] }
        let numbers = words[(place + 1)...].compactMap { Int($0) }.filter { (0...Self.largestNumber).contains($0) }
        guard !numbers.isEmpty, numbers.count == words.count - place - 1 else {
            report("after ‘perhaps’ stand single numbers", cell.place, "integer 5..14 perhaps 0")
            return nil
        }
        cell.text = words[..<place].joined(separator: " ")
        return numbers
    }

    /// Takes `multiples of NUMBER` from the end of a kind. - Returns: 1 when it is not there, nil when something else is.
    private mutating func step(_ cell: inout Cell) -> Int? {
        let words = cell.words
        guard let place = words.firstIndex(of: "multiples"), words.first == "integer" else { return 1 }
        guard words.count == place + 3, words[place + 1] == "of", let step = Int(words[place + 2]), (2...1_000_000).contains(step)
        else {
            report("a step is a number from 2 on", cell.place, "integer 0..32760 multiples of 20")
            return nil
        }
        cell.text = words[..<place].joined(separator: " ")
        return step
    }

    private mutating func kind(_ cell: Cell) -> Dialect.Parameter.Kind? {
        let words = cell.words
        let arguments = Array(words.dropFirst())
        switch words.first {
        case "integer": return ranges(arguments, cell).map { .integer($0) }
        case "text": return limit(arguments, cell).map { .text(limit: $0) }
        case "server": return limit(arguments, cell).map { .server(limit: $0) }
        case "entered": return limit(arguments, cell).map { .entered(limit: $0) }
        case "phone":
            let parts = arguments.split(separator: "or", maxSplits: 1)
            guard parts.count == 1 || parts.count == 2 else { return limit([], cell).map { .phone(limit: $0, words: []) } }
            return limit(Array(parts[0]), cell).map { .phone(limit: $0, words: parts.count == 2 ? Array(parts[1]) : []) }
        case "word":
            guard !arguments.isEmpty else { break }
            return .word(arguments)
        case "address" where arguments.isEmpty: return .address
        case "port" where arguments.isEmpty: return .port
        default: break
        }
        let known = ["integer 0..3", "text 64", "address", "server 120", "phone 64 or *", "port", "word A I", "entered 120"]
        report("‘\(cell.text)’ is no kind of parameter", cell.place, "one of: " + known.joined(separator: ", "))
        return nil
    }

    private mutating func ranges(_ words: [String], _ cell: Cell) -> [ClosedRange<Int>]? {
        var ranges: [ClosedRange<Int>] = []
        for word in words {
            let bounds = word.split(separator: ".", omittingEmptySubsequences: false)
            let numbers = bounds.compactMap { bound in Int(bound) }
            guard numbers.allSatisfy({ abs($0) <= Self.largestNumber }) else {
                report(
                    "‘\(word)’ is beyond what any number is",
                    cell.place,
                    "numbers from -\(Self.largestNumber) to \(Self.largestNumber)"
                )
                return nil
            }
            if bounds.count == 1, numbers.count == 1 {
                ranges.append(numbers[0]...numbers[0])
            } else if bounds.count == 3, bounds[1].isEmpty, numbers.count == 2, numbers[0] <= numbers[1] {
                ranges.append(numbers[0]...numbers[1])
            } else {
                report("‘\(word)’ is no range", cell.place, "write ranges as 5..14, single values as 0")
                return nil
            }
        }
        guard ranges.isEmpty else { return ranges }
        report("an integer needs its legal values", cell.place, "integer 0..3")
        return nil
    }

    private mutating func limit(_ words: [String], _ cell: Cell) -> Int? {
        guard words.count == 1, let limit = Int(words[0]), (1...Self.longestText).contains(limit) else {
            report("this kind needs its length limit", cell.place, "such as: \(cell.words.first ?? "text") 64")
            return nil
        }
        return limit
    }

    /// `COMMAND   [with "="]   [of socket]   [after the version]   [CLAUSE]`, blocks of names below.
    mutating func readDisplay(_ entry: DialectEntry) {
        var display = Dialect.Display(
            command: entry.name.text,
            blocks: [],
            separator: ": ",
            startsWithVersion: false,
            clause: clause(entry)
        )
        for cell in entry.columns where DialectSection.displays.slot(of: cell) != DialectSection.socketColumn {
            switch cell.text {
            case "with \"=\"": display.separator = "="
            case "with \": \"": display.separator = ": "
            case "after the version": display.startsWithVersion = true
            default:
                let known = "with \"=\"   of socket   after the version"
                return report("‘\(cell.text)’ says nothing of a display", cell.place, known)
            }
        }
        display.sockets = sockets(entry, in: .displays)
        for line in entry.body {
            var block: [String] = []
            for cell in line.cells {
                for word in cell.words {
                    guard dialect.parameters.contains(where: { $0.name == word }) else {
                        let known = dialect.parameters.map(\.name)
                        report("‘\(word)’ is no parameter of this dialect", cell.place, suggestion(for: word, among: known))
                        continue
                    }
                    block.append(word)
                }
            }
            display.blocks.append(block)
            check(block, of: display, line)
        }
        guard !display.blocks.isEmpty else {
            return report("‘\(display.command)’ shows nothing", entry.place, "list its parameters below it, a block a line")
        }
        dialect.displays.append(display)
    }

    /// A block is shown once, or once for each socket.
    private mutating func check(_ block: [String], of display: Dialect.Display, _ line: DialectLine) {
        let alone = block.filter { dialect.parameter(named: $0)?.sockets == nil }
        guard let name = alone.first, alone.count < block.count || display.sockets != nil else { return }
        let message = "‘\(name)’ is of no socket, and others of its block are"
        let only = "‘\(name)’ is of no socket, and ‘\(display.command)’ shows one"
        report(
            display.sockets == nil ? message : only,
            line.place,
            "give it a line of its own, or make it one: \(name)   …   of socket"
        )
    }

    /// No manual's bounds are near it; keeps arithmetic on bounds safe.
    private static let largestNumber = 1_000_000_000
    /// No manual's limits are near it; keeps generated texts small.
    private static let longestText = 4_096
}
