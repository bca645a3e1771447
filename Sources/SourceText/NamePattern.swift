/// Names against patterns in which `*` stands for anything.
public enum NamePattern {
    /// The whole name must fit. O(name × pattern).
    public static func matches(_ name: String, _ pattern: String) -> Bool {
        let beginning = pattern.utf8.prefix { $0 != UInt8(ascii: "*") }
        guard name.utf8.starts(with: beginning) else { return false }
        guard beginning.count < pattern.utf8.count else { return name.utf8.count == pattern.utf8.count }
        let text = Array(name.utf8)
        var reachable = [Bool](repeating: false, count: text.count + 1)
        reachable[0] = true
        for byte in pattern.utf8 {
            if byte == UInt8(ascii: "*") {
                var any = false
                for index in reachable.indices {
                    any = any || reachable[index]
                    reachable[index] = any
                }
            } else {
                for index in stride(from: text.count, to: 0, by: -1) {
                    reachable[index] = reachable[index - 1] && text[index - 1] == byte
                }
                reachable[0] = false
            }
        }
        return reachable[text.count]
    }
}

/// Many names, to be asked whether a word means one of them.
public struct NameSet: Sendable {
    private let names: Set<String>

    public init(_ names: some Sequence<String>) { self.names = Set(names) }

    /// O(1) for a name, O(names × pattern) for a pattern.
    public func hasMatch(for pattern: String) -> Bool {
        guard pattern.utf8.contains(UInt8(ascii: "*")) else { return names.contains(pattern) }
        return names.contains { NamePattern.matches($0, pattern) }
    }
}

/// Many patterns, to be asked whether one of them means a name.
public struct PatternSet: Sendable {
    private let names: Set<String>
    private let patterns: [String]

    public init(_ patterns: some Sequence<String>) {
        names = Set(patterns)
        self.patterns = names.filter { $0.utf8.contains(UInt8(ascii: "*")) }
    }

    /// O(1) where the name itself is among them, O(patterns × name) elsewhere.
    public func matches(_ name: String) -> Bool {
        names.contains(name) || patterns.contains { NamePattern.matches(name, $0) }
    }
}
