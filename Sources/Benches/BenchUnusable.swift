/// A device or its bench is not there.
public struct BenchUnusable: Error, Hashable, Sendable {
    public var message: String
    /// What to do about it.
    public var suggestion: String?

    public init(_ message: String, suggestion: String? = nil) {
        self.message = message
        self.suggestion = suggestion
    }

    /// A signal came while lines were being opened.
    static let stopped = BenchUnusable("stopped while the device was being opened")
}
