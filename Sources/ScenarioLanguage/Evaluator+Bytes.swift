import SourceText

/// Payloads.
extension Evaluator {
    func payload(_ items: [Item]) throws(Problem) -> Payload {
        var size = 0
        return Payload(parts: try parts(items, &size))
    }

    /// Bytes that must be known before the scenario runs.
    func bytes(_ items: [Item]) throws(Problem) -> [UInt8] {
        if isSyntaxCheck { return [] }
        guard let bytes = try payload(items).knownBytes else {
            throw Problem("a capture has no value yet where the bytes must be known from the start", at: range)
        }
        return bytes
    }

    /// `size`: how many bytes there are so far; captures count as nothing.
    private func parts(_ items: [Item], _ size: inout Int) throws(Problem) -> [Payload.Part] {
        var parts: [Payload.Part] = []
        for item in items {
            switch item {
            case .literal(let bytes):
                size += bytes.count
                parts.appendLiteral(bytes)
            case .text(let text): append(try template(text), to: &parts, &size)
            case .reference(let reference): try append(reference, to: &parts, &size)
            case .repeated(let amount, let inner, let place):
                let count = try number(amount)
                var innerSize = 0
                let unit = try self.parts(inner, &innerSize)
                guard count * innerSize <= ScenarioLimits.payload, count * (unit.count - 1) <= ScenarioLimits.repetitions else {
                    throw tooLarge(place)
                }
                size += count * innerSize
                parts.append(contentsOf: unit, times: count)
            case .random(let amount, let unit, let seed, let place):
                let count = try number(amount)
                guard count <= ScenarioLimits.payload / unit else { throw tooLarge(place) }
                size += count * unit
                parts.append(.random(count: count * unit, seed: seed))
            case .file(let text):
                let bytes = try file(text)
                size += bytes.count
                parts.appendLiteral(bytes)
            case .escaped(let escape, let inner):
                parts.append(.escaped(escape, try self.parts(inner, &size)))
            }
            guard size <= ScenarioLimits.payload else { throw tooLarge(range) }
        }
        return parts
    }

    private func tooLarge(_ place: SourceRange) -> Problem {
        Problem("a payload has at most \(ScenarioLimits.payload / 1024) KiB", at: place)
    }

    private func append(_ template: Template, to parts: inout [Payload.Part], _ size: inout Int) {
        for part in template.parts {
            switch part {
            case .text(let bytes):
                size += bytes.count
                parts.appendLiteral(bytes)
            case .value(let name): parts.append(.value(name))
            }
        }
    }

    private func append(_ reference: Reference, to parts: inout [Payload.Part], _ size: inout Int) throws(Problem) {
        guard !isSyntaxCheck, case .name(let name) = reference.kind, case .cell(let cell) = binding(name) else {
            let text = Text(parts: [.reference(reference)], range: reference.range)
            return append(try template(text), to: &parts, &size)
        }
        if let problem = cell.problem { throw problem }
        guard let items = cell.items else {
            let saved = scope
            scope = []
            defer { scope = saved }
            return append(try template(cell.text), to: &parts, &size)
        }
        let saved = scope
        scope = []
        defer { scope = saved }
        for part in try self.parts(items, &size) {
            if case .literal(let bytes) = part { parts.appendLiteral(bytes) } else { parts.append(part) }
        }
    }

    private func file(_ text: Text) throws(Problem) -> [UInt8] {
        let name = try string(text)
        if isSyntaxCheck { return [] }
        do throws(PayloadUnavailable) {
            return try context.payloads.bytes(of: name)
        } catch {
            let fix = "files stand below Fixtures/ of the project, parted by `/`: `file \"mail/plain.eml\"`"
            throw Problem("the file `\(name)` cannot be had: \(error.reason)", at: text.range, fix: fix)
        }
    }

    /// How `>>` cuts the payload in this instance.
    func cut(_ rule: CutRule, _ payload: Payload) throws(Problem) -> Cut {
        switch rule {
        case .whole: return .whole
        case .everyByte: return .everyByte
        case .at(let offsets): return .at(offsets)
        case .random(let seed): return .random(seed: seed)
        case .everyBoundary:
            touchedRow = true
            guard payload.isKnown else {
                throw Problem("`cut at every boundary` needs bytes whose number is known from the start", at: range)
            }
            guard payload.parts.reduce(0, { $0 + $1.leastCount }) <= ScenarioLimits.boundaries, let bytes = payload.knownBytes,
                bytes.count <= ScenarioLimits.boundaries
            else { return .random(seed: 1) }
            guard bytes.count > 1 else { return .whole }
            return .at([cuts.choose(among: bytes.count - 1)])
        }
    }
}

extension [Payload.Part] {
    /// Literals next to each other become one.
    mutating func appendLiteral(_ bytes: [UInt8]) {
        guard !bytes.isEmpty else { return }
        guard case .literal(var joined) = last else { return append(.literal(bytes)) }
        // The array gives its copy up, so that appending does not copy what is there.
        self[count - 1] = .literal([])
        joined += bytes
        self[count - 1] = .literal(joined)
    }

    mutating func append(contentsOf unit: [Payload.Part], times: Int) {
        guard !unit.isEmpty else { return }
        guard unit.count == 1, case .literal(let bytes) = unit[0] else {
            for _ in 0..<times { append(contentsOf: unit) }
            return
        }
        var repeated: [UInt8] = []
        repeated.reserveCapacity(bytes.count * times)
        for _ in 0..<times { repeated += bytes }
        appendLiteral(repeated)
    }
}

extension Payload.Part {
    /// How many bytes it has before it is escaped.
    fileprivate var leastCount: Int {
        switch self {
        case .literal(let bytes): bytes.count
        case .value: 0
        case .random(let count, _): count
        case .escaped(_, let parts): parts.reduce(0) { $0 + $1.leastCount }
        }
    }
}
