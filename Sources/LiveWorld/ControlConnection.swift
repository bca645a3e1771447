import CPlatform
import Glibc
public import World

/// One end of the channel over which a runner talks with the program behind a pseudo-terminal: lines of UTF-8, ended by LF.
///
/// It is an abstract Unix socket named after the terminal's path, and connects processes of the same user only: each side asks the
/// kernel whose the other one is.
public final class ControlConnection: ControlChannel {
    public weak var delegate: (any ControlChannelDelegate)?

    private let channel: ByteChannel
    private weak var server: ControlServer?
    private var partialLine: [UInt8] = []

    /// Bytes in one line, enough for a file of some megabytes in hexadecimal.
    public static let lineLimit = 16 << 20
    /// Bytes queued for an end that does not read.
    public static let queueLimit = 64 << 20

    /// Connects to the server of the pseudo-terminal at `path`: the one of this user, whoever else has the terminal's name.
    public convenience init(world: LiveWorld, terminal path: String) throws(SystemError) {
        try self.init(world: world, terminal: path, isOwnUser: Self.isOwnUser)
    }

    convenience init(world: LiveWorld, terminal path: String, isOwnUser: (Int32) -> Bool) throws(SystemError) {
        let name = Self.name(forTerminal: path)
        var failure = SystemError("control channel of \(path)", number: ECONNREFUSED)
        for candidate in [name] + Self.otherNames(than: name) {
            let descriptor = platform_local_connect(candidate, candidate.utf8.count)
            guard descriptor >= 0 else {
                if candidate == name { failure = SystemError("control channel of \(path)") }
                continue
            }
            if isOwnUser(descriptor) {
                self.init(world: world, descriptor: descriptor, server: nil)
                return
            }
            Glibc.close(descriptor)
            failure = SystemError("control channel of \(path)", number: EPERM)
        }
        throw failure
    }

    /// Whether an `attest modem` listens for the terminal; nothing is said to it.
    public static func isOffered(forTerminal path: String) -> Bool {
        let name = name(forTerminal: path)
        return !listeningNames { $0 == name || $0.hasPrefix(name + ":") }.isEmpty
    }

    /// Listening names that begin like this one.
    private static func otherNames(than name: String) -> [String] { listeningNames { $0.hasPrefix(name + ":") } }

    /// Abstract names of sockets, as the kernel lists them (proc(5), /proc/net/unix).
    private static func listeningNames(where matches: (String) -> Bool) -> [String] {
        guard let file = fopen("/proc/net/unix", "r") else { return [] }
        defer { fclose(file) }
        var names: [String] = []
        var line: UnsafeMutablePointer<CChar>?
        var capacity = 0
        defer { free(line) }
        while names.count < mostNames, getline(&line, &capacity, file) > 0, let line {
            let text = String(cString: line).split(separator: "\n").first ?? ""
            guard let at = text.firstIndex(of: "@") else { continue }
            let other = String(text[at...].dropFirst())
            if matches(other), !names.contains(other) { names.append(other) }
        }
        return names
    }

    /// Names that are tried; another user may have made many.
    private static let mostNames = 1_000

    init(world: LiveWorld, descriptor: Int32, server: ControlServer?) {
        channel = ByteChannel(world: world, descriptor: descriptor, kind: .socket)
        self.server = server
        channel.owner = self
    }

    static func name(forTerminal path: String) -> String { "attest-modem:" + path }

    static func isOwnUser(_ descriptor: Int32) -> Bool {
        var user = uid_t()
        return platform_peer_user(descriptor, &user) == 0 && user == geteuid()
    }

    public func send(line: String) {
        var bytes = Array(line.utf8)
        precondition(lineEnd(in: bytes, from: 0) == nil, "a control line holds a line feed")
        guard channel.unsent + bytes.count < Self.queueLimit else { return channel.end(later: "the other end does not read") }
        bytes.append(lineFeed)
        channel.send(bytes)
    }

    public func close() {
        channel.closeDescriptor()
        server?.forget(self)
    }
}

private let lineFeed = UInt8(ascii: "\n")

/// By `memchr`, since lines may be long.
private func lineEnd(in bytes: [UInt8], from start: Int) -> Int? {
    bytes.withUnsafeBytes { bytes in
        guard start < bytes.count, let base = bytes.baseAddress else { return nil }
        return memchr(base + start, Int32(lineFeed), bytes.count - start).map { UnsafeRawPointer($0) - base }
    }
}

extension ControlConnection: ByteChannelOwner {
    func channelReceived(_ bytes: [UInt8]) {
        var start = bytes.startIndex
        while channel.isOpen, let end = lineEnd(in: bytes, from: start) {
            let line = String(decoding: partialLine + bytes[start..<end], as: UTF8.self)
            partialLine.removeAll()
            start = end + 1
            delegate?.controlChannel(self, received: line)
        }
        guard channel.isOpen else { return }
        partialLine += bytes[start...]
        if partialLine.count > Self.lineLimit { end("a line of more than \(Self.lineLimit) bytes") }
    }

    func channelDrained() {}

    func channelEnded(_ reason: String) { end(reason) }

    private func end(_ reason: String) {
        close()
        delegate?.controlChannelClosed(self, reason: reason)
    }
}
