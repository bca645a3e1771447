import Events
import Foundation
import Reports
import Testing
import Verdicts

/// What devices and files may hold must not act on a terminal and must not break XML.
@Suite struct HostileTests {
    private static let text =
        "<a & 'b' \"c\"> ]]> \u{0}\u{7}\u{1B}[2J\r\n\t\u{7F}\u{85}\u{9B}31m\u{202E}\u{2028}\u{FFFE}\u{FFFF}\u{1FFFF} é 日本"

    /// What acts on who reads a log, and what nobody sees; long enough to be wrapped at any column.
    private static let commands = String(
        repeating: " ::error::x ##vso[task.setvariable variable=PATH]y ##[error]z ::\u{200B}:\u{2066}\u{AD}\u{E0041}\u{2029}",
        count: 4
    )

    static let events = events(of: text, Array("]]>\u{1B}[31m<CR>".utf8))
    static let commandEvents = events(of: commands, Array(commands.utf8))

    /// Hostile in every string and every byte sequence that an event can hold.
    private static func events(of text: String, _ bytes: [UInt8]) -> [Event] {
        let every = (0...255).map { UInt8($0) } + bytes + [0xC3, 0xFF, 0xED, 0xA0, 0x80]
        let line = SourceLine(path: text, line: -1, text: text)
        let requirement = RequirementReference(id: text, clause: text, grade: .mandatory)
        let finding = Finding(
            verdict: .fail,
            domain: .device,
            summary: text,
            requirement: requirement,
            source: line,
            expected: [text, text],
            expectedBytes: bytes + every,
            received: bytes + every.reversed(),
            mismatch: 7,
            time: .min
        )
        return [.runStarted(RunDescription(version: text, seed: 0, device: text, command: [text]))]
            + Verdict.allCases.flatMap { verdict -> [Event] in
                [
                    .scenarioStarted(
                        ScenarioIdentity(
                            name: text,
                            title: text,
                            dialect: text,
                            service: text,
                            source: line,
                            requirements: [requirement],
                            tags: [text],
                            id: text,
                            revision: .max,
                            formerNames: [text]
                        )
                    ),
                    .phaseEntered(.body, name: text, time: .max),
                    .hostSent(every, line: -1, time: 0), .deviceSent(every, time: 0), .matched(line: 0, count: .max, time: 0),
                    .deviceSent(every, time: 0), .matched(line: 0, count: .min, time: 0),
                    .benchSaw(party: text, text: text, time: 0), .stimulus(text: text, line: 0, time: 0),
                    .note(text: text, line: 0, time: 0),
                    .scenarioEnded(
                        ScenarioResult(
                            verdict: verdict,
                            findings: [finding, finding],
                            notes: [text],
                            reason: text,
                            assertions: .max,
                            duration: .max
                        )
                    ),
                ]
            }
    }

    @Test func nothingReachesTheTerminalUnseen() {
        let page = Page()
        var report = ConsoleReport(.init(verbose: true), sink: page.write)
        for event in Self.events { report.record(event) }
        report.refresh(elapsed: .max, columns: 100)
        report.finish(elapsed: .min)
        for scalar in page.take().unicodeScalars where scalar != "\n" {
            #expect(
                scalar.properties.generalCategory != .control && scalar.properties.generalCategory != .format,
                "\(scalar.value)"
            )
            #expect(![0x2028, 0x2029].contains(scalar.value))
        }
    }

    @Test func xmlHoldsOnlyItsOwnMarkup() {
        let xml = SampleRun.xml(Self.events)
        for scalar in xml.unicodeScalars where scalar != "\n" {
            #expect(scalar.value >= 0x20 && scalar.value != 0x7F && scalar.value & 0xFFFE != 0xFFFE)
        }
        #expect(!xml.contains("]]>"))
        #expect(
            xml.contains(
                "<skipped message=\"&lt;a &amp; 'b' &quot;c&quot;&gt; ]]&gt; &lt;NUL&gt;&lt;BEL&gt;&lt;ESC&gt;[2J&lt;CR&gt;&lt;LF&gt;&lt;HT&gt;&lt;DEL&gt;"
                    + "&lt;U+0085&gt;&lt;U+009B&gt;31m&lt;U+202E&gt;&lt;U+2028&gt;&lt;U+FFFE&gt;&lt;U+FFFF&gt;&lt;U+1FFFF&gt; é 日本\"/>"
            )
        )
    }

    @Test(arguments: ReportFormat.allCases) func noFormatLetsControlCharactersThrough(_ format: ReportFormat) {
        for scalar in FormatTests.text(format, Self.events).unicodeScalars where scalar != "\n" {
            #expect(scalar.properties.generalCategory != .control, "\(scalar.value)")
            #expect(![0x2028, 0x2029].contains(scalar.value))
        }
    }

    /// A line that begins with `::` after blanks is a command to GitHub's runner; so is `##[` anywhere in it, and `##vso[` to the Azure agent.
    @Test(arguments: ReportFormat.allCases) func noFormatCommandsAReaderOfLogs(_ format: ReportFormat) {
        expectNoCommand(in: FormatTests.text(format, Self.commandEvents), besides: format == .github)
    }

    @Test(arguments: [60, 61, 67, 83, 100, 160]) func noTranscriptCommandsAReaderOfLogs(width: Int) {
        let page = Page()
        var report = ConsoleReport(.init(verbose: true, width: width), sink: page.write)
        for event in Self.commandEvents { report.record(event) }
        report.finish(elapsed: 1)
        expectNoCommand(in: page.take(), besides: false)
    }

    private func expectNoCommand(in text: String, besides isAnnotations: Bool) {
        for line in text.split(separator: "\n") {
            let begin = line.drop { $0.isWhitespace }
            if !isAnnotations { #expect(!begin.hasPrefix("::"), "\(line)") }
            #expect(!line.contains("##vso[") && !line.contains("##["), "\(line)")
        }
        for scalar in text.unicodeScalars where scalar.value > 0x7F {
            #expect(scalar.properties.generalCategory != .format && !scalar.properties.isDefaultIgnorableCodePoint)
        }
    }

    /// A device could else write a workflow command of its own.
    @Test func annotationsAreOneLineEach() {
        for line in FormatTests.text(.github, Self.events).split(separator: "\n") {
            #expect(["::error ", "::warning ", "::notice "].contains { line.hasPrefix($0) }, "\(line)")
        }
    }

    @Test(arguments: [ReportFormat.json, .sarif]) func jsonStaysJSON(_ format: ReportFormat) throws {
        #expect(throws: Never.self) { try JSONSerialization.jsonObject(with: Data(FormatTests.text(format, Self.events).utf8)) }
    }

    private static let xmllint = ["/usr/bin/xmllint", "/usr/local/bin/xmllint", "/opt/homebrew/bin/xmllint"]
        .first { FileManager.default.isExecutableFile(atPath: $0) }

    @Test(.enabled(if: xmllint != nil, "xmllint is not installed"), arguments: ["hostile", "plain", "empty"])
    func xmllintAcceptsTheReport(_ run: String) throws {
        let events = run == "hostile" ? Self.events : run == "plain" ? SampleRun.events : []
        let path = try #require(Self.xmllint)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = ["--noout", "-"]
        let input = Pipe()
        process.standardInput = input
        try process.run()
        try input.fileHandleForWriting.write(contentsOf: Data(SampleRun.xml(events).utf8))
        try input.fileHandleForWriting.close()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
    }
}
