internal import Events
internal import Platform

/// Journals of the shards of one run, put together as if one machine had run it all.
struct JournalMerge {
    private let outlines: [JournalOutline]
    private let run: RunDescription
    private let order: [(journal: Int, scenario: Int)]
    /// Scenarios of the selection that no journal holds.
    let missing: Int

    /// - Throws: ``UsageError`` when the journals are not parts of one run.
    init(paths: [String]) throws(UsageError) {
        var outlines: [JournalOutline] = []
        for path in paths { outlines.append(try JournalOutline(path: path)) }
        self.outlines = outlines
        run = try Self.common(outlines)
        order = try Self.order(outlines)
        missing = max(0, max(0, run.scenarios ?? 0) - order.count)
    }

    /// Writes the merged journal, scenario by scenario.
    func write(_ sink: ([UInt8]) throws(UsageError) -> Void) throws(UsageError) {
        try sink(JournalEncoder().encode(.runStarted(run)))
        var told: Set<[UInt8]> = []
        var summary = RunSummary()
        do {
            for outline in outlines {
                for range in outline.background {
                    let line = try outline.source.read(range)
                    if told.insert(line).inserted { try sink(line) }
                }
            }
            for (journal, scenario) in order {
                let outline = outlines[journal]
                summary.count(outline.scenarios[scenario].result)
                for piece in Self.pieces(outline.scenarios[scenario].range) { try sink(outline.source.read(piece)) }
            }
        } catch let error as UsageError {
            throw error
        } catch let error as FileError {
            throw UsageError(error.message)
        } catch {
            throw UsageError("\(error)")
        }
        // A shard without scenarios, and one that was cut off behind its last, lack nothing that another does not say.
        summary.interrupted = missing > 0 || run.scenarios == nil && outlines.contains { !$0.isComplete }
        try sink(JournalEncoder().encode(.runEnded(summary)))
    }

    private static func common(_ outlines: [JournalOutline]) throws(UsageError) -> RunDescription {
        var common: RunDescription?
        for outline in outlines {
            guard let run = outline.run else { throw UsageError("\(outline.path): no run is described in it") }
            guard var first = common else {
                common = run
                continue
            }
            // Each machine may have its device at another address.
            if !first.device.split(separator: " ").contains(where: { $0 == run.device }) {
                first.device += " " + run.device
                common = first
            }
            var comparable = run
            comparable.device = first.device
            guard comparable == first else {
                throw UsageError(
                    "\(outline.path) is of another run than \(outlines[0].path)",
                    suggestion: "merge journals of the same version, seed, paths, filters, tags, dialects and firmware"
                )
            }
        }
        guard let common else { throw UsageError("no journal to merge") }
        return common
    }

    /// The range in parts that fit into memory, whatever one scenario holds.
    private static func pieces(_ range: Range<Int>) -> [Range<Int>] {
        stride(from: range.lowerBound, to: range.upperBound, by: FileSource.pieceSize).map {
            $0..<min($0 + FileSource.pieceSize, range.upperBound)
        }
    }

    /// By position in the selection; what has none keeps its order.
    private static func order(_ outlines: [JournalOutline]) throws(UsageError) -> [(journal: Int, scenario: Int)] {
        var places: [(journal: Int, scenario: Int)] = []
        var seen: [[String]: (journal: Int, scenario: Int)] = [:]
        for (journal, outline) in outlines.enumerated() {
            for (index, scenario) in outline.scenarios.enumerated() {
                let key = [scenario.identity.dialect, scenario.identity.name]
                if let earlier = seen[key] {
                    guard try isSame(outlines, earlier, (journal, index)) else {
                        throw UsageError(
                            "\(scenario.identity.name) is in \(outlines[earlier.journal].path) and in \(outline.path), with different events",
                            suggestion: "merge each shard once"
                        )
                    }
                    continue
                }
                seen[key] = (journal, index)
                places.append((journal, index))
            }
        }
        func position(_ place: (journal: Int, scenario: Int)) -> Int {
            outlines[place.journal].scenarios[place.scenario].identity.position
        }
        return places.enumerated().sorted { (position($0.element), $0.offset) < (position($1.element), $1.offset) }.map(\.element)
    }

    private static func isSame(
        _ outlines: [JournalOutline],
        _ first: (journal: Int, scenario: Int),
        _ second: (journal: Int, scenario: Int)
    ) throws(UsageError) -> Bool {
        do {
            let one = outlines[first.journal]
            let other = outlines[second.journal]
            let ranges = (one.scenarios[first.scenario].range, other.scenarios[second.scenario].range)
            guard ranges.0.count == ranges.1.count else { return false }
            for (left, right) in zip(pieces(ranges.0), pieces(ranges.1)) {
                guard try one.source.read(left) == other.source.read(right) else { return false }
            }
            return true
        } catch {
            throw UsageError(error.message)
        }
    }
}
