import Glibc

/// What an instance takes of one core, and what five times as many of the same scenarios take: each has one more column.
func measureInstances(_ attest: String) {
    let folder = temporaryFolder()
    defer { _ = run("/bin/rm", ["-r", folder]) }
    for times in [1, 5] {
        let multiply = """
            mkdir -p \(folder)/mail \(folder)/tcp
            for file in Scenarios/shared.scenario Scenarios/mail/*.scenario Scenarios/tcp/*.scenario; do
                sed -e '/^    renamed /d' -e '/^scenario /s/$/-{attest-copy}/' -e '/^    dialects /s/$/\\n    for each  attest-copy in 1..\(times)/' "$file" >\(folder)/"${file#*/}"
            done
            """
        guard run("/bin/sh", ["-ec", multiply]).exitCode == 0 else { fail("no copies of the scenarios in \(folder)") }
        let measured = best(of: 2, attest, ["run", folder, "--jobs", "1"])
        guard measured.exitCode == 0 else { fail("the scenarios of mail and TCP, \(times) × each, do not pass") }
        let total = measured.output.split(separator: "\n").last { $0.contains(" scenarios: ") }
        guard let count = total.flatMap({ Int($0.prefix { $0.isNumber }) }) else { fail("the run does not count its scenarios") }
        let each = fixed(measured.processorSeconds / Double(count) * 1000, 2)
        let memory = fixed(measured.peakMebibytes, 1)
        print("instances × \(times)     of mail and TCP           \(count), each \(each) ms of one core; \(memory) MiB")
    }
}
