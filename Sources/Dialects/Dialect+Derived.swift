import Verdicts

/// What parameters and displays bring with them, each with its clause.
extension Dialect.Parameter {
    var requirements: [Dialect.Requirement] {
        [
            defaultRequirement, requirement("VALUES", "\(mnemonic) takes every legal value and shows it."),
            requirement("LIMITS", "\(mnemonic) refuses an illegal value and keeps the one before."),
        ]
    }

    /// A manual that gives no default does not say what stands there at first: that it is empty is an assumption.
    fileprivate var defaultRequirement: Dialect.Requirement {
        guard defaultValue == nil else {
            return requirement("DEFAULT", "\(mnemonic) is \(displayedDefault) until it is written.")
        }
        var assumption = requirement(
            "DEFAULT",
            "\(mnemonic) has no default, and is taken to be \(displayedDefault) until it is written."
        )
        assumption.grade = .unsaid
        return assumption
    }

    private func requirement(_ ending: String, _ text: String) -> Dialect.Requirement {
        Dialect.Requirement(id: "PARAM-\(mnemonic)-\(ending)", grade: .derived(from: clause), clause: clause, text: text)
    }
}

extension Dialect.Display {
    var requirement: Dialect.Requirement {
        let name = command.drop { !$0.isLetter }
        let order = isInAnyOrder ? "" : " in the documented order"
        let text = "\(name) shows its parameters\(order), then OK."
        return Dialect.Requirement(id: "DISPLAY-\(name)", grade: .derived(from: clause), clause: clause, text: text)
    }
}

extension Dialect.Option {
    /// What can be read is shown, and what can be written, too, is kept.
    var requirements: [Dialect.Requirement] {
        guard isReadable else { return [] }
        let shown = requirement("SHOWN", "\(name) is shown.", isSaid: true)
        guard isWritable else { return [shown] }
        let others = [
            requirement("VALUES", "\(name) takes what is written and shows it.", isSaid: saysWriting),
            requirement(
                "LIMITS",
                "\(name) takes the values at its bounds, refuses those beyond them, and keeps the one before.",
                isSaid: saysValues
            ),
        ]
        let start = value.defaultValue.map { requirement("DEFAULT", "\(name) is \($0) until it is written.", isSaid: saysValues) }
        return [shown] + others + (start.map { [$0] } ?? [])
    }

    /// What its requirements' names begin with.
    public var requirementName: String { "OPTION-\(name.uppercased())" }

    private func requirement(_ ending: String, _ text: String, isSaid: Bool) -> Dialect.Requirement {
        Dialect.Requirement(
            id: "\(requirementName)-\(ending)",
            grade: isSaid ? .derived(from: clause) : .unsaid,
            clause: clause,
            text: text
        )
    }
}

extension Dialect.Restriction {
    var requirement: Dialect.Requirement {
        let id = "REFUSED-\(line.filter { $0 != "&" })"
        let text = "\(line) is refused, and changes nothing."
        return Dialect.Requirement(id: id, grade: .derived(from: clause), clause: clause, text: text)
    }
}

extension DialectReader {
    /// What scenarios write for the first socket, whether the manual numbers its sockets or not.
    mutating func deriveFragments() {
        let takesNumber = dialect.commands.contains { $0.sockets != nil }
        let hasNumber = dialect.parameters.contains { $0.sockets != nil }
        let fragments: [(Dialect.SpellingName, String)] = [
            (.id, takesNumber ? "=1" : ""), (.socket, hasNumber ? "1," : ""), (.read, hasNumber ? "=1" : "?"),
        ]
        for (name, text) in fragments {
            let written = dialect.spellings.updateValue(text, forKey: name.rawValue)
            guard let written, written != text, let place = places[.spellings]?[name.rawValue] else { continue }
            report(
                "the spelling ‘\(name.rawValue)’ follows from what is ‘of socket’, and is \"\(text)\"",
                place,
                "drop this line, or say what is of which socket"
            )
        }
    }
}

extension Grade {
    fileprivate static func derived(from clause: String) -> Grade { Clause.isUnsaid(clause) ? .unsaid : .mandatory }
}

extension Dialect {
    /// What a device's supplier says of a parameter's default, which binds the device as a manual's does.
    public mutating func claim(default value: String, of name: String) {
        guard let index = parameters.firstIndex(where: { $0.name == name }) else { return }
        parameters[index].defaultValue = value
        var requirement = parameters[index].defaultRequirement
        requirement.grade = .mandatory
        for place in requirements.indices where requirements[place].id == requirement.id { requirements[place] = requirement }
    }
}
