import Foundation
import Platform
import Testing

/// A folder of its own for a test's files.
final class Scratch {
    let url = FileManager.default.temporaryDirectory.appending(path: "attest-\(UUID().uuidString)")
    init() throws { try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true) }
    deinit { try? FileManager.default.removeItem(at: url) }
    func path(_ name: String) -> String { url.appending(path: name).path }
    func text(_ name: String) throws -> String { try String(contentsOf: url.appending(path: name), encoding: .utf8) }
    func write(_ text: String, _ name: String) throws { try Data(text.utf8).write(to: url.appending(path: name)) }
    var names: [String] { get throws { try FileManager.default.contentsOfDirectory(atPath: url.path).sorted() } }
}

struct FileSinkTests {
    private func rights(_ path: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    }

    /// What holds a device's traffic is its owner's alone, from the first byte on; a file that was there keeps its rights.
    @Test func trafficIsForItsOwner() throws {
        let scratch = try Scratch()
        let plain = try FileSink(path: scratch.path("a"), rights: .owner)
        let replacing = try FileSink(replacing: scratch.path("b"), rights: .owner)
        for name in try scratch.names { #expect(try rights(scratch.path(name)) == 0o600) }
        try plain.close()
        try replacing.close()
        #expect(try rights(scratch.path("b")) == 0o600)
        try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: scratch.path("b"))
        try Files.write([], to: scratch.path("b"), rights: .owner)
        #expect(try rights(scratch.path("b")) == 0o640)
    }

    @Test func aFileKeepsWhatItHoldsUntilTheNewBytesAreWhole() throws {
        let scratch = try Scratch()
        try scratch.write("old", "a")
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: scratch.path("a"))
        try FileManager.default.createSymbolicLink(atPath: scratch.path("link"), withDestinationPath: "a")
        do {
            let sink = try FileSink(replacing: scratch.path("a"))
            try sink.write(Array("new".utf8))
            try sink.flush()
            #expect(try scratch.text("a") == "old")
        }
        #expect(try scratch.names == ["a", "link"])
        try Files.write(Array("new".utf8), to: scratch.path("link"))
        #expect(try scratch.text("a") == "new")
        #expect(try scratch.names == ["a", "link"])
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: scratch.path("link")) == "a")
        let rights = try FileManager.default.attributesOfItem(atPath: scratch.path("a"))[.posixPermissions] as? Int
        #expect(rights == 0o600)
    }

    @Test func whatCannotBeReplacedIsWrittenInPlace() throws {
        let scratch = try Scratch()
        try scratch.write("longer than the new one", "a")
        try FileManager.default.linkItem(atPath: scratch.path("a"), toPath: scratch.path("b"))
        try Files.write(Array("new".utf8), to: scratch.path("a"))
        #expect(try scratch.text("b") == "new")
        try Files.write(Array("new".utf8), to: "/dev/null")
        #expect(throws: FileError.self) { try Files.write(Array("new".utf8), to: "/dev/full") }
        #expect(throws: FileError.self) { try FileSink(replacing: scratch.path("nowhere/a")) }
    }

    @Test func openingAFileLosesNothing() throws {
        let scratch = try Scratch()
        try scratch.write("old", "a")
        var sink: FileSink? = try FileSink(path: scratch.path("a"), keeping: 2)
        #expect(try scratch.text("a") == "old")
        try sink?.write(Array("n".utf8))
        try sink?.close()
        #expect(try scratch.text("a") == "oln")
        sink = try FileSink(path: scratch.path("a"))
        try sink?.close()
        #expect(try scratch.text("a").isEmpty)
    }
}
