public import World

/// One end of a simulated serial line: full duplex, lossless, paced by its baud rate; signals and breaks keep their place among the bytes.
public final class SimulatedSerialPort: SerialPort {
    /// Start bit, eight data bits, stop bit (001 Appendix B: 8 data bits, no parity, 1 stop bit).
    static let bitsPerByte: Int64 = 10
    /// How many bytes arrive in one piece unless the line is told otherwise.
    static let ordinaryPiece = 4_096

    public weak var delegate: (any SerialPortDelegate)?
    /// In bit/s.
    public var baud = 115_200
    /// What is sent is handed over so; its latency counts from the last bit on the line to the receiver's program.
    public var shape = LinkShape(latency: .microseconds(200)...(.microseconds(200)))

    unowned let world: SimulatedWorld
    weak var other: SimulatedSerialPort?
    private var pieces: [Piece] = []
    private var nextPiece = 0
    /// When the line has sent all that was written.
    private var idleFrom = Instant.start
    private var lastArrival = Instant.start
    public private(set) var unsent = 0

    public let supportsSignals = true
    /// As they have arrived here; off before that.
    public private(set) var signals = SignalStates(on: [])

    /// What goes over the line in order.
    private enum Piece {
        case bytes([UInt8])
        case signal(LineSignal, isOn: Bool)
        case breakCondition
    }

    init(world: SimulatedWorld) { self.world = world }

    /// Arrives behind what has been written before.
    public func set(_ signal: LineSignal, on: Bool) {
        send(.signal(signal, isOn: on), taking: .zero, latency: shape.latency.lowerBound)
    }

    public func sendBreak(for duration: Interval) { send(.breakCondition, taking: duration, latency: shape.latency.lowerBound) }

    public func write(_ bytes: [UInt8]) {
        var offset = 0
        while offset < bytes.count {
            let count = min(shape.segment ?? Self.ordinaryPiece, bytes.count - offset)
            let piece = count == bytes.count ? bytes : Array(bytes[offset..<offset + count])
            offset += count
            unsent += count
            let time = Interval(nanoseconds: Int64(count) * Self.bitsPerByte * 1_000_000_000 / Int64(max(baud, 1)))
            send(.bytes(piece), taking: time, latency: shape.drawLatency(world.random))
        }
    }

    public func discardUnsent() {
        for index in nextPiece..<pieces.count { if case .bytes = pieces[index] { pieces[index] = .bytes([]) } }
        unsent = 0
    }

    /// The line breaks: neither end hears anything of the other any more, and this one is told.
    public func disconnect(_ reason: String) {
        for port in [self, other] {
            port?.discardUnsent()
            port?.other = nil
        }
        world.enqueue { [weak self] in self.map { $0.delegate?.serialPortClosed($0, reason: reason) } }
    }

    private func send(_ piece: Piece, taking time: Interval, latency: Interval) {
        pieces.append(piece)
        idleFrom = max(idleFrom, world.now) + time
        lastArrival = max(idleFrom + latency, lastArrival)
        world.queue.insert(.serial(self), at: lastArrival)
    }

    /// The next piece reaches the other end.
    func deliver() {
        guard nextPiece < pieces.count else { return }
        let piece = pieces[nextPiece]
        // Frees the bytes.
        pieces[nextPiece] = .breakCondition
        nextPiece += 1
        if nextPiece == pieces.count {
            pieces.removeAll(keepingCapacity: true)
            nextPiece = 0
        }
        switch piece {
        case .bytes(let bytes):
            guard !bytes.isEmpty else { break }
            unsent -= bytes.count
            if let other { other.delegate?.serialPort(other, received: bytes) }
            if unsent == 0 { delegate?.serialPortDrained(self) }
        case .signal(let signal, let isOn):
            other?.saw(signal, isOn: isOn)
        case .breakCondition:
            if let other { other.delegate?.serialPortSawBreak(other) }
        }
    }

    private func saw(_ signal: LineSignal, isOn: Bool) {
        guard signals[signal] != isOn else { return }
        signals[signal] = isOn
        delegate?.serialPort(self, changed: signal, isOn: isOn)
    }
}
