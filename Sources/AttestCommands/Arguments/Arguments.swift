internal import SourceText

/// One option of a subcommand.
struct Option {
    /// Such as `--seed`.
    var name: String
    /// What follows it, such as `N`; nil for a switch.
    var value: String?
    var help: String
    var repeats = false

    var usage: String { value.map { "\(name) \($0)" } ?? name }
}

/// What the words after a subcommand say.
struct Arguments {
    private(set) var positional: [String] = []
    private var values: [String: [String]] = [:]

    /// Options may stand anywhere, as `--name value` or `--name=value`; `--` ends them.
    /// - Throws: ``UsageError`` for an unknown option, a missing or a surplus value.
    init(_ words: [String], options: [Option]) throws(UsageError) {
        var index = 0
        var onlyPositional = false
        while index < words.count {
            let word = words[index]
            index += 1
            guard !onlyPositional, word.hasPrefix("-"), word != "-" else {
                positional.append(word)
                continue
            }
            if word == "--" {
                onlyPositional = true
                continue
            }
            let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            guard let option = options.first(where: { $0.name == parts[0] }) else {
                let near = NearestName.find(parts[0], among: options.map(\.name))
                throw UsageError("unknown option ‘\(parts[0])’", suggestion: near.map { "did you mean \($0)?" })
            }
            var value = ""
            if let placeholder = option.value {
                if parts.count == 2 {
                    value = parts[1]
                } else {
                    guard index < words.count else {
                        throw UsageError("\(option.name) needs a value: \(option.name) \(placeholder)")
                    }
                    value = words[index]
                    index += 1
                }
            } else if parts.count == 2 {
                throw UsageError("\(option.name) takes no value")
            }
            if values[option.name] != nil, !option.repeats { throw UsageError("\(option.name) is given twice") }
            values[option.name, default: []].append(value)
        }
    }

    func has(_ name: String) -> Bool { values[name] != nil }
    func value(_ name: String) -> String? { values[name]?.last }
    func all(_ name: String) -> [String] { values[name] ?? [] }

    /// What `--format` names; the first of the formats where it is absent. - Throws: ``UsageError`` for anything else.
    func format<Format: RawRepresentable<String> & CaseIterable>() throws(UsageError) -> Format {
        let formats = Array(Format.allCases)
        guard let word = value("--format") else { return formats[0] }
        guard let format = Format(rawValue: word) else {
            let known = formats.map(\.rawValue).joined(separator: ", ")
            throw UsageError("there is no format ‘\(word)’", suggestion: "one of \(known)")
        }
        return format
    }

    /// A whole number of the range. - Throws: ``UsageError`` for anything else.
    func number<Number: FixedWidthInteger>(_ name: String, in range: ClosedRange<Number>) throws(UsageError) -> Number? {
        guard let text = value(name) else { return nil }
        guard let number = Number(text), range.contains(number) else {
            throw UsageError("\(name) takes a whole number from \(range.lowerBound) to \(range.upperBound), not ‘\(text)’")
        }
        return number
    }
}

/// The words on the command line make no sense; exit code 2.
struct UsageError: Error {
    var message: String
    var suggestion: String?

    init(_ message: String, suggestion: String? = nil) {
        self.message = message
        self.suggestion = suggestion
    }
}
