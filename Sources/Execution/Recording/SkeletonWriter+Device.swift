internal import Dialects
internal import Octets
internal import ScenarioLanguage
internal import World

/// What the device said.
extension SkeletonWriter {
    /// Bytes of a line that is looked at as one; longer ones are taken as bytes.
    private static let lineLimit = 1_000

    /// A device line that the language can say, framed as the modes ask for.
    struct KnownLine {
        var text: [UInt8]
        var segments: [LinePattern.Segment]
        /// All its bytes, framing included.
        var count: Int
        /// The name of the form, when the whole text is one.
        var form: String?
        var isVerbose: Bool
    }

    /// Accounts for the device's bytes up to `end`. `isWhole`: nothing that follows belongs to them; else a line that has only begun
    /// is left for the next time.
    mutating func takeDevice(upTo end: Int, isWhole: Bool) {
        while cursor < end {
            if data == nil {
                guard takeLine(end, isWhole) else { return }
            } else {
                takeData(end)
            }
        }
    }

    // MARK: Command mode

    /// - Returns: false when what is left may be the beginning of a line.
    private mutating func takeLine(_ end: Int, _ isWhole: Bool) -> Bool {
        if !unanswered.isEmpty {
            let count = min(unanswered.count, end - cursor)
            if device[cursor..<cursor + count].elementsEqual(unanswered.prefix(count)) {
                guard count == unanswered.count || isWhole else { return false }
                sayBytes(upTo: cursor + count)
                unanswered = []
                return true
            }
            unanswered = []
        }
        if let echo = lateEchoes.first {
            let count = min(echo.count, end - cursor)
            if device[cursor..<cursor + count].elementsEqual(echo.prefix(count)) {
                guard count == echo.count || isWhole else { return false }
                sayBytes(upTo: cursor + count)
                lateEchoes.removeFirst()
                return true
            }
        }
        if let line = knownLine(at: cursor, end: end) {
            if let beginning = standing.first(where: line.text.starts) {
                if !allowed.contains(beginning) { allowed.append(beginning) }
                cursor += line.count
                return true
            }
            if line.isVerbose != view.verbose { assume(verbose: line.isVerbose) }
            say(line)
            return true
        }
        let count = unknownCount(end)
        guard count > 0 || isWhole else { return false }
        sayBytes(upTo: count > 0 ? cursor + count : end)
        return true
    }

    /// How many of the next bytes are no line: an ETX, or all up to the end of the line. 0 while that end is not there.
    private func unknownCount(_ end: Int) -> Int {
        let first = device[cursor]
        if first == ControlCharacter.etx { return 1 }
        var index = cursor
        while index < end, index - cursor < Self.lineLimit {
            if device[index] == ControlCharacter.etx { return index - cursor }
            index += 1
            if device[index - 1] == view.s4 { return index - cursor }
        }
        return index - cursor >= Self.lineLimit ? index - cursor : 0
    }

    private mutating func say(_ line: KnownLine) {
        let text = line.form.map { "{\($0)}" } ?? rendered(line.segments)
        let timing = timing(upTo: cursor + line.count)
        statements.append(text.isEmpty ? "\(timing)<" : "\(timing)< \(text)")
        cursor += line.count
        keepAddresses(of: line.text)
        enterData(after: line)
    }

    private mutating func enterData(after line: KnownLine) {
        data = dataModes.phase(openedBy: line.text, isVerbose: true)
        // A call that a command of the dialect makes goes on in command mode.
        if data == nil, line.text.starts(with: "CONNECT".utf8), command.flatMap({ dialect.command(named: $0) }) == nil {
            data = .call
        }
    }

    /// The line that stands here in the modes as they are known, or with ATV the other way round.
    func knownLine(at start: Int, end: Int) -> KnownLine? {
        let end = min(end, start + Self.lineLimit)
        let texts = texts(at: start, end: end)
        for text in texts { if let line = match(text, view, start, end) { return line } }
        var other = view
        other.verbose.toggle()
        for text in texts {
            guard let line = match(text, other, start, end) else { continue }
            switch framing.framing(of: line.segments) {
            // Of the others ATV does not change enough to be told by.
            case .result, .extendedError: return line
            case .parameter, .information, .prompt: continue
            }
        }
        return nil
    }

