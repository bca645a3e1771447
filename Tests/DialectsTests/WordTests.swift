import SourceText
import Testing

@testable import Dialects

/// A word of some kind, with the section that it stands in.
struct Word: Sendable, CustomTestStringConvertible {
    var section: String
    var name: String
    var purpose: String
    var isOptional: Bool
    var testDescription: String { name }

    static let ofForms = words(Dialect.FormName.self, "forms")
    static let ofSpellings = words(Dialect.SpellingName.self, "spellings")
    /// Those that follow from the rest of the file, and need not stand there.
    static let derived: Set = ["id", "socket", "read"]
    /// What 001 does not have.
    static let ofOtherManuals: Set = [
        "state-checking", "attach-pause", "file-mode", "time-port", "time-offset", "time-limit", "socket-delay",
        "datagram-server", "datagram-port", "datagram-delay", "ping-target", "ping-count", "ping-delay", "echoed", "after-echo",
        "not-echoed", "connect", "shutdown",
    ]
    static let ofLimits = words(Dialect.LimitName.self, "limits")
    static let ofRoles = words(Dialect.RoleName.self, "roles")
    static let ofTimings = words(Dialect.TimingName.self, "timings")
    static let ofCommands = words(Dialect.CommandName.self, "commands")
    static let ofConditions = words(Dialect.Condition.self, "when")
    static let ofPlaces =
        words(Dialect.ProtocolName.self, "protocols") + words(Dialect.BearerName.self, "bearers")
        + words(Dialect.OptionName.self, "options") + words(Dialect.SyntaxName.self, "syntax")

    private static func words<Kind: DialectWord>(_: Kind.Type, _ section: String) -> [Word] {
        Kind.allCases.map {
            Word(section: section, name: $0.rawValue, purpose: $0.purpose, isOptional: $0.need.isOptional)
        }
    }
}

/// The reader holds a file to the words that the reference device, the runner and the scenarios ask for.
@Suite struct WordTests {
    /// What the reader says of a text: message, place and repair.
    private static func messages(_ text: String) -> [[String?]] {
        let (dialect, diagnostics) = Dialect.load(SourceFile(path: "a.dialect", bytes: Array(text.utf8)))
        #expect((dialect == nil) == diagnostics.contains { $0.severity == .error })
        let bytes = Array(text.utf8)
        return diagnostics.map {
            [$0.message, String(decoding: bytes[$0.range.start..<$0.range.end], as: UTF8.self), $0.suggestion]
        }
    }

    /// The shipped dialect as a file of its own, without the parts, which name what is taken away here.
    private static func entries() throws -> String {
        try shippedMember("multitech-ip").text.split(separator: "\nparts\n", maxSplits: 1).first.map { $0 + "\n" } ?? ""
    }

    /// The shipped dialect, in which one text, which is there, stands for another.
    private static func changed(_ old: String, _ new: String) throws -> String {
        let text = try entries()
        let parts = text.split(separator: old, maxSplits: 1, omittingEmptySubsequences: false)
        try #require(parts.count == 2, "‘\(old)’ is not there")
        return parts.joined(separator: new)
    }

    @Test(arguments: [
        ("when dns-failed", "when dns-faild", "there is no condition ‘dns-faild’", "dns-faild", "did you mean ‘dns-failed’?"),
        (
            "when user-rejected", "when user-rejected nonsense-foo", "there is no condition ‘nonsense-foo’", "nonsense-foo",
            "the conditions stand in Docs/Dialects.md"
        ),
        (
            "when dns-failed", "when nonsense-foo", "there is no condition ‘nonsense-foo’", "nonsense-foo",
            "the conditions stand in Docs/Dialects.md"
        ),
        (
            "    server-silence ", "    server-silense ", "nothing asks for a timing ‘server-silense’", "server-silense",
            "did you mean ‘server-silence’?"
        ),
        (
            "    write-spacing ", "    write-spaceing ", "nothing asks for a timing ‘write-spaceing’", "write-spaceing",
            "did you mean ‘write-spacing’?"
        ),
        (
            "    state-idle ", "    state-idel ", "nothing asks for a spelling ‘state-idel’", "state-idel",
            "did you mean ‘state-idle’?"
        ),
        (
            "    access-point ", "    acess-point ", "nothing asks for a role ‘acess-point’", "acess-point",
            "did you mean ‘access-point’?"
        ),
        (
            "    socket-port         TCPPORT", "    socket-port         TCPORT", "there is no parameter ‘TCPORT’",
            "TCPORT", "did you mean ‘TCPPORT’?"
        ),
        ("    no-mail ", "    nomail ", "nothing asks for a form ‘nomail’", "nomail", "did you mean ‘no-mail’?"),
        (
            "    #GETMAIL  ", "    #GETMIAL  ", "nothing asks for a command ‘#GETMIAL’", "#GETMIAL",
            "did you mean ‘#GETMAIL’?"
        ),
        ("    #GETMAIL  ", "    #getmail  ", "nothing asks for a command ‘#getmail’", "#getmail", "did you mean ‘#GETMAIL’?"),
        (
            "    gateway-ip  ", "    gate  ", "‘#DISPLAYIP’ needs the spelling ‘gateway-ip’", "#DISPLAYIP",
            "add it under ‘spellings’: what stands before the address of the gateway"
        ),
    ])
    func pointsAtTheWord(_ old: String, _ new: String, _ message: String, _ place: String, _ repair: String) throws {
        #expect(Self.messages(try Self.changed(old, new)) == [[message, place, repair]])
    }

