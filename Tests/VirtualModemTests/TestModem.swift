import Dialects
import FoundationEssentials
import SourceText
import Testing
import VirtualModem
import World

/// The dialect that the reference device follows, from its own files.
enum Fixture {
    static let dialect: Dialect? = {
        let folder = #filePath.split(separator: "/").dropLast(3).reduce("") { $0 + "/" + $1 } + "/Fixtures/dialects/"
        let files = ["multitech-ip.dialect", "at-hash.family"].compactMap { name in
            FileManager.default.contents(atPath: folder + name).map { SourceFile(path: name, bytes: Array($0)) }
        }
        return DialectLibrary(files).member(named: "multitech-ip")?.dialect
    }()
}

/// A modem with nothing around it: what goes in is given by hand, what comes out is looked at.
struct TestModem {
    private var modem: VirtualModem
    /// Timers that run, with the time they were set for.
    private(set) var timers: [ModemTimer: Interval] = [:]
    /// What the modem asked for since it was last looked at.
    private var requests: [NetworkRequest] = []
    private var radioRequests: [RadioRequest] = []
    /// The session that began last.
    private var session = SessionID(number: 0)

    /// A registered and attached modem, echo off. - Parameter change: What its dialect has otherwise than the shipped one.
    init(
        _ defects: Set<Defect> = [],
        simCode: String? = nil,
        isRegistered: Bool = true,
        change: (inout Dialect) -> Void = { _ in }
    ) throws {
        var dialect = try #require(Fixture.dialect)
        change(&dialect)
        modem = VirtualModem(dialect: dialect, defects: defects, seed: 1, simCode: simCode)
        feed(.powerOn)
        if isRegistered {
            feed(.radio(.gsmRegistration(.home)))
            feed(.radio(.gprsRegistration(.home)))
            feed(.radio(.attached))
        }
        feed(.serial(Array("ATE0\r".utf8)))
        _ = takeRequests()
        _ = takeRadioRequests()
    }

    /// A modem that is connected over GPRS, with these name servers of the operator.
    static func online(
        _ defects: Set<Defect> = [],
        nameServers: [IPv4Address] = [],
        change: (inout Dialect) -> Void = { _ in }
    ) throws -> TestModem {
        var modem = try TestModem(defects, change: change)
        modem.feed(.serial(Array("AT#CONNECTIONSTART\r".utf8)))
        modem.goOnline(nameServers: nameServers)
        _ = modem.takeRadioRequests()
        return modem
    }

    /// The network's answer to an activation.
    @discardableResult mutating func goOnline(nameServers: [IPv4Address] = []) -> String {
        feed(.radio(.contextActive(local: IPv4Address(10, 0, 0, 7), gateway: IPv4Address(10, 0, 0, 1), nameServers: nameServers)))
    }

    /// - Returns: what the modem sent to the host.
    @discardableResult mutating func feed(_ input: VirtualModem.Input) -> String {
        var sent: [UInt8] = []
        for action in modem.handle(input) {
            switch action {
            case .say(let utterance, let format, _): sent += utterance.bytes(in: format)
            case .setTimer(let timer, let interval):
                timers[timer] = interval
                if case .session(let id, _) = timer { session = id }
            case .cancelTimer(let timer): timers[timer] = nil
            case .network(let request): requests.append(request)
            case .radio(let request): radioRequests.append(request)
            case .control: break
            }
        }
        return String(decoding: sent, as: UTF8.self)
    }

    @discardableResult mutating func feed(_ event: NetworkEvent) -> String { feed(.network(event)) }
    @discardableResult mutating func feed(_ event: RadioEvent) -> String { feed(.radio(event)) }

    /// So much passes on the driver's clock.
    mutating func wait(_ interval: Interval) { modem.now = modem.now + interval }

    /// Types bytes, whole or one by one.
    @discardableResult mutating func type(_ text: String, byByte: Bool = false) -> String {
        guard byByte else { return feed(.serial(Array(text.utf8))) }
        return text.utf8.reduce("") { $0 + feed(.serial([$1])) }
    }

    /// Types a command line.
    @discardableResult mutating func line(_ text: String) -> String { type(text + "\r") }

    /// Writes parameters, each of which must be taken.
    mutating func write(_ parameters: String..., sourceLocation: SourceLocation = #_sourceLocation) {
        for parameter in parameters { #expect(line("AT#" + parameter) == ok, sourceLocation: sourceLocation) }
    }

    /// Lets a timer come due; it must run.
    @discardableResult mutating func expire(_ timer: ModemTimer, sourceLocation: SourceLocation = #_sourceLocation) -> String {
        #expect(timers.removeValue(forKey: timer) != nil, "\(timer) does not run", sourceLocation: sourceLocation)
        return feed(.timer(timer))
    }

    /// Of the session that began last: how long a timer of it was set for; nil when it does not run.
    func interval(of timer: SessionTimer) -> Interval? { timers[.session(session, timer)] }

    @discardableResult mutating func expire(_ timer: SessionTimer, sourceLocation: SourceLocation = #_sourceLocation) -> String {
        expire(.session(session, timer), sourceLocation: sourceLocation)
    }

    mutating func takeRequests() -> [NetworkRequest] {
        defer { requests = [] }
        return requests
    }

    mutating func takeRadioRequests() -> [RadioRequest] {
        defer { radioRequests = [] }
        return radioRequests
    }

    /// The bytes sent on any connection since it was last looked at.
    mutating func takeSent() -> String {
        let sent = takeRequests().flatMap { request -> [UInt8] in
            if case .send(let bytes, _) = request { bytes } else { [] }
        }
        return String(decoding: sent, as: UTF8.self)
    }

    /// The socket of the connection that was asked for last, and where it goes.
    mutating func takeConnect(sourceLocation: SourceLocation = #_sourceLocation) throws -> (
        socket: SocketKey, destination: Endpoint
    ) {
        for request in takeRequests().reversed() {
            if case .connect(let socket, let destination) = request { return (socket, destination) }
        }
        return try #require(nil as (SocketKey, Endpoint)?, "no connection was asked for", sourceLocation: sourceLocation)
    }
}

// The answers of 001 App. B "Serial Communication" under ATV1.
let ok = "\r\nOK\r\n"
let error = "\r\nERROR\r\n"
func cme(_ number: Int) -> String { "\r\n#CME ERROR: \(number)\r\n" }
func indication(_ text: String) -> String { "\r\n\(text)\r\n" }
let waiting = "\r\nOk_Info_WaitingForData\r\n"
let socketClosed = "\r\nOk_Info_SocketClosed\r\n"
let noCarrier = "\r\nNO CARRIER\r\n"
let etx = "\u{3}"
let dle = "\u{10}"
let endOfMail = "\r\n.\r\n"
