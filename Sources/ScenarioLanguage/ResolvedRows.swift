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
        case .bounds(let value, let parameter, let legal):
            let rows = dialect.parameters.flatMap { declared in
                declared.instances.flatMap { socket in
                    (legal ? declared.legalBounds : declared.illegalBounds).map {
                        [declared.mnemonic, $0] + forms(of: $0, declared) + fragments(socket)
                    }
                }
            }
            return .texts([parameter, value] + formNames + fragmentNames, rows)
        case .parameters(let name, let group, let withDefault):
            let chosen = try parameters(in: group, context, at: source.range).filter { !withDefault || $0.defaultValue != nil }
            let rows = chosen.flatMap { declared in
                declared.instances.map { socket in
                    let greatest = declared.greatestOtherThanDefault
                    return [
                        declared.mnemonic, declared.defaultValue ?? "", declared.displayed(greatest), declared.written(greatest),
                    ]
                        + forms(of: declared.defaultValue ?? "", declared) + fragments(socket)
                }
            }
            return .texts([name, "default", "greatest", "greatest-written"] + formNames + fragmentNames, rows)
        }
    }

    /// How a value is shown, and what else is told of its parameter.
    private static let formNames = ["displayed", "otherwise", "written", "kind", "sign", "separator"]

    private static func forms(of value: String, _ declared: Dialect.Parameter) -> [String] {
        [
            declared.displayed(value), declared.otherwiseDisplayed(value), declared.written(value), declared.kindName,
            declared.sign, declared.separator(.reads) ?? ": ",
        ]
    }

    /// What a row of a parameter has in place of the dialect's spellings of these names, and what tells the rows of sockets apart.
    private static let fragmentNames = [Dialect.SpellingName.socket.rawValue, Dialect.SpellingName.read.rawValue, "of"]

    /// - Parameter socket: Whose the parameter is; nil: it is of none.
    private static func fragments(_ socket: Int?) -> [String] {
        socket.map { ["\($0),", "=\($0)", "-of-socket-\($0)"] } ?? ["", "?", ""]
    }

    /// All parameters, or those that `AT#GROUP` displays, in its order.
    private static func parameters(
        in group: String?,
        _ context: CompilationContext,
        at range: SourceRange
    ) throws(Problem) -> [Dialect.Parameter] {
        let dialect = context.dialect
        guard let group else { return dialect.parameters }
        let wanted = group.uppercased()
        guard let display = dialect.displays.first(where: { $0.command.uppercased() == "#\(wanted)" }) else {
            if context.others.names.displays.contains("#\(wanted)") { throw .misfit(.unsaid("#\(wanted)"), at: range) }
            let names = dialect.displays.map { String($0.command.drop { $0 == "#" }) }
            throw Problem("dialect \(dialect.name) has no group `\(group)`", at: range, meaning: group, among: names)
        }
        return display.parameters.compactMap { name in dialect.parameters.first { $0.name == name } }
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
