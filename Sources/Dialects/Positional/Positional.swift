extension Dialect {
    /// A protocol whose sockets or sessions have numbers of their own: `AT+WIPCLOSE=2,1` is about the first of the second protocol.
    public struct NetworkProtocol: Sendable, Hashable {
        public let name: String
        /// What the reference device takes it for; nil: it knows no such protocol.
        public let role: ProtocolName?
        /// The number that stands for it in commands.
        public var number: Int
        /// How many sockets or sessions there are at once.
        public var atOnce: Int
        /// The numbers that a socket or session may have.
        public var indices: ClosedRange<Int>
        public var clause: String

        init(name: String, number: Int, atOnce: Int, indices: ClosedRange<Int>, clause: String) {
            self.name = name
            role = ProtocolName(rawValue: name)
            self.number = number
            self.atOnce = atOnce
            self.indices = indices
            self.clause = clause
        }
    }

    /// What carries IP, by the numbers that commands have for it.
    public struct NetworkBearer: Sendable, Hashable {
        public let name: String
        /// What the reference device takes it for; nil: it knows no such bearer.
        public let role: BearerName?
        /// Of one bearer, or of several of the kind.
        public var numbers: [ClosedRange<Int>]
        public var clause: String

        init(name: String, numbers: [ClosedRange<Int>], clause: String) {
            self.name = name
            role = BearerName(rawValue: name)
            self.numbers = numbers
            self.clause = clause
        }
    }

    /// A place of a command line, such as `{peer}`.
    public struct Argument: Sendable, Hashable {
        public enum Kind: Sendable, Hashable {
            /// As ``Argument/value`` says.
            case value
            /// The number of a socket or session of the protocol of that name.
            case index(of: String)
            /// The number of any protocol.
            case networkProtocol
            /// The number of any bearer.
            case bearer
            /// The number of an option of the table.
            case option(OptionTable)
            /// What an option, which another argument names, is written.
            case optionValue
        }

        public var name: String { value.name }
        public var kind: Kind
        /// Its name, clause and default (nil: there is none), and of a ``Kind/value`` what is legal.
        public var value: Parameter
        public var clause: String { value.clause }
    }

    /// Whose options they are.
    public enum OptionTable: String, Sendable, Hashable, CaseIterable { case stack, bearer, socket }

    /// A value that is written and read by number: `AT+WIPBR=2,6,11,"internet"`.
    public struct Option: Sendable, Hashable {
        public var name: String { value.name }
        /// What the reference device takes it for; nil: it knows no such option.
        public var role: OptionName? { OptionName(rawValue: name) }
        public var table: OptionTable
        public var number: Int
        /// Its name, kind, default and clause.
        public var value: Parameter
        public var isReadable = true
        public var isWritable = true
        /// The names of the bearers, or of the protocols, that have it; empty: all.
        public var owners: [String] = []
        /// The manual says which values are legal, and the default; otherwise the bench assumes them.
        public var saysValues = true
        /// The manual says that it can be written.
        public var saysWriting = true
        public var clause: String { value.clause }
    }

    /// A command line of which parts vary, as the manual writes it: `+WIPCREATE=2,{index},{peer},{port}`.
    public struct Syntax: Sendable, Hashable {
        public indirect enum Item: Sendable, Hashable {
            case literal(String)
            /// By its name.
            case argument(String)
            /// Between brackets: all of it may be left out.
            case optional([Item])
        }

        public let name: String
        /// What the reference device carries out; nil: it knows nothing of the kind.
        public let carriedOut: SyntaxName?
        /// Without AT: `+WIPCREATE`.
        public var command: String
        public var operation: Operation
        /// What stands behind `=`, parted by commas.
        public var items: [Item]
        public var clause: String

        /// The names of all arguments, in order.
        public var arguments: [String] { items.flatMap(\.arguments) }
    }

    /// What became of a command of an older manual.
    public struct Successor: Sendable, Hashable {
        public enum State: String, Sendable, Hashable, CaseIterable {
            /// Other command lines take its place.
            case replaced
            /// Nothing does.
            case none
            /// Nothing does yet: the manual promises it.
            case later
        }

        /// A command line that takes its place.
        public struct Line: Sendable, Hashable {
            /// Without AT, with the names of arguments: `+WIPBR=2,6,11,{access-point}`.
            public var text: String
            /// When, or in place of what; empty: whenever the old one was sent.
            public var note: String
        }

        /// Of the older manual, with its sign: `#APNSERV`.
        public var command: String
        public var state: State
        public var lines: [Line]
        /// What is otherwise than before, a sentence each.
        public var changes: [String]
        public var clause: String
    }
}

extension Dialect.Syntax.Item {
    /// The names of all arguments, in order.
    public var arguments: [String] {
        switch self {
        case .literal: []
        case .argument(let name): [name]
        case .optional(let items): items.flatMap(\.arguments)
        }
    }
}

extension Dialect.Syntax {
    /// As the file has it, without AT.
    public var text: String {
        switch operation {
        case .action: command
        case .read: command + "?"
        case .test: command + "=?"
        case .write: command + "=" + Self.text(items, follows: false)
        }
    }

    private static func text(_ items: [Item], follows: Bool) -> String {
        var text = ""
        for (index, item) in items.enumerated() {
            let comma = follows || index > 0 ? "," : ""
            switch item {
            case .literal(let word): text += comma + word
            case .argument(let name): text += "\(comma){\(name)}"
            case .optional(let inner): text += "[" + Self.text(inner, follows: follows || index > 0) + "]"
            }
        }
        return text
    }
}

extension Dialect {
    public func networkProtocol(_ role: ProtocolName) -> NetworkProtocol? { protocols.first { $0.role == role } }

    public func networkProtocol(number: Int) -> NetworkProtocol? { protocols.first { $0.number == number } }

    public func networkBearer(number: Int) -> NetworkBearer? {
        bearers.first { $0.numbers.contains { $0.contains(number) } }
    }

    public func argument(named name: String) -> Argument? { arguments.first { $0.name == name } }

    public func syntax(named name: String) -> Syntax? { syntax.first { $0.name == name } }

    /// The option of that number, for a bearer or a protocol; nil where that has none.
    /// - Parameter owner: The name of the bearer or the protocol; nil: whichever.
    public func option(_ number: Int, of table: OptionTable, owner: String? = nil) -> Option? {
        options.first { option in
            option.table == table && option.number == number
                && (owner.map { option.owners.isEmpty || option.owners.contains($0) } ?? true)
        }
    }
}
