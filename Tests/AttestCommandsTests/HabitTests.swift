import BenchFacts
import Benches
import Dialects
import Events
import ScenarioLanguage
import Testing
import Verdicts
import VirtualModem

@testable import AttestCommands

/// A device that is unlike the reference device where its manual allows it passes; the scenarios have no other expectation.
struct HabitTests {
    /// The habit does break this one.
    static func isBroken(_ requirement: RequirementReference?, by habit: Habit) -> Bool {
        switch habit {
        case .hasNoOpening: requirement?.id == "BASE-1"
        case .saysNoOKAfterAMail: requirement?.id == "GETMAIL-3"
        // The bench says that the device is at home.
        case .roams: requirement?.id == "REG-5"
        case .beginsClosed, .takesLineFeeds, .ignoresLineFeeds, .echoesNothingWhileBusy, .answersLate, .saysPlainError,
            .showsTypeBare,
            .numbersEveryOK, .framesDisplays, .partsBlocksTwice, .partsNoBlocks, .ordersAnew, .refusesNoDelay,
            .numbersErrorsOtherwise,
            .closesWithOKAlone, .echoesNoEnd, .saysNoOKAfterThePeer, .listensSilently, .shortensHeaders, .writesLongHeaders,
            .namesTheCopyFirst, .saysQuitLate, .leavesWithoutQuit, .attachesItself, .tellsReadinessFirst, .tellsNothingUnasked,
            .beginsDataWithOK,
            .endsSocketsByETX, .showsOptionsBare:
            false
        }
    }

    /// Scenarios that show the habit; those of all folders together are run by `.ci/habits`.
    private static func scenarios(of habit: Habit) -> [(folder: String, filters: [String])] {
        switch habit {
        case .beginsClosed, .hasNoOpening:
            [
                ("connection", ["getting-started", "vstate"]), ("parameters", ["bounds-as-printed", "parameter-outlives"]),
                ("serial", ["-answers", "line-is-repeated", "prefix"]), ("mail", ["getting-started"]),
            ]
        case .takesLineFeeds, .ignoresLineFeeds: [("serial", ["line"])]
        case .echoesNothingWhileBusy:
            [("connection", ["connectionstop", "vstate", "while-dialling"]), ("tcp", ["ltcp", "listens", "turn"])]
        case .answersLate:
            [("parameters", ["shows", "as-printed", "text"]), ("connection", ["getting-started"]), ("tcp", ["getting-started"])]
        case .saysPlainError, .numbersErrorsOtherwise:
            [
                ("parameters", ["refuses", "as-printed", "text", "number", "body", "mnemonic", "far-too-long", "listening"]),
                ("tcp", ["stay"]),
            ]
        case .showsTypeBare: [("parameters", ["FTPTYPE", "ftptype", "vftp", "vall"])]
        case .numbersEveryOK: [("serial", [""])]
        case .framesDisplays:
            [("parameters", ["shows"]), ("serial", ["shown"]), ("connection", ["vstate", "displayip", "version"])]
        case .partsBlocksTwice, .partsNoBlocks, .ordersAnew: [("parameters", ["vall"])]
        case .refusesNoDelay: [("parameters", ["REDIALDELAY", "redialdelay"]), ("connection", ["redials"])]
        case .closesWithOKAlone, .saysNoOKAfterThePeer, .listensSilently:
            [("tcp", ["getting-started", "otcp", "ltcp", "closed"])]
        case .echoesNoEnd: [("mail", ["putmail"]), ("ftp", ["ftpput-s", "ftpput-e"]), ("tcp", ["otcp"])]
        case .saysNoOKAfterAMail, .shortensHeaders: [("mail", ["getmail"])]
        case .writesLongHeaders: [("mail", ["putmail-w", "putmail-b", "sendmail"])]
        case .namesTheCopyFirst: [("mail", ["refused", "sends-letter", "getting-started"])]
        case .saysQuitLate: [("mail", ["port", "closes", "turned-away"]), ("ftp", ["port", "hung-up"])]
        case .leavesWithoutQuit: [("ftp", ["again", "leaves", "getting-started"])]
        case .roams: [("connection", ["registration", "creg", "getting-started", "vstate"])]
        case .attachesItself: [("connection", ["attach", "getting-started"])]
        case .tellsReadinessFirst, .tellsNothingUnasked: [("wip", ["client", "optional", "server"])]
        case .beginsDataWithOK, .endsSocketsByETX: [("wip", ["data", "ends", "escape", "migration"])]
        case .showsOptionsBare: [("wip", ["option", "takes", "port", "address"])]
        }
    }

