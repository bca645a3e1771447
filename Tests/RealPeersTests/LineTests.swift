import Foundation
import LiveWorld
import Testing
import World

/// Lines through other people's serial servers.
@Suite(.serialized) struct LineTests {
    @Test(.enabled(if: Tool.socat.isInstalled, "socat is not installed"), arguments: ["127.0.0.1", "localhost", "::1"])
    func socatPassesEveryByteOverTCP(host: String) throws {
        let bench = try LineBench()
        let port = try bench.freePort()
        let family = host == "::1" ? "TCP6-LISTEN:\(port),bind=[::1]" : "TCP4-LISTEN:\(port),bind=127.0.0.1"
        _ = try bench.start(.socat, [family, "\(bench.terminal),raw,echo=0"])
        let line = try bench.open(.tcp(host: host, port: port))
        #expect(!line.port.supportsSignals)
        bench.expectTransparency(line)
    }

    @Test(.enabled(if: Tool.socat.isInstalled, "socat is not installed"))
    func aProgramsStandardStreamsPassEveryByte() throws {
        let bench = try LineBench()
        let line = try bench.open(.program(command: "exec socat - \(bench.terminal),raw,echo=0"))
        bench.expectTransparency(line)
        line.port.close()
    }

    /// - Parameter accepter: How it serves a TCP port of loopback, such as `telnet,tcp`. - Returns: the port.
    private func startSer2net(_ accepter: String, _ bench: LineBench) throws -> UInt16 {
        let port = try bench.freePort()
        let configuration = """
            connection: &line
              accepter: \(accepter),127.0.0.1,\(port)
              connector: serialdev,\(bench.terminal),115200n81,local
              options:
                kickolduser: true

            """
        try bench.scratch.write(Array(configuration.utf8), to: "ser2net.yaml")
        _ = try bench.start(.ser2net, ["-n", "-u", "-c", bench.scratch.path("ser2net.yaml")])
        return port
    }

    @Test(.enabled(if: Tool.ser2net.isInstalled, "ser2net is not installed"), arguments: [false, true])
    func ser2netPassesEveryByte(telnet: Bool) throws {
        let bench = try LineBench()
        let port = try startSer2net(telnet ? "telnet(rfc2217),tcp" : "tcp", bench)
        let line = try bench.open(telnet ? .rfc2217(host: "127.0.0.1", port: port) : .tcp(host: "127.0.0.1", port: port))
        #expect(line.port.supportsSignals == telnet)
        bench.expectTransparency(line)
    }

    @Test(
        .enabled(if: Tool.ser2net.isInstalled, "ser2net is not installed"),
        arguments: [("telnet,tcp", false), ("telnet(rfc2217),tcp", true)]
    )
    func ser2netsTelnetIsNoRawLine(accepter: String, offersControl: Bool) throws {
        let bench = try LineBench()
        let port = try startSer2net(accepter, bench)
        #expect {
            _ = try bench.open(.tcp(host: "127.0.0.1", port: port), proving: true)
        } throws: {
            ($0 as? LineError)?.reason == .telnet(offersControl: offersControl)
        }
        // A server that is not asked is known by its first words: they come while the line is opened, or end it.
        do {
            let line = try bench.open(.tcp(host: "127.0.0.1", port: port), proving: false)
            bench.expect { line.closed != nil }
            let words = "this is a Telnet port: it changes bytes on their way (RFC 854): use rfc2217:127.0.0.1:\(port), or make "
            #expect(line.closed?.hasPrefix(words) == true, "\(line.closed ?? "")")
        } catch let error as LineError {
            #expect(error.reason == .telnet(offersControl: nil))
        }
    }

    // MARK: pyserial

    private static let hasPyserial: Bool = {
        guard let python = Tool.python.path else { return false }
        let process = Process()
        process.executableURL = URL(filePath: python)
        process.arguments = ["-c", "import serial.rfc2217"]
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return false }
        process.waitUntilExit()
        return process.terminationStatus == 0
    }()

    private func openThroughPyserial(_ bench: LineBench, _ settings: SerialSettings = SerialSettings(flowControl: .none)) throws
        -> Ear
    {
        try bench.open(.rfc2217(host: "127.0.0.1", port: startPyserial(bench)), settings)
    }

    /// - Returns: the port of its server.
    private func startPyserial(_ bench: LineBench) throws -> UInt16 {
        let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "rfc2217_server.py").path
        let output = try bench.start(.python, [script, bench.terminal])
        var port: UInt16?
        bench.expect {
            let text = (try? String(contentsOfFile: output, encoding: .utf8)) ?? ""
            port = text.hasSuffix("\n") ? UInt16(text.dropLast()) : nil
            return port != nil
        }
        return try #require(port)
    }

    @Test(.enabled(if: hasPyserial, "python3-serial is not installed"))
    func pyserialPassesEveryByte() throws {
        let bench = try LineBench()
        bench.expectTransparency(try openThroughPyserial(bench))
    }

    @Test(.enabled(if: hasPyserial, "python3-serial is not installed"))
    func pyserialsServerIsNoRawLine() throws {
        let bench = try LineBench()
        let port = try startPyserial(bench)
        #expect {
            _ = try bench.open(.tcp(host: "127.0.0.1", port: port), proving: true)
        } throws: {
            ($0 as? LineError)?.reason == .telnet(offersControl: true)
        }
    }

    @Test(.enabled(if: hasPyserial, "python3-serial is not installed"))
    func signalsAndBreaksGoThroughPyserial() throws {
        let bench = try LineBench()
        let settings = SerialSettings(rate: 57_600, dataBits: 7, parity: .even, stopBits: 2, flowControl: .none)
        let line = try openThroughPyserial(bench, settings)
        bench.expect { line.port.signals.on == [.dcd, .cts, .dsr] }
        line.changes = []
        line.port.set(.dtr, on: false)
        bench.expect { line.changes == ["DCD off"] }
        line.port.set(.rts, on: false)
        bench.expect { line.changes == ["DCD off", "CTS off"] }
        line.port.set(.rts, on: true)
        line.port.set(.dtr, on: true)
        bench.expect { line.port.signals.on == [.dcd, .cts, .dsr] }
        line.changes = []
        line.port.write([1, 2, 3])
        line.port.sendBreak(for: .milliseconds(100))
        line.port.write([4])
        bench.expect { line.changes == ["RI on", "RI off"] && device(bench, has: [1, 2, 3, 4]) }
    }

    private func device(_ bench: LineBench, has bytes: [UInt8]) -> Bool { bench.device.bytes == bytes }

    @Test(.enabled(if: Tool.python.isInstalled, "python3 is not installed"))
    func aServerThatRefusesSerialControlIsNamed() throws {
        let bench = try LineBench()
        let port = try bench.freePort()
        // IAC DONT COM-PORT
        let refusal = """
            import socket
            peer, _ = socket.create_server(("127.0.0.1", \(port))).accept()
            peer.sendall(bytes([255, 254, 44]))
            peer.recv(1 << 16)
            peer.recv(1 << 16)
            """
        _ = try bench.start(.python, ["-c", refusal])
        #expect {
            _ = try bench.open(.rfc2217(host: "127.0.0.1", port: port))
        } throws: {
            "\($0)".contains("it refuses the COM-PORT option")
        }
    }
}
