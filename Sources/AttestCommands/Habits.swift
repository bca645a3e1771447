internal import Platform
internal import VirtualModem

/// What `--habit` says: the ways in which the virtual modem is to be unlike the reference device, and may be.
enum Habits {
    static let option = Option(
        name: "--habit",
        value: "NAME",
        help: "let the virtual modem be unlike the reference device where its manual allows it; ‘--habit list’ names the ways",
        repeats: true
    )

    /// Whether the names were asked for; they have been printed.
    static func printsNames(_ arguments: Arguments) -> Bool {
        guard arguments.all(option.name).contains("list") else { return false }
        Terminal.output(Habit.allCases.map { "\($0.rawValue)\n" }.joined())
        return true
    }

    /// - Throws: ``UsageError`` for a name that there is not.
    static func named(_ arguments: Arguments) throws(UsageError) -> Set<Habit> {
        var habits: Set<Habit> = []
        for name in arguments.all(option.name) {
            guard let habit = Habit(rawValue: name) else {
                throw UsageError("there is no habit ‘\(name)’", suggestion: "‘--habit list’ names them")
            }
            habits.insert(habit)
        }
        return habits
    }
}
