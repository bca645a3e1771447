internal import Events
internal import Platform

/// The events of a journal's file in their order, each with where its line stands.
enum JournalLines {
    /// A journal may stop in the middle of its last line: what stands there is passed over.
    /// - Parameters:
    ///   - takesOpenLine: A last line of which only the LF is missing counts.
    ///   - held: Takes what the journal holds back of scenarios whose turn had not come, by their places in the run.
    ///   - take: Takes an event and its line, with the LF; says why it may not stand there.
    /// - Returns: whether the last line was whole.
    /// - Throws: ``UsageError`` for a file that cannot be read and for one that is no journal.
    @discardableResult
    static func read(
        _ source: FileSource,
        lineLimit: Int = JournalDecoder.maximumLineLength,
        takesOpenLine: Bool = true,
        held: (([Int: [Event]]) -> Void)? = nil,
        take: (Event, Range<Int>) -> String?
    ) throws(UsageError) -> Bool {
        do {
            var decoder = JournalDecoder(lineLimit: lineLimit, keepsHeld: held != nil)
            defer { held?(decoder.held) }
            var order = JournalOrder()
            var events: [Event] = []
            var number = 1
            var start = 0
            var offset = 0
            func pass() throws(JournalError) {
                guard let event = events.popLast() else { return }
                if let problem = order.problem(with: event) ?? take(event, start..<offset) {
                    throw JournalError(line: number, column: 1, problem: problem)
                }
            }
            while case let piece = try source.read(), !piece.isEmpty {
                var done = 0
                while done < piece.count {
                    let lineEnd = piece.withUnsafeBufferPointer { $0[done...].firstIndex(of: 0x0A) }
                    let part = done..<(lineEnd.map { $0 + 1 } ?? piece.count)
                    try decoder.decode(Array(piece[part]), into: &events)
                    done = part.upperBound
                    offset += part.count
                    guard lineEnd != nil else { break }
                    try pass()
                    number += 1
                    start = offset
                }
            }
            guard takesOpenLine else { return start == offset }
            let ending = try decoder.finish(into: &events)
            try pass()
            return ending == .complete
        } catch let error as FileError {
            throw UsageError(error.message)
        } catch {
            throw UsageError("\(source.path): \(error)")
        }
    }
}
