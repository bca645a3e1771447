import SourceText

/// The words of the file, compared with those that are asked for.
extension DialectReader {
    mutating func checkWords() {
        checkConditions()
        // A family cannot be run: what it lacks, those that extend it may have.
        guard !outline.isFamily else { return }
        check(Dialect.FormName.self, in: .forms, "form")
        check(Dialect.LimitName.self, in: .limits, "limit")
        check(Dialect.RoleName.self, in: .roles, "role")
        check(Dialect.SpellingName.self, in: .spellings, "spelling")
        check(Dialect.TimingName.self, in: .timings, "timing")
        check(Dialect.CommandName.self, in: .commands, "command")
        check(Dialect.ProtocolName.self, in: .protocols, "protocol")
        check(Dialect.BearerName.self, in: .bearers, "bearer")
        check(Dialect.OptionName.self, in: .options, "option")
        check(Dialect.SyntaxName.self, in: .syntax, "syntax")
        checkDataModes()
    }

    /// The reference device opens data with a form.
    private mutating func checkDataModes() {
        for command in Dialect.CommandName.ofData {
            guard let place = places[.commands]?[command.rawValue] else { continue }
            let openings = dialect.dataModes.flatMap(\.openings).filter { $0.command == command.rawValue }
            let isForm = openings.allSatisfy { if case .form = $0.message { true } else { false } }
            guard !commandsOfDataModes.contains(command.rawValue) || !isForm else { continue }
            report(
                "‘\(command.rawValue)’ needs a data mode",
                place,
                "add one under ‘\(DialectSection.dataModes.rawValue)’: opens   \(command.rawValue)   with a form"
            )
        }
    }

    /// A condition is a cause in the reference device, so that no dialect can have others.
    private mutating func checkConditions() {
        let all = Dialect.Condition.allCases
        let free = all.filter { dialect.error(for: $0) == nil }.map(\.rawValue)
        let choice =
            switch free.count {
            case 0: "every condition has its code already: take this one away"
            case ...NearestName.mostListed: "one of: " + free.joined(separator: ", ")
            default: "the conditions stand in Docs/Dialects.md"
            }
        for word in unknownConditions {
            let near = NearestName.find(word.text, among: all.map(\.rawValue))
            report("there is no condition ‘\(word.text)’", word.place, near.map { "did you mean ‘\($0)’?" } ?? choice)
        }
    }

    /// What is asked for must be there. Other words are the dialect's own, for scenarios of its own, unless they look like one that is
    /// asked for and is not there.
    private mutating func check<Word: DialectWord>(_: Word.Type, in section: DialectSection, _ kind: String) {
        // A role that was inherited is none without its parameter.
        let places = (places[section] ?? [:]).filter { section != .roles || dialect.roles[$0.key] != nil }
        var absent = Word.allCases.filter { places[$0.rawValue] == nil && asker($0.need) != nil }
        let own = places.filter { Word(rawValue: $0.key) == nil && !Dialect.standardCommands.contains($0.key) }
        for (name, place) in own.sorted(by: { $0.value.range.start < $1.value.range.start }) {
            let candidates = absent.map(\.rawValue).filter { Self.lettersAlone($0) != Self.lettersAlone(name) }
            guard let near = NearestName.find(name, among: candidates) else { continue }
            report("nothing asks for \(kind.first == "o" ? "an" : "a") \(kind) ‘\(name)’", place, "did you mean ‘\(near)’?")
            absent.removeAll { $0.rawValue == near }
        }
        for word in absent where !word.need.isOptional {
            guard let asker = asker(word.need) else { continue }
            report(
                asker.name.map { "‘\($0)’ needs the \(kind) ‘\(word.rawValue)’" } ?? "the \(kind) ‘\(word.rawValue)’ is missing",
                asker.place,
                "add it under ‘\(section.rawValue)’: \(word.purpose)"
            )
        }
    }

    /// Who asks for a word, and where in the file that stands; nil when nobody does, and no name when everybody does.
    private func asker(_ need: Need) -> (name: String?, place: SourcePlace)? {
        if let bearer = need.bearer, !dialect.connects(over: bearer) { return nil }
        if let feature = need.feature, !dialect.features.contains(feature) { return nil }
        for command in need.commands {
            if let place = places[.commands]?[command.rawValue] { return (command.rawValue, place) }
        }
        if need.opensDisplays, let display = dialect.displays.first(where: \.startsWithVersion),
            let place = places[.displays]?[display.command]
        {
            return (display.command, place)
        }
        return need.commands.isEmpty && !need.opensDisplays ? (nil, outline.top) : nil
    }

    /// A number tells one of several apart: `#SENDMAIL` is no misspelt `#SENDMAIL1`.
    private static func lettersAlone(_ name: String) -> String { name.filter { !$0.isNumber } }
}
