extension Dialect {
    /// Mnemonics are not case-sensitive (001 App. B "Configuring the TCP/IP Stack through the Serial Port").
    public func parameter(named name: String) -> Parameter? { parameters.first { sameMnemonic($0.name, name) } }

    /// `name` as in ``Command/name``, with its `#` or `+`.
    public func command(named name: String) -> Command? { commands.first { sameMnemonic($0.name, name) } }

    /// `command` as in ``Display/command``, with its `#`.
    public func display(for command: String) -> Display? { displays.first { sameMnemonic($0.command, command) } }

    public func form(named name: String) -> Form? { forms.first { $0.name == name } }

    public func error(number: Int) -> ErrorCode? { errors.first { $0.number == number } }

    /// The code that the reference device sends for a reason such as `dns-failed`; nil when this dialect has none.
    public func error(for condition: String) -> ErrorCode? { errors.first { $0.conditions.contains(condition) } }

    public func requirement(_ id: String) -> Requirement? { requirements.first { $0.id == id } }

    /// The number that stands for a result's text under ATV0.
    public func number(ofResult text: String) -> Int? { results.first { $0.text == text }?.number }

    private func sameMnemonic(_ one: String, _ other: String) -> Bool {
        one.utf8.elementsEqual(other.utf8) { upper($0) == upper($1) }
    }

    private func upper(_ byte: UInt8) -> UInt8 { (0x61...0x7A).contains(byte) ? byte - 0x20 : byte }
}
