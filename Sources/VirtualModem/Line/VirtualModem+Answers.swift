import ATCommands
import Dialects

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

extension VirtualModem {
    mutating func respond(_ response: Response) {
        transmit(framed(response))
    }

    mutating func respond(_ result: StandardResult) { respond(dialect.response(result)) }
    mutating func respond(_ message: Dialect.FormName) { respond(dialect.response(message)) }

    private func framed(_ response: Response) -> [UInt8] {
        var response = response
        if case .result(let text, let number) = response, defects.contains(.wrongNumericCode) {
            response = .result(text: text, number: number + 1)
        }
        var bytes = line.settings.format.bytes(of: response)
        if case .result = response, !line.settings.format.isVerbose, defects.contains(.v0Framing) {
            bytes = Array(bytes.dropFirst())
        }
        if line.settings.format.isVerbose, defects.contains(.v1Framing) { bytes = bytes.dropLast() }
        return bytes
    }
}
