import Testing

@testable import Execution

@Suite struct BenchLineBudgetTests {
    @Test func whatIsTooMuchIsSaidOnce() {
        var budget = BenchLineBudget()
        let kept = (1...BenchLineBudget.limit + 1_000).compactMap { budget.keep("< \($0)") }
        #expect(kept.count == BenchLineBudget.limit + 1)
        #expect(kept.dropLast().last == "< \(BenchLineBudget.limit)")
        #expect(kept.last == BenchLineBudget.remark)
    }
}
