import BenchFacts
import InternetProtocols
import World

extension ScriptedFaults {
    /// Enters a fault of the facts. Those that concern SYNs, and the end of all, are the door's: ``Door``.
    mutating func add(_ fault: ServerFault) {
        switch fault {
        case .refusesConnections, .unreachable, .recovers: break
        case .answers(let command, let occurrence, let line): add(.respond(.answer(line: line)), at: command, occurrence)
        case .stalls(let command): add(.respond(.stall), at: command)
        case .closes(let command): add(.respond(.close), at: command)
        case .resets(let command): add(.respond(.reset), at: command)
        case .delays(let command, let interval): add(.delay(milliseconds: interval.nanoseconds / 1_000_000), at: command)
        case .greets(let lines): greeting = lines
        case .confirms(let command, let lines): add(.confirm(lines: lines), at: command)
        case .cutsData(let count): contentLimits.append(ContentLimit(.cut, after: count))
        case .endsData(let count): contentLimits.append(ContentLimit(.end, after: count))
        case .stallsData(let count): contentLimits.append(ContentLimit(.stall, after: count))
        case .pausesData(let count): contentLimits.append(ContentLimit(.pause, after: count))
        }
    }

    private mutating func add(_ measure: Measure, at command: String, _ occurrence: Int? = nil) {
        rules.append(Rule(command: command, occurrence: occurrence, measure: measure))
    }
}
