public import World

/// Brings a device of unknown state back to its command line and asks who it is: bytes and time in, bytes and at last an outcome out.
///
/// A synchronous value. It tries, each time followed by `AT`: nothing, ETX (the end of FTP and socket data mode, 001 ch. 4 and 5), the end
/// of a mail body, SUB (the end of BODYn entry), and `+++` between its guard times. Then
/// the modes that scenarios begin with are set, and the identification commands are asked.
public struct DeviceProbe {
    public enum Output: Equatable, Sendable {
        case write([UInt8])
        case finished(Outcome)
    }

    public enum Outcome: Equatable, Sendable {
        /// The device answers. What it says of itself, command by command, without results and blank lines.
        case ready(identity: [Answer])
        /// Not a byte came.
        case silent
        /// Bytes came, but no answer that could be read: often a wrong baud rate.
        case garbage(sample: [UInt8])
        /// Readable text came, but never OK.
        case confused(sample: [UInt8])
    }

    public struct Answer: Equatable, Sendable {
        public var command: String
        public var lines: [String]
        public init(command: String, lines: [String]) {
            self.command = command
            self.lines = lines
        }
    }

    /// How long an answer to `AT` may take.
    static let answerLimit = Interval.seconds(1)
    /// The silence around `+++`.
    static let guardTime = Interval.milliseconds(1_100)
    /// Bytes kept as a sample of what the device says.
    static let sampleLimit = 256
    /// What is asked for identification.
    public static let identification = ["ATI", "AT+CGMI", "AT+CGMM", "AT+CGMR", "AT#VVERSION"]

    private enum Stage {
        /// What was on the line before is let pass.
        case listening
        /// The escape of this number is being tried; `asked`: the AT after it has gone out.
        case escaping(Int, asked: Bool)
        case normalising
        case asking(Int)
        case finished
    }

    private struct Escape {
        var bytes: [UInt8]
        /// Silence before and after.
        var silence: Interval
    }

    private static let escapes = [
        Escape(bytes: [], silence: .zero),
        Escape(bytes: [0x03], silence: .milliseconds(500)),
        Escape(bytes: Array("\r\n.\r\n".utf8), silence: .milliseconds(500)),
        Escape(bytes: [0x1A], silence: .milliseconds(500)),
        Escape(bytes: Array("+++".utf8), silence: guardTime),
    ]

    private let identifies: Bool
    private var stage = Stage.listening
    private var due: Instant
    private var heard: [UInt8] = []
    private var sample: [UInt8] = []
    private var identity: [Answer] = []

    /// - Parameter identifies: Whether to ask who the device is once it answers.
    public init(identifies: Bool, at now: Instant) {
        self.identifies = identifies
        due = now + .milliseconds(100)
    }

    /// When to call `advance` at the latest.
    public var wake: Instant { due }

    public mutating func receive(_ bytes: [UInt8]) {
        heard += bytes
        if heard.count > Self.sampleLimit * 16 { heard.removeFirst(heard.count - Self.sampleLimit) }
        sample = Array((sample + bytes).suffix(Self.sampleLimit))
    }

    /// Goes on at `now`.
    public mutating func advance(at now: Instant) -> [Output] {
        switch stage {
        case .listening:
            guard now >= due else { return [] }
            sample = []
            return escape(0, now)
        case .escaping(let index, asked: false):
            guard now >= due else { return [] }
            stage = .escaping(index, asked: true)
            return ask("AT", now)
        case .escaping(let index, asked: true):
            if hasResult { return normalise(now) }
            guard now >= due else { return [] }
            if hasMisframedResult { return normalise(now) }
            return index + 1 < Self.escapes.count ? escape(index + 1, now) : give()
        case .normalising:
            if hasResult { return identifies ? identify(0, now) : finish(.ready(identity: [])) }
            guard now >= due else { return [] }
            guard hasMisframedResult else { return give() }
            return identifies ? identify(0, now) : finish(.ready(identity: []))
        case .asking(let index):
            guard hasFinalResult || now >= due else { return [] }
            let command = Self.identification[index]
            let lines = informationLines(command)
            if !lines.isEmpty { identity.append(Answer(command: command, lines: lines)) }
            return index + 1 < Self.identification.count ? identify(index + 1, now) : finish(.ready(identity: identity))
        case .finished: return []
        }
    }

    // MARK: Stages

    private mutating func escape(_ index: Int, _ now: Instant) -> [Output] {
        let escape = Self.escapes[index]
        stage = .escaping(index, asked: false)
        due = now + escape.silence
        guard !escape.bytes.isEmpty else { return advance(at: now) }
        return [.write(escape.bytes)]
    }

    private mutating func ask(_ command: String, _ now: Instant) -> [Output] {
        heard = []
        due = now + Self.answerLimit
        return [.write(Array("\(command)\r".utf8))]
    }

    /// Results on, in words, with echo: what scenarios begin with.
    private mutating func normalise(_ now: Instant) -> [Output] {
        stage = .normalising
        return ask("ATQ0V1E1", now)
    }

    private mutating func identify(_ index: Int, _ now: Instant) -> [Output] {
        stage = .asking(index)
        return ask(Self.identification[index], now)
    }

    private mutating func give() -> [Output] {
        if sample.isEmpty { return finish(.silent) }
        let readable = sample.count { (0x20...0x7E).contains($0) || $0 == 0x0D || $0 == 0x0A }
        return finish(readable * 10 >= sample.count * 8 ? .confused(sample: sample) : .garbage(sample: sample))
    }

    private mutating func finish(_ outcome: Outcome) -> [Output] {
        stage = .finished
        return [.finished(outcome)]
    }

    // MARK: Reading

    /// OK as a word or, from a device left in ATV0, as a number.
    private var hasResult: Bool { ends(with: "OK\r\n") || ends(with: "\r0\r") || ends(with: "0\r") }

    /// The same, in a wrong frame: the device can be tested, and it is for a scenario to say what is wrong with it.
    private var hasMisframedResult: Bool {
        guard let last = heard.split(whereSeparator: { $0 == 0x0D || $0 == 0x0A }).last else { return false }
        return last.elementsEqual("OK".utf8) || last.elementsEqual("0".utf8)
    }

    private var hasFinalResult: Bool {
        hasResult || ends(with: "ERROR\r\n") || (heard.contains(subsequence: Array("CME ERROR".utf8)) && heard.last == 0x0A)
    }

    private func ends(with text: String) -> Bool { heard.suffix(text.utf8.count).elementsEqual(text.utf8) }

    /// The answer's lines without the echo, the final result and control bytes.
    private func informationLines(_ command: String) -> [String] {
        heard.split { $0 == 0x0D || $0 == 0x0A }
            .map { String(decoding: $0.filter { (0x20...0x7E).contains($0) }, as: UTF8.self) }
            .filter { $0 != command && $0 != "OK" && $0 != "ERROR" && !$0.contains("CME ERROR") && !$0.isEmpty }
    }
}

extension [UInt8] {
    /// Whether the bytes stand somewhere in it, in order and together.
    fileprivate func contains(subsequence bytes: [UInt8]) -> Bool {
        guard count >= bytes.count else { return false }
        return (0...count - bytes.count).contains { self[$0..<$0 + bytes.count].elementsEqual(bytes) }
    }
}
