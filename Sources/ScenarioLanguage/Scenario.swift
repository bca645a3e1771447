import Dialects
import SourceText

/// A scenario as written.
struct Scenario: Sendable {
    var name: Text
    /// From 0.
    var line: Int
    var title: Text?
    /// The lab's own name for it.
    var id: Text?
    var revision: Int?
    /// What it was called before.
    var formerNames: [Text] = []
    var dialects = DialectFilter.all(features: [])
    /// The names or features that ``dialects`` is made of, where they stand.
    var dialectWords: [Token] = []
    var verifies: [Text] = []
    var needs: [WrittenNeed] = []
    var tags: [Text] = []
    var outcome = ExpectedOutcome.pass
    /// The range of the requirement that `must` names.
    var outcomeRequirement: SourceRange?
    var defects: [Text] = []
    var rows: [RowSource] = []
    var network: [PhraseBlock] = []
    var body: [Statement] = []
    /// Something in it was not understood.
    var isBroken = false
}

/// A need, whose name may be a column.
enum WrittenNeed: Sendable {
    case feature(Text)
    case stimulus(Text)
    case peerAddresses(Int)
    case lines(Int)
    case nameServers(Int)
    case virtualModem
    case lineSignals
    case flowControl
}

/// Steps that scenarios share.
struct Procedure: Sendable {
    enum Kind: String, Sendable, CaseIterable {
        case preamble, steps, postamble
        /// The statement that uses it.
        var verb: String {
            switch self {
            case .preamble: "begin"
            case .steps: "with"
            case .postamble: "end"
            }
        }
    }
    var kind: Kind
    var name: String
    var parameters: [String]
    var line: Int
    var network: [PhraseBlock] = []
    var body: [Statement] = []
}

/// Where a scenario's rows come from; several multiply.
struct RowSource: Sendable {
    enum Kind: Sendable {
        case table(columns: [String], rows: [[Cell]])
        case values(name: String, [ValueSpan])
        case declared(Declared)
        case oldCommands(name: String, state: Dialect.Successor.State?)
        case errors(code: String)
        case lists(name: String)
        case restrictions(line: String)
    }

    /// `parameter {name} of the dialect`, `illegal value {value} of option {name} of the dialect in group stack` …
    struct Declared: Sendable {
        enum Noun: String, Sendable { case parameter, option }
        enum Sort: String, Sendable { case legal, illegal, ordinary }

        var noun: Noun
        var name: String
        /// A row for each value of the sort, in this column; nil: a row for each parameter or option.
        var value: (sort: Sort, column: String)?
        var groups: [String]
        var withDefault: Bool
    }
    var kind: Kind
    var range: SourceRange
}

/// One value, or whole numbers in a row.
enum ValueSpan: Sendable {
    case one(Cell)
    case numbers(ClosedRange<Int>)
}

/// What a table says in one place; what it means depends on where it is filled in.
struct Cell: Sendable {
    var range: SourceRange
    /// As text: a quoted text's content, or the cell as it stands.
    var text: Text
    /// As bytes, when it begins like bytes.
    var items: [Item]?
    /// Why it begins like bytes and is none.
    var problem: Problem?
    /// As a bench phrase.
    var tokens: [Token]
}
