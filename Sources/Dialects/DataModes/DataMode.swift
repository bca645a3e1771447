extension Dialect {
    /// What the serial line carries between a message that opens it and its end: data, and neither command lines nor answers.
    public struct DataMode: Sendable, Hashable {
        public var name: String
        /// Any of them opens it.
        public var openings: [Opening]
        /// The data of the host; nil: what it sends is passed over.
        public var host: Flow?
        /// The data for the host; nil: none.
        public var device: Flow?
        public var echo: Echo
        public var errorMarker: ErrorMarker
        /// Forms and results that follow a success, by their names and texts.
        public var answers: [String]
        /// The unsolicited line that tells of data before they can be had, by its name.
        public var announcement: String?
        /// What the host leaves by, without an end of its data; nil: nothing.
        public var escape: Escape?
        public var clause: String

        public init(
            name: String,
            openings: [Opening] = [],
            host: Flow? = nil,
            device: Flow? = nil,
            echo: Echo = .unsaid,
            errorMarker: ErrorMarker = ErrorMarker(bytes: [], isOptional: true),
            answers: [String] = [],
            announcement: String? = nil,
            escape: Escape? = nil,
            clause: String
        ) {
            self.name = name
            self.openings = openings
            self.host = host
            self.device = device
            self.echo = echo
            self.errorMarker = errorMarker
            self.answers = answers
            self.announcement = announcement
            self.escape = escape
            self.clause = clause
        }

        /// A command, and the message of the device behind which the data begin.
        public struct Opening: Sendable, Hashable {
            /// Such as `#OTCP`, without AT.
            public var command: String
            /// The names of its arguments, in order; nil: whichever it has.
            public var arguments: [String]?
            public var message: Message
            /// What a parameter must be set to; nil: whatever it is.
            public var setting: Setting?
            /// The line that the command must be, by its name among the dialect's syntax; nil: any of its arguments.
            public var syntax: String?

            public init(
                command: String,
                arguments: [String]? = nil,
                message: Message,
                setting: Setting? = nil,
                syntax: String? = nil
            ) {
                self.syntax = syntax
                self.command = command
                self.arguments = arguments
                self.message = message
                self.setting = setting
            }
        }

        public enum Message: Sendable, Hashable {
            /// By the name of the form.
            case form(String)
            case line(LineText)
        }

        public struct Setting: Sendable, Hashable {
            public var parameter: String
            public var value: String

            public init(parameter: String, value: String) {
                self.parameter = parameter
                self.value = value
            }
        }

        /// Data of one side.
        public struct Flow: Sendable, Hashable {
            public var coding: Coding
            public var end: End
            /// What its sender ends it by and makes it void; empty: nothing does.
            public var cancellation: [UInt8]
            /// The end of it ends the mode. Otherwise the manual says both that it does and that the other side goes on.
            public var endsMode = true
            /// How many bytes a part of it has at most; nil: there is no limit.
            public var limit: Int?

            public init(_ coding: Coding = .plain, end: End, cancellation: [UInt8] = []) {
                self.coding = coding
                self.end = end
                self.cancellation = cancellation
            }
        }

        public enum Coding: Sendable, Hashable {
            /// Every byte stands for itself.
            case plain
            /// DLE stands before ETX and DLE.
            case escaped
            /// Two hexadecimal digits a byte, with capitals or small letters.
            case hexadecimal
            /// Two hexadecimal digits a byte, with capitals.
            case capitalHexadecimal

            /// How many bytes on the line stand for one.
            public var width: Int {
                switch self {
                case .plain, .escaped: 1
                case .hexadecimal, .capitalHexadecimal: 2
                }
            }
        }

        public enum End: Sendable, Hashable {
            /// Its sender cannot end it.
            case none
            case bytes([UInt8])
            /// Its sender cannot end it; the bytes stand behind each part of it, such as a datagram.
            case parted([UInt8])
            /// What a field of the command holds, without quotes around it.
            case pattern(field: String)
            /// After so many bytes as a field of the command or of the message says.
            case count(field: String)
        }

        /// What of the host's data comes back to it.
        public enum Echo: String, Sendable, Hashable, CaseIterable {
            case nothing
            /// What ends them.
            case end
            case data
            /// The manual does not say it.
            case unsaid
        }

        /// What leads the host back to command mode while the session goes on (the escape sequence).
        public struct Escape: Sendable, Hashable {
            public var bytes: [UInt8]
            /// How long the host is silent before them, and behind them, in nanoseconds.
            public var guardTime: Int64
            /// It is taken for the end of the host's data.
            public var isEnd: Bool

            public init(bytes: [UInt8], guardTime: Int64, isEnd: Bool) {
                self.bytes = bytes
                self.guardTime = guardTime
                self.isEnd = isEnd
            }
        }

        /// Whether the end of the device's data stands before an error that ends the mode.
        public struct ErrorMarker: Sendable, Hashable {
            /// What the reference device sends before one; empty: nothing.
            public var bytes: [UInt8]
            /// Both are documented, with it and without.
            public var isOptional: Bool

            public init(bytes: [UInt8], isOptional: Bool) {
                self.bytes = bytes
                self.isOptional = isOptional
            }

            public var isRequired: Bool { !isOptional && !bytes.isEmpty }
        }
    }

    /// A line that the device sends of its own.
    public struct UnsolicitedLine: Sendable, Hashable {
        public var name: String
        public var texts: [LineText]
        /// It may come between any two lines, whatever a scenario expects.
        public var isAlwaysAllowed: Bool
        public var clause: String
    }

    /// The text of a line, of which parts vary: `+XRECV: {id},{length}`.
    public struct LineText: Sendable, Hashable {
        public enum Part: Sendable, Hashable {
            case text([UInt8])
            case field(String)
        }
        public var parts: [Part]
    }
}

