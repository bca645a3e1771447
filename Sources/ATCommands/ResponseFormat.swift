/// An answer of the DCE, before its framing.
public enum Response: Hashable, Sendable {
    /// A result code or information message that has a number (001 ch. 7).
    case result(text: String, number: Int)
    /// An indication without a number, such as an IP address or `+CREG: 1`.
    case indication(String)
    /// `#CME ERROR: 38027`, `+CME ERROR: 10`.
    case extendedError(String)
    /// A displayed parameter.
    case parameter(String)
    /// The empty line between blocks of parameters.
    case separator
    /// The OK that ends a display of parameters: shown as text under V0 too (001 App. B "Viewing a parameter").
    case endOfParameters(String)
    /// V.250 information text (§5.7.1).
    case information(String)
}

/// How answers are framed under the present V, Q, S3 and S4 (001 App. B "Serial Communication"; V.250 §5.7, §6.2).
public struct ResponseFormat: Hashable, Sendable {
    /// ATV1: results as text; ATV0: as numbers.
    public var isVerbose: Bool
    /// ATQ1: no results.
    public var isQuiet: Bool
    public var characters: ControlCharacters
    /// The termination character stands before a number, too (001 App. B "Serial Communication"); not in V.250 §5.7.1.
    public var leadsNumbers = true

    public init(isVerbose: Bool = true, isQuiet: Bool = false, characters: ControlCharacters = ControlCharacters()) {
        self.isVerbose = isVerbose
        self.isQuiet = isQuiet
        self.characters = characters
    }

    /// The bytes of an answer; empty when ATQ1 suppresses it. Information text is not suppressed (V.250 §6.2.5).
    public func bytes(of response: Response) -> [UInt8] {
        let cr = [characters.terminator]
        let crlf = [characters.terminator, characters.lineFeed]
        if case .information(let text) = response { return (isVerbose ? crlf : []) + Array(text.utf8) + crlf }
        guard !isQuiet else { return [] }
        switch response {
        case .result(let text, let number):
            return isVerbose ? crlf + Array(text.utf8) + crlf : (leadsNumbers ? cr : []) + Array(String(number).utf8) + cr
        case .indication(let text), .information(let text): return (isVerbose ? crlf : []) + Array(text.utf8) + crlf
        case .extendedError(let text): return (isVerbose ? crlf : cr) + Array(text.utf8) + crlf
        case .parameter(let text): return Array(text.utf8) + crlf
        case .separator: return crlf
        case .endOfParameters(let text): return crlf + Array(text.utf8) + crlf
        }
    }
}
