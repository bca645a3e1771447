extension Dialect {
    /// How the device frames its lines and echoes the host's, as far as the manual says it.
    public struct Framing: Sendable, Hashable {
        /// By the kind of the line; nothing of a kind that the manual does not speak of.
        public var frames: [LineKind: Frames] = [:]
        /// The manual says that command lines are echoed under ATE1 and not under ATE0.
        public var saysEcho = false
        /// The manual says that texts are shown between quotes, and numbers without.
        public var saysQuotes = false
    }

    /// What a line of the device is, as far as its framing goes.
    public enum LineKind: String, Sendable, Hashable, CaseIterable {
        /// What has a number under ATV0: results, and answers of the dialect.
        case results
        /// Errors with a number of their own, such as `+CME ERROR: 3`.
        case errors
        /// A parameter that the host has read.
        case read
        /// The same, shown by a command of its own.
        case displayed
        /// All other lines.
        case information
        /// What the host goes on behind.
        case prompts
    }

    public struct Frames: Sendable, Hashable {
        /// Under ATV1; any of them.
        public var verbose: [Frame]
        /// Under ATV0, of what has a number where they hold one; empty: as under ATV1.
        public var numeric: [Frame]

        public init(verbose: [Frame], numeric: [Frame] = []) {
            self.verbose = verbose
            self.numeric = numeric
        }
    }

    public struct Frame: Sendable, Hashable {
        public enum Part: String, Sendable, Hashable, CaseIterable {
            /// The command line termination character: what S3 holds.
            case carriageReturn = "CR"
            /// The response formatting character: what S4 holds.
            case lineFeed = "LF"
            case text
            case number
        }
        public var parts: [Part]

        public init(_ parts: Part...) { self.parts = parts }
        init(parts: [Part]) { self.parts = parts }

        /// As a dialect writes it.
        public var description: String { parts.map(\.rawValue).joined(separator: " ") }
    }
}

extension Dialect.Frames {
    private static let line = Dialect.Frame(.carriageReturn, .lineFeed, .text, .carriageReturn, .lineFeed)
    private static let bare = Dialect.Frame(.text, .carriageReturn, .lineFeed)
    private static let short = Dialect.Frame(.carriageReturn, .text, .carriageReturn, .lineFeed)

    /// In what forms lines of a kind come where the manual does not say it: those of V.250 first, then those of AT# commands.
    public static func known(_ kind: Dialect.LineKind) -> Dialect.Frames {
        let number = Dialect.Frame(.number, .carriageReturn)
        let framedNumber = Dialect.Frame(.carriageReturn, .number, .carriageReturn)
        return switch kind {
        case .results: Dialect.Frames(verbose: [line, bare], numeric: [number, framedNumber])
        case .errors, .information: Dialect.Frames(verbose: [line, bare], numeric: [bare, line, short])
        case .read, .displayed: Dialect.Frames(verbose: [bare, line], numeric: [bare, line, short])
        case .prompts:
            Dialect.Frames(verbose: [Dialect.Frame(.carriageReturn, .lineFeed, .text), Dialect.Frame(.text)])
        }
    }

    /// What V.250 says (§5.7.1, §6.2.6); nil: nothing.
    static func standard(_ kind: Dialect.LineKind) -> Dialect.Frames? {
        switch kind {
        case .results: Dialect.Frames(verbose: [line], numeric: [Dialect.Frame(.number, .carriageReturn)])
        case .information: Dialect.Frames(verbose: [line], numeric: [bare])
        case .errors, .read, .displayed, .prompts: nil
        }
    }
}

extension Dialect.Framing {
    /// Where the manual is silent and V.250 binds, that has the word.
    mutating func fillIn() {
        saysEcho = true
        for kind in Dialect.LineKind.allCases where frames[kind] == nil { frames[kind] = .standard(kind) }
    }
}
