import ATCommands
import Dialects
import World

/// What AT+EGNTP asks for.
struct TimeRequest: Hashable, Sendable {
    /// Nil: one that the device knows itself.
    var server: String?
    /// In seconds; nil: that of the parameter.
    var limit: Int?
    var isShown = false
}

/// The time of the network (004 ch. 5), and the clock.
extension VirtualModem {
    /// What stands for the list of servers that the device knows.
    private static let knownServer = "pool.ntp.org"

    /// AT+EGNTP=mode,…
    mutating func timeQuery(_ operation: ATCommand.Operation, isLast: Bool) -> CommandOutcome {
        guard case .write(let text) = operation, let values = CommandValue.list(text), let mode = values.first?.integer else {
            return operation == .test ? .done : .error
        }
        if mode == 0, values.count == 1 {
            for id in sessions.ids where sessions[id]?.kind == .timeQuery { abandon(id) }
            return .done
        }
        guard isLast, let request = TimeRequest(mode, Array(values.dropFirst())) else { return .cellularError(.invalidIndex) }
        return begin(.timeQuery(request))
    }

    mutating func timeQuery(_ request: TimeRequest, _ link: Bearer.Link) -> Session.Plan {
        let limit = request.limit ?? parameters.integer(.timeLimit, otherwise: 30)
        let query = TimeQuery(stamp: random.next(), limit: .seconds(Int64(limit)), isShown: request.isShown)
        let port = parameters.port(.timePort, otherwise: 123)
        return client(.timeQuery(query), request.server ?? Self.knownServer, port: port, link)
    }

    mutating func timeQuery(_ id: SessionID, _ event: SessionEvent) {
        switch event {
        case .time(let seconds, let isShown):
            clock.set(to: seconds + offset, at: now)
            if isShown { respond(.information(clock.text(at: now))) }
        case .ended: conclude(line.finalAnswers.take(from: .session(id)), StandardResult.ok)
        case .failed: conclude(line.finalAnswers.take(from: .session(id)), StandardResult.error)
        case .listening, .opened, .needsHost, .bytes, .echo, .empty, .peerFinished, .interrupted, .fileBegins, .transferred,
            .client, .datagram:
            break
        }
    }

    /// In seconds. The minutes have the hours' sign (004 §5.1.2 does not say).
    private var offset: Int64 {
        let parts = parameters.text(.timeOffset).split(separator: ",").map { Int64($0) ?? 0 }
        guard let hours = parts.first else { return 0 }
        return hours * 3_600 + (parts.count > 1 ? parts[1] * 60 : 0) * (hours < 0 ? -1 : 1)
    }

    /// +CCLK (3GPP TS 27.007 §8.15).
    mutating func showClock(_ operation: ATCommand.Operation) -> CommandOutcome {
        guard operation == .read else { return operation == .test ? .done : .error }
        respond(.information("+CCLK: \"\(clock.text(at: now))\""))
        return .done
    }
}

extension TimeRequest {
    /// 004 §5.2.2.
    private static let limits = 10...300
    private static let longestServer = 64

    /// - Parameter values: Those behind the mode.
    fileprivate init?(_ mode: Int, _ values: [CommandValue]) {
        var values = values[...]
        if mode == 2 {
            guard case .quoted(let server)? = values.popFirst(), (1...Self.longestServer).contains(server.count),
                let limit = values.popFirst()?.integer, Self.limits.contains(limit)
            else { return nil }
            self.server = String(decoding: server, as: UTF8.self)
            self.limit = limit
        } else if mode != 1 {
            return nil
        }
        guard let display = values.popFirst() else { return }
        guard values.isEmpty, let number = display.integer, (0...1).contains(number) else { return nil }
        isShown = number == 1
    }
}

/// The device's own clock, which runs from 1980 when it is switched on.
struct DeviceClock: Hashable, Sendable {
    /// In seconds since 1970, and when it was so.
    private var seconds: Int64 = 315_964_800
    private var instant: Instant

    init(at instant: Instant) { self.instant = instant }

    mutating func set(to seconds: Int64, at instant: Instant) {
        self.seconds = seconds
        self.instant = instant
    }

    /// `yy/MM/dd,hh:mm:ss`
    func text(at now: Instant) -> String {
        let time = CalendarTime(secondsSince1970: seconds + (now - instant).nanoseconds / 1_000_000_000)
        return String(time.description.dropFirst(2).map { $0 == "-" ? "/" : $0 == " " ? "," : $0 })
    }
}
