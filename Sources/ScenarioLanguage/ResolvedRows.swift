import Dialects
import SourceText

/// The rows of a scenario against one dialect: counted, and bound one by one when asked for.
struct ResolvedRows: Sendable {
    private enum Source: Sendable {
        case table([String], [[Cell]])
        case values(String, [ValueSpan])
        case texts([String], [[String]])

        var count: Int {
            switch self {
            case .table(_, let rows): rows.count
            case .values(_, let spans): spans.reduce(0) { $0 + $1.count }
            case .texts(_, let rows): rows.count
            }
        }
    }

    private let sources: [Source]
    let count: Int

    /// The columns' names.
    var columns: [String] { sources.flatMap(Self.names) }

    /// No row at all.
    static let none = ResolvedRows()

    private init() {
        sources = []
        count = 0
    }

    init(_ written: [RowSource], _ context: CompilationContext) throws(Problem) {
        var sources: [Source] = []
        var count = 1
        var names: Set<String> = []
        for source in written {
            let resolved = try Self.resolve(source, context)
            for name in Self.names(of: resolved) where !names.insert(name).inserted {
                throw Problem("there are two columns `\(name)`", at: source.range)
            }
            guard resolved.count <= ScenarioLimits.instances, resolved.count * count <= ScenarioLimits.instances else {
                throw Problem("a scenario has at most \(ScenarioLimits.instances) instances", at: source.range)
            }
            count *= resolved.count
            sources.append(resolved)
        }
        self.sources = sources
        self.count = count
    }

    /// The columns of a row; the last source changes fastest.
    func entries(at index: Int) -> [Evaluator.Entry] {
        var rest = index
        var entries: [Evaluator.Entry] = []
        for source in sources.reversed() {
            let row = rest % source.count
            rest /= source.count
            entries += Self.entries(of: source, at: row)
        }
        return entries
    }

    private static func entries(of source: Source, at row: Int) -> [Evaluator.Entry] {
        switch source {
        case .table(let columns, let rows):
            return zip(columns, rows[row]).map { .init(name: $0, binding: .cell($1), isRow: true) }
        case .values(let name, let spans):
            var rest = row
            for span in spans {
                guard rest >= span.count else {
                    switch span {
                    case .one(let cell): return [.init(name: name, binding: .cell(cell), isRow: true)]
                    case .numbers(let range):
                        return [.init(name: name, binding: .text(Template("\(range.lowerBound + rest)")), isRow: true)]
                    }
                }
                rest -= span.count
            }
            return []
        case .texts(let names, let rows):
            return zip(names, rows[row]).map { .init(name: $0, binding: .text(Template($1)), isRow: true) }
        }
    }

    private static func names(of source: Source) -> [String] {
        switch source {
        case .table(let columns, _): columns
        case .values(let name, _): [name]
        case .texts(let names, _): names
        }
    }

    // MARK: The dialect's tables

    private static func resolve(_ source: RowSource, _ context: CompilationContext) throws(Problem) -> Source {
        let dialect = context.dialect
        switch source.kind {
        case .table(let columns, let rows): return .table(columns, rows)
        case .values(let name, let spans): return .values(name, spans)
        case .errors(let code): return .texts([code], dialect.errors.keys.sorted().map { ["\($0)"] })
        case .restrictions(let line): return .texts([line], dialect.refused.sorted().map { [$0] })
        case .lists(let name):
            let rows = dialect.parameters.compactMap { declared in
                declared.list.map { [declared.mnemonic, declared.sign, $0.command, "\($0.count.upperBound)"] }
            }
            return .texts([name, "sign", "entering", "most"], rows)
        case .oldCommands(let name, let state):
            let lines = context.others.names.lines
            let rows = dialect.successors.filter { state == nil || $0.state == state }.map { old in
                let name = Dialect.Parameter.mnemonic(of: old.command)
                return [name, lines[old.command.uppercased()] ?? old.command]
            }
            return .texts([name, "line"], rows)
        case .declared(let declared):
            switch declared.noun {
            case .parameter: return try parameters(declared, context, at: source.range)
            case .option: return try options(declared, context, at: source.range)
            }
        }
    }

    private static func parameters(_ source: RowSource.Declared, _ context: CompilationContext, at range: SourceRange)
        throws(Problem) -> Source
    {
        let chosen = try parameters(in: source.groups, context, at: range).filter {
            !source.withDefault || $0.defaultValue != nil
        }
        let rows = chosen.flatMap { declared in
            declared.instances.flatMap { socket in
                values(of: declared, source).map {
                    [declared.mnemonic] + $0 + [declared.sign, separator(declared)] + fragments(socket)
                }
            }
        }
        return .texts([source.name] + valueNames(source) + ["sign", "separator"] + fragmentNames, rows)
    }

