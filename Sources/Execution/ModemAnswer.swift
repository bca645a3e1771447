/// What came back for one command line, read by the rules of V.250 §5.7 in either of its two forms.
package struct ModemAnswer: Hashable {
    package enum Result: Hashable {
        case ok
        /// With its text, such as `#CME ERROR: 38016`.
        case failed(String)
    }

    /// The command's own characters came back before the answer.
    package private(set) var isEchoed = false
    /// Results came as words rather than as numbers.
    package private(set) var isVerbose = true
    /// Complete lines between echo and result.
    package private(set) var lines: [String] = []
    /// The first final result; nil: none has come.
    package private(set) var result: Result?

    private static let failures = ["ERROR", "NO CARRIER", "BUSY", "NO ANSWER", "NO DIALTONE"]
    /// V.250 §5.7.1, table 1.
    private static let numericFailures = ["3": "NO CARRIER", "4": "ERROR", "6": "NO DIALTONE", "7": "BUSY", "8": "NO ANSWER"]

    /// - Parameter unsolicited: How lines begin that belong to no answer.
    package init(to command: String, _ bytes: [UInt8], unsolicited: [String] = []) {
        // What follows the last line end is not complete.
        let end = bytes.lastIndex { $0 == 0x0D || $0 == 0x0A } ?? 0
        for line in bytes[..<end].split(whereSeparator: { $0 == 0x0D || $0 == 0x0A }) {
            let text = String(decoding: line.filter { (0x20...0x7E).contains($0) }, as: UTF8.self)
            if text == command, !command.isEmpty {
                // What came before it was said of something else.
                isEchoed = true
                lines = []
            } else if unsolicited.contains(where: text.hasPrefix) {
                continue
            } else if let result = Self.result(text) {
                self.result = result
                isVerbose = !text.allSatisfy(\.isNumber)
                // What follows a final result belongs to no answer.
                return
            } else if !text.isEmpty {
                lines.append(text)
            }
        }
    }

    private static func result(_ text: String) -> Result? {
        if text == "OK" || text == "0" { return .ok }
        if failures.contains(text) || text.hasPrefix("+CME ERROR") || text.hasPrefix("#CME ERROR") { return .failed(text) }
        return numericFailures[text].map { .failed($0) }
    }

    /// The number of an AT# error.
    package var errorNumber: Int? {
        guard case .failed(let text) = result, text.hasPrefix("#CME ERROR:") else { return nil }
        return Int(text.drop { !$0.isNumber })
    }
}
