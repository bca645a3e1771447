internal import Dialects
internal import ScenarioLanguage
internal import World

// Forbidden lines that come while no step looks at their serial line.
extension ScenarioMachine {
    /// One is noticed when it comes, whatever another line is waited for, unless a step to come may be waiting for these very bytes.
    mutating func noticeForbidden(_ now: Instant) -> Bool {
        for name in lineNames where rules.contains(where: { $0.on == name && $0.kind == .forbid }) {
            // Data are no lines, and nor is what has only begun to come.
            guard lines[name].data.phase?.isOver ?? true else { continue }
            let reading = readRules(name)
            guard let match = reading.match, rules[match.rule].kind == .forbid else { continue }
            if let coming = reading.coming, coming > match.specificity, now < lines[name].restDeadline {
                sleep(until: lines[name].restDeadline)
                continue
            }
            guard !frames.contains(where: { mayBeExpected($0.rest, on: name) }) else { continue }
            take(match, now)
            return true
        }
        return false
    }

    private func mayBeExpected(_ steps: some Sequence<Step>, on name: LineName) -> Bool {
        steps.contains { step in
            if case .expect(let expectation) = step.action, step.on == name, mayBeMet(expectation, on: name) { return true }
            return step.blocks.contains { mayBeExpected($0, on: name) }
        }
    }

    /// Whether the bytes that wait on the line may be the beginning of what is expected.
    private func mayBeMet(_ expectation: Expectation, on name: LineName) -> Bool {
        let line = lines[name]
        switch expectation.content {
        case .line(let pattern):
            let framing = dialect.framing
            return LineMatcher.all(pattern, view: line.view, captures: captures, framing: framing, afterRead: true).contains {
                if case .mismatch = $0.match(line.inbox.bytes, from: line.inbox.start) { false } else { true }
            }
        case .bytes(let payload): return payload.bytes(captures).first == line.inbox.unread.first
        }
    }
}

extension Frame {
    /// What is still to be carried out of it, whichever way it goes.
    fileprivate var rest: ArraySlice<Step> {
        switch kind {
        case .sequence, .block: steps[Swift.min(index, steps.count)...]
        case .repeating, .looping, .anyOrder: steps[...]
        }
    }
}
