import Testing

@testable import Events

@Suite struct JournalDecoderTests {
    private static let start = #"{"event":"run-started","journal":1,"attest":"0.1.0","seed":"7","device":"virtual"}"# + "\n"

    private func decode(_ text: String) throws(JournalError) -> (events: [Event], ending: JournalDecoder.Ending) {
        try JournalDecoder.events(of: Array((Self.start + text).utf8))
    }

    @Test func unknownFieldsAndEventsAndBlankLinesArePassedOver() throws {
        let (events, ending) = try decode(
            """
            {"event":"heartbeat","deep":[[{"x":[null,true,false,-1.5e+3,"\\u00e9\\/"]}]]}

            { "time" : 5 , "new": {"a":{}} , "bytes":"é\\u00E9\\b\\f", "event":"device-sent", "line":null }\r

            """
        )
        #expect(events.dropFirst() == [.deviceSent([0xE9, 0xE9, 8, 12], time: 5)])
        #expect(ending == .complete)
    }

    @Test func surrogatePairsAreOneCharacter() throws {
        let (events, _) = try decode(#"{"event":"note","line":1,"time":0,"text":"\ud83d\ude00\uFFFD"}"# + "\n")
        #expect(events.last == .note(text: "😀\u{FFFD}", line: 1, time: 0))
    }

    /// Wherever a killed run stops writing, the lines before it count.
    @Test func aTruncatedLastLineIsLeftOut() throws {
        let line = #"{"event":"host-sent","line":12,"time":50,"bytes":"é\r\u0041","x":[true,{}]}"#
        let utf8 = Array(line.utf8)
        for end in 1..<utf8.count {
            let (events, ending) = try JournalDecoder.events(of: Array(Self.start.utf8) + utf8[..<end])
            #expect(events.count == 1 && ending == .truncated, "cut at \(end)")
        }
        let (events, ending) = try decode(line)
        #expect(events.last == .hostSent([0xE9, 0x0D, 0x41], line: 12, time: 50))
        #expect(ending == .complete)
    }

    @Test func aTruncatedLineInTheMiddleIsAnError() {
        #expect(throws: JournalError(line: 2, column: 8, problem: "the string has no end")) {
            _ = try decode("{\"event\n{\"event\":\"note\",\"line\":1,\"time\":0,\"text\":\"\"}\n")
        }
    }

