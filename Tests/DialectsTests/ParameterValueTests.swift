import Dialects
import SourceText
import Testing

private struct Problem: Error, Equatable {
    var message: String
    init(_ message: String) { self.message = message }
}

private func load(_ parameters: String) throws -> Dialect {
    let text = """
        dialect    t
        title      t
        document   009
        features   gsm
        timings
            answer   5 s
        parameters
            \(parameters)

        """
    let (dialect, diagnostics) = Dialect.load(SourceFile(path: "t", bytes: Array(text.utf8)))
    if let first = diagnostics.first { throw Problem(first.message) }
    return try #require(dialect)
}

private func parameter(_ kind: String, _ value: String = "no default") throws -> Dialect.Parameter {
    try #require(load("P   \(kind)   \(value)").parameters.first)
}

@Suite struct ParameterValueTests {
    @Test(arguments: [
        ("integer 0 5..14", ["0", "5", "14"], ["1", "4", "15"]),
        ("integer 5..14 perhaps 0 4", ["5", "14"], ["15"]),
        ("integer 2..255", ["2", "255"], ["1", "256"]),
        ("integer 0..32760 multiples of 20", ["0", "20", "32760"], ["10", "32761", "32780"]),
        ("integer 100..200 multiples of 20 perhaps 10", ["100", "120", "200"], ["99", "110", "201", "220"]),
        ("integer 5..50 multiples of 20", ["20", "40"], ["4", "15", "51", "70"]),
        ("integer 0..10 multiples of 20", ["0"], ["10", "11", "30"]),
        ("integer -50..50 multiples of 20", ["-40", "-20", "40"], ["-51", "51", "70"]),
        ("integer -11..12", ["-11", "12"], ["-12", "13"]), ("integer -1", ["-1"], ["-2", "0"]),
        ("port", ["0", "1", "65535"], ["65536", "99999"]),
        ("word A I", ["A", "I"], ["AIX"]),
        ("address", ["0.0.0.0", "1.2.3.4", "255.255.255.255"], ["256.0.0.1", "1.2.3", "1.2.3.4.5", "a.b.c.d"]),
        ("phone 20 or *", ["*", "0", "0123456789", "96307418529630741852"], ["12a4", "963074185296307418529"]),
        ("phone", ["0", "0123456789", "963074185296307"], ["12a4"]),
        ("phone or *", ["*", "0", "0123456789", "963074185296307"], ["12a4"]),
        ("entered 120", [], []),
        ("pair -11..12 and optionally 0..59", ["-11,0", "12,0", "-11,59"], ["-12,0", "13,0", "-11,60"]),
        ("pair 1..2 5 and 0..1", ["1,0", "2,0", "5,0", "1,1"], ["0,0", "3,0", "4,0", "6,0", "1,2"]),
    ])
    func knowsItsBounds(_ kind: String, _ legal: [String], _ illegal: [String]) throws {
        let parameter = try parameter(kind)
        #expect(parameter.legalBounds == legal)
        #expect(parameter.illegalBounds == illegal)
        for value in legal { #expect(parameter.allows(value), "\(value)") }
        for value in illegal { #expect(!parameter.allows(value), "\(value)") }
    }

    @Test(arguments: [
        ("pair -11..12 and optionally 0..59", "9,30", "9,30", "\"9\",30"),
        ("pair -11..12 and optionally 0..59", "9,30   shown quoted", "\"9\",30", "\"9\",30"),
        ("pair -11..12 and optionally 0..59", "9,30   shown bare", "9,30", "9,30"),
        ("word A I", "I", "\"I\"", "I"), ("word A I", "I   shown bare", "I", "I"), ("port", "21", "21", "21"),
        ("port", "21   shown quoted", "\"21\"", "\"21\""),
    ])
    func hasAnotherFormWhereNobodySaysWhich(_ kind: String, _ value: String, _ shown: String, _ other: String) throws {
        let parameter = try parameter(kind, "default \(value)")
        let value = try #require(parameter.defaultValue)
        #expect(parameter.displayed(value) == shown)
        #expect(parameter.otherwiseDisplayed(value) == other)
    }

    @Test func isShownOtherwiseInOnePlace() throws {
        let parameter = try parameter("word A I", "default I   shown bare with \" = \" in displays, quoted when read")
        #expect(parameter.displayed("I", .displays) == "I" && parameter.displayed("I") == "\"I\"")
        #expect(parameter.separator(.displays) == " = " && parameter.separator(.reads) == nil)
        let everywhere = try self.parameterShown("with \"=\"")
        #expect(everywhere.separator(.displays) == "=" && everywhere.separator(.reads) == "=" && everywhere.isShownQuoted == nil)
        for wrong in ["nowhere", "bare in places", "with", "in displays", "bare with", "bare quoted"] {
            #expect(throws: Problem("‘shown \(wrong)’ says nothing of how it is shown")) { try parameterShown(wrong) }
        }
    }

    private func parameterShown(_ manner: String) throws -> Dialect.Parameter {
        try parameter("word A I", "default I   shown \(manner)")
    }

    @Test func displaysSayWhatStandsBeforeAndBetweenTheirBlocks() throws {
        let text =
            "P   port   default 1\ndisplays\n    #V   with \" = \"   after \"#VERSION: 1\"   in any order   parted by CR LF CR LF\n        P"
        let display = try #require(load(text).displays.first)
        #expect(display.separator == " = " && display.heading == "#VERSION: 1" && !display.startsWithVersion)
        #expect(display.isInAnyOrder && display.partings == 2)
        for wrong in ["in order", "parted by LF", "parted by CR LF CR", "parted by", "after", "with =", "after the date"] {
            #expect(throws: Problem("‘\(wrong)’ says nothing of a display")) {
                try load("P   port   default 1\ndisplays\n    #V   \(wrong)\n        P")
            }
        }
    }

    @Test(arguments: [
        ("pair 1..2", "a pair needs the legal values of both"), ("pair 1..2 and", "an integer needs its legal values"),
        ("pair and optionally 1..2", "an integer needs its legal values"),
    ])
    func saysWhatAPairLacks(_ kind: String, _ message: String) throws {
        #expect(throws: Problem(message)) { try load("P   \(kind)   no default") }
    }

    @Test func aListSaysHowManyItHoldsAndHowTheyAreEntered() throws {
        let parameter = try parameter("1..10 of text 120", "no default   entered by #PADD")
        #expect(parameter.list?.count == 1...10 && parameter.list?.command == "#PADD")
        #expect(parameter.kind == .text(limit: 120))
        #expect(parameter.allows("a"))
    }

    @Test(arguments: [
        ("1..10 of text 120   no default", "the list ‘P’ does not say how it is entered"),
        ("1..10 of text 120   no default   entered by PADD", "the list ‘P’ does not say how it is entered"),
        ("1..10 of port   no default   entered by #PADD", "a list is one of texts, and of no socket"),
        ("text 120   no default   entered by #PADD", "‘P’ is no list"),
        ("10..1 of text 120   no default   entered by #PADD", "‘10..1 of text 120’ is no kind of parameter"),
    ])
    func saysWhatAListLacks(_ text: String, _ message: String) throws {
        #expect(throws: Problem(message)) { try load("P   \(text)") }
    }

    @Test func namesBeginWithPlusWhereTheirCommandsDo() throws {
        let dialect = try load("+WAIT   integer 10..300   default 30")
        let parameter = try #require(dialect.parameters.first)
        #expect(parameter.name == "+WAIT" && parameter.command == "+WAIT" && parameter.mnemonic == "WAIT")
        #expect(Set(dialect.requirements.map(\.id)) == ["PARAM-WAIT-DEFAULT", "PARAM-WAIT-VALUES", "PARAM-WAIT-LIMITS"])
        #expect(throws: Problem("‘+P’ is told from ‘P’ by its sign alone")) {
            try load("P   port   default 1\n    +P   port   default 1")
        }
    }

