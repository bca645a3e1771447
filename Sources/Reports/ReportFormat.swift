/// The documents that can be made of a run, while it goes on or of its journal afterwards. This is the one table of them.
public enum ReportFormat: String, CaseIterable, Sendable {
    case console, junit, tap, tap13, json, markdown, github, sarif, html

    /// For the list of formats in a help text.
    public var meaning: String {
        switch self {
        case .console: "what `attest run` prints, without colour and without real times"
        case .junit: "JUnit XML"
        case .tap: "Test Anything Protocol, version 14"
        case .tap13: "the same as version 13, for `prove` before Test::Harness 3.48"
        case .json: "a JSON summary (Docs/summary.schema.json)"
        case .markdown: "a Markdown summary, for job summary pages"
        case .github: "GitHub workflow annotations"
        case .sarif: "SARIF 2.1.0"
        case .html: "a page with every scenario's message sequence chart, in one file"
        }
    }

    public func makeReport() -> any DocumentReport {
        switch self {
        case .console: ConsoleDocument()
        case .junit: JUnitReport()
        case .tap: TAPReport()
        case .tap13: TAPReport(version: 13)
        case .json: JSONReport()
        case .markdown: MarkdownReport()
        case .github: GitHubReport()
        case .sarif: SARIFReport()
        case .html: HTMLReport()
        }
    }
}
