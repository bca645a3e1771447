import Testing
import VirtualModem
import World

/// A host that only writes down what it is asked. Identifiers count up from 1.
private final class FakeHost: Host {
    weak var delegate: (any HostDelegate)?
    private var log: [String] = []
    private var identifiers = 0
    var unsent = 0
    var takenPorts: Set<Endpoint> = []
    /// The newest connection, listener and timer.
    var stream = StreamID(number: 0)
    var listener = ListenerID(number: 0)
    private(set) var timers: [TimerID] = []

    private func next() -> Int {
        identifiers += 1
        return identifiers
    }

    func takeLog() -> [String] {
        defer { log = [] }
        return log
    }

    var now: Instant { .start }
    func random() -> UInt64 { 0 }
    func setTimer(after: Interval) -> TimerID {
        timers.append(TimerID(number: next()))
        return timers[timers.count - 1]
    }
    func cancelTimer(_ timer: TimerID) { timers.removeAll { $0 == timer } }
    func listen(at endpoint: Endpoint) throws(BindError) -> ListenerID {
        guard !takenPorts.contains(endpoint) else { throw BindError(endpoint: endpoint, reason: "taken") }
        log.append("listen \(endpoint)")
        listener = ListenerID(number: next())
        return listener
    }
    func endpoint(of listener: ListenerID) -> Endpoint? { nil }
    func close(_ listener: ListenerID) { log.append("close") }
    func vanish(at endpoint: Endpoint) {}
    func reappear(at endpoint: Endpoint) {}
    func connect(to destination: Endpoint, from source: IPv4Address?) -> StreamID {
        log.append("connect \(destination)")
        stream = StreamID(number: next())
        return stream
    }
    func endpoints(of stream: StreamID) -> (local: Endpoint, remote: Endpoint)? { nil }
    func send(_ bytes: [UInt8], on stream: StreamID) { log.append("send \(String(decoding: bytes, as: UTF8.self))") }
    func unsent(on stream: StreamID) -> Int { unsent }
    func finish(_ stream: StreamID) { log.append("finish") }
    func reset(_ stream: StreamID) { log.append("reset \(stream.number)") }
    func pause(_ stream: StreamID) { log.append("pause") }
    func resume(_ stream: StreamID) { log.append("resume") }
    func bind(at endpoint: Endpoint) throws(BindError) -> DatagramSocketID { DatagramSocketID(number: next()) }
    func endpoint(of socket: DatagramSocketID) -> Endpoint? { nil }
    func send(_ datagram: [UInt8], to destination: Endpoint, on socket: DatagramSocketID) { log.append("ask \(destination)") }
    func close(_ socket: DatagramSocketID) { log.append("unbind") }
    var asksForEchoes: Bool { true }
    func requestEcho(_ bytes: [UInt8], of destination: IPv4Address, from source: IPv4Address?) -> EchoID {
        log.append("ping \(destination)")
        return EchoID(number: next())
    }
    func answerEcho(_ request: EchoID, with bytes: [UInt8]) { log.append("echo") }
}

private final class FakePort: SerialPort {
    weak var delegate: (any SerialPortDelegate)?
    private var written: [UInt8] = []
    /// Nothing leaves by itself.
    var unsent = 0
    /// The host's.
    var signals = SignalStates.untold
    private var driven: [String] = []
    func set(_ signal: LineSignal, on: Bool) { driven.append("\(signal.rawValue) \(on ? "on" : "off")") }
    func hold(_ isHeld: Bool) { driven.append(isHeld ? "held" : "free") }
    func setRate(_ rate: Int?) {
        driven.append("\(takeText().split(separator: "\r\n").last ?? "") then rate \(rate.map(String.init) ?? "-")")
    }
    func takeDriven() -> [String] {
        defer { driven = [] }
        return driven
    }
    func write(_ bytes: [UInt8]) {
        written += bytes
        unsent += bytes.count
    }
    func takeText() -> String {
        defer { written = [] }
        return String(decoding: written, as: UTF8.self)
    }
}

private final class FakeRadio: Radio {
    weak var delegate: (any RadioDelegate)?
    private(set) var requests: [RadioRequest] = []
    func request(_ request: RadioRequest) { requests.append(request) }
}

@Suite struct ModemDriverTests {
    private let host = FakeHost()
    private let port = FakePort()
    /// Of a modem with two lines, the second.
    private let otherPort = FakePort()
    private let radio = FakeRadio()

