internal import LiveWorld

/// A device or its bench is not there.
public struct BenchUnusable: Error {
    public var message: String
    /// What to do about it.
    public var suggestion: String?

    init(_ message: String, suggestion: String? = nil) {
        self.message = message
        self.suggestion = suggestion
    }

    /// - Parameter suggestion: For an error that brings none itself.
    public init(_ error: any Error, suggestion: String? = nil) {
        if let error = error as? BenchUnusable {
            self.init(error.message, suggestion: error.suggestion ?? suggestion)
        } else {
            self.init("\(error)", suggestion: (error as? LineError)?.suggestion ?? suggestion)
        }
    }

    /// A signal came while lines were being opened.
    static let stopped = BenchUnusable("stopped while the device was being opened")
}
