import Foundation
import Testing
import World

@testable import LiveWorld

/// Lines of the wrong kind are known when they are opened, before a device is judged.
@Suite struct LineProofTests {
    /// A serial server of one connection, on a thread of its own, since opening a line waits outside of the loop.
    final class Server: @unchecked Sendable {
        let port: UInt16
        private let listener: Int32

        /// - Parameters:
        ///   - greeting: What it says when it is connected.
        ///   - answer: What it says to the bytes that come in one piece.
        init(greeting: [UInt8] = [], answer: @escaping @Sendable ([UInt8]) -> [UInt8]) throws {
            let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
            var size = socklen_t(MemoryLayout<sockaddr_in>.size)
            let isBound = withUnsafeMutablePointer(to: &address) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    bind(descriptor, $0, size) == 0 && listen(descriptor, 1) == 0 && getsockname(descriptor, $0, &size) == 0
                }
            }
            try #require(isBound)
            port = UInt16(bigEndian: address.sin_port)
            listener = descriptor
            Thread.detachNewThread {
                let client = accept(descriptor, nil, nil)
                _ = send(client, greeting, greeting.count, Int32(MSG_NOSIGNAL))
                var buffer = [UInt8](repeating: 0, count: 4_096)
                while true {
                    let count = recv(client, &buffer, buffer.count, 0)
                    guard count > 0 else { break }
                    let said = answer(Array(buffer.prefix(count)))
                    _ = send(client, said, said.count, Int32(MSG_NOSIGNAL))
                }
                close(client)
            }
        }

        deinit { close(listener) }

        var raw: LineAddress { .tcp(host: "127.0.0.1", port: port) }
        var controlled: LineAddress { .rfc2217(host: "127.0.0.1", port: port) }
    }

    private func problem(
        at address: KeyPath<Server, LineAddress> = \.raw,
        of server: Server,
        proving: Bool = true
    ) throws -> LineError? {
        let world = try LiveWorld()
        defer { withExtendedLifetime(server) {} }
        do throws(LineError) {
            try world.open(server[keyPath: address], proving: proving).close()
            return nil
        } catch {
            return error
        }
    }

    /// Answers each request of Telnet: COM-PORT as told, all else by a refusal.
    private static func telnet(offering: Bool) -> @Sendable ([UInt8]) -> [UInt8] {
        { bytes in
            var reader = TelnetReader()
            return reader.read(bytes).flatMap { item -> [UInt8] in
                switch item {
                case .verb(.will, .comPort): Telnet.command(offering ? .do : .dont, .comPort)
                case .verb(.will, let option): Telnet.command(.dont, option)
                case .verb(.do, let option): Telnet.command(.wont, option)
                case .verb, .subnegotiation: []
                case .data(let data): Telnet.escaped(data)
                }
            }
        }
    }

    @Test func aModemBehindARawPortOpens() throws {
        #expect(try problem(of: try Server { $0 }) == nil)
        #expect(try problem(of: try Server { _ in [] }) == nil, "without an echo")
        #expect(try problem(of: try Server { _ in Array("\r\nERROR\r\n".utf8) }) == nil)
        for noise in [[255, 255], [0xF0, 0], [255, 254, 0], Array("\r\nRING\r\n".utf8)] as [[UInt8]] {
            #expect(try problem(of: try Server(greeting: noise) { $0 }) == nil)
        }
    }

    @Test func aTelnetPortIsNamedWithItsRepair() throws {
        let silent = try Server(answer: Self.telnet(offering: true))
        let error = try problem(of: silent)
        #expect(error?.reason == .telnet(offersControl: true))
        #expect(
            error?.description
                == "tcp:127.0.0.1:\(silent.port): this is a Telnet port: it changes bytes on their way (RFC 854)"
        )
        #expect(error?.suggestion?.hasPrefix("use rfc2217:127.0.0.1:\(silent.port), which the server offers") == true)
        let greeting: [UInt8] = [255, 251, 3, 255, 253, 3, 255, 251, 1]
        let plain = try problem(of: try Server(greeting: greeting, answer: Self.telnet(offering: false)))
        #expect(plain?.reason == .telnet(offersControl: false))
        #expect(plain?.suggestion == "make the port raw at the serial server; it does not offer RFC 2217")
        // Whoever may say nothing to the device has only the greeting to go by.
        let unasked = try problem(of: try Server(greeting: greeting, answer: Self.telnet(offering: false)), proving: false)
        #expect(unasked?.reason == .telnet(offersControl: nil))
        #expect(try problem(of: try Server(answer: Self.telnet(offering: true)), proving: false) == nil)
    }

    @Test func aRawPortIsNoRFC2217Server() throws {
        let modem = try Server { $0 }
        let error = try problem(at: \.controlled, of: modem)
        #expect(error?.reason == .echo)
        #expect(error?.suggestion == "use tcp:127.0.0.1:\(modem.port), and set the line up at the serial server")
        let refusing = try problem(at: \.controlled, of: try Server(answer: Self.telnet(offering: false)))
        #expect(refusing?.reason == .noSerialControl("it refuses the COM-PORT option"))
    }

    /// When a serial server tells the modem's signals: RFC 2217 §3 has it tell changes only.
    enum Telling: CaseIterable { case masked, asked, never }

    /// Agrees to everything, confirms the line's settings, and tells the signals as it does.
    private static func serial(_ telling: Telling) -> @Sendable ([UInt8]) -> [UInt8] {
        { bytes in
            var reader = TelnetReader()
            return reader.read(bytes).flatMap { item -> [UInt8] in
                switch item {
                case .verb(.will, let option): return Telnet.command(.do, option)
                case .verb(.do, let option): return Telnet.command(option == .timingMark ? .wont : .will, option)
                case .verb: return []
                case .subnegotiation(_, let content):
                    let isTold = content.first == 11 && telling == .masked || content.first == 7 && telling == .asked
                    let states = isTold ? Telnet.subnegotiation(.comPort, [107, 0x20]) : []
                    return content[0] == 7
                        ? states : Telnet.subnegotiation(.comPort, [content[0] + 100] + content.dropFirst()) + states
                case .data(let data): return Telnet.escaped(data)
                }
            }
        }
    }

    @Test(arguments: Telling.allCases)
    func signalsAreKnownWhenTheLineOpensOrNotAtAll(telling: Telling) throws {
        let world = try LiveWorld()
        let server = try Server(answer: Self.serial(telling))
        let line = try world.open(server.controlled)
        let told = SignalStates(on: [.dsr], known: [.dcd, .ri, .cts, .dsr])
        #expect(line.signals == (telling == .never ? .untold : told))
        line.close()
        let cut = try Server(answer: Self.serial(telling))
        let settings = SerialSettings(unwired: [.dcd, .dsr])
        #expect(try world.open(cut.controlled, settings: settings).signals.known == (telling == .never ? [] : [.ri, .cts]))
    }

    /// A server that is slow to negotiate shows itself before the device has said much.
    @Test func aLateNegotiationEndsTheLine() throws {
        let world = try LiveWorld()
        let server = try Server { $0 == [1] ? [255, 251, 3, 255, 253, 3] : [] }
        let line = SerialRecorder(try world.open(server.raw))
        line.port.write([1])
        world.expect { line.closed != nil }
        #expect(line.closed?.contains("this is a Telnet port") == true, "\(line.closed ?? "")")
        #expect(line.closed?.contains("use rfc2217:127.0.0.1:\(server.port)") == true)
        #expect(line.bytes.isEmpty)
    }
}
