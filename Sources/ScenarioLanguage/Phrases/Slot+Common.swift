import BenchFacts
import SourceText
import World

// What phrases about several parties are made of.

extension Slot<String> {
    /// A text between quotes that is known from the start.
    static func quoted(_ name: String) -> Slot {
        let what = "\(name) between quotes"
        return Slot(Place(what, called: name, .quoted)) { reader throws(Problem) in
            try reader.string(what)
        } text: {
            PhraseText.quoted($0)
        }
    }
}

extension Slot<[String]> {
    static func quotedList(_ name: String) -> Slot {
        Slot(Place("\(name) between quotes", called: name, .open)) { reader throws(Problem) in
            try reader.list { reader throws(Problem) in try reader.string("\(name) between quotes") }
        } text: {
            $0.map(PhraseText.quoted).joined(separator: " ")
        }
    }
}

extension Slot<Template> {
    /// A text between quotes that may hold captures.
    static func text(_ name: String) -> Slot {
        let what = "\(name) between quotes"
        return Slot(Place(what, called: name, .quoted)) { reader throws(Problem) in
            try reader.template(what)
        } text: {
            PhraseText.quoted($0)
        }
    }
}

extension Slot<[Template]> {
    /// Texts, with a word between them or none.
    static func texts(_ name: String, between word: String? = nil) -> Slot {
        let what = "\(name) between quotes"
        return Slot(Place(what, called: name, .open)) { reader throws(Problem) in
            try reader.list(between: word) { reader throws(Problem) in try reader.template(what) }
        } text: {
            $0.map { PhraseText.quoted($0) }.joined(separator: word.map { " \($0) " } ?? " ")
        }
    }
}

extension Slot<[UInt8]> {
    /// Bytes that are known from the start.
    static var bytes: Slot {
        Slot(Place("bytes", .open)) { reader throws(Problem) in
            try reader.bytes()
        } text: {
            PhraseText.hex($0)
        }
    }
}

extension Slot<Payload> {
    /// Bytes that may hold captures.
    static var payload: Slot {
        Slot(Place("bytes", .open)) { reader throws(Problem) in
            try reader.payload()
        } text: {
            PhraseText.items($0.parts)
        }
    }
}

extension Slot<Interval> {
    static func time(_ what: String) -> Slot {
        Slot(Place(what, .word)) { reader throws(Problem) in
            try reader.interval(what)
        } text: {
            PhraseText.time($0)
        }
    }
}

extension Slot<(Interval, Interval)> {
    /// `1ms..5ms`; a time alone is both.
    static var times: Slot {
        Slot(Place("a time or a range of times", .word)) { reader throws(Problem) in
            let (low, high) = try reader.cursor.durationRange("a time or a range of times after `latency`")
            let shortest = try reader.evaluator.interval(low)
            return (shortest, try high.map { high throws(Problem) in try reader.evaluator.interval(high) } ?? shortest)
        } text: {
            "\(PhraseText.time($0))..\(PhraseText.time($1))"
        }
    }
}

extension Slot<Int> {
    static func number(_ name: String, in range: ClosedRange<Int>) -> Slot {
        Slot(Place(name, .word)) { reader throws(Problem) in
            try reader.number(name, in: range)
        } text: {
            "\($0)"
        }
    }

    /// `2 messages`, `1 message`.
    static func count(_ name: String, in range: ClosedRange<Int>, unit: String) -> Slot {
        Slot(Place(name, .open)) { reader throws(Problem) in
            try reader.count(name, in: range, unit: unit)
        } text: {
            $0 == 1 ? "1 \(unit)" : "\($0) \(unit)s"
        }
    }

    /// `1000 bytes`, `4 KiB`.
    static var size: Slot {
        Slot(Place("the number of bytes", .open)) { reader throws(Problem) in
            let count = try reader.number("the number of bytes", in: 0...ScenarioLimits.payload)
            return min(count * reader.cursor.takeUnit(), ScenarioLimits.payload)
        } text: {
            "\($0) bytes"
        }
    }
}

extension Slot<UInt16> {
    static var port: Slot {
        Slot(Place("the port", .word)) { reader throws(Problem) in
            UInt16(clamping: try reader.number("the port", in: 1...65535))
        } text: {
            "\($0)"
        }
    }
}

extension Slot {
    /// One of several runs of words.
    static func choice(
        _ what: String,
        called name: String? = nil,
        _ choices: [(words: String, value: Value)]
    ) -> Slot where Value: Equatable {
        let runs = choices.map { $0.words.split(separator: " ").map(String.init) }
        return Slot(Place(what, called: name, .runs(runs))) { reader throws(Problem) in
            try reader.fillInWords()
            for (run, choice) in zip(runs, choices) where reader.cursor.take(run) { return choice.value }
            throw reader.cursor.expected(oneOf: choices.map(\.words), what)
        } text: { value in
            choices.first { $0.value == value }?.words
        }
    }

    /// What stands at a phrase's end, or is left out.
    static func trailing<Wrapped>(_ slot: Slot<Wrapped>, behind word: String? = nil) -> Slot where Value == Wrapped? {
        Slot(Place(slot.place.what, .open)) { reader throws(Problem) in
            if let word { guard reader.cursor.take(word) else { return nil } } else if reader.cursor.isAtPhraseEnd { return nil }
            return try slot.read(&reader)
        } text: { value in
            guard let text = value.flatMap(slot.text) else { return nil }
            return word.map { "\($0) \(text)" } ?? text
        }
    }
}
