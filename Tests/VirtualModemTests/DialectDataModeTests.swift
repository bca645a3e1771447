import Dialects
import Testing
import VirtualModem
import World

/// The reference device has its data modes from the dialect.
@Suite struct DialectDataModeTests {
    private func bridged(_ change: (inout Dialect.DataMode) -> Void) throws -> (TestModem, SocketKey) {
        var modem = try TestModem { dialect in
            for index in dialect.dataModes.indices where dialect.dataModes[index].name == "socket" {
                change(&dialect.dataModes[index])
            }
        }
        modem.feed(.serial(Array("AT#CONNECTIONSTART\r".utf8)))
        modem.goOnline()
        modem.write("TCPSERV=\"192.0.2.101\"", "TCPPORT=23")
        modem.line("AT#OTCP")
        let (socket, _) = try modem.takeConnect()
        modem.feed(.connected(socket))
        return (modem, socket)
    }

    @Test func theHostsEndIsTheDialects() throws {
        var (modem, _) = try bridged { $0.host = .init(end: .bytes(Array("a\u{1A}".utf8))) }
        #expect(modem.type("x\(etx)aa", byByte: true) == "")
        #expect(modem.type("\u{1A}") == etx + socketClosed + ok)
        #expect(modem.takeSent() == "x\(etx)a")
    }

    @Test func theEndIsNotEchoedWhereTheDialectSaysSo() throws {
        var (modem, _) = try bridged { $0.echo = .nothing }
        #expect(modem.type(etx) == socketClosed + ok)
    }

    @Test func theMarkerBeforeAnErrorIsTheDialects() throws {
        var (modem, socket) = try bridged { $0.errorMarker = .init(bytes: [], isOptional: false) }
        #expect(modem.feed(.failed(socket, .reset)) == cme(37952))
    }

    @Test func dataForTheHostAreCodedAsTheDialectSays() throws {
        var (modem, socket) = try bridged { $0.device = .init(end: .bytes([0x1A])) }
        #expect(modem.feed(.received(socket, [3, 0x10])) == "\(etx)\(dle)")
        #expect(modem.feed(.finished(socket)) == "\u{1A}" + socketClosed + ok)
    }
}
