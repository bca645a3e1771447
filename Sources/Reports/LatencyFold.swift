import Events

/// How long the device took to say something after each command line: from the moment at which the host sent it to the first byte after the
/// echo, the serial line's time included.
struct LatencyFold {
    struct Command {
        var name: String
        var count = 0
        var least = Int64.max
        var most = Int64.min
        /// Every `stride`-th of them.
        var samples: [Int64] = []
        var stride = 1

        mutating func add(_ time: Int64) {
            least = min(least, time)
            most = max(most, time)
            if count % stride == 0 {
                samples.append(time)
                if samples.count == LatencyFold.samplesKept {
                    samples = samples.enumerated().compactMap { $0 % 2 == 0 ? $1 : nil }
                    stride *= 2
                }
            }
            count += 1
        }

        /// Of the samples; of two in the middle the later one.
        var median: Int64 {
            let sorted = samples.sorted()
            return sorted.isEmpty ? 0 : sorted[sorted.count / 2]
        }
    }

    /// What was asked most comes first.
    var rows: [Command] { commands.sorted { ($1.count, $0.name) < ($0.count, $1.name) } }

    /// Of more samples of one command every second one is dropped, so that a run of any length takes no more memory.
    static let samplesKept = 2048
    /// Commands that are told apart.
    static let commandsKept = 300
    /// Longer lines are data, not commands.
    static let longestLine = 512

    private(set) var commands: [Command] = []
    private var indexes: [String: Int] = [:]
    /// By serial line.
    private var exchanges: [String?: Exchange] = [:]

    fileprivate struct Exchange {
        var line: [UInt8] = []
        var pending: (name: String, sent: Int64)?
        /// What is still to be echoed.
        var echo: ArraySlice<UInt8> = []
    }

    mutating func record(_ event: Event) {
        switch event {
        case .scenarioStarted, .scenarioEnded:
            exchanges = [:]
        case .hostSent(let bytes, _, let time, let on): exchanges[on, default: Exchange()].sent(bytes, time)
        case .deviceSent(let bytes, let time, let on):
            if let (name, latency) = exchanges[on]?.received(bytes, time) { add(latency, of: name) }
        case .runStarted, .background, .phaseEntered, .matched, .benchSaw, .stimulus, .note, .runEnded: break
        }
    }

    private mutating func add(_ latency: Int64, of name: String) {
        if indexes[name] == nil {
            guard commands.count < Self.commandsKept else { return }
            indexes[name] = commands.count
            commands.append(Command(name: name))
        }
        if let index = indexes[name] { commands[index].add(latency) }
    }

    /// `AT#POP3PORT=` of `AT#POP3PORT=110`: the command without its value; nil for what is no command line.
    static func name(_ line: [UInt8]) -> String? {
        let text = line.filter { $0 != 0x0D && $0 != 0x0A }
        guard line.count <= longestLine, text.count > 1, text.allSatisfy({ (0x20...0x7E).contains($0) }) else { return nil }
        var name = String(decoding: text, as: UTF8.self).uppercased()
        guard name.hasPrefix("AT") else { return nil }
        if name.hasPrefix("ATD") { return "ATD" }
        if let end = name.firstIndex(of: "=") {
            let value = name[name.index(after: end)...]
            name = String(name[...end]) + (value == "?" ? "?" : "")
        }
        return name.count > 32 ? String(name.prefix(32)) : name
    }
}

extension LatencyFold.Exchange {
    fileprivate mutating func sent(_ bytes: [UInt8], _ time: Int64) {
        pending = nil
        line += bytes.prefix(LatencyFold.longestLine + 1 - min(line.count, LatencyFold.longestLine))
        guard bytes.last == 0x0D || bytes.suffix(2) == [0x0D, 0x0A] else {
            if line.count > LatencyFold.longestLine { line = [UInt8(ascii: "?")] }
            return
        }
        if let name = LatencyFold.name(line) {
            pending = (name, time)
            echo = line[...]
        }
        line = []
    }

    /// - Returns: the command that is answered, and how long that took; nil while none is.
    fileprivate mutating func received(_ bytes: [UInt8], _ time: Int64) -> (name: String, latency: Int64)? {
        guard let (name, sent) = pending else { return nil }
        var rest = bytes[...]
        while let byte = rest.first, byte == echo.first {
            rest = rest.dropFirst()
            echo = echo.dropFirst()
        }
        guard !rest.isEmpty else { return nil }
        pending = nil
        let (latency, overflow) = time.subtractingReportingOverflow(sent)
        return overflow || latency < 0 ? nil : (name, latency)
    }
}
