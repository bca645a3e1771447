import Dialects

/// What a broken modem takes for its manual.
extension Dialect {
    func patched(by defects: Set<Defect>) -> Dialect {
        var dialect = self
        for defect in defects {
            if case .patch(let patch) = defect.effect { patch(&dialect) }
        }
        return dialect
    }

    mutating func changeDefaults() {
        for index in parameters.indices { parameters[index].changeDefault() }
    }

    mutating func shiftErrorCodes() {
        for index in errors.indices { errors[index].number += 1 }
    }

    /// Every state of a connection is shown as dialling.
    mutating func freezeState() {
        for state in [SpellingName.stateAuthenticating, .stateConnected, .stateDisconnecting] {
            spellings[state.rawValue] = spellings[SpellingName.stateDialing.rawValue] ?? spellings[state.rawValue]
        }
    }
}

extension Dialect.Parameter {
    /// Whole numbers begin with their highest value, or with the lowest where that is the documented one.
    fileprivate mutating func changeDefault() {
        guard let value = defaultValue, case .integer(let ranges) = kind, let last = ranges.last else { return }
        defaultValue = String(value == String(last.upperBound) ? last.lowerBound : last.upperBound)
    }
}
