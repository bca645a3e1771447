import Events

/// The run's scenario files, to quote lines of them.
struct SourceComments {
    private var files: [String: [String]] = [:]

    mutating func add(path: String, text: String) {
        files[path] = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map { line in
            String(Substring(line.drop { $0 == 0x20 || $0 == 0x09 }.prefix { $0 != 0x0D }))
        }
    }

    /// `path:line text`, as far as the text is known.
    func comment(path: String, line: Int) -> String {
        guard let lines = files[path], lines.indices.contains(line - 1) else { return "\(path):\(line)" }
        return "\(path):\(line) \(lines[line - 1])"
    }
}
