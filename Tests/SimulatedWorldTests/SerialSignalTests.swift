import SimulatedWorld
import Testing
import World

/// Notes all that arrives at one end of a line, in order.
private final class LineRecorder: SerialPortDelegate {
    var seen: [String] = []

    func serialPort(_ port: any SerialPort, received bytes: [UInt8]) { seen.append("\(bytes)") }
    func serialPortDrained(_ port: any SerialPort) {}
    func serialPortClosed(_ port: any SerialPort, reason: String) {}
    func serialPort(_ port: any SerialPort, changed signal: LineSignal, isOn: Bool) {
        seen.append("\(signal.rawValue) \(isOn ? "on" : "off")")
    }
    func serialPortSawBreak(_ port: any SerialPort) { seen.append("break") }
}

@Suite struct SerialSignalTests {
    @Test func signalsAndBreaksKeepTheirPlaceAmongTheBytes() {
        let world = SimulatedWorld(seed: 1)
        let line = world.makeSerialLine()
        let host = LineRecorder()
        let device = LineRecorder()
        line.host.delegate = host
        line.device.delegate = device
        line.device.set(.dsr, on: true)
        line.device.write([1, 2])
        line.device.set(.dcd, on: true)
        line.device.set(.dcd, on: true)
        line.device.write([3])
        line.device.set(.dcd, on: false)
        line.host.set(.dtr, on: false)
        line.host.sendBreak(for: .milliseconds(250))
        line.host.write([4])
        world.run { false }
        #expect(host.seen == ["DSR on", "[1, 2]", "DCD on", "[3]", "DCD off"])
        #expect(device.seen == ["DTR off", "break", "[4]"])
        #expect(line.host.signals == SignalStates(on: [.dsr]))
        #expect(line.device.signals == SignalStates(on: [.rts]))
        #expect(world.now >= .start + .milliseconds(250), "a break takes its time")
    }
}
