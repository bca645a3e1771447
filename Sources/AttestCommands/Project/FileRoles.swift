internal import Platform
internal import Rigs

/// What a command does with each file that it is given, so that it writes none that it reads and none twice.
///
/// Files are told apart by what they are, not by how their paths are written. What is no file of its own, such as `/dev/null` or a pipe, may be
/// named as often as one likes.
struct FileRoles {
    private var uses: [FileIdentity: (text: String, isWritten: Bool)] = [:]

    /// Several uses may read one file.
    /// - Parameter role: Such as `--baseline`.
    /// - Throws: ``UsageError`` when the file is written, too.
    mutating func reads(_ path: String, as role: String) throws(UsageError) { try add(path, role, isWritten: false) }

    /// - Throws: ``UsageError`` when the file has another use.
    mutating func writes(_ path: String, as role: String) throws(UsageError) { try add(path, role, isWritten: true) }

    /// Everything that scenarios of the project may be or may read: it is read, whether this run does or not.
    mutating func keeps(_ project: Project) throws(UsageError) {
        for (folder, suffix) in [("Fixtures", ""), ("Scenarios", ".scenario")] {
            guard let names = try? project.files(below: folder, suffix: suffix) else { continue }
            for name in names { try reads(project.place(of: name), as: "the project's own file") }
        }
    }

    /// The same for the project of the current folder, if there is one.
    mutating func keepsProject() throws(UsageError) {
        if let project = try? Project.find(from: []) { try keeps(project) }
    }

    /// What a rig file refers to: the files that hold its secrets, and what its commands name.
    mutating func reads(_ rig: Rig) throws(UsageError) {
        for path in rig.secretFiles { try reads(path, as: "the rig's secret") }
        let commands = rig.hooks.flatMap { [$0.command, $0.undo ?? ""] } + [rig.powerCycle ?? ""]
        for command in commands { try reads(wordsOf: command, in: rig.folder, as: "the rig's command") }
        for case .program(let command) in [rig.device] + rig.furtherLines.map(\.address) {
            try reads(wordsOf: command, in: rig.folder, as: "the device's program")
        }
    }

    /// Words of a shell's command line that name files.
    mutating func reads(wordsOf command: String, in folder: String, as role: String) throws(UsageError) {
        for word in command.split(whereSeparator: { " \t\"';|&<>()=".contains($0) }).map(String.init) {
            let path = word.hasPrefix("/") ? word : "\(folder)/\(word)"
            if Files.exists(path) { try reads(path, as: role) }
        }
    }

    private mutating func add(_ path: String, _ role: String, isWritten: Bool) throws(UsageError) {
        guard let identity = FileIdentity(of: path) else { return }
        let text = "\(role) \(path)"
        guard let other = uses[identity] else {
            uses[identity] = (text, isWritten)
            return
        }
        guard isWritten || other.isWritten else { return }
        throw UsageError("\(other.text) and \(text) are the same file", suggestion: "write to another file")
    }
}
