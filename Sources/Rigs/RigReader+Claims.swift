import SourceText
import World

// `claims` and `hooks`.
extension RigReader {
    mutating func readClaim(_ entry: Entry) {
        switch entry.keyword {
        case "features": readFeatures(entry)
        case "standards": readStandards(entry)
        case "default":
            guard entry.words.count == 2 else {
                return report("a default is a parameter and its value", entry.range, "default FTPPORT 2121")
            }
            guard claimOnce(entry) else { return }
            rig.conformance.defaults[entry.words[0].text] = entry.words[1].text
            mention(.parameter, entry.words[0])
        case "limit": readLimit(entry)
        case "waive":
            guard entry.words.count == 2, entry.words[1].isQuoted, !entry.words[1].text.isEmpty else {
                return report("a waiver is a requirement and the reason between quotes", entry.range, "waive FRAME-7 \"…\"")
            }
            guard claimOnce(entry) else { return }
            rig.conformance.waived[entry.words[0].text] = entry.words[1].text
            mention(.requirement, entry.words[0])
        default: preconditionFailure("a keyword without a reader")
        }
    }

    private mutating func claimOnce(_ entry: Entry) -> Bool {
        let name = entry.words[0]
        return say(
            "\(entry.keyword) \(name.text)",
            name.range,
            "‘\(entry.keyword) \(name.text)’ stands twice",
            "keep one of them"
        )
    }

    /// `gsm, gprs`, `all` or `all but gsm`
    private mutating func readFeatures(_ entry: Entry) {
        let words = entry.words
        let isAll = words.first?.text == "all"
        let isAllBut = isAll && words.dropFirst().first?.text == "but"
        let named = Array(words.dropFirst(isAllBut ? 2 : isAll ? 1 : 0))
        guard isAll && !isAllBut ? named.isEmpty : !named.isEmpty else {
            return report(
                isAll && !isAllBut ? "after ‘all’ only ‘but’ may follow" : "this names no feature",
                entry.range,
                "features gsm, gprs – or: all but gsm"
            )
        }
        for word in named { mention(.feature, word) }
        let names = named.map(\.text)
        rig.conformance.features = isAllBut ? .allBut(names) : isAll ? .all : .only(names)
    }

    /// `v250, 27.007 rfc5321`, or `all`
    private mutating func readStandards(_ entry: Entry) {
        let isAll = entry.words.first?.text == "all"
        guard isAll ? entry.words.count == 1 : !entry.words.isEmpty else {
            return report(
                isAll ? "nothing may follow ‘all’" : "this names no standard",
                entry.range,
                "standards v250, 27.007 – or: all"
            )
        }
        guard !isAll else { return rig.conformance.standards = .all }
        for word in entry.words { mention(.standard, word) }
        rig.conformance.standards = .only(entry.words.map(\.text))
    }

    /// `dns-limit 90 s`, `APNSERV 96 characters`
    private mutating func readLimit(_ entry: Entry) {
        guard let name = entry.words.first, entry.words.count > 1 else {
            return report("a limit is a name and a value", entry.range, "limit dns-limit 90 s")
        }
        guard claimOnce(entry) else { return }
        let value = entry.words.dropFirst()
        if value.count == 2, value.last?.text == "characters", let length = value.first.flatMap({ Int($0.text) }),
            (0...Self.longestText).contains(length)
        {
            rig.conformance.limits[name.text] = .length(length)
            mention(.parameter, name)
        } else if let time = LengthOfTime.nanoseconds(value.map(\.text).joined()) {
            rig.conformance.limits[name.text] = .time(Interval(nanoseconds: time))
            mention(.timing, name)
        } else {
            report(
                "this is neither a length of time nor a number of characters",
                span(Array(value)),
                "limit dns-limit 90 s – or: limit APNSERV 96 characters"
            )
        }
    }

    /// No manual's limits are near it.
    private static let longestText = 4_096

    // MARK: Hooks

    /// What Attest's scenarios name after `needs stimulus` and lies outside of the bench's own servers.
    static let knownStimuli = [
        "answering", "bearer-loss", "busy", "factory-state", "far-end", "gprs-faults", "incoming-call", "late-answer",
        "late-release", "no-answer", "no-carrier", "pin", "ppp", "registration", "sim-removal",
    ]
    /// What the built-in servers do by themselves.
    static let ownStimuli = ["dns-faults", "server-faults"]
    /// What a shell takes easily.
    private static let longestCommand = 4_096

    /// `busy "./hooks/busy on" undo "./hooks/busy off"`
    mutating func readHook(_ entry: Entry) {
        let words = entry.words
        let hasUndo = words.count == 3 && words[1].text == "undo" && !words[1].isQuoted
        guard words.count == 1 || hasUndo, let command = words.first, command.isQuoted, hasUndo ? words[2].isQuoted : true else {
            return report(
                "a hook is a command between quotes",
                entry.range,
                "\(entry.keyword) \"./hooks/\(entry.keyword.replacing(" ", with: "-"))\""
            )
        }
        for word in [words.first, hasUndo ? words.last : nil].compactMap({ $0 }) {
            guard !word.text.allSatisfy({ $0 == " " }), word.text.utf8.count <= Self.longestCommand, !word.text.utf8.contains(0)
            else { return report("this is no command", word.range, "what a shell understands, such as ./hooks/busy on") }
        }
        if entry.keyword == "power cycle" {
            guard !hasUndo else { return report("a power cycle is not undone", words[1].range, "drop ‘undo’ and what follows") }
            rig.powerCycle = command.text
            return
        }
        guard say("hook \(entry.keyword)", entry.keywordRange, "‘\(entry.keyword)’ stands twice", "keep one of them") else {
            return
        }
        if Self.ownStimuli.contains(entry.keyword) {
            warn("‘\(entry.keyword)’ needs no hook: the built-in servers do it", entry.keywordRange, "drop the line")
        } else if !Self.knownStimuli.contains(entry.keyword) {
            warn(
                "no scenario of Attest's own needs the stimulus ‘\(entry.keyword)’",
                entry.keywordRange,
                NearestName.suggestion(for: entry.keyword, among: Self.knownStimuli + ["power cycle"])
            )
        }
        rig.hooks.append(Rig.Hook(stimulus: entry.keyword, command: command.text, undo: hasUndo ? words[2].text : nil))
    }
}
