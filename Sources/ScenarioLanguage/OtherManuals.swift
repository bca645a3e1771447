import Dialects
import Synchronization

/// What the project's other dialects and families have names for: a dialect that has none is silent about it, and nothing is misspelt.
final class OtherManuals: Sendable {
    struct Names: Sendable {
        var forms: Set<String> = []
        var spellings: Set<String> = []
        var timings: Set<String> = []
        var groups: Set<String> = []
        /// Codes of errors.
        var errors: Set<Int> = []
        var requirements: Set<String> = []
        /// Displays, by their commands in capitals.
        var displays: Set<String> = []
        /// Commands, parameters and displays, as they stand behind AT, in capitals.
        var commands: Set<String> = []
        /// How a command is sent, behind AT and with a value where it is written, by its name in capitals.
        var lines: [String: String] = [:]
    }

    private let name: String
    private let dialects: @Sendable () -> [Dialect]
    private let known = Mutex<Names?>(nil)

    static let none = OtherManuals(than: "") { [] }

    /// - Parameter dialects: May hold the dialect itself. Asked for once a name is looked for.
    init(than name: String, _ dialects: @escaping @Sendable () -> [Dialect]) {
        self.name = name
        self.dialects = dialects
    }

    var names: Names {
        known.withLock { known in
            let names = known ?? Names(of: dialects(), without: name)
            known = names
            return names
        }
    }
}

extension OtherManuals.Names {
    fileprivate init(of dialects: [Dialect], without name: String) {
        for dialect in dialects where dialect.name != name {
            forms.formUnion(dialect.forms.map(\.name))
            spellings.formUnion(dialect.spellings.keys)
            spellings.formUnion(dialect.roles.keys)
            timings.formUnion(dialect.timings.keys)
            groups.formUnion(dialect.errorGroups.map(\.name))
            errors.formUnion(dialect.errors.map(\.number))
            requirements.formUnion(dialect.requirements.map(\.id))
            displays.formUnion(dialect.displays.map { $0.command.uppercased() })
            commands.formUnion(dialect.namesBehindAT)
            lines.merge(dialect.parameters.map { ($0.command.uppercased(), $0.ordinaryLine) }) { first, _ in first }
        }
        if let own = dialects.first(where: { $0.name == name }) { commands.subtract(own.namesBehindAT) }
    }
}

extension Dialect {
    /// Everything that begins with `#` or `+` behind AT, in capitals: commands, displays, parameters.
    var namesBehindAT: [String] {
        (commands.map(\.name) + displays.map(\.command)
            + parameters.flatMap { [$0.command] + ($0.list.map { [$0.command] } ?? []) })
            .map { $0.uppercased() }
    }
}
