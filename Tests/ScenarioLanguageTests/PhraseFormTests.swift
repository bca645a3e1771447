import BenchFacts
import FoundationEssentials
import SourceText
import Testing
import World

@testable import ScenarioLanguage

/// What a form states, it reads, it writes, and the page of the language shows.
@Suite struct PhraseFormTests {
    private static let a = PeerLabel(index: 0)
    private static let text = Template(parts: [.text(Array("a \"b\" {c} ".utf8)), .value("ip")])
    private static let bytes = Payload(parts: [
        .literal([0, 255]), .value("ip"), .random(count: 3, seed: 7), .escaped(.dle, [.literal([3])]),
        .escaped(.dots, [.value("ip")]),
    ])

    private static let actions: [BenchAction<Written>] = [
        .device(.powerCycle), .peer(a, .connects(port: Template("2323"), .accepted)),
        .peer(a, .connects(port: Template(parts: [.value("ip")]), .refused)),
        .peer(PeerLabel(index: 3), .connects(port: Template("1"), .turnedAway)),
        .peer(a, .connects(port: Template("1"), .any)), .peer(a, .sends(bytes)), .peer(a, .closes),
        .peer(a, .sendsDatagram(bytes, from: nil, to: nil)), .peer(a, .sendsDatagram(bytes, from: 5000, to: nil)),
        .peer(a, .sendsDatagram(bytes, from: nil, to: Template("2000"))),
        .peer(a, .sendsDatagram(bytes, from: 5000, to: Template(parts: [.value("ip")]))), .peer(a, .pings),
        .peer(a, .resets), .peer(a, .stalls), .peer(a, .resumes), .server(.ftp, .closesData), .server(.ftp, .resetsData),
    ]
    private static let moves = ServerKind.allCases.flatMap { (kind: ServerKind) -> [BenchAction<Written>] in
        [.server(kind, .goesOn), .server(kind, .closes), .server(kind, .resets), .server(kind, .says(text))]
    }
    private static let observations: [BenchObservation<Written>] = [
        .dns(.asked(nil, name: text)), .dns(.asked(.primary, name: text)), .dns(.notAsked(.secondary, name: text)),
        .server(.smtp, .heard([text])), .server(.pop3, .heard([text, Template("QUIT")])), .server(.ftp, .notHeard(text)),
        .server(.smtp, .isTransferring), .server(.pop3, .isTransferring), .server(.ftp, .isTransferring),
        .smtp(.noHeader(field: "Cc")), .smtp(.wellFormedHeader), .server(.smtp, .linesEndRight), .server(.pop3, .linesEndRight),
        .server(.ftp, .linesEndRight), .server(.smtp, .hasNoClient), .server(.pop3, .hasNoClient),
        .server(.ftp, .hasNoClient),
        .sntp(.asked(times: 2)), .sntp(.questionsAreRight),
        .gsm(.callActive(true)),
        .gsm(.callActive(false)), .gsm(.farEndHeard(bytes)),
        .smtp(.messageCount(2)), .smtp(.body(bytes)), .smtp(.header(field: "Subject", holds: text)),
        .smtp(.envelope(sender: text, recipients: [text, text])), .smtp(.authenticated(mechanism: "LOGIN")),
        .pop3(.count(0)), .pop3(.count(2)), .pop3(.unchanged), .ftp(.file(path: text, bytes)), .ftp(.noFile(path: text)),
        .gsm(.dialled(number: text, times: 3)), .gprs(.contextActive(true)), .gprs(.contextActive(false)),
        .gprs(.gave(address: text)), .peer(a, .connected),
        .peer(a, .received(bytes)), .peer(a, .receivedNothing), .peer(a, .sawClose), .peer(a, .sawReset),
        .peer(a, .receivedDatagram(bytes)), .peer(a, .receivedNoDatagram), .peer(a, .pinged(times: 4)), .peer(a, .sawEcho),
    ]
    private static let ofLine: [Phrase] = [
        .drive(.dtr, on: true), .drive(.rts, on: false), .sendBreak(.seconds(1)), .lineShows(.dcd, on: true),
        .lineShows(.ri, on: false), .setRate(9_600), .setRate(nil),
    ]

    /// Phrases with the parties that they are about.
    private static let phrases: [(party: BenchParty, phrase: Phrase)] =
        BenchPhraseTests.facts.map { ($0.party, .fact($0)) } + (actions + moves).map { ($0.party, .act($0)) }
        + observations.map { ($0.party, .check($0)) } + ofLine.map { (.line, $0) }

    @Test(arguments: phrases.indices)
    func whatIsWrittenIsReadAgain(index: Int) throws {
        let (party, phrase) = Self.phrases[index]
        let text = "\(party.text) \(PhraseTable.about(party).text(of: phrase))"
        let bytes = Array(text.utf8)
        let line = try Lexer(bytes: bytes).tokens(in: SourceRange(start: 0, end: bytes.count))
        let evaluator = Evaluator(context: .empty)
        evaluator.captured = ["ip"]
        var reader = PhraseReader(cursor: TokenCursor(line), evaluator: evaluator)
        #expect(try reader.phrases(about: nil).map(\.phrase) == [phrase], "\(text)")
    }

    private static let parties: [BenchParty] =
        [.dns, .sntp, .gsm, .gprs, .line, .link, .device] + ServerKind.allCases.map { .server($0) }
        + PeerLabel.all.map { .peer($0) }

    private static let patterns: [String] = Set(parties.flatMap { PhraseTable.about($0).forms.map(\.pattern) }).sorted()

    /// Otherwise the test above says nothing of a form.
    @Test(arguments: patterns)
    func everyFormIsTried(pattern: String) {
        let isTried = Self.phrases.contains { party, phrase in
            PhraseTable.about(party).forms.contains { $0.pattern == pattern && $0.text(phrase) != nil }
        }
        #expect(isTried)
    }

    /// The lines of the section about the network.
    private static let page: [Set<Substring>] = {
        let root = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(separator: "/")
        let text = FileManager.default.contents(atPath: "\(root)/Docs/ScenarioLanguage.md").map {
            String(decoding: $0, as: UTF8.self)
        }
        let lines = (text ?? "").split(separator: "\n", omittingEmptySubsequences: false)
        let section = lines.drop { $0 != "## The network around the device" }.prefix { $0 != "## Messages" }
        return section.filter { $0.hasPrefix("    ") }.map { Set($0.split { " ;:·,[]|".contains($0) }) }
    }()

    @Test(arguments: patterns)
    func everyFormIsOnThePage(pattern: String) {
        let words = pattern.split(separator: " ").filter { $0 != "_" }
        #expect(Self.page.contains { words.allSatisfy($0.contains) })
    }
}

extension PhraseForm {
    fileprivate var pattern: String {
        pieces.map { piece in
            switch piece {
            case .word(let word): word
            case .place: "_"
            }
        }.joined(separator: " ")
    }
}
