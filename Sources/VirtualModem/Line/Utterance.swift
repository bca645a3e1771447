public import ATCommands
import Octets

/// Something that the modem says to the host, before its framing.
public enum Utterance: Hashable, Sendable {
    /// A line: an answer, or one that nobody asked for.
    case answer(Response)
    /// The OK that ends an AT# command or its data mode.
    case confirmation(Response)
    /// What the host has sent as a command line, or as a text that a command has asked for.
    case echo([UInt8])
    /// - Parameter isEscaped: With DLE before ETX and DLE (001 ch. 4 and 5).
    case data([UInt8], isEscaped: Bool)
    /// What tells that data is over. - Parameter isEcho: The host has ended it so.
    case marker([UInt8], isEcho: Bool)

    /// As it goes over the line; empty when ATQ1 suppresses it.
    public func bytes(in format: ResponseFormat) -> [UInt8] {
        switch self {
        case .answer(let response), .confirmation(let response): format.bytes(of: response)
        case .data(let bytes, let isEscaped): isEscaped ? escapedWithDLE(bytes) : bytes
        case .echo(let bytes), .marker(let bytes, _): bytes
        }
    }

    /// What is framed in it; nil: it is bytes.
    var response: Response? {
        switch self {
        case .answer(let response), .confirmation(let response): response
        case .echo, .data, .marker: nil
        }
    }

    /// The same with another response in it.
    func mapped(_ change: (Response) -> Response) -> Utterance {
        switch self {
        case .answer(let response): .answer(change(response))
        case .confirmation(let response): .confirmation(change(response))
        case .echo, .data, .marker: self
        }
    }
}
