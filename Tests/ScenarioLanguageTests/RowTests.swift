import BenchFacts
import Dialects
import ScenarioLanguage
import SourceText
import Testing
import Verdicts

@Suite struct RowTests {
    private func names(_ head: String, name: String = "s-{n}", body: String = "> AT{n}\n< OK") -> [String] {
        plans("scenario \(name)\n    verifies  R-1\n\(indented(head))\n\(indented(body))\n    silence for 1s\n").map {
            "\($0.name): \(describe($0.steps[0])[0])"
        }
    }

    @Test func columnsAreFilledInEverywhere() throws {
        let text = """
            scenario s-{why}
                title     "ends with {code} when {why}"
                verifies  {requirement}
                needs     {feature}, stimulus {why}
                tags      {why}

                for each  why     code     requirement    feature    payload
                          busy    38027    R-1            gsm        text "a" DLE
                          late    38028    R-2            gprs       "plain text"

                > AT{code}
                >> {payload}
                within {code}ms < #CME ERROR: {code}
                repeat {code} times
                    < {payload}
            """
        let all = plans(text)
        #expect(all.map(\.name) == ["s-busy", "s-late"])
        #expect(all.map(\.title) == ["ends with 38027 when busy", "ends with 38028 when late"])
        #expect(all.map(\.requirements) == [["R-1"], ["R-2"]])
        #expect(all.map(\.needs) == [[.feature("gsm"), .stimulus("busy")], [.feature("gprs"), .stimulus("late")]])
        #expect(all.map(\.tags) == [["busy"], ["late"]])
        #expect(
            all[0].steps.flatMap { describe($0) } == [
                "> AT38027", ">> a<10>", "within 38027ms < #CME ERROR: 38027 [error]", "repeat 38027",
                "    < text \"a\" DLE [information]",
            ]
        )
        #expect(all[1].steps.flatMap { describe($0) }.dropFirst().first == ">> plain text")
    }

    @Test func valuesAndRanges() {
        #expect(
            names("for each  n in 0..2 7 \"a b\"") == ["s-0: > AT0", "s-1: > AT1", "s-2: > AT2", "s-7: > AT7", "s-a-b: > ATa b"]
        )
    }

    @Test func severalSourcesMultiplyAndTheLastChangesFastest() {
        #expect(
            names("for each  n in 1 2\nfor each  m in x y", name: "s-{n}-{m}") == [
                "s-1-x: > AT1", "s-1-y: > AT1", "s-2-x: > AT2", "s-2-y: > AT2",
            ]
        )
    }

    @Test func theDialectsTables() {
        #expect(
            names("for each  parameter {n} of the dialect", body: "> {n}={default}")
                == ["s-MODE: > MODE=5", "s-SERV: > SERV=", "s-TYPE: > TYPE=I"]
                .map { $0 }
        )
        #expect(names("for each  parameter {n} of the dialect in group VONE") == ["s-TYPE: > ATTYPE", "s-MODE: > ATMODE"])
        #expect(names("for each  parameter {n} of the dialect with a default") == ["s-MODE: > ATMODE", "s-TYPE: > ATTYPE"])
        #expect(names("for each  error {n} of the dialect") == ["s-37964: > AT37964", "s-38027: > AT38027"])
        let legal = names(
            "for each  legal value {v} of parameter {n} of the dialect",
            name: "s-{n}-{v}",
            body: "> {n} {v} {displayed}"
        )
        #expect(legal.prefix(3) == ["s-MODE-0: > MODE 0 0", "s-MODE-5: > MODE 5 5", "s-MODE-14: > MODE 14 14"])
        #expect(legal.last == "s-TYPE-I: > TYPE I \"I\"")
        #expect(
            names("for each  illegal value {v} of parameter {n} of the dialect", name: "s-{n}-{v}", body: "> {v}").prefix(2) == [
                "s-MODE-1: > 1", "s-MODE-4: > 4",
            ]
        )
    }

    private static let positional = """
        dialect    t
        title      t
        document   009
        features   sockets
        results
            0   OK   009 ch. 1
        protocols   009 ch. 2
            udp          1   8 at once
            tcp-client   2   2 at once
        bearers   009 ch. 2
            gsm    5
            gprs   6
        options   009 ch. 4
            stack-ttl             stack 0     integer 0..255      default 64
            bearer-user           bearer 0    text 3              of gsm gprs
            bearer-own-address    bearer 15   address             read only
            socket-ttl            socket 8    integer 1..9        default 3    of udp tcp-client
        successors   009 ch. 7
            #MODE         none
            #SERV         later
            #GETMAIL      later
        timings   009 ch. 8
            answer   5 s

        """

    /// The rows of a source against that dialect, beside the tiny one.
    private static func positionalRows(_ source: String, body: String) throws -> [String] {
        let (dialect, diagnostics) = Dialect.load(SourceFile(path: "t.dialect", bytes: Array(positional.utf8)))
        try #require(diagnostics.map(\.message) == [])
        let compiler = Compiler(
            dialect: try #require(dialect),
            among: [Tiny.dialect],
            profile: .documentation,
            payloads: Tiny.payloads
        )
        let name = source.contains("{v}") ? "s-{n}{of}-{v}" : source.contains("option") ? "s-{n}{of}" : "s-{n}"
        let text = "scenario \(name)\n    verifies  OPTION-STACK-TTL-SHOWN\n    for each  \(source)\n    > \(body)\n    < OK\n"
        let compilation = compiler.compile(
            ScenarioFile.parse(SourceFile(path: "a.scenario", bytes: Array(text.utf8))).0,
            shared: []
        )
        #expect(compilation.diagnostics.filter { $0.severity == .error }.map(\.message) == [])
        return compilation.scenarios.flatMap { Array($0) }.map { describe($0.steps[0])[0] }
    }

    /// An option has a row for each of those that have it.
    @Test(
        arguments: [
            (
                "option {n} of the dialect", "{n}{of} {owner} {number} {requirement} {default}",
                [
                    "stack-ttl  0 OPTION-STACK-TTL 64", "bearer-user-of-gsm 5 0 OPTION-BEARER-USER ",
                    "bearer-own-address-of-gsm 5 15 OPTION-BEARER-OWN-ADDRESS ", "bearer-user-of-gprs 6 0 OPTION-BEARER-USER ",
                    "bearer-own-address-of-gprs 6 15 OPTION-BEARER-OWN-ADDRESS ", "socket-ttl-of-udp 1 8 OPTION-SOCKET-TTL 3",
                    "socket-ttl-of-tcp-client 2 8 OPTION-SOCKET-TTL 3",
                ]
            ),
            (
                "option {n} of the dialect in group stack, udp with a default", "{n}{of} {kind}",
                ["stack-ttl integer", "socket-ttl-of-udp integer"]
            ),
            ("legal value {v} of option {n} of the dialect in group gprs", "{v} {written}", ["a \"a\"", "abc \"abc\""]),
            (
                "illegal value {v} of option {n} of the dialect in group tcp-client", "{v} {ordinary} {default}",
                ["0 1 3", "10 1 3"]
            ),
            ("ordinary value {v} of option {n} of the dialect in group stack", "{v}", ["1"]),
        ]
    )
    func optionsOfTheDialect(source: String, body: String, rows: [String]) throws {
        #expect(try Self.positionalRows(source, body: "AT\(body)") == rows.map { "> AT\($0)" })
    }

    /// As the older manual has them sent: a parameter with a value, a command as it is.
    @Test(
        arguments: [
            ("", ["#MODE=14", "#SERV=\"192.0.2.1\"", "#GETMAIL"]), (" that is gone", ["#MODE=14"]), (" that is replaced", []),
            (" that comes later", ["#SERV=\"192.0.2.1\"", "#GETMAIL"]),
        ]
    )
    func oldCommandsOfTheDialect(state: String, lines: [String]) throws {
        let rows = try Self.positionalRows("old command {n} of the dialect\(state)", body: "AT{line}")
        #expect(rows == lines.map { "> AT\($0)" })
    }

    @Test(
        arguments: [
            ("option {n} of the dialect in group gpsr", "nothing of dialect t that has options is called `gpsr`"),
            ("old command {n} of the dialect that was", "expected what became of them"),
        ]
    )
    func whatIsNoGroupIsSaid(source: String, message: String) throws {
        let (dialect, _) = Dialect.load(SourceFile(path: "t.dialect", bytes: Array(Self.positional.utf8)))
        let text = "scenario s-{n}\n    verifies  OPTION-STACK-TTL-SHOWN\n    for each  \(source)\n    > AT{n}\n    < OK\n"
        let (file, problems) = ScenarioFile.parse(SourceFile(path: "a.scenario", bytes: Array(text.utf8)))
        let compiler = Compiler(dialect: try #require(dialect), profile: .documentation, payloads: Tiny.payloads)
        let messages = (problems + compiler.compile(file, shared: []).diagnostics).map(\.message)
        #expect(messages.contains(message), "\(messages)")
    }

    /// A parameter of a socket is there once for each of them.
    @Test func rowsOfSockets() throws {
        var dialect = Tiny.dialect
        dialect.parameters[0].sockets = 1...2
        let text = """
            scenario s-{n}{of}-{v}
                verifies  R-1
                for each  legal value {v} of parameter {n} of the dialect
                > AT#{n}={socket}{displayed}
                < OK
                > AT#{n}{read}
                < #{n}: {socket}{displayed}

            """
        let compiler = Compiler(dialect: dialect, profile: .documentation, defects: [], payloads: Tiny.payloads)
        let compilation = compiler.compile(ScenarioFile.parse(source(text)).0, shared: [])
        #expect(compilation.diagnostics.map(\.message) == [])
        let plans = compilation.scenarios.flatMap { Array($0) }
        #expect(
            plans.map(\.name).prefix(7) == [
                "s-MODE-of-socket-1-0", "s-MODE-of-socket-1-5", "s-MODE-of-socket-1-14", "s-MODE-of-socket-2-0",
                "s-MODE-of-socket-2-5", "s-MODE-of-socket-2-14", "s-SERV-0.0.0.0",
            ]
        )
        #expect(
            plans[3].steps.flatMap { describe($0) } == [
                "> AT#MODE=2,0", "< OK [result 0]", "> AT#MODE=2", "< #MODE: 2,0 [parameter]",
            ]
        )
        #expect(plans[6].steps.flatMap { describe($0) }[0...2] == ["> AT#SERV=\"0.0.0.0\"", "< OK [result 0]", "> AT#SERV?"])
    }

    @Test func everyBoundaryIsAnInstance() {
        let all = plans(
            """
            scenario s-{p}
                verifies  R-1

                for each  p
                          "abc"
                          text "a" ETX
                          "x"
                          "yz"

                >> dle {p} cut at every boundary
                < OK
            """
        )
        #expect(
            all.map(\.name) == ["s-abc-cut-1", "s-abc-cut-2", "s-text-a-ETX-cut-1", "s-text-a-ETX-cut-2", "s-x", "s-yz-cut-1"]
        )
        #expect(
            all.map { describe($0.steps[0])[0] } == [
                ">> dle(abc) at([1])", ">> dle(abc) at([2])", ">> dle(a<03>) at([1])", ">> dle(a<03>) at([2])", ">> dle(x)",
                ">> dle(yz) at([1])",
            ]
        )
    }

    @Test func twoCutsMultiply() {
        let all = plans(
            "scenario s\n    verifies  R-1\n    >> \"abc\" cut at every boundary\n    >> \"abcd\" cut at every boundary\n    < OK\n"
        )
        #expect(all.count == 6)
        #expect(Set(all.map { $0.steps.prefix(2).flatMap { describe($0) } }).count == 6)
        #expect(all.map(\.name) == ["s-cut-1-1", "s-cut-2-1", "s-cut-1-2", "s-cut-2-2", "s-cut-1-3", "s-cut-2-3"])
    }

    @Test func longPayloadsAreCutAtRandomInOneInstance() {
        let all = plans("scenario s\n    verifies  R-1\n    >> random 64 KiB seed 7 cut at every boundary\n    < OK\n")
        #expect(all.map { describe($0.steps[0])[0] } == [">> random(65536, 7) random(seed: 1)"])
        #expect(plans("scenario s\n    verifies  R-1\n    >> repeat 1024 \"x\" cut at every boundary\n    < OK\n").count == 1023)
        #expect(plans("scenario s\n    verifies  R-1\n    >> dle (repeat 600 ETX) cut at every boundary\n    < OK\n").count == 1)
    }

    @Test func tenThousandInstancesAreMadeOneByOne() throws {
        let compilation = compile(
            "scenario s-{a}-{b}\n    verifies  R-1\n    for each  a in 1..100\n    for each  b in 1..100\n    > AT{a}\n    < {b}\n    < OK\n"
        )
        let scenario = try #require(compilation.scenarios.first)
        #expect(scenario.count == 10_000)
        #expect(scenario[9_998].name == "s-100-99")
        #expect(scenario.name(at: 101) == "s-2-2")
        #expect(Set((0..<10_000).map { scenario.name(at: $0) }).count == 10_000)
    }

    @Test func singleColumnsTakeTheWholeLine() {
        #expect(
            names("for each  n\n          a  b   c\n          \"q  r\"    # a comment") == [
                "s-a--b---c: > ATa  b   c", "s-q--r: > ATq  r",
            ]
        )
    }

    @Test func listingsShowWhatIsWritten() throws {
        let compilation = compile(
            """
            scenario s-{n}
                title     "number {n}"
                dialects  all with ftp
                verifies  R-{n} R-3
                needs     gprs
                tags      slow
                defect    drops-dle
                must      fail device R-1 at "< OK"

                for each  n in 1 2

                < OK
            """
        )
        #expect(compilation.diagnostics.isEmpty)
        let listing = try #require(compilation.scenarios.first?.listing)
        #expect(listing.name == "s-{n}")
        #expect(listing.title == "number {n}")
        #expect(listing.dialects == "all with ftp")
        #expect(listing.requirements == ["R-1", "R-3", "R-2"])
        #expect(listing.needs == [.feature("gprs"), .virtualModem])
        #expect(listing.tags == ["slow"])
        #expect(listing.instances == 2)
        let plan = try #require(compilation.scenarios.first?[0])
        #expect(plan.outcome == .mustEnd(verdict: .fail, domain: .device, requirement: "R-1", line: "< OK"))
        #expect(plan.defects == ["drops-dle"])
    }

    @Test(arguments: [
        ("all", 1), ("tiny", 1), ("other tiny", 1), ("other", 0), ("all with ftp", 1), ("all with ftp tcp", 1),
        ("all with udp", 0),
        ("all with ftp, udp", 0),
    ])
    func dialectsSelect(dialects: String, count: Int) {
        #expect(plans("scenario s\n    dialects  \(dialects)\n    verifies  R-1\n    < OK\n").count == count)
    }

    @Test(arguments: [
        ("expected failure \"https://x/1\"", ExpectedOutcome.knownFailure(issue: "https://x/1")),
        ("must inconclusive", .mustEnd(verdict: .inconclusive, domain: nil, requirement: nil, line: nil)),
        ("must error suite", .mustEnd(verdict: .error, domain: .suite, requirement: nil, line: nil)),
        ("must fail R-2", .mustEnd(verdict: .fail, domain: nil, requirement: "R-2", line: nil)),
        ("must fail at \"check \"\"a\"\"\"", .mustEnd(verdict: .fail, domain: nil, requirement: nil, line: "check \"a\"")),
    ])
    func outcomes(line: String, expected: ExpectedOutcome) {
        #expect(plans("scenario s\n    verifies  R-1\n    \(line)\n    < OK\n").map(\.outcome) == [expected])
    }
}
