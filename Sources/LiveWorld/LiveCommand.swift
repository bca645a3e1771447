import CPlatform
import Glibc
public import World

/// A command line that the shell runs beside the loop; ended, with all that it has started, when its time is up or nobody holds it any more.
public final class LiveCommand: ShellCommand {
    private let process: pid_t
    private let limit: Interval
    private let output: ProgramOutput
    private let watch: ProcessWatch
    private var isCollected = false

    /// - Throws: ``World/CommandFailure`` when there is no shell, no such folder, or no process to be had.
    public init(_ command: String, in folder: String, limit: Interval, world: LiveWorld) throws(CommandFailure) {
        var descriptor: Int32 = -1
        process = platform_spawn_command(command, folder, &descriptor)
        guard process > 0 else { throw CommandFailure(description: errorText(errno)) }
        self.limit = limit
        output = ProgramOutput(world: world, descriptor: descriptor)
        watch = ProcessWatch(world: world, descriptor: platform_process_open(process))
        watch.limit(to: limit)
    }

    deinit { if !isCollected { kill() } }

    public var result: Result<Void, CommandFailure>? {
        if watch.hasEnded || isCollected { return collect() }
        return watch.isLate ? end(tooSlow) : nil
    }

    public func finish() -> Result<Void, CommandFailure> {
        watch.wait(limit) ? collect() : end(tooSlow)
    }

    private var tooSlow: String { "it did not end within \(limit.nanoseconds / 1_000_000_000) s" }

    private func collect() -> Result<Void, CommandFailure> {
        if isCollected { return .success(()) }
        isCollected = true
        let status = platform_process_collect(process)
        output.readAll()
        let words: String
        switch status {
        case 0: return .success(())
        case 126, 127: words = "the shell cannot run it"
        case 128...: words = "it was ended by signal \(status - 128)"
        default: words = "it ended with status \(status)"
        }
        return .failure(CommandFailure(description: output.last.isEmpty ? words : "\(words): \(output.last)"))
    }

    private func end(_ reason: String) -> Result<Void, CommandFailure> {
        kill()
        return .failure(CommandFailure(description: reason))
    }

    private func kill() {
        isCollected = true
        Glibc.kill(-process, SIGKILL)
        _ = platform_process_collect(process)
        output.closeDescriptor()
    }
}

/// Notices the end of a process, or that it takes too long.
private final class ProcessWatch: PolledDescriptor {
    private(set) var hasEnded = false
    private(set) var isLate = false
    private var timer: Int?

    override init(world: LiveWorld, descriptor: Int32) {
        super.init(world: world, descriptor: descriptor)
        setInterest(.readable)
    }

    func limit(to interval: Interval) { timer = world.setTimer(after: interval, target: self) }

    override func ready(_ readiness: Readiness) {
        hasEnded = true
        if let timer { world.cancelTimer(timer) }
        closeDescriptor()
    }

    override func timerDue(_ number: Int) { isLate = true }

    /// - Returns: false when the time is up.
    func wait(_ limit: Interval) -> Bool {
        guard isOpen else { return hasEnded }
        var report = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&report, 1, Int32(clamping: limit.nanoseconds / 1_000_000)) == 1
    }
}
