import CPlatform
import Glibc
import World

/// A TCP connection.
final class LiveStream: PolledDescriptor {
    private enum State {
        /// SYN sent.
        case connecting
        /// `connect` failed at once; the loop has still to say so.
        case refused(StreamFailure)
        case established
        /// Sending failed: what had arrived before is still being read.
        case broken(StreamFailure)
    }

    private weak var host: LiveHost?
    private var state: State
    private(set) var queue = SendQueue()
    /// What the party calls the other end.
    let remote: Endpoint
    private let side: WireSide
    private var isPaused = false
    /// The peer's FIN has been read.
    private var peerHasFinished = false
    private var finishAsked = false
    private var hasFinished = false
    /// Nothing is sent before this timer: the host's shape asks for it.
    private var hold: Int?

    var id: StreamID { StreamID(number: Int(token)) }

    /// Bytes sent before others have their turn.
    private static let sendLimit = 1 << 20

    init(host: LiveHost, descriptor: Int32, remote: Endpoint, side: WireSide = .opener) {
        self.host = host
        self.remote = remote
        self.side = side
        state = .connecting
        super.init(world: host.world, descriptor: descriptor)
    }

    convenience init(host: LiveHost, accepted descriptor: Int32, from source: Endpoint) {
        self.init(host: host, descriptor: descriptor, remote: host.knownEndpoint(of: source), side: .acceptor)
        showOpening()
        establish()
    }

    private func establish() {
        state = .established
        show(.acceptance, from: .acceptor)
        show(.acknowledgement(1), from: .opener)
        _ = platform_no_delay(descriptor)
        updateInterest()
    }

    // MARK: What parties ask for

    /// `destination` is nil where the host must not go.
    func connect(to destination: Endpoint?, from source: IPv4Address?) {
        guard isOpen, let destination, source.map({ platform_bind_source(descriptor, $0.value) == 0 }) ?? true else {
            return giveUp(.unreachable)
        }
        let result = platform_connect(descriptor, destination.address.value, destination.port)
        let number = errno
        showOpening()
        if result == 0 || number == EINPROGRESS {
            updateInterest()
        } else {
            giveUp(failure(of: number))
        }
    }

    private func giveUp(_ failure: StreamFailure) {
        state = .refused(failure)
        askTurn()
    }

    func send(_ bytes: [UInt8]) {
        if case .broken = state { return }
        guard !finishAsked, !bytes.isEmpty else { return }
        if queue.isEmpty, hold == nil, let shape = host?.shape, shape.latency.upperBound > .zero {
            hold = world.setTimer(after: shape.drawLatency { .random(in: 0...UInt64.max) }, target: self)
        }
        queue.append(bytes)
        askTurn()
    }

    /// Bytes that the kernel holds until the other end has acknowledged them.
    var unacknowledged: Int { isOpen ? max(0, Int(platform_unacknowledged(descriptor))) : 0 }

    func finish() {
        finishAsked = true
        askTurn()
    }

    func setPaused(_ paused: Bool) {
        isPaused = paused
        updateInterest()
    }

    func abort() {
        switch state {
        case .connecting, .refused: break
        case .established, .broken: show(.reset, from: side)
        }
        _ = platform_abort_on_close(descriptor)
        closeDescriptor()
    }

    // MARK: What the loop does

    override func takeTurn() {
        switch state {
        case .connecting: break
        case .broken(let failure): if isPaused { fail(failure) }
        case .refused(let failure): fail(failure)
        case .established: transmit()
        }
    }

    override func ready(_ readiness: Readiness) {
        switch state {
        case .connecting:
            let error = platform_socket_error(descriptor)
            guard error == 0 else { return fail(failure(of: error)) }
            guard readiness.contains(.writable) else { return }
            establish()
            askTurn()
            host?.deliver(.connected(id))
        case .refused:
            break
        case .broken(let failure):
            if isPaused { fail(failure) } else { receive() }
        case .established:
            if readiness.contains(.writable) { transmit() }
            guard isOpen, case .established = state else { return }
            if !isPaused && !peerHasFinished {
                if !readiness.isDisjoint(with: [.readable, .error, .hangUp]) { receive() }
            } else if readiness.contains(.error) {
                fail(failure(of: platform_socket_error(descriptor)))
            } else if readiness.contains(.hangUp) {
                // Both directions are shut and the reader is paused: nothing to do before it resumes.
                disarm()
            }
        }
    }

