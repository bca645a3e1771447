import LiveWorld
import Testing
import World

@Suite struct SerialTests {
    private static let allBytes = (0...255).map(UInt8.init)

    @Test func everyByteValuePassesBothWays() throws {
        let world = try LiveWorld()
        let (port, path) = try world.makePseudoTerminal()
        let modem = SerialRecorder(port)
        let runner = SerialRecorder(try world.open(.pseudoTerminal(path: path)))
        let bytes = Self.allBytes + Self.allBytes.reversed()
        modem.port.write(bytes)
        runner.port.write(bytes)
        #expect(modem.port.unsent == bytes.count)
        world.expect { modem.bytes.count >= bytes.count && runner.bytes.count >= bytes.count }
        // Nothing is echoed, nothing follows.
        world.runOnce(deadline: world.now + .milliseconds(5))
        #expect(modem.bytes == bytes)
        #expect(runner.bytes == bytes)
        #expect(modem.drained == 1 && runner.drained == 1)
    }

    @Test func aMegabyteIsHeldBackByASlowReaderAndArrivesWhole() throws {
        let world = try LiveWorld()
        let (port, path) = try world.makePseudoTerminal()
        let modem = SerialRecorder(port)
        let bytes = pattern(1 << 20)
        let runnerPort = try world.open(.pseudoTerminal(path: path))
        modem.port.write(bytes)
        // Without a reader's turn only what the terminal's buffer holds leaves.
        let runner = SerialRecorder(runnerPort)
        world.expect { runner.bytes.count >= bytes.count || modem.port.unsent > 0 && modem.port.unsent < bytes.count }
        #expect(modem.drained == 0)
        world.expect { runner.bytes.count >= bytes.count && modem.drained > 0 }
        #expect(runner.bytes == bytes)
        #expect(modem.port.unsent == 0 && modem.drained == 1)
        runner.port.write(bytes)
        world.expect { modem.bytes.count >= bytes.count }
        #expect(modem.bytes == bytes)
    }

    @Test func clientsComeAndGoAndTheModemStays() throws {
        let world = try LiveWorld()
        let (port, path) = try world.makePseudoTerminal()
        let modem = SerialRecorder(port)
        for visit in 0..<3 {
            var runner: SerialRecorder? = SerialRecorder(try world.open(.pseudoTerminal(path: path)))
            runner?.port.write([UInt8(visit), 13, 10, 3, 4])
            world.expect { modem.bytes.count == 5 * (visit + 1) }
            modem.port.write([UInt8(visit), 17, 19])
            world.expect { runner?.bytes == [UInt8(visit), 17, 19] }
            runner = nil
            var rounds = 0
            world.run(deadline: world.now + .milliseconds(10)) {
                rounds += 1
                return false
            }
            #expect(rounds < 10, "an absent client must not keep the loop busy")
        }
        #expect(modem.closed == nil)
        #expect(modem.bytes == [0, 13, 10, 3, 4, 1, 13, 10, 3, 4, 2, 13, 10, 3, 4])
    }

    @Test func whatCameBeforeTheLineWasOpenedIsDropped() throws {
        let world = try LiveWorld()
        let (port, path) = try world.makePseudoTerminal()
        let modem = SerialRecorder(port)
        modem.port.write([1, 2, 3])
        world.expect { modem.drained == 1 }
        let runner = SerialRecorder(try world.open(.pseudoTerminal(path: path)))
        modem.port.write([4])
        world.expect { !runner.bytes.isEmpty }
        #expect(runner.bytes == [4])
    }

    @Test func unsentBytesCanBeDiscarded() throws {
        let world = try LiveWorld()
        let (port, path) = try world.makePseudoTerminal()
        let modem = SerialRecorder(port)
        let runner = SerialRecorder(try world.open(.pseudoTerminal(path: path)))
        modem.port.write(pattern(1 << 20))
        modem.port.discardUnsent()
        #expect(modem.port.unsent == 0)
        modem.port.write([7])
        world.expect { !runner.bytes.isEmpty }
        #expect(runner.bytes == [7])
    }

    @Test func aLineIsForOneProgramAtATime() throws {
        let world = try LiveWorld()
        let (port, path) = try world.makePseudoTerminal()
        var first: LiveSerialPort? = try world.open(.pseudoTerminal(path: path))
        #expect(throws: LineError.self) { try world.open(.pseudoTerminal(path: path)) }
        first?.close()
        first = nil
        _ = try world.open(.pseudoTerminal(path: path))
        #expect(port.unsent == 0)
    }

    @Test func theRunnerHearsThatTheLineIsGone() throws {
        let world = try LiveWorld()
        var modem: LiveSerialPort?
        let path: String
        (modem, path) = try world.makePseudoTerminal()
        let runner = SerialRecorder(try world.open(.pseudoTerminal(path: path)))
        modem?.close()
        modem = nil
        world.expect { runner.closed != nil }
        runner.port.write([1])
        #expect(runner.port.unsent == 0)
    }
}
