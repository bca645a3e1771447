import SourceText

@testable import Rigs

/// Loads a rig as if its file were `bench/a.rig`, with a small environment and a few files.
func load(
    _ text: String,
    environment: [String: String] = ["PASSWORD": "letmein99"],
    files: [String: String] = ["bench/secrets/pin": "4711\n"]
) -> (rig: Rig?, diagnostics: [Diagnostic]) {
    load(bytes: Array(text.utf8), environment: environment, files: files)
}

func load(
    bytes: [UInt8],
    environment: [String: String] = [:],
    files: [String: String] = [:]
) -> (rig: Rig?, diagnostics: [Diagnostic]) {
    Rig.load(SourceFile(path: "bench/a.rig", bytes: bytes)) {
        environment[$0]
    } read: { (path) throws(Rig.SecretUnavailable) in
        guard let text = files[path] else { throw Rig.SecretUnavailable(reason: "no such file") }
        return Array(text.utf8)
    }
}

/// The smallest rig.
let head = """
    rig r
        device   serial:/dev/ttyUSB0

    """
