internal import Events

/// One machine's part of a run that several share.
struct Shard: Hashable {
    /// From 1.
    var index: Int
    var total: Int

    /// More machines than anybody has.
    static let largestTotal = 10_000

    /// What `--shard` says: `2/4`, or `auto` for what the environment says.
    /// - Throws: ``UsageError``.
    init(_ text: String, environment: (String) -> String?) throws(UsageError) {
        if text == "auto" {
            self = try Self.announced(environment)
            return
        }
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
        guard parts.count == 2, let index = parts[0], let total = parts[1] else {
            throw UsageError("--shard takes I/N such as 2/4, or auto, not ‘\(text)’")
        }
        try self.init(index: index, total: total, "--shard \(text)")
    }

    private init(index: Int, total: Int, _ words: String) throws(UsageError) {
        guard (1...Self.largestTotal).contains(total), (1...total).contains(index) else {
            throw UsageError("\(words): shards are numbered from 1 to their number")
        }
        self.index = index
        self.total = total
    }

    /// An engine that tells each of its jobs which one it is.
    private struct Engine {
        var index: String
        /// What the first job's index is.
        var first: Int
        /// A variable that holds it, where it is not the same for every run.
        var firstVariable: String?
        /// Of these the first that is set.
        var totals: [String]
    }

    /// ATTEST_SHARDS says the number of jobs where the engine does not, as Kubernetes.
    private static let engines = [
        Engine(index: "CI_NODE_INDEX", first: 1, totals: ["CI_NODE_TOTAL"]),
        Engine(index: "SLURM_ARRAY_TASK_ID", first: 1, firstVariable: "SLURM_ARRAY_TASK_MIN", totals: ["SLURM_ARRAY_TASK_COUNT"]),
        Engine(index: "JOB_COMPLETION_INDEX", first: 0, totals: ["ATTEST_SHARDS"]),
        Engine(index: "CIRCLE_NODE_INDEX", first: 0, totals: ["CIRCLE_NODE_TOTAL"]),
        Engine(index: "BUILDKITE_PARALLEL_JOB", first: 0, totals: ["BUILDKITE_PARALLEL_JOB_COUNT"]),
        Engine(index: "SYSTEM_JOBPOSITIONINPHASE", first: 1, totals: ["SYSTEM_TOTALJOBSINPHASE"]),
        Engine(index: "AWS_BATCH_JOB_ARRAY_INDEX", first: 0, totals: ["ATTEST_SHARDS", "AWS_BATCH_JOB_ARRAY_SIZE"]),
    ]

    private static func announced(_ environment: (String) -> String?) throws(UsageError) -> Shard {
        for engine in engines {
            guard let text = environment(engine.index) else { continue }
            guard let total = engine.totals.lazy.compactMap(environment).first.flatMap({ Int($0) }) else {
                throw UsageError(
                    "\(engine.index) is set, and how many jobs there are is not",
                    suggestion: "set \(engine.totals[0])"
                )
            }
            let first = engine.firstVariable.flatMap(environment).flatMap { Int($0) } ?? engine.first
            guard let index = Int(text) else { throw UsageError("\(engine.index) is no number: ‘\(text)’") }
            return try Shard(index: index &- first &+ 1, total: total, "\(engine.index)=\(text)")
        }
        throw UsageError(
            "--shard auto: nothing in the environment says which job this is",
            suggestion: "one of \(engines.map(\.index).joined(separator: ", ")), or --shard I/N"
        )
    }

    /// Which of the scenarios are this shard's. Every machine that is told the same comes to the same parts, and each scenario is in one.
    ///
    /// - Parameter durations: What the scenarios took before; the parts then take about the same time. Without, the names decide.
    func part(of names: [String], durations: [String: Int64]) -> [Bool] {
        guard !durations.isEmpty else { return names.map { Int(Self.hash($0) % UInt64(total)) == index - 1 } }
        let known = names.compactMap { durations[$0] }
        let usual = known.isEmpty ? 1 : known.reduce(0) { $0 + $1 / Int64(known.count) }
        // The longest first, each to the shard that has the least to do so far.
        let order = names.indices.sorted { left, right in
            let (first, second) = (durations[names[left]] ?? usual, durations[names[right]] ?? usual)
            return first != second ? first > second : names[left] < names[right]
        }
        var loads = [Int64](repeating: 0, count: total)
        var isMine = [Bool](repeating: false, count: names.count)
        for item in order {
            let least = loads.indices.min { (loads[$0], $0) < (loads[$1], $1) } ?? 0
            // A scenario costs something even when the world's clock stands still.
            loads[least] &+= max(1, durations[names[item]] ?? usual)
            isMine[item] = least == index - 1
        }
        return isMine
    }

    /// FNV-1a, and its upper half mixed into the lower one, whose bits alone are poor.
    private static func hash(_ name: String) -> UInt64 {
        let hash = name.utf8.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 }
        return hash ^ hash >> 32
    }
}
