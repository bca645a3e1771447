/// Takes a command line with arguments apart, as manuals and dialects write it: `+WIPPING={host}[,{repeat},{interval}]`.
struct SyntaxText {
    private var rest: Substring
    let command: String
    let operation: Dialect.Operation
    private(set) var items: [Dialect.Syntax.Item] = []

    /// Nil where it is none: commas part arguments, brackets pair, and names stand between braces.
    init?(_ text: String) {
        let end = text.firstIndex { $0 == "=" || $0 == "?" } ?? text.endIndex
        command = String(text[..<end])
        guard command.count > 1, "+#".contains(command.prefix(1)),
            command.dropFirst().allSatisfy({ $0.isASCII && ($0.isUppercase || $0.isNumber) })
        else { return nil }
        rest = text[end...]
        switch rest {
        case "": operation = .action
        case "?": operation = .read
        case "=?": operation = .test
        default:
            operation = .write
            rest = rest.dropFirst()
            guard text[end] == "=", let items = list(isFirst: true), rest.isEmpty, !items.isEmpty else { return nil }
            self.items = items
        }
    }

    /// Up to the end or a closing bracket.
    private mutating func list(isFirst: Bool) -> [Dialect.Syntax.Item]? {
        var items: [Dialect.Syntax.Item] = []
        while let next = rest.first, next != "]" {
            if next == "[" {
                rest.removeFirst()
                guard let inner = list(isFirst: isFirst && items.isEmpty), !inner.isEmpty, rest.first == "]" else { return nil }
                rest.removeFirst()
                items.append(.optional(inner))
                continue
            }
            if !(isFirst && items.isEmpty) {
                guard next == "," else { return nil }
                rest.removeFirst()
            }
            guard let item = single() else { return nil }
            items.append(item)
        }
        return items
    }

    private mutating func single() -> Dialect.Syntax.Item? {
        guard rest.first == "{" else {
            let word = rest.prefix { !",[]{} ".contains($0) }
            rest = rest[word.endIndex...]
            return word.isEmpty ? nil : .literal(String(word))
        }
        let name = rest.dropFirst().prefix { !",[]{} ".contains($0) }
        guard !name.isEmpty, rest[name.endIndex...].first == "}" else { return nil }
        rest = rest[name.endIndex...].dropFirst()
        return .argument(String(name))
    }
}

extension Dialect.Syntax {
    /// - Parameter text: Without AT; nil where it is no command line.
    init?(name: String, _ text: String, clause: String) {
        guard let read = SyntaxText(text) else { return nil }
        self.name = name
        carriedOut = Dialect.SyntaxName(rawValue: name)
        command = read.command
        operation = read.operation
        items = read.items
        self.clause = clause
    }
}
