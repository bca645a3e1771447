internal import LiveWorld
internal import Platform
internal import Reports

/// A device or its bench is not there: nothing is wrong with the command; exit code 3.
struct BenchUnusable: Error {
    var message: String
    var suggestion: String?

    /// - Parameter suggestion: For an error that brings none itself.
    init(_ error: any Error, suggestion: String? = nil) {
        message = (error as? UsageError)?.message ?? "\(error)"
        self.suggestion = (error as? UsageError)?.suggestion ?? (error as? LineError)?.suggestion ?? suggestion
    }

    /// A signal came while lines were being opened.
    static let stopped = BenchUnusable(UsageError("stopped while the device was being opened"))

    /// Says what is wrong. - Returns: the exit code.
    func report() -> Int32 {
        Terminal.complain(message, fix: suggestion)
        return ExitCode.inconclusive.rawValue
    }
}