    @Test(arguments: [
        (#"{"event":"note"}"#, 1, "the field “text” is missing"),
        (#"{"event":"matched","line":1.0,"count":1,"time":1}"#, 27, "“line” is to be a whole number in range"),
        (#"{"event":"matched","line":9223372036854775808,"count":1,"time":1}"#, 27, "“line” is to be a whole number in range"),
        (#"{"event":"device-sent","time":1,"bytes":"a\u0100"}"#, 43, #"a byte is expected: \u0000 to \u00FF"#),
        (#"{"event":"device-sent","time":1,"bytes":"aĀ"}"#, 43, "a byte is expected: a character up to U+00FF"),
        (#"{"event":"device-sent","time":1,"bytes":[1]}"#, 41, "“bytes” is to be bytes in quotes"),
        (#"{"event":"note","line":1,"time":0,"text":"\ud83d"}"#, 43, "half of a surrogate pair stands alone"),
        (#"{"event":"note","line":1,"time":0,"text":"\ud83d\u0041"}"#, 43, "half of a surrogate pair stands alone"),
        (#"{"event":"note","line":1,"time":0,"text":"\x41"}"#, 43, "the escape is unknown"),
        (#"{"event":"note","line":1,"time":0,"text":"\u00g0"}"#, 47, #"four hexadecimal digits are expected after \u"#),
        (#"{"event":"phase-entered","phase":"coda","time":1}"#, 34, "“coda” is no phase known here"),
        (#"{"event":7}"#, 10, "text is expected"),
        (#"[]"#, 1, "an object is expected"),
        (#"{"event" "note"}"#, 10, "“:” is expected"),
        (#"{"event":"note" "line":1}"#, 17, "“,” or “}” is expected"),
        (#"{event:1}"#, 2, "a field's name in quotes is expected"),
        (#"{"a":tru}"#, 9, "a value is expected"),
        (#"{"a":01}"#, 6, "a number does not begin with a needless 0"),
        (#"{"a":-}"#, 7, "a digit is expected"),
        (#"{"a":"#, 6, "a value is expected, and the line ends"),
        (#"{} x"#, 4, "the line goes on after its value"),
        (String(repeating: "[", count: 100_000), 33, "values are nested too deeply"),
        (
            #"{"event":"run-started","journal":2,"attest":"9","seed":"7","device":"virtual"}"#, 34,
            "the journal has version 2, and only version 1 is known here"
        ),
    ]) func errorsNameLineAndColumn(_ line: String, _ column: Int, _ problem: String) {
        #expect(throws: JournalError(line: 3, column: column, problem: problem)) { _ = try decode("\n" + line + "\n") }
    }

    /// A tree takes far more memory than its line: also what stands in unknown fields is counted.
    @Test func moreValuesThanAnEventNeedsAreRefused() throws {
        let line = Array(#"{"event":"note","x":[{},{"y":[]},0,null]}"#.utf8)
        _ = try JSONParser.parse(line, maximumValues: 8)
        let error = #expect(throws: JSONError.self) { _ = try JSONParser.parse(line, maximumValues: 7) }
        #expect(error?.problem == "the line holds too many values")
        #expect(error?.offset == 35)
        #expect(error?.isIncomplete == false)
        let lists = String(repeating: "[],", count: JSONParser.maximumValues)
        #expect(
            throws: JournalError(
                line: 2,
                column: 7 + 3 * (JSONParser.maximumValues - 2),
                problem: "the line holds too many values"
            )
        ) {
            _ = try decode(#"{"x":["# + lists + "0]}\n")
        }
    }

    /// A scenario carries out a million steps at most, each of which may leave a note.
    @Test func aNoteOfEachStepIsNotTooMuch() { #expect(JSONParser.maximumValues >= 1_000_000 + 10_000) }

    @Test(arguments: [#""verdict":""#, #""verdict":"pass","assertions":0,"duration":0,"attempts":[""#])
    func messagesQuoteTheBeginningOnly(_ field: String) {
        let end = field.hasSuffix("[\"") ? "\"]}\n" : "\"}\n"
        for (length, mark) in [(80, ""), (81, "…")] {
            let word = String(repeating: "a\u{301}", count: length / 2) + String(repeating: "b", count: length % 2)
            let error = #expect(throws: JournalError.self) { _ = try decode(#"{"event":"scenario-ended","# + field + word + end) }
            let quoted = "“" + String(repeating: "a\u{301}", count: 40) + mark + "” is no "
            #expect(error?.problem.hasPrefix(quoted) == true, "\(error?.problem ?? "")")
        }
    }

    @Test func badUTF8IsAnError() {
        let line = Array(#"{"event":"note","line":1,"time":0,"text":""#.utf8) + [0xC3, 0x28] + Array("\"}\n".utf8)
        #expect(throws: JournalError(line: 2, column: 43, problem: "the string is not UTF-8")) {
            _ = try JournalDecoder.events(of: Array(Self.start.utf8) + line)
        }
    }

    @Test(arguments: [#"{"event":"note","line":1,"time":0,"text":""}"#, #"{"event":"heartbeat"}"#])
    func aJournalBeginsWithItsRun(_ line: String) {
        #expect(throws: JournalError(line: 1, column: 10, problem: "a journal begins with the event “run-started”")) {
            _ = try JournalDecoder.events(of: Array((line + "\n").utf8))
        }
    }

    @Test func anEmptyJournalHasNoEvents() throws {
        let (events, ending) = try JournalDecoder.events(of: [])
        #expect(events.isEmpty && ending == .complete)
    }

    @Test func errorsReadWell() {
        #expect(
            JournalError(line: 3, column: 17, problem: "the escape is unknown").description
                == "line 3, column 17: the escape is unknown"
        )
    }

    /// Any bytes give events or an error.
    @Test func noiseIsRefusedQuietly() {
        var state: UInt64 = 7
        for _ in 0..<2000 {
            var line = Array(#"{"event":"host-sent","line":12,"time":50,"bytes":"\r\u0041","x":[true,{}]}"#.utf8)
            for _ in 0..<3 {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                line[Int(state >> 33) % line.count] = UInt8(truncatingIfNeeded: state >> 55)
            }
            let result = Result { try JournalDecoder.events(of: Array(Self.start.utf8) + line + [0x0A]) }
            if case .success(let decoded) = result { #expect(!decoded.events.isEmpty) }
        }
    }
}
