import ATCommands
import Dialects
import World

/// AT#PING: echo requests, a line for each.
extension VirtualModem {
    mutating func echoes(_ link: Bearer.Link) throws(Dialect.Condition) -> Session.Plan {
        let target = parameters.text(.pingTarget)
        guard !target.isEmpty else { throw .missingParameter }
        let delay = Interval.seconds(Int64(parameters.integer(.pingDelay, otherwise: 1)))
        let series = EchoSeries(
            count: parameters.integer(.pingCount, otherwise: 4),
            interval: delay,
            timeout: delay,
            data: Self.echoData
        )
        return client(.echoes(series), target, port: 0, link)
    }

    /// 56 bytes, which make 64 with the header.
    private static let echoData = (0..<56).map { UInt8($0) }

    mutating func echoes(_ id: SessionID, _ event: SessionEvent) {
        switch event {
        case .echo(_, let time):
            let name = "\"\(parameters.text(.pingTarget))\""
            guard let time else { return respond(.information(dialect.spelling(.notEchoed) + name)) }
            let milliseconds = time.nanoseconds / 1_000_000
            respond(.information(name + dialect.spelling(.echoed) + "\(milliseconds)" + dialect.spelling(.afterEcho)))
        case .ended: confirm(line.finalAnswers.take(from: .session(id)))
        case .failed(let condition): failed(id, condition)
        case .listening, .opened, .needsHost, .bytes, .time, .empty, .peerFinished, .interrupted, .fileBegins, .transferred,
            .client, .datagram:
            break
        }
    }
}
