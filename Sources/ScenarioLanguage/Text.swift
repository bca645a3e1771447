import BenchFacts
import SourceText

/// Literal text with `{references}` in it, as written.
struct Text: Hashable, Sendable {
    enum Part: Hashable, Sendable {
        case literal([UInt8])
        case reference(Reference)
    }
    var parts: [Part]
    var range: SourceRange

    /// The one reference that is the whole text.
    var soleReference: Reference? {
        guard parts.count == 1, case .reference(let reference) = parts[0] else { return nil }
        return reference
    }

    /// The text, when nothing has to be filled in.
    var literal: String? {
        switch parts.count {
        case 0: return ""
        case 1:
            guard case .literal(let bytes) = parts[0] else { return nil }
            return String(decoding: bytes, as: UTF8.self)
        default: return nil
        }
    }
}

extension Text {
    /// `{column}`, as if it stood there.
    init(column name: String, at range: SourceRange) {
        self.init(parts: [.reference(Reference(kind: .name(name), range: range))], range: range)
    }

    /// The names in braces.
    var names: [String] {
        parts.compactMap { part in
            guard case .reference(let reference) = part, case .name(let name) = reference.kind else { return nil }
            return name
        }
    }

    /// What stands on either side of the first `..`; nil without one.
    var sides: (low: Text, high: Text)? {
        for (index, part) in parts.enumerated() {
            guard case .literal(let bytes) = part else { continue }
            guard let dot = bytes.indices.dropLast().first(where: { bytes[$0] == 0x2E && bytes[$0 + 1] == 0x2E }) else {
                continue
            }
            let before = Array(bytes[..<dot])
            let after = Array(bytes[(dot + 2)...])
            return (
                Text(parts: Array(parts[..<index]) + (before.isEmpty ? [] : [.literal(before)]), range: range),
                Text(parts: (after.isEmpty ? [] : [.literal(after)]) + Array(parts[(index + 1)...]), range: range)
            )
        }
        return nil
    }
}

/// What stands between braces.
struct Reference: Hashable, Sendable {
    enum Kind: Hashable, Sendable {
        /// A column, a parameter, a capture, a form, a spelling or a timing: whichever is known by this name.
        case name(String)
        case address(AddressTarget)
        case port(ServerKind)
        case value(BenchValue)
        case capture(name: String?, CapturePattern)
    }
    var kind: Kind
    /// With the braces.
    var range: SourceRange
}

/// Whose address `{address of …}` is.
enum AddressTarget: Hashable, Sendable {
    case nameServer(NameServer)
    case server(ServerKind)
    case peer(PeerLabel)
    case device
    case gateway
}

/// What a capture accepts, before error groups are looked up.
enum CapturePattern: Hashable, Sendable {
    case type(CaptureType)
    /// Values, or names of error groups or columns.
    case oneOf([String])
}

extension CaptureType {
    /// The types that have a plain name.
    static let named: [String: CaptureType] = [
        "any": .any, "ipv4": .ipv4, "integer": .integer, "word": .word, "quoted": .quoted,
    ]
}

/// What a line other than AT text is made of.
struct Token: Sendable {
    enum Kind: Sendable { case word, string, comma, open, close }
    var kind: Kind
    var range: SourceRange
    /// A string's content, or a word as it stands.
    var text: Text
    /// A word that holds no reference; empty for everything else.
    var word: String
}

/// The tokens of a line, and the comment after them.
struct TokenLine: Sendable {
    var tokens: [Token]
    /// From `#`.
    var comment: SourceRange?
    /// Where the line's content ends.
    var end: Int
}
