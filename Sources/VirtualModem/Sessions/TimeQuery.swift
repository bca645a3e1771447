import InternetProtocols
import World

/// A question for the time, to one server (RFC 4330 §5).
struct TimeQuery: Hashable, Sendable {
    let question: SNTPMessage
    /// For the whole of it, the server's name included.
    let limit: Interval
    /// The host wants to see what has come.
    let isShown: Bool

    /// - Parameter stamp: What the answer must repeat.
    init(stamp: UInt64, limit: Interval, isShown: Bool) {
        var question = SNTPMessage(mode: .client)
        question.transmit = SNTPMessage.Timestamp(
            seconds: UInt32(truncatingIfNeeded: stamp >> 32),
            fraction: UInt32(truncatingIfNeeded: stamp)
        )
        self.question = question
        self.limit = limit
        self.isShown = isShown
    }

    /// The time in seconds since 1970; nil for what is no answer to the question, or of a server that does not know.
    func time(in bytes: [UInt8]) -> Int64? {
        guard let answer = SNTPMessage(bytes), answer.mode == SNTPMessage.Mode.server.rawValue, (1...15).contains(answer.stratum),
            answer.leapIndicator != SNTPMessage.unsynchronised, answer.originate == question.transmit
        else { return nil }
        return answer.transmit.secondsSince1970
    }
}

extension Session {
    mutating func timeServerSays(_ bytes: [UInt8]) {
        guard case .timeQuery(let query) = activity, let time = query.time(in: bytes), let socket else { return }
        request(.closeDatagrams(socket))
        tell(.time(time, isShown: query.isShown))
        end()
    }
}
