import SourceText
import World

// `rig` and `pacing`.
extension RigReader {
    mutating func readHead(_ entry: Entry) {
        switch entry.keyword {
        case "title":
            guard let text = text(entry, "title \"GenPro on the left shelf\"") else { return }
            rig.title = text.text
        case "device": readDevice(entry)
        case "line": readLineSettings(entry)
        case "dialect":
            guard let name = text(entry, "dialect multitech-ip") else { return }
            rig.dialect = name.text
            mention(.dialect, name)
        case "control":
            guard let path = text(entry, "control /tmp/modem") else { return }
            guard !path.text.isEmpty, path.text.utf8.count <= Self.longestName, !path.text.utf8.contains(0) else {
                return report("this is no path", path.range, "what ‘attest modem --pty’ prints: control /dev/pts/5")
            }
            rig.control = path.text
        case "starts with": rig.startTexts = readTexts(entry, "the beginning of a line", "starts with \"+WIND:\"")
        case "unsolicited": rig.unsolicited = readTexts(entry, "the beginning of a line", "unsolicited \"+CMTI:\"")
        case "set up": rig.setUp = readTexts(entry, "a command line", "set up \"AT+CMEE=1\"")
        case "boots in":
            guard let time = duration(entry, "boots in 20 s") else { return }
            guard time <= Self.longestBoot else {
                return report("a device does not start for so long", entry.range, "boots in 20 s; at most 10 min")
            }
            rig.bootTime = time
        default: preconditionFailure("a keyword without a reader")
        }
    }

    /// Texts of what they have in common, none of them empty.
    private mutating func readTexts(_ entry: Entry, _ what: String, _ example: String) -> [String] {
        for word in entry.words where word.text.isEmpty || word.text.utf8.count > Self.longestText {
            report("this is not \(what)", word.range, example)
        }
        for word in entry.words where word.text.utf8.contains(where: { !(0x20...0x7E).contains($0) }) {
            report("a line of a device is made of ASCII characters", word.range, example)
        }
        if entry.words.isEmpty { report("this does not say \(what)", entry.range, example) }
        return entry.words.map(\.text)
    }

    /// As much as any such line has, and more.
    private static let longestText = 256
    /// The slowest modules take a minute.
    private static let longestBoot = Interval.seconds(600)
    /// What Linux allows for a path.
    private static let longestName = 4_096

    /// The address runs to the end of the line, so that a program's arguments need no quotes.
    private mutating func readDevice(_ entry: Entry) {
        deviceRange = entry.range
        guard !entry.words.isEmpty else { return report("this says no device", entry.range, "device serial:/dev/ttyUSB0") }
        let text = entry.words.map(\.text).joined(separator: " ")
        do {
            rig.device = try Rig.DeviceAddress.parse(text)
        } catch {
            report(error.message, span(entry.words), error.suggestion)
        }
    }

