internal import Verdicts

/// A published standard that a clause cites, such as ITU-T V.250, 3GPP TS 27.007 or RFC 5321.
public struct Standard: Hashable, Sendable, CustomStringConvertible {
    /// As clauses have it: `V.250`, `3GPP TS 27.007`, `RFC 5321`.
    public let description: String

    /// How the publishers begin their names, and rigs may leave out.
    private static let publishers = ["itu-t", "itu", "3gpp", "etsi", "ietf", "ts"]
    /// With which names in letters begin, and those of publishers.
    private static let beginnings = (publishers + ["rfc", "v"]).map { Array($0.utf8) }

    /// Reads a name in any of its spellings: `v250`, `V.250`, `ITU-T V.250`, `27.007`, `rfc5321`. Nil for what names no standard.
    public init?(_ text: String) {
        guard Self.mayBegin(text) else { return nil }
        var words = text.lowercased().split(separator: " ")[...]
        while let first = words.first, Self.publishers.contains(String(first)) { words.removeFirst() }
        let name = words.joined()
        if name.hasPrefix("rfc"), let number = Self.number(name.dropFirst(3)) {
            description = "RFC \(number)"
        } else if name.hasPrefix("v"), let number = Self.number(name.dropFirst(name.hasPrefix("v.") ? 2 : 1)) {
            description = "V.\(number)"
        } else {
            let parts = name.split(separator: ".", omittingEmptySubsequences: false)
            guard parts.count == 2, parts[0].count == 2, parts[1].count == 3, parts.allSatisfy({ Self.number($0) != nil })
            else { return nil }
            description = "3GPP TS \(name)"
        }
    }

    /// As rigs write it: `v250`, `27.007`, `rfc5321`.
    public var shortName: String {
        description.hasPrefix("3GPP TS ")
            ? String(description.dropFirst(8)) : description.lowercased().filter { $0 != " " && $0 != "." }
    }

    /// Whether a text may begin with a standard's name. Most clauses are a manual's: `001 ch. 4`, `App. B`.
    static func mayBegin(_ text: String) -> Bool {
        let text = text.utf8.drop { $0 == UInt8(ascii: " ") }
        let begins = beginnings.contains { text.lazy.map { $0 | 0x20 }.starts(with: $0) }
        return begins || text.dropFirst(2).first == UInt8(ascii: ".")
    }

    private static func number(_ text: Substring) -> Substring? {
        !text.isEmpty && text.utf8.allSatisfy { (0x30...0x39).contains($0) } ? text : nil
    }

    /// The standards that a clause names, if it names nothing else; none when a part of it is a manual's.
    static func alone(in clause: String) -> [Standard] {
        var found: [Standard] = []
        for part in clause.split(separator: ";") {
            guard let standard = Standard(String(part.prefix { $0 != "§" && $0 != "," })) else { return [] }
            if !found.contains(standard) { found.append(standard) }
        }
        return found
    }
}

/// What a device's supplier says of standards that its manual does not cite.
public enum ClaimedStandards: Hashable, Sendable {
    case all
    case only([Standard])

    public func holds(_ standard: Standard) -> Bool {
        switch self {
        case .all: true
        case .only(let named): named.contains(standard)
        }
    }
}

extension Dialect {
    /// The dialect as it binds a device that claims these standards: a requirement that stands on others alone is only recommended.
    public func binding(_ claimed: ClaimedStandards) -> Dialect {
        var dialect = self
        if let framing = Standard("V.250"), standards.contains(framing) || claimed.holds(framing) { dialect.framing.fillIn() }
        guard claimed != .all else { return dialect }
        for index in requirements.indices where !unclaimed(of: requirements[index], claimed).isEmpty {
            if dialect.requirements[index].grade == .mandatory { dialect.requirements[index].grade = .recommended }
        }
        return dialect
    }

    /// The standards that the requirement stands on and that bind nobody.
    private func unclaimed(of requirement: Requirement, _ claimed: ClaimedStandards) -> [Standard] {
        requirement.standards.filter { !standards.contains($0) && !claimed.holds($0) }
    }
}
