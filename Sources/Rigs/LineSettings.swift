public import World

extension Rig {
    /// How bytes go over the line.
    public struct LineSettings: Hashable, Sendable, CustomStringConvertible {
        public enum Parity: String, Hashable, Sendable, CaseIterable { case none, even, odd, mark, space }
        public enum FlowControl: String, Hashable, Sendable, CaseIterable { case none, rtscts, xonxoff }
        /// In bit/s; any rate that the hardware can make.
        public var rate = 115_200
        /// 5 to 8.
        public var dataBits = 8
        public var parity = Parity.none
        /// 1 or 2.
        public var stopBits = 1
        public var flowControl = FlowControl.none
        public var dtr = true
        public var rts = true
        /// The modem's signals that the cable does not carry: what the port shows in their place means nothing.
        public var unwired: Set<LineSignal> = []
        public init() {}

        /// As a rig file says it: `115200 8N1, rtscts`.
        public var description: String {
            let letter = Self.parityLetters.first { $0.value == parity }?.key ?? "N"
            var text = "\(rate) \(dataBits)\(letter)\(stopBits)"
            if flowControl != .none { text += ", \(flowControl.rawValue)" }
            if !dtr { text += ", dtr off" }
            if !rts { text += ", rts off" }
            if !unwired.isEmpty {
                text += ", without \(unwired.map { $0.rawValue.lowercased() }.sorted().joined(separator: " "))"
            }
            return text
        }

        static let parityLetters: [Character: Parity] = ["N": .none, "E": .even, "O": .odd, "M": .mark, "S": .space]
        /// The slowest and the fastest rate that terminals have names for (termios(3)).
        static let rates = 50...4_000_000
    }
}
