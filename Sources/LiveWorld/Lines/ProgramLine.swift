import CPlatform
import Glibc
import World

/// A program of which the standard input and output are the line; it lives as long as the line does.
final class ProgramLine: LiveSerialPort {
    /// How long the program may take to end when it is asked to.
    private static let endingPatience: Int32 = 250

    /// -1 once collected.
    private var process: pid_t
    private let errors: ProgramOutput

    init(_ address: LineAddress, command: String, in world: LiveWorld) throws(LineError) {
        var line: Int32 = -1
        var errorOutput: Int32 = -1
        process = platform_spawn_shell(command, &line, &errorOutput)
        guard process > 0 else { throw LineError(address, number: errno) }
        errors = ProgramOutput(world: world, descriptor: errorOutput)
        super.init(world: world, descriptor: line, kind: .socket)
        errors.onLine = { [weak self] in self?.onLog?($0) }
    }

    deinit { close() }

    override func close() {
        super.close()
        _ = end()
    }

    override func closingReason(_ reason: String) -> String {
        super.close()
        let status = end()
        errors.readAll()
        let words =
            switch status {
            case 0: "the program has ended"
            case 127: "the shell does not find the program"
            case 128...: "the program was ended by signal \(status - 128)"
            default: "the program has ended with status \(status)"
            }
        return errors.last.isEmpty ? words : "\(words): \(errors.last)"
    }

    /// Ends what is left of the program and its children. - Returns: its exit status.
    private func end() -> Int32 {
        guard process > 0 else { return -1 }
        if !hasEnded(within: Self.endingPatience) {
            kill(-process, SIGTERM)
            _ = hasEnded(within: Self.endingPatience)
        }
        // The process is not collected yet, so that the number of its group is still its own.
        kill(-process, SIGKILL)
        let status = platform_process_collect(process)
        process = -1
        return status
    }

    /// The line's end has told most programs that they are done.
    private func hasEnded(within milliseconds: Int32) -> Bool {
        let descriptor = platform_process_open(process)
        guard descriptor >= 0 else { return false }
        defer { Glibc.close(descriptor) }
        var report = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&report, 1, milliseconds) == 1
    }
}
