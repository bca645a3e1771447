import Dialects
import Octets
import SourceText

/// `shows AT#VFTP`: the lines of a display, as the dialect has them.
extension Evaluator {
    /// One line for each parameter, in any order where the manual gives none; before them the heading, between blocks what parts them.
    func appendDisplay(_ text: Text, defaults: Bool, _ statement: Statement, to steps: inout [Step]) throws(Problem) {
        if isSyntaxCheck { return }
        let (display, socket) = try display(text)
        func step(_ action: Step.Action) -> Step { Step(location: location(statement.line), action: action, on: statement.on) }
        let partings = partings(of: display)
        var all: [Step] = []
        if let heading = display.heading {
            all.append(step(.expect(Expectation(content: .line(try self.heading(heading, at: text.range))))))
        }
        for block in display.blocks {
            let declared = block.compactMap { name in context.dialect.parameters.first { $0.name == name } }
            for number in socket.map({ [$0] }) ?? declared.first?.instances ?? [nil] {
                if !all.isEmpty { all += partings.map { step(.expect($0)) } }
                let lines = declared.map {
                    step(.expect(Expectation(content: .line(line($0, of: number, in: display, defaults)))))
                }
                all += display.isInAnyOrder && lines.count > 1 ? [step(.anyOrder(lines))] : lines
            }
        }
        guard all.count < remainingSteps else {
            throw Problem("a scenario has at most \(ScenarioLimits.steps) steps", at: text.range)
        }
        remainingSteps -= all.count
        steps.append(step(.block(phase: nil, name: nil, all)))
    }

    /// The display that `AT#VTCP=1` asks for, and the socket whose it is.
    private func display(_ text: Text) throws(Problem) -> (Dialect.Display, socket: Int?) {
        let line = try string(text).dropFirst("AT".count).split(separator: "=", maxSplits: 1)
        let name = line.first.map { $0.uppercased() } ?? ""
        guard let display = context.dialect.displays.first(where: { $0.command.uppercased() == name }) else {
            if context.others.names.displays.contains(name) { throw .misfit(.unsaid(name), at: text.range) }
            let known = context.dialect.displays.map(\.command)
            throw Problem("dialect \(context.dialect.name) has no display `\(name)`", at: text.range, meaning: name, among: known)
        }
        guard let sockets = display.sockets else { return (display, nil) }
        guard line.count > 1, let socket = Int(line[1]), sockets.contains(socket) else {
            let fix = "write `shows AT\(display.command)=\(sockets.lowerBound)`"
            throw Problem("`\(name)` shows the parameters of a socket", at: text.range, fix: fix)
        }
        return (display, socket)
    }

    /// Its framing is that of displayed lines, which no manual speaks of. `{version}` is what has been captured so, or the dialect's.
    private func heading(_ text: String, at range: SourceRange) throws(Problem) -> LinePattern {
        var segments: [LinePattern.Segment] = []
        func append(_ text: some StringProtocol) { if !text.isEmpty { segments.append(.text(Array(text.utf8))) } }
        var rest = text[...]
        while let field = rest.firstRange(of: Dialect.Display.versionField) {
            append(rest[..<field.lowerBound])
            if captured.contains("version") {
                segments.append(.value("version"))
            } else {
                append(context.dialect.spellings["version"] ?? "")
            }
            rest = rest[field.upperBound...]
        }
        append(rest)
        return LinePattern(alternatives: [.init(segments: segments, framing: .parameter)])
    }

    /// What parts two blocks: as many CR LF as the manual says, of which one may be the end of the line before; one or two, or none, where it
    /// says nothing.
    private func partings(of display: Dialect.Display) -> [Expectation] {
        let end = Expectation.Content.bytes(Payload(parts: [.literal(ControlCharacter.crlf)]))
        guard let said = display.partings else {
            return [Expectation(content: end, optional: true), Expectation(content: end, optional: true)]
        }
        return (0..<said).map { Expectation(content: end, optional: $0 == said - 1) }
    }

    private func line(_ parameter: Dialect.Parameter, of socket: Int?, in display: Dialect.Display, _ defaults: Bool)
        -> LinePattern
    {
        let separator = parameter.separator(.displays) ?? display.separator
        let beginning = parameter.command + separator + (socket.map { "\($0)," } ?? "")
        let value = parameter.defaultValue ?? ""
        let forms = [parameter.displayed(value, .displays), parameter.otherwiseDisplayed(value, .displays)]
        let lines = (forms[0] == forms[1] ? [forms[0]] : forms).map { form -> [LinePattern.Segment] in
            let text = Array(beginning.utf8)
            let isQuoted = form.hasPrefix("\"")
            return defaults
                ? [.text(text + Array(form.utf8))]
                : [.text(text)] + (isQuoted ? [.capture(name: nil, .quoted)] : [.capture(name: nil, .matching(.bare))])
        }
        let others = lines.count > 1 ? [] : context.dialect.otherwiseQuoted(lines[0])
        return LinePattern(
            alternatives: (lines + others).map { .init(segments: $0, framing: context.dialect.framing(of: $0)) }
        )
    }
}

extension BytePattern {
    /// A value without quotes, which may be empty.
    static let bare: BytePattern = {
        do throws(Malformed) { return try BytePattern("[^\"]*") } catch { preconditionFailure("a pattern of our own") }
    }()
}
