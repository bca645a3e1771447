internal import Platform
internal import Rigs

/// How the line to a `--device` is set: the words of a rig file's `line`.
enum LineOptions {
    static let options = [
        Option(name: "--rate", value: "N", help: "the line's bits per second (default: 115200)"),
        Option(
            name: "--line",
            value: "SETTINGS",
            help: "as in a rig file: \"9600 7E1, rtscts, dtr off, without dcd\" (default: \"115200 8N1, none\")"
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
        guard arguments.has("--rate") || arguments.has("--line") else { return nil }
        let words = [arguments.value("--rate"), arguments.value("--line")].compactMap(\.self).joined(separator: " ")
            .split(whereSeparator: { $0 == " " || $0 == "," }).map(String.init)
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

    private static func given(_ arguments: Arguments) -> String { arguments.has("--line") ? "--line" : "--rate" }

    private static func spelled(_ address: String, _ settings: String) -> String {
        "--device \(address) " + (Int(settings) == nil ? "--line \"\(settings)\"" : "--rate \(settings)")
    }
}
