internal import Benches
internal import Platform
internal import Reports

extension BenchUnusable {
    /// Says what is wrong; nothing is wrong with the command. - Returns: the exit code.
    func report() -> Int32 {
        Terminal.complain(message, fix: suggestion)
        return ExitCode.inconclusive.rawValue
    }
}
