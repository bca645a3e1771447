import Testing

/// How an answer stands on the line under ATV1, as the transcript's `framing` says.
struct AnswerFraming {
    /// Around a `{message}`.
    private let message: String
    /// Behind a displayed value.
    private let endOfValue: String

    init(_ transcript: ManualTranscript) throws {
        let lines = try #require(transcript.sections("framing").first).lines
        func form(_ name: String, when: String) throws -> String {
            try #require(lines.first { $0.columns[0] == name && $0.columns[2].hasPrefix(when) }).columns[1]
        }
        message = try form("message", when: "ATV1")
        let viewed = try #require(try form("viewed", when: "ATV0 and ATV1").parted(at: "{value}")?.1)
        // The OK that follows is a message of its own.
        endOfValue = String(viewed.dropLast(message.count - "{message}".count + "OK".count))
    }

    /// - Parameter isDisplay: It answers a command that shows values, and is not `AT#NAME?`: the framing of such lines is described nowhere, so
    ///   that both are as good (Docs/Rulings.md, "VTCP and VALL").
    func line(
        _ text: String,
        isDisplay: Bool = false,
        fill: (_ kind: String, _ example: String?) -> TranscribedBytes = { kind, _ in placeholder(kind) }
    ) -> TranscribedBytes {
        let displayed = TranscribedBytes(text + endOfValue, fill: fill)
        let framed = TranscribedBytes(message.replacing("{message}", with: text), fill: fill)
        if text.isEmpty || Self.isValue(text) { return displayed }
        return isDisplay && text != "OK" && !text.hasPrefix("#CME ERROR") ? .either([displayed, framed]) : framed
    }

    /// Whether it is `#NAME: value`, or the `#NAME=` of one table.
    private static func isValue(_ text: String) -> Bool {
        guard text.first == "#" else { return false }
        let next = text.dropFirst().drop { $0.isASCII && ($0.isLetter || $0.isNumber) }.first
        return next == ":" || next == "="
    }

    static func placeholder(_ kind: String) -> TranscribedBytes {
        switch kind {
        case "address": .run { (0x30...0x39).contains($0) || $0 == UInt8(ascii: ".") }
        case "code", "number", "speed", "phone": .run { (0x30...0x39).contains($0) }
        default: .run { $0 != 0x0D && $0 != 0x0A && $0 != UInt8(ascii: "\"") }
        }
    }
}
