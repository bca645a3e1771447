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

    public let rows: [Row]

    public init(_ rows: [Row]) { self.rows = rows }

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
        let all = cells("all", rows)
        return MatrixPage(
            title: "Device mutants",
            summary: "\(rows.count) wrong devices: \(all[1]) noticed, \(all[2]) not",
            overview: MatrixPage.Table(
                title: "Kinds",
                head: ["what is wrong", "noticed", "not noticed"],
                rows: DeviceMutant.Kind.allCases.map { kind in cells(kind.rawValue, rows.filter { $0.kind == kind.rawValue }) }
                    + [all]
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

extension DeviceMutant {
    /// Tries it until somebody notices.
    /// - Parameters:
    ///   - names: Of the scenarios.
    ///   - isNoticed: Whether the trial's scenario does not pass.
    public func row(_ names: [String], _ isNoticed: (Trial) -> Bool) -> DeviceMatrix.Row {
        let first = trials.firstIndex(where: isNoticed)
        return DeviceMatrix.Row(
            kind: kind.rawValue,
            name: name,
            tried: first.map { $0 + 1 } ?? trials.count,
            noticedBy: first.map { names[trials[$0].scenario] }
        )
    }
}
