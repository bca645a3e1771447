import Glibc

/// What one child process took.
struct Measurement {
    var seconds: Double
    /// Of all cores together.
    var processorSeconds: Double
    var peakMebibytes: Double
    var exitCode: Int32
    var output: String
}

func run(_ program: String, _ words: [String]) -> Measurement {
    var pipeEnds: [Int32] = [0, 0]
    guard pipe(&pipeEnds) == 0 else { fail("pipe: \(String(cString: strerror(errno)))") }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    posix_spawn_file_actions_adddup2(&actions, pipeEnds[1], STDOUT_FILENO)
    posix_spawn_file_actions_addclose(&actions, pipeEnds[0])
    defer { posix_spawn_file_actions_destroy(&actions) }
    var arguments: [UnsafeMutablePointer<CChar>?] = ([program] + words).map { strdup($0) } + [nil]
    defer { for argument in arguments { free(argument) } }
    let began = now()
    var child = pid_t()
    guard posix_spawn(&child, program, &actions, nil, &arguments, environ) == 0 else { fail("cannot start \(program)") }
    close(pipeEnds[1])
    var output: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 1 << 16)
    while true {
        let count = read(pipeEnds[0], &piece, piece.count)
        guard count > 0 else { break }
        output += piece[..<count]
    }
    close(pipeEnds[0])
    var status: Int32 = 0
    var usage = rusage()
    wait4(child, &status, 0, &usage)
    let seconds = now() - began
    return Measurement(
        seconds: seconds,
        processorSeconds: inSeconds(usage.ru_utime) + inSeconds(usage.ru_stime),
        peakMebibytes: Double(usage.ru_maxrss) / 1_024,
        exitCode: status >> 8 & 0xFF,
        output: String(decoding: output, as: UTF8.self)
    )
}

private func inSeconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }

func now() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

func fail(_ reason: String) -> Never {
    let message = Array("attest-benchmark: \(reason)\n".utf8)
    _ = write(STDERR_FILENO, message, message.count)
    exit(1)
}

/// An empty folder of its own, which the caller removes.
func temporaryFolder() -> String {
    var template = Array("/tmp/attest-benchmark-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { fail("no temporary folder") }
    return String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
}

/// The best of several runs: the one that the machine disturbed least.
func best(of count: Int, _ program: String, _ words: [String]) -> Measurement {
    (0..<count).map { _ in run(program, words) }.min { $0.seconds < $1.seconds } ?? run(program, words)
}

func fixed(_ value: Double, _ digits: Int) -> String {
    let scale = (0..<digits).reduce(1.0) { scale, _ in scale * 10 }
    let scaled = (value * scale).rounded()
    let whole = Int(scaled / scale)
    let rest = String(Int(scaled) - whole * Int(scale))
    return digits == 0 ? "\(whole)" : "\(whole)." + String(repeating: "0", count: digits - rest.count) + rest
}

/// A plain loop over memory: how fast this machine is today.
func baseline() -> Double {
    let began = now()
    var bytes = [UInt32](repeating: 1, count: 1 << 20)
    for round in 0..<64 { for index in bytes.indices { bytes[index] = bytes[index] &* 1_664_525 &+ UInt32(round) } }
    guard bytes.reduce(0, &+) != 42 else { fail("the baseline came out wrong") }
    return now() - began
}
