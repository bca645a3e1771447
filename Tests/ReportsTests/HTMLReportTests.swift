import Events
import Foundation
import Octets
import Testing
import Verdicts

@testable import Reports

@Suite struct HTMLReportTests {
    private static let data = ["index", "details", "file"]

    private func data(_ kind: String, of html: String) -> [String] {
        HTMLSample.contents("<script type=\"application/json\" class=\"\(kind)\">", "</script>", of: html)
    }

    @Test func everythingThatCountsIsReadableWithoutScript() {
        let html = HTMLSample.html()
        for text in [
            "A requirement is broken.", "<span class=\"count\">4</span>", "#s1\">getmail-reports-password-is-refused</a>",
            "device: another line came than the one expected", "^ offset 18: ‘0’ instead of ‘1’",
            "3 requirements; 1 never verified.", "Nobody looks at this.", "the dialect has no feature sntp", "○ missing",
            "AT#CONNECTIONSTART", "the bench cannot cut the bearer",
        ] { #expect(html.contains(text), "\(text)") }
        #expect(html.hasPrefix("<!DOCTYPE html>"))
        #expect(html.hasSuffix("</html>\n"))
    }

    @Test func nothingIsLoadedFromElsewhere() {
        let html = HTMLSample.html()
        for text in ["src=", "http:", "https:", "url(", "@import", "innerHTML", "insertAdjacent", "eval(", "document.write"] {
            #expect(!html.replacing("http://www.w3.org/2000/svg", with: "").contains(text), "\(text)")
        }
    }

    @Test func thePolicyAllowsThisStyleAndThisScriptOnly() throws {
        let html = HTMLSample.html()
        let policy = try #require(HTMLSample.contents("Content-Security-Policy\" content=\"", "\"", of: html).first)
        let style = try #require(HTMLSample.contents("<style>", "</style>", of: html).first)
        let script = try #require(HTMLSample.contents("<script>", "</script>", of: html).first)
        for (name, text) in [("style-src", style), ("script-src", script)] {
            let digest = Base64.encode(SHA256.digest(Array(text.utf8)))
            #expect(policy.contains("\(name) 'sha256-\(digest)';"))
        }
        #expect(policy.hasPrefix("default-src 'none';"))
        #expect(!policy.contains("unsafe"))
    }

    @Test(arguments: ["sample", "hostile", "empty"]) func allDataIsJSON(_ run: String) throws {
        let hostile = HTMLSample.hostile(HTMLSample.hostileText, HTMLSample.hostileBytes)
        let html = HTMLSample.html(run == "sample" ? HTMLSample.events : run == "hostile" ? hostile : [])
        var count = 0
        for text in Self.data.flatMap({ data($0, of: html) }) {
            _ = try JSONSerialization.jsonObject(with: Data(text.utf8))
            count += 1
        }
        #expect(count == (run == "empty" ? 0 : 3))
        // One script of our own, and the data.
        #expect(html.components(separatedBy: "<script").count - 1 == count + 1)
        #expect(html.components(separatedBy: "</script").count - 1 == count + 1)
    }

    @Test func nothingHostileIsMarkupOrUnseen() {
        let html = HTMLSample.html(HTMLSample.hostile(HTMLSample.hostileText, HTMLSample.hostileBytes))
        #expect(!html.contains("<img"))
        #expect(!html.contains("<!--"))
        #expect(html.contains("&lt;img src=x onerror=&quot;"))
        #expect(html.contains("&lt;U+202E&gt;&lt;U+2066&gt;&lt;U+2028&gt;&lt;U+2029&gt;&lt;U+FEFF&gt;&lt;U+FFFF&gt;"))
        for scalar in html.unicodeScalars where scalar != "\n" {
            #expect(scalar.properties.generalCategory != .control && scalar.properties.generalCategory != .format)
            #expect(![0x2028, 0x2029].contains(scalar.value))
        }
    }

    @Test func bytesComeBackFromTheData() throws {
        let bytes = (0...255).map { UInt8($0) }
        var data = ScriptData()
        data.octets(bytes)
        let text = try #require(
            try JSONSerialization.jsonObject(with: Data(data.bytes), options: .fragmentsAllowed) as? String
        )
        #expect(text.unicodeScalars.map { UInt8($0.value) } == bytes)
    }

