internal import Octets
package import World

/// What a device is known to hold: the parameters that were written to it, and that it took.
///
/// A value is what stood behind `=`, quotes included. It is forgotten as soon as anything might have changed it.
public struct DeviceMemory: Hashable, Sendable {
    private var values: [String: [UInt8]] = [:]
    /// The write whose answer has not come, by line.
    private var pending: [LineName: (name: String, value: [UInt8])] = [:]

    public init() {}

    public static func == (left: DeviceMemory, right: DeviceMemory) -> Bool { left.values == right.values }
    public func hash(into hasher: inout Hasher) { hasher.combine(values) }

    /// What a journal says of a command line that need not be sent.
    static func said(of line: [UInt8]) -> String { visible(line) + holding }

    static let holding = " is so already"

    /// What erases parameters (002 revision B).
    private static let erasing = "#DELFLASH"

    /// The device held what the line would have written before the scenario, unless the scenario itself had written it.
    mutating func held(_ line: [UInt8], written: Set<String>) {
        guard let (name, value) = Self.write(of: line) else { return }
        if values[name] == nil, !written.contains(name) { values[name] = value }
    }

    /// Whether the command line would write what is there already.
    package func holds(_ line: [UInt8]) -> Bool {
        guard let write = Self.write(of: line) else { return false }
        return values[write.name] == write.value
    }

    /// A command line goes to the device.
    package mutating func sent(_ line: [UInt8], on lineName: LineName = .first) {
        pending[lineName] = nil
        guard let name = HostView.extendedCommand(of: line), name.hasPrefix("#") else {
            // Defaults may come back with ATZ and AT&F, and anything by a restart.
            if line.contains(where: { [UInt8(ascii: "Z"), UInt8(ascii: "z"), UInt8(ascii: "&")].contains($0) }) { forgetAll() }
            return
        }
        if HostView.isRead(line), !line.contains(UInt8(ascii: ";")) { return }
        guard let write = Self.write(of: line) else {
            // Several commands in a line, or one that enters its value afterwards.
            guard !line.contains(UInt8(ascii: ";")), name != Self.erasing else { return forgetAll() }
            // A name that goes on behind another's may change what that holds: AT#REC1ADD writes REC1 (002 ch. 3).
            values = values.filter { !name.hasPrefix($0.key) }
            return
        }
        pending[lineName] = write
        values[name] = nil
    }

    /// Bytes go to the device as they are: data, or the part of a command.
    package mutating func sent(raw bytes: [UInt8], on lineName: LineName = .first) {
        pending[lineName] = nil
        // `AT#`, or what may be the rest of it.
        let isCommand = bytes.indices.contains { index in
            guard bytes[index] == UInt8(ascii: "#") else { return false }
            return index == 0 || bytes[index - 1] == UInt8(ascii: "T") || bytes[index - 1] == UInt8(ascii: "t")
        }
        if isCommand { forgetAll() }
    }

    /// The device has answered the line's last command line with OK.
    package mutating func confirmed(on lineName: LineName = .first) {
        guard let (name, value) = pending.removeValue(forKey: lineName) else { return }
        // Of two that are under way nobody knows which one comes last.
        values[name] = pending.values.contains { $0.name == name } ? nil : value
    }

    package mutating func forgetAll() {
        values = [:]
        pending = [:]
    }

    /// `AT#NAME=VALUE` and nothing else.
    private static func write(of line: [UInt8]) -> (name: String, value: [UInt8])? {
        guard let name = HostView.extendedCommand(of: line), name.hasPrefix("#") else { return nil }
        let rest = line.dropFirst("AT".utf8.count + name.utf8.count)
        guard rest.first == UInt8(ascii: "=") else { return nil }
        let value = Array(rest.dropFirst())
        var isQuoted = false
        for byte in value {
            if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
            if byte == UInt8(ascii: ";"), !isQuoted { return nil }
        }
        return (name, value)
    }
}
