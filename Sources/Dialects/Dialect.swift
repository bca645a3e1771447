public import Verdicts

/// One manual as data: what a device of this dialect accepts, says and must do.
public struct Dialect: Sendable, Hashable {
    public var name: String
    public var title: String
    /// The manual that rules, such as "001".
    public var document: String
    /// Published standards that the manual cites, and that bind its devices with it.
    public var standards: [Standard]
    /// Features that scenarios may require: `gsm`, `gprs`, `smtp`, `pop3`, `ftp`, `tcp` …
    public var features: [String]
    /// Final results and other numbered texts, `OK` = 0.
    public var results: [NumberedText]
    /// Information messages and other answers with several documented spellings.
    public var forms: [Form]
    /// Beginnings of lines that are framed like a displayed parameter, such as `#` or `MY IP:`.
    public var displayedPrefixes: [String]
    public var framing: Framing
    public var errors: [ErrorCode]
    /// How a device tells its codes; empty: always as `#CME ERROR: 38027`.
    public var errorForms: [ErrorForm]
    /// Named sets of error codes: what `{code:one of ftp-transfer-errors}` names.
    public var errorGroups: [ErrorGroup]
    /// How many there are of something at once, by name.
    public var limits: [String: Int]
    public var parameters: [Parameter]
    /// What parameters are for: their names, by roles.
    public var roles: [String: String]
    /// Blocks in which parameters are displayed, in the manual's order.
    public var displays: [Display]
    public var commands: [Command]
    /// Basic commands that standards have and the device refuses.
    public var restrictions: [Restriction]
    /// Protocols of which sockets and sessions have numbers.
    public var protocols: [NetworkProtocol]
    public var bearers: [NetworkBearer]
    /// What the places of command lines are called and hold.
    public var arguments: [Argument]
    public var options: [Option]
    /// Command lines with arguments.
    public var syntax: [Syntax]
    /// Lines that the device sends of its own.
    public var unsolicited: [UnsolicitedLine]
    public var dataModes: [DataMode]
    /// Time limits and delays, by name, in nanoseconds.
    public var timings: [String: Int64]
    /// Timings that a clause gives, or the device's supplier: what comes later than they say is a failure, and otherwise a remark.
    public var bindingTimings: Set<String>
    /// The line that makes AT# commands available where they are not from the start, without its terminator; nil: they always are.
    public var opening: String?
    /// Fragments of text that differ between dialects, such as the socket index: what `{socket}` stands for.
    public var spellings: [String: String]
    /// What became of the commands of an older manual.
    public var successors: [Successor]
    public var requirements: [Requirement]
    /// Ids that requirements have had and none may have again.
    public var retired: Set<String>
    public var interpretations: [Interpretation]
    /// The dialects and families that its file extends, the nearest first. What is written for them is for it, too.
    public var ancestors: [String]
    /// By requirement, those of the ancestors whose manuals ask for something else.
    public var departures: [String: Set<String>]

    public struct NumberedText: Sendable, Hashable {
        public var number: Int
        public var text: String
        public var clause: String
    }

    public struct Form: Sendable, Hashable {
        public var name: String
        /// The code shown under ATV0; nil where the manual gives none.
        public var number: Int?
        /// Every documented spelling; the first is what the reference device sends.
        public var spellings: [String]
        public var clause: String
        /// It has no line end behind it: the host goes on in the same line.
        public var isPrompt = false
    }

    public struct ErrorCode: Sendable, Hashable {
        public var number: Int
        public var text: String
        public var clause: String
        /// The reference device's reasons to send it.
        public var conditions: [Condition]
    }

    /// How a device tells an error of its dialect.
    public struct ErrorForm: Sendable, Hashable {
        /// What +CMEE must be (3GPP TS 27.007 §9.1); nil: whatever it is.
        public var reports: Int?
        /// What stands before the code, such as `#CME ERROR: `; nil: the error is a plain ERROR.
        public var label: String?
        /// The code's meaning stands in its place.
        public var isText: Bool

        public init(reports: Int? = nil, label: String?, isText: Bool = false) {
            self.reports = reports
            self.label = label
            self.isText = isText
        }

        /// What dialects have that say nothing of it.
        public static let common = ErrorForm(label: "#CME ERROR: ")
    }

    public struct ErrorGroup: Sendable, Hashable {
        public var name: String
        public var codes: [Int]
        /// A plain ERROR is one of them: the manual has no code for some of the reasons.
        public var holdsPlainError = false
    }

