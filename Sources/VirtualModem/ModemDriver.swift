public import World

/// Runs a ``VirtualModem`` on a world's host, serial ports and radio.
///
/// Holds back what the network has for a serial line that is behind, and by CTS the host of a line whose network is, so that nothing but a
/// bounded queue stands between them.
public final class ModemDriver: HostDelegate, SerialPortDelegate, RadioDelegate {
    /// Beyond so many bytes waiting for the serial line, nothing more is read from the network: two seconds' worth at 115200 bit/s.
    static let serialHighWater = 24 << 10
    /// Beyond so many bytes waiting for a connection, CTS goes off until they have been sent.
    static let networkHighWater = 16 << 10
    /// More than so many bytes waiting for a connection are more than a modem's memory holds: the service fails.
    static let networkLimit = 256 << 10

    private var modem: VirtualModem
    private let host: any Host
    /// By number of their lines.
    private let ports: [any SerialPort]
    private let radio: any Radio
    /// What changes on its way between the modem and the world; nil: nothing does.
    private let interposer: (any Interposer)?
    private var timers: [ModemTimer: TimerID] = [:]
    private var timerNames: [TimerID: ModemTimer] = [:]
    private var streams: [SocketKey: StreamID] = [:]
    private var streamKeys: [StreamID: SocketKey] = [:]
    /// Connections that the modem does not read from.
    private var heldStreams: Set<StreamID> = []
    /// Those that the modem has ended in order.
    private var finishedStreams: Set<StreamID> = []
    private var listeners: [SocketKey: ListenerID] = [:]
    private var listenerKeys: [ListenerID: SocketKey] = [:]
    private var datagramSockets: [SocketKey: DatagramSocketID] = [:]
    private var datagramKeys: [DatagramSocketID: SocketKey] = [:]
    /// The newest echo request of each socket.
    private var echoes: [SocketKey: (request: EchoID, time: Instant)] = [:]
    private var acceptedCount = 0
    private var linesBehind: Set<LineName> = []
    /// What the host has set, by number of the lines.
    private var flows: [FlowControl]
    /// Those whose hosts are to stop: CTS is off.
    private var stoppedLines: Set<LineName> = []
    /// What carrying out an action has led to.
    private var followUps: [VirtualModem.Input] = []

    /// Becomes the delegate of all; they do not keep it alive. The modem is off until ``powerCycle()``.
    ///
    /// - Parameter ports: One for each of the modem's lines.
    public init(
        modem: VirtualModem,
        host: any Host,
        ports: [any SerialPort],
        radio: any Radio,
        interposer: (any Interposer)? = nil
    ) {
        precondition(ports.count == modem.lines.count, "a port for each of the modem's lines")
        self.modem = modem
        self.host = host
        self.ports = ports
        self.radio = radio
        self.interposer = interposer
        flows = ports.map { _ in FlowControl() }
        host.delegate = self
        for port in ports { port.delegate = self }
        radio.delegate = self
    }

    /// What the modem's non-volatile memory holds.
    public var memory: ParameterMemory { modem.parameters.memory }

    /// Switches the modem off and on: non-volatile parameters stay.
    public func powerCycle() {
        stoppedLines = []
        for signal in [LineSignal.dsr, .cts] { set(signal, on: true) }
        set(.dcd, on: false)
        feed(.powerOn)
    }

    public func radio(_ radio: any Radio, saw event: RadioEvent) {
        // DCD is on while there is a carrier: the default of AT&C (V.250 §6.2.8).
        switch event {
        case .callConnected, .contextActive: set(.dcd, on: true)
        case .carrierLost, .hungUp, .bearerLost, .contextInactive: set(.dcd, on: false)
        case .gsmRegistration, .gprsRegistration, .attached, .attachRefused, .detached, .callBusy, .callNotAnswered, .ringing,
            .ringingEnded, .callData, .pppUp, .pppRefused, .pppTimedOut, .contextRefused, .contextUnavailable, .simRemoved,
            .simInserted:
            break
        }
        feed(.radio(event))
    }

