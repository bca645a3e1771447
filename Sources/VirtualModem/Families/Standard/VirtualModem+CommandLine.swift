import ATCommands
import Dialects

extension VirtualModem {
    /// Carries out a line up to its end or its first failure: one final answer in all (V.250 §5.3.1, §5.7.1).
    mutating func execute(_ body: [UInt8]) {
        line.finalAnswers.owe(.commandLine)
        carryOut(body)
        precondition(!line.finalAnswers.isOwed(by: .commandLine), "a command line without a final answer")
        for announcement in announcements { respond(announcement) }
        announcements.removeAll()
        takeUpRate()
    }

    private mutating func carryOut(_ body: [UInt8]) {
        var commands = CommandLine(body)
        endsWithRead = false
        var isHashLine = false
        var endsWithParameters = false
        while true {
            let outcome: CommandOutcome
            do throws(CommandSyntaxError) {
                guard let command = try commands.next() else { break }
                if case .extended(let name, _) = command { isHashLine = isHashLine || name.hasPrefix("#") }
                outcome = execute(command, isLast: commands.isAtEnd)
            } catch {
                outcome = error.name?.hasPrefix("#") == true ? .failed(.syntaxError) : .error
            }
            switch outcome {
            case .done: endsWithParameters = false
            case .displayed: endsWithParameters = true
            case .passedOn: return
            case .failed(let condition): return fail(line.finalAnswers.take(from: .commandLine), condition)
            case .result(let result): return conclude(line.finalAnswers.take(from: .commandLine), result)
            case .cellularError(let error): return fail(line.finalAnswers.take(from: .commandLine), error)
            }
        }
        let right = line.finalAnswers.take(from: .commandLine)
        if isHashLine { confirm(right, afterParameters: endsWithParameters) } else { conclude(right, StandardResult.ok) }
    }

    private mutating func execute(_ command: ATCommand, isLast: Bool) -> CommandOutcome {
        switch command {
        case .basic("A", let number): number ?? 0 == 0 ? answerCall(isLast: isLast) : .error
        case .basic("H", let number): number ?? 0 == 0 ? hangUp(isLast: isLast) : .error
        case .basic(let name, let number): basic(name, number ?? 0)
        case .setRegister(let index, let value): setRegister(index, to: value)
        case .showRegister(let index): showRegister(index)
        case .dial: .error
        case .extended(let name, let operation):
            name.hasPrefix("#") ? hash(name, operation, isLast: isLast) : cellular(name, operation, isLast: isLast)
        }
    }

    /// V.250 §6.1, §6.2.
    private mutating func basic(_ name: String, _ number: Int) -> CommandOutcome {
        guard !dialect.refuses(name, number) else { return .error }
        switch (name, number) {
        case ("E", 0...1): line.settings.echoes = number == 1
        case ("V", 0...1): line.settings.format.isVerbose = number == 1
        case ("Q", 0...1): line.settings.format.isQuiet = number == 1
        case ("Z", 0), ("&F", 0):
            line.settings = line.settings.reset
            controlFlow()
        case ("I", 0...9): identify()
        default: return .error
        }
        return .done
    }

    private mutating func identify() {
        respond(.information(Identity.manufacturer))
        respond(.information(Identity.model))
    }

    private mutating func setRegister(_ index: Int, to value: Int) -> CommandOutcome {
        guard index == 0 ? value <= 255 : ControlCharacters.legalValues.contains(value) else { return .error }
        switch index {
        case 0: line.settings.ringsToAnswer = value
        case 3: line.settings.format.characters.terminator = UInt8(value)
        case 4: line.settings.format.characters.lineFeed = UInt8(value)
        case 5: line.settings.format.characters.backspace = UInt8(value)
        default: return .error
        }
        return .done
    }

    /// Three digits (V.250 §5.3.2).
    private mutating func showRegister(_ index: Int) -> CommandOutcome {
        let value: Int
        switch index {
        case 0: value = line.settings.ringsToAnswer
        case 3: value = Int(line.settings.format.characters.terminator)
        case 4: value = Int(line.settings.format.characters.lineFeed)
        case 5: value = Int(line.settings.format.characters.backspace)
        default: return .error
        }
        let digits = String(value)
        respond(.information(String(repeating: "0", count: 3 - digits.utf8.count) + digits))
        return .done
    }
}
