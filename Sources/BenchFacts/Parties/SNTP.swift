public import World

/// What the time server does (RFC 4330).
public enum SNTPFact: Hashable, Sendable {
    public enum Behaviour: String, Hashable, Sendable, CaseIterable {
        /// Receives and never answers.
        case silent
        /// Answers with the time that it was given.
        case answers
        /// LI 3 (RFC 4330 §4).
        case unsynchronised = "answers unsynchronised"
        /// Stratum 0 (RFC 4330 §8).
        case sendsAway = "sends away"
        /// The answer repeats another time than the question's (RFC 4330 §5).
        case otherQuestion = "answers another question"
        /// Mode 3 in place of 4.
        case asksBack = "answers as a client"
        /// Some bytes of an answer.
        case short = "answers cut short"
    }

    /// The time (UTC) that every answer tells: it stands still, so that what a device shows is known.
    case tells(CalendarTime)
    case behaviour(Behaviour)
    case answerDelay(Interval)

    var traits: BenchTraits {
        switch self {
        case .tells, .behaviour(.answers): BenchTraits()
        case .behaviour, .answerDelay: BenchTraits(effects: .makesDataPause)
        }
    }
}

public enum SNTPObservation: Hashable, Sendable {
    case asked(times: Int)
    /// Every question was one of a client of versions 1 to 4 (RFC 4330 §5).
    case questionsAreRight
}
