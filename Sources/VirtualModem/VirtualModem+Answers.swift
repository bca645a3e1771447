import ATCommands
import Dialects
import World

/// How a command ended, as far as its command line is concerned.
enum CommandOutcome: Hashable, Sendable {
    /// The next command of the line is carried out; after the last one comes OK.
    case done
    /// As `done`, and displayed parameters stand before the OK.
    case displayed
    /// The line's final answer comes later, or has come.
    case answered
    /// `#CME ERROR: n`.
    case failed(Dialect.Condition)
    /// ERROR.
    case error
    /// ERROR, or +CME ERROR under +CMEE (3GPP TS 27.007 §9.2).
    case cellularError(CellularError)
}

/// 3GPP TS 27.007 §9.2.1, as far as the modem raises them.
enum CellularError: Int, Hashable, Sendable {
    case notAllowed = 3
    case pinRequired = 11
    case wrongPassword = 16
    case noService = 30
    case invalidIndex = 50

    var text: String {
        switch self {
        case .notAllowed: "operation not allowed"
        case .pinRequired: "SIM PIN required"
        case .wrongPassword: "incorrect password"
        case .noService: "no network service"
        case .invalidIndex: "incorrect parameters"
        }
    }
}

extension VirtualModem {
    mutating func respond(_ response: Response) {
        transmit(framed(response))
    }

    mutating func respond(_ result: StandardResult) { respond(dialect.response(result)) }
    mutating func respond(_ message: Dialect.FormName) { respond(dialect.response(message)) }

    /// The final OK of an AT# command; the place where most defects bite.
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

    mutating func fail(_ error: CellularError) {
        switch line.errorReports {
        case 1: respond(.extendedError("+CME ERROR: \(error.rawValue)"))
        case 2: respond(.extendedError("+CME ERROR: \(error.text)"))
        default: respond(.error)
        }
    }

    private func framed(_ response: Response) -> [UInt8] {
        var response = response
        if case .result(let text, let number) = response, defects.contains(.wrongNumericCode) {
            response = .result(text: text, number: number + 1)
        }
        var bytes = line.format.bytes(of: response)
        if case .result = response, !line.format.isVerbose, defects.contains(.v0Framing) { bytes = Array(bytes.dropFirst()) }
        if line.format.isVerbose, defects.contains(.v1Framing) { bytes = bytes.dropLast() }
        return bytes
    }
}
