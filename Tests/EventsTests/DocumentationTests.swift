import Foundation
import Testing

@testable import Events

@Suite struct JournalDocumentationTests {
    @Test(arguments: ["Journal.md", "journal.schema.json"], EventKind.allCases)
    func everyKindOfEventIsDescribed(_ file: String, _ kind: EventKind) throws {
        let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let text = try String(contentsOf: package.appending(path: "Docs/\(file)"), encoding: .utf8)
        #expect(text.contains("`\(kind.rawValue)`") || text.contains("\"\(kind.rawValue)\""))
    }
}
