import Dialects
import FoundationEssentials
import SourceText
import Testing

/// What the dialect says, held to what a second reader found in the manual (Fixtures/transcripts), and the other way round.
@Suite struct TranscribedDialectTests {
    private let transcript: ManualTranscript
    private let dialect: Dialect

    init() throws {
        transcript = try ManualTranscript.read("001")
        dialect = try #require(Fixture.dialect)
    }

    private var items: [ManualTranscript.Item] { transcript.sections.flatMap(\.rows).flatMap(\.items) }
    private var syntax: [ManualTranscript.Line] { transcript.sections("syntax").flatMap(\.lines) }

    // MARK: Parameters

    @Test func parametersAreWrittenReadAndShownAsTheManualSays() throws {
        #expect(syntax.map { $0.columns[0] }.sorted() == dialect.parameters.map(\.name).sorted())
        for line in syntax {
            let parameter = try #require(dialect.parameter(named: line.columns[0]))
            let name = parameter.name
            let readings = line.columns.dropFirst() + line.otherReadings
            let isEntered = if case .entered = parameter.kind { true } else { false }
            #expect(readings.contains(isEntered ? "AT#\(name)[CR]{value}[SUB]" : "AT#\(name)={value}"), "\(name)")
            #expect(readings.contains("AT#\(name)?"), "\(name)")

            let shown = Set(dialect.displays.filter { $0.parameters.contains(name) }.map { "AT" + $0.command })
            let printed = Set(line.columns.dropFirst(3))
            let taken = Set(line.otherReadings.filter { $0.hasPrefix("-") }.map { String($0.dropFirst()) })
            #expect(printed.subtracting(taken).isSubset(of: shown), "\(name)")
            #expect(shown.isSubset(of: printed.union(line.otherReadings)), "\(name)")
        }
    }

