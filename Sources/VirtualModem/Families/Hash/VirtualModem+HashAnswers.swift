import ATCommands
import Dialects
import World

/// The final answers of AT# commands; the place where most defects bite.
extension VirtualModem {
    /// The final OK of an AT# command.
    mutating func confirm(afterParameters: Bool = false) {
        if defects.contains(.noAnswer) { return }
        if defects.contains(.extraLine) { respond(.indication("EXTRA")) }
        if defects.contains(.lateAnswer) || habits.contains(.answersLate), heldAnswers == nil {
            heldAnswers = []
            set(.heldAnswer, after: dialect.interval(.answer) + .seconds(1))
        }
        for _ in 0..<(defects.contains(.doubleOK) ? 2 : 1) {
            let isText = afterParameters && !(endsWithRead && habits.contains(.numbersEveryOK))
            respond(isText ? .endOfParameters(dialect.text(.ok)) : dialect.response(.ok))
        }
    }

    /// A message and the OK that follows it.
    mutating func confirm(after message: Dialect.FormName) {
        if defects.contains(.swapsAnswerOrder) {
            confirm()
            respond(message)
        } else {
            respond(message)
            confirm()
        }
    }

    /// `#CME ERROR: n`; ERROR where the dialect has no number for the condition.
    mutating func fail(_ condition: Dialect.Condition) {
        guard let number = number(of: condition) else { return respond(.error) }
        respond(.extendedError("#CME ERROR: \(defects.contains(.wrongErrorCode) ? number + 1 : number)"))
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
