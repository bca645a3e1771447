import Reports
import Testing
import World

@testable import Benches

/// How much longer a run in real time takes.
struct RunEstimateTests {
    private func seconds(_ left: RunProgress.Left?) -> Int64? {
        switch left {
        case .about(let time), .atLeast(let time): time / 1_000_000_000
        case nil: nil
        }
    }

    @Test func whatScenariosWaitIsTheLeast() {
        let estimate = RunEstimate([.seconds(10), .zero, nil, .seconds(20)])
        #expect(estimate.left(running: [:], devices: 1) == .atLeast(30_000_000_000))
        #expect(estimate.left(running: [0: .seconds(4)], devices: 1) == .atLeast(26_000_000_000))
        #expect(RunEstimate([.zero, .zero]).left(running: [:], devices: 1) == nil)
    }

    /// What they take beyond that is what others took.
    @Test func whatHasRunTellsWhatIsLeft() {
        var estimate = RunEstimate([.seconds(10), .zero, .zero, .seconds(20)])
        estimate.ended(0, after: .seconds(13))
        #expect(estimate.left(running: [:], devices: 1) == .about(29_000_000_000))
        estimate.ended(1, after: .seconds(5))
        #expect(estimate.left(running: [2: .seconds(1)], devices: 1) == .about(27_000_000_000))
    }

    @Test func whatDidNotRunTellsNothing() {
        var estimate = RunEstimate([.seconds(10), .seconds(20)])
        estimate.ended(0, after: nil)
        #expect(estimate.left(running: [:], devices: 1) == .atLeast(20_000_000_000))
    }

    /// Devices share scenarios, and none takes a part of one.
    @Test(arguments: [(1, 60), (2, 40), (3, 40)]) func devicesShareIt(devices: Int, left: Int64) {
        let estimate = RunEstimate([.seconds(40), .seconds(10), .seconds(10)])
        #expect(seconds(estimate.left(running: [:], devices: devices)) == left)
    }

    /// A scenario that takes longer than it should is not taken off the others.
    @Test func whatIsOverdueHasNoEstimate() {
        let estimate = RunEstimate([.seconds(10), .seconds(20)])
        #expect(seconds(estimate.left(running: [0: .seconds(90)], devices: 1)) == 20)
        #expect(estimate.left(running: [0: .seconds(90), 1: .seconds(20)], devices: 2) == nil)
    }
}
