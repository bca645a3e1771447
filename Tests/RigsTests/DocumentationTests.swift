import Foundation
import SourceText
import Testing

@testable import Rigs

/// What the page on rig files shows is a rig file.
@Suite struct DocumentationTests {
    private let page: String

    init() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        page = try String(contentsOf: root.appending(path: "Docs/RigFiles.md"), encoding: .utf8)
    }

    @Test func theExamplesMakeARig() throws {
        let lines = page.split(separator: "\n", omittingEmptySubsequences: true).filter { $0.hasPrefix("    ") }.map {
            $0.dropFirst(4)
        }
        let (rig, diagnostics) = load(
            lines.joined(separator: "\n") + "\n",
            environment: ["BENCH7_APN_PASSWORD": "long-and-random", "POP3_PASSWORD": "another-random"],
            files: [
                "bench/secrets/pin": "4711\n", "bench/secrets/isp": "third-random\n", "bench/secrets/mail": "fourth-random\n",
            ]
        )
        #expect(diagnostics == [])
        #expect(rig?.name == "bench7")
        #expect(rig?.secrets == ["4711", "another-random", "fourth-random", "long-and-random", "third-random"])
    }

    @Test(arguments: RigReader.Section.allCases)
    func everyLineIsShown(_ section: RigReader.Section) {
        for keyword in section.keywords {
            #expect(page.contains("    \(keyword)") || page.contains("| `\(keyword)"), "\(keyword)")
        }
    }
}
