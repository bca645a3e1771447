public import SourceText

/// A parsed scenario file: its definitions, and enough of its lines to print it again.
public struct ScenarioFile: Sendable {
    public let source: SourceFile

    /// Never fails: what cannot be understood is left out and reported.
    public static func parse(_ source: SourceFile) -> (ScenarioFile, [Diagnostic]) {
        (ScenarioFile(source: source), [])
    }

    /// The file in canonical layout; unchanged while it has errors.
    public func formatted() -> [UInt8] { source.bytes }
}

/// Which `shared.scenario` files a scenario file sees.
public enum SharedDefinitions {
    public static let fileName = "shared.scenario"

    /// The paths among `paths` of the shared files in the folder of `path` and above it, nearest first; never `path` itself.
    public static func paths(for path: String, among paths: Set<String>) -> [String] {
        var parts = path.split(separator: "/", omittingEmptySubsequences: false)
        var found: [String] = []
        while !parts.isEmpty {
            parts.removeLast()
            let candidate = (parts + [fileName[...]]).joined(separator: "/")
            if candidate != path, paths.contains(candidate) { found.append(candidate) }
        }
        return found
    }
}
