import SourceText

extension Rig {
    /// Where the device is.
    public enum DeviceAddress: Hashable, Sendable, CustomStringConvertible {
        case virtual
        case pseudoTerminal(path: String)
        case serial(path: String)
        case tcp(host: String, port: UInt16)
        case rfc2217(host: String, port: UInt16)
        /// A program that is the device on its standard streams.
        case program(command: String)

        public var description: String {
            switch self {
            case .virtual: "virtual"
            case .pseudoTerminal(let path): "pty:\(path)"
            case .serial(let path): "serial:\(path)"
            case .tcp(let host, let port): "tcp:\(Self.bracketed(host)):\(port)"
            case .rfc2217(let host, let port): "rfc2217:\(Self.bracketed(host)):\(port)"
            case .program(let command): "exec:\(command)"
            }
        }

        /// An IPv6 address stands in brackets before a port (RFC 3986 §3.2.2).
        private static func bracketed(_ host: String) -> String { host.contains(":") ? "[\(host)]" : host }
    }

    /// Why a text names no device.
    public struct DeviceProblem: Error, Hashable, Sendable {
        public var message: String
        public var suggestion: String
    }
}

extension Rig.DeviceAddress {
    /// Whether settings of the line do anything; a pseudo-terminal takes them, and has no rate.
    public var takesSettings: Bool {
        switch self {
        case .serial, .rfc2217, .pseudoTerminal: true
        case .virtual, .tcp, .program: false
        }
    }

    /// What is said where settings stand beside an address that does not take them.
    public var withoutSettings: String { "line settings mean nothing to \(self)" }

    private static let forms = ["virtual", "serial:PATH", "pty:PATH", "tcp:HOST:PORT", "rfc2217:HOST:PORT", "exec:COMMAND"]
    /// What Linux allows for a path.
    private static let longest = 4_096

    /// `virtual`, `serial:PATH`, `pty:PATH`, `tcp:HOST:PORT`, `rfc2217:HOST:PORT`, `exec:COMMAND`.
    ///
    /// - Parameters:
    ///   - others: Forms that are a device, too, where the text stands, and are not read here: `replay:FILE`.
    ///   - setting: How an address and the settings of its line are written there.
    public static func parse(
        _ text: String,
        others: [String] = [],
        setting: (_ address: String, _ settings: String) -> String = { "\($0), and the line is set by: \($1)" }
    ) throws(Rig.DeviceProblem) -> Rig.DeviceAddress {
        let forms = forms + others
        if text == "virtual" { return .virtual }
        guard text.utf8.count <= longest, !text.utf8.contains(0) else {
            throw Rig.DeviceProblem(message: "this names no device", suggestion: "serial:/dev/ttyUSB0")
        }
        guard let colon = text.firstIndex(of: ":") else {
            let isPath = text.hasPrefix("/")
            throw Rig.DeviceProblem(
                message: "‘\(text)’ does not say what kind of device it is",
                suggestion: isPath ? "serial:\(text)" : "one of: \(forms.joined(separator: ", "))"
            )
        }
        let kind = String(text[..<colon])
        let rest = String(text[text.index(after: colon)...])
        guard kind != "virtual" else {
            throw Rig.DeviceProblem(message: "‘virtual’ stands alone, without ‘:\(rest)’", suggestion: "virtual")
        }
        try check(kind, in: text, among: forms)
        guard !rest.isEmpty, !rest.allSatisfy({ $0 == " " }) else {
            throw Rig.DeviceProblem(message: "nothing stands after ‘\(kind):’", suggestion: example(of: kind))
        }
        // What other programs write behind a serial port's path.
        let parting = kind == "serial" ? ", @:" : ", @"
        if kind == "serial" || kind == "rfc2217", let cut = settings(behind: rest, partedBy: parting) {
            throw Rig.DeviceProblem(
                message: "‘\(cut.settings)’ is no part of the address: it sets the line",
                suggestion: setting("\(kind):\(cut.address)", cut.settings)
            )
        }
        switch kind {
        case "serial": return .serial(path: rest)
        case "pty": return .pseudoTerminal(path: rest)
        case "exec": return .program(command: rest)
        case "tcp":
            let (host, port) = try hostAndPort(rest, kind)
            return .tcp(host: host, port: port)
        case "rfc2217":
            let (host, port) = try hostAndPort(rest, kind)
            return .rfc2217(host: host, port: port)
        default: throw Rig.DeviceProblem(message: "‘\(kind):’ has no place here", suggestion: example(of: "serial"))
        }
    }

    /// - Throws: for a kind of device that there is not.
    private static func check(_ kind: String, in text: String, among forms: [String]) throws(Rig.DeviceProblem) {
        let kinds = forms.map { String($0.prefix { $0 != ":" }) }
        guard kind != "replay" || kinds.contains(kind) else {
            throw Rig.DeviceProblem(
                message: "a recording is no device with a line",
                suggestion: "name it on the command line: attest run --device \(text)"
            )
        }
        guard kinds.contains(kind) else {
            let near = NearestName.find(kind, among: kinds)
            throw Rig.DeviceProblem(
                message: "there is no kind of device ‘\(kind)’",
                suggestion: near.map { $0 == "virtual" ? "did you mean ‘virtual’?" : "did you mean ‘\($0):’?" }
                    ?? "one of: \(forms.joined(separator: ", "))"
            )
        }
    }

    /// Settings of the line that stand behind the address; nil: none do.
    private static func settings(behind text: String, partedBy marks: String) -> (address: String, settings: String)? {
        var address = text[...]
        var settings: [String] = []
        while let end = address.lastIndex(where: { marks.contains($0) }) {
            let word = String(address[address.index(after: end)...])
            guard word.isEmpty || Rig.LineSettings.isSetting(word) || ["dtr", "rts", "on", "off", "none"].contains(word) else {
                break
            }
            if !word.isEmpty { settings.insert(word, at: 0) }
            address = address[..<end]
        }
        // A path may end in a word or a number of its own.
        guard !address.isEmpty, settings.contains(where: Rig.LineSettings.isSetting) else { return nil }
        return (String(address), settings.joined(separator: " "))
    }

    private static func hostAndPort(_ text: String, _ kind: String) throws(Rig.DeviceProblem) -> (String, UInt16) {
        guard let colon = text.lastIndex(of: ":"), colon != text.startIndex, !text.contains(" "),
            let port = UInt16(text[text.index(after: colon)...]), port > 0
        else {
            throw Rig.DeviceProblem(message: "‘\(text)’ is no host and port", suggestion: example(of: kind))
        }
        let host = text[..<colon]
        let isBracketed = host.hasPrefix("[") && host.hasSuffix("]") && host.count > 2
        guard isBracketed || !host.contains(":") else {
            throw Rig.DeviceProblem(message: "‘\(host)’ needs brackets", suggestion: "\(kind):[\(host)]:\(port)")
        }
        return (String(isBracketed ? host.dropFirst().dropLast() : host), port)
    }

    private static func example(of kind: String) -> String {
        switch kind {
        case "pty": "pty:/dev/pts/5"
        case "tcp": "tcp:192.168.1.20:4001"
        case "rfc2217": "rfc2217:192.168.1.20:2217"
        case "exec": "exec:./simulator --at"
        case "replay": "replay:run.jsonl"
        default: "serial:/dev/ttyUSB0"
        }
    }
}
