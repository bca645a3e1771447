import BenchFacts
import World

/// `line`: how the serial line carries bytes, and its signals.
extension PhraseReader {
    /// V.250 leaves the length to the host; what UARTs take for a break lasts longer than a character, and 250 ms is what terminals send.
    private static let ordinaryBreak = Interval.milliseconds(250)

    mutating func device() throws(Problem) -> Phrase {
        guard cursor.take("is", "switched", "off", "and", "on") else { throw cursor.expected("`is switched off and on`") }
        return .act(.device(.powerCycle))
    }

    mutating func line() throws(Problem) -> Phrase {
        if cursor.take("chunks") { return .fact(.line(.chunks(try chunks()))) }
        if cursor.take("baud") { return .fact(.line(.baud(try number("the rate in bit/s", in: 50...4_000_000)))) }
        if cursor.take("latency") {
            let (low, high) = try latency()
            return .fact(.line(.latency(low, high)))
        }
        if cursor.take("raises") { return .drive(try signal(ofHost: true, after: "raises"), on: true) }
        if cursor.take("drops") { return .drive(try signal(ofHost: true, after: "drops"), on: false) }
        if cursor.take("sends") {
            try cursor.expect("break", after: "`sends`")
            let isBare = cursor.isAtEnd || cursor.peek?.kind == .comma
            return .sendBreak(isBare ? Self.ordinaryBreak : try interval("how long the break lasts"))
        }
        if cursor.take("shows") {
            let signal = try signal(ofHost: false, after: "shows")
            try fillInWords()
            if cursor.take("on") { return .lineShows(signal, on: true) }
            if cursor.take("off") { return .lineShows(signal, on: false) }
            throw cursor.expected("`on` or `off`")
        }
        throw cursor.expected(
            oneOf: ["chunks", "baud", "latency", "raises", "drops", "sends break", "shows"],
            "what the serial line does"
        )
    }

    private mutating func signal(ofHost: Bool, after verb: String) throws(Problem) -> LineSignal {
        try fillInWords()
        let names = LineSignal.allCases.filter { $0.isOfHost == ofHost }.map(\.rawValue)
        guard names.contains(cursor.peekWord), let signal = LineSignal(rawValue: cursor.peekWord) else {
            let whose = ofHost ? "a signal that the host switches" : "a signal that the modem switches"
            throw cursor.expected(oneOf: names, "\(whose) after `\(verb)`")
        }
        cursor.skip()
        return signal
    }
}
