/// Which of a device's serial lines: the ports of two UARTs, the channels of a multiplexer, the ports of a USB modem.
public struct LineName: Hashable, Sendable {
    /// More than this no device has, nor a scenario.
    public static let most = 8
    /// The line that needs no name.
    public static let first = LineName(number: 0)

    /// From 0.
    public let number: Int

    private init(number: Int) { self.number = number }

    /// `b` is the second line, `h` the last; nil for what is no name of a line.
    public init?(_ word: String) {
        guard let letter = word.utf8.first, word.utf8.count == 1, letter > Self.a, letter < Self.a + UInt8(Self.most) else {
            return nil
        }
        number = Int(letter - Self.a)
    }

    private static let a = UInt8(ascii: "a")

    /// Nil for the first, which needs none.
    public var text: String? { number == 0 ? nil : String(UnicodeScalar(Self.a + UInt8(number))) }

    /// The first so many, in order.
    public static func first(_ count: Int) -> [LineName] { (0..<min(count, most)).map(LineName.init(number:)) }
}

extension LineName: Comparable {
    public static func < (left: LineName, right: LineName) -> Bool { left.number < right.number }
}
