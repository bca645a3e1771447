internal import Execution
internal import World

/// A dialogue with a device, one question at a time, for probing by a person's side.
final class ModemLine: SerialPortDelegate, DeviceLineOwner {
    /// More than any answer; what a babbling device sends beyond is dropped from the front.
    private static let mostHeard = 64 << 10

    private let loop: any EventLoop
    private let port: any SerialPort
    private var heard: [UInt8] = []
    /// Why the line is gone.
    private(set) var lossReason: String?

    convenience init(_ line: DeviceLine, in loop: any EventLoop) {
        self.init(line.lend(), in: loop)
        line.owner = self
    }

    init(_ port: any SerialPort, in loop: any EventLoop) {
        self.loop = loop
        self.port = port
        port.delegate = self
    }

    /// What comes in this time without a question.
    func listen(for time: Interval) -> [UInt8] {
        heard = []
        loop.run(deadline: loop.now + time) { lossReason != nil }
        return heard
    }

    /// Sends the command line and gathers the answer, until its final result.
    func ask(_ command: String, within limit: Interval) -> ModemAnswer {
        send(Array(command.utf8) + [0x0D], within: limit) { ModemAnswer(to: command, $0).result != nil }
        return ModemAnswer(to: command, heard)
    }

    /// Sends bytes that are no command, and gathers what comes back, until `isEnough`.
    func exchange(_ bytes: [UInt8], within limit: Interval, until isEnough: ([UInt8]) -> Bool) -> [UInt8] {
        send(bytes, within: limit, until: isEnough)
        return heard
    }

    private func send(_ bytes: [UInt8], within limit: Interval, until isComplete: ([UInt8]) -> Bool) {
        heard = []
        port.write(bytes)
        loop.run(deadline: loop.now + limit) { lossReason != nil || isComplete(heard) }
    }

    /// Brings the device back to its command line; nil when the line was lost or the program is stopped meanwhile.
    func recover(_ assignment: DeviceProbe.Assignment) -> DeviceProbe.Outcome? {
        var probe = DeviceProbe(assignment, at: loop.now)
        heard = []
        while lossReason == nil, !loop.isStopped {
            if !heard.isEmpty {
                probe.receive(heard, at: loop.now)
                heard = []
            }
            for output in probe.advance(at: loop.now) {
                switch output {
                case .write(let bytes): port.write(bytes)
                case .setRate(let rate): port.setRate(rate)
                case .finished(let outcome): return outcome
                }
            }
            loop.run(deadline: probe.wake) { !heard.isEmpty || lossReason != nil }
        }
        return nil
    }

    func serialPort(_ port: any SerialPort, received bytes: [UInt8]) {
        heard += bytes
        if heard.count > Self.mostHeard { heard.removeFirst(heard.count - Self.mostHeard) }
    }

    func serialPortDrained(_ port: any SerialPort) {}
    func serialPortClosed(_ port: any SerialPort, reason: String) { lineLeft(reason) }
    func lineLeft(_ reason: String) { lossReason = reason }
}
