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
        default:
            guard let name = Self.furtherLine(entry.keyword) else { preconditionFailure("a keyword without a reader") }
            readFurtherLine(name, entry)
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

    /// The address runs to the end of the line, with its commas and quotes as they stand, as on the command line; one text in quotes is the whole.
    private mutating func readDevice(_ entry: Entry) {
        deviceRange = entry.range
        guard let first = entry.words.first else {
            return report("this says no device", entry.range, "device serial:/dev/ttyUSB0")
        }
        let range = span(entry.words)
        let isWhole = entry.words.count == 1 && first.isQuoted
        let text = isWhole ? first.text : String(decoding: file.bytes[range.start..<range.end], as: UTF8.self)
        do {
            rig.device = try Rig.DeviceAddress.parse(text) { "device \($0), and below it: line \($1)" }
        } catch {
            report(error.message, range, error.suggestion)
        }
    }

    /// `115200 8N1, rtscts, dtr off`
    private mutating func readLineSettings(_ entry: Entry) {
        lineRange = entry.range
        guard !entry.words.isEmpty else { return report("this says nothing of the line", entry.range, "line 115200 8N1, rtscts") }
        let (settings, remarks) = Rig.LineSettings.read(entry.words.map(\.text))
        rig.line = settings
        for remark in remarks {
            let range = remark.word.map { entry.words[$0].range } ?? entry.range
            if remark.isError {
                report(remark.message, range, remark.suggestion)
            } else {
                warn(remark.message, range, remark.suggestion)
            }
        }
    }

    /// `line b serial:/dev/ttyUSB1 9600 7E1`: an address, which for a program runs to the end of the line, and settings of its own.
    private mutating func readFurtherLine(_ name: LineName, _ entry: Entry) {
        let words = entry.words.map(\.text)
        let rest = span(entry.words)
        let written = String(decoding: file.bytes[rest.start..<rest.end], as: UTF8.self)
        do throws(Rig.DeviceProblem) {
            let (line, remarks) = try Rig.FurtherLine.read(words, written: written)
            furtherLines.append((name, line, entry.range))
            for remark in remarks {
                let range = remark.word.map { entry.words[$0 + 1].range } ?? entry.range
                if remark.isError {
                    report(remark.message, range, remark.suggestion)
                } else {
                    warn(remark.message, range, remark.suggestion)
                }
            }
        } catch {
            report(error.message, entry.range, error.suggestion)
        }
    }

    /// The lines stand in their order, and none is left out.
    private mutating func checkFurtherLines() {
        furtherLines.sort { $0.name < $1.name }
        for (index, entry) in furtherLines.enumerated() {
            if let wanted = LineName.first(index + 2).last, entry.name != wanted, let text = wanted.text {
                return report(
                    "there is no line \(text)",
                    entry.range,
                    "the lines behind the first are called b, c and so on, in order"
                )
            }
        }
        rig.furtherLines = furtherLines.map(\.line)
        if rig.device == .virtual, let first = furtherLines.first, deviceRange != nil {
            report("the built-in modem has the lines that its dialect says", first.range, "drop the line")
        }
    }

    // MARK: Pacing

    mutating func readPacing(_ entry: Entry) {
        switch entry.keyword {
        case "write gap":
            guard let gap = duration(entry, "write gap 1 s") else { return }
            rig.pacing.writeGap = gap
        case "data gap":
            guard let gap = duration(entry, "data gap 60 s") else { return }
            guard Self.dataGaps.contains(gap) else {
                return report("data do not pause for so short or so long a time", entry.range, "1 s to 10 min: data gap 60 s")
            }
            rig.pacing.dataGap = gap
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

    /// TCP waits a second before it sends again (RFC 6298 §2.4); after ten minutes nobody waits for data any more.
    private static let dataGaps = Interval.seconds(1)...Interval.seconds(600)
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
        if !rig.device.takesSettings, let lineRange, deviceRange != nil {
            warn(rig.device.withoutSettings, lineRange, "drop the line")
        }
        checkFurtherLines()
        checkServers(top)
    }
}