    private static func dialect(of habit: Habit) -> String {
        switch habit {
        case .tellsReadinessFirst, .tellsNothingUnasked, .beginsDataWithOK, .endsSocketsByETX, .showsOptionsBare: "wipsoft"
        default: "multitech-ip"
        }
    }

    /// What fails is no demand of the manual.
    private static func isUnsaid(_ requirement: RequirementReference?) -> Bool { requirement?.grade == .unsaid }

    @Test(arguments: Habit.allCases) func aHabitFailsNothing(habit: Habit) throws {
        let root = VirtualRunTests.root
        for (folder, filters) in Self.scenarios(of: habit) {
            let loaded = try LoadedSuite(
                paths: ["\(root)/Scenarios/\(folder)"],
                dialects: [Self.dialect(of: habit)],
                project: Project(root: root),
                profile: .documentation
            )
            let items = loaded.items(Selection(filters: filters == [""] ? [] : filters, tags: ["!boundaries"]))
            #expect(!items.isEmpty)
            for item in items {
                var result: ScenarioResult?
                Scenarios.run(item, .simulated, seed: 1) {
                    VirtualBench($1, habits: [habit]).run($0, seed: $2, onEvent: $3)
                } onEvent: {
                    if case .scenarioEnded(let ended) = $0 { result = ended }
                }
                guard let result, ![.pass, .notApplicable].contains(result.verdict) else { continue }
                let finding = result.findings.first
                #expect(
                    (Self.isBroken(finding?.requirement, by: habit) || Self.isUnsaid(finding?.requirement))
                        && result.verdict == .fail,
                    "\(item.identity.name): \(result.verdict), \(finding?.summary ?? "")"
                )
            }
        }
    }

    /// A device of which nothing fails but what a standard asks for is not held to it, unless it is claimed.
    @Test(arguments: [(ClaimedStandardsCase.none, Grade.recommended), (.all, .mandatory)])
    func aStandardBindsWhereItIsClaimed(claimed: ClaimedStandardsCase, grade: Grade) throws {
        let root = VirtualRunTests.root
        let loaded = try LoadedSuite(
            paths: ["\(root)/Scenarios/serial/lines.scenario"],
            dialects: ["multitech-ip"],
            project: Project(root: root),
            profile: .documentation,
            claimed: claimed == .all ? .all : .only([])
        )
        let item = try #require(loaded.items(Selection(filters: ["=terminator-can-be-changed"], tags: [])).first)
        #expect(item.dialect.requirement("LINE-5")?.grade == grade)
    }
    enum ClaimedStandardsCase: Sendable { case none, all }

    /// A form that only may be used breaks nothing by its absence: what fails then is cited otherwise.
    @Test func noScenarioFailsByAVariant() throws {
        let root = VirtualRunTests.root
        let loaded = try LoadedSuite(
            paths: ["\(root)/Scenarios"],
            dialects: ["multitech-ip"],
            project: Project(root: root),
            profile: .documentation
        )
        for (dialect, scenarios) in loaded.dialects {
            for scenario in scenarios {
                let first = scenario.listing.requirements.first.flatMap { dialect.requirement($0) }
                #expect(first?.grade != .variant, "\(scenario.listing.name)")
            }
        }
    }
}
