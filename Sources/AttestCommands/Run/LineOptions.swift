internal import Platform
internal import Rigs
internal import World

/// How the line to a `--device` is set: the words of a rig file's `line`.
enum LineOptions {
    static let options = [
        Option(name: "--rate", value: "N", help: "the line's bits per second (default: 115200)"),
        Option(
            name: "--line",
            value: "SETTINGS",
            help: "as in a rig file: \"9600 7E1, rtscts, dtr off, without dcd\" (default: \"115200 8N1, none\"); "
                + "of a second line \"b serial:/dev/ttyUSB1\"",
            repeats: true
        ),
    ]

    /// The device that one word names, with its line. - Throws: ``UsageError`` for words that mean nothing.
    static func rig(_ word: String, _ arguments: Arguments, others: [String] = []) throws(UsageError) -> Rig {
        let address: Rig.DeviceAddress
        do throws(Rig.DeviceProblem) {
            address = try Rig.DeviceAddress.parse(word, others: others, setting: spelled)
        } catch {
            throw UsageError("--device: \(error.message)", suggestion: error.suggestion)
        }
        var rig = Rig(name: word, path: "", device: address)
        rig.furtherLines = try furtherLines(arguments)
        guard let settings = try settings(arguments) else { return rig }
        if !address.takesSettings { Terminal.complain(address.withoutSettings, fix: "drop \(given(arguments))") }
        rig.line = settings
        return rig
    }

    /// - Throws: ``UsageError`` where nothing is there that they could set.
    static func refuse(_ arguments: Arguments) throws(UsageError) {
        guard arguments.has("--rate") || arguments.has("--line") else { return }
        throw UsageError(
            "\(given(arguments)) is about --device; a rig file says ‘line’ itself",
            suggestion: "add --device serial:/dev/ttyUSB0"
        )
    }

    /// nil: the options say nothing of it.
    private static func settings(_ arguments: Arguments) throws(UsageError) -> Rig.LineSettings? {
        let written = arguments.all("--line").filter { name(of: $0) == nil }
        guard arguments.has("--rate") || !written.isEmpty else { return nil }
        guard written.count < 2 else {
            throw UsageError("--line is given twice", suggestion: "--line \"\(written.joined(separator: ", "))\"")
        }
        let words = words(of: ([arguments.value("--rate")].compactMap(\.self) + written).joined(separator: " "))
        guard !words.isEmpty else {
            throw UsageError("\(given(arguments)) says nothing of the line", suggestion: "--line \"115200 8N1, rtscts\"")
        }
        if let rate = arguments.value("--rate"), Int(rate) == nil {
            throw UsageError("--rate takes a number, not ‘\(rate)’", suggestion: "--line \"\(words.joined(separator: " "))\"")
        }
        let (settings, remarks) = Rig.LineSettings.read(words)
        if let remark = remarks.first(where: \.isError) {
            throw UsageError("\(given(arguments)): \(remark.message)", suggestion: remark.suggestion)
        }
        for remark in remarks { Terminal.complain("\(given(arguments)): \(remark.message)", fix: remark.suggestion) }
        return settings
    }

    private static func words(of text: String) -> [String] {
        text.split(whereSeparator: { $0 == " " || $0 == "," }).map(String.init)
    }

    /// The line of the device of which an option speaks; nil: it sets the first.
    private static func name(of option: String) -> LineName? { words(of: option).first.flatMap(LineName.init) }

    /// `--line "b serial:/dev/ttyUSB1 9600"`, in the order of their names.
    private static func furtherLines(_ arguments: Arguments) throws(UsageError) -> [Rig.FurtherLine] {
        var lines: [LineName: Rig.FurtherLine] = [:]
        for option in arguments.all("--line") {
            guard let name = name(of: option) else { continue }
            guard arguments.all("--device").count == 1 else {
                throw UsageError("--line \"\(option)\" is about one device", suggestion: "a rig file says ‘line b’ of each")
            }
            let rest = String(option.drop { $0 == " " || $0 == "," }.dropFirst().drop { $0 == " " || $0 == "," })
            let line: Rig.FurtherLine
            let remarks: [Rig.LineSettings.Remark]
            do throws(Rig.DeviceProblem) {
                (line, remarks) = try Rig.FurtherLine.read(words(of: rest), written: rest)
            } catch {
                throw UsageError("--line \"\(option)\": \(error.message)", suggestion: error.suggestion)
            }
            if let error = remarks.first(where: \.isError) {
                throw UsageError("--line \"\(option)\": \(error.message)", suggestion: error.suggestion)
            }
            for remark in remarks { Terminal.complain("--line: \(remark.message)", fix: remark.suggestion) }
            guard lines.updateValue(line, forKey: name) == nil else {
                throw UsageError("--line \"\(option)\": it is given twice", suggestion: "keep one of them")
            }
        }
        let names = LineName.first(1 + lines.count).dropFirst()
        if let missing = names.first(where: { lines[$0] == nil })?.text {
            throw UsageError(
                "there is no line \(missing)",
                suggestion: "the lines behind the first are called b, c and so on, in order"
            )
        }
        return names.compactMap { lines[$0] }
    }

    private static func given(_ arguments: Arguments) -> String { arguments.has("--line") ? "--line" : "--rate" }

    private static func spelled(_ address: String, _ settings: String) -> String {
        "--device \(address) " + (Int(settings) == nil ? "--line \"\(settings)\"" : "--rate \(settings)")
    }
}
