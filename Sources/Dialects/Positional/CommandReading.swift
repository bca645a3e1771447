extension Dialect {
    /// What a command line is, by the dialect's syntax.
    public enum CommandReading: Sendable, Hashable {
        /// - Parameters:
        ///   - values: By the arguments' names, without quotes; those that are left out are not there.
        ///   - illegal: The names of arguments whose values are not legal, in the line's order.
        case line(Syntax, values: [String: String], illegal: [String])
        /// No line of the command has what stands at a fixed place, such as a protocol's number.
        /// - Parameter place: Which argument it is, from 0.
        case unknown(place: Int)
        /// There are too many arguments, too few, or a text where a number belongs.
        case malformed
    }

    /// Reads a command's arguments.
    ///
    /// What stands between brackets may be left out with its commas, or be empty between them.
    /// - Parameters:
    ///   - command: With its sign, without AT.
    ///   - arguments: What stands between the commas, with quotes where there are some.
    public func reading(of command: String, _ operation: Operation, _ arguments: [[UInt8]] = []) -> CommandReading {
        let lines = syntax.filter { $0.operation == operation && $0.command == command.uppercased() }
        let given = arguments.map { String(decoding: $0, as: UTF8.self) }
        var nearest: CommandReading?
        for line in lines {
            guard let values = ArgumentMatch(self, given).values(of: line) else { continue }
            let illegal = illegal(values, in: line)
            if illegal.isEmpty { return .line(line, values: values, illegal: []) }
            nearest = nearest ?? .line(line, values: values, illegal: illegal)
        }
        return nearest ?? unknownPlace(in: lines, given).map { .unknown(place: $0) } ?? .malformed
    }

    /// The first fixed place at which no line has what is given.
    private func unknownPlace(in lines: [Syntax], _ given: [String]) -> Int? {
        var fitting = lines
        for (place, text) in given.enumerated() {
            let there = fitting.filter { $0.items.indices.contains(place) }
            let isFixed = !there.isEmpty && there.allSatisfy { if case .literal = $0.items[place] { true } else { false } }
            fitting = there.filter { if case .literal(let word) = $0.items[place] { word == text } else { true } }
            if fitting.isEmpty { return isFixed && Int(text) != nil ? place : nil }
        }
        return nil
    }

    private func illegal(_ values: [String: String], in line: Syntax) -> [String] {
        var option: Option?
        return line.arguments.filter { name in
            guard let text = values[name], let argument = argument(named: name) else { return false }
            let number = Int(text)
            switch argument.kind {
            case .value: return !argument.value.takes(text)
            case .index(let owner):
                return protocols.first { $0.name == owner }.map { !$0.indices.contains(number ?? -1) } ?? false
            case .networkProtocol: return networkProtocol(number: number ?? -1) == nil
            case .bearer: return networkBearer(number: number ?? -1) == nil
            case .option(let table):
                option = self.option(number ?? -1, of: table)
                return option == nil
            case .optionValue: return option.map { !$0.value.takes(text) } ?? false
            }
        }
    }

    /// The line that a pattern is a case of, such as `+WIPBR=2,6,11,{access-point}` of `+WIPBR=2,{bearer},{option},{value}`: a name of an
    /// argument stands for any value of it. Nil when there is none.
    func line(covering pattern: Syntax) -> Syntax? {
        let given = pattern.items.map { item in
            switch item {
            case .literal(let word): word
            case .argument(let name): "{\(name)}"
            case .optional: ""
            }
        }
        return syntax.first { line in
            if line.command == pattern.command, line.operation == pattern.operation, line.items == pattern.items { return true }
            guard line.command == pattern.command, line.operation == pattern.operation else { return false }
            guard let values = ArgumentMatch(self, given, isPattern: true).values(of: line) else { return false }
            return illegal(values.filter { !$0.value.hasPrefix("{") }, in: line).isEmpty
        }
    }
}

extension Dialect.Parameter {
    /// Whether a device may take the value.
    fileprivate func takes(_ value: String) -> Bool {
        allows(value) || Int(value).map(tolerated.contains) ?? false
    }
}

/// Lays the arguments of a line over the items of a syntax.
private struct ArgumentMatch {
    private let dialect: Dialect
    private let given: [String]
    /// Names of arguments, between braces, stand for values.
    private let isPattern: Bool

    init(_ dialect: Dialect, _ given: [String], isPattern: Bool = false) {
        self.dialect = dialect
        self.given = given
        self.isPattern = isPattern
    }

    /// Nil where they do not fit.
    func values(of line: Dialect.Syntax) -> [String: String]? { match(line.items[...], 0, isOptional: false, []) }

    /// - Parameters:
    ///   - place: The argument that comes next.
    ///   - isOptional: The items stand between brackets: one that is empty is left out.
    ///   - rest: What follows behind the items, the innermost first.
    private func match(
        _ items: ArraySlice<Dialect.Syntax.Item>,
        _ place: Int,
        isOptional: Bool,
        _ rest: [ArraySlice<Dialect.Syntax.Item>]
    )
        -> [String: String]?
    {
        guard let item = items.first else {
            guard let next = rest.first else { return place == given.count ? [:] : nil }
            return match(next, place, isOptional: rest.count > 1, Array(rest.dropFirst()))
        }
        let behind = items.dropFirst()
        switch item {
        case .literal(let word):
            guard place < given.count, given[place] == word else { return nil }
            return match(behind, place + 1, isOptional: isOptional, rest)
        case .argument(let name):
            guard place < given.count else { return nil }
            if given[place].isEmpty { return isOptional ? match(behind, place + 1, isOptional: isOptional, rest) : nil }
            guard let value = value(given[place], of: name) else { return nil }
            return match(behind, place + 1, isOptional: isOptional, rest)?.merging([name: value]) { first, _ in first }
        case .optional(let inner):
            let outer = [behind] + rest
            return match(inner[...], place, isOptional: true, outer) ?? match(behind, place, isOptional: isOptional, rest)
        }
    }

    /// What is given, without quotes; nil where it is a text and the argument a number, or the other way round.
    private func value(_ text: String, of name: String) -> String? {
        guard let argument = dialect.argument(named: name) else { return nil }
        if isPattern, text.hasPrefix("{") { return text == "{\(name)}" || argument.kind == .optionValue ? text : nil }
        let isQuoted = text.utf8.count > 1 && text.hasPrefix("\"") && text.hasSuffix("\"")
        let bare = isQuoted ? String(text.dropFirst().dropLast()) : text
        switch argument.kind {
        case .index, .networkProtocol, .bearer, .option: return !isQuoted && Int(text) != nil ? bare : nil
        case .optionValue: return bare
        case .value:
            switch argument.value.kind {
            case .integer, .port: return !isQuoted && Int(text) != nil ? bare : nil
            case .server, .address: return isQuoted || Int(text) == nil ? bare : nil
            case .text, .phone, .word, .entered, .pair: return bare
            }
        }
    }
}