    private func set(_ signal: LineSignal, on isOn: Bool) {
        for port in ports { port.set(signal, on: isOn) }
    }

    public func serialPort(_ port: any SerialPort, received bytes: [UInt8]) {
        guard let line = line(of: port) else { return }
        if stoppedLines.contains(line), !flows[line.number].takesLateBytes { return }
        feed(.serial(bytes, on: line))
    }

    public func serialPort(_ port: any SerialPort, changed signal: LineSignal, isOn: Bool) {
        guard signal == .rts, let line = line(of: port) else { return }
        follow(.flow(flows[line.number]), on: line)
    }

    public func serialPortDrained(_ port: any SerialPort) {
        guard let line = line(of: port), linesBehind.remove(line) != nil else { return }
        // Their lines may be others than when they were stopped.
        for stream in streamsByAge where !heldStreams.contains(stream) && !isBehind(stream) { host.resume(stream) }
    }

    /// The line that the connection's data go to is.
    private func isBehind(_ stream: StreamID) -> Bool {
        streamKeys[stream].flatMap(modem.line(of:)).map(linesBehind.contains) ?? false
    }

    private func line(of port: any SerialPort) -> LineName? { modem.lineNames.first { ports[$0.number] === port } }

    /// DTR has gone off, by the port's closing.
    public func hostLeft(_ line: LineName) { feed(.hostLeft(line)) }

    /// Nobody listens; the modem goes on, as a modem does whose cable is pulled.
    public func serialPortClosed(_ port: any SerialPort, reason: String) {}

    public func host(_ host: any Host, saw event: HostEvent) {
        guard let input = input(for: event) else {
            if !stoppedLines.isEmpty { letHostsGoOn() }
            return
        }
        feed(input)
    }

    private func feed(_ input: VirtualModem.Input) {
        modem.now = host.now
        var next: VirtualModem.Input? = input
        while let input = next {
            if let interposer {
                if let changed = interposer.passed(input) { carryOut(interposer.passed(modem.handle(changed))) }
            } else {
                carryOut(modem.handle(input))
            }
            next = followUps.isEmpty ? nil : followUps.removeFirst()
        }
        if !stoppedLines.isEmpty { letHostsGoOn() }
        for line in modem.lineNames where ports[line.number].unsent > Self.serialHighWater && !linesBehind.contains(line) {
            linesBehind.insert(line)
            for stream in streams(of: line) { host.pause(stream) }
        }
    }

    private func input(for event: HostEvent) -> VirtualModem.Input? {
        switch event {
        case .timer(let timer):
            guard let name = timerNames.removeValue(forKey: timer) else { return nil }
            timers[name] = nil
            return .timer(name)
        case .connected(let stream): return streamKeys[stream].map { .network(.connected($0)) }
        case .accepted(let stream, let listener, let peer):
            guard let listener = listenerKeys[listener] else {
                host.reset(stream)
                return nil
            }
            acceptedCount += 1
            let key = SocketKey.accepted(acceptedCount)
            adopt(stream, as: key, for: modem.line(of: listener))
            return .network(.accepted(key, on: listener, from: peer))
        case .received(let stream, let bytes): return streamKeys[stream].map { .network(.received($0, bytes)) }
        case .finished(let stream): return streamKeys[stream].map { .network(.finished($0)) }
        case .failed(let stream, let failure): return forget(stream).map { .network(.failed($0, failure)) }
        case .closed(let stream): return forget(stream).map { .network(.closed($0)) }
        case .drained: return nil
        case .datagram(let socket, let bytes, let source):
            return datagramKeys[socket].map { .network(.datagram($0, bytes, from: source)) }
        case .echoRequested(let request, let bytes, _, _): return .network(.echoRequested(request, bytes))
        case .echoed(let request, let bytes):
            guard let (key, asked) = echoes.first(where: { $0.value.request == request }) else { return nil }
            echoes[key] = nil
            return .network(.echoed(key, bytes, after: host.now - asked.time))
        }
    }

