internal import Events
internal import Platform

/// A run's journal while it is written: scenarios that have ended, in their order, and behind them what is known so far of those that run.
///
/// Each event is in the file when it has happened, so that a run that is killed loses none. The scenario that is next in order stands there as it will
/// stay; what others do beside it is held in lines of a kind of their own, which readers pass over, until it is their turn.
final class JournalFile {
    private let sink: FileSink
    /// Bytes of the file that stay.
    private var committed: Int
    /// The lines behind them.
    private var tail: [UInt8] = []
    /// The lines so far of scenarios that run, by their place in the run.
    private var running: [Int: [[UInt8]]] = [:]
    /// The scenario whose end comes next.
    private var next = 0
    private let canRewind: Bool

    init(path: String, keeping kept: Int) throws(FileError) {
        sink = try FileSink(path: path, keeping: kept, rights: .owner)
        committed = kept
        canRewind = sink.isPlain
    }

    /// Lines that stay. - Parameter indices: The places in the run of the scenarios that they are all of, in order. What is behind them is written
    /// anew each time: all that is ready belongs into one call.
    func append(_ lines: [UInt8], of indices: [Int] = []) throws(FileError) {
        for index in indices { running[index] = nil }
        if let last = indices.last { next = last + 1 }
        if lines.starts(with: tail) {
            try sink.write(Array(lines[tail.count...]))
        } else {
            try sink.rewind(to: committed)
            try sink.write(lines)
        }
        committed += lines.count
        tail = []
        for (index, lines) in running.sorted(by: { $0.key < $1.key }) {
            for line in lines { tail += index == next ? line : JournalEncoder.held(line, of: index + 1) }
        }
        try sink.write(tail)
        try sink.flush()
    }

    /// One more line of a scenario that runs.
    func append(running line: [UInt8], of index: Int) throws(FileError) {
        guard canRewind else { return }
        running[index, default: []].append(line)
        let written = index == next ? line : JournalEncoder.held(line, of: index + 1)
        tail += written
        try sink.write(written)
        try sink.flush()
    }

    func close() throws(FileError) {
        if !tail.isEmpty { try sink.rewind(to: committed) }
        try sink.close()
    }
}
