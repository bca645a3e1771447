import Dialects

extension Dialect {
    /// The first of those that the command opens.
    func dataMode(of command: CommandName) -> DataMode? {
        dataModes.first { $0.openings.contains { $0.command == command.rawValue } }
    }
}

/// The data modes of AT# commands.
extension VirtualModem {
    /// Gives the line to a session that the command has begun, and says so.
    /// - Parameter socket: Whose parameters count, where each socket has its own.
    mutating func enterDataMode(of command: Dialect.CommandName, _ id: SessionID, socket: Int? = nil) {
        let openings = dialect.dataModes.flatMap { mode in
            mode.openings.filter { $0.command == command.rawValue }.map { (mode: mode, opening: $0) }
        }
        let fitting = openings.first {
            $0.opening.setting.map { parameters.bytes($0.parameter, of: socket).elementsEqual($0.value.utf8) } ?? true
        }
        guard let (mode, opening) = fitting ?? openings.first, case .form(let form) = opening.message else {
            preconditionFailure("no data mode of \(command.rawValue)")
        }
        line.mode = .data(DataMode(id, mode))
        line.answersAfterData[id] = mode.answers
        respond(dialect.response(form))
    }
}
