import SourceText
import World

// `values`, and the pieces that lines are made of.
extension RigReader {
    mutating func readValue(_ entry: Entry) {
        if entry.keyword == "dns" { return readNameServers(entry) }
        let hides = entry.keyword.hasSuffix("password") || entry.keyword == "pin"
        guard let text = secret(entry.words, of: entry, hides: hides) else { return }
        switch entry.keyword {
        case "apn": rig.values.accessPoint = text
        case "user": rig.values.user = text
        case "password": rig.values.password = text
        case "pin":
            let digits = text.value.utf8
            guard (4...8).contains(digits.count), digits.allSatisfy({ (0x30...0x39).contains($0) }) else {
                return report("a SIM's PIN has 4 to 8 digits", span(entry.words), "correct the value where it comes from")
            }
            rig.values.pin = text
        case "number", "caller":
            guard text.value.utf8.allSatisfy({ "0123456789*#+".utf8.contains($0) }) else {
                let example = "\(entry.keyword) \"+33860000000\""
                return report("a phone number has digits, *, # and + only", span(entry.words), example)
            }
            if entry.keyword == "number" { rig.values.number = text } else { rig.values.caller = text }
        case "dial user": rig.values.dialUser = text
        case "dial password": rig.values.dialPassword = text
        default: preconditionFailure("a keyword without a reader")
        }
    }

    private mutating func readNameServers(_ entry: Entry) {
        guard (1...2).contains(entry.words.count) else {
            return report("one or two name servers stand here", entry.range, "dns 192.168.1.1")
        }
        for word in entry.words {
            if let address = address(word) { rig.values.nameServers.append(address) }
        }
    }

    // MARK: Secrets

    /// A value that one line can hold.
    private static let longestValue = 256
    /// Shorter ones would be found in everything.
    static let shortestSecret = 4
    /// A secret's file holds one line.
    private static let largestSecretFile = 4_096

    /// `"text"`, `from environment NAME` or `from file "PATH"`. What is not in the rig file itself counts as secret.
    mutating func secret(_ words: [RigWord], of entry: Entry, hides: Bool) -> Rig.SecretText? {
        let range = words.isEmpty ? entry.range : span(words)
        guard let first = words.first else {
            let example = hides ? "\(entry.keyword) from environment NAME" : "\(entry.keyword) \"…\""
            report("‘\(entry.keyword)’ has no value", entry.range, example)
            return nil
        }
        var isSecret = hides
        let value: String
        if first.text == "from", !first.isQuoted {
            guard words.count == 3, words[1].text == "environment" || words[1].text == "file" else {
                report("this does not say where the value comes from", range, "from environment NAME, or from file \"PATH\"")
                return nil
            }
            guard let found = words[1].text == "environment" ? variable(words[2]) : content(words[2]) else { return nil }
            value = found
            isSecret = true
        } else {
            guard words.count == 1 else {
                report("one value stands here", range, "put it between quotes")
                return nil
            }
            value = first.text
            if hides {
                let name = entry.keyword.split(separator: " ").last.map { $0.uppercased() } ?? "SECRET"
                warn(
                    "a secret stands in the file itself, where everybody who reads the file sees it",
                    first.range,
                    "write it into a file that only you can read: from file \"secrets/\(name.lowercased())\", or from environment \(name)"
                )
            }
        }
        guard !value.isEmpty, value.utf8.count <= Self.longestValue, !value.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F })
        else {
            report("this value has 1 to \(Self.longestValue) characters, none of them a control character", range)
            return nil
        }
        guard !value.utf8.contains(UInt8(ascii: "\"")) else {
            report("this value holds a quote, which ends a text on the line to the device", range, "choose one without it")
            return nil
        }
        if isSecret, value.utf8.count < Self.shortestSecret {
            warn(
                "a value of fewer than \(Self.shortestSecret) characters cannot be kept out of reports",
                range,
                "take a longer one"
            )
        }
        return Rig.SecretText(value: value, isSecret: isSecret)
    }

    private mutating func variable(_ word: RigWord) -> String? {
        guard let value = environment(word.text), !value.isEmpty else {
            report("the environment has no \(word.text)", word.range, "export \(word.text)=… before you start attest")
            return nil
        }
        return value
    }

    /// The first line of the file.
    private mutating func content(_ word: RigWord) -> String? {
        guard !word.text.isEmpty, !word.text.utf8.contains(0) else {
            report("this names no file", word.range, "from file \"secrets/apn\"")
            return nil
        }
        let path = word.text.hasPrefix("/") || rig.folder == "." ? word.text : "\(rig.folder)/\(word.text)"
        let bytes: [UInt8]
        do throws(Rig.SecretUnavailable) {
            bytes = try readFile(path)
        } catch {
            report("\(path) cannot be read: \(error.reason)", word.range, "paths start from the rig file's folder")
            return nil
        }
        guard bytes.count <= Self.largestSecretFile,
            let text = String(validating: bytes.prefix { $0 != 0x0A && $0 != 0x0D }, as: UTF8.self), !text.isEmpty
        else {
            report("\(path) does not hold one line of text", word.range, "write the value into it, and nothing else")
            return nil
        }
        return text
    }

    // MARK: Pieces

    func span(_ words: [RigWord]) -> SourceRange {
        SourceRange(start: words.first?.range.start ?? 0, end: words.last?.range.end ?? 0)
    }

    /// The one word of a line.
    mutating func text(_ entry: Entry, _ example: String) -> RigWord? {
        guard entry.words.count == 1, let word = entry.words.first, !word.text.isEmpty else {
            report(
                entry.words.isEmpty ? "‘\(entry.keyword)’ says nothing" : "‘\(entry.keyword)’ takes one value",
                entry.words.isEmpty ? entry.range : span(entry.words),
                entry.words.isEmpty ? example : "put it between quotes: \(example)"
            )
            return nil
        }
        return word
    }

    mutating func duration(_ entry: Entry, _ example: String) -> Interval? {
        let text = entry.words.map(\.text).joined()
        guard let value = LengthOfTime.nanoseconds(text) else {
            report("this is no length of time", entry.words.isEmpty ? entry.range : span(entry.words), example)
            return nil
        }
        return Interval(nanoseconds: value)
    }

    mutating func address(_ word: RigWord) -> IPv4Address? {
        if let address = IPv4Address(word.text) { return address }
        report("‘\(word.text)’ is no IPv4 address", word.range, "four numbers such as 192.168.1.10")
        return nil
    }

    mutating func mention(_ kind: Mention.Kind, _ word: RigWord) {
        rig.mentions.append(Mention(kind: kind, name: word.text, range: word.range))
    }
}
