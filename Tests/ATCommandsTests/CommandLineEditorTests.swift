import ATCommands
import Testing

/// What an editor makes of bytes that come one by one.
private func events(_ bytes: some Sequence<UInt8>, _ characters: ControlCharacters = ControlCharacters()) -> [CommandLineEditor
    .Event]
{
    var editor = CommandLineEditor()
    return bytes.compactMap { editor.receive($0, characters) }
}

private func line(_ text: String) -> CommandLineEditor.Event { .line(Array(text.utf8)) }

@Suite struct CommandLineEditorTests {
    @Test(arguments: ["AT", "at", "At", "aT"]) func findsThePrefixInAnyCase(prefix: String) {
        #expect(events("\(prefix)+CREG?\r".utf8) == [line("+CREG?")])
    }

    @Test(arguments: ["\u{3}\u{3}\u{3}", "+++", "\u{1B}", "A", "AA", "A A", "B", "\n", "\r\n", "xyz"])
    func ignoresWhatComesBeforeThePrefix(noise: String) {
        #expect(events("\(noise)ATE0\r".utf8) == [line("E0")])
    }

    @Test func endsALineWithoutACommand() {
        #expect(events("AT\r".utf8) == [line("")])
        #expect(events("\r\r\n".utf8) == [])
    }

    @Test func lineFeedsDoNotSpoilTheNextLine() {
        #expect(events("ATE0\r\nATV1\r\n".utf8) == [line("E0"), line("V1")])
        #expect(events("ATE0\nATV1\r".utf8) == [line("V1")])
    }

    @Test func repeatsTheLineBeforeWithoutATerminator() {
        #expect(events("A/".utf8) == [.repetition([])])
        #expect(events("ATV1\rA/a/".utf8) == [line("V1"), .repetition(Array("V1".utf8)), .repetition(Array("V1".utf8))])
    }

    @Test func removesTheCharacterBeforeABackspace() {
        #expect(events("ATE0\u{8}1\r".utf8) == [line("E1")])
        #expect(events("AT\u{8}TE1\r".utf8) == [line("E1")])
        #expect(events("AT\u{8}\u{8}\u{8}\u{8}ATE1\r".utf8) == [line("E1")])
        #expect(events("AT\u{8}\u{8}E1\r".utf8) == [])
        #expect(events("ATE0\u{7F}\r".utf8, ControlCharacters(backspace: 0x7F)) == [line("E")])
    }

    @Test func takesTheTerminatorThatS3Sets() {
        #expect(events("ATE0\rX\u{1E}".utf8, ControlCharacters(terminator: 0x1E)) == [line("E0X")])
        #expect(events("ATE0\n".utf8, ControlCharacters(terminator: 0x0A)) == [line("E0")])
    }

    @Test func ignoresOtherControlCharacters() {
        #expect(events("AT\u{0}E\u{3}0\r".utf8) == [line("E0")])
    }

    @Test func refusesLinesBeyondTheLimit() {
        let limit = CommandLineEditor.bodyLimit
        let fits = String(repeating: "x", count: limit)
        #expect(events("AT\(fits)\r".utf8) == [line(fits)])
        #expect(events("AT\(fits)x\rATE0\r".utf8) == [.overlong(Array(fits.utf8)), line("E0")])
    }

    @Test func survivesEveryByte() {
        for first in UInt8.min...UInt8.max {
            for second in UInt8.min...UInt8.max {
                let seen = events([first, second] + Array("\rAT\r".utf8))
                #expect(seen.last == line(""))
            }
        }
    }
}
