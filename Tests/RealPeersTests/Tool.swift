import Foundation

/// A program on this machine that talks to the bench's servers.
struct Tool {
    let name: String
    /// Where it is; nil when it is not installed.
    let path: String?

    init(_ name: String) {
        self.name = name
        path = ((ProcessInfo.processInfo.environment["PATH"] ?? "") + ":/usr/sbin").split(separator: ":").map { "\($0)/\(name)" }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
    }

    var isInstalled: Bool { path != nil }

    static let curl = Tool("curl")
    static let lftp = Tool("lftp")
    static let swaks = Tool("swaks")
    static let msmtp = Tool("msmtp")
    static let dig = Tool("dig")
    static let socat = Tool("socat")
    static let ser2net = Tool("ser2net")
    static let python = Tool("python3")
}

/// A directory that is removed when nobody holds it any more.
final class Scratch {
    let url = FileManager.default.temporaryDirectory.appending(path: "attest-\(UUID().uuidString)")

    init() throws { try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true) }
    deinit { try? FileManager.default.removeItem(at: url) }

    func path(_ name: String) -> String { url.appending(path: name).path }

    func write(_ bytes: [UInt8], to name: String) throws { try Data(bytes).write(to: url.appending(path: name)) }

    /// What a program has left there.
    func bytes(of name: String) throws -> [UInt8] { try [UInt8](Data(contentsOf: url.appending(path: name))) }
}
