import BenchFacts
import World

/// Echo requests to a peer and its own (RFC 792).
struct PeerEchoes {
    var behaviour = EchoBehaviour.answers
    private(set) var count = 0
    /// Answers that wait for their time.
    private var delayed: [TimerID: (request: EchoID, bytes: [UInt8])] = [:]
    /// The peer's own request, and what has come of it.
    private var asked: (id: EchoID, bytes: [UInt8])?
    private var answer: [UInt8]?

    var timers: some Collection<TimerID> { delayed.keys }

    /// Notes a request. - Returns: After how long it is to be answered; nil: it is not.
    mutating func receive() -> Interval? {
        count += 1
        switch behaviour {
        case .answers: return .zero
        case .answersAfter(let delay): return delay
        case .ignores: return nil
        case .ignoresOne(let number): return count == number ? nil : .zero
        }
    }

    mutating func delay(_ request: EchoID, _ bytes: [UInt8], until timer: TimerID) { delayed[timer] = (request, bytes) }
    var hasRoom: Bool { delayed.count < BenchLimits.delayedAnswers }
    mutating func due(_ timer: TimerID) -> (request: EchoID, bytes: [UInt8])? { delayed.removeValue(forKey: timer) }

    mutating func ask(_ id: EchoID, _ bytes: [UInt8]) { (asked, answer) = ((id, bytes), nil) }

    mutating func receive(answer bytes: [UInt8], to id: EchoID) { if asked?.id == id { answer = bytes } }

    /// What the device's answer to the peer comes to.
    var sawAnswer: ObservationState {
        guard let asked else { return .impossible("the peer has not asked: `peer pings the device` does") }
        guard let answer else { return .notYet("no echo came") }
        return answer == asked.bytes ? .holds : .violated("the echo has other bytes: \(excerpt(answer))")
    }

    func pinged(times: Int) -> ObservationState {
        let seen = "\(count) echo request\(count == 1 ? "" : "s") came"
        if count == times { return .holds }
        return count < times ? .notYet(seen) : .violated(seen)
    }
}
