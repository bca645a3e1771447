import LiveWorld
import World

/// Notes what a serial port tells.
final class SerialRecorder: SerialPortDelegate {
    let port: LiveSerialPort
    var bytes: [UInt8] = []
    var drained = 0
    var closed: String?
    var log: [String] = []

    init(_ port: LiveSerialPort) {
        self.port = port
        port.delegate = self
        port.onLog = { [weak self] in self?.log.append($0) }
    }

    func serialPort(_ port: any SerialPort, received bytes: [UInt8]) { self.bytes += bytes }
    func serialPortDrained(_ port: any SerialPort) { drained += 1 }
    func serialPortClosed(_ port: any SerialPort, reason: String) { closed = reason }
}
