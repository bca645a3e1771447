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
    private var isPaused = false
    /// The peer's FIN has been read.
    private var peerHasFinished = false
    private var finishAsked = false
    private var hasFinished = false

    var id: StreamID { StreamID(number: Int(token)) }

    /// Bytes sent before others have their turn.
    private static let sendLimit = 1 << 20

    init(host: LiveHost, descriptor: Int32, remote: Endpoint) {
        self.host = host
        self.remote = remote
        state = .connecting
        super.init(world: host.world, descriptor: descriptor)
    }

    convenience init(host: LiveHost, accepted descriptor: Int32, from source: Endpoint) {
        self.init(host: host, descriptor: descriptor, remote: host.knownEndpoint(of: source))
        establish()
    }

    private func establish() {
        state = .established
        _ = platform_no_delay(descriptor)
        updateInterest()
    }

    // MARK: What parties ask for

    /// `destination` is nil where the host must not go.
    func connect(to destination: Endpoint?, from source: IPv4Address?) {
        guard isOpen, let destination, source.map({ platform_bind_source(descriptor, $0.value) == 0 }) ?? true else {
            return giveUp(.unreachable)
        }
        if platform_connect(descriptor, destination.address.value, destination.port) == 0 || errno == EINPROGRESS {
            updateInterest()
        } else {
            giveUp(failure(of: errno))
        }
    }

    private func giveUp(_ failure: StreamFailure) {
        state = .refused(failure)
        askTurn()
    }

    func send(_ bytes: [UInt8]) {
        if case .broken = state { return }
        guard !finishAsked, !bytes.isEmpty else { return }
        queue.append(bytes)
        askTurn()
    }

    func finish() {
        finishAsked = true
        askTurn()
    }

    func setPaused(_ paused: Bool) {
        isPaused = paused
        updateInterest()
    }

    func abort() {
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
            host?.deliver(.received(id, [UInt8](buffer.prefix(count))))
        } else if count < 0 {
            let number = errno
            if !isTemporary(number) { fail(failure(of: number)) }
        } else if case .broken(let failure) = state {
            fail(failure)
        } else {
            peerHasFinished = true
            updateInterest()
            host?.deliver(.finished(id))
            closeIfOver()
        }
    }

    /// Sends what is queued, then FIN if that is asked for.
    private func transmit() {
        if !queue.isEmpty {
            switch queue.send(limit: Self.sendLimit, by: { platform_send(descriptor, $0, $1) }) {
            case .emptied: host?.deliver(.drained(id))
            case .blocked: break
            case .failed(let number): return breakDown(failure(of: number))
            }
        }
        guard isOpen else { return }
        if finishAsked && queue.isEmpty && !hasFinished {
            hasFinished = true
            if shutdown(descriptor, Int32(SHUT_WR)) != 0 { return breakDown(failure(of: errno)) }
        }
        updateInterest()
        closeIfOver()
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
            if !queue.isEmpty { interest.insert(.writable) }
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
}