    private func receive() {
        let buffer = world.readBuffer
        let count = recv(descriptor, buffer.baseAddress, buffer.count, 0)
        if count > 0 {
            let bytes = [UInt8](buffer.prefix(count))
            show(.data(bytes), from: side.other)
            show(.acknowledgement(count), from: side)
            host?.deliver(.received(id, bytes))
        } else if count < 0 {
            let number = errno
            if !isTemporary(number) { fail(failure(of: number)) }
        } else if case .broken(let failure) = state {
            fail(failure)
        } else {
            peerHasFinished = true
            show(.finish, from: side.other)
            show(.acknowledgement(1), from: side)
            updateInterest()
            host?.deliver(.finished(id))
            closeIfOver()
        }
    }

    override func timerDue(_ number: Int) {
        guard number == hold else { return }
        hold = nil
        if case .established = state { transmit() }
    }

    /// Sends what is queued, then FIN if that is asked for.
    private func transmit() {
        guard hold == nil else { return updateInterest() }
        if !queue.isEmpty {
            let segment = host?.shape.segment
            switch queue.send(limit: segment ?? Self.sendLimit, by: { send($0, count: $1) }) {
            case .emptied: host?.deliver(.drained(id))
            case .blocked: if segment != nil { hold = world.setTimer(after: LinkShape.segmentGap, target: self) }
            case .failed(let number): return breakDown(failure(of: number))
            }
        }
        guard isOpen else { return }
        if finishAsked && queue.isEmpty && !hasFinished {
            hasFinished = true
            if shutdown(descriptor, Int32(SHUT_WR)) != 0 { return breakDown(failure(of: errno)) }
            show(.finish, from: side)
            show(.acknowledgement(1), from: side.other)
        }
        updateInterest()
        closeIfOver()
    }

    private func send(_ bytes: UnsafeRawPointer, count: Int) -> Int {
        let sent = platform_send(descriptor, bytes, count)
        if sent > 0, host?.tap != nil {
            let number = errno
            show(.data([UInt8](UnsafeRawBufferPointer(start: bytes, count: sent))), from: side)
            show(.acknowledgement(sent), from: side.other)
            errno = number
        }
        return sent
    }

    private func breakDown(_ failure: StreamFailure) {
        queue.removeAll()
        state = .broken(failure)
        if isPaused || peerHasFinished { fail(failure) } else { updateInterest() }
    }

    private func closeIfOver() {
        guard isOpen, peerHasFinished, hasFinished else { return }
        forget()
        host?.deliver(.closed(id))
    }

    private func fail(_ failure: StreamFailure) {
        if failure != .unreachable { show(.reset, from: side.other) }
        forget()
        host?.deliver(.failed(id, failure))
    }

    private func forget() {
        closeDescriptor()
        host?.streams[id] = nil
    }

    private func updateInterest() {
        switch state {
        case .connecting: setInterest(.writable)
        case .refused: break
        case .broken: setInterest(.readable)
        case .established:
            var interest: Readiness = isPaused || peerHasFinished ? [] : .readable
            if !queue.isEmpty, hold == nil { interest.insert(.writable) }
            setInterest(interest)
        }
    }

    private func failure(of number: Int32) -> StreamFailure {
        switch number {
        case ECONNREFUSED: .refused
        case EHOSTUNREACH, ENETUNREACH, ETIMEDOUT, ENETDOWN, EHOSTDOWN, EACCES, EPERM, EADDRNOTAVAIL, EINVAL: .unreachable
        default: .reset
        }
    }

    // MARK: What the tap is shown

    private func showOpening() {
        guard let host, let tap = host.tap, let local = host.localEndpoint(of: descriptor) else { return }
        let known = host.askedEndpoint(of: local)
        let (opener, acceptor) = side == .opener ? (known, remote) : (remote, known)
        tap(.opening(connection: Int(token), from: opener, to: acceptor), host.now)
    }

    private func show(_ segment: WireSegment, from side: WireSide) {
        guard let host, let tap = host.tap else { return }
        tap(.segment(connection: Int(token), from: side, segment), host.now)
    }
}