    /// What is said without anything between goes over the line in one piece.
    private func carryOut(_ actions: [VirtualModem.Action]) {
        var said = Said()
        for action in actions {
            switch action {
            case .say(let utterance, let format, let line):
                if line != said.line { write(&said) }
                said.line = line
                said.bytes += utterance.bytes(in: format)
            case .setTimer(let name, let interval):
                write(&said)
                set(name, after: interval)
            case .cancelTimer(let name):
                write(&said)
                cancel(name)
            case .network(let request):
                write(&said)
                carryOut(request)
            case .radio(let request):
                write(&said)
                radio.request(request)
            case .control(let control, let line):
                write(&said)
                follow(control, on: line)
            }
        }
        write(&said)
    }

    // MARK: How the lines are driven

    private func follow(_ control: LineControl, on line: LineName) {
        let port = ports[line.number]
        switch control {
        case .flow(let flow):
            flows[line.number] = flow
            // Of a line without signals nobody says that RTS is off.
            port.hold(flow.obeysRTS && port.signals[.rts] == false)
            if !flow.drivesCTS, stoppedLines.remove(line) != nil { port.set(.cts, on: true) }
        case .rate(let rate): port.setRate(rate)
        }
    }

    private func stopHost(of line: LineName) {
        guard flows[line.number].drivesCTS, stoppedLines.insert(line).inserted else { return }
        ports[line.number].set(.cts, on: false)
    }

    /// Those whose connections have sent all, or are gone.
    private func letHostsGoOn() {
        for line in modem.lineNames where stoppedLines.contains(line) {
            let isBehind = streams.contains { modem.line(of: $0) == line && host.unsent(on: $1) > 0 }
            guard !isBehind else { continue }
            stoppedLines.remove(line)
            ports[line.number].set(.cts, on: true)
        }
    }

    private struct Said {
        var line = LineName.first
        var bytes: [UInt8] = []
    }

    private func write(_ said: inout Said) {
        guard !said.bytes.isEmpty else { return }
        ports[said.line.number].write(said.bytes)
        said.bytes = []
    }

    private func set(_ name: ModemTimer, after interval: Interval) {
        cancel(name)
        let timer = host.setTimer(after: interval)
        timers[name] = timer
        timerNames[timer] = name
    }

    private func cancel(_ name: ModemTimer) {
        guard let timer = timers.removeValue(forKey: name) else { return }
        timerNames[timer] = nil
        host.cancelTimer(timer)
    }

    private func carryOut(_ request: NetworkRequest) {
        switch request {
        case .connect(let key, let destination):
            adopt(host.connect(to: destination, from: nil), as: key, for: modem.line(of: key))
        case .listen(let key, let endpoint): listen(key, at: endpoint)
        case .closeListener(let key):
            guard let listener = listeners.removeValue(forKey: key) else { return }
            listenerKeys[listener] = nil
            host.close(listener)
        case .send(let bytes, let key):
            guard let stream = streams[key] else { return }
            host.send(bytes, on: stream)
            if host.unsent(on: stream) > Self.networkHighWater, let line = modem.line(of: key) { stopHost(of: line) }
            if host.unsent(on: stream) > Self.networkLimit { followUps.append(.network(.congested(key))) }
        case .finish(let key):
            guard let stream = streams[key] else { return }
            finishedStreams.insert(stream)
            host.finish(stream)
        case .reset(let key):
            guard let stream = streams[key] else { return }
            _ = forget(stream)
            host.reset(stream)
        case .sendDatagram(let bytes, let destination, let key):
            guard let socket = datagramSocket(key) else { return }
            host.send(bytes, to: destination, on: socket)
        case .closeDatagrams(let key):
            guard let socket = datagramSockets.removeValue(forKey: key) else { return }
            datagramKeys[socket] = nil
            host.close(socket)
        case .bindDatagrams(let key, let endpoint): bindDatagrams(key, at: endpoint)
        case .hold(let key, let isHeld):
            guard let stream = streams[key] else { return }
            if isHeld { heldStreams.insert(stream) } else { heldStreams.remove(stream) }
            if isHeld || isBehind(stream) { host.pause(stream) } else { host.resume(stream) }
        case .requestEcho(let bytes, let destination, let key):
            echoes[key] = (host.requestEcho(bytes, of: destination, from: nil), host.now)
        case .answerEcho(let request, let bytes): host.answerEcho(request, with: bytes)
        case .abandonAll: abandonAll()
        }
    }

