/// A section of a dialect file. All sections hold entries of one shape: a name, columns, a clause, and lines below.
enum DialectSection: String, CaseIterable {
    case results, forms, displayed, framing, errors
    case errorForms = "error forms"
    case errorGroups = "error groups"
    case limits, parameters, roles, displays, commands, restrictions, protocols, bearers, arguments, options, syntax, unsolicited
    case dataModes = "data modes"
    case timings, spellings, successors, requirements, retired, interpretations, parts

    /// How many columns stand between the name and the clause at most.
    var columns: Int {
        switch self {
        case .displayed, .dataModes, .interpretations, .parts: 0
        case .results, .forms, .errors, .errorForms, .limits, .roles, .restrictions, .bearers, .syntax, .unsolicited, .timings,
            .spellings, .successors, .requirements:
            1
        case .framing: 2
        case .protocols, .arguments: 3
        case .commands: 4
        case .displays, .options: 5
        case .parameters: 6
        case .errorGroups, .retired: .max
        }
    }

    /// The column that says `of socket`, where there is one, and the one behind it: a default, `after the version`, a limit.
    static let socketColumn = 1
    static let lastColumn = 2
    /// Of a parameter: how the manual shows it.
    static let shownColumn = 3
    /// Of a parameter that is a list: how it is entered.
    static let enteredColumn = 4
    /// Of a parameter: how the host writes it.
    static let writtenColumn = 5
    /// Of a command: that an answer comes before its own.
    static let promptColumn = 3
    /// Of a display: that its parameters have no order, and what parts its blocks.
    static let orderColumn = 3
    static let partingColumn = 4
    /// Of an option: whether it is only read or only written, and whose it is.
    static let accessColumn = 3
    static let ownerColumn = 4

    /// Which column a cell is, from 0: what a line says anew takes the place of what it is in the entry that it cites.
    func slot(of cell: Cell) -> Int {
        let first = cell.text.prefix { $0 != " " }
        return switch self {
        case .parameters:
            switch first {
            case "of": Self.socketColumn
            case "default": Self.lastColumn
            case "shown": Self.shownColumn
            case "written": Self.writtenColumn
            case "entered" where cell.words.dropFirst().first == "by": Self.enteredColumn
            case "no" where cell.words == ["no", "default"]: Self.lastColumn
            default: 0
            }
        case .displays:
            switch first {
            case "after": Self.lastColumn
            case "of": Self.socketColumn
            case "in": Self.orderColumn
            case "parted": Self.partingColumn
            default: 0
            }
        case .commands:
            switch first {
            case "limit": Self.lastColumn
            case "of": Self.socketColumn
            case "OK", "kept": Self.promptColumn
            default: 0
            }
        case .framing: first == "numeric" ? 1 : 0
        case .protocols: first == "index" ? 2 : cell.text.hasSuffix("at once") ? 1 : 0
        case .arguments: first == "default" ? Self.lastColumn : 0
        case .options:
            switch first {
            case "default": Self.lastColumn
            case "read", "written": Self.accessColumn
            case "of": Self.ownerColumn
            case "stack", "bearer", "socket": 0
            default: 1
            }
        case .results, .forms, .displayed, .errors, .errorForms, .errorGroups, .limits, .roles, .restrictions, .bearers, .syntax,
            .unsolicited, .dataModes, .timings, .spellings, .successors, .requirements, .retired,
            .interpretations,
            .parts:
            0
        }
    }

    /// The section whose entries are named here; what is left out of that is left out here, too.
    var names: DialectSection? {
        switch self {
        case .errorGroups: .errors
        case .displays, .roles: .parameters
        case .dataModes: .commands
        case .results, .forms, .displayed, .framing, .errors, .errorForms, .limits, .parameters, .commands, .restrictions,
            .protocols, .bearers, .arguments, .options, .syntax, .unsolicited, .timings, .spellings, .successors, .requirements,
            .retired, .interpretations, .parts:
            nil
        }
    }

    /// Whether a manual says what stands here. The others are the project's own, and whoever extends them has them.
    var isCited: Bool { ![.retired, .parts, .roles].contains(self) }

    /// Whether the lines below an entry are a list, to which others can be added.
    var listsBelow: Bool {
        switch self {
        case .forms, .errors, .displays, .unsolicited, .dataModes, .successors, .parts: true
        case .results, .displayed, .framing, .errorForms, .errorGroups, .limits, .parameters, .roles, .commands, .restrictions,
            .protocols, .bearers, .arguments, .options, .syntax, .timings,
            .spellings,
            .requirements,
            .retired,
            .interpretations:
            false
        }
    }

    /// Whether a name alone says all.
    var needsNameAlone: Bool { self == .displayed || self == .retired }

    /// One of its entries, as messages call it.
    var noun: String {
        switch self {
        case .results: "result"
        case .forms: "form"
        case .displayed: "beginning of displayed lines"
        case .framing: "framing"
        case .errors: "error"
        case .errorForms: "error form"
        case .errorGroups: "error group"
        case .limits: "limit"
        case .parameters: "parameter"
        case .roles: "role"
        case .displays: "display"
        case .commands: "command"
        case .restrictions: "restriction"
        case .protocols: "protocol"
        case .bearers: "bearer"
        case .arguments: "argument"
        case .options: "option"
        case .syntax: "syntax"
        case .unsolicited: "unsolicited line"
        case .dataModes: "data mode"
        case .timings: "timing"
        case .spellings: "spelling"
        case .successors: "successor"
        case .requirements: "requirement"
        case .retired: "retired id"
        case .interpretations: "interpretation"
        case .parts: "part"
        }
    }
}
