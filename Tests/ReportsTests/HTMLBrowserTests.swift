import Events
import Foundation
import Testing

/// The page in a real browser, without a network: its script runs, nobody else's does.
@Suite(.serialized) struct HTMLBrowserTests {
    private static let browser = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"]
        .first { FileManager.default.isExecutableFile(atPath: $0) }

    /// The document after its script has run.
    private func document(_ events: [Event], _ fragment: String) throws -> String {
        let folder = FileManager.default.temporaryDirectory.appending(path: "attest-html-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let page = folder.appending(path: "report.html")
        try Data(HTMLSample.html(events).utf8).write(to: page)
        let output = folder.appending(path: "dom.html")
        try Data().write(to: output)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: try #require(Self.browser))
        process.arguments = [
            "--headless=new", "--no-sandbox", "--disable-gpu", "--user-data-dir=\(folder.path)/profile",
            "--virtual-time-budget=3000",
            "--dump-dom", "file://\(page.path)\(fragment)",
        ]
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        return try String(contentsOf: output, encoding: .utf8)
    }

    @Test(.enabled(if: browser != nil, "no Chromium is installed")) func aScenarioIsShownWithItsChartAndSource() throws {
        let dom = try document(HTMLSample.events, "#s1")
        for text in [
            ">9 scenarios<", "aria-activedescendant=\"row1\"", "<span class=\"m\">getmail-reports-password-is-refused</span>",
            "<h4>Message sequence</h4>", "AT#GETMAIL", "PASS secret", ">echo<", "msg stray",
            "^ offset 18: ‘0’ instead of ‘1’", "<tr class=\"bad\"><td class=\"no\">55</td>",
        ] { #expect(dom.contains(text), "\(text)") }
    }

    @Test(.enabled(if: browser != nil, "no Chromium is installed")) func filtersComeWithTheAddress() throws {
        let dom = try document(HTMLSample.events, "#?v=inconclusive&s=tcp")
        #expect(dom.contains(">2 of 9 scenarios<"))
        #expect(dom.contains("ltcpstart-bridges-a-peer</span></h3>"))
    }

    @Test(.enabled(if: browser != nil, "no Chromium is installed"), arguments: ["#s0", "#s1", "#s4", "#?q=%3Cscript"])
    func hostileBytesDoNothing(_ fragment: String) throws {
        let dom = try document(HTMLSample.hostile(HTMLSample.hostileText, HTMLSample.hostileBytes), fragment)
        #expect(dom.contains("<title>Attest: conformance report</title>"))
        #expect(dom.contains("<h4>Message sequence</h4>"))
        #expect(!dom.contains("<img"))
        #expect(dom.components(separatedBy: "<script>").count == 2)
    }
}
