internal import Benches
internal import Dialects
internal import Platform
internal import Rigs
internal import SourceText

extension Rig {
    /// Reads a rig file, its secrets from the environment and from files, and says what is wrong with it.
    /// - Throws: ``UsageError`` when it cannot be used.
    static func load(path: String) throws(UsageError) -> Rig {
        let bytes: [UInt8]
        do { bytes = try Files.read(path) } catch { throw UsageError(error.message) }
        let source = SourceFile(path: path, bytes: bytes)
        let (rig, diagnostics) = Rig.load(source) {
            Program.variable($0)
        } read: { (path) throws(Rig.SecretUnavailable) in
            do throws(FileError) {
                return try Files.read(path)
            } catch {
                throw Rig.SecretUnavailable(reason: error.reason)
            }
        }
        AttestCommands.report(diagnostics, [path: source])
        guard let rig else { throw UsageError("\(path) cannot be used as it is") }
        return rig
    }

    /// The files that its secrets were read from.
    var secretFiles: [String] {
        guard !path.isEmpty, let bytes = try? Files.read(path) else { return [] }
        var files: [String] = []
        _ = Rig.load(SourceFile(path: path, bytes: bytes)) {
            Program.variable($0)
        } read: { (path) throws(Rig.SecretUnavailable) in
            files.append(path)
            do throws(FileError) { return try Files.read(path) } catch { throw Rig.SecretUnavailable(reason: error.reason) }
        }
        return files
    }

    /// The dialect that the rig names, or else the fullest, once the rig's claims are known to fit it.
    /// - Throws: ``UsageError`` when they do not.
    func dialect(in project: Project) throws(UsageError) -> Dialect {
        let dialects = try project.soundDialects()
        guard let fallback = dialects.fullest else {
            throw UsageError("there is no dialect in \(project.root)/Fixtures/dialects")
        }
        let spoken = dialects.first { $0.name == dialect }
        let diagnostics = check(against: Vocabulary(spoken ?? fallback, among: dialects))
        if !diagnostics.isEmpty {
            let bytes = (try? Files.read(path)) ?? []
            AttestCommands.report(diagnostics, [path: SourceFile(path: path, bytes: bytes)])
            throw UsageError("\(path) does not fit the dialect \((spoken ?? fallback).name)")
        }
        return spoken ?? fallback
    }
}