    /// `115200 8N1, rtscts, dtr off`
    private mutating func readLineSettings(_ entry: Entry) {
        lineRange = entry.range
        guard !entry.words.isEmpty else { return report("this says nothing of the line", entry.range, "line 115200 8N1, rtscts") }
        var words = entry.words[...]
        while let word = words.popFirst() {
            if word.text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) {
                readRate(word)
            } else if let flow = Rig.LineSettings.FlowControl(rawValue: word.text) {
                guard once("line flow", word) else { continue }
                rig.line.flowControl = flow
            } else if word.text == "dtr" || word.text == "rts" {
                guard let state = words.first, state.text == "on" || state.text == "off" else {
                    report("‘\(word.text)’ is on or off", word.range, "\(word.text) off")
                    continue
                }
                words.removeFirst()
                guard once("line \(word.text)", word) else { continue }
                if word.text == "dtr" { rig.line.dtr = state.text == "on" } else { rig.line.rts = state.text == "on" }
            } else if let first = word.text.utf8.first, (0x30...0x39).contains(first) {
                readFormat(word)
            } else {
                let known = Rig.LineSettings.FlowControl.allCases.map(\.rawValue) + ["dtr", "rts"]
                report(
                    "‘\(word.text)’ says nothing of a line",
                    word.range,
                    NearestName.suggestion(for: word.text.lowercased(), among: known)
                )
            }
        }
        if rig.line.flowControl == .rtscts, !rig.line.rts {
            report("with rtscts the flow control itself drives RTS", entry.range, "drop ‘rts off’ or ‘rtscts’")
        }
        if rig.line.flowControl == .xonxoff {
            warn("DC1 and DC3 cannot pass a line with xonxoff: payloads that hold them fail", entry.range, "rtscts")
        }
        if rig.line.dataBits < 8 {
            warn(
                "\(rig.line.dataBits) data bits cannot carry bytes above \(1 << rig.line.dataBits - 1): payloads that hold them fail",
                entry.range,
                "8N1"
            )
        }
    }

    private mutating func readRate(_ word: RigWord) {
        guard once("line rate", word) else { return }
        guard let rate = Int(word.text), Rig.LineSettings.rates.contains(rate) else {
            let rates = Rig.LineSettings.rates
            return report(
                "‘\(word.text)’ is no rate",
                word.range,
                "\(rates.lowerBound) to \(rates.upperBound) bit/s, such as 115200"
            )
        }
        rig.line.rate = rate
    }

    /// `8N1`
    private mutating func readFormat(_ word: RigWord) {
        guard once("line format", word) else { return }
        let letters = Array(word.text)
        guard letters.count == 3, let bits = letters[0].wholeNumberValue, (5...8).contains(bits),
            let parity = Rig.LineSettings.parityLetters[Character(letters[1].uppercased())],
            let stop = letters[2].wholeNumberValue, (1...2).contains(stop)
        else {
            return report(
                "‘\(word.text)’ is no format of a line",
                word.range,
                "5 to 8 data bits, N, E, O, M or S, 1 or 2 stop bits: 8N1"
            )
        }
        rig.line.dataBits = bits
        rig.line.parity = parity
        rig.line.stopBits = stop
    }

    private mutating func once(_ key: String, _ word: RigWord) -> Bool {
        say(key, word.range, "‘\(word.text)’ says again what is said already", "keep one of them")
    }

    // MARK: Pacing

    mutating func readPacing(_ entry: Entry) {
        switch entry.keyword {
        case "write gap":
            guard let gap = duration(entry, "write gap 1 s") else { return }
            rig.pacing.writeGap = gap
        case "time scale":
            let text = entry.words.map(\.text).joined()
            let digits = text.hasSuffix("%") ? text.dropLast() : text[...]
            guard let percent = Int(digits), Self.timeScales.contains(percent) else {
                let scales = Self.timeScales
                return report(
                    "the time scale is a percentage",
                    entry.range,
                    "\(scales.lowerBound) % to \(scales.upperBound) %: time scale 150 %"
                )
            }
            rig.pacing.timeScale = percent
        default: preconditionFailure("a keyword without a reader")
        }
    }

    /// Below 10 % no device keeps its times; 100 times as slow is a day for a quarter of an hour.
    private static let timeScales = 10...10_000

    // MARK: The whole

    /// What no single line shows.
    mutating func checkWhole() {
        let top = lines.first?.range ?? SourceRange(start: 0, end: 0)
        if !said.contains(Section.rig.rawValue) {
            report("the file names no rig", top, "begin it with: rig NAME")
        } else if deviceRange == nil {
            report("the rig says no device", top, "add below ‘rig’: device serial:/dev/ttyUSB0")
        }
        switch rig.device {
        case .serial, .rfc2217, .pseudoTerminal: break
        case .virtual, .tcp, .program:
            guard let lineRange, deviceRange != nil else { break }
            warn("line settings mean nothing to \(rig.device)", lineRange, "drop the line")
        }
        checkServers(top)
    }
}
