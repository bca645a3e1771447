internal import Events
internal import Platform

/// A run that stopped before its end, by its journal: what it has done already, and where the journal goes on.
struct ResumedRun {
    let path: String
    /// How many bytes of the journal stay.
    let end: Int
    private let done: Set<String>

    /// nil when there is no such journal yet, or none of its scenarios ended: the run begins anew.
    /// - Throws: ``UsageError`` when the journal is of another run.
    init?(path: String, of run: RunDescription) throws(UsageError) {
        guard Files.exists(path) else { return nil }
        let outline = try JournalOutline(path: path)
        guard outline.end > 0 else { return nil }
        guard outline.run == run else {
            throw UsageError(
                "\(path) is the journal of another run",
                suggestion: "resume with the same version, seed, device, paths, filters, tags and dialects"
            )
        }
        self.path = path
        end = outline.end
        done = Set(outline.scenarios.filter { $0.range.upperBound <= outline.end }.map(\.identity.qualifiedName))
    }

    func hasDone(_ scenario: ScenarioIdentity) -> Bool { done.contains(scenario.qualifiedName) }

    /// The events that the journal keeps.
    func replay(_ onEvent: (Event) -> Void) throws(UsageError) {
        var decoder = JournalDecoder()
        var events: [Event] = []
        do {
            let source = try FileSource(path: path)
            var left = end
            while left > 0, case let piece = try source.read(), !piece.isEmpty {
                try decoder.decode(Array(piece.prefix(left)), into: &events)
                left -= piece.count
                for event in events { onEvent(event) }
                events.removeAll(keepingCapacity: true)
            }
        } catch let error as FileError {
            throw UsageError(error.message)
        } catch {
            throw UsageError("\(path): \(error)")
        }
    }
}
