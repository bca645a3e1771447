internal import Dialects
internal import Octets
internal import ScenarioLanguage
internal import Verdicts
internal import World

/// One way in which the scenario may go on: an expectation, and where the execution stands once it is met.
struct Candidate {
    enum Matcher {
        case line([LineMatcher], pattern: LinePattern)
        /// `verified`: how many of the bytes have already come and fit.
        case bytes([UInt8], verified: Int)
        /// The device sends no such line in the current mode.
        case suppressed
    }

    var expectation: Expectation
    var location: Location
    /// The line on which it is waited for.
    var on: LineName
    var matcher: Matcher
    /// The position after it; nil: behind the current step.
    var frames: [Frame]?
    var deadline: Instant
    /// A clause gives the limit, or the scenario: later is too late. Otherwise it is a remark.
    var isFirm: Bool
    /// How much longer it is waited for when the limit is not firm.
    var patience: Interval
    var earliest: Instant?
    /// The data that it waits for are hexadecimal digits, of which no clause says whether they are capitals or small letters.
    var takesEitherCase = false

    /// The first bytes of the inbox as this expectation sees them. Bytes once verified are not compared again.
    mutating func match(_ inbox: Inbox) -> (result: MatchResult, alternative: Int) {
        switch matcher {
        case .line(let lines, _):
            var best = (result: MatchResult.mismatch(at: -1), alternative: 0)
            for (index, line) in lines.enumerated() {
                switch (line.match(inbox.bytes, from: inbox.start), best.result) {
                case (.match(let count, let captures), .match(let least, _)) where count >= least:
                    _ = captures
                case (.match(let count, let captures), _): best = (.match(count: count, captures: captures), index)
                case (_, .match): break
                case (.partial, _): best = (.partial, index)
                case (_, .partial): break
                case (.mismatch(let offset), .mismatch(let furthest)):
                    if offset > furthest { best = (.mismatch(at: offset), index) }
                }
            }
            return best
        case .bytes(let expected, var verified):
            let available = min(expected.count, inbox.unreadCount)
            while verified < available, fits(inbox.bytes[inbox.start + verified], expected[verified]) { verified += 1 }
            matcher = .bytes(expected, verified: verified)
            if verified == expected.count { return (.match(count: verified, captures: []), 0) }
            return (verified < available ? .mismatch(at: verified) : .partial, 0)
        case .suppressed: return (.partial, 0)
        }
    }

    private func fits(_ byte: UInt8, _ expected: UInt8) -> Bool {
        byte == expected || takesEitherCase && (0x41...0x46).contains(byte & 0xDF) && byte & 0xDF == expected & 0xDF
    }

    /// How narrowly it says what it waits for.
    func specificity(_ alternative: Int) -> Specificity {
        switch matcher {
        case .line(let lines, _): lines.indices.contains(alternative) ? lines[alternative].specificity : Specificity()
        // No rule's line is as long as these: their number will do, however often it is asked for while they come.
        case .bytes(let bytes, _) where bytes.count > LineMatcher.longestCapture: Specificity(fixed: bytes.count)
        case .bytes(let bytes, _): Specificity(fixed: bytes.reduce(0) { $0 + ($1 == 0x0D || $1 == 0x0A ? 0 : 1) })
        case .suppressed: Specificity()
        }
    }

    /// How many bytes it waits for, where that is known.
    var payloadLength: Int { if case .bytes(let bytes, _) = matcher { bytes.count } else { 0 } }

    /// What it waits for, as text.
    func readable(captures: [String: [UInt8]]) -> [String] {
        switch matcher {
        case .line(_, let pattern): pattern.alternatives.map { $0.readable(captures: captures) }
        case .bytes(let bytes, _): [bytes.count <= 64 ? visible(bytes) : visible(bytes.prefix(48)) + " … (\(bytes.count) bytes)"]
        case .suppressed: ["nothing: results are suppressed by ATQ1"]
        }
    }

    /// The bytes it waits for, when they are fixed.
    func fixedBytes(alternative: Int) -> [UInt8]? {
        switch matcher {
        case .line(let lines, _): lines.indices.contains(alternative) ? lines[alternative].fixedBytes : nil
        case .bytes(let bytes, _): bytes
        case .suppressed: nil
        }
    }
}

