import ATCommands
import Dialects

/// How a command ended, as far as its command line is concerned.
enum CommandOutcome: Hashable, Sendable {
    /// The next command of the line is carried out; after the last one comes OK.
    case done
    /// As `done`, and displayed parameters stand before the OK.
    case displayed
    /// The right to the line's final answer has been passed on.
    case passedOn
    /// `#CME ERROR: n`.
    case failed(Dialect.Condition)
    /// A result of the standards.
    case result(StandardResult)
    /// ERROR, or +CME ERROR under +CMEE (3GPP TS 27.007 §9.2).
    case cellularError(CellularError)

    static let error = CommandOutcome.result(.error)
}

extension VirtualModem {
    mutating func say(_ utterance: Utterance) {
        var format = line.settings.format
        format.leadsNumbers = leadsNumbers
        actions.append(.say(utterance, in: format, on: currentLine))
    }

    mutating func respond(_ response: Response) { say(.answer(response)) }
    mutating func respond(_ result: StandardResult) { respond(dialect.response(result)) }
    mutating func respond(_ message: Dialect.FormName) { respond(dialect.response(message)) }

    // MARK: Final answers

    /// Another command ends what the debtor does: its answer stands for the debtor's on the same line. On another line that is NO CARRIER.
    mutating func replaceAnswer(of debtor: FinalAnswers.Debtor) {
        line.finalAnswers.waive(debtor)
        guard let other = lineOwing(debtor) else { return }
        on(other) { $0.conclude($0.line.finalAnswers.take(from: debtor), StandardResult.noCarrier) }
    }

    mutating func conclude(_ right: consuming FinalAnswers.Right, _ result: StandardResult) { respond(result) }
    mutating func conclude(_ right: consuming FinalAnswers.Right, _ response: Response) { respond(response) }
    mutating func conclude(_ right: consuming FinalAnswers.Right, _ message: Dialect.FormName) { respond(message) }
}
