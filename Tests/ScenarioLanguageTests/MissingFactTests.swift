import ScenarioLanguage
import SourceText
import Testing
import Verdicts

/// What the scenario leaves out must not be held against the device.
@Suite struct MissingFactTests {
    private static let mailbox = "pop3 mailbox \"u\" password \"p\""
    private static let noMailbox = "the scenario declares no mailbox"
    private static let stray = "this message belongs to no mailbox"

    /// A scenario with facts, a body and definitions before it.
    private static func text(network: [String] = [], body: [String] = [], definitions: String = "", head: String = "") -> String {
        let facts = network.isEmpty ? "" : "    network\n" + network.map { indented($0, by: 8) + "\n" }.joined()
        let steps = body.map { indented($0) + "\n" }.joined()
        return "\(definitions)scenario s\n    verifies  R-1\n\(head)\(facts)    < OK\n\(steps)"
    }

    @Test(arguments: [
        (text(network: ["pop3 message \"x\""]), stray, "pop3 message \"x\""),
        (text(network: ["pop3 message \"x\"\n     \(mailbox.dropFirst(5))"]), stray, "pop3 message \"x\""),
        (text(network: ["pop3 message \"x\""], body: ["pop3 mailbox is empty"]), stray, "pop3 message \"x\""),
        (text(body: ["pop3 message \"x\""]), stray, "pop3 message \"x\""),
        (text(body: ["within 5s pop3 mailbox is empty"]), noMailbox, "within 5s pop3 mailbox is empty"),
        (text(body: ["pop3 mailbox is unchanged"]), noMailbox, "pop3 mailbox is unchanged"),
        (text(body: ["repeat 2 times\n    pop3 mailbox holds 2 messages"]), noMailbox, "pop3 mailbox holds 2 messages"),
        (text(body: ["pop3 mailbox is empty", mailbox]), noMailbox, "pop3 mailbox is empty"),
        (
            text(body: ["with look"], definitions: "steps look\n    pop3 mailbox is empty\n"), noMailbox,
            "pop3 mailbox is empty"
        ),
        (
            text(body: ["smtp authenticated by LOGIN"]), "the scenario declares no login, so the server asks for none",
            "smtp authenticated by LOGIN"
        ),
        (text(body: ["ftp file \"x\" is \"y\""]), "the scenario declares no FTP user", "ftp file \"x\" is \"y\""),
        (
            text(network: ["ftp directory \".\" writable"]), "nobody can log in to have this: the scenario declares no FTP user",
            "ftp directory \".\" writable"
        ),
        (
            text(network: ["{f}"], head: "    for each  f\n              \(mailbox)\n              pop3 message \"x\"\n"), stray,
            "{f}"
        ),
    ])
    func isTheScenariosMistake(text: String, message: String, line: String) {
        let compilation = compile(text)
        #expect(compilation.scenarios.isEmpty)
        #expect(compilation.diagnostics.first?.message == message)
        #expect(compilation.diagnostics.first?.severity == .error)
        #expect(compilation.diagnostics.first.map { source(text).text($0.range) } == line)
        #expect(compilation.diagnostics.first?.suggestion?.hasPrefix("declare a ") == true)
    }

    @Test(arguments: [
        text(network: [mailbox, "pop3 message \"x\""], body: ["pop3 mailbox is empty"]),
        text(body: [mailbox, "pop3 message \"x\"", "pop3 mailbox is empty"]),
        text(
            network: ["pop3 message \"x\""],
            body: ["begin p"],
            definitions: "preamble p\n    network\n        \(mailbox)\n    > AT\n"
        ),
        text(
            body: ["with inbox", "pop3 mailbox is empty"],
            definitions: "steps inbox\n    with boxes\n    pop3 message \"x\"\nsteps boxes\n    \(mailbox)\n"
        ),
        text(body: ["when feature gsm\n    \(mailbox)", "pop3 mailbox is empty"]),
        text(
            body: ["smtp authenticated by LOGIN"],
            head: "    for each  f\n              smtp login \"u\" password \"p\"\n    network\n        {f}\n"
        ),
        text(network: ["ftp file \"x\" holds \"y\"", "ftp user \"u\" password \"p\""], body: ["ftp file \"x\" is \"y\""]),
        text(body: ["ftp has no file \"x\"", "smtp received 0 messages", "pop3 did not hear \"USER\""]),
    ])
    func factsMayComeFromAnywhere(text: String) { #expect(compile(text).diagnostics.map(\.message) == []) }

    @Test func sharedFilesAreBlamedByTheirOwnPath() {
        let compilation = compile(
            Self.text(body: ["with p"]),
            shared: [("b/shared.scenario", "steps p\n    network\n        pop3 message \"x\"\n    > AT\n")]
        )
        #expect(compilation.diagnostics.map(\.path) == ["b/shared.scenario"])
        #expect(compilation.diagnostics.map(\.message) == [Self.stray])
    }
}
