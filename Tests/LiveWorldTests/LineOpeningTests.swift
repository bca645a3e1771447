import Glibc
import LiveWorld
import Testing
import World

@Suite struct LineOpeningTests {
    private func problem(_ address: LineAddress, _ settings: SerialSettings = SerialSettings()) throws -> LineError? {
        let world = try LiveWorld()
        do throws(LineError) {
            _ = try world.open(address, settings: settings)
            return nil
        } catch {
            return error
        }
    }

    @Test func everyReasonHasItsOwnWordsAndAdvice() throws {
        let world = try LiveWorld()
        let (port, path) = try world.makePseudoTerminal()
        let first = try world.open(.pseudoTerminal(path: path))
        let busy = try problem(.serial(path: path))
        #expect(busy?.reason == .busy)
        #expect(busy?.description == "serial:\(path): another program is using it")
        #expect(busy?.suggestion?.contains("fuser") == true)
        #expect(try problem(.serial(path: "/nonexistent/tty"))?.reason == .noSuchDevice)
        #expect(try problem(.serial(path: "/dev/null"))?.reason == .notATerminal)
        #expect(try problem(.serial(path: "/"))?.reason == .notATerminal)
        #expect(try problem(.tcp(host: "..", port: 1))?.suggestion?.contains("spelling") == true)
        withExtendedLifetime((port, first)) {}
    }

    @Test func aPortAtWhichNobodyListensRefuses() throws {
        let world = try LiveWorld()
        let host = world.makeHost(addresses: [.loopback])
        let listener = try host.listen(at: Endpoint(.loopback, 0))
        let port = try #require(host.endpoint(of: listener)).port
        host.close(listener)
        #expect(try problem(.tcp(host: "127.0.0.1", port: port))?.reason == .refused)
        #expect(try problem(.rfc2217(host: "127.0.0.1", port: port))?.reason == .refused)
        #expect(LineAddress.tcp(host: "::1", port: 7).description == "tcp:[::1]:7")
    }

    @Test(arguments: [
        SerialSettings(rate: 0), SerialSettings(rate: 1 << 40), SerialSettings(dataBits: 9), SerialSettings(stopBits: 3),
    ])
    func settingsThatNoLineHasAreRefused(settings: SerialSettings) throws {
        let world = try LiveWorld()
        let (port, path) = try world.makePseudoTerminal()
        guard case .settings? = try problem(.serial(path: path), settings)?.reason else {
            Issue.record("accepted")
            return
        }
        #expect(port.unsent == 0)
    }

    @Test(arguments: [300, 12_345, 250_000, 4_000_000])
    func anyRateIsTaken(rate: Int) throws {
        let world = try LiveWorld()
        let (port, path) = try world.makePseudoTerminal()
        let line = try world.open(
            .serial(path: path),
            settings: SerialSettings(rate: rate, dataBits: 5, parity: .mark, stopBits: 2, flowControl: .xonXoff)
        )
        #expect(!line.supportsSignals && line.signals == .untold)
        withExtendedLifetime(port) {}
    }

    @Test func whatASerialServerSaysAtOnceIsStale() throws {
        let world = try LiveWorld()
        let recorder = Recorder(world.makeHost(addresses: [.loopback]))
        let listener = try recorder.host.listen(at: Endpoint(.loopback, 0))
        let port = try #require(recorder.host.endpoint(of: listener)).port
        let line = SerialRecorder(try world.open(.tcp(host: "127.0.0.1", port: port)))
        world.expect { recorder.accepted() != nil }
        let server = try #require(recorder.accepted())
        recorder.host.send([1, 2, 255, 0], on: server)
        line.port.write([255, 255, 3])
        world.expect { line.bytes == [1, 2, 255, 0] && recorder.bytes(on: server) == [255, 255, 3] }
        recorder.host.finish(server)
        world.expect { line.closed != nil }
    }
}

@Suite struct ProgramLineTests {
    private func open(_ command: String) throws -> (LiveWorld, SerialRecorder) {
        let world = try LiveWorld()
        return (world, SerialRecorder(try world.open(.program(command: command))))
    }

    @Test func aProgramIsTheDevice() throws {
        let (world, line) = try open("exec cat")
        let bytes = (0...255).map(UInt8.init) + pattern(300_000)
        line.port.write(bytes)
        world.expect { line.bytes.count >= bytes.count }
        #expect(line.bytes == bytes)
        line.port.close()
        #expect(line.closed == nil)
    }

    @Test(arguments: [
        ("exit 3", "the program has ended with status 3"), ("true", "the program has ended"),
        ("echo flat battery >&2; exit 1", "the program has ended with status 1: flat battery"),
        ("kill -9 $$", "the program was ended by signal 9"), ("/nonexistent/modem", "the shell does not find the program"),
    ])
    func itsEndIsToldInWords(command: String, words: String) throws {
        let (world, line) = try open(command)
        world.expect { line.closed != nil }
        #expect(line.closed?.hasPrefix(words) == true, "\(line.closed ?? "")")
    }

    @Test func whatItSaysOnStandardErrorIsLogged() throws {
        let (world, line) = try open("echo booting >&2; echo 'no SIM' >&2; cat")
        world.expect { line.log.count == 2 }
        #expect(line.log == ["booting", "no SIM"])
        #expect(line.bytes.isEmpty)
    }

    @Test func closingEndsItsChildrenToo() throws {
        let (world, line) = try open("trap '' TERM HUP; sleep 1000 & echo $!; wait")
        world.expect { line.bytes.last == UInt8(ascii: "\n") }
        let child = try #require(pid_t(String(decoding: line.bytes.dropLast(), as: UTF8.self)))
        line.port.close()
        // A process without a parent that collects it stays as a zombie: it has no more command line.
        func isGone() -> Bool { kill(child, 0) != 0 || commandLine(child).isEmpty }
        let deadline = world.now + .seconds(30)
        while !isGone(), world.now < deadline { world.runOnce(deadline: world.now + .milliseconds(5)) }
        #expect(isGone())
    }

    private func commandLine(_ process: pid_t) -> [UInt8] {
        guard let file = fopen("/proc/\(process)/cmdline", "r") else { return [] }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 16)
        let count = fread(&bytes, 1, bytes.count, file)
        return Array(bytes.prefix(count))
    }
}
