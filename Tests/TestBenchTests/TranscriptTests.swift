import BenchFacts
import Testing

@testable import TestBench

@Suite struct TranscriptTests {
    @Test(arguments: [
        ("DELE 1", "DELE 1", true), ("dele 1", "DELE 1", true), ("DELE 10", "DELE 1", false), ("DELE 1 x", "DELE 1", true),
        ("DELE", "DELE 1", false), ("USER bob", "USER", true), ("USERS", "USER", false), ("USER Bob", "USER bob", false),
        ("MAIL FROM:<a@b>", "mail FROM:<a@b>", true), ("RCPT TO:<a@b>", "RCPT TO:", true),
        ("RCPT TO:<A@b>", "RCPT TO:<a@b>", false),
        ("QUIT", "", true), ("", "", true), ("", "QUIT", false),
    ])
    func comparesBeginnings(line: String, beginning: String, begins: Bool) {
        #expect(Transcript.line(line, beginsWith: beginning) == begins)
    }

    private func transcript(_ lines: [String]) -> Transcript {
        var transcript = Transcript()
        for line in lines { transcript.note(line) }
        return transcript
    }

    @Test func goesOnWhereTheLastMatchEnded() {
        var session = transcript(["USER a", "PASS b", "RETR 1", "DELE 1", "RETR 2", "QUIT"])
        #expect(session.heard(["RETR", "DELE"]) == .holds)
        #expect(session.heard(["USER"]) == .notYet("\"USER\" is missing after \"RETR 2\", \"QUIT\""))
        #expect(session.heard(["RETR 2", "QUIT"]) == .holds)
        #expect(session.heard(["QUIT"]) == .notYet("\"QUIT\" is missing after nothing"))
    }

    @Test func aFailureConsumesNothing() {
        var session = transcript(["A", "B"])
        #expect(session.heard(["B", "A"]) != .holds)
        #expect(session.heard(["A", "B"]) == .holds)
    }

    @Test func neverHeard() {
        var session = transcript(["EHLO x", "auth LOGIN"])
        #expect(session.notHeard("HELO") == .holds)
        #expect(session.notHeard("AUTH") == .violated("it heard \"auth LOGIN\""))
        #expect(session.heard(["AUTH"]) == .holds)
        #expect(session.notHeard("AUTH") != .holds)
    }

    @Test func keepsNoMoreThanItsLimits() {
        var session = Transcript()
        session.note(String(repeating: "x", count: 5000))
        #expect(session.heard([String(repeating: "x", count: 1025)]) != .holds)
        for _ in 0..<BenchLimits.heardLines { session.note("NOOP") }
        session.note("QUIT")
        #expect(session.heard(["QUIT"]) != .holds)
    }
}
