public import World

/// One end of a simulated serial line: full duplex, lossless, paced by its rate; signals and breaks keep their place among the bytes.
///
/// RTS and CTS are beside them, as on a real line: they arrive at once, and an end that sees CTS off holds what it has to send.
public final class SimulatedSerialPort: SerialPort {
    /// Start bit, eight data bits, stop bit (001 Appendix B: 8 data bits, no parity, 1 stop bit).
    static let bitsPerByte: Int64 = 10
    /// How many bytes arrive in one piece unless the line is told otherwise.
    static let ordinaryPiece = 4_096

    public weak var delegate: (any SerialPortDelegate)?
    /// The rate that the line was made with, in bit/s.
    public var baud = 115_200 { didSet { rate = baud } }
    /// In bit/s: at which it speaks, and hears.
    private var rate = 115_200
    /// It takes on the rate of what it hears.
    private var followsOther = false
    /// What is sent is handed over so; its latency counts from the last bit on the line to the receiver's program.
    public var shape = LinkShape(latency: .microseconds(200)...(.microseconds(200)))

    unowned let world: SimulatedWorld
    weak var other: SimulatedSerialPort?
    /// On the line, or about to be.
    private var pieces: [Sent] = []
    private var nextPiece = 0
    /// What waits while the port is held.
    private var waiting: [(piece: Piece, latency: Interval)] = []
    private var isHeld = false
    /// When the line has sent all that it was given.
    private var idleFrom = Instant.start
    private var lastArrival = Instant.start
    public private(set) var unsent = 0

    public let supportsSignals = true
    /// Without, it keeps the one that the line was made with.
    public var supportsRates = true
    /// As they have arrived here.
    public private(set) var signals: SignalStates

    /// What goes over the line in order.
    private enum Piece {
        case bytes([UInt8], rate: Int)
        case signal(LineSignal, isOn: Bool)
        case breakCondition(Interval)
    }

    private struct Sent {
        var piece: Piece
        let latency: Interval
        /// When its last bit leaves.
        let end: Instant
        let arrival: Instant
    }

    /// - Parameter signals: The other end's, before it has switched any.
    init(world: SimulatedWorld, signals: SignalStates) {
        self.world = world
        self.signals = signals
    }

    public func setRate(_ rate: Int?) {
        guard supportsRates else { return }
        followsOther = rate == 0
        if !followsOther { self.rate = rate ?? baud }
    }

    /// Arrives behind what has been written before; RTS and CTS, and whatever is switched while the port is held, overtake that.
    public func set(_ signal: LineSignal, on: Bool) {
        let latency = shape.latency.lowerBound
        switch signal {
        case .rts, .cts: world.queue.insert(.call { [weak other] in other?.saw(signal, isOn: on) }, at: world.now + latency)
        case .dtr, .dcd, .ri, .dsr: send(.signal(signal, isOn: on), latency: latency)
        }
    }

    public func sendBreak(for duration: Interval) { put(.breakCondition(duration), latency: shape.latency.lowerBound) }

    public func write(_ bytes: [UInt8]) {
        var offset = 0
        while offset < bytes.count {
            let count = min(shape.segment ?? Self.ordinaryPiece, bytes.count - offset)
            let piece = count == bytes.count ? bytes : Array(bytes[offset..<offset + count])
            offset += count
            unsent += count
            put(.bytes(piece, rate: rate), latency: shape.drawLatency(world.random))
        }
    }

