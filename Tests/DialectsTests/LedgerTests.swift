import SourceText
import Testing

@testable import Dialects

/// A ledger of a small dialect, with what is wrong with both.
private func ledger(_ text: String, of requirements: String = small) throws -> (Ledger?, [Diagnostic]) {
    let files = [SourceFile(path: "a.dialect", bytes: Array((head + requirements).utf8))]
    let member = try #require(DialectLibrary(files).member(named: "tiny"))
    #expect(member.diagnostics.map(\.message) == [])
    return Ledger.load(SourceFile(path: "tiny.ledger", bytes: Array(text.utf8)), for: member)
}

private let head = """
    dialect    tiny
    title      A tiny dialect, for tests
    document   009
    features   gsm
    timings
        answer   5 s

    """

private let small = """
    parameters
        MODE     integer 0..1    default 0    009 §2
    requirements
        GET-1    mandatory    009 §1.1, row 2; §3
            It is got.
        LINE-1   mandatory    V.250 §5.2.1
            A line is one.
    """

private let whole = """
    # A comment
    ledger    tiny

    §1.1    Getting
        row 1     what a row is                no stimulus
        row 2     it is got                    GET-1
        row 2     by the host                  host's duty
        note 1    in another book              lost in the scan
        note 2    by others                    open: a bench that calls
    §2
        values    0 and 1, and nothing else    PARAM-MODE-VALUES PARAM-MODE-LIMITS
        default   0                            PARAM-MODE-DEFAULT
    §3
        row 1     it is got                    GET-1
        row 2     as above                     repeats §1.1, row 2
    unsaid
        lines     what a line is               LINE-1

    """

@Suite struct LedgerTests {
    @Test func readsStatements() throws {
        let (read, diagnostics) = try ledger(whole)
        #expect(diagnostics.map(\.message) == [])
        let ledger = try #require(read)
        #expect(ledger.clauses == ["§1.1", "§2", "§3", "unsaid"])
        #expect(ledger.statements.count == 10)
        #expect(ledger.statements[1].place == "row 2")
        #expect(ledger.statements[5].outcome == .requirements(["PARAM-MODE-VALUES", "PARAM-MODE-LIMITS"]))
        #expect(
            ledger.summary
                == "10 statements: 5 with requirements, 1 host's duty, 1 no stimulus, 1 repeats, 1 lost in the scan, 1 open"
        )
    }

    /// Each change of a sound ledger is told at its place, with what was meant.
    @Test(
        arguments: [
            (
                "GET-1\n    row 2     as above", "GET-2\n    row 2     as above", "tiny has no requirement ‘GET-2’",
                "did you mean ‘GET-1’?"
            ),
            ("no stimulus", "no stimulos", "‘no stimulos’ is neither an id nor a reason", "did you mean ‘no stimulus’?"),
            ("host's duty", "host's duty today", "nothing stands behind ‘host's duty’", "host's duty"),
            ("open: a bench that calls", "open", "‘open’ says nothing", "open: a bench that calls"),
            ("row 2             ", "row 2  ", "", ""),
            (
                "it is got                    GET-1\n    row 2     by", "it is got\n    row 2     by",
                "a statement has three columns: where it stands, what it says, and what became of it",
                "row 1   a file is announced   FTPGET-1"
            ),
            (
                "repeats §1.1, row 2", "repeats §1.2, row 2", "the ledger has no clause ‘§1.2, row 2’",
                "one of: §1.1, §2, §3, unsaid"
            ),
            (
                "repeats §1.1, row 2", "repeats §1.1, row 3", "‘§1.1, row 3’ is no statement",
                "name the place that says it first: repeats CLAUSE, PLACE"
            ),
            (
                "repeats §1.1, row 2", "repeats §3, row 2", "‘§3, row 2’ is a repetition itself",
                "name the place that says it first: repeats CLAUSE, PLACE"
            ),
            ("§3\n", "§2\n", "‘§2’ stands twice", "put its statements together"),
            (
                "§1.1    Getting", "2.1", "‘2.1’ is no clause of 009",
                "clauses are written as in the dialect, without the document: §2.1; ch. 2; App. B"
            ),
            (
                "unsaid\n", "§4\nunsaid\n", "‘§4’ says nothing",
                "a statement stands below it: row 1   a file is announced   FTPGET-1"
            ),
            ("note 2    by others", "note 1    in another book", "this statement stands twice", "keep one of the lines"),
            ("ledger    tiny", "ledger    tint", "this is no ledger of tiny", "ledger   tiny"),
        ] as [(String, String, String, String?)]
    ) func saysWhatIsWrong(old: String, new: String, message: String, fix: String?) throws {
        let text = whole.replacing(old, with: new)
        let found = try ledger(text).1.filter { $0.path == "tiny.ledger" }
        guard !message.isEmpty else { return #expect(found.map(\.message) == []) }
        #expect(text != whole)
        #expect(found.map(\.message).contains(message), "\(found.map(\.message))")
        #expect(found.first { $0.message == message }?.suggestion == fix)
    }

    /// What the ledger leaves out is told where the dialect says it.
    @Test(arguments: [
        (
            "PARAM-MODE-VALUES PARAM-MODE-LIMITS", "PARAM-MODE-VALUES", "the ledger has no statement for ‘PARAM-MODE-LIMITS’",
            "MODE"
        ),
        (
            "lines     what a line is               LINE-1", "lines   what a line is   no stimulus",
            "the ledger has no statement for ‘LINE-1’", "LINE-1"
        ),
        ("§3\n", "§4\n", "the ledger has no clause ‘§3’", "GET-1"),
        (
            "it is got                    GET-1\n    row 2     by", "it is got   no stimulus\n    row 2     by",
            "‘§1.1, row 2’ does not give ‘GET-1’ in the ledger", "GET-1"
        ),
        (
            "row 2     it is got                    GET-1\n    row 2     by the host                  host's duty\n", "",
            "§1.1 has no statement ‘row 2’ in the ledger", "GET-1"
        ),
    ]) func missesWhatTheDialectSays(old: String, new: String, message: String, name: String) throws {
        let text = whole.replacing(old, with: new)
        #expect(text != whole)
        let diagnostics = try ledger(text).1
        let found = try #require(diagnostics.first { $0.message == message }, "\(diagnostics.map(\.message))")
        #expect(found.path == "a.dialect")
        let source = SourceFile(path: "", bytes: Array((head + small).utf8))
        #expect(source.text(found.range).hasPrefix(name))
    }
}

