import CPlatform
import Glibc
import World

/// The port of a serial server, driven from here (RFC 2217).
final class RemoteSerialLine: LiveSerialPort {
    private var client: RFC2217Client

    /// Bytes of answers that may wait for a server that asks and does not read.
    static let answerLimit = 64 << 10
    /// How long the server may take to tell the modem's signals; one that need not tell them before they change does not keep the line closed.
    static let signalLimit = Interval.milliseconds(500)

    /// Connects, and negotiates until the line is ready. - Throws: ``LineError`` when it does not get so far.
    convenience init(_ address: LineAddress, host: String, port: UInt16, _ settings: SerialSettings, in world: LiveWorld)
        throws(LineError)
    {
        if let problem = settings.problem { throw LineError(address, .settings(problem)) }
        let dialling = Dialling(address, limit: LiveWorld.openLimit, in: world)
        let descriptor = try dialling.connect(host: host, port: port)
        var client = RFC2217Client(settings: settings)
        let early: RFC2217Client.Output?
        do throws(LineError) {
            early = try Self.negotiate(&client, descriptor, dialling)
        } catch {
            Glibc.close(descriptor)
            throw error
        }
        self.init(world: world, connected: descriptor, client)
        if let early { carryOut(early) }
    }

    /// - Parameter client: Has negotiated on the connected socket.
    init(world: LiveWorld, connected descriptor: Int32, _ client: RFC2217Client) {
        self.client = client
        super.init(world: world, descriptor: descriptor, kind: .socket, unwired: client.settings.unwired)
    }

    deinit { close() }

    /// Outside of the loop, since nobody may be told of anything before the port is there. - Returns: the modem's signals, if the
    /// server has told them.
    static func negotiate(_ client: inout RFC2217Client, _ descriptor: Int32, _ dialling: Dialling) throws(LineError)
        -> RFC2217Client.Output?
    {
        let buffer = dialling.world.readBuffer
        var queue = SendQueue()
        var signals: RFC2217Client.Output?
        var waiting = dialling
        queue.append(client.start())
        while true {
            if case .failed(let number) = queue.send(limit: .max, by: { platform_send(descriptor, $0, $1) }) {
                throw LineError(dialling.address, number: number)
            }
            let isReady = client.isReady && queue.isEmpty
            if isReady && client.hasToldSignals { break }
            guard queue.count <= answerLimit else {
                throw LineError(dialling.address, .noSerialControl("it asks on and on, and does not read the answers"))
            }
            guard waiting.wait(descriptor, for: queue.isEmpty ? POLLIN : POLLIN | POLLOUT) else {
                if dialling.world.isStopped { throw LineError(dialling.address, .stopped) }
                if isReady { break }
                throw LineError(dialling.address, .noSerialControl(client.missing))
            }
            let count = recv(descriptor, buffer.baseAddress, buffer.count, 0)
            if count == 0 { throw LineError(dialling.address, .noSerialControl("it has closed the connection")) }
            if count < 0 {
                if isTemporary(errno) { continue }
                throw LineError(dialling.address, number: errno)
            }
            for output in client.receive([UInt8](buffer.prefix(count))) {
                switch output {
                case .transmit(let bytes): queue.append(bytes)
                case .failed(let failure): throw LineError(dialling.address, failure.reason)
                case .signals: signals = output
                case .ready: waiting = Dialling(dialling.address, limit: signalLimit, in: dialling.world)
                case .data, .resumed, .log: break
                }
            }
        }
        return signals
    }

    private func carryOut(_ output: RFC2217Client.Output) {
        switch output {
        // Whoever asks without reading is not answered.
        case .transmit(let bytes): if channel.unsent < Self.answerLimit { channel.send(bytes) }
        case .data(let bytes): delegate?.serialPort(self, received: bytes)
        case .signals(let shown): show(shown)
        case .resumed: release()
        case .log(let text): onLog?(text)
        case .failed(let failure): channel.end(later: "the serial server: \(failure.reason.summary)")
        case .ready: break
        }
    }

    override var supportsSignals: Bool { true }

    override func set(_ signal: LineSignal, on: Bool) { channel.send(client.switching(signal, on: on)) }

    override var supportsRates: Bool { true }

    /// The other end's rate is nothing that a serial server could follow.
    override func setRate(_ rate: Int?) { if rate != 0 { channel.send(client.settingRate(rate ?? client.settings.rate)) } }

    override func discardUnsent() {
        super.discardUnsent()
        channel.send(client.purgingOutput())
    }

    override func encoded(_ bytes: [UInt8]) -> [UInt8] { client.encoded(bytes) }
    override func received(_ bytes: [UInt8]) { for output in client.receive(bytes) { carryOut(output) } }
    override var isSuspended: Bool { client.isSuspended }
    override func setBreak(_ isOn: Bool) { channel.send(client.switchingBreak(on: isOn)) }
}

extension RFC2217Client.Failure {
    fileprivate var reason: LineError.Reason {
        switch self {
        case .echo: .echo
        case .control(let problem): .noSerialControl(problem)
        case .settings(let problem): .settings("the serial server: \(problem)")
        }
    }
}
