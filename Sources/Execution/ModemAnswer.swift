/// What came back for one command line, read by the rules of V.250 §5.7 in either of its two forms.
struct ModemAnswer: Hashable {
    enum Result: Hashable {
        case ok
        /// With its text, such as `#CME ERROR: 38016`.
        case failed(String)
    }

    /// The command's own characters came back before the answer.
    private(set) var isEchoed = false
    /// Results came as words rather than as numbers.
    private(set) var isVerbose = true
    /// Complete lines between echo and result.
    private(set) var lines: [String] = []
    /// nil: no final result has come.
    private(set) var result: Result?

    private static let failures = ["ERROR", "NO CARRIER", "BUSY", "NO ANSWER", "NO DIALTONE"]
    /// V.250 §5.7.1, table 1.
    private static let numericFailures = ["3": "NO CARRIER", "4": "ERROR", "6": "NO DIALTONE", "7": "BUSY", "8": "NO ANSWER"]

    init(to command: String, _ bytes: [UInt8]) {
        // What follows the last line end is not complete.
        let end = bytes.lastIndex { $0 == 0x0D || $0 == 0x0A } ?? 0
        for line in bytes[..<end].split(whereSeparator: { $0 == 0x0D || $0 == 0x0A }) {
            let text = String(decoding: line.filter { (0x20...0x7E).contains($0) }, as: UTF8.self)
            if text == command {
                isEchoed = true
            } else if text == "OK" {
                result = .ok
            } else if Self.failures.contains(text) || text.hasPrefix("+CME ERROR") || text.hasPrefix("#CME ERROR") {
                result = .failed(text)
            } else if text == "0" {
                (result, isVerbose) = (.ok, false)
            } else if let failure = Self.numericFailures[text] {
                (result, isVerbose) = (.failed(failure), false)
            } else if !text.isEmpty {
                lines.append(text)
            }
        }
    }

    /// The number of an AT# error.
    var errorNumber: Int? {
        guard case .failed(let text) = result, text.hasPrefix("#CME ERROR:") else { return nil }
        return Int(text.drop { !$0.isNumber })
    }

    /// The numbers after `+CREG:` and the like.
    func numbers(after prefix: String) -> [Int] {
        guard let line = lines.last(where: { $0.hasPrefix(prefix) }) else { return [] }
        return line.dropFirst(prefix.count).split(separator: ",").compactMap { Int($0.drop { $0 == " " }) }
    }
}

/// What bytes without a readable answer point to.
enum LineNoise: Hashable {
    case none
    /// Readable lines that nobody asked for.
    case text(String)
    /// What a receiver at another rate or format makes of text.
    case garbage

    /// Control characters that modems send on purpose: ETX, LF, CR, DLE, SUB.
    private static let expected: Set<UInt8> = [0x03, 0x0A, 0x0D, 0x10, 0x1A]

    init(_ bytes: [UInt8]) {
        let strange = bytes.count { !(0x20...0x7E).contains($0) && !Self.expected.contains($0) }
        if bytes.isEmpty {
            self = .none
        } else if strange * 5 > bytes.count {
            self = .garbage
        } else {
            self = .text(String(decoding: bytes.filter { (0x20...0x7E).contains($0) || $0 == 0x0A }, as: UTF8.self))
        }
    }
}
