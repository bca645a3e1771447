public import Events

/// The console report as a document. It holds no real times, so that it can be made again from the journal, byte for byte.
public struct ConsoleDocument: DocumentReport {
    private final class Page { var bytes: [UInt8] = [] }

    private let page = Page()
    private var report: ConsoleReport

    public init() {
        report = ConsoleReport { [page] in page.bytes += $0 }
    }

    public mutating func record(_ event: Event) { report.record(event) }

    public consuming func finish() -> [UInt8] {
        report.finish(elapsed: nil)
        return page.bytes
    }
}