extension Dialect.LineText {
    /// - Parameter text: `{` and `}` stand around the names of fields. Nil where they do not pair, or a field follows another at once.
    init?(_ text: some StringProtocol) {
        parts = []
        var rest = text.utf8[...]
        while !rest.isEmpty {
            let literal = rest.prefix { $0 != UInt8(ascii: "{") && $0 != UInt8(ascii: "}") }
            if !literal.isEmpty { parts.append(.text(Array(literal))) }
            rest = rest[literal.endIndex...]
            guard rest.first == UInt8(ascii: "{") else { break }
            let name = rest.dropFirst().prefix { $0 != UInt8(ascii: "{") && $0 != UInt8(ascii: "}") }
            if case .field? = parts.last { return nil }
            guard !name.isEmpty, name.endIndex < rest.endIndex, rest[name.endIndex] == UInt8(ascii: "}") else { return nil }
            parts.append(.field(String(decoding: name, as: UTF8.self)))
            rest = rest[rest.index(after: name.endIndex)...]
        }
        guard rest.isEmpty, !parts.isEmpty else { return nil }
    }

    public var fields: [String] { parts.compactMap { if case .field(let name) = $0 { name } else { nil } } }

    /// As it was written.
    public var description: String {
        parts.map { part in
            switch part {
            case .text(let bytes): String(decoding: bytes, as: UTF8.self)
            case .field(let name): "{\(name)}"
            }
        }.joined()
    }

    /// What stands in its fields and where, by their names; nil for another line. A field reaches to the first occurrence of what follows it.
    public func fields(of line: [UInt8]) -> [String: Range<Int>]? {
        var found: [String: Range<Int>] = [:]
        var place = 0
        for (index, part) in parts.enumerated() {
            switch part {
            case .text(let bytes):
                guard line[place...].starts(with: bytes) else { return nil }
                place += bytes.count
            case .field(let name):
                let start = place
                if index + 1 < parts.count, case .text(let next) = parts[index + 1] {
                    while place < line.count, !line[place...].starts(with: next) { place += 1 }
                } else {
                    place = line.count
                }
                guard place > start else { return nil }
                found[name] = start..<place
            }
        }
        return place == line.count ? found : nil
    }
}

extension Dialect.DataMode.Message {
    /// The fields of the message.
    var fields: [String] {
        switch self {
        case .form: []
        case .line(let text): text.fields
        }
    }
}

extension Dialect.DataMode {
    /// What the host may send to get out of it, whoever has data left to send.
    public var hostEnds: [[UInt8]] {
        guard let host else { return [] }
        var ends: [[UInt8]] = host.cancellation.isEmpty ? [] : [host.cancellation]
        if case .bytes(let end) = host.end { ends.append(end) }
        return ends
    }

    /// The host must send so many bytes as it has said.
    public var countsHost: Bool { if case .count? = host?.end { true } else { false } }
}
