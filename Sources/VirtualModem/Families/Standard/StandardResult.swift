/// V.250 §5.7.1 and 001 ch. 7 "Standard AT Messages".
enum StandardResult: Int, Hashable, Sendable {
    case ok = 0
    case ring = 2
    case noCarrier = 3
    case error = 4
    case busy = 7
    case noAnswer = 8

    /// V.250 §5.7.1, table 1: what it is in a dialect that lists no results.
    var text: String {
        switch self {
        case .ok: "OK"
        case .ring: "RING"
        case .noCarrier: "NO CARRIER"
        case .error: "ERROR"
        case .busy: "BUSY"
        case .noAnswer: "NO ANSWER"
        }
    }
}
