import Dialects

/// A device that has one entry of its manual otherwise than the manual.
struct ManualMutation: Sendable {
    /// Which entry, and what of it: `POP3PORT: the default is 111`.
    var name: String
    /// Of what a scenario that is about the entry commonly names one.
    var words: [String]
    /// What the device takes for its manual.
    var dialect: Dialect

    /// Every number, text and word by which the reference device goes, changed one at a time.
    static func all(of dialect: Dialect) -> [ManualMutation] {
        var changes = ManualChanges(dialect)
        changes.changeParameters()
        changes.changeOptions()
        changes.changeSyntax()
        changes.changeRoles()
        changes.changeAnswers()
        changes.changeCommands()
        changes.changeData()
        changes.changeTimes()
        return changes.made
    }
}

private struct ManualChanges {
    /// NO ANSWER (V.250 §5.7.1).
    private static let lastStandardResult = 8

    private let dialect: Dialect
    private(set) var made: [ManualMutation] = []

    init(_ dialect: Dialect) { self.dialect = dialect }

    private mutating func change(_ name: String, about words: String..., edit: (inout Dialect) -> Void) {
        change(name, about: words, edit: edit)
    }

    private mutating func change(_ name: String, about words: [String], edit: (inout Dialect) -> Void) {
        var changed = dialect
        edit(&changed)
        if changed != dialect { made.append(ManualMutation(name: name, words: words, dialect: changed)) }
    }

    // MARK: Parameters

    mutating func changeParameters() {
        for (index, parameter) in dialect.parameters.enumerated() {
            for (text, changed) in parameter.misread {
                change("\(parameter.name): \(text)", about: parameter.name) { $0.parameters[index] = changed }
            }
        }
        for (index, display) in dialect.displays.enumerated() {
            for (block, names) in display.blocks.enumerated() {
                for (place, name) in names.enumerated() {
                    change("\(display.command): \(name) is not shown", about: display.command) {
                        $0.displays[index].blocks[block].remove(at: place)
                    }
                    guard place > 0 else { continue }
                    change("\(display.command): \(name) stands before \(names[place - 1])", about: display.command) {
                        $0.displays[index].blocks[block].swapAt(place - 1, place)
                    }
                }
            }
            change("\(display.command): no heading", about: display.command) { $0.displays[index].heading = nil }
        }
    }

    /// What a device only shows has no bounds.
    mutating func changeOptions() {
        for (index, option) in dialect.options.enumerated() {
            let name = "option \(option.name)"
            if option.isWritable {
                for (text, changed) in option.value.misread {
                    change("\(name): \(text)", about: option.name) { $0.options[index].value = changed }
                }
                change("\(name): it cannot be written", about: option.name) { $0.options[index].isWritable = false }
            }
            change("\(name): there is none", about: option.name) { $0.options.remove(at: index) }
            let number = option.number + Self.farther
            change("\(name): the number is \(number)", about: option.name) { $0.options[index].number = number }
            for owner in option.owners where option.owners.count > 1 {
                change("\(name): not of \(owner)", about: option.name, owner) {
                    $0.options[index].owners.removeAll { $0 == owner }
                }
            }
        }
    }

    /// Lines of commands whose arguments have places, and what stands there.
    mutating func changeSyntax() {
        for (index, line) in dialect.syntax.enumerated() {
            // A command of the dialect is asked whether it is there without a line of syntax.
            if line.operation != .test {
                change("\(line.name): there is no such line", about: line.command) { $0.syntax.remove(at: index) }
            }
            for (text, items) in line.items.misread {
                change("\(line.name): \(text)", about: line.command) { $0.syntax[index].items = items }
            }
        }
        for (index, known) in dialect.protocols.enumerated() {
            let number = known.number + Self.farther
            change("protocol \(known.name): the number is \(number)", about: known.name) { $0.protocols[index].number = number }
            // Of more than there are numbers for, none can be made.
            if known.atOnce > 1 {
                change("protocol \(known.name): \(known.atOnce - 1) at once", about: known.name) {
                    $0.protocols[index].atOnce -= 1
                }
            }
            for (text, changed) in [known.indices].misread([]) {
                change("protocol \(known.name): \(text)", about: known.name) {
                    $0.protocols[index].indices = changed.first ?? 0...0
                }
            }
        }
        for (index, known) in dialect.bearers.enumerated() {
            // Two bearers of one number are the first of them.
            let others = dialect.bearers.filter { $0.name != known.name }.flatMap(\.numbers)
            for (text, changed) in known.numbers.misread([])
            where !changed.contains(where: { range in others.contains { $0.overlaps(range) } }) {
                change("bearer \(known.name): \(text)", about: known.name) { $0.bearers[index].numbers = changed }
            }
        }
    }

