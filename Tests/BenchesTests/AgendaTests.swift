import Testing

@testable import Benches

/// The order in which a device is given its scenarios.
struct AgendaTests {
    @Test(arguments: [
        (["a", "b", "a", nil, "b", "a"], [0, 2, 5, 1, 4, 3]),
        ([nil, nil, "a", nil], [0, 1, 2, 3]),
        ([], []),
    ])
    func whatBeginsAlikeIsBroughtTogether(keys: [String?], order: [Int]) {
        #expect(Agenda.together(keys) == order)
    }
}