/// The shipped ledgers, held to their dialects and to what another reader found in the manuals.
@Suite struct ShippedLedgerTests {
    private static let shipped = ["edsoft", "genpro-2xe", "multitech-f", "multitech-ip", "wipsoft"]

    private static func shippedLedger(_ name: String) throws -> Ledger {
        let path = "Fixtures/catalogue/\(name).ledger"
        let (ledger, diagnostics) = Ledger.load(
            SourceFile(path: path, bytes: Array(try projectFile(path).utf8)),
            for: try shippedMember(name)
        )
        #expect(diagnostics.map(\.message) == [])
        return try #require(ledger)
    }

    @Test(arguments: shipped) func agreesWithItsDialect(name: String) throws { _ = try Self.shippedLedger(name) }

    /// Fixtures/transcripts was read without the ledger.
    @Test(arguments: shipped) func hasEveryClauseOfTheManualsTables(name: String) throws {
        let document = try #require(try shippedMember(name).document)
        let ledger = try Self.shippedLedger(name)
        var chapter: String?
        for line in try projectFile("Fixtures/transcripts/\(document).tables").split(separator: "\n") where !line.hasPrefix("# ")
        {
            guard line.hasPrefix("    ") else {
                // 001 has no numbers: a parameter or a command is a heading of its chapter.
                chapter =
                    ["parameters", "commands"].contains(line.prefix { $0 != " " })
                    ? line.firstRange(of: "ch. ").map { String(line[$0.lowerBound...]) } : nil
                continue
            }
            let columns = line.split(separator: "  ").map { String($0.drop { $0 == " " }) }.filter { !$0.isEmpty }
            let last = columns[columns.count - 1]
            let clause = last.hasPrefix("§") ? last : chapter.map { "\($0) \(columns[0].hasPrefix("#") ? "" : "#")\(columns[0])" }
            for part in Clause.parts(clause ?? "") where part != "Contents" {
                #expect(ledger.clauses.contains { Clause.begins(part, with: $0) }, "\(part)")
            }
        }
    }

    /// Paragraphs of 000, 003 and 004 are numbered: between two there is none that the ledger lacks.
    @Test(arguments: [("edsoft", 4), ("genpro-2xe", 9), ("wipsoft", 2)]) func numbersHaveNoGaps(name: String, last: Int) throws {
        let numbers = Set(
            try Self.shippedLedger(name).clauses.filter { $0.hasPrefix("§") && !$0.contains(" ") }.map { clause in
                clause.dropFirst().split(separator: ".").compactMap { Int($0) }
            }
        )
        for number in numbers {
            var before = number
            before[before.count - 1] -= 1
            #expect(before[before.count - 1] == 0 || numbers.contains(before), "§\(before)")
            #expect(number.count == 1 || numbers.contains(Array(number.dropLast())), "§\(number.dropLast())")
        }
        #expect(numbers.map { $0[0] }.max() == last)
    }
}