extension ScenarioMachine {
    /// The expectations that the current step may be met by: one, or the beginnings of branches, or any of a set.
    func candidates(_ now: Instant) -> [Candidate] {
        // Most steps wait for one thing alone.
        if let frame = frames.last, frame.index < frame.steps.count, case .expect(let only) = frame.steps[frame.index].action,
            !only.optional
        {
            if case .anyOrder = frame.kind { return candidates(from: frames, now) }
            return [candidate(for: only, of: frame.steps[frame.index], then: nil, now)]
        }
        return candidates(from: frames, now)
    }

    func candidates(from position: [Frame], _ now: Instant) -> [Candidate] {
        var found: [Candidate] = []
        collect(from: position, now, into: &found)
        return found
    }

    private func collect(from position: [Frame], _ now: Instant, into found: inout [Candidate]) {
        let last = position.count - 1
        guard last >= 0 else { return }
        if case .anyOrder = position[last].kind {
            for (index, step) in position[last].steps.enumerated() {
                var rest = position
                rest[last].steps.remove(at: index)
                collect(from: rest + [Frame(steps: [step], kind: .sequence)], now, into: &found)
            }
            return
        }
        guard position[last].index < position[last].steps.count else { return }
        let step = position[last].steps[position[last].index]
        var after = position
        after[last].index += 1
        switch step.action {
        case .expect(let expectation):
            found.append(candidate(for: expectation, of: step, then: after, now))
            // What may be left out may be left out at once: what follows it is as good.
            if expectation.optional { collectBehind(after, on: step.on, now, into: &found) }
        case .either(let branches):
            for branch in branches {
                collect(
                    from: after + [Frame(steps: branch, kind: .sequence, rules: rules.count)],
                    now,
                    into: &found
                )
            }
        case .anyOrder(let steps):
            collect(from: after + [Frame(steps: steps, kind: .anyOrder)], now, into: &found)
        case .repeat(let count, let steps):
            collect(
                from: after + [Frame(steps: steps, kind: .repeating(count - 1), rules: rules.count)],
                now,
                into: &found
            )
        case .sendLine, .sendBytes, .silence, .stillness, .wait, .loop, .when, .check, .unsolicited, .block, .assume,
            .allowNoEcho, .note,
            .cite, .end,
            .fact, .act, .observe, .drive, .sendBreak, .setRate, .lineShows:
            break
        }
    }

    /// What follows an optional expectation on the same line, also where that was the last of its block.
    private func collectBehind(_ position: [Frame], on name: LineName, _ now: Instant, into found: inout [Candidate]) {
        var position = position
        while let frame = position.last, frame.index >= frame.steps.count, isLeftWithoutTrace(frame) { position.removeLast() }
        var behind: [Candidate] = []
        collect(from: position, now, into: &behind)
        found += behind.filter { $0.on == name }
    }

    /// Nothing that the block has set ends with it.
    private func isLeftWithoutTrace(_ frame: Frame) -> Bool {
        guard frame.rules.map({ $0 == rules.count }) ?? true else { return false }
        return switch frame.kind {
        case .sequence: true
        case .block(let phase, _, _, let outerCitation): phase == nil && evidence.citation == outerCitation
        case .repeating, .looping, .anyOrder: false
        }
    }

    private func candidate(for expectation: Expectation, of step: Step, then after: [Frame]?, _ now: Instant) -> Candidate {
        let matcher: Candidate.Matcher
        switch expectation.content {
        case .line(let pattern):
            let isRead = given.reading.isRead(lines[step.on].lastLine)
            let forms = LineMatcher.all(
                pattern,
                view: lines[step.on].view,
                captures: captures,
                framing: dialect.framing,
                afterRead: isRead
            )
            matcher = forms.isEmpty ? .suppressed : .line(forms, pattern: pattern)
        case .bytes(let payload):
            matcher = .bytes(payload.bytes(captures), verified: 0)
        }
        let dueSince = lines[step.on].dueSince
        let ordinary = expectation.optional ? settings.optionalLimit : lines[step.on].commandLimit ?? settings.answerLimit
        var deadline = dueSince + (expectation.within ?? ordinary)
        var isFirm = expectation.within == nil ? lines[step.on].limitIsFirm && !expectation.optional : expectation.isFirm
        if let next = lines[step.on].nextDeadline, expectation.within == nil { (deadline, isFirm) = (next, true) }
        return Candidate(
            expectation: expectation,
            location: step.location,
            on: step.on,
            matcher: matcher,
            frames: after,
            deadline: deadline,
            isFirm: isFirm,
            patience: isFirm || expectation.optional ? .zero : settings.patience,
            earliest: expectation.notBefore.map { dueSince + $0 },
            takesEitherCase: lines[step.on].data.phase?.mode.device?.coding == .hexadecimal
        )
    }
}