    /// At the address that the modem was given or, where the host does not have that one, at any.
    private func listen(_ key: SocketKey, at endpoint: Endpoint) {
        guard let listener = (try? host.listen(at: endpoint)) ?? (try? host.listen(at: Endpoint(.any, endpoint.port))) else {
            return followUps.append(.network(.listenFailed(key)))
        }
        listeners[key] = listener
        listenerKeys[listener] = key
        followUps.append(.network(.listening(key, at: host.endpoint(of: listener) ?? endpoint)))
    }

    /// At the address that the modem was given or, where the host does not have that one, at any.
    private func bindDatagrams(_ key: SocketKey, at endpoint: Endpoint) {
        guard let socket = (try? host.bind(at: endpoint)) ?? (try? host.bind(at: Endpoint(.any, endpoint.port))) else {
            return followUps.append(.network(.listenFailed(key)))
        }
        note(socket, as: key)
        followUps.append(.network(.listening(key, at: host.endpoint(of: socket) ?? endpoint)))
    }

    /// A socket that cannot be bound loses its datagrams, as a network may.
    private func datagramSocket(_ key: SocketKey) -> DatagramSocketID? {
        if let socket = datagramSockets[key] { return socket }
        guard let socket = try? host.bind(at: Endpoint(.any, 0)) else { return nil }
        note(socket, as: key)
        return socket
    }

    private func note(_ socket: DatagramSocketID, as key: SocketKey) {
        datagramSockets[key] = socket
        datagramKeys[socket] = key
    }

    private func adopt(_ stream: StreamID, as key: SocketKey, for line: LineName?) {
        streams[key] = stream
        streamKeys[stream] = key
        if let line, linesBehind.contains(line) { host.pause(stream) }
    }

    private func forget(_ stream: StreamID) -> SocketKey? {
        finishedStreams.remove(stream)
        guard let key = streamKeys.removeValue(forKey: stream) else { return nil }
        heldStreams.remove(stream)
        streams[key] = nil
        return key
    }

    /// Dictionaries have another order in every process, which a world's times and random numbers would show.
    private var streamsByAge: [StreamID] { streams.values.sorted { $0.number < $1.number } }

    /// Those of sessions that the line belongs to, and those that no session has any more.
    private func streams(of line: LineName) -> [StreamID] {
        streamsByAge.filter { stream in streamKeys[stream].flatMap(modem.line(of:)).map { $0 == line } ?? true }
    }

    /// Those that have been ended in order come to their end by themselves: what has been sent of them has left the device before.
    private func abandonAll() {
        for stream in streamsByAge {
            if finishedStreams.contains(stream) { host.resume(stream) } else { host.reset(stream) }
        }
        for listener in listeners.values { host.close(listener) }
        for socket in datagramSockets.values { host.close(socket) }
        streams = [:]
        streamKeys = [:]
        heldStreams = []
        finishedStreams = []
        listeners = [:]
        listenerKeys = [:]
        datagramSockets = [:]
        datagramKeys = [:]
        echoes = [:]
    }
}
