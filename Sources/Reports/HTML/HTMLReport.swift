public import Events
import Octets

/// A run as one self-contained page: summary, every scenario with its message sequence chart, requirements, latencies, capabilities.
///
/// What is known of a scenario leaves as soon as it has ended, so memory stays bounded; the page's visible part follows at the end. Nothing
/// in the page comes from anywhere else, and nothing that a device or a file says can become markup or script.
public struct HTMLReport: DocumentReport {
    /// Rows of a scenario's chart; of a longer one the last are kept.
    public static let rowsOfChart = 1000
    /// Bytes of one message that are kept at its beginning and at its end.
    static let messageHead = 320
    static let messageTail = 96

    /// What is finished and has not been taken.
    private var ready: [UInt8] = HTMLHead(title: "Attest: conformance report", script: HTMLScript.text).bytes
    private var chunk = HTMLChunk()
    private var scenario: ScenarioIdentity?
    private var transcript = Transcript(
        capacity: Self.rowsOfChart,
        excerpt: Excerpt([], longestHead: Self.messageHead, longestTail: Self.messageTail)
    )
    private var summary = HTMLSummary()
    private var coverage = HTMLCoverage()
    private var latency = LatencyFold()

    public init() {}

    public mutating func record(_ event: Event) {
        coverage.record(event)
        latency.record(event)
        switch event {
        case .runStarted(let run): if summary.run == nil { summary.run = run }
        case .background(.file(let path, let text)): write(Self.file(path, text))
        case .background(.dialect(let dialect)): summary.dialects.append((dialect.name, dialect.title, dialect.features))
        case .background(.capability(let capability)): summary.capabilities.append(capability)
        case .scenarioStarted(let scenario):
            self.scenario = scenario
            transcript.clear()
        case .scenarioEnded(let result):
            guard let scenario else { return }
            summary.count(scenario, result)
            chunk.append(scenario, result, transcript, summary.run)
            if chunk.isFull { closeChunk() }
            self.scenario = nil
        case .runEnded(let end): summary.end(end)
        case .background(.place), .phaseEntered, .hostSent, .deviceSent, .matched, .benchSaw, .stimulus, .note:
            transcript.record(event)
        }
    }

    public mutating func take() -> [UInt8] {
        defer { ready = [] }
        return ready
    }

    public consuming func finish() -> [UInt8] {
        closeChunk()
        write(Array("<div id=\"page\">\n".utf8))
        write(summary.header.bytes)
        write(summary.section(coverage).bytes)
        write(summary.unpassed.bytes)
        write(summary.expectations.bytes)
        write(Self.scenarios.bytes)
        write(coverage.section.bytes)
        write(latency.section.bytes)
        write(summary.capabilitySection.bytes)
        write(Array("</div>\n<script>\(HTMLScript.text)</script>\n</body>\n</html>\n".utf8))
        return ready
    }

    private mutating func closeChunk() {
        guard chunk.count > 0 else { return }
        write(chunk.elements)
        chunk = HTMLChunk()
    }

    private mutating func write(_ bytes: [UInt8]) { ready += bytes }

    private static func file(_ path: String, _ text: String) -> [UInt8] {
        var data = ScriptData()
        data.raw("<script type=\"application/json\" class=\"file\">[")
        data.text(path)
        data.raw(",")
        data.list(text.split(separator: "\n", omittingEmptySubsequences: false)) { $0.text(String($1)) }
        data.raw("]</script>\n")
        return data.bytes
    }

    /// Filled by the script.
    private static let scenarios: Markup = """
        <section id="scenarios"><h2>Scenarios</h2>
        <noscript><p class="quiet">The list of all scenarios, their charts and sources are in this file as data; showing them takes JavaScript.</p></noscript>
        <div id="browser" hidden>
        <form id="filters" role="search" aria-label="Filter scenarios"></form>
        <div id="panes"><div id="listpane"><p id="found" role="status" aria-live="polite"></p><div id="list" role="listbox" tabindex="0" aria-label="Scenarios"><div id="spacer"></div></div></div>
        <article id="detail" tabindex="-1" aria-label="Scenario"></article></div>
        </div></section>

        """
}
