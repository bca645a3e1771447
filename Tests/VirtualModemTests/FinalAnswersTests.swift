import Testing

@testable import VirtualModem

/// One final answer a command line (V.250 §5.7.1): a second one stops the program.
@Suite struct FinalAnswersTests {
    @Test func isGivenOnceByWhoeverOwesIt() {
        var answers = FinalAnswers()
        answers.owe(.commandLine)
        answers.pass(to: .session(SessionID(number: 1)))
        answers.owe(.commandLine)
        _ = answers.take(from: .commandLine)
        #expect(answers.isOwed(by: .session(SessionID(number: 1))))
        _ = answers.take(from: .session(SessionID(number: 1)))
        #expect(!answers.isOwed(by: .session(SessionID(number: 1))))
    }

    @Test func aSecondOneIsAProgrammingError() async {
        await #expect(processExitsWith: .failure) {
            var answers = FinalAnswers()
            answers.owe(.bearer)
            _ = answers.take(from: .bearer)
            _ = answers.take(from: .bearer)
        }
    }

    @Test func anAnswerThatHasBeenPassedOnIsNotTheLinesAnyMore() async {
        await #expect(processExitsWith: .failure) {
            var answers = FinalAnswers()
            answers.owe(.commandLine)
            answers.pass(to: .entry)
            _ = answers.take(from: .commandLine)
        }
    }

    /// CONNECTIONSTOP's answer stands for that of CONNECTIONSTART.
    @Test func canBeWaived() {
        var answers = FinalAnswers()
        answers.owe(.bearer)
        answers.waive(.bearer)
        answers.owe(.commandLine)
        answers.pass(to: .bearer)
        #expect(answers.isOwed(by: .bearer))
    }
}
