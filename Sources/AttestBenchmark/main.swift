// Measures the release build of `attest` from outside: start-up, the whole virtual run, what an instance takes, a pseudo-terminal, and reports.
// Each figure stands beside a baseline taken in the same run, so that machines can be compared.

import CPingPong
import Glibc

let folder = CommandLine.arguments[0].split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
let attest = (folder.isEmpty ? "." : folder) + "/attest"
guard access(attest, X_OK) == 0 else { fail("\(attest) is not built: swift build -c release") }

let loop = (0..<3).map { _ in baseline() }.min() ?? 1
let nothing = best(of: 20, "/bin/true", [])
let version = best(of: 20, attest, ["--version"])
let whole = run(attest, ["run"])
let alone = run(attest, ["run", "--jobs", "1"])

print("baseline          a loop over 64 Mi words   \(fixed(loop * 1000, 1)) ms; /bin/true \(fixed(nothing.seconds * 1000, 2)) ms")
print(
    "start-up          attest --version          \(fixed(version.seconds * 1000, 2)) ms = \(fixed(version.seconds / nothing.seconds, 1)) × /bin/true"
)
print("whole virtual run all cores                 \(fixed(whole.seconds, 3)) s = \(fixed(whole.seconds / loop, 1)) × the loop")
print("whole virtual run --jobs 1                  \(fixed(alone.seconds, 3)) s = \(fixed(alone.seconds / loop, 1)) × the loop")
print("peak memory       whole virtual run         \(fixed(whole.peakMebibytes, 1)) MiB")
print("exit code         whole virtual run         \(whole.exitCode)")
print(whole.output.split(separator: "\n").suffix(4).joined(separator: "\n"))

print("")
measureInstances(attest)

print("")
measurePseudoTerminal(attest)
measurePool(attest)

print("")
measureReports(attest)