    @Test func detailsLeaveWhileTheRunGoesOn() {
        var events = [SampleRun.events[0]]
        for number in 0..<200 {
            events += [
                .scenarioStarted(SampleRun.scenario("number-\(number)")),
                .deviceSent([UInt8](repeating: 0x80, count: 400) + Array("\(number)".utf8), time: 0),
                .scenarioEnded(ScenarioResult(verdict: .pass)),
            ]
        }
        // The head, the chunks that are full, and the rest with the page.
        let pieces = HTMLSample.pieces(events)
        #expect(pieces.count > 4)
        for chunk in pieces.dropFirst().dropLast() {
            #expect(chunk.starts(with: "<script type=\"application/json\" class=\"index\">".utf8))
            #expect(chunk.count < 2 * HTMLChunk.size)
        }
    }

    @Test func theSameEventsGiveTheSameBytes() { #expect(HTMLSample.html() == HTMLSample.html()) }

    @Test func aRunThatWasKilledSaysSo() {
        #expect(HTMLSample.html(Array(HTMLSample.events.dropLast())).contains("The journal ends before its run does"))
        #expect(!HTMLSample.html().contains("The journal ends before its run does"))
    }

    @Test func requirementsHaveStates() {
        var coverage = HTMLCoverage()
        for event in HTMLSample.events { coverage.record(event) }
        #expect(coverage.rows.map(\.reference.id) == ["GETMAIL-1", "GETMAIL-9", "GETMAIL-10"])
        #expect(coverage.rows.map(\.state) == [.broken, .broken, .unverified])
    }

    @Test func interpolatedTextIsNeverMarkup() {
        let text = "<b a=\"1\">&\u{202E}"
        let page: Markup = "<i title=\"\(text)\">\(1)\(component: "a b/é")</i>"
        #expect(
            String(decoding: page.bytes, as: UTF8.self)
                == "<i title=\"&lt;b a=&quot;1&quot;&gt;&amp;&lt;U+202E&gt;\">1a%20b%2F%C3%A9</i>"
        )
    }
}

@Suite struct LatencyFoldTests {
    private func fold(_ events: [Event]) -> [LatencyFold.Command] {
        var fold = LatencyFold()
        for event in events { fold.record(event) }
        return fold.commands
    }

    @Test func theEchoDoesNotCount() {
        func sent(_ text: String, _ time: Int64) -> Event { .hostSent(Array(text.utf8), line: 1, time: time) }
        func device(_ text: String, _ time: Int64) -> Event { .deviceSent(Array(text.utf8), time: time) }
        let commands = fold([
            sent("AT#X=1\r", 0), device("AT#", 5), device("X=1\r", 6), device("\r\nOK\r\n", 30), device("late", 99),
            sent("AT#X=2\r", 100), device("AT#X=2\r\r\nOK\r\n", 110), sent("AT#", 200), sent("X=3\r", 210),
            device("\r\nOK\r\n", 213),
            sent("data\r", 300), device("x", 301), sent("AT#X=?\r", 400), device("AT#X=?\r", 401), sent("AT\r", 500),
            device("OK", 507),
        ])
        #expect(commands.map(\.name) == ["AT#X=", "AT"])
        #expect(commands.map(\.samples) == [[30, 10, 3], [7]])
        #expect(commands.map { [$0.least, $0.most] } == [[3, 30], [7, 7]])
    }

    @Test(arguments: [
        ("AT#POP3PORT=110\r", "AT#POP3PORT="), ("at+creg?\r", "AT+CREG?"), ("AT#VPHY=?\r\n", "AT#VPHY=?"),
        ("ATD0123456789;\r", "ATD"),
        ("hello\r", nil), ("A\r", nil), ("AT\u{1}\r", nil),
    ]) func commandsHaveNames(_ line: String, _ name: String?) { #expect(LatencyFold.name(Array(line.utf8)) == name) }

    @Test func memoryIsBounded() {
        var command = LatencyFold.Command(name: "AT")
        for time in 0..<100_000 { command.add(Int64(time)) }
        #expect(command.samples.count < LatencyFold.samplesKept)
        #expect(command.count == 100_000)
        #expect((command.least, command.most) == (0, 99_999))
        #expect((45_000...55_000).contains(command.samples.sorted()[command.samples.count / 2]))
    }
}
