import Dialects
import SourceText
import Testing

private func parameter(_ kind: String, _ value: String = "no default") throws -> Dialect.Parameter {
    let text = """
        dialect    t
        title      t
        document   009
        features   gsm
        timings
            answer   5 s
        parameters
            P   \(kind)   \(value)

        """
    let (dialect, diagnostics) = Dialect.load(SourceFile(path: "t", bytes: Array(text.utf8)))
    #expect(diagnostics == [])
    return try #require(dialect?.parameters.first)
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
        ("phone 20 or *", ["*", "0", "0123456789", "998877665544332"], ["12a4"]),
        ("entered 120", [], []),
    ])
    func knowsItsBounds(_ kind: String, _ legal: [String], _ illegal: [String]) throws {
        let parameter = try parameter(kind)
        #expect(parameter.legalBounds == legal)
        #expect(parameter.illegalBounds == illegal)
        for value in legal { #expect(parameter.allows(value), "\(value)") }
        for value in illegal { #expect(!parameter.allows(value), "\(value)") }
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