    public struct Parameter: Sendable, Hashable {
        /// As the manual has it; that of an AT+ parameter begins with `+`, that of an AT# parameter with no sign.
        public var name: String
        public var kind: Kind
        /// The numbers of the sockets of which each has one of its own; nil: there is one alone.
        public var sockets: ClosedRange<Int>?
        /// nil: the manual gives none; the reference device shows `""`.
        public var defaultValue: String?
        public var clause: String
        /// Numbers that a device may take or refuse: the manual says both.
        public var tolerated: [Int] = []
        /// Legal numbers are its multiples.
        public var step = 1
        /// Whether the manual shows it between quotes; nil: as it shows others of the kind.
        public var isShownQuoted: Bool?
        /// Whether the host writes it between quotes; nil: as it is shown.
        public var isWrittenQuoted: Bool?
        /// What stands between its name and its value; nil: what stands there in others.
        public var separator: String?
        /// How the manual shows it in one place alone, where it differs there.
        public var manners: [Place: Manner] = [:]

        /// Where a device shows a parameter.
        public enum Place: String, Sendable, Hashable, CaseIterable {
            case displays = "in displays"
            case reads = "when read"
        }

        /// How a parameter is shown; nil: as elsewhere.
        public struct Manner: Sendable, Hashable {
            public var isQuoted: Bool?
            public var separator: String?
        }

        /// It holds several texts of its kind; nil: one alone.
        public var list: List?

        /// How a parameter that holds several texts comes to them: one by a write, several by a command of their own.
        public struct List: Sendable, Hashable {
            /// How many may be entered; what comes beyond is passed over.
            public var count: ClosedRange<Int>
            /// The command behind which they are entered, a line each, up to SUB: `#REC1ADD`, without AT.
            public var command: String
        }
    }

    /// `AT#VPHY` and its kind.
    public struct Display: Sendable, Hashable {
        /// Such as `#VPHY`, without AT.
        public var command: String
        /// Names in the order in which they are shown; an empty line parts one block from the next.
        public var blocks: [[String]]
        /// What stands between `#NAME` and the value: `": "`, or `"="`.
        public var separator: String
        /// The numbers of the sockets of which the host names one, `AT#VTCP=1`; nil: it names none. A block of sockets' parameters is then
        /// shown for each socket.
        public var sockets: ClosedRange<Int>?
        /// The line that comes first, before an empty one; `{version}` in it stands for the spelling of that name. Nil: none does.
        public var heading: String?
        /// The manual gives no order of a block's parameters.
        public var isInAnyOrder = false
        /// How many CR LF part two blocks, beside the end of the line before; nil: the manual does not say it.
        public var partings: Int?
        public var clause: String

        public var startsWithVersion: Bool { heading?.contains(Self.versionField) ?? false }

        /// What stands for the version in a heading.
        public static let versionField = "{version}"

        public var parameters: [String] { blocks.flatMap { $0 } }
    }

    public struct Command: Sendable, Hashable {
        /// Such as `#GETMAIL` or `+CREG`, without AT.
        public let name: String
        /// What the reference device carries out; nil: it knows no such command.
        public let carriedOut: CommandName?
        /// Operations that exist: action `AT#X`, write `=`, read `?`, test `=?`.
        public var operations: Set<Operation>
        /// The numbers of the sockets of which the host names one, `AT#OTCP=1`; nil: the command is about no socket, or the only one.
        public var sockets: ClosedRange<Int>?
        /// How long the device may take for its first answer, nanoseconds; nil: the timing `answer`.
        public var limit: Int64?
        /// OK comes as soon as the device has understood it, before what it waits for.
        public var saysOKAtOnce = false
        /// What it sets outlives the power.
        public var isKept = false
        public var clause: String

        init(name: String, operations: Set<Operation>, sockets: ClosedRange<Int>?, limit: Int64?, clause: String) {
            self.name = name
            carriedOut = CommandName(rawValue: name)
            self.operations = operations
            self.sockets = sockets
            self.limit = limit
            self.clause = clause
        }
    }

    /// A basic command, such as ATV0, that the manual does not allow.
    public struct Restriction: Sendable, Hashable {
        /// In capitals, without AT: `V`, `&F`.
        public var command: String
        public var number: Int
        public var clause: String

        /// As the host sends it.
        public var line: String { "AT\(command)\(number)" }
    }
    public enum Operation: String, Sendable, Hashable, CaseIterable { case action, write, read, test }

    public struct Requirement: Sendable, Hashable {
        public var id: String
        public var grade: Grade
        public var clause: String
        /// Our own words.
        public var text: String

        /// The standards that it stands on, when no manual's clause asks for it.
        public var standards: [Standard] { Standard.alone(in: clause) }
    }

    /// A ruling where the manual contradicts itself or is silent.
    public struct Interpretation: Sendable, Hashable {
        public var id: String
        public var clause: String
        public var text: String
    }
}
