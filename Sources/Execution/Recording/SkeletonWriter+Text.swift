internal import ScenarioLanguage
internal import World

/// Texts of lines, and the addresses in them.
extension SkeletonWriter {
    /// The text after `>` or `<`; nil when it cannot be said there: control characters, blanks at its ends, what reads as a comment or as an escape.
    static func atText(_ bytes: [UInt8]) -> [UInt8]? {
        guard let first = bytes.first, let last = bytes.last, first != 0x20, last != 0x20 else { return nil }
        guard bytes.allSatisfy({ (0x20...0x7E).contains($0) }) else { return nil }
        for index in bytes.indices.dropFirst(2) where bytes[index] == UInt8(ascii: "#") {
            if bytes[index - 1] == 0x20, bytes[index - 2] == 0x20 { return nil }
        }
        return ScenarioText.isPlain(bytes) ? bytes : nil
    }

    /// A host line, with the addresses that the device gave by their names.
    func filledIn(_ text: [UInt8]) -> String {
        rendered(
            Self.split(text).map { part in
                guard part.isAddress, let name = name(of: part.bytes) else { return .text(part.bytes) }
                return .value(name)
            }
        )
    }

    /// A device line: an address that the host knows stays, one that the device gave before is its name, a new one is captured.
    func segments(of text: [UInt8]) -> [LinePattern.Segment] {
        var segments: [LinePattern.Segment] = []
        var fresh = captures.count
        for part in Self.split(text) {
            if part.isAddress, let name = name(of: part.bytes) {
                segments.append(.value(name))
            } else if part.isAddress, isAssigned(part.bytes) {
                fresh += 1
                segments.append(.capture(name: Self.captureName(fresh), .ipv4))
            } else if case .text(let before)? = segments.last {
                segments[segments.count - 1] = .text(before + part.bytes)
            } else {
                segments.append(.text(part.bytes))
            }
        }
        return segments
    }

    /// The captures of a line that has been matched.
    mutating func keepAddresses(of text: [UInt8]) {
        let fresh = Self.split(text).filter { $0.isAddress && name(of: $0.bytes) == nil && isAssigned($0.bytes) }
        for part in fresh { captures[Self.captureName(captures.count + 1)] = part.bytes }
    }

    private static func captureName(_ number: Int) -> String { number == 1 ? "ip" : "ip-\(number)" }

    private func name(of address: [UInt8]) -> String? { captures.first { $0.value == address }?.key }

    /// The device did not get it from the host, and it is a real one.
    private func isAssigned(_ address: [UInt8]) -> Bool {
        guard let value = IPv4Address(String(decoding: address, as: UTF8.self)), value != .any else { return false }
        return !written.contains(address)
    }

    func rendered(_ segments: [LinePattern.Segment]) -> String {
        segments.map { segment in
            switch segment {
            case .text(let bytes): ByteItems.escaped(bytes)
            case .value(let name): "{\(name)}"
            case .capture(let name, _): "{\(name ?? ""):ipv4}"
            }
        }.joined()
    }

    /// The text cut at its dotted addresses.
    static func split(_ text: [UInt8]) -> [(bytes: [UInt8], isAddress: Bool)] {
        var parts: [(bytes: [UInt8], isAddress: Bool)] = []
        var plain: [UInt8] = []
        var index = 0
        while index < text.count {
            let word = text[index...].prefix { isWord($0) }
            guard !word.isEmpty else {
                plain.append(text[index])
                index += 1
                continue
            }
            if IPv4Address(String(decoding: word, as: UTF8.self)) != nil {
                if !plain.isEmpty { parts.append((plain, false)) }
                parts.append((Array(word), true))
                plain = []
            } else {
                plain += word
            }
            index += word.count
        }
        if !plain.isEmpty { parts.append((plain, false)) }
        return parts
    }

    /// Letters too, so that `1.2.3.4a` or a version is no address.
    private static func isWord(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
            || (0x41...0x5A).contains(byte & 0xDF)
    }
}
