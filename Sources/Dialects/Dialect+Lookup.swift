extension Dialect {
    /// Mnemonics are not case-sensitive (001 App. B "Configuring the TCP/IP Stack through the Serial Port").
    public func parameter(named name: String) -> Parameter? { parameters.first { sameMnemonic($0.name, name) } }

    /// `name` as in ``Command/name``, with its `#` or `+`.
    public func command(named name: String) -> Command? { commands.first { sameMnemonic($0.name, name) } }

    /// `command` as in ``Display/command``, with its `#`.
    public func display(for command: String) -> Display? { displays.first { sameMnemonic($0.command, command) } }

    /// How many serial lines the reference device has.
    public var lines: Int { limits[LimitName.lines.rawValue] ?? 1 }

    /// Whether the manual does not allow a basic command; `name` in capitals, without AT.
    public func refuses(_ name: String, _ number: Int) -> Bool {
        restrictions.contains { $0.command == name && $0.number == number }
    }

    public func error(number: Int) -> ErrorCode? { errors.first { $0.number == number } }

    /// The code that the reference device sends for a reason; nil when this dialect has none.
    public func error(for condition: Condition) -> ErrorCode? { errors.first { $0.conditions.contains(condition) } }

    public func requirement(_ id: String) -> Requirement? { requirements.first { $0.id == id } }

    /// The number that stands for a result's text under ATV0.
    public func number(ofResult text: String) -> Int? { results.first { $0.text == text }?.number }

    private func sameMnemonic(_ one: String, _ other: String) -> Bool {
        one.utf8.count == other.utf8.count && one.utf8.elementsEqual(other.utf8) { upper($0) == upper($1) }
    }

    private func upper(_ byte: UInt8) -> UInt8 { (0x61...0x7A).contains(byte) ? byte - 0x20 : byte }
}

/// What those may ask who know that a command that needs it is there, or a display: without it the file would not have been read.
extension Dialect {
    /// What the device says when it starts: the unsolicited line `started`, if nothing in it varies.
    public var startText: String? {
        guard let parts = unsolicited.first(where: { $0.name == "started" })?.texts.first?.parts, parts.count == 1,
            case .text(let bytes) = parts[0]
        else { return nil }
        return String(decoding: bytes, as: UTF8.self)
    }

    public func has(_ name: FormName) -> Bool { forms.contains { $0.name == name.rawValue } }

    public func form(_ name: FormName) -> Form {
        guard let form = forms.first(where: { $0.name == name.rawValue }) else { preconditionFailure("no form \(name.rawValue)") }
        return form
    }

    public func spelling(_ name: SpellingName) -> String {
        guard let text = spellings[name.rawValue] else { preconditionFailure("no spelling \(name.rawValue)") }
        return text
    }

    /// In nanoseconds.
    public func timing(_ name: TimingName) -> Int64 {
        guard let time = timings[name.rawValue] else { preconditionFailure("no timing \(name.rawValue)") }
        return time
    }
}

extension Dialect {
    /// Nil when the manual does not have it.
    public func command(_ name: CommandName) -> Command? { commands.first { $0.carriedOut == name } }

    /// How long the host waits before it writes a parameter, in nanoseconds; 0 where the manual asks for nothing.
    public var writeSpacing: Int64 { timings[TimingName.writeSpacing.rawValue] ?? 0 }

    /// How long the host waits between the attachment to GPRS and AT#CONNECTIONSTART, in nanoseconds; 0 where the manual asks for nothing.
    public var attachPause: Int64 { timings[TimingName.attachPause.rawValue] ?? 0 }
}
