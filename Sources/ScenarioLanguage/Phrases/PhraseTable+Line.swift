import BenchFacts
import World

// The serial line and its signals, the link between hosts, the device itself.
extension PhraseTable {
    /// V.250 leaves the length to the host; what UARTs take for a break lasts longer than a character, and 250 ms is what terminals send.
    private static let ordinaryBreak = Interval.milliseconds(250)

    static let line = PhraseTable(
        "what the serial line does",
        [
            .fact("chunks of _", .chunk) {
                .line(.chunks($0))
            } of: {
                if case .line(.chunks(let size)) = $0 { size } else { nil }
            },
            .fact("baud _", .rate) {
                .line(.baud($0))
            } of: {
                if case .line(.baud(let rate)) = $0 { rate } else { nil }
            },
            .fact("latency _", .times) {
                .line(.latency($0.0, $0.1))
            } of: {
                if case .line(.latency(let low, let high)) = $0 { (low, high) } else { nil }
            },
            drive("raises", on: true),
            drive("drops", on: false),
            PhraseForm(.act, "sends break _", .trailing(.time("how long the break lasts"))) {
                .sendBreak($0 ?? ordinaryBreak)
            } of: {
                if case .sendBreak(let duration) = $0 { duration } else { nil }
            },
            PhraseForm(.act, "follows at _", .rate) {
                .setRate($0)
            } of: {
                if case .setRate(let rate?) = $0 { rate } else { nil }
            },
            PhraseForm(.act, "returns to its rate") {
                .setRate(nil)
            } of: {
                $0 == .setRate(nil) ? () : nil
            },
            PhraseForm(.check, "shows _ _", .signal(ofHost: false, after: "shows"), .isOn) {
                .lineShows($0, on: $1)
            } of: {
                if case .lineShows(let signal, let isOn) = $0 { (signal, isOn) } else { nil }
            },
        ]
    )

    static let link = PhraseTable(
        "what the network does",
        [
            .fact("chunks of _", .chunk) {
                .link(.chunks($0))
            } of: {
                if case .link(.chunks(let size)) = $0 { size } else { nil }
            },
            .fact("latency _", .times) {
                .link(.latency($0.0, $0.1))
            } of: {
                if case .link(.latency(let low, let high)) = $0 { (low, high) } else { nil }
            },
        ]
    )

    static let device = PhraseTable(
        "what is done to the device",
        [.act("is switched off and on", .device(.powerCycle))]
    )

    private static func drive(_ verb: String, on isOn: Bool) -> PhraseForm {
        PhraseForm(.act, "\(verb) _", .signal(ofHost: true, after: verb)) {
            .drive($0, on: isOn)
        } of: {
            if case .drive(let signal, isOn) = $0 { signal } else { nil }
        }
    }
}

extension Slot<Int> {
    fileprivate static var rate: Slot { .number("the rate in bit/s", in: 50...4_000_000) }
    fileprivate static var chunk: Slot { .count("the size of the chunks", in: 1...65536, unit: "byte") }
}

extension Slot<LineSignal> {
    fileprivate static func signal(ofHost: Bool, after verb: String) -> Slot {
        let whose = ofHost ? "a signal that the host switches" : "a signal that the modem switches"
        let signals = LineSignal.allCases.filter { $0.isOfHost == ofHost }
        return .choice("\(whose) after `\(verb)`", called: "the signal", signals.map { ($0.rawValue, $0) })
    }
}

extension Slot<Bool> {
    fileprivate static var isOn: Slot {
        Slot(Place("`on` or `off`", .runs([["on"], ["off"]]))) { reader throws(Problem) in
            try reader.fillInWords()
            if reader.cursor.take("on") { return true }
            if reader.cursor.take("off") { return false }
            throw reader.cursor.expected("`on` or `off`")
        } text: {
            $0 ? "on" : "off"
        }
    }
}
