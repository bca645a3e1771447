public import Dialects
internal import Octets
internal import ScenarioLanguage
internal import SourceText
internal import World

/// A recorded dialogue as a scenario to go on from: what the host sent and what the device must answer.
///
/// It says exactly what passed: read back and run against a device in the same state, it passes. What it cannot know stands in
/// its comments: the requirements, and what the network around the device holds.
public struct ScenarioSkeleton: Sendable {
    /// Room for the dialogue in a file of at most `ScenarioLimits.fileSize`.
    private static let sizeLimit = ScenarioLimits.fileSize - (16 << 10)
    /// More requirements than that are no help.
    private static let requirementLimit = 5

    /// The scenario file, in canonical layout.
    public let text: [UInt8]
    /// The recording is longer than a scenario may be; the scenario ends early, as inconclusive.
    public let isCut: Bool

    /// - Parameters:
    ///   - name: Of the scenario; what does not belong into names becomes `-`.
    ///   - source: What was recorded, for people, such as `pty:/dev/pts/5`.
    ///   - standing: How lines begin that the device says whenever it likes: the scenario allows those that came.
    public init(_ recording: Recording, name: String, source: String, dialect: Dialect, standing: [String] = []) {
        var writer = SkeletonWriter(recording, dialect, standing: standing)
        writer.write()
        var body = ""
        var isCut = false
        for statement in writer.statements {
            guard body.utf8.count + statement.utf8.count < Self.sizeLimit else {
                isCut = true
                break
            }
            body += "    \(statement)\n"
        }
        if isCut { body += "    inconclusive \"the recording goes on: it is longer than a scenario may be\"\n" }
        let others = LineName.first(recording.lines).dropFirst().compactMap(\.text).joined(separator: ", ")
        let rest = others.isEmpty ? "" : "# What passed on the device's other lines (\(others)) stands in the journal alone.\n"
        let title = ByteItems.quoted("Recorded from \(source)".utf8.map { (0x20...0x7E).contains($0) ? $0 : 0x3F })
        let text = """
            # Recorded. To be completed by hand: the requirements under `verifies` are a guess from the commands; what the network
            # around the device must hold belongs under `network`.
            \(rest)
            scenario \(Self.named(name))
                title \(title)
                dialects \(dialect.name)
                verifies \(Self.requirements(of: writer.commands, dialect).joined(separator: " "))

            \(body)
            """
        let (file, _) = ScenarioFile.parse(SourceFile(path: "\(name).scenario", bytes: Array(text.utf8)))
        self.text = file.formatted()
        self.isCut = isCut
    }

    private static func named(_ name: String) -> String {
        let characters = name.map { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") ? $0 : "-" }
        let text = String(characters).split(separator: "-").joined(separator: "-")
        return text.isEmpty ? RecordedScenario.plainName : text
    }

    /// The first requirement of each command that has requirements of its name; else the dialect's first.
    private static func requirements(of commands: [String], _ dialect: Dialect) -> [String] {
        var found: [String] = []
        for command in commands {
            let prefix = command.dropFirst() + "-"
            guard let requirement = dialect.requirements.first(where: { $0.id.hasPrefix(prefix) }) else { continue }
            if !found.contains(requirement.id) { found.append(requirement.id) }
        }
        return found.isEmpty ? dialect.requirements.prefix(1).map(\.id) : Array(found.prefix(requirementLimit))
    }
}
