import ATCommands
import Dialects

/// The final answers of AT# commands.
extension VirtualModem {
    mutating func confirm(_ right: consuming FinalAnswers.Right, afterParameters: Bool = false) {
        let isText = afterParameters && !(endsWithRead && habits.contains(.numbersEveryOK))
        say(.confirmation(isText ? .endOfParameters(dialect.text(.ok)) : dialect.response(.ok)))
    }

    mutating func fail(_ right: consuming FinalAnswers.Right, _ condition: Dialect.Condition) { tell(condition) }

    /// The code in the form that the dialect has for it; without a number for the condition the message for it, if there is one (002 ch. 2
    /// #PHYTIMEOUT), or ERROR. Nobody has asked for it, unless it is a final answer.
    mutating func tell(_ condition: Dialect.Condition) {
        let form = dialect.errorForm(under: line.settings.errorReports)
        guard let error = error(for: condition), let text = form.line(of: error) else {
            return condition == .inactivity && dialect.has(.timeout) ? respond(dialect.response(.timeout)) : respond(.error)
        }
        respond(.extendedError(text))
    }

    /// What is written wrong has its numbers in a table only; no clause says which mistake has which (001 ch. 7 "Error Codes").
    private func error(for condition: Dialect.Condition) -> Dialect.ErrorCode? {
        let error = dialect.error(for: condition)
        switch condition {
        case .unknownCommand, .syntaxError, .commandTooLong, .badValue:
            if habits.contains(.saysPlainError) { return nil }
            return habits.contains(.numbersErrorsOtherwise) ? dialect.error(for: .parameterRefused) : error
        default: return error
        }
    }
}
