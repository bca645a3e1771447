internal import Events

/// The events of journals as the run had them, with the end that a killed run could not write.
enum JournalReplay {
    /// One journal as it stands, several merged.
    static func run(_ paths: [String], onEvent: (Event) -> Void) throws(UsageError) {
        var decoding = Decoding()
        if paths.count == 1 {
            do {
                let source = try FileSource(path: paths[0])
                while case let piece = try source.read(), !piece.isEmpty { try decoding.take(piece, onEvent) }
            } catch let error as FileError {
                throw UsageError(error.message)
            } catch {
                throw UsageError("\(paths[0]): \(error)")
            }
        } else {
            let merge = try JournalMerge(paths: paths)
            try merge.write { (bytes) throws(UsageError) in
                do throws(JournalError) {
                    try decoding.take(bytes, onEvent)
                } catch {
                    throw UsageError("the merged journal, \(error)")
                }
            }
        }
        do throws(JournalError) {
            try decoding.finish(onEvent)
        } catch {
            throw UsageError("\(paths.joined(separator: " ")): \(error)")
        }
    }

    private struct Decoding {
        private var decoder = JournalDecoder()
        private var events: [Event] = []
        private var summary = RunSummary(interrupted: true)
        private var hasBegun = false
        private var isEnded = false

        mutating func take(_ bytes: [UInt8], _ onEvent: (Event) -> Void) throws(JournalError) {
            try decoder.decode(bytes, into: &events)
            pass(onEvent)
        }

        mutating func finish(_ onEvent: (Event) -> Void) throws(JournalError) {
            _ = try decoder.finish(into: &events)
            pass(onEvent)
            guard hasBegun else { throw JournalError(line: 1, column: 1, problem: "the journal is empty") }
            if !isEnded { onEvent(.runEnded(summary)) }
        }

        private mutating func pass(_ onEvent: (Event) -> Void) {
            for event in events {
                switch event {
                case .scenarioEnded(let result): summary.count(result)
                case .runStarted: hasBegun = true
                case .runEnded: isEnded = true
                case .background, .scenarioStarted, .phaseEntered, .hostSent, .deviceSent, .matched, .benchSaw, .stimulus, .note:
                    break
                }
                onEvent(event)
            }
            events.removeAll(keepingCapacity: true)
        }
    }
}
