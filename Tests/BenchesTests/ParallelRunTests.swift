import Synchronization
import Testing

@testable import Benches

struct ParallelRunTests {
    @Test("what comes after the result that ends the run is not delivered", arguments: [1, 2, 7])
    func stopsAtAResult(jobs: Int) async {
        let delivered = DeliveredNumbers()
        await ParallelRun.run(count: 500, jobs: jobs) { index in
            index
        } deliver: {
            delivered.append($0)
        } until: {
            delivered.all.last == 123
        }
        #expect(delivered.all == Array(0...123))
    }

    @Test(arguments: [1, 2, 7])
    func resultsAreDeliveredInOrderWhateverTheNumberOfJobs(jobs: Int) async {
        let delivered = DeliveredNumbers()
        await ParallelRun.run(count: 500, jobs: jobs) { index in
            index
        } deliver: {
            delivered.append($0)
        }
        #expect(delivered.all == Array(0..<500))
    }

    private final class DeliveredNumbers: Sendable {
        private let numbers = Mutex<[Int]>([])
        func append(_ number: Int) { numbers.withLock { $0.append(number) } }
        var all: [Int] { numbers.withLock { $0 } }
    }
}