    /// Names, their order, what stands between name and value, quotes, and where a block ends.
    @Test func displaysAreTheManuals() throws {
        for display in dialect.displays {
            // One table stands for three commands.
            let command = display.command.hasPrefix("#VMAIL") ? "#VMAIL1" : display.command
            let number = display.command.last.map(String.init) ?? ""
            let section = try #require(
                transcript.sections("table").first { $0.clause.hasSuffix(command) || $0.clause.contains(command + " /") }
            )
            var lines = try #require(section.rows.first).items.filter { $0.mark == .deviceLine }.dropLast()
            if display.startsWithVersion { lines = lines.dropFirst(2) }
            let blocks = lines.split { $0.readings == [""] }
            #expect(blocks.map(\.count) == display.blocks.map(\.count), "\(display.command)")
            for (line, name) in zip(blocks.joined(), display.parameters) {
                let parameter = try #require(dialect.parameter(named: name))
                let readings = command == display.command ? line.readings : line.readings.map { $0.replacing("1", with: number) }
                let accepted = readings.contains { reading in
                    let (text, values) = Self.examples(reading)
                    return text == "#\(name)\(display.separator)\(parameter.displayed(values.first ?? ""))"
                }
                #expect(
                    accepted || Self.shownOtherwise[display.command] != nil,
                    "\(display.command): \(readings) is not \(name)'s line"
                )
            }
        }
    }

    /// Displays whose lines are not as their table prints them, by the ruling that says why.
    private static let shownOtherwise = ["#VMAIL1": "MANUAL-6", "#VMAIL2": "MANUAL-6", "#VMAIL3": "MANUAL-6"]

    /// What a command is said to read are parameters; what a display is said to read is what it shows.
    @Test func whatCommandsReadIsThere() throws {
        for section in transcript.sections("table") {
            guard let reads = section.reads else { continue }
            for name in reads { #expect(dialect.parameter(named: name) != nil, "\(section.clause): \(name)") }
            let shown = dialect.displays.filter { section.clause.contains($0.command) }.flatMap(\.parameters)
            if !shown.isEmpty, !reads.isEmpty { #expect(Set(reads) == Set(shown), "\(section.clause)") }
        }
    }

    // MARK: Commands

    /// The name in a command line, `#OTCP` or `+CREG`, with the operation that it asks for; nil for basic commands.
    private static func command(_ line: String) -> (name: String, operation: Dialect.Operation)? {
        guard let sign = line.dropFirst(2).first, line.hasPrefix("AT"), sign == "#" || sign == "+" else { return nil }
        let name = line.dropFirst(3).prefix { $0.isLetter || $0.isNumber }
        let rest = line.dropFirst(3 + name.count).drop { $0 == " " }
        let operation: Dialect.Operation = rest.first == "=" ? .write : rest.first == "?" ? .read : .action
        return (String(sign) + name, operation)
    }

    @Test func commandsAreTheManuals() throws {
        let lines = items.filter { $0.mark == .hostLine }.map { $0.readings[0] }
        let standard = transcript.sections("standard").flatMap(\.lines).map { $0.columns[0] }
        let displayed = syntax.flatMap { $0.columns.dropFirst(3) }
        let commands = (lines + standard + displayed).compactMap(Self.command)
        let parameters = Set(dialect.parameters.map { "#" + $0.name })
        let known = Set(dialect.commands.map(\.name) + dialect.displays.map(\.command))
        #expect(Set(commands.map(\.name)).subtracting(parameters) == known)
        for (name, operation) in lines.compactMap(Self.command) {
            if parameters.contains(name) { #expect(operation != .action, "\(name)") }
            guard let command = dialect.command(named: name) else { continue }
            #expect(command.operations.contains(operation), "\(name)")
            if name.hasPrefix("#") { #expect(command.operations == [.action], "\(name)") }
        }
    }

    // MARK: Answers

    /// The text with the manual's examples in it, and these.
    private static func examples(_ reading: String) -> (text: String, examples: [String]) {
        var text = ""
        var examples: [String] = []
        var rest = reading[...]
        while let start = rest.firstIndex(of: "{"), let end = rest[start...].firstIndex(of: "}") {
            let example = String(rest[start..<end]).parted(at: " ")?.1 ?? ""
            examples.append(example)
            text += rest[..<start] + example
            rest = rest[rest.index(after: end)...]
        }
        return (text + rest, examples)
    }

    /// Whether the dialect has a line that the manual shows.
    private func says(_ reading: String) -> Bool {
        let (text, examples) = Self.examples(reading)
        if dialect.results.contains(where: { $0.text == text || examples == [""] && $0.text.hasPrefix(text) && !text.isEmpty }) {
            return true
        }
        if dialect.forms.contains(where: { $0.spellings.contains(text) }) { return true }
        if dialect.spellings.contains(where: { !$0.value.isEmpty && [$0.value, $0.value + examples.joined()].contains(text) }) {
            return true
        }
        if let code = text.parted(at: "#CME ERROR: ")?.1 {
            return code.isEmpty || Int(code).flatMap(dialect.error(number:)) != nil
        }
        if text.hasPrefix("#STATE: ") { return dialect.spellings.values.contains { text == "#STATE: \"\($0)\"" } }
        if text.hasPrefix("#VERSION: ") { return text == "#VERSION: \"\(dialect.spelling(.version))\"" }
        if text.hasPrefix("+") { return dialect.command(named: String(text.prefix { $0 != ":" })) != nil }
        if text.hasPrefix("#") {
            return dialect.parameter(named: String(text.dropFirst().prefix { $0.isLetter || $0.isNumber })) != nil
        }
        return text == examples.joined()
    }

    @Test func theDialectSaysWhatTheManualShows() {
        let lines = items.filter { [.deviceLine, .inItsPlace, .lineElsewhere].contains($0.mark) }.flatMap(\.readings)
        let spelled = transcript.sections("spellings").flatMap(\.lines).flatMap { $0.columns.dropFirst() }
        let diagrams = transcript.sections("diagram").flatMap(\.lines).filter { $0.text.hasPrefix("says ") }
        let boxes = diagrams.flatMap { $0.text.dropFirst(5).split(separator: " | ").map(String.init) }
        let data = ["{data}", "[ETX]", "[CR][LF].[CR][LF]", "-", ""]
        let shown = (lines + spelled + boxes).filter { !$0.hasPrefix("AT#") && !$0.hasPrefix("GPRSMODE=") && !data.contains($0) }
        #expect(Set(shown.filter { !says($0) }) == Set(Self.notSaid.keys))
    }

    /// What the manual prints and the dialect does not have, by the ruling that says why.
    private static let notSaid: [String: String] = [
        "OK_Info_WaitingForDate": "MANUAL-1",
        "#CME ERROR : 37120": "MANUAL-4", "#CME ERROR : 37121": "MANUAL-4", "#CME ERROR : 28980": "MANUAL-4",
        "#CME ERROR : 28981": "MANUAL-4",
        "+CME ERROR: 37120": "MANUAL-4", "+CME ERROR: 37121": "MANUAL-4", "+CME ERROR: 38980": "MANUAL-4",
        "+CME ERROR: 38981": "MANUAL-4",
        "#CME ERROR {code}": "What the manual prints in several ways",
        "#BODY31: \"{text 9.1234567890abcd}\"": "VTCP and VALL", "#DELMODE: {number 1}": "VTCP and VALL",
        "#STATE: \"NO SERVICE\"": "VVERSION and VSTATE",
        "Ok": "What the manual prints in several ways",
        "+CRING:{text xxx}": "Incoming calls", "+CRING: {text REL ASYNC}": "Incoming calls",
        "+CRING: REL ASYNC": "Incoming calls",
    ]

    /// Nothing that the dialect has the device say is made up.
    @Test func theManualShowsWhatTheDialectSays() throws {
        let lines = items.flatMap(\.readings).map { Self.examples($0).text }
        for line in transcript.sections("spellings").flatMap(\.lines) {
            let forms = dialect.forms.filter { $0.number == Int(line.columns[0]) }
            #expect(!forms.isEmpty)
            // The start of FTPPUT has a spelling of its own in its table.
            let spellings = Set(forms.flatMap(\.spellings)).filter { !line.columns.contains($0) }
            #expect(spellings.allSatisfy(lines.contains), "\(spellings)")
        }
        for form in dialect.forms where form.number == nil { #expect(form.spellings.allSatisfy(lines.contains), "\(form.name)") }
        for (name, text) in dialect.spellings where !text.isEmpty {
            #expect(lines.contains { $0.contains(text) }, "\(name)")
        }
        for command in dialect.commands where command.name.hasPrefix("#") {
            #expect(transcript.sections("table").contains { $0.clause.contains(command.name) }, "\(command.name)")
        }
    }

    // MARK: Contradictions

    /// Where Docs/Rulings.md says how the suite reads what the manual says in two ways: a heading's beginning, or an interpretation in it.
    private static let rulings: [String: String] = [
        "ppp-result": "PPP OK",
        "ppp-failed": "Incoming calls",
        "error-prefix": "MANUAL-4",
        "inactivity": "MANUAL-5",
        "info-case": "MANUAL-1",
        "pppmode-range": "MANUAL-3",
        "redialdelay-zero": "MANUAL-2",
        "pop3port-digits": "What the manual prints in several ways",
        "gprsmode-display": "VTCP and VALL",
        "body-display": "VTCP and VALL",
        "body-set": "What the manual prints in several ways",
        "view-separator": "What the manual prints in several ways",
        "view-numeric": "Numbers under ATV0",
        "display-order": "VTCP and VALL",
        "mail-order": "VTCP and VALL",
        "tcp-order": "VTCP and VALL",
        "version": "VVERSION and VSTATE",
        "version-ok": "VVERSION and VSTATE",
        "state-no-service": "VVERSION and VSTATE",
        "state-disconnecting": "VVERSION and VSTATE",
        "getmail-ok": "SERVICES-1",
        "nomail-ok": "SERVICES-1",
        "sendmail-data": "What the manual prints in several ways",
        "ftpput-error": "SERVICES-4",
        "ftpput-ok": "What the manual prints in several ways",
        "ftpget-etx": "SERVICES-3",
        "ltcpstart-ok": "SERVICES-5",
        "ltcp-abort": "Ending the wait for a client",
        "host-close": "SERVICES-6",
        "etx-echo": "SERVICES-3",
        "peer-close": "SERVICES-6",
        "peer-close-dlemode-0": "SERVICES-6",
        "dle-escape": "Escapes of a socket",
        "ring": "Incoming calls",
        "callback-number": "Incoming calls",
        "callscreen-default": "Incoming calls",
        "written-quotes": "Parameters without quotes",
        "tcpserv-name": "Clients that LTCPSTART does not want",
        "attach-ok": "Attaching",
        "name-servers-ppp": "Name servers",
    ]

    @Test func everyContradictionIsRuled() throws {
        #expect(transcript.sections("contradiction").map(\.clause).sorted() == Self.rulings.keys.sorted())
        let root = #filePath.split(separator: "/").dropLast(4).reduce("") { $0 + "/" + $1 }
        let page = try #require(FileManager.default.contents(atPath: "\(root)/Docs/Rulings.md"))
        let headings = String(decoding: page, as: UTF8.self).split(separator: "\n").filter { $0.hasPrefix("### ") }
        let named =
            [Self.rulings, Self.notSaid, Self.shownOtherwise].flatMap(\.values)
            + Stagings.departures.map(\.ruling)
        for ruling in Set(named) {
            #expect(headings.contains { $0.hasPrefix("### " + ruling) || $0.hasSuffix("(\(ruling))") }, "\(ruling)")
        }
    }
}
