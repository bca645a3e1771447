import FoundationEssentials
import ScenarioLanguage
import SourceText
import Testing

/// What the page of the language shows must be the language.
@Suite struct DocumentationTests {
    private static let root = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(separator: "/")

    /// The indented blocks of a page, without their indentation, up to its grammar.
    private static func blocks(_ name: String) throws -> [String] {
        var blocks: [[Substring]] = []
        var wasText = true
        for line in try text("\(root)/\(name)").split(separator: "\n", omittingEmptySubsequences: false) {
            if line == "## Grammar" { break }
            if line.hasPrefix("    ") {
                if wasText { blocks.append([]) }
                blocks[blocks.count - 1].append(line.dropFirst(4))
                wasText = false
            } else if line.isEmpty, !wasText {
                blocks[blocks.count - 1].append("")
            } else {
                wasText = true
            }
        }
        return blocks.map { $0.joined(separator: "\n") }
    }

    private static func parses(_ text: String) -> Bool { ScenarioFile.parse(source(text)).1.isEmpty }

    /// As a file, in a scenario's head, in its body, under `network`.
    private static func isUnderstood(_ text: String) -> Bool {
        let start = "scenario s\n    verifies  R-1\n"
        let part = indented(text)
        return parses(text) || parses("\(start)\(part)\n    < OK\n") || parses("scenario s\n\(part)\n    < OK\n")
            || parses("\(start)    > AT\n\(part)\n    < OK\n") || parses("\(start)    < OK\n\(part)\n")
            || parses("\(start)    network\n\(indented(text, by: 8))\n    < OK\n")
    }

    /// A line with its placeholders filled in, with and without what may be left out; explanations behind it may be cut off.
    private static func isUnderstood(line: String) -> Bool {
        var line = line.replacing("ITEMS", with: "\"x\"").replacing("COMMAND", with: "QUIT").replacing(
            "[ARGUMENT …]",
            with: "[x]"
        )
        if line.hasPrefix("      ") { line = String(line.drop { $0 == " " }) }
        let parts = line.split(separator: "[", omittingEmptySubsequences: false)
        let full = line.replacing("[", with: "").replacing("]", with: "").replacing(/([a-z]\w*)\|[\w|]+/) { String($0.1) }
        let short = parts[0] + parts.dropFirst().map { $0.drop { $0 != "]" }.dropFirst() }.joined()
        return [full, String(short).replacing("   ", with: "  ")].contains { form in
            let ends = form.indices.filter { form[$0...].hasPrefix("  ") } + [form.endIndex]
            let candidates = ends.map { String(form[..<$0]) }.filter { $0.contains(" ") }
            return candidates.contains { text in
                isUnderstood(text) || ["smtp", "pop3", "ftp", ">> \"abcdefgh\""].contains { isUnderstood("\($0) \(text)") }
            }
        }
    }

    /// No part of the language: names of definitions, patterns within lines, and a message.
    private static func isIllustration(_ block: String) -> Bool {
        block.contains("scenario NAME") || block.hasPrefix("{ip:ipv4}") || block.contains(": error: ")
    }

    @Test func everyExampleOfTheLanguageIsUnderstood() throws {
        let blocks = try Self.blocks("Docs/ScenarioLanguage.md").filter { !Self.isIllustration($0) }
        #expect(blocks.count > 15)
        for block in blocks where !Self.isUnderstood(block) {
            for line in block.split(separator: "\n") { #expect(Self.isUnderstood(line: String(line)), "\(line)") }
        }
    }

    @Test func theReadMesScenarioIsUnderstood() throws {
        let scenarios = try Self.blocks("README.md").filter { $0.hasPrefix("scenario ") }
        #expect(!scenarios.isEmpty)
        for scenario in scenarios { #expect(Self.parses(scenario)) }
    }

    private static func text(_ path: String) throws -> String {
        guard let bytes = FileManager.default.contents(atPath: path) else { throw Unreadable(path: path) }
        return String(decoding: bytes, as: UTF8.self)
    }

    private struct Unreadable: Error { var path: String }
}
