import CPlatform
import Glibc
import World

/// The port of a serial server, driven from here (RFC 2217).
final class RemoteSerialLine: LiveSerialPort {
    private var client: RFC2217Client

    /// Bytes of answers that may wait for a server that asks and does not read.
    static let answerLimit = 64 << 10

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
        super.init(world: world, descriptor: descriptor, kind: .socket)
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
        queue.append(client.start())
        while !client.isReady || !queue.isEmpty {
            if case .failed(let number) = queue.send(limit: .max, by: { platform_send(descriptor, $0, $1) }) {
                throw LineError(dialling.address, number: number)
            }
            if client.isReady && queue.isEmpty { break }
            guard queue.count <= answerLimit else {
                throw LineError(dialling.address, .noSerialControl("it asks on and on, and does not read the answers"))
            }
            guard dialling.wait(descriptor, for: queue.isEmpty ? POLLIN : POLLIN | POLLOUT) else {
                if dialling.world.isStopped { throw LineError(dialling.address, .stopped) }
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
                case .failed(let reason): throw LineError(dialling.address, .noSerialControl(reason))
                case .signals: signals = output
                case .data, .ready, .resumed, .log: break
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
        case .failed(let reason): channel.end(later: "the serial server: \(reason)")
        case .ready: break
        }
    }

    override var supportsSignals: Bool { true }

    override func set(_ signal: LineSignal, on: Bool) { channel.send(client.switching(signal, on: on)) }

    override func discardUnsent() {
        super.discardUnsent()
        channel.send(client.purgingOutput())
    }

    override func encoded(_ bytes: [UInt8]) -> [UInt8] { client.encoded(bytes) }
    override func received(_ bytes: [UInt8]) { for output in client.receive(bytes) { carryOut(output) } }
    override var isSuspended: Bool { client.isSuspended }
    override func setBreak(_ isOn: Bool) { channel.send(client.switchingBreak(on: isOn)) }
}
