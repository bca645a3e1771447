import Octets
import SourceText

/// What other languages say, and how it is said here.
struct ForeignWords {
    /// What stands behind the word.
    private let rest: String

    init(before rest: String) { self.rest = rest }

    /// The repair of a line that begins with the word; nil where it is not known from elsewhere.
    func repair(of word: String) -> String? {
        switch word.lowercased() {
        case "send", "tx", "write", "transmit", "host":
            return plain.isEmpty ? "a line that the host sends begins with `> `" : "write `> \(plain)`"
        case "expect", "recv", "receive", "rx", "read", "response", "answer", "waitfor":
            return plain.isEmpty ? "a line that the device sends begins with `< `" : "write `\(expected(plain))`"
        case "sleep", "delay", "pause": return "write `wait \(time)`"
        case "timeout", "limit", "deadline": return "a limit stands before the line that it is for: `within \(time) < OK`"
        case "loop", "times":
            let count = rest.split(separator: " ").first.map(String.init) ?? ""
            return "write `repeat \(TokenCursor.number(count) == nil ? "3" : count) times`"
        case "while", "until":
            return
                "a block is repeated by `repeat 3 times` or `repeat for x in 1 2 3`; a line is waited for with `within 60s < …`"
        case "foreach": return "write `repeat for \(rest)`"
        case "if": return rest.isEmpty ? "write `when`" : "write `when \(condition)`"
        case "unless": return "write `when not \(rest)`"
        case "else", "elif", "elseif": return "write `otherwise`"
        case "call", "use", "do", "gosub": return rest.isEmpty ? "write `with` and the name of the steps" : "write `with \(rest)`"
        case "include", "import", "source": return "what several files share stands in the folder's `shared.scenario`"
        case "print", "log", "echo", "message", "comment": return plain.isEmpty ? "write `note`" : "write `note \"\(plain)\"`"
        case "assert", "verify", "compare": return rest.isEmpty ? "write `check`" : "write `check \(rest)`"
        case "set", "let", "var", "define":
            return "a value of the device is kept with `{name:any}` in its line; other values are columns of `for each`"
        case "endif", "endfor", "endloop", "fi", "done", "next":
            return "leave it out: a block ends where its indentation does"
        case "skip", "abort", "stop", "exit", "quit", "return":
            return "write `inconclusive \"\(plain.isEmpty ? "why" : plain)\"`"
        case "urc", "unsolicited": return plain.isEmpty ? "write `allow`" : "write `allow \(plain)`"
        default: return nil
        }
    }

    /// A device line with its time limit where it belongs: before the arrow.
    private func expected(_ text: String) -> String {
        let words = text.split(separator: " ")
        guard words.count > 2, let time = words.last, ["within", "timeout", "in"].contains(words[words.count - 2]),
            TokenCursor.interval(String(time)) != nil
        else { return "< \(text)" }
        return "within \(time) < " + words.dropLast(2).joined(separator: " ")
    }

    /// As it is written here: `is` for `==`, nothing behind it.
    private var condition: String {
        var words = rest.split(separator: " ").map { ["==": "is", "=": "is", "!=": "is not"][$0] ?? $0 }
        while let last = words.last, ["then", "{", ":"].contains(last) { words.removeLast() }
        return words.joined(separator: " ")
    }

    /// Without the quotes around it.
    private var plain: String {
        guard rest.count >= 2, rest.hasPrefix("\""), rest.hasSuffix("\"") else { return rest }
        return String(rest.dropFirst().dropLast()).replacing("\"\"", with: "\"")
    }

    /// A length of time as it is written.
    private var time: String {
        let glued = rest.filter { $0 != " " }
        if TokenCursor.interval(glued) != nil { return glued }
        return TokenCursor.number(glued) != nil ? "\(glued)s" : "5s"
    }
}

extension TokenCursor {
    /// The items that a word for bytes of another language means: `^Z`, `CTRL-Z`, `<CR>`, `\r\n`, `CR/LF`, `0x3`.
    static func items(meantBy word: String) -> String? {
        var items: [String] = []
        var rest = word[...]
        while let (item, after) = firstItem(of: rest) {
            items.append(item)
            rest = after.drop { "/+-,;".contains($0) }
            if rest.isEmpty { break }
        }
        guard rest.isEmpty, !items.isEmpty, items != [word] else { return nil }
        var joined: [String] = []
        for item in items {
            if item == "LF", joined.last == "CR" {
                joined[joined.count - 1] = "CRLF"
            } else {
                joined.append(item)
            }
        }
        return joined.joined(separator: " ")
    }

    private static func firstItem(of text: Substring) -> (item: String, rest: Substring)? {
        let upper = text.uppercased()
        for prefix in ["^", "CTRL-", "CTRL+", "CONTROL-", "CONTROL+", "C-"] where upper.hasPrefix(prefix) {
            let rest = text.dropFirst(prefix.count)
            guard let letter = rest.first, let ascii = Character(letter.uppercased()).asciiValue, (0x40...0x5F).contains(ascii)
            else {
                continue
            }
            guard let name = ControlCharacter.name(of: ascii & 0x1F) else { continue }
            return (name, rest.dropFirst())
        }
        if text.first == "<", let end = text.firstIndex(of: ">") {
            let inside = text[text.index(after: text.startIndex)..<end]
            let after = text[text.index(after: end)...]
            if let name = named(inside.uppercased()) { return (name, after) }
            return firstItem(of: inside).flatMap { $0.rest.isEmpty ? ($0.item, after) : nil }
        }
        if text.first == "\\", let second = text.dropFirst().first {
            let escapes: [Character: String] = ["r": "CR", "n": "LF", "t": "HT", "0": "NUL", "e": "ESC"]
            if let item = escapes[second] { return (item, text.dropFirst(2)) }
            let digits = text.dropFirst(2).prefix(2)
            if second == "x" || second == "X", digits.count == 2, let byte = UInt8(digits, radix: 16) {
                return (ControlCharacter.item(byte), text.dropFirst(4))
            }
            return nil
        }
        if upper.hasPrefix("0X") {
            let digits = text.dropFirst(2).prefix { $0.isHexDigit }
            guard let byte = UInt8(digits, radix: 16) else { return nil }
            return ("0x" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true), text.dropFirst(2 + digits.count))
        }
        let word = upper.prefix { $0.isASCII && ($0.isLetter || $0.isNumber) }
        return named(String(word)).map { ($0, text.dropFirst(word.count)) }
    }

    /// The name of a control character in any case, or what keyboards call it.
    private static func named(_ word: String) -> String? {
        let others = [
            "ENTER": "CR", "RETURN": "CR", "NEWLINE": "LF", "NL": "LF", "TAB": "HT", "SPACE": "SP", "BACKSPACE": "BS",
            "ESCAPE": "ESC", "DELETE": "DEL",
        ]
        return control(word) != nil ? word : others[word]
    }
}
