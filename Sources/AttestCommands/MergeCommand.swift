internal import Platform

/// `attest merge`
enum MergeCommand: Subcommand {
    static let name = "merge"
    static let abstract = "Put the journals of a run's shards together into one."
    static let operands = "JOURNAL… --output FILE"
    static let options: [Option] = [
        Option(name: "--output", value: "FILE", help: "where the merged journal goes")
    ]
    static let discussion = """
        The journals must be of the same run but for ‘--shard’. For virtual runs the merged journal, and every report made of it, has the
        same bytes as that of one machine. When a shard is missing the merged run counts as interrupted (Docs/Spreading.md).
        """

    static func run(_ arguments: Arguments) async throws(UsageError) -> Int32 {
        guard !arguments.positional.isEmpty else { throw UsageError("no journal is given") }
        guard let output = arguments.value("--output") else {
            throw UsageError("say where the merged journal goes: --output FILE")
        }
        var files = FileRoles()
        try files.keepsProject()
        for path in arguments.positional { try files.reads(path, as: "the journal") }
        try files.writes(output, as: "--output")
        let merge = try JournalMerge(paths: arguments.positional)
        do {
            let sink = try FileSink(replacing: output, rights: .owner)
            try merge.write { (bytes) throws(UsageError) in
                do throws(FileError) { try sink.write(bytes) } catch { throw UsageError(error.message) }
            }
            try sink.close()
        } catch let error as UsageError {
            throw error
        } catch let error as FileError {
            throw UsageError(error.message)
        } catch {
            throw UsageError("\(output): \(error)")
        }
        if merge.missing > 0 {
            let missing = count(merge.missing, "scenario")
            Terminal.complain("none of the journals has \(missing) of the run, which counts as interrupted")
        }
        return 0
    }
}
