import SimulatedWorld
import Testing
import World

/// RTS, CTS and rates of a simulated line.
@Suite struct SerialFlowTests {
    private final class Recorder: SerialPortDelegate {
        let world: SimulatedWorld
        var bytes: [UInt8] = []
        var seen: [String] = []
        var drained = 0

        init(_ world: SimulatedWorld) { self.world = world }

        func serialPort(_ port: any SerialPort, received bytes: [UInt8]) {
            self.bytes += bytes
            seen.append("\(bytes.count) at \((world.now - .start).nanoseconds / 1_000)")
        }
        func serialPortDrained(_ port: any SerialPort) { drained += 1 }
        func serialPortClosed(_ port: any SerialPort, reason: String) {}
        func serialPort(_ port: any SerialPort, changed signal: LineSignal, isOn: Bool) {
            seen.append("\(signal.rawValue) \(isOn ? "on" : "off")")
        }
        func serialPortSawBreak(_ port: any SerialPort) { seen.append("break") }
    }

    private let world = SimulatedWorld(seed: 1)
    private let host: SimulatedSerialPort
    private let device: SimulatedSerialPort
    private let atHost: Recorder
    private let atDevice: Recorder
    /// More than one piece.
    private let data = (0..<5_000).map { UInt8(truncatingIfNeeded: $0 * 7) }

    /// A byte takes a millisecond, and arrives a tenth of one later.
    init() {
        (host, device) = world.makeSerialLine()
        (atHost, atDevice) = (Recorder(world), Recorder(world))
        host.delegate = atHost
        device.delegate = atDevice
        for port in [host, device] {
            port.baud = 10_000
            port.shape.latency = .microseconds(100)...(.microseconds(100))
        }
    }

    private func run(for milliseconds: Int64) {
        world.run(deadline: world.now + .milliseconds(milliseconds)) { false }
    }

    @Test func aHeldPortStopsAtTheByteAndGoesOnBehindIt() {
        device.write(data)
        world.run(deadline: .start + .microseconds(1_234_500)) { false }
        #expect(atHost.bytes.isEmpty)
        device.hold(true)
        run(for: 60_000)
        #expect(atHost.bytes == Array(data[..<1_235]))
        #expect(atHost.seen == ["1235 at 1235100"])
        #expect(device.unsent == 5_000 - 1_235)
        #expect(atDevice.drained == 0)
        device.hold(false)
        run(for: 10_000)
        #expect(atHost.bytes == data)
        #expect(device.unsent == 0)
        #expect(atDevice.drained == 1)
    }

    @Test(arguments: [0, 1, 4_096, 5_000])
    func nothingIsCutBetweenBytesAndPieces(milliseconds: Int64) {
        device.write(data)
        run(for: milliseconds)
        device.hold(true)
        run(for: 60_000)
        #expect(atHost.bytes == Array(data[..<Int(milliseconds)]))
        device.hold(false)
        run(for: 10_000)
        #expect(atHost.bytes == data)
    }

    /// However often it is held, and whatever it is given meanwhile.
    @Test func whatIsHeldAgainAndAgainArrivesOnceAndInOrder() {
        for part in 0..<10 {
            device.write(Array(data[part * 500..<(part + 1) * 500]))
            run(for: 137)
            device.hold(true)
            device.hold(true)
            run(for: Int64(part) * 41)
            device.hold(false)
            device.hold(false)
        }
        run(for: 10_000)
        #expect(atHost.bytes == data)
        #expect(world.now >= .start + .milliseconds(5_000))
    }

    @Test func whatIsForgottenWhileThePortIsHeldNeverArrives() {
        device.write(data)
        run(for: 100)
        device.hold(true)
        run(for: 10)
        device.discardUnsent()
        #expect(device.unsent == 0)
        device.write([1, 2, 3])
        #expect(device.unsent == 3)
        device.hold(false)
        run(for: 10_000)
        #expect(atHost.bytes == Array(data[..<100]) + [1, 2, 3])
    }

    @Test func signalsKeepTheirOrderAndDoNotWait() {
        device.write([1, 2, 3])
        device.set(.dcd, on: true)
        device.write([4])
        device.set(.dcd, on: false)
        run(for: 1)
        device.hold(true)
        device.set(.ri, on: true)
        run(for: 100)
        #expect(atHost.seen == ["1 at 1100", "DCD on", "DCD off", "RI on"])
        device.sendBreak(for: .milliseconds(250))
        device.hold(false)
        run(for: 1_000)
        #expect(atHost.seen.suffix(3) == ["2 at 103100", "1 at 104100", "break"])
    }

    @Test func rtsAndCtsOvertakeBytes() {
        host.write(data)
        host.set(.rts, on: false)
        run(for: 1)
        #expect(atDevice.seen == ["RTS off"])
        #expect(device.signals[.rts] == false)
    }

    @Test func ctsHoldsTheHost() {
        device.set(.cts, on: true)
        run(for: 1)
        host.write(data)
        run(for: 500)
        device.set(.cts, on: false)
        run(for: 10_000)
        // The byte that was being sent when the signal arrived is the last.
        #expect(atDevice.bytes == Array(data[..<501]))
        #expect(host.unsent == 5_000 - 501)
        #expect(device.unsent == 0)
        device.write([1])
        run(for: 10)
        #expect(atHost.bytes == [1])
        device.set(.cts, on: true)
        run(for: 10_000)
        #expect(atDevice.bytes == data)
    }

    // MARK: Rates

    @Test func whatWasWrittenBeforeGoesOutAtItsRate() {
        device.write([1, 2, 3])
        device.setRate(2_500)
        run(for: 4)
        #expect(atHost.bytes == [1, 2, 3])
        host.setRate(2_500)
        device.write([4])
        run(for: 5)
        #expect(atHost.bytes == [1, 2, 3, 4])
        #expect(atHost.seen.last == "1 at 8100")
    }

    @Test(arguments: [(9_600, 115_200), (115_200, 9_600), (9_600, 19_200), (38_400, 9_600)])
    func anotherRateMakesGarbageOfTheBytes(sent: Int, heard: Int) {
        let text = Array("\r\nOK\r\n".utf8)
        host.setRate(heard)
        device.setRate(sent)
        device.write(text)
        run(for: 1_000)
        #expect(!atHost.bytes.isEmpty)
        #expect(atHost.bytes != text)
        // Of a slower sender each byte has several edges; a faster one's are over before a character is.
        #expect(atHost.bytes.count <= text.count * max(1, heard / sent + 1))
        let first = atHost.bytes
        device.write(text)
        run(for: 1_000)
        #expect(atHost.bytes == first + first)
        host.setRate(nil)
        device.setRate(nil)
        device.write(text)
        run(for: 1_000)
        #expect(atHost.bytes == first + first + text)
    }

    /// Two UARTs need not agree to the last bit.
    @Test func ratesThatAreNearlyTheSameAreTheSame() {
        host.setRate(9_600)
        device.setRate(9_700)
        device.write(data)
        run(for: 10_000)
        #expect(atHost.bytes == data)
    }

    @Test func aPortThatFollowsTakesOnTheRateThatItHears() {
        device.setRate(0)
        for rate in [1_200, 38_400] {
            host.setRate(rate)
            host.write([1, 2])
            run(for: 100)
            device.write([3])
            run(for: 100)
        }
        #expect(atDevice.bytes == [1, 2, 1, 2])
        #expect(atHost.bytes == [3, 3])
    }
}
