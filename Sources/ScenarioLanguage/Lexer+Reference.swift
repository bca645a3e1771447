import BenchFacts
import Octets
import SourceText

extension Lexer {
    /// What a pair of braces holds.
    func reference(in range: SourceRange) throws(Problem) -> Reference {
        let inside = SourceRange(start: range.start + 1, end: range.end - 1)
        let text = String(decoding: bytes[inside.start..<inside.end], as: UTF8.self)
        if let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")) {
            let name = String(text[..<colon])
            guard name.isEmpty || Self.isName(name) else {
                throw Problem("`\(name)` cannot be a capture's name", at: range, fix: Self.nameRule)
            }
            let pattern = try capturePattern(String(text[text.utf8.index(after: colon)...]), at: range)
            return Reference(kind: .capture(name: name.isEmpty ? nil : name, pattern), range: range)
        }
        let words = text.split(separator: " ").map(String.init)
        if words.count > 2, words[1] == "of", words[0] == "address" || words[0] == "port" {
            let whom = words.dropFirst(2).joined(separator: " ")
            let kind: Reference.Kind =
                words[0] == "port" ? .port(try server(whom, at: range)) : .address(try addressTarget(whom, at: range))
            return Reference(kind: kind, range: range)
        }
        if words.count > 1, words[0] == "rig" || words[0] == "account" {
            return Reference(kind: .value(try value(words, at: range)), range: range)
        }
        guard words.count == 1, words[0].utf8.count == inside.end - inside.start, Self.isName(words[0]) else {
            let fix = text.hasSuffix(" as displayed") ? "did you mean `{displayed}`?" : Self.nameRule
            throw Problem(
                "braces hold a name, `address of …`, `port of …`, `rig …`, `account …` or `name:type`",
                at: range,
                fix: fix
            )
        }
        return Reference(kind: .name(words[0]), range: range)
    }

    static let nameRule = "names are made of letters, digits, `-` and `_`"

    static func isName(_ text: String) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"),
                    UInt8(ascii: "-"), UInt8(ascii: "_"):
                    return true
                default:
                    return false
                }
            }
    }

    private func capturePattern(_ text: String, at range: SourceRange) throws(Problem) -> CapturePattern {
        if let type = CaptureType.named[text] { return .type(type) }
        if text.utf8.count >= 2, text.hasPrefix("/"), text.hasSuffix("/") {
            let pattern = String(text.dropFirst().dropLast())
            do throws(BytePattern.Malformed) {
                return .type(.matching(try BytePattern(pattern)))
            } catch {
                throw Problem("`\(pattern)` is no regular expression", at: range, fix: error.reason)
            }
        }
        let words = text.split(separator: " ").map(String.init)
        if words.count > 2, words[0] == "one", words[1] == "of" { return .oneOf(Array(words.dropFirst(2))) }
        let types = CaptureType.named.keys.sorted()
        throw Problem(
            "`\(text)` is no type of capture",
            at: range,
            fix: NearestName.find(text, among: types).map { "did you mean `\($0)`?" }
                ?? "one of: \(types.joined(separator: " ")) `one of A B` `/pattern/`"
        )
    }

    private func addressTarget(_ text: String, at range: SourceRange) throws(Problem) -> AddressTarget {
        let targets: [(String, AddressTarget)] =
            [
                ("dns", .nameServer(.primary)), ("dns primary", .nameServer(.primary)),
                ("dns secondary", .nameServer(.secondary)),
                ("peer", .peer(PeerLabel(index: 0))), ("device", .device), ("gateway", .gateway),
            ]
            + ServerKind.allCases.map { ($0.rawValue, .server($0)) }
            + PeerLabel.all.map { ("peer \($0.name)", .peer($0)) }
        if let target = targets.first(where: { $0.0 == text }) { return target.1 }
        throw Problem("nobody is called `\(text)`", at: range, meaning: text, among: targets.map(\.0)) { "{address of \($0)}" }
    }

    private func server(_ text: String, at range: SourceRange) throws(Problem) -> ServerKind {
        if let server = ServerKind(rawValue: text) { return server }
        let names = ServerKind.allCases.map(\.rawValue)
        let near = NearestName.find(text, among: names).map { "did you mean `{port of \($0)}`?" }
        throw Problem("no server is called `\(text)`", at: range, fix: near ?? "one of: \(names.joined(separator: " "))")
    }

    private func value(_ words: [String], at range: SourceRange) throws(Problem) -> BenchValue {
        let name = words.joined(separator: " ")
        if let value = BenchValue.allCases.first(where: { $0.name == name }) { return value }
        let known = BenchValue.allCases.map(\.name).filter { $0.hasPrefix(words[0]) }
        let rest = words.dropFirst().joined(separator: " ")
        throw Problem("\(words[0] == "rig" ? "a rig" : "an account") gives no `\(rest)`", at: range, meaning: name, among: known)
        {
            "{\($0)}"
        }
    }
}

extension PeerLabel {
    /// `a` to `d`.
    static let all = (0...3).map(PeerLabel.init(index:))
    init?(name: String) {
        guard let label = Self.all.first(where: { $0.name == name }) else { return nil }
        self = label
    }
}
