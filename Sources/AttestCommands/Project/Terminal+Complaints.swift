internal import Platform

extension Terminal {
    /// A message on standard error.
    static func complain(_ message: String, fix: String? = nil) {
        error("attest: \(message)\n")
        if let fix { error("fix: \(fix)\n") }
    }
}
