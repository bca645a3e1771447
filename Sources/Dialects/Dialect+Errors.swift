extension Dialect {
    /// How an error is told under a setting of +CMEE.
    public func errorForm(under reports: Int) -> ErrorForm {
        guard !errorForms.isEmpty else { return .common }
        return errorForms.first { $0.reports == nil || $0.reports == reports } ?? ErrorForm(label: nil)
    }
}

extension Dialect.ErrorForm {
    /// The result that is an error without a code (V.250 §5.7.1).
    static let plain = "ERROR"

    /// What the beginnings of errors are: whoever reads a line knows a final result by them.
    static let labels = ["#CME ERROR: ", "+CME ERROR: "]

    /// The error in this form; nil: a plain ERROR.
    public func line(of error: Dialect.ErrorCode) -> String? {
        label.map { $0 + (isText ? error.text : "\(error.number)") }
    }
}
