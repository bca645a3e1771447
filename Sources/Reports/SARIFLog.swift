internal import Events
import Octets

/// A SARIF 2.1.0 log with one run (OASIS sarif-v2.1.0, §3.13 and following).
public struct SARIFLog: Sendable {
    public enum Level: String, Sendable { case error, warning, note }

    /// One problem at one place of a file.
    public struct Result: Sendable {
        public var rule: String
        public var ruleText: String
        public var level: Level
        public var message: String
        public var path: String
        /// From 1; a smaller one leaves the place at the file.
        public var line: Int
        /// In Unicode scalars, from 1, the end behind the last; nil: the whole line.
        public var columns: Range<Int>?
        public var snippet: String
        /// The scenario's dialect and name, if one was running.
        public var scenario: String?
        /// The lab's own name for it, and its revision.
        public var id: String?
        public var revision: Int?
        /// Why it does not count, for what was expected.
        public var justification: String?

        public init(
            rule: String,
            ruleText: String,
            level: Level,
            message: String,
            path: String,
            line: Int,
            columns: Range<Int>? = nil,
            snippet: String,
            scenario: String? = nil,
            id: String? = nil,
            revision: Int? = nil,
            justification: String? = nil
        ) {
            self.rule = rule
            self.ruleText = ruleText
            self.level = level
            self.message = message
            self.path = path
            self.line = line
            self.columns = columns
            self.snippet = snippet
            self.scenario = scenario
            self.id = id
            self.revision = revision
            self.justification = justification
        }
    }

    /// What the paths of a project's files are relative to, for whoever has the project (§3.4.4).
    private static let projectRoot = "%SRCROOT%"

    public var version = ""
    /// The tool came to its end.
    public var isComplete = true
    private var results = JSONWriter(appendingTo: [])
    private var rules: [(id: String, text: String)] = []
    private var indexes: [String: Int] = [:]

    public init() { results.beginArray() }

    public mutating func append(_ result: Result) {
        let index = indexes[result.rule] ?? rules.count
        if index == rules.count {
            indexes[result.rule] = index
            rules.append((result.rule, result.ruleText))
        }
        results.breakLine()
        results.beginObject()
        results.member("ruleId", shown(result.rule))
        results.member("ruleIndex", index)
        results.member("level", result.level.rawValue)
        results.key("message")
        results.beginObject()
        results.member("text", result.message)
        results.endObject()
        appendLocation(result)
        if let scenario = result.scenario {
            results.key("partialFingerprints")
            results.beginObject()
            results.member("attestScenario/v1", shown(scenario))
            results.endObject()
        }
        if let justification = result.justification {
            results.key("suppressions")
            results.beginArray()
            results.beginObject()
            results.member("kind", "external")
            results.member("justification", justification)
            results.endObject()
            results.endArray()
        }
        if result.id != nil || result.revision != nil {
            results.key("properties")
            results.beginObject()
            results.member("id", result.id.map { shown($0) })
            if let revision = result.revision { results.member("revision", revision) }
            results.endObject()
        }
        results.endObject()
    }

    private mutating func appendLocation(_ result: Result) {
        results.key("locations")
        results.beginArray()
        results.beginObject()
        results.key("physicalLocation")
        results.beginObject()
        results.key("artifactLocation")
        results.beginObject()
        // A relative reference says what it is relative to; an absolute one does not (§3.4.4).
        if result.path.hasPrefix("/") {
            results.member("uri", "file://" + Self.uri(result.path))
        } else {
            results.member("uri", Self.uri(result.path))
            results.member("uriBaseId", Self.projectRoot)
        }
        results.endObject()
        if result.line >= 1 {
            results.key("region")
            results.beginObject()
            results.member("startLine", result.line)
            if let columns = result.columns, columns.lowerBound >= 1 {
                results.member("startColumn", columns.lowerBound)
                results.member("endColumn", columns.upperBound)
            }
            results.key("snippet")
            results.beginObject()
            results.member("text", shown(result.snippet))
            results.endObject()
            results.endObject()
        }
        results.endObject()
        if let scenario = result.scenario {
            results.key("logicalLocations")
            results.beginArray()
            results.beginObject()
            results.member("fullyQualifiedName", shown(scenario))
            results.endObject()
            results.endArray()
        }
        results.endObject()
        results.endArray()
    }

    /// The document, in UTF-8.
    public consuming func finish() -> [UInt8] {
        results.endLine()
        results.endArray()
        var json = JSONWriter(appendingTo: [])
        json.beginObject()
        json.member("$schema", "https://json.schemastore.org/sarif-2.1.0.json")
        json.member("version", "2.1.0")
        json.key("runs")
        json.beginArray()
        json.beginObject()
        json.key("tool")
        json.beginObject()
        json.key("driver")
        json.beginObject()
        json.member("name", "Attest")
        if !version.isEmpty { json.member("version", shown(version)) }
        json.key("rules")
        json.beginArray()
        for rule in rules {
            json.breakLine()
            json.beginObject()
            json.member("id", shown(rule.id))
            json.key("shortDescription")
            json.beginObject()
            json.member("text", rule.text)
            json.endObject()
            json.endObject()
        }
        json.endArray()
        json.endObject()
        json.endObject()
        json.member("columnKind", "unicodeCodePoints")
        json.key("invocations")
        json.beginArray()
        json.beginObject()
        json.key("executionSuccessful")
        json.value(isComplete)
        json.endObject()
        json.endArray()
        json.breakLine()
        json.key("results")
        json.value(written: results.bytes)
        json.endObject()
        json.endArray()
        json.endObject()
        json.endLine()
        return json.bytes
    }

    /// A relative reference: everything but unreserved characters and `/` as percent-encoded UTF-8 (RFC 3986).
    private static func uri(_ path: String) -> String {
        var text = ""
        for byte in path.utf8 {
            if isUnreserved(byte) || byte == UInt8(ascii: "/") {
                text.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                text += (byte < 16 ? "%0" : "%") + String(byte, radix: 16, uppercase: true)
            }
        }
        return text
    }

    private static func isUnreserved(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"):
            true
        case UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"): true
        default: false
        }
    }
}
