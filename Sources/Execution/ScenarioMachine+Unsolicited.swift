internal import Dialects
internal import Events
internal import ScenarioLanguage
internal import Verdicts
internal import World

/// What the rules in force make of the bytes at hand.
struct RuleReading {
    struct Match {
        /// Index of the rule.
        var rule: Int
        var text: LinePattern.Alternative
        var count: Int
        var captures: [(name: String, bytes: [UInt8])]
        var specificity: Specificity
    }
    /// The most specific line that stands there whole; the one written last among equals.
    var match: Match?
    /// The most specific line that these bytes may still become.
    var coming: Specificity?
}

/// What became of the bytes at the head of the inbox.
enum UnsolicitedReading {
    /// A line was consumed, or a forbidden one failed.
    case taken
    /// They may be the beginning of one.
    case mayCome
    case none
}

extension ScenarioMachine {
    func readRules(_ name: LineName) -> RuleReading {
        var reading = RuleReading()
        // Data that are counted hold no lines.
        guard !rules.isEmpty, !lines[name].inbox.isEmpty, lines[name].data.owed == nil else { return reading }
        let inbox = lines[name].inbox
        let view = lines[name].view
        let framing = dialect.framing
        for index in rules.indices.reversed() where !rules[index].satisfied && rules[index].on == name {
            let pattern = rules[index].pattern
            for matcher in LineMatcher.all(pattern, view: view, captures: captures, framing: framing, afterRead: true) {
                let text = pattern.alternatives[matcher.alternative]
                switch matcher.match(inbox.bytes, from: inbox.start) {
                case .match(let count, let found):
                    let specificity = matcher.specificity
                    if reading.match.map({ specificity > $0.specificity }) ?? true {
                        reading.match = .init(rule: index, text: text, count: count, captures: found, specificity: specificity)
                    }
                case .partial: reading.coming = Swift.max(reading.coming ?? matcher.specificity, matcher.specificity)
                case .mismatch: break
                }
            }
        }
        return reading
    }

    /// Consumes one allowed or required line at the head of the inbox, where nothing else is expected.
    mutating func takeUnsolicited(_ name: LineName, _ now: Instant) -> UnsolicitedReading {
        let reading = readRules(name)
        guard let match = reading.match else { return reading.coming == nil ? .none : .mayCome }
        if let coming = reading.coming, coming > match.specificity, now < lines[name].restDeadline { return .mayCome }
        take(match, now)
        return .taken
    }

    /// What a scenario asks for counts while the device is brought back, too, whatever stands around it.
    /// - Parameter bytes: All that has come meanwhile; a line of it may have come in pieces.
    mutating func meetRequired(by bytes: [UInt8], on name: LineName) {
        let starts = bytes.indices.filter { $0 == 0 || Self.endsLine(bytes[$0 - 1]) || Self.endsLine(bytes[$0]) }
        for index in rules.indices where !rules[index].satisfied && rules[index].on == name {
            guard case .require = rules[index].kind else { continue }
            let matchers = LineMatcher.all(
                rules[index].pattern,
                view: lines[name].view,
                captures: captures,
                framing: dialect.framing,
                afterRead: true
            )
            let found = starts.lazy.flatMap { start in
                matchers.lazy.compactMap { if case .match(_, let found) = $0.match(bytes, from: start) { found } else { nil } }
            }
            guard let captured = found.first else { continue }
            rules[index].satisfied = true
            evidence.assertions += 1
            for (name, value) in captured { captures[name] = value }
        }
    }

    private static func endsLine(_ byte: UInt8) -> Bool { byte == 0x0D || byte == 0x0A }

    mutating func take(_ match: RuleReading.Match, _ now: Instant) {
        let rule = rules[match.rule]
        switch rule.kind {
        case .forbid:
            // Whenever they came, these bytes are known.
            lines[rule.on].strays.matched()
            failMismatch(
                "a forbidden line came",
                on: rule.on,
                at: rule.location,
                expected: ["no " + match.text.readable(captures: captures)],
                bytes: nil,
                offset: 0,
                now
            )
            return
        case .require:
            rules[match.rule].satisfied = true
            evidence.assertions += 1
        case .allow: allowed += match.count
        }
        for (name, bytes) in match.captures { captures[name] = bytes }
        let bytes = Array(lines[rule.on].inbox.unread.prefix(match.count))
        onTaken?(
            Taken(
                by: .rule(rule.kind),
                count: match.count,
                on: rule.on,
                location: rule.location,
                requirement: evidence.citation,
                open: [0..<match.count],
                isUnordered: true
            )
        )
        consume(match.count, on: rule.on, at: rule.location, now)
        noteData(bytes, on: rule.on, isLine: true, framing: nil, at: rule.location, now)
    }

    mutating func missRequired(_ rule: Rule, _ now: Instant) {
        fail(
            .fail,
            .device,
            named("a required line did not come", rule.on),
            at: rule.location,
            time: now,
            expected: rule.pattern.alternatives.map { $0.readable(captures: captures) },
            received: Array(lines[rule.on].inbox.unread.prefix(256))
        )
    }
}