    @Test(arguments: ["text 64", "server 120"])
    func limitsTexts(_ kind: String) throws {
        let parameter = try parameter(kind)
        let limit = try #require(Int(kind.split(separator: " ")[1]))
        #expect(parameter.legalBounds.map(\.utf8.count).max() == limit)
        #expect(parameter.illegalBounds.map(\.utf8.count) == [limit + 1])
        #expect(parameter.legalBounds.allSatisfy(parameter.allows))
        #expect(!parameter.illegalBounds.contains(where: parameter.allows))
    }

    @Test(arguments: ["", "-1", "+1", " 1", "1 ", "1.0", "9999999999999999999999", "١"])
    func refusesWhatIsNoNumber(_ text: String) throws {
        #expect(try !parameter("integer 0..9").allows(text))
        #expect(try !parameter("port").allows(text))
    }

    @Test func quotesAsTheManualShowsIt() throws {
        #expect(try parameter("port", "default 21   shown quoted").displayedDefault == "\"21\"")
        #expect(try parameter("word A I", "default I   shown bare").displayedDefault == "I")
        #expect(try parameter("text 9", "no default   shown bare").displayedDefault == "")
    }

    @Test func quotesTextsOnly() throws {
        #expect(try parameter("integer 0..9", "default 3").displayedDefault == "3")
        #expect(try parameter("port", "default 21").displayedDefault == "21")
        #expect(try parameter("word A I", "default I").displayedDefault == "\"I\"")
        #expect(try parameter("address", "default 0.0.0.0").displayedDefault == "\"0.0.0.0\"")
        #expect(try parameter("text 64").displayedDefault == "\"\"")
    }
}
