import Octets
import Testing
import World

/// Plays rows of a transcript: says the host's lines to the device, and holds what the device sends to the transcript, byte by byte.
struct Performance {
    let stage: DialogueStage
    let staging: Staging
    /// The spellings of a message, by each of them.
    let spellings: [String: [String]]
    let framing: AnswerFraming
    /// What the device should send in answer to what it was last sent.
    private var expected: [TranscribedBytes] = []
    private var cue: String?

    init(_ staging: Staging, of transcript: ManualTranscript) throws {
        self.staging = staging
        framing = try AnswerFraming(transcript)
        var spellings: [String: [String]] = [:]
        for line in transcript.sections("spellings").flatMap(\.lines) {
            for spelling in line.columns.dropFirst() { spellings[spelling] = Array(line.columns.dropFirst()) }
        }
        self.spellings = spellings
        stage = try DialogueStage(staging)
    }

    /// - Parameter isDisplay: Its lines show values without having been asked for one by `AT#NAME?`, whose framing alone is described.
    mutating func play(_ row: ManualTranscript.Row, isDisplay: Bool = false) throws {
        cue = row.name
        for item in row.items {
            switch item.mark {
            case .hostLine: try say(item)
            case .hostBytes:
                try settle(item)
                let text = filled(item.readings[0])
                cue = ">> " + item.readings[0]
                stage.send(TranscribedBytes.bytes(text))
            case .deviceLine: expected.append(line(item, isDisplay: isDisplay))
            case .deviceBytes: expected.append(bytes(item))
            case .inItsPlace:
                let before = expected.removeLast()
                expected.append(.either([before, line(item, isDisplay: isDisplay)]))
            case .lineElsewhere: expected.append(.optional(line(item, isDisplay: isDisplay)))
            case .bytesElsewhere: expected.append(.optional(bytes(item)))
            case .repeated:
                // The echo comes once.
                expected = [expected[0], .repeated(.sequence(Array(expected.dropFirst())))]
            }
        }
        guard let last = row.items.last else { return }
        let sent = try settle(last)
        if let code = staging.code { #expect(String(decoding: sent, as: UTF8.self).contains(code)) }
    }

    /// Says a line as it is printed. Where it is written otherwise elsewhere in the manual, the device may refuse it so, and must take the other.
    private mutating func say(_ item: ManualTranscript.Item) throws {
        try settle(item)
        let lines = item.readings.map(filled)
        if lines.count > 1, lines[0] != lines[1] {
            stage.send(TranscribedBytes.bytes(lines[0]) + [0x0D])
            let taken = framing.line("OK")
            let refused = [framing.line("ERROR"), framing.line("#CME ERROR: {code}")]
            expected = [.bytes(TranscribedBytes.bytes(lines[0] + "[CR]")), .either([taken] + refused)]
            try settle(item)
        }
        let line = lines[min(1, lines.count - 1)]
        cue = item.readings[0]
        stage.send(TranscribedBytes.bytes(line) + [0x0D])
        expected = [.bytes(TranscribedBytes.bytes(line + "[CR]"))]
    }

    /// Holds what the device has sent to what it should have.
    @discardableResult private mutating func settle(_ item: ManualTranscript.Item) throws -> [UInt8] {
        var sent = stage.takeSent(afterSilenceOf: staging.patience)
        for happening in cue.flatMap({ staging.after[$0] }) ?? [] {
            try stage.perform(happening)
            sent += stage.takeSent(afterSilenceOf: staging.patience)
        }
        cue = nil
        let isAsShown = TranscribedBytes.sequence(expected).matches(sent)
        expected = []
        #expect(isAsShown, "before line \(item.number) of the transcript the device sent \(visible(sent))")
        return sent
    }

    private func line(_ item: ManualTranscript.Item, isDisplay: Bool) -> TranscribedBytes {
        let readings = item.readings.flatMap { spellings[$0] ?? [$0] }
        return .either(readings.map { $0 == "-" ? .sequence([]) : framing.line($0, isDisplay: isDisplay, fill: fill) })
    }

    private func bytes(_ item: ManualTranscript.Item) -> TranscribedBytes { TranscribedBytes(item.readings[0], fill: fill) }

    /// What the host says: printed examples replaced by what this bench has.
    private func filled(_ text: String) -> String {
        var said = ""
        var rest = text[...]
        while let start = rest.firstIndex(of: "{"), let end = rest[start...].firstIndex(of: "}") {
            let inside = String(rest[rest.index(after: start)..<end])
            let example = inside.parted(at: " ")?.1 ?? inside
            said += rest[..<start] + (staging.values[example] ?? example)
            rest = rest[rest.index(after: end)...]
        }
        return said + rest
    }

    private func fill(_ kind: String, _ example: String?) -> TranscribedBytes {
        if kind == "data", let data = staging.values["device's data"] { return .bytes(TranscribedBytes.bytes(data)) }
        if staging.showsExamples { return .bytes(Array((example ?? "").utf8)) }
        return example.flatMap { staging.values[$0] }.map { .bytes(Array($0.utf8)) } ?? AnswerFraming.placeholder(kind)
    }
}
