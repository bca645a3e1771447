import Events
import Octets

/// The command that runs one scenario of a run again.
func reproducingCommand(_ scenario: ScenarioIdentity, in run: RunDescription?) -> String {
    var words = ["attest", "run", scenario.source.path, "--filter", "=\(scenario.name)", "--dialect", scenario.dialect]
    if let run {
        words += ["--seed", String(run.seed)]
        words += deviceWords(run)
    }
    return words.map(shellWord).joined(separator: " ")
}

/// The first of the run's devices, as it was named.
private func deviceWords(_ run: RunDescription) -> [String] {
    if let index = run.command.firstIndex(where: { $0 == "--rig" || $0 == "--device" }), index + 1 < run.command.count {
        return Array(run.command[index...index + 1])
    }
    return run.device == "virtual" ? [] : ["--device", run.device]
}

/// The word as a POSIX shell takes it, quoted where it must be.
private func shellWord(_ word: String) -> String {
    // A leading `=` means something to zsh.
    let plain =
        !word.isEmpty && !word.hasPrefix("=")
        && word.utf8.allSatisfy { isAlphanumeric($0) || "_-./:=@%+,".utf8.contains($0) }
    if plain { return word }
    return "'" + shown(word).split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
}

private func isAlphanumeric(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"): true
    default: false
    }
}
