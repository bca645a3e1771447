import Testing
import VirtualModem
import World

/// A modem with two serial lines.
@Suite struct LinesTests {
    private let b: LineName
    private var modem: VirtualModem
    private var connections: [SocketKey] = []

    init() throws {
        b = try #require(LineName("b"))
        modem = VirtualModem(dialect: try #require(Fixture.dialect), lines: 2, seed: 1)
        for input: VirtualModem.Input in [
            .powerOn, .radio(.gsmRegistration(.home)), .radio(.gprsRegistration(.home)), .radio(.attached),
        ] {
            _ = feed(input)
        }
        #expect(type("ATE0\r", on: .first) == ["ATE0\r" + ok, ""])
        #expect(type("ATE0\r", on: b) == ["", "ATE0\r" + ok])
    }

    /// - Returns: what it says, by line.
    @discardableResult private mutating func feed(_ input: VirtualModem.Input) -> [String] {
        var said: [[UInt8]] = [[], []]
        for action in modem.handle(input) {
            switch action {
            case .say(let utterance, let format, let line): said[line.number] += utterance.bytes(in: format)
            case .network(.connect(let socket, to: _)): connections.append(socket)
            case .network, .radio, .setTimer, .cancelTimer, .control: break
            }
        }
        return said.map { String(decoding: $0, as: UTF8.self) }
    }

    @discardableResult private mutating func type(_ text: String, on line: LineName) -> [String] {
        feed(.serial(Array(text.utf8), on: line))
    }

    /// Connected over GPRS by a command on `line`.
    private mutating func goOnline(on line: LineName = .first) -> [String] {
        type("AT#CONNECTIONSTART\r", on: line)
        return feed(
            .radio(.contextActive(local: IPv4Address(10, 0, 0, 7), gateway: IPv4Address(10, 0, 0, 1), nameServers: []))
        )
    }

    @Test mutating func everyLineHasItsOwnSettings() {
        type("ATE1\r", on: b)
        #expect(type("ATV0\r", on: .first) == ["\r0\r", ""])
        #expect(type("AT\r", on: b) == ["", "AT\r" + ok])
        #expect(type("AT\r", on: .first) == ["\r0\r", ""])
        #expect(type("ATZ\r", on: .first) == [ok, ""])
        #expect(type("AT\r", on: .first) == ["AT\r" + ok, ""])
    }

    @Test mutating func everyLineIsEditedByItself() {
        type("AT#VST", on: .first)
        #expect(type("AT\r", on: b) == ["", ok])
        #expect(type("ATE\r", on: b) == ["", ok])
        #expect(type("ATE\r", on: .first)[1] == "")
    }

    @Test mutating func theAnswerComesWhereTheCommandWas() {
        let address = indication("10.0.0.7")
        #expect(goOnline(on: b) == ["", address + indication("Ok_Info_GprsActivation")])
        type("AT#CONNECTIONSTOP\r", on: .first)
        #expect(feed(.radio(.contextInactive)) == [ok, ""])
    }

    @Test mutating func theParametersAreThoseOfTheDevice() {
        #expect(type("AT#TCPPORT=5023\r", on: b) == ["", ok])
        #expect(type("AT#TCPPORT?\r", on: .first)[0].hasPrefix("#TCPPORT: 5023\r\n"))
    }

    /// A command line gets a final answer, and no second (V.250 §5.7.1): also where another line ends what it began.
    @Test mutating func aConnectionThatAnotherLineEndsIsAnswered() {
        type("AT#CONNECTIONSTART\r", on: .first)
        #expect(type("AT#CONNECTIONSTOP\r", on: b) == [noCarrier, ""])
        #expect(feed(.radio(.contextInactive)) == ["", ok])
        #expect(type("AT\r", on: .first) == [ok, ""])
    }

    @Test mutating func aDataModeOwnsItsLineAlone() throws {
        _ = goOnline()
        type("AT#TCPSERV=\"192.0.2.101\";#TCPPORT=23\r", on: .first)
        type("AT#OTCP\r", on: b)
        let socket = try #require(connections.last)
        #expect(feed(.network(.connected(socket))) == ["", waiting])
        #expect(type("AT#VSTATE\r", on: .first) == ["#STATE: \"CONNECTED\"\r\n" + ok, ""])
        #expect(type("AT\r", on: b) == ["", ""])
        #expect(feed(.network(.received(socket, Array("data".utf8)))) == ["", "data"])
        #expect(type("AT\r", on: .first) == [ok, ""])
        #expect(type(etx, on: b) == ["", etx + socketClosed + ok])
        #expect(type("AT\r", on: b) == ["", ok])
    }

    @Test mutating func aTextIsEnteredOnItsLine() {
        #expect(type("AT#BODY1\r", on: b) == ["", ""])
        #expect(type("AT\r", on: .first) == [ok, ""])
        #expect(type("text\u{1A}", on: b) == ["", ok])
    }

    /// What nobody has asked for is the first line's; a report is for those who have switched it on.
    @Test mutating func whatNobodyHasAskedForComesOnTheFirstLine() {
        _ = goOnline(on: b)
        #expect(feed(.radio(.bearerLost)) == [noCarrier, ""])
        #expect(type("AT+CREG=1\r", on: b) == ["", ok + indication("+CREG: 1")])
        #expect(feed(.radio(.gsmRegistration(.searching))) == ["", indication("+CREG: 2")])
    }

    @Test mutating func powerOnSetsEveryLineBack() {
        feed(.powerOn)
        #expect(type("AT\r", on: .first) == ["AT\r" + ok, ""])
        #expect(type("AT\r", on: b) == ["", "AT\r" + ok])
    }

    /// What a broken modem holds back of one line is not said on the other.
    @Test mutating func aDefectKeepsTheLinesApart() throws {
        modem = VirtualModem(dialect: try #require(Fixture.dialect), lines: 2, defects: [.doubleOK])
        feed(.powerOn)
        let double = ok + ok
        #expect(type("AT#VSTATE\r", on: b)[0] == "")
        #expect(type("AT#TCPPORT=1\r", on: .first) == ["AT#TCPPORT=1\r" + double, ""])
    }

    @Test(arguments: [("b", 1), ("h", 7)]) func aLetterNamesALine(_ word: String, _ number: Int) throws {
        let name = try #require(LineName(word))
        #expect(name.number == number)
        #expect(name.text == word)
    }

    @Test(arguments: ["", "a", "i", "B", "bb", "2", "é"]) func otherWordsNameNone(_ word: String) {
        #expect(LineName(word) == nil)
    }
}
