import Events
import Octets
import Verdicts

/// Finished scenarios as data for the report's script: an index that is read at once, and details that are read when they are asked for.
///
/// Both are lists of numbers; those that stand for strings are indexes into the chunk's table, -1 for none. Times are microseconds.
struct HTMLChunk {
    /// A chunk is closed when it holds more, so that opening one scenario reads little and memory stays bounded.
    static let size = 1 << 17

    private(set) var count = 0
    private var indexStrings = StringTable()
    private var index = ScriptData()
    private var strings = StringTable()
    private var details = ScriptData()

    var isFull: Bool { details.bytes.count + strings.data.bytes.count + index.bytes.count > Self.size }

    mutating func append(_ scenario: ScenarioIdentity, _ result: ScenarioResult, _ transcript: Transcript, _ run: RunDescription?)
    {
        if count > 0 {
            index.raw(",")
            details.raw(",")
        }
        count += 1
        appendIndex(scenario, result)
        appendDetails(scenario, result, transcript, run)
    }

    /// The two script elements.
    var elements: [UInt8] {
        var data = ScriptData()
        data.raw("<script type=\"application/json\" class=\"index\">[[")
        data.raw(indexStrings.data)
        data.raw("],[")
        data.raw(index)
        data.raw("]]</script>\n<script type=\"application/json\" class=\"details\">[[")
        data.raw(strings.data)
        data.raw("],[")
        data.raw(details)
        data.raw("]]</script>\n")
        return data.bytes
    }

    private mutating func appendIndex(_ scenario: ScenarioIdentity, _ result: ScenarioResult) {
        let kind = result.breakdown.map { "\($0.rawValue): " } ?? ""
        let summary = result.findings.first.map { kind + $0.summary } ?? result.reason ?? ""
        let line = result.findings.first?.source ?? scenario.source
        var texts: [Int] = []
        for text in [scenario.name, scenario.headline, scenario.dialect, scenario.service, line.path, summary] {
            texts.append(indexStrings.text(text))
        }
        let requirements = scenario.requirements.map { indexStrings.text($0.id) }
        let tags = scenario.tags.map { indexStrings.text($0) }
        let numbers = [Verdict.columns.firstIndex(of: result.verdict) ?? 0, line.line, Int(result.duration / 1000)]
        index.list(0..<4) { data, part in
            data.list([texts, requirements, tags, numbers][part]) { $0.number($1) }
        }
    }

    private mutating func appendDetails(
        _ scenario: ScenarioIdentity,
        _ result: ScenarioResult,
        _ transcript: Transcript,
        _ run: RunDescription?
    ) {
        let again = strings.text(reproducingCommand(scenario, in: run))
        var notes = result.notes.map { strings.text($0) }
        if let judgement = result.judgement { notes.append(strings.text(judgement.sentence)) }
        if result.isUnstable {
            notes.append(strings.text("attempts: " + result.attempts.map(\.rawValue).joined(separator: ", ")))
        }
        details.raw("[")
        details.list([result.assertions, scenario.source.line, strings.text(scenario.source.path), again]) { $0.number($1) }
        details.raw(",")
        details.list(notes) { $0.number($1) }
        details.raw(",[")
        for (number, finding) in result.findings.prefix(Self.findingsShown).enumerated() {
            if number > 0 { details.raw(",") }
            append(finding)
        }
        details.raw("],")
        details.number(transcript.dropped)
        details.raw(",[")
        for (number, row) in transcript.rows.enumerated() {
            if number > 0 { details.raw(",") }
            append(row)
        }
        details.raw("]]")
    }

    /// Findings of one scenario that are told; the first is the one that decides.
    static let findingsShown = 20
    /// Characters of a line of bytes compared.
    static let comparisonWidth = 84

    private mutating func append(_ finding: Finding) {
        let comparison = ByteComparison(width: Self.comparisonWidth, ink: .none)
        let fixed = [
            strings.text(finding.verdict.rawValue), strings.text(FindingText.fault(finding)),
            finding.requirement.map { strings.text($0.id) } ?? -1,
            finding.requirement.map { strings.text(FindingText.text($0)) } ?? -1,
            finding.source.map { strings.text($0.path) } ?? -1,
            finding.source?.line ?? 0, finding.source.map { strings.text($0.text) } ?? -1, Int(finding.time / 1000),
        ]
        let compared = comparison.rows(finding).flatMap { [strings.text($0.label), strings.text($0.text)] }
        let hexadecimal = comparison.hexadecimalRows(finding).flatMap { [strings.text($0.label), strings.text($0.text)] }
        details.list([fixed, compared, hexadecimal]) { data, part in data.list(part) { $0.number($1) } }
    }

    /// The kind, the time and what the kind needs: see `rowKinds` in the script.
    private mutating func append(_ row: Transcript.Row) {
        details.raw("[")
        switch row.content {
        case .phase(let text): begin(0, row.time, strings.text(text))
        case .host(let excerpt, _): append(1, row, excerpt)
        case .device(let excerpt): append(2, row, excerpt)
        case .bench(let party, let text):
            begin(3, row.time, strings.text(party))
            further(strings.text(text))
        case .aside(let text):
            begin(4, row.time, strings.text(text))
            append(row.place)
        }
        details.raw("]")
    }

    private mutating func append(_ kind: Int, _ row: Transcript.Row, _ excerpt: Excerpt) {
        begin(kind, row.time, strings.octets(excerpt.head))
        further(excerpt.tail.isEmpty ? -1 : strings.octets(excerpt.tail))
        further(excerpt.count)
        append(row.place)
        if let name = row.on { further(strings.text(name)) }
    }

    private mutating func append(_ place: Transcript.Row.Place?) {
        further(place?.line ?? 0)
        further(place?.path.map { strings.text($0) } ?? -1)
    }

    private mutating func begin(_ kind: Int, _ time: Int64, _ string: Int) {
        details.number(kind)
        further(Int(time / 1000))
        further(string)
    }

    private mutating func further(_ number: Int) {
        details.raw(",")
        details.number(number)
    }
}
