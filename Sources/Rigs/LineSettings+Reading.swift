import SourceText
import World

extension Rig.LineSettings {
    /// What is wrong with the words that say how a line is set, or doubtful.
    public struct Remark: Hashable, Sendable {
        public var isError: Bool
        public var message: String
        public var suggestion: String?
        /// The number of the word; nil: all of them.
        public var word: Int?
    }

    /// Reads `115200 8N1, rtscts, dtr off, without dcd ri`, cut at blanks and commas, as it stands in a rig file and on the command line.
    public static func read(_ words: [String]) -> (settings: Rig.LineSettings, remarks: [Remark]) {
        var reading = LineReading()
        var index = 0
        while index < words.count {
            index += reading.take(words[index], before: index + 1 < words.count ? words[index + 1] : nil, at: index) ? 2 : 1
        }
        reading.checkWhole()
        return (reading.settings, reading.remarks)
    }

    /// Words that can only be meant to set a line: a rate that is one of the usual, a format, a kind of flow control.
    static func isSetting(_ word: String) -> Bool {
        if let rate = Int(word) { return usualRates.contains(rate) }
        return format(word) != nil || FlowControl(rawValue: word).map { $0 != .none } == true
    }

    /// Those that terminals have names for (termios(3)) and modems use.
    private static let usualRates: Set<Int> = [
        300, 600, 1_200, 2_400, 4_800, 9_600, 19_200, 38_400, 57_600, 115_200, 230_400, 460_800, 500_000, 576_000, 921_600,
        1_000_000,
        1_152_000, 1_500_000, 2_000_000, 2_500_000, 3_000_000, 3_500_000, 4_000_000,
    ]

    /// `8N1`
    fileprivate static func format(_ word: String) -> (dataBits: Int, parity: Parity, stopBits: Int)? {
        let letters = Array(word)
        guard letters.count == 3, let bits = letters[0].wholeNumberValue, (5...8).contains(bits),
            let parity = parityLetters[Character(letters[1].uppercased())],
            let stop = letters[2].wholeNumberValue, (1...2).contains(stop)
        else { return nil }
        return (bits, parity, stop)
    }
}

/// The settings as far as they have been read.
private struct LineReading {
    var settings = Rig.LineSettings()
    var remarks: [Rig.LineSettings.Remark] = []
    /// What has been said, so that nothing is said twice.
    private var said: Set<String> = []
    /// Behind `without`: signals are being named.
    private var isNaming = false

    /// - Returns: whether the word that follows belongs to it.
    mutating func take(_ word: String, before next: String?, at index: Int) -> Bool {
        if isNaming, let signal = LineSignal(rawValue: word.uppercased()), !signal.isOfHost {
            settings.unwired.insert(signal)
            return false
        }
        if isNaming, settings.unwired.isEmpty {
            wrong("‘without’ names the modem's signals that the cable has not", index, Self.signals)
        }
        isNaming = word == "without"
        if isNaming {
            if next == nil { wrong("‘without’ names the modem's signals that the cable has not", index, Self.signals) }
        } else if !word.isEmpty, word.utf8.allSatisfy({ (0x30...0x39).contains($0) }) {
            readRate(word, index)
        } else if let flow = Rig.LineSettings.FlowControl(rawValue: word) {
            if once("flow", word, index) { settings.flowControl = flow }
        } else if word == "dtr" || word == "rts" {
            guard next == "on" || next == "off" else {
                wrong("‘\(word)’ is on or off", index, "\(word) off")
                return false
            }
            if once(word, word, index) {
                if word == "dtr" { settings.dtr = next == "on" } else { settings.rts = next == "on" }
            }
            return true
        } else if let first = word.utf8.first, (0x30...0x39).contains(first) {
            readFormat(word, index)
        } else {
            let known = Rig.LineSettings.FlowControl.allCases.map(\.rawValue) + ["dtr", "rts", "without"]
            wrong("‘\(word)’ says nothing of a line", index, NearestName.suggestion(for: word.lowercased(), among: known))
        }
        return false
    }

    private static let signals = "without dcd ri dsr cts"

    private mutating func readRate(_ word: String, _ index: Int) {
        guard once("rate", word, index) else { return }
        let rates = Rig.LineSettings.rates
        guard let rate = Int(word), rates.contains(rate) else {
            return wrong("‘\(word)’ is no rate", index, "\(rates.lowerBound) to \(rates.upperBound) bit/s, such as 115200")
        }
        settings.rate = rate
    }

    private mutating func readFormat(_ word: String, _ index: Int) {
        guard once("format", word, index) else { return }
        guard let format = Rig.LineSettings.format(word) else {
            return wrong("‘\(word)’ is no format of a line", index, "5 to 8 data bits, N, E, O, M or S, 1 or 2 stop bits: 8N1")
        }
        (settings.dataBits, settings.parity, settings.stopBits) = format
    }

    /// What no single word shows.
    mutating func checkWhole() {
        if settings.flowControl == .rtscts, !settings.rts {
            wrong("with rtscts the flow control itself drives RTS", nil, "drop ‘rts off’ or ‘rtscts’")
        }
        if settings.flowControl == .rtscts, settings.unwired.contains(.cts) {
            wrong("rtscts needs CTS", nil, "drop ‘rtscts’, or ‘cts’ behind ‘without’")
        }
        if settings.flowControl == .xonxoff {
            doubt("DC1 and DC3 cannot pass a line with xonxoff: payloads that hold them fail", "rtscts")
        }
        if settings.dataBits < 8 {
            let highest = 1 << settings.dataBits - 1
            doubt("\(settings.dataBits) data bits cannot carry bytes above \(highest): payloads that hold them fail", "8N1")
        }
    }

    private mutating func once(_ key: String, _ word: String, _ index: Int) -> Bool {
        if said.insert(key).inserted { return true }
        wrong("‘\(word)’ says again what is said already", index, "keep one of them")
        return false
    }

    private mutating func wrong(_ message: String, _ word: Int?, _ suggestion: String?) {
        remarks.append(.init(isError: true, message: message, suggestion: suggestion, word: word))
    }

    private mutating func doubt(_ message: String, _ suggestion: String?) {
        remarks.append(.init(isError: false, message: message, suggestion: suggestion, word: nil))
    }
}