    /// So far from a number that no manual has another one there.
    private static let farther = 200

    /// The device looks for a value where the next one of the same kind stands.
    mutating func changeRoles() {
        let roles = dialect.roles.keys.sorted()
        for (index, role) in roles.enumerated() {
            guard let name = dialect.roles[role], let kind = dialect.parameter(named: name)?.kindName else { continue }
            let others = (roles[(index + 1)...] + roles[..<index]).compactMap { dialect.roles[$0] }
            guard let other = others.first(where: { $0 != name && dialect.parameter(named: $0)?.kindName == kind }) else {
                continue
            }
            change("\(role): read from \(other)", about: name) { $0.roles[role] = other }
        }
    }

    // MARK: Answers

    mutating func changeAnswers() {
        for (index, error) in dialect.errors.enumerated() where !error.conditions.isEmpty {
            let words = ["\(error.number)"] + dialect.errorGroups.filter { $0.codes.contains(error.number) }.map(\.name)
            change("error \(error.number): sent as \(error.number + 1)", about: words) { $0.errors[index].number += 1 }
            for condition in error.conditions {
                change("error \(error.number): a plain ERROR when \(condition.rawValue)", about: words) {
                    $0.errors[index].conditions.removeAll { $0 == condition }
                }
            }
        }
        for (index, result) in dialect.results.enumerated() {
            // By its number a device knows which of the standard results it is.
            if result.number > Self.lastStandardResult {
                change("result \(result.text): the number is \(result.number + 20)", about: result.text, "ATV0") {
                    $0.results[index].number += 20
                }
            }
            change("result \(result.text): misspelt", about: result.text) { $0.results[index].text.misspell() }
        }
        for (index, form) in dialect.forms.enumerated() {
            if let number = form.number {
                change("form \(form.name): the number is \(number + 1)", about: form.name, "ATV0") {
                    $0.forms[index].number = number + 1
                }
            }
            change("form \(form.name): misspelt", about: form.name) { $0.forms[index].spellings[0].misspell() }
        }
        for name in dialect.spellings.keys.sorted() {
            change("spelling \(name): misspelt", about: name) { $0.spellings[name]?.misspell() }
        }
    }

    // MARK: Commands, data, times

    mutating func changeCommands() {
        for (index, command) in dialect.commands.enumerated() where command.name.hasPrefix("#") {
            for operation in Dialect.Operation.allCases where command.operations.contains(operation) {
                change("AT\(command.name): no \(operation.rawValue)", about: command.name) {
                    $0.commands[index].operations.remove(operation)
                }
            }
        }
        for (index, restriction) in dialect.restrictions.enumerated() {
            change("\(restriction.line): not refused", about: restriction.line) { $0.restrictions.remove(at: index) }
        }
    }

    mutating func changeData() {
        for (index, mode) in dialect.dataModes.enumerated() {
            if !mode.errorMarker.isOptional {
                let marker: [UInt8] = mode.errorMarker.bytes.isEmpty ? [0x03] : []
                change(
                    "data \(mode.name): \(marker.isEmpty ? "nothing" : "ETX") before an error",
                    about: mode.openings[0].command
                ) {
                    $0.dataModes[index].errorMarker.bytes = marker
                }
            }
            for echo in [Dialect.DataMode.Echo.nothing, .end, .data] where mode.echo != .unsaid && mode.host != nil {
                change("data \(mode.name): the echo is \(echo.rawValue)", about: mode.openings[0].command) {
                    $0.dataModes[index].echo = echo
                }
            }
            for (place, answer) in mode.answers.enumerated() {
                change("data \(mode.name): no \(answer) behind them", about: mode.openings[0].command) {
                    $0.dataModes[index].answers.remove(at: place)
                }
            }
        }
    }

    /// Those that a clause gives; others bind nobody.
    mutating func changeTimes() {
        for name in dialect.bindingTimings.sorted() {
            guard let length = dialect.timings[name] else { continue }
            change("timing \(name): half of it", about: name) { $0.timings[name] = length / 2 }
            change("timing \(name): twice as long", about: name) { $0.timings[name] = length * 2 }
        }
    }
}