    private static func separator(_ declared: Dialect.Parameter) -> String { declared.separator(.reads) ?? ": " }

    /// A row for each of those that have the option, where they are not of the stack.
    private static func options(_ source: RowSource.Declared, _ context: CompilationContext, at range: SourceRange)
        throws(Problem) -> Source
    {
        let dialect = context.dialect
        let groups = source.groups.isEmpty ? dialect.optionGroups.map(\.name) : source.groups
        var rows: [[String]] = []
        for name in groups where !dialect.options.isEmpty {
            guard let group = dialect.optionGroups.first(where: { $0.name == name }) else {
                throw Problem(
                    "nothing of dialect \(dialect.name) that has options is called `\(name)`",
                    at: range,
                    meaning: name,
                    among: dialect.optionGroups.map(\.name)
                )
            }
            let chosen = dialect.options.filter { option in
                group.has(option) && option.isReadable && (option.isWritable || source.value == nil)
                    && (option.value.defaultValue != nil || !source.withDefault)
            }
            rows += chosen.flatMap { option in
                values(of: option.value, source).map {
                    [option.name] + $0 + ["\(option.number)", group.owner, group.suffix, option.requirementName]
                }
            }
        }
        return .texts([source.name] + valueNames(source) + ["number", "owner", "of", "requirement"], rows)
    }

    /// What is told of the values of a parameter or an option: a row for each value that is asked for, or one with the default.
    private static func values(of declared: Dialect.Parameter, _ source: RowSource.Declared) -> [[String]] {
        let (ordinary, start) = (declared.ordinaryValue, declared.defaultValue ?? "")
        let common = [start, ordinary, declared.written(ordinary)]
        func forms(_ value: String) -> [String] {
            [declared.displayed(value), declared.otherwiseDisplayed(value), declared.written(value), declared.kindName]
        }
        switch source.value?.sort {
        case .legal: return declared.legalBounds.map { [$0] + common + forms($0) }
        case .illegal: return declared.illegalBounds.map { [$0] + common + forms($0) }
        case .ordinary: return [[ordinary] + common + forms(ordinary)]
        case nil:
            let greatest = declared.greatestOtherThanDefault
            return [common + [declared.displayed(greatest), declared.written(greatest)] + forms(start)]
        }
    }

    private static func valueNames(_ source: RowSource.Declared) -> [String] {
        let common = ["default", "ordinary", "ordinary-written"]
        let forms = ["displayed", "otherwise", "written", "kind"]
        return (source.value.map { [$0.column] + common } ?? common + ["greatest", "greatest-written"]) + forms
    }

    /// What a row of a parameter has in place of the dialect's spellings of these names, and what tells the rows of sockets apart.
    private static let fragmentNames = [Dialect.SpellingName.socket.rawValue, Dialect.SpellingName.read.rawValue, "of"]

    /// - Parameter socket: Whose the parameter is; nil: it is of none.
    private static func fragments(_ socket: Int?) -> [String] {
        socket.map { ["\($0),", "=\($0)", "-of-socket-\($0)"] } ?? ["", "?", ""]
    }

    /// All parameters, or those that `AT#GROUP` displays, in its order.
    private static func parameters(
        in groups: [String],
        _ context: CompilationContext,
        at range: SourceRange
    ) throws(Problem) -> [Dialect.Parameter] {
        let dialect = context.dialect
        guard !groups.isEmpty else { return dialect.parameters }
        var chosen: [Dialect.Parameter] = []
        for group in groups {
            let wanted = group.uppercased()
            guard let display = dialect.displays.first(where: { $0.command.uppercased() == "#\(wanted)" }) else {
                if context.others.names.displays.contains("#\(wanted)") { throw .misfit(.unsaid("#\(wanted)"), at: range) }
                let names = dialect.displays.map { String($0.command.drop { $0 == "#" }) }
                throw Problem("dialect \(dialect.name) has no group `\(group)`", at: range, meaning: group, among: names)
            }
            chosen += display.parameters.compactMap { name in dialect.parameters.first { $0.name == name } }
        }
        return chosen
    }
}

extension ValueSpan {
    var count: Int {
        switch self {
        case .one: 1
        case .numbers(let range): range.count
        }
    }
}
