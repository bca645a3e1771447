/// What took the place of each AT# command and parameter of one dialect, as a later one says it.
public struct DialectMap: Sendable {
    public enum State: String, Sendable, CaseIterable {
        /// Other command lines do.
        case replaced
        /// Nothing does.
        case none
        /// Nothing does yet.
        case later
        /// The later dialect does not speak of it.
        case unsaid
    }

    /// What a command is in the older dialect.
    public enum Kind: String, Sendable { case command, parameter, display, unknown }

    public struct Row: Sendable {
        /// With its sign, without AT.
        public var command: String
        /// ``Kind/unknown``: the older dialect does not have it, and the later one speaks of it.
        public var kind: Kind
        public var state: State
        public var lines: [Dialect.Successor.Line]
        public var changes: [String]
        /// Of the later dialect; empty where it does not speak of it.
        public var clause: String
    }

    public let old: String
    public let new: String
    /// In the order of the later manual, then what it does not speak of.
    public private(set) var rows: [Row]

    /// Nil when the later dialect says of no command what became of it.
    public init?(from old: Dialect, to new: Dialect) {
        guard !new.successors.isEmpty else { return nil }
        self.old = old.name
        self.new = new.name
        var names: [String: Kind] = [:]
        let commands = old.commands.map(\.name).filter { $0.hasPrefix("#") }
        let displays = old.displays.map(\.command)
        let parameters = old.parameters.filter { $0.sign == "#" }.map(\.command)
        let lists = old.parameters.compactMap { $0.list?.command }
        for name in lists + commands { names[name] = .command }
        for name in parameters { names[name] = .parameter }
        for name in displays { names[name] = .display }
        rows = new.successors.map { successor in
            Row(
                command: successor.command,
                kind: names.removeValue(forKey: successor.command) ?? .unknown,
                state: State(successor.state),
                lines: successor.lines,
                changes: successor.changes,
                clause: successor.clause
            )
        }
        for name in commands + parameters + lists + displays {
            guard let kind = names.removeValue(forKey: name) else { continue }
            rows.append(Row(command: name, kind: kind, state: .unsaid, lines: [], changes: [], clause: ""))
        }
    }

    // MARK: For people

    /// A block for each command: what it was, what takes its place, and what is otherwise.
    public var text: String {
        let width = rows.map { $0.command.count + 2 }.max() ?? 0
        let indent = String(repeating: " ", count: width + 2)
        var text = "\(old) → \(new)\n\n"
        for row in rows {
            var lines = row.lines.map { "AT\($0.text)" + ($0.note.isEmpty ? "" : "  \($0.note)") }
            switch row.state {
            case .replaced: break
            case .none: lines.append("not available")
            case .later: lines.append("not available yet")
            case .unsaid: lines.append("\(new) does not say")
            }
            if !row.clause.isEmpty { lines[0] += "    (\(row.clause))" }
            lines += row.changes
            if row.kind == .unknown { lines.append("\(old) does not have it") }
            text += "AT\(row.command)".padded(to: width) + "  " + lines.joined(separator: "\n\(indent)") + "\n"
        }
        return text + "\n\(summary)\n"
    }

    /// How many there are of each kind.
    public var summary: String {
        let words: [(State, String)] = [
            (.replaced, "replaced"), (.none, "not available"), (.later, "not available yet"), (.unsaid, "not said"),
        ]
        let counts = words.map { state, word in (word, rows.count { $0.state == state }) }.filter { $0.1 > 0 }
        let total = rows.count == 1 ? "1 command" : "\(rows.count) commands"
        return "\(total): " + counts.map { "\($0.1) \($0.0)" }.joined(separator: ", ")
    }

    // MARK: For programs

    /// A line for each command and each line that takes its place (RFC 4180).
    public var csv: String {
        func line(_ cells: [String]) -> String {
            cells.map { "\"" + $0.replacing("\"", with: "\"\"") + "\"" }.joined(separator: ",") + "\r\n"
        }
        var text = line(["command", "kind", "state", "successor", "when", "changes", "clause"])
        for row in rows {
            let head = ["AT\(row.command)", row.kind.rawValue, row.state.rawValue]
            let tail = [row.changes.joined(separator: " "), row.clause]
            for successor in row.lines { text += line(head + ["AT\(successor.text)", successor.note] + tail) }
            if row.lines.isEmpty { text += line(head + ["", ""] + tail) }
        }
        return text
    }
}

extension DialectMap.State {
    fileprivate init(_ state: Dialect.Successor.State) {
        self =
            switch state {
            case .replaced: .replaced
            case .none: .none
            case .later: .later
            }
    }
}
