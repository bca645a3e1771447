import BenchFacts
import Octets
import Verdicts
import World

@testable import ScenarioLanguage

/// A step as one line, its blocks as indented lines: exact enough to tell different plans apart.
func describe(_ step: Step) -> [String] {
    switch step.action {
    case .sendLine(let text): ["> \(describe(text))"]
    case .sendBytes(let payload, let cut): [">> \(describe(payload))\(cut == .whole ? "" : " \(cut)")"]
    case .expect(let expectation): [describe(expectation)]
    case .silence(let low, let high): ["silence \(describe(low))\(high.map { "..\(describe($0))" } ?? "")"]
    case .stillness(let time, let count): ["still \(describe(time)) beyond \(count)"]
    case .setRate(let rate): ["rate \(rate.map(String.init) ?? "-")"]
    case .wait(let time): ["wait \(describe(time))"]
    case .either(let branches): branches.flatMap { ["either"] + below($0) }
    case .anyOrder(let steps): ["any order"] + below(steps)
    case .repeat(let count, let steps): ["repeat \(count)"] + below(steps)
    case .loop(let name, let values, let steps):
        ["loop \(name) \(values.map { String(decoding: $0.bytes, as: UTF8.self) }.joined(separator: "|"))"] + below(steps)
    case .when(let condition, let then, let otherwise):
        ["when \(describe(condition))"] + below(then) + (otherwise.isEmpty ? [] : ["otherwise"] + below(otherwise))
    case .check(let condition): ["check \(describe(condition))"]
    case .unsolicited(let rule, let pattern): ["\(rule) \(describe(pattern))"]
    case .block(let phase, let name, let steps): ["block \(phase?.rawValue ?? "-") \(name ?? "-")"] + below(steps)
    case .allowNoEcho: ["assume echo optional"]
    case .assume(let echo, let verbose, let quiet): ["assume \(describe(echo)) \(describe(verbose)) \(describe(quiet))"]
    case .note(let text, let variant): ["note \(describe(text))\(variant ? " variant" : "")"]
    case .cite(let requirement): ["cite \(requirement)"]
    case .end(let verdict, let reason): ["\(verdict.rawValue) \(describe(reason))"]
    case .fact(let fact): ["fact \(fact)"]
    case .act(let action): ["act \(action.party.text) \(PhraseTable.about(action.party).text(of: .act(action)))"]
    case .observe(let observation, let within):
        [
            "observe \(observation.party.text) \(PhraseTable.about(observation.party).text(of: .check(observation)))"
                + (within.map { " within \(describe($0))" } ?? "")
        ]
    case .drive(let signal, let isOn): ["\(isOn ? "raise" : "drop") \(signal.rawValue)"]
    case .sendBreak(let duration): ["break \(describe(duration))"]
    case .lineShows(let signal, let isOn, let within):
        ["\(signal.rawValue) \(describe(isOn))\(within.map { " within \(describe($0))" } ?? "")"]
    }
}

func describe(_ plan: Plan) -> [String] {
    [
        plan.name, plan.title, plan.requirements.joined(separator: " "), "\(plan.needs)", "\(plan.tags)", "\(plan.facts)",
        "\(plan.defects)",
        "\(plan.outcome)",
    ] + plan.steps.flatMap(describe) + ["postambles"] + plan.postambles.flatMap(describe)
}

private func below(_ steps: [Step]) -> [String] { steps.flatMap(describe).map { "    " + $0 } }
private func describe(_ mode: Bool?) -> String { mode.map { $0 ? "on" : "off" } ?? "-" }
func describe(_ interval: Interval) -> String { "\(interval.nanoseconds / 1_000_000)ms" }

/// Printable ASCII as it is, other bytes as `<03>`.
func describe(_ bytes: [UInt8]) -> String {
    bytes.map { (0x20..<0x7F).contains($0) ? String(UnicodeScalar($0)) : "<\($0 < 16 ? "0" : "")\(String($0, radix: 16))>" }
        .joined()
}

func describe(_ template: Template) -> String {
    template.parts.map { part in
        switch part {
        case .text(let bytes): describe(bytes)
        case .value(let name): "{\(name)}"
        }
    }.joined()
}

func describe(_ payload: Payload) -> String { payload.parts.map(describe).joined(separator: "·") }

private func describe(_ part: Payload.Part) -> String {
    switch part {
    case .literal(let bytes): bytes.count > 40 ? "\(bytes.count) bytes" : describe(bytes)
    case .value(let name): "{\(name)}"
    case .random(let count, let seed): "random(\(count), \(seed))"
    case .escaped(let escape, let parts): "\(escape)(\(describe(Payload(parts: parts))))"
    }
}

private func describe(_ expectation: Expectation) -> String {
    var text = expectation.optional ? "optional " : ""
    if let time = expectation.notBefore { text += "not before \(describe(time)) " }
    if let time = expectation.within { text += "within \(describe(time)) " }
    switch expectation.content {
    case .line(let pattern): return text + "< " + describe(pattern)
    case .bytes(let payload): return text + "<< " + describe(payload)
    }
}

func describe(_ pattern: LinePattern) -> String {
    let alternatives = pattern.alternatives.map { alternative in
        let text = alternative.segments.map { segment in
            switch segment {
            case .text(let bytes): describe(bytes)
            case .value(let name): "{\(name)}"
            case .capture(let name, .matching(let pattern)): "{\(name ?? ""):/\(pattern.text)/}"
            case .capture(let name, let type): "{\(name ?? ""):\(type)}"
            }
        }.joined()
        return "\(text) [\(describe(alternative.framing))]"
    }
    return (pattern.form.map { "\($0) = " } ?? "") + alternatives.joined(separator: " | ")
}

private func describe(_ framing: LinePattern.Framing) -> String {
    switch framing {
    case .result(let number): "result \(number.map(String.init) ?? "-")"
    case .extendedError: "error"
    case .prompt: "prompt"
    case .parameter: "parameter"
    case .information: "information"
    }
}

private func describe(_ condition: Condition) -> String {
    switch condition {
    case .feature(let name): "feature \(name)"
    case .equal(let left, let right): "\(describe(left)) = \(describe(right))"
    case .notEqual(let left, let right): "\(describe(left)) != \(describe(right))"
    case .less(let left, let right): "\(describe(left)) < \(describe(right))"
    case .unknown(let line): "not known: \(describe(line))"
    case .atMost(let left, let right): "\(describe(left)) <= \(describe(right))"
    case .not(let inner): "not (\(describe(inner)))"
    }
}
