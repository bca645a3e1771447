import Dialects
import SourceText

/// Extended commands that the dialect does not have, sent by scenarios that expect them to be carried out.
struct UnknownCommands {
    struct Unknown: Hashable {
        /// Such as `#GETMIAL`.
        var name: String
        var location: Location
    }

    private(set) var found: [Unknown] = []
    /// Whether such a command is sent at all, to be refused or not.
    private(set) var areSent = false
    /// A basic command that the dialect's manual does not allow, and that is to be carried out all the same.
    private(set) var refused: String?
    private let known: DialectIndex
    private let others: OtherManuals
    /// What the variables of the loops around a step are at first.
    private var variables: [String: [UInt8]] = [:]

    /// - Parameter lists: Steps that follow each other, such as a body and its postambles.
    init(_ lists: [[Step]], _ context: CompilationContext) {
        known = context.dialect
        others = context.others
        for steps in lists { read(steps) { [] } }
    }

    /// `after`: what follows the block, innermost first, for the few commands of which it must be known.
    private mutating func read(_ steps: [Step], then after: () -> [ArraySlice<Step>]) {
        for (index, step) in steps.enumerated() {
            func following() -> [ArraySlice<Step>] { [steps[(index + 1)...]] + after() }
            switch step.action {
            case .sendLine(let template): read(template, step, following)
            case .sendBytes: for template in step.action.commandLines { read(template, step, following) }
            case .loop(let variable, let values, let body):
                variables[variable] = values.first?.bytes
                read(body, then: following)
                variables[variable] = nil
            default: step.forEachBlock { read($0, then: following) }
            }
        }
    }

    private mutating func read(_ template: Template, _ step: Step, _ following: () -> [ArraySlice<Step>]) {
        if refused == nil, !known.refused.isEmpty, let line = basicCommands(of: template).first(where: known.refused.contains) {
            areSent = true
            if !Self.mayBeRefused(in: following()) { refused = line }
        }
        for name in commands(of: template) where !known.has(command: name) && !mayBeOfAStandard(name) {
            areSent = true
            if !Self.mayBeRefused(in: following()) { found.append(Unknown(name: name, location: step.location)) }
        }
    }

    /// Devices have commands of the standards that no manual lists: only what looks misspelt is told.
    private func mayBeOfAStandard(_ name: String) -> Bool {
        guard !name.hasPrefix("#") else { return false }
        return Dialect.standardCommands.contains(name)
            || !others.names.commands.contains(name) && NearestName.find(name, among: known.commands) == nil
    }

    /// The names of the extended commands of a command line, in capitals, as far as they are known before the scenario runs.
    private func commands(of template: Template) -> [String] {
        guard template.parts.contains(where: Self.mayNameOne) else { return [] }
        var text: [UInt8] = []
        var isWhole = true
        loop: for part in template.parts {
            switch part {
            case .text(let bytes): text += bytes
            case .value(let name):
                guard let value = variables[name] else {
                    isWhole = false
                    break loop
                }
                text += value
            }
        }
        text = text.map { (0x61...0x7A).contains($0) ? $0 - 0x20 : $0 }
        guard text.starts(with: "AT".utf8) else { return [] }
        var names: [String] = []
        var index = 2
        while index < text.count {
            guard text[index] == UInt8(ascii: "#") || text[index] == UInt8(ascii: "+") else {
                // Basic commands take digits alone; behind D and what is no command nothing is read.
                guard
                    (0x41...0x5A).contains(text[index]) || (0x30...0x39).contains(text[index])
                        || " ;&=?".utf8.contains(text[index]),
                    text[index] != UInt8(ascii: "D")
                else { break }
                index += 1
                continue
            }
            let start = index
            index += 1
            while index < text.count, (0x41...0x5A).contains(text[index]) || (0x30...0x39).contains(text[index]) { index += 1 }
            guard index < text.count || isWhole else { break }
            if index > start + 1 { names.append(String(decoding: text[start..<index], as: UTF8.self)) }
            var isQuoted = false
            while index < text.count, isQuoted || text[index] != UInt8(ascii: ";") {
                if text[index] == UInt8(ascii: "\"") { isQuoted.toggle() }
                index += 1
            }
        }
        return names
    }

