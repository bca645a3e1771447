/// How messages are set off: by their words alone, or by colours, too.
public enum DiagnosticStyle: Sendable {
    case plain
    /// ECMA-48 "SGR", as terminals know it.
    case coloured

    private enum Colour: Int {
        case red = 31
        case green = 32
        case yellow = 33
    }

    private func painted(_ text: String, _ colour: Colour) -> String {
        switch self {
        case .plain: text
        case .coloured: "\u{1B}[1;\(colour.rawValue)m\(text)\u{1B}[0m"
        }
    }

    private func colour(of severity: Diagnostic.Severity) -> Colour {
        switch severity {
        case .error: .red
        case .warning: .yellow
        }
    }

    func label(_ severity: Diagnostic.Severity) -> String { painted(severity.rawValue + ":", colour(of: severity)) }

    func mark(_ severity: Diagnostic.Severity) -> (String) -> String { { painted($0, colour(of: severity)) } }

    var plain: (String) -> String { { $0 } }

    var fix: String { painted("fix:", .green) }
}
