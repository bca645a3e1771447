import Dialects
import SourceText
import Testing

@testable import Execution

/// Data modes that a line of the syntax opens, with datagrams in them or an end that two readings dispute.
@Suite struct MappedDataTests {
    private static let dialect: Dialect = {
        let text = """
            dialect    test
            title      A dialect with sockets that are mapped to a line
            document   009
            features   sockets
            forms   009 ch. 2
                connect   1
                    CONNECT
            protocols   009 ch. 2
                udp          1   8 at once
                tcp-client   2   8 at once
            arguments   009 ch. 3
                udp-index      index of udp
                client-index   index of tcp-client
            commands   009 ch. 3
                +MAP   write
            syntax   009 ch. 3
                map-udp      +MAP=1,{udp-index},1
                map-client   +MAP=2,{client-index},1
            data modes   009 ch. 5
                datagrams
                    opens    map-udp  with connect
                    host     DLE escapes, parted by ETX
                    device   DLE escapes, parted by ETX
                stream
                    opens    map-client  with connect
                    host     DLE escapes, perhaps ends with ETX
                    device   DLE escapes, ends with ETX
            timings
                answer   5 s
            """
        let (dialect, diagnostics) = Dialect.load(SourceFile(path: "test.dialect", bytes: Array(text.utf8)))
        guard let dialect else { preconditionFailure("\(diagnostics)") }
        return dialect
    }()

    /// What CONNECT opens behind command lines.
    private func opened(behind lines: String...) -> DataPhase? {
        var reader = DataModeReader(DataModeReader.Known(Self.dialect))
        for line in lines { reader.note(sent: HostView.extendedCommands(of: Array(line.utf8))) }
        return reader.phase(openedBy: Array("CONNECT".utf8), isVerbose: true)
    }

    @Test(
        arguments: [
            ("AT+MAP=1,1,1", "datagrams"), ("at+map=2,8,1", "stream"), ("AT+MAP=2,1,0", nil), ("AT+MAP=3,1,1", nil),
            ("AT+MAP=1", nil),
            ("AT+MAP?", nil),
        ] as [(String, String?)]
    )
    func theLineSaysWhichModeBegins(line: String, mode: String?) { #expect(opened(behind: line)?.mode.name == mode) }

    @Test func theLatestLineCounts() { #expect(opened(behind: "AT+MAP=1,1,1", "AT+MAP=2,1,1")?.mode.name == "stream") }

    /// A datagram's end is no end of the mode, however often it comes.
    @Test func datagramsGoOn() throws {
        var phase = try #require(opened(behind: "AT+MAP=1,1,1"))
        let bytes = Array("one\u{3}two\u{10}\u{3}\u{3}".utf8)
        let host = phase.takeHost(bytes)
        #expect(host.count == bytes.count)
        #expect(!host.hasEnded)
        let device = phase.takeDevice(bytes)
        #expect(device.count == bytes.count)
        #expect(!device.hasEnded)
        #expect(!phase.isOver)
        #expect(phase.host.isOpen && phase.device.isOpen)
    }

    /// The host has no more to send; what the device has to send may still come.
    @Test func anEndThatMayEndTheModeEndsItsSideAlone() throws {
        var phase = try #require(opened(behind: "AT+MAP=2,1,1"))
        let host = phase.takeHost(Array("a\u{10}\u{3}b\u{3}AT\r".utf8))
        #expect(host.count == 5)
        #expect(host.hasEnded)
        #expect(!phase.isOver)
        #expect(!phase.host.isOpen)
        #expect(phase.device.isOpen)
        _ = phase.takeDevice(Array("c\u{3}".utf8))
        #expect(phase.isOver)
    }
}