extension Dialect.Parameter {
    /// The parameter with another default, another limit or without one of its words, and what that is.
    fileprivate var misread: [(text: String, parameter: Dialect.Parameter)] {
        var all: [(String, Dialect.Parameter)] = []
        func add(_ text: String, _ edit: (inout Dialect.Parameter) -> Void) {
            var changed = self
            edit(&changed)
            all.append((text, changed))
        }
        if let value = defaultValue {
            let other = legalBounds.first { $0 != value } ?? value + "x"
            add("the default is \(other)") { $0.defaultValue = other }
        }
        switch kind {
        case .integer(let ranges):
            for (text, changed) in ranges.misread(tolerated) { add(text) { $0.kind = .integer(changed) } }
        case .pair(let first, let second, let isOptional):
            for (text, changed) in first.misread([]) {
                add("the first \(text)") { $0.kind = .pair(changed, second, isSecondOptional: isOptional) }
            }
            for (text, changed) in second.misread([]) {
                add("the second \(text)") { $0.kind = .pair(first, changed, isSecondOptional: isOptional) }
            }
        case .text(let limit):
            for other in [limit - 1, limit + 1] { add("\(other) characters") { $0.kind = .text(limit: other) } }
        case .server(let limit):
            for other in [limit - 1, limit + 1] { add("\(other) characters") { $0.kind = .server(limit: other) } }
        case .entered(let limit):
            for other in [limit - 1, limit + 1] { add("\(other) characters") { $0.kind = .entered(limit: other) } }
        case .phone(let limit, let words):
            for other in limit.map({ [$0 - 1, $0 + 1] }) ?? [] {
                add("\(other) digits") { $0.kind = .phone(limit: other, words: words) }
            }
            for word in words {
                add("no \(word)") { $0.kind = .phone(limit: limit, words: words.filter { $0 != word }) }
            }
        case .word(let words):
            for word in words { add("no \(word)") { $0.kind = .word(words.filter { $0 != word }) } }
        case .address, .port: break
        }
        return all
    }
}

extension [Dialect.Syntax.Item] {
    /// What may be left out may not, or may not be there at all.
    fileprivate var misread: [(text: String, items: [Dialect.Syntax.Item])] {
        enumerated().flatMap { index, item -> [(String, [Dialect.Syntax.Item])] in
            guard case .optional(let inner) = item else { return [] }
            let names = item.arguments.joined(separator: ", ")
            return [
                ("no \(names)", Array(self[..<index]) + Array(self[(index + 1)...])),
                ("\(names) cannot be left out", Array(self[..<index]) + inner + Array(self[(index + 1)...])),
            ]
                + inner.misread.map { text, changed in
                    (text, Array(self[..<index]) + [.optional(changed)] + Array(self[(index + 1)...]))
                }
        }
    }
}

extension [ClosedRange<Int>] {
    /// One bound moved by one, or a single value left out.
    fileprivate func misread(_ tolerated: [Int]) -> [(text: String, ranges: [ClosedRange<Int>])] {
        var all: [(String, [ClosedRange<Int>])] = []
        for (index, range) in enumerated() {
            for (low, high) in [(-1, 0), (1, 0), (0, -1), (0, 1)] {
                let (lower, upper) = (range.lowerBound + low, range.upperBound + high)
                // A single number is left out once.
                if high < 0, range.count == 1 { continue }
                // A number that a device may take or refuse makes no difference.
                let moved = low < 0 ? lower : low > 0 ? range.lowerBound : high < 0 ? range.upperBound : upper
                guard !tolerated.contains(moved), lower >= 0 || range.lowerBound < 0 else { continue }
                var changed = self
                if lower <= upper { changed[index] = lower...upper } else { changed.remove(at: index) }
                all.append(("\(lower <= upper ? "\(lower) to \(upper)" : "no \(range.lowerBound)")", changed))
            }
        }
        return all
    }
}

extension String {
    /// Another letter in the place of the first, or the same in another case where there is none.
    fileprivate mutating func misspell() {
        guard let index = firstIndex(where: \.isLetter) else { return }
        let letter = self[index]
        replaceSubrange(index...index, with: letter == "X" ? "Y" : "X")
    }
}
