public import World

/// One end of a simulated serial line: full duplex, lossless, paced by its baud rate.
public final class SimulatedSerialPort: SerialPort {
    /// Start bit, eight data bits, stop bit (001 Appendix B: 8 data bits, no parity, 1 stop bit).
    static let bitsPerByte: Int64 = 10
    /// How many bytes arrive in one piece unless the line is told otherwise.
    static let ordinaryPiece = 4_096

    public weak var delegate: (any SerialPortDelegate)?
    /// In bit/s.
    public var baud = 115_200
    /// The largest piece that is handed over at once.
    public var piece = SimulatedSerialPort.ordinaryPiece
    /// From the last bit on the line to the receiver's program, drawn evenly for each piece; order is kept.
    public var latency: ClosedRange<Interval> = .microseconds(200)...(.microseconds(200))

    unowned let world: SimulatedWorld
    weak var other: SimulatedSerialPort?
    private var pieces: [[UInt8]] = []
    private var nextPiece = 0
    /// When the line has sent all that was written.
    private var idleFrom = Instant.start
    private var lastArrival = Instant.start
    public private(set) var unsent = 0

    init(world: SimulatedWorld) { self.world = world }

    public func write(_ bytes: [UInt8]) {
        var offset = 0
        while offset < bytes.count {
            let count = min(piece, bytes.count - offset)
            pieces.append(count == bytes.count ? bytes : Array(bytes[offset..<offset + count]))
            offset += count
            unsent += count
            idleFrom =
                max(idleFrom, world.now)
                + Interval(nanoseconds: Int64(count) * Self.bitsPerByte * 1_000_000_000 / Int64(max(baud, 1)))
            lastArrival = max(idleFrom + drawLatency(), lastArrival)
            world.queue.insert(.serial(self), at: lastArrival)
        }
    }

    /// The next piece reaches the other end.
    func deliver() {
        guard nextPiece < pieces.count else { return }
        let bytes = pieces[nextPiece]
        pieces[nextPiece] = []
        nextPiece += 1
        if nextPiece == pieces.count {
            pieces.removeAll(keepingCapacity: true)
            nextPiece = 0
        }
        unsent -= bytes.count
        if let other { other.delegate?.serialPort(other, received: bytes) }
        if unsent == 0 { delegate?.serialPortDrained(self) }
    }

    private func drawLatency() -> Interval {
        let span = latency.upperBound.nanoseconds - latency.lowerBound.nanoseconds
        guard span > 0 else { return latency.lowerBound }
        return Interval(nanoseconds: latency.lowerBound.nanoseconds + Int64(world.random() % UInt64(span + 1)))
    }
}
