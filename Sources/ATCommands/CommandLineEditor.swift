/// The DCE's command line editor: finds the prefix, edits the body, and ends the line (V.250 §5.2).
///
/// Bytes before the prefix are ignored. The prefix may be written in capitals or small letters, or mixed (001 App. B "Syntax").
public struct CommandLineEditor: Sendable {
    /// The longest body kept. V.250 §5.2.2 asks for at least 40 characters; the longest legal AT# line, a name and a quoted text of
    /// 120 characters, has less than 150.
    public static let bodyLimit = 512

    public enum Event: Hashable, Sendable {
        /// A line's body: what stands between the prefix and the terminator, control characters removed.
        case line([UInt8])
        /// `A/`: the body of the line before, again. Empty when there was none (V.250 §5.2.4).
        case repetition([UInt8])
        /// The line was longer than ``bodyLimit``; its beginning.
        case overlong([UInt8])
    }

    private enum State: Hashable, Sendable {
        /// Nothing of a prefix has come.
        case searching
        /// `A` has come.
        case halfPrefix
        case body
        /// Too many characters have come.
        case overflowing
    }

    private var state = State.searching
    private var body: [UInt8] = []
    private var lastBody: [UInt8] = []

    public init() {}

    /// Takes one byte, and tells what it completes.
    ///
    /// A line feed that is not the terminator discards the line in which it stands, so that a host which ends its lines with LF
    /// alone gets no answer to them and a normal one to its next line. Other control characters in a body are ignored (V.250 §5.2.2).
    public mutating func receive(_ byte: UInt8, _ characters: ControlCharacters) -> Event? {
        if byte == characters.terminator { return endLine() }
        if byte == 0x0A {
            reset()
            return nil
        }
        if byte == characters.backspace {
            removeLast()
            return nil
        }
        switch state {
        case .searching:
            if byte.isLetter("a") { state = .halfPrefix }
        case .halfPrefix:
            if byte.isLetter("t") {
                state = .body
            } else if byte == UInt8(ascii: "/") {
                state = .searching
                return .repetition(lastBody)
            } else if !byte.isLetter("a") {
                state = .searching
            }
        case .body:
            if byte >= 0x20, byte != 0x7F {
                if body.count < Self.bodyLimit { body.append(byte) } else { state = .overflowing }
            }
        case .overflowing:
            break
        }
        return nil
    }

    /// Forgets the line that has been begun, not the one to repeat.
    public mutating func reset() {
        state = .searching
        body.removeAll(keepingCapacity: true)
    }

    /// The prefix can be removed too, letter by letter.
    private mutating func removeLast() {
        switch state {
        case .searching, .overflowing: break
        case .halfPrefix: state = .searching
        case .body:
            if body.popLast() == nil { state = .halfPrefix }
        }
    }

    private mutating func endLine() -> Event? {
        defer { reset() }
        switch state {
        case .searching, .halfPrefix: return nil
        case .overflowing: return .overlong(body)
        case .body:
            lastBody = body
            return .line(body)
        }
    }
}

extension UInt8 {
    fileprivate func isLetter(_ small: Unicode.Scalar) -> Bool { self | 0x20 == UInt8(ascii: small) }
}
