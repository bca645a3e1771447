import BenchFacts
import World

extension PhraseTable {
    static let sntp = PhraseTable(
        "what the time server does or has seen",
        [
            .fact("tells _", .utc) {
                .sntp(.tells($0))
            } of: {
                if case .sntp(.tells(let time)) = $0 { time } else { nil }
            },
            .fact("answers after _", .time("how long after")) {
                .sntp(.answerDelay($0))
            } of: {
                if case .sntp(.answerDelay(let delay)) = $0 { delay } else { nil }
            },
            .check("was asked _", .trailing(.count("how many times", in: 0...10_000, unit: "time"))) {
                .sntp(.asked(times: $0 ?? 1))
            } of: {
                if case .sntp(.asked(let times)) = $0 { .some(times) } else { nil }
            },
            .check("questions are right", .sntp(.questionsAreRight)),
        ] + SNTPFact.Behaviour.allCases.map { .fact($0.rawValue, .sntp(.behaviour($0))) }
    )
}

extension Slot<CalendarTime> {
    /// `"2007-06-01 10:08:02"`
    fileprivate static var utc: Slot {
        let what = "a time (UTC) between quotes, such as \"2007-06-01 10:08:02\""
        return Slot(Place(what, called: "the time", .quoted)) { reader throws(Problem) in
            let range = reader.cursor.here
            let text = try reader.string(what)
            if let time = CalendarTime(text) { return time }
            guard reader.evaluator.isSyntaxCheck else {
                throw Problem("`\(text)` is no time", at: range, fix: "2007-06-01 10:08:02")
            }
            return CalendarTime(secondsSince1970: 0)
        } text: {
            PhraseText.quoted($0.description)
        }
    }
}
