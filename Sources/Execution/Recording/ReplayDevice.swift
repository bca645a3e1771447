internal import Octets
public import World

/// A recorded device: it expects the bytes that the host sent then, and answers with the device's, as far apart as they came.
///
/// A synchronous value. Once the host has sent something else, it says nothing more.
public struct ReplayDevice: Sendable {
    public enum Output: Hashable, Sendable {
        case write([UInt8], on: LineName)
        /// The host sends something else than was recorded; how, in words.
        case diverged(String)
        /// What came after this was not recorded.
        case ended
    }

    /// Beyond the recording's end a host may wait so long for the line to stay silent.
    static let grace = Interval.seconds(1)
    /// What the host sends on one of the device's lines.
    fileprivate struct Line {
        let name: LineName
        /// In all.
        let expected: [UInt8]
        /// Of those, how many it has sent in this play …
        var heard = 0
        /// … and how many are in pieces that have passed.
        var due = 0
    }

    private let recording: Recording
    private let patience: Interval?
    private var lines: [Line]
    /// The piece to come.
    private var next = 0
    /// When the last piece passed, in this play.
    private var lastPassed: Instant
    private var outputs: [Output] = []
    private var isOver = false
    /// When to call `advance` again if nothing else happens.
    public private(set) var wake: Instant?

    /// - Parameters:
    ///   - patience: How much later than recorded the host may send: a host that waits for what was never said is told so. nil: for ever.
    public init(_ recording: Recording, at now: Instant, patience: Interval? = nil) {
        self.recording = recording
        self.patience = patience
        lines = LineName.first(recording.lines).map { Line(name: $0, expected: recording.bytes(of: .host, on: $0)) }
        lastPassed = now
    }

    /// Takes host bytes in; `advance` acts on them.
    public mutating func receive(_ bytes: [UInt8], on name: LineName = .first) {
        guard name.number < lines.count else {
            return diverge("the host sends something on a line of which the recording has nothing")
        }
        for byte in bytes where !isOver {
            let line = lines[name.number]
            guard line.heard < line.expected.count, line.expected[line.heard] == byte else {
                return diverge(line.difference(byte))
            }
            lines[name.number].heard += 1
        }
    }

    private mutating func diverge(_ how: String) {
        guard !isOver else { return }
        isOver = true
        wake = nil
        outputs.append(.diverged(how))
    }

    /// Goes as far as it can at this moment. Call it at the start, after bytes, and at `wake`.
    public mutating func advance(at now: Instant) -> [Output] {
        while !isOver, pass(now) {}
        defer { outputs.removeAll() }
        return outputs
    }

    /// - Returns: false when there is nothing to do until something happens.
    private mutating func pass(_ now: Instant) -> Bool {
        wake = nil
        let before = next > 0 ? recording.pieces[next - 1].time : .start
        guard next < recording.pieces.count else {
            let time = lastPassed + (recording.end - before) + Self.grace
            guard now >= time else {
                wake = time
                return false
            }
            isOver = true
            outputs.append(.ended)
            return false
        }
        let piece = recording.pieces[next]
        switch piece.side {
        case .host:
            let line = lines[piece.on.number]
            guard line.heard >= line.due + piece.bytes.count else {
                guard let patience else { return false }
                let time = lastPassed + (piece.time - before) + patience
                guard now >= time else {
                    wake = time
                    return false
                }
                isOver = true
                outputs.append(.diverged(line.missing))
                return false
            }
            lines[piece.on.number].due += piece.bytes.count
            lastPassed = max(lastPassed, now)
        case .device:
            let time = lastPassed + (piece.time - before)
            guard now >= time else {
                wake = time
                return false
            }
            outputs.append(.write(piece.bytes, on: piece.on))
            lastPassed = time
        }
        next += 1
        return true
    }
}

extension ReplayDevice.Line {
    /// Bytes before a difference that are shown with it.
    private static let context = 24

    fileprivate var missing: String {
        let byte = "\(visible([expected[heard]])) as its byte \(heard + 1)"
        return "\(place)the host sends nothing\(after), where the recording has \(byte)"
    }

    private var place: String { name.text.map { "on line \($0) " } ?? "" }

    private var after: String {
        heard == 0 ? "" : ", after “\(visible(expected[max(0, heard - Self.context)..<heard]))”"
    }

    fileprivate func difference(_ byte: UInt8) -> String {
        let position = "\(place)the host's byte \(heard + 1) is \(visible([byte]))"
        guard heard < expected.count else { return "\(position)\(after), where the recording has nothing more from the host" }
        return "\(position), the recording has \(visible([expected[heard]]))\(after)"
    }
}
