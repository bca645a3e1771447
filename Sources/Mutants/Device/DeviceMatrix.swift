internal import Events

/// Which wrong devices the scenarios tell from a right one.
public struct DeviceMatrix: Sendable {
    public struct Row: Sendable {
        public var kind: String
        public var name: String
        /// How many scenarios were carried out with it.
        public var tried: Int
        /// The first that did not pass.
        public var noticedBy: String?
    }

    public private(set) var rows: [Row]

    /// - Parameters:
    ///   - mutants: What is tried.
    ///   - names: Of the scenarios.
    ///   - notices: Whether the scenario does not pass with it.
    public init(
        _ mutants: [DeviceMutant],
        names: [String],
        concurrently: (_ count: Int, _ body: @Sendable (Int) -> Row) -> [Row],
        notices: @escaping @Sendable (DeviceMutant) -> (DeviceMutant.Trial) -> Bool
    ) {
        rows = concurrently(mutants.count) { index in
            let mutant = mutants[index]
            let isNoticed = notices(mutant)
            let first = mutant.trials.firstIndex(where: isNoticed)
            return Row(
                kind: mutant.kind.rawValue,
                name: mutant.name,
                tried: first.map { $0 + 1 } ?? mutant.trials.count,
                noticedBy: first.map { names[mutant.trials[$0].scenario] }
            )
        }
    }

    /// Those of several dialects.
    public init(joining matrices: [DeviceMatrix]) { rows = matrices.flatMap(\.rows) }

    public var isClean: Bool { rows.allSatisfy { $0.noticedBy != nil } }

    /// A line for each.
    public var json: String {
        var json = JSONWriter(appendingTo: [])
        json.beginArray()
        for row in rows {
            json.breakLine()
            json.beginObject()
            json.member("kind", row.kind)
            json.member("name", row.name)
            json.member("tried", row.tried)
            json.member("noticedBy", row.noticedBy)
            json.endObject()
        }
        json.endLine()
        json.endArray()
        json.endLine()
        return String(decoding: json.bytes, as: UTF8.self)
    }

    public var page: MatrixPage {
        func cells(_ name: String, _ rows: [Row]) -> [String] {
            let noticed = rows.count { $0.noticedBy != nil }
            return [name, "\(noticed)", "\(rows.count - noticed)"]
        }
        let noticed = rows.count { $0.noticedBy != nil }
        return MatrixPage(
            title: "Device mutants",
            summary: "\(rows.count) wrong devices: \(noticed) noticed, \(rows.count - noticed) not",
            overview: MatrixPage.Table(
                title: "Kinds",
                head: ["what is wrong", "noticed", "not noticed"],
                rows: DeviceMutant.Kind.allCases.map { kind in cells(kind.rawValue, rows.filter { $0.kind == kind.rawValue }) }
                    + [cells("all", rows)]
            ),
            findings: DeviceMutant.Kind.allCases.map { kind in
                (
                    "Not noticed: \(kind.rawValue)",
                    rows.filter { $0.kind == kind.rawValue && $0.noticedBy == nil }.map { "\($0.name)  (\($0.tried) tried)" }
                )
            },
            detail: MatrixPage.Table(
                title: "Wrong devices",
                head: ["what is wrong", "tried", "noticed by"],
                rows: rows.map { [$0.name, "\($0.tried)", $0.noticedBy ?? ""] }
            )
        )
    }
}
