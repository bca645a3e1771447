import ATCommands
import Dialects
import World

/// AT+WIPPING: echo requests, each of which is told of when it is answered or no more waited for (003 §2.9).
extension VirtualModem {
    mutating func ping(_ line: WIPLine) -> CommandOutcome {
        guard let link = startedLink else { return .failed(.wrongStackState) }
        guard wip.ping == nil else { return .failed(.pingFailed) }
        let series = EchoSeries(
            count: line.number("repeat"),
            interval: .milliseconds(Int64(line.number("interval"))),
            timeout: .milliseconds(Int64(line.number("timeout"))),
            data: (0..<line.number("size")).map { UInt8(truncatingIfNeeded: $0) }
        )
        let id = sessions.open(client(.echoes(series), line.text("host"), port: 0, link), on: currentLine)
        wip.ping = id
        self.line.finalAnswers.pass(to: .session(id))
        carryOut(sessions.start(id))
        return .passedOn
    }

    /// OK comes when the host's address is known, and the line is free from then on.
    mutating func echoed(_ news: SessionNews) {
        switch news.event {
        case .opened: conclude(line.finalAnswers.take(from: .session(news.id)), StandardResult.ok)
        case .echo(let number, let time):
            let fields = [
                "expired": time == nil ? "1" : "0", "probe": "\(number)",
                "time": "\((time?.nanoseconds ?? 0) / 1_000_000)",
            ]
            announce("pinged", fields)
        case .failed(let condition):
            guard line.finalAnswers.isOwed(by: .session(news.id)) else { return }
            fail(line.finalAnswers.take(from: .session(news.id)), condition)
        default: break
        }
    }
}