    private func match(_ text: [UInt8], _ view: HostView, _ start: Int, _ end: Int) -> KnownLine? {
        guard text.isEmpty || Self.atText(text) != nil || form(of: text) != nil else { return nil }
        let segments = segments(of: text)
        let alternative = LinePattern.Alternative(segments: segments, framing: framing.framing(of: segments))
        let pattern = LinePattern(alternatives: [alternative])
        let matchers = LineMatcher.all(pattern, view: view, captures: captures, framing: dialect.framing, afterRead: true)
        let counts = matchers.compactMap { if case .match(let count, _) = $0.match(device, from: start) { count } else { nil } }
        guard let count = counts.first(where: { start + $0 <= end }) else { return nil }
        return KnownLine(text: text, segments: segments, count: count, form: form(of: text), isVerbose: view.verbose)
    }

    /// What the line's text may be, read as each kind of framing; most likely first.
    private func texts(at start: Int, end: Int) -> [[UInt8]] {
        var texts: [[UInt8]] = []
        func text(from: Int, to terminator: [UInt8]) -> [UInt8]? {
            var index = from
            while index + terminator.count <= end {
                if device[index..<index + terminator.count].elementsEqual(terminator) { return Array(device[from..<index]) }
                index += 1
            }
            return nil
        }
        let lineEnd = [view.s3, view.s4]
        for prompt in dialect.forms where prompt.isPrompt {
            texts += prompt.spellings.map { Array($0.utf8) }.filter { device[start..<end].starts(with: lineEnd + $0) }
        }
        if device[start..<end].starts(with: lineEnd), let inner = text(from: start + 2, to: lineEnd), !inner.isEmpty {
            texts.append(inner)
        }
        if let inner = text(from: start, to: lineEnd) { texts.append(inner) }
        if device[start] == view.s3 {
            if let number = text(from: start + 1, to: [view.s3]), let value = Int(String(decoding: number, as: UTF8.self)) {
                texts += dialect.results.filter { $0.number == value }.map { Array($0.text.utf8) }
                texts += dialect.forms.filter { $0.number == value }.compactMap { $0.spellings.first.map { Array($0.utf8) } }
            }
            if let inner = text(from: start + 1, to: lineEnd), !inner.isEmpty { texts.append(inner) }
        }
        return texts
    }

    /// The form that has this spelling; where several have it, the one that is named after the command.
    private func form(of text: [UInt8]) -> String? {
        let names = dialect.forms.filter { form in form.spellings.contains { $0.utf8.elementsEqual(text) } }.map(\.name)
        guard let command else { return names.first }
        return names.first { command.dropFirst().lowercased() == $0.prefix { $0 != "-" } } ?? names.first
    }

    // MARK: Data

    private mutating func takeData(_ end: Int) {
        var index = cursor
        while index < end {
            if data?.takeDevice(CollectionOfOne(device[index])).hasEnded == true { return leaveData(at: index + 1) }
            if data?.device.isEscaping == false, endsService(at: index, end) { return leaveData(at: index) }
            index += 1
        }
        sayBytes(upTo: end)
    }

    private mutating func leaveData(at index: Int) {
        if index > cursor { sayBytes(upTo: index) }
        data = nil
    }

    /// Whether a line stands here that takes the host back to command mode.
    private func endsService(at index: Int, _ end: Int) -> Bool {
        guard device[index] == view.s3, let line = knownLine(at: index, end: end) else { return false }
        if let form = line.form, data?.mode.answers.contains(form) == true { return true }
        let text = String(decoding: line.text, as: UTF8.self)
        // After `+++` the device is back with OK.
        return text == "NO CARRIER" || text.hasPrefix("#CME ERROR") || text.hasPrefix("+CME ERROR")
            || command == nil && data?.mode.host?.end == Dialect.DataMode.End.none && text == "OK"
    }

    private mutating func sayBytes(upTo end: Int) {
        for (items, count) in ByteItems.lines(of: device[cursor..<end]) {
            statements.append("\(timing(upTo: cursor + count))<< \(items)")
            cursor += count
        }
    }
}
