import ScenarioLanguage
import Testing
import Verdicts
import World

struct StepBlocksTests {
    private static let here = Location(path: "a", line: 1, text: "")
    private static func step(_ action: Step.Action) -> Step { Step(location: here, action: action) }
    private static let wait = step(.wait(.seconds(1)))
    private static let note = step(.note(Template("found"), variant: false))

    /// Every step that has steps shows them, and how often they are carried out.
    @Test(
        arguments: [
            (.either([[wait], [note]]), 2, 1), (.when(.feature("gsm"), then: [], otherwise: [note]), 2, 1),
            (.anyOrder([wait, note]), 1, 1), (.repeat(3, [note]), 1, 3),
            (.loop(variable: "x", values: [Value(bytes: []), Value(bytes: [1])], [note]), 1, 2),
            (.block(phase: nil, name: nil, [note]), 1, 1),
        ] as [(Step.Action, Int, Int)]
    )
    func whatIsInAStepIsFound(_ action: Step.Action, _ blocks: Int, _ repetitions: Int) {
        let outer = Self.step(.block(phase: .preamble, name: "p", [Self.step(action)]))
        #expect(Self.step(action).blocks.count == blocks)
        #expect(Self.step(action).repetitions == repetitions)
        #expect([outer].containAnywhere { if case .note = $0 { true } else { false } })
        #expect(![outer].containAnywhere { if case .cite = $0 { true } else { false } })
        #expect(Self.wait.blocks.isEmpty)
    }
}
