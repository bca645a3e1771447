import SourceText

extension Preparation {
    /// Rows that are named when they share a name.
    private static let rowsShown = 5

    /// What the rows are known by besides their names, which must tell them apart.
    mutating func identities(_ names: [String], _ rows: ResolvedRows) -> (ids: [String], formerNames: [[String]]) {
        var ids: [String] = []
        var formerNames: [[String]] = []
        checkUnique(names, rows, of: scenario.name, "called", fix: { $0.repair(names, rows) })
        guard scenario.id != nil || !scenario.formerNames.isEmpty else { return ([], []) }
        for row in names.indices {
            let evaluator = Evaluator(context: context, row: rows.entries(at: row))
            if let id = scenario.id {
                do throws(Problem) { ids.append(try evaluator.id(id)) } catch { evaluator.report(error) }
            }
            if !scenario.formerNames.isEmpty {
                formerNames.append(scenario.formerNames.map { evaluator.name($0, isFormer: true) })
            }
            diagnostics += evaluator.diagnostics
            if !evaluator.diagnostics.isEmpty { return ([], []) }
        }
        // Without columns it is the whole scenario's.
        if let id = scenario.id, id.literal == nil { checkUnique(ids, rows, of: id, "given the id") }
        for (number, text) in scenario.formerNames.enumerated() {
            checkUnique(formerNames.map { $0[number] }, rows, of: text, "renamed from")
        }
        return (ids, formerNames)
    }

    /// A row is known by its name from run to run, whatever rows stand before it: no two may share one. Empty ones are none.
    private mutating func checkUnique(
        _ names: [String],
        _ rows: ResolvedRows,
        of text: Text,
        _ verb: String,
        fix: (Preparation) -> String? = { _ in nil }
    ) {
        var known: Set<String> = []
        guard let shared = names.first(where: { !$0.isEmpty && !known.insert($0).inserted }) else { return }
        let clashing = names.indices.filter { names[$0] == shared }
        var numbers = clashing.prefix(Self.rowsShown).map { "\($0 + 1)" }
        if clashing.count > numbers.count { numbers.append("\(clashing.count - numbers.count) more") }
        let list = numbers.dropLast().joined(separator: ", ") + " and " + (numbers.last ?? "")
        let message = "rows \(list) are \(clashing.count == 2 ? "both" : "all") \(verb) `\(shared)`"
        let problem = Problem(message, at: text.range, fix: fix(self))
        var diagnostic = problem.diagnostic(in: context.files[0].source.path)
        if let place = rows.place(of: clashing[1], besides: clashing[0]) {
            diagnostic.related = Diagnostic.Related(
                message: "this is row \(clashing[1] + 1)",
                path: diagnostic.path,
                range: place
            )
        }
        diagnostics.append(diagnostic)
    }

    private func repair(_ names: [String], _ rows: ResolvedRows) -> String {
        let columns = distinguishing(names, rows)
        guard !columns.isEmpty else {
            return "give the rows a column that tells them apart, such as `case`, and the name its value: "
                + "`\(written(scenario.name))-{case}`"
        }
        return "add what tells them apart: `\(written(scenario.name))\(columns.map { "-{\($0)}" }.joined())`"
    }

    /// The columns, as few as will do, that make every name another when they are added to it; none when all together do not.
    private func distinguishing(_ names: [String], _ rows: ResolvedRows) -> [String] {
        var columns = rows.columns.filter { !scenario.name.names.contains($0) }
        var parts: [String: [String]] = [:]
        for row in names.indices {
            for column in columns {
                let evaluator = Evaluator(context: context, row: rows.entries(at: row))
                parts[column, default: []].append(evaluator.name(Text(column: column, at: scenario.name.range)))
                // What it holds does not belong into heads.
                if !evaluator.diagnostics.isEmpty { columns.removeAll { $0 == column } }
            }
        }
        func tellApart(_ columns: [String]) -> Bool {
            var known: Set<[String]> = []
            return names.indices.allSatisfy { row in
                known.insert([names[row]] + columns.map { parts[$0]?[row] ?? "" }).inserted
            }
        }
        func length(_ column: String) -> Int { parts[column]?.map(\.count).max() ?? 0 }
        // Of several that would do alone, the one with the shortest values.
        if let column = columns.filter({ tellApart([$0]) }).min(by: { length($0) < length($1) }) { return [column] }
        guard tellApart(columns) else { return [] }
        return columns.sorted { length($0) > length($1) }
            .reduce(columns) { kept, column in
                let others = kept.filter { $0 != column }
                return tellApart(others) ? others : kept
            }
    }
}

extension ResolvedRows {
    /// Where a row stands in the file, at the last cell in which it is not the other one; nil where no table says it.
    fileprivate func place(of row: Int, besides other: Int) -> SourceRange? {
        let cells = zip(entries(at: row), entries(at: other)).compactMap { entry, other -> SourceRange? in
            guard case .cell(let cell) = entry.binding, case .cell(let otherCell) = other.binding else { return nil }
            return cell.range == otherCell.range ? nil : cell.range
        }
        return cells.max { $0.start < $1.start }
    }
}
