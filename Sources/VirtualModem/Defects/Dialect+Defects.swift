import Dialects

extension Dialect {
    /// What a broken modem takes for its manual.
    func patched(by defects: Set<Defect>) -> Dialect {
        var dialect = self
        if defects.contains(.wrongDefault) {
            for index in dialect.parameters.indices { dialect.parameters[index].changeDefault() }
        }
        if defects.contains(.wrongErrorCode) {
            for index in dialect.errors.indices { dialect.errors[index].number += 1 }
        }
        if defects.contains(.stateStuck) {
            for state in [SpellingName.stateAuthenticating, .stateConnected, .stateDisconnecting] {
                dialect.spellings[state.rawValue] = spellings[SpellingName.stateDialing.rawValue]
            }
        }
        return dialect
    }
}

extension Dialect.Parameter {
    /// Whole numbers begin with their highest value, or with the lowest where that is the documented one.
    fileprivate mutating func changeDefault() {
        guard let value = defaultValue, case .integer(let ranges) = kind, let last = ranges.last else { return }
        defaultValue = String(value == String(last.upperBound) ? last.lowerBound : last.upperBound)
    }
}
