import ATCommands
import Dialects

/// The final answers of AT# commands.
extension VirtualModem {
    mutating func confirm(_ right: consuming FinalAnswers.Right, afterParameters: Bool = false) {
        let isText = afterParameters && !(endsWithRead && habits.contains(.numbersEveryOK))
        say(.confirmation(isText ? .endOfParameters(dialect.text(.ok)) : dialect.response(.ok)))
    }

    mutating func fail(_ right: consuming FinalAnswers.Right, _ condition: Dialect.Condition) { tell(condition) }

    /// `#CME ERROR: n`; ERROR where the dialect has no number for the condition. Nobody has asked for it, unless it is a final answer.
    mutating func tell(_ condition: Dialect.Condition) {
        guard let number = number(of: condition) else { return respond(.error) }
        respond(.extendedError("#CME ERROR: \(number)"))
    }

    /// What is written wrong has its numbers in a table only; no clause says which mistake has which (001 ch. 7 "Error Codes").
    private func number(of condition: Dialect.Condition) -> Int? {
        let number = dialect.error(for: condition)?.number
        switch condition {
        case .unknownCommand, .syntaxError, .commandTooLong, .badValue:
            if habits.contains(.saysPlainError) { return nil }
            return habits.contains(.numbersErrorsOtherwise) ? dialect.error(for: .parameterRefused)?.number : number
        default: return number
        }
    }
}
