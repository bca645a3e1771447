/// How many lines of the bench a scenario's journal takes: a device can make a server or a peer say any number.
struct BenchLineBudget: Sendable {
    static let limit = 10_000
    /// Stands in the place of the first line that is not kept.
    static let remark = "…: no further line of the bench is kept in this scenario"

    private var used = 0

    /// The line as it is kept; nil when it is not.
    mutating func keep(_ text: String) -> String? {
        guard used <= Self.limit else { return nil }
        used += 1
        return used <= Self.limit ? text : Self.remark
    }
}