    /// Without its line a word is missed, unless a dialect may be without it.
    @Test(
        arguments: Word.ofForms.filter { !Word.ofOtherManuals.contains($0.name) }
            + Word.ofSpellings.filter { !Word.derived.union(Word.ofOtherManuals).contains($0.name) }
            + Word.ofTimings.filter { !Word.ofOtherManuals.contains($0.name) }
            + Word.ofRoles.filter { !Word.ofOtherManuals.contains($0.name) }
    )
    func isMissed(_ word: Word) throws {
        let lines = try Self.entries().split(separator: "\n", omittingEmptySubsequences: false)
        let section = try #require(lines.firstIndex { $0 == word.section || $0.hasPrefix(word.section + " ") })
        let start = try #require(lines[section...].firstIndex { $0.hasPrefix("    \(word.name) ") || $0 == "    \(word.name)" })
        let end = lines[(start + 1)...].firstIndex { !$0.hasPrefix("        ") } ?? lines.endIndex
        let messages = Self.messages((lines[..<start] + lines[end...]).joined(separator: "\n"))
        #expect(messages.count == (word.isOptional ? 0 : 1))
        for message in messages { #expect(message[0]?.hasSuffix(" ‘\(word.name)’") == true || word.name == "answer") }
    }

    private static let head = """
        dialect    t
        title      t
        document   009
        features   gprs smtp
        timings
            answer   5 s

        """

    /// What a manual does not have is no error, nor are words of a dialect's own.
    @Test(arguments: [
        "",
        // Nobody asks for `tcp-connect` here, nor for `dns-limit`.
        "timings\n    udp-connect   5 s\n    dns-limits   5 s\n",
        "forms\n    ping-ready   1\n        Ok_Info_Ping\n", "spellings\n    state-idel   \"\"\n",
        // Near to commands, of the standard or of a feature that is not there, or one of several.
        "commands\n    +CGACT   write\n    #FTPGETS   action\n    #SENDMAIL   action\n    #PINGS   action\n",
        "commands\n    #CONNECTIONSTOP   action\ntimings\n    disconnect   10 s\n    disconnects   5 s\n",
    ])
    func leavesADialectItsOwn(_ text: String) { #expect(Self.messages(Self.head + text) == []) }

    /// Which bearer a word belongs to is known by the features.
    @Test(arguments: [
        ("gsm", ["my-ip", "peer-ip"]), ("gprs", ["my-ip", "gateway-ip"]), ("gsm gprs", ["my-ip", "peer-ip", "gateway-ip"]),
        ("serial", ["my-ip", "gateway-ip"]),
    ])
    func asksForTheBearersWords(_ features: String, _ words: [String]) {
        let text = Self.head.split(separator: "gprs smtp").joined(separator: features) + "commands\n    #DISPLAYIP   action\n"
        #expect(Self.messages(text).map { $0[0] } == words.map { "‘#DISPLAYIP’ needs the spelling ‘\($0)’" })
    }

    @Test func aDisplayThatBeginsWithTheVersionNeedsIt() {
        let text = "parameters\n    A   port   default 0\ndisplays\n    #VALL   after the version\n        A\n"
        #expect(Self.messages(Self.head + text).map { $0[0] } == ["‘#VALL’ needs the spelling ‘version’"])
    }

    /// Nothing in the shipped dialect is left over, and it lacks nothing but what its manual does not have.
    @Test func theShippedDialectHasNoWordsOfItsOwn() throws {
        let dialect = try #require(try shippedMember("multitech-ip").dialect)
        #expect(Set(dialect.forms.map(\.name)) == Set(Word.ofForms.map(\.name)).subtracting(Word.ofOtherManuals))
        #expect(Set(dialect.spellings.keys) == Set(Word.ofSpellings.map(\.name)).subtracting(Word.ofOtherManuals))
        #expect(Set(dialect.roles.keys) == Set(Word.ofRoles.map(\.name)).subtracting(Word.ofOtherManuals))
        #expect(Set(dialect.timings.keys) == Set(Word.ofTimings.map(\.name)).subtracting(Word.ofOtherManuals))
        let conditions = Set(dialect.errors.flatMap(\.conditions))
        // A call that host and device answer at once has a code in 000 §3.1 alone.
        #expect(
            conditions
                == Set(Dialect.Condition.allCases.prefix { $0 != .unknownOption }).subtracting([.answeredAlready]).union([.noSIM])
        )
        #expect(Set(dialect.commands.map(\.name)).isSubset(of: Word.ofCommands.map(\.name)))
    }

    @Test(
        arguments: Word.ofForms + Word.ofSpellings + Word.ofLimits + Word.ofRoles + Word.ofTimings + Word.ofConditions
            + Word.ofPlaces
    )
    func isDocumented(_ word: Word) throws {
        #expect(try projectFile("Docs/Dialects.md").contains("| `\(word.name)` | \(word.purpose) |"))
    }

    @Test func everyCommandIsDocumented() throws {
        let page = try projectFile("Docs/Dialects.md")
        for word in Word.ofCommands { #expect(page.contains("`\(word.name)`"), "\(word.name)") }
    }
}