    public func discardUnsent() {
        for index in nextPiece..<pieces.count {
            if case .bytes(_, let rate) = pieces[index].piece { pieces[index].piece = .bytes([], rate: rate) }
        }
        waiting.removeAll { if case .bytes = $0.piece { true } else { false } }
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

    // MARK: Sending

    private func put(_ piece: Piece, latency: Interval) {
        if isHeld { waiting.append((piece, latency)) } else { send(piece, latency: latency) }
    }

    /// - Parameter start: When it began to leave; nil: as soon as the line is idle.
    private func send(_ piece: Piece, latency: Interval, since start: Instant? = nil) {
        idleFrom = (start ?? max(idleFrom, world.now)) + Self.time(of: piece)
        lastArrival = max(idleFrom + latency, lastArrival)
        pieces.append(Sent(piece: piece, latency: latency, end: idleFrom, arrival: lastArrival))
        world.queue.insert(.serial(self), at: lastArrival)
    }

    private static func time(of piece: Piece) -> Interval {
        switch piece {
        case .bytes(let bytes, let rate):
            Interval(nanoseconds: Int64(bytes.count) * bitsPerByte * 1_000_000_000 / Int64(max(rate, 1)))
        case .breakCondition(let duration): duration
        case .signal: .zero
        }
    }

    /// The byte and the break that are being sent go out; the bytes behind them wait.
    public func hold(_ isHeld: Bool) {
        guard isHeld != self.isHeld else { return }
        self.isHeld = isHeld
        if isHeld {
            let first = pieces[nextPiece...].firstIndex { $0.end > world.now } ?? pieces.count
            let unfinished = Array(pieces[first...])
            guard !unfinished.isEmpty else { return }
            pieces.removeLast(unfinished.count)
            idleFrom = world.now
            lastArrival = pieces.last?.arrival ?? .start
            for sent in unfinished { withdraw(sent) }
        } else {
            let released = waiting
            waiting = []
            for (piece, latency) in released { send(piece, latency: latency) }
        }
    }

    /// Takes back what of a piece has not begun to leave.
    private func withdraw(_ sent: Sent) {
        let start = Instant(nanoseconds: sent.end.nanoseconds - Self.time(of: sent.piece).nanoseconds)
        let elapsed = world.now - start
        switch sent.piece {
        case .signal: send(sent.piece, latency: sent.latency)
        case .breakCondition(let duration):
            guard elapsed > .zero else { return put(sent.piece, latency: sent.latency) }
            send(.breakCondition(duration - elapsed), latency: sent.latency)
        case .bytes(let bytes, let rate):
            let bits = elapsed.nanoseconds * Int64(rate)
            let bitsOfByte = Self.bitsPerByte * 1_000_000_000
            let begun = max(0, min(bytes.count, Int((bits + bitsOfByte - 1) / bitsOfByte)))
            if begun > 0 { send(.bytes(Array(bytes[..<begun]), rate: rate), latency: sent.latency, since: start) }
            if begun < bytes.count { put(.bytes(Array(bytes[begun...]), rate: rate), latency: sent.latency) }
        }
    }

    // MARK: Arriving

    /// The next piece reaches the other end, unless it has been held since it was to.
    func deliver() {
        guard nextPiece < pieces.count, pieces[nextPiece].arrival <= world.now else { return }
        let piece = pieces[nextPiece].piece
        // Frees the bytes.
        pieces[nextPiece].piece = .breakCondition(.zero)
        nextPiece += 1
        if nextPiece == pieces.count {
            pieces.removeAll(keepingCapacity: true)
            nextPiece = 0
        }
        switch piece {
        case .bytes(let bytes, let rate):
            guard !bytes.isEmpty else { break }
            unsent -= bytes.count
            other?.hear(bytes, at: rate)
            if unsent == 0 { delegate?.serialPortDrained(self) }
        case .signal(let signal, let isOn):
            other?.saw(signal, isOn: isOn)
        case .breakCondition:
            if let other { other.delegate?.serialPortSawBreak(other) }
        }
    }

    private func hear(_ bytes: [UInt8], at sent: Int) {
        if followsOther { rate = sent }
        let heard = sent == rate ? bytes : LineSampler(sent: sent, heard: rate).bytes(of: bytes)
        if !heard.isEmpty { delegate?.serialPort(self, received: heard) }
    }

    private func saw(_ signal: LineSignal, isOn: Bool) {
        guard signals[signal] != isOn else { return }
        signals[signal] = isOn
        if signal == .cts { hold(!isOn) }
        delegate?.serialPort(self, changed: signal, isOn: isOn)
    }
}