    /// A driver whose modem is connected over GPRS, echo off.
    private func makeOnline(_ parameters: String..., lines: Int = 1) throws -> ModemDriver {
        let driver = ModemDriver(
            modem: VirtualModem(dialect: try #require(Fixture.dialect), lines: lines),
            host: host,
            ports: Array([port, otherPort].prefix(lines)),
            radio: radio
        )
        driver.powerCycle()
        for event in [RadioEvent.gprsRegistration(.home), .attached] { radio.delegate?.radio(radio, saw: event) }
        type("ATE0\r")
        for parameter in parameters { type("AT#\(parameter)\r") }
        type("AT#CONNECTIONSTART\r")
        let event = RadioEvent.contextActive(
            local: IPv4Address(10, 0, 0, 7),
            gateway: IPv4Address(10, 0, 0, 1),
            nameServers: [IPv4Address(10, 0, 0, 53)]
        )
        radio.delegate?.radio(radio, saw: event)
        #expect(port.takeText().hasSuffix(indication("Ok_Info_GprsActivation")))
        port.unsent = 0
        _ = host.takeLog()
        return driver
    }

    private func type(_ text: String) { port.delegate?.serialPort(port, received: Array(text.utf8)) }
    private func see(_ event: HostEvent) { host.delegate?.host(host, saw: event) }

    @Test func startsTheRadio() throws {
        let driver = ModemDriver(
            modem: VirtualModem(dialect: try #require(Fixture.dialect)),
            host: host,
            ports: [port],
            radio: radio
        )
        #expect(radio.requests == [])
        driver.powerCycle()
        #expect(radio.requests == [.powerOn])
    }

    @Test func holdsTheNetworkBackWhileTheLineIsBehind() throws {
        let driver = try makeOnline("TCPSERV=\"192.0.2.101\"", "TCPPORT=23")
        type("AT#OTCP\r")
        #expect(host.takeLog() == ["connect 192.0.2.101:23"])
        see(.connected(host.stream))
        #expect(port.takeText() == waiting)
        for _ in 0..<30 { see(.received(host.stream, [UInt8](repeating: 0x61, count: 1000))) }
        #expect(host.takeLog() == ["pause"])
        port.unsent = 0
        port.delegate?.serialPortDrained(port)
        #expect(host.takeLog() == ["resume"])
        see(.received(host.stream, [0x61]))
        #expect(host.takeLog() == [])
        withExtendedLifetime(driver) {}
    }

    /// One line that is behind is no reason to keep the other waiting.
    @Test func holdsBackWhatIsForTheLineThatIsBehind() throws {
        let driver = try makeOnline("TCPSERV=\"192.0.2.101\"", "TCPPORT=23", lines: 2)
        otherPort.delegate?.serialPort(otherPort, received: Array("AT#OTCP\r".utf8))
        see(.connected(host.stream))
        #expect(otherPort.takeText() == "AT#OTCP\r" + waiting)
        _ = host.takeLog()
        port.unsent = 1 << 20
        type("AT\r")
        see(.received(host.stream, [0x61]))
        #expect(host.takeLog() == [])
        otherPort.unsent = 1 << 20
        see(.received(host.stream, [0x61]))
        #expect(host.takeLog() == ["pause"])
        port.unsent = 0
        port.delegate?.serialPortDrained(port)
        #expect(host.takeLog() == [])
        otherPort.unsent = 0
        otherPort.delegate?.serialPortDrained(otherPort)
        #expect(host.takeLog() == ["resume"])
        #expect(otherPort.takeText() == "aa")
        withExtendedLifetime(driver) {}
    }

    /// FIN has left the device before its bearer went.
    @Test(arguments: [false, true]) func resetsWhatItHasNotEnded(isEnded: Bool) throws {
        let driver = try makeOnline("TCPSERV=\"192.0.2.101\"", "TCPPORT=23")
        type("AT#OTCP\r")
        see(.connected(host.stream))
        if isEnded { type(etx) }
        _ = host.takeLog()
        driver.radio(radio, saw: .bearerLost)
        #expect(host.takeLog() == [isEnded ? "resume" : "reset \(host.stream.number)"])
    }

    @Test func failsAServiceWhosePeerTakesNothing() throws {
        let driver = try makeOnline("TCPSERV=\"192.0.2.101\"", "TCPPORT=23")
        type("AT#OTCP\r")
        see(.connected(host.stream))
        _ = (port.takeText(), host.takeLog())
        type("a")
        #expect(host.takeLog() == ["send a"])
        host.unsent = 1 << 20
        type("b")
        #expect(host.takeLog() == ["send b", "reset \(host.stream.number)"])
        #expect(port.takeText() == etx + cme(38017))
        withExtendedLifetime(driver) {}
    }

    private func switchRTS(on isOn: Bool) {
        port.signals[.rts] = isOn
        port.delegate?.serialPort(port, changed: .rts, isOn: isOn)
    }

    @Test func sendsNothingWhileRTSIsOffWhereThatMeansSomething() throws {
        let driver = try makeOnline()
        _ = port.takeDriven()
        switchRTS(on: false)
        switchRTS(on: true)
        #expect(port.takeDriven() == ["held", "free"])
        switchRTS(on: false)
        type("AT+IFC=0,0\r")
        type("AT+IFC=2,2\r")
        type("AT&F\r")
        #expect(port.takeDriven() == ["held", "free", "held", "held"])
        type("AT+IFC=0,0\r")
        switchRTS(on: true)
        switchRTS(on: false)
        #expect(port.takeDriven() == ["free", "free", "free"])
        withExtendedLifetime(driver) {}
    }

    @Test func stopsTheHostWhileTheNetworkIsBehind() throws {
        let driver = try makeOnline("TCPSERV=\"192.0.2.101\"", "TCPPORT=23")
        type("AT#OTCP\r")
        see(.connected(host.stream))
        _ = (port.takeDriven(), host.takeLog())
        host.unsent = 16 << 10
        type("a")
        #expect(port.takeDriven() == [])
        host.unsent += 1
        type("b")
        type("c")
        #expect(port.takeDriven() == ["CTS off"])
        #expect(host.takeLog() == ["send a", "send b", "send c"])
        host.unsent = 0
        see(.drained(host.stream))
        #expect(port.takeDriven() == ["CTS on"])
        host.unsent = 16 << 10 + 1
        type("d")
        see(.failed(host.stream, .reset))
        #expect(port.takeDriven() == ["CTS off", "CTS on"])
        withExtendedLifetime(driver) {}
    }

    @Test func stopsNoHostThatHasNoFlowControl() throws {
        let driver = try makeOnline("TCPSERV=\"192.0.2.101\"", "TCPPORT=23")
        type("AT+IFC=0,0\r")
        type("AT#OTCP\r")
        see(.connected(host.stream))
        _ = (port.takeDriven(), host.takeLog(), port.takeText())
        host.unsent = 256 << 10
        type("a")
        host.unsent += 1
        type("b")
        #expect(port.takeDriven() == [])
        #expect(port.takeText() == etx + cme(38017))
        withExtendedLifetime(driver) {}
    }

    @Test(
        arguments: [([], ["OK then rate 9600"]), ([.answersAtTheNewRate], ["AT+IPR=9600\r then rate 9600"])]
            as [(Set<Defect>, [String])]
    )
    func changesItsRateBehindTheAnswer(defects: Set<Defect>, driven: [String]) throws {
        let dialect = try #require(Fixture.dialect)
        let driver = ModemDriver(modem: VirtualModem(dialect: dialect, defects: defects), host: host, ports: [port], radio: radio)
        driver.powerCycle()
        type("ATE1\r")
        _ = (port.takeDriven(), port.takeText())
        type("AT+IPR=9600\r")
        #expect(port.takeDriven() == driven)
        _ = port.takeText()
        type("ATZ\r")
        type("AT+IPR?\r")
        #expect(port.takeText().contains("+IPR: 9600"))
        #expect(port.takeDriven() == ["free"])
        driver.powerCycle()
        #expect(port.takeDriven().last == " then rate -")
    }

    @Test func listensAndAccepts() throws {
        let driver = try makeOnline("TCPSERV=\"192.0.2.101\"", "TCPPORT=23")
        type("AT#LTCPSTART\r")
        #expect(host.takeLog() == ["listen 10.0.0.7:23"])
        #expect(port.takeText() == ok)
        see(.accepted(StreamID(number: 71), on: host.listener, from: Endpoint(IPv4Address(192, 0, 2, 9), 5)))
        #expect(host.takeLog() == ["reset 71"])
        see(.accepted(StreamID(number: 72), on: host.listener, from: Endpoint(IPv4Address(192, 0, 2, 101), 5)))
        #expect(host.takeLog() == ["close"])
        #expect(port.takeText() == waiting)
        see(.received(StreamID(number: 72), [0x61]))
        #expect(port.takeText() == "a")
        withExtendedLifetime(driver) {}
    }

    @Test func listensElsewhereOrReportsThatItCannot() throws {
        let driver = try makeOnline("TCPSERV=\"192.0.2.101\"", "TCPPORT=23")
        host.takenPorts = [Endpoint(IPv4Address(10, 0, 0, 7), 23)]
        type("AT#LTCPSTART\r")
        #expect(host.takeLog() == ["listen 0.0.0.0:23"])
        #expect(port.takeText() == ok)
        type("AT#LTCPSTOP\r")
        host.takenPorts.insert(Endpoint(.any, 23))
        _ = port.takeText()
        type("AT#LTCPSTART\r")
        #expect(port.takeText() == cme(38016))
        withExtendedLifetime(driver) {}
    }

    @Test func runsTimersAndForgetsEverythingAtAPowerCycle() throws {
        let driver = try makeOnline("TCPSERV=\"host.domain.com\"", "TCPPORT=23")
        type("AT#OTCP\r")
        #expect(host.takeLog() == ["ask 10.0.0.53:53"])
        #expect(host.timers.count == 1)
        see(.timer(host.timers[0]))
        #expect(host.takeLog() == ["ask 10.0.0.53:53"])
        driver.powerCycle()
        #expect(host.takeLog() == ["unbind"])
        type("AT#TCPPORT?\r")
        #expect(port.takeText().hasSuffix("#TCPPORT: 23\r\n" + ok))
    }
}
