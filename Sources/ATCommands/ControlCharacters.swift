/// The characters that S3, S4 and S5 set (V.250 §6.2.1 to §6.2.3).
public struct ControlCharacters: Hashable, Sendable {
    /// S3: ends a command line, and the first of the two characters around an answer.
    public var terminator: UInt8
    /// S4: the second of the two.
    public var lineFeed: UInt8
    /// S5: removes the character before it from the command line.
    public var backspace: UInt8

    public init(terminator: UInt8 = 0x0D, lineFeed: UInt8 = 0x0A, backspace: UInt8 = 0x08) {
        self.terminator = terminator
        self.lineFeed = lineFeed
        self.backspace = backspace
    }

    /// The values that V.250 allows in any of the three.
    public static let legalValues = 0...127
}
