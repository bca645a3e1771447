import BenchFacts
import World

/// What one phrase about the bench comes to.
enum Phrase: Hashable, Sendable {
    case fact(BenchFact)
    case act(BenchAction<Written>)
    case check(BenchObservation<Written>)
    case drive(LineSignal, on: Bool)
    case sendBreak(Interval)
    /// Of the host's end; nil: the bench's own.
    case setRate(Int?)
    case lineShows(LineSignal, on: Bool)

    /// What a phrase is for, whatever it says.
    enum Kind { case fact, act, check }
}

/// Which phrases a place accepts.
enum PhraseRule {
    /// Under `network`.
    case facts
    case anything
    /// Behind the name of a line.
    case signals
    /// After `within`.
    case observations

    func accepts(_ kind: Phrase.Kind) -> Bool {
        switch (self, kind) {
        case (.anything, _), (.facts, .fact), (.observations, .check), (.signals, .act), (.signals, .check): true
        case (.facts, .act), (.facts, .check), (.observations, .fact), (.observations, .act), (.signals, .fact): false
        }
    }

    var complaint: String {
        switch self {
        case .facts: "`network` holds facts only; this is something that happens"
        case .anything: ""
        case .signals: "this is so of all lines alike; a line's name stands before what its signals do"
        case .observations: "`within` belongs to what the bench observes"
        }
    }
}