    private static func mayNameOne(_ part: Template.Part) -> Bool {
        switch part {
        case .text(let bytes): bytes.contains { $0 == UInt8(ascii: "#") || $0 == UInt8(ascii: "+") }
        case .value: true
        }
    }

    /// The basic commands with which a line begins, each as `ATV0`.
    private func basicCommands(of template: Template) -> [String] {
        guard case .text(let bytes)? = template.parts.first else { return [] }
        let text = bytes.map { (0x61...0x7A).contains($0) ? $0 - 0x20 : $0 }
        guard text.starts(with: Array("AT".utf8)) else { return [] }
        var rest = text.dropFirst(2)
        var found: [String] = []
        while let first = rest.popFirst() {
            if first == UInt8(ascii: " ") || first == UInt8(ascii: ";") { continue }
            var name = [first]
            if first == UInt8(ascii: "&"), let letter = rest.popFirst() { name.append(letter) }
            guard let letter = name.last, (0x41...0x5A).contains(letter), letter != UInt8(ascii: "D") else { break }
            let digits = rest.prefix { (0x30...0x39).contains($0) }
            rest = rest.dropFirst(digits.count)
            let number = Int(String(decoding: digits, as: UTF8.self)) ?? 0
            found.append("AT" + String(decoding: name, as: UTF8.self) + "\(number)")
        }
        return found
    }

    /// Whether the next thing that the device must say, in some branch, is that it refuses; or it says nothing.
    private static func mayBeRefused(in following: [ArraySlice<Step>]) -> Bool {
        for steps in following {
            for step in steps {
                switch step.action {
                case .expect(let expectation):
                    if isRefusal(expectation) { return true }
                    guard expectation.optional else { return false }
                case .anyOrder(let steps): return steps.contains { mayBeRefused(in: [[$0]]) }
                case .sendLine, .sendBytes, .end: return false
                case .silence, .stillness: return true
                default: if !step.blocks.isEmpty { return step.blocks.contains { mayBeRefused(in: [$0[...]]) } }
                }
            }
        }
        return false
    }

    private static let refusals = ["ERROR", "#CME ERROR", "+CME ERROR", "+CMS ERROR"]

    private static func isRefusal(_ expectation: Expectation) -> Bool {
        guard case .line(let pattern) = expectation.content else { return false }
        return pattern.alternatives.contains { text in
            switch text.segments.first {
            case .text(let bytes): refusals.contains { bytes.starts(with: Array($0.utf8)) }
            case .capture(_, .oneOf(let words)): words.contains { word in refusals.contains { word.hasPrefix($0) } }
            case .capture, .value, nil: false
            }
        }
    }
}

extension Step.Action {
    /// The command lines that it sends, also as bytes: what begins with AT at the beginning of the bytes or behind a CR of them.
    package var commandLines: [Template] {
        switch self {
        case .sendLine(let template): [template]
        case .sendBytes(let payload, _): payload.commandLines
        default: []
        }
    }
}

extension Payload {
    fileprivate var commandLines: [Template] {
        var lines: [Template] = [Template(parts: [])]
        for part in parts {
            switch part {
            case .literal(let bytes):
                for (index, piece) in bytes.split(separator: 0x0D, omittingEmptySubsequences: false).enumerated() {
                    if index > 0 { lines.append(Template(parts: [])) }
                    if !piece.isEmpty { lines[lines.count - 1].parts.append(.text(Array(piece))) }
                }
            case .value(let name): lines[lines.count - 1].parts.append(.value(name))
            case .random, .escaped: lines.append(Template(parts: []))
            }
        }
        // No CR ends the last one: its last name may go on in other bytes.
        lines[lines.count - 1].parts.append(.value(""))
        return lines.filter { line in
            guard case .text(let bytes)? = line.parts.first else { return false }
            return bytes.prefix(2).map { $0 & 0xDF }.elementsEqual("AT".utf8)
        }
    }
}
