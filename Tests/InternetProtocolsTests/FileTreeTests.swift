import InternetProtocols
import Testing

@Suite struct FileTreeTests {
    @Test(arguments: [
        ("", "/a/b"), (".", "/a/b"), ("..", "/a"), ("../..", "/"), ("../../..", "/"), ("../../../../etc/passwd", "/etc/passwd"),
        ("c", "/a/b/c"),
        ("./c//d/", "/a/b/c/d"), ("/", "/"), ("//x", "/x"), ("/../x", "/x"), ("...", "/a/b/..."), ("c/../d", "/a/b/d"),
        ("c d", "/a/b/c d"),
    ]) func normalisesPaths(text: String, path: String) {
        #expect(FileTree.Path(text, in: FileTree.Path("/a/b")).description == path)
    }

    @Test func boundsPaths() {
        let deep = FileTree.Path(String(repeating: "a/", count: 10_000))
        #expect(deep.names.count == FileTree.Path.depthLimit)
        #expect(FileTree.Path.root.parent == .root)
    }

    @Test func keepsFilesInDirectories() throws {
        var files = FileTree()
        files.setFile(FileTree.Path("a/b/f"), [1, 2])
        files.setDirectory(FileTree.Path("locked"), writable: false)
        files.setFile(FileTree.Path("locked/g"), [3])
        #expect(files.isDirectory(FileTree.Path("a/b")))
        #expect(files.file(FileTree.Path("a")) == nil)
        #expect(files.list(.root)?.map(\.name) == ["a", "locked"])
        #expect(files.list(FileTree.Path("a/b/f"))?.map(\.size) == [2])
        #expect(files.list(FileTree.Path("none")) == nil)

        try files.write(FileTree.Path("a/b/f"), [9])
        #expect(files.file(FileTree.Path("/a/b/f")) == [9])
        #expect(throws: FileTree.Refusal.readOnly) { try files.write(FileTree.Path("locked/g"), []) }
        #expect(throws: FileTree.Refusal.readOnly) { try files.removeFile(FileTree.Path("locked/g")) }
        #expect(throws: FileTree.Refusal.notFound) { try files.write(FileTree.Path("none/g"), []) }
        #expect(throws: FileTree.Refusal.notFound) { try files.write(FileTree.Path("a"), []) }
        #expect(throws: FileTree.Refusal.notFound) { try files.write(.root, []) }
        #expect(throws: FileTree.Refusal.notFound) { try files.removeFile(FileTree.Path("a")) }
        #expect(throws: FileTree.Refusal.exists) { try files.makeDirectory(FileTree.Path("a")) }
        #expect(throws: FileTree.Refusal.notEmpty) { try files.removeDirectory(FileTree.Path("a")) }
        #expect(throws: FileTree.Refusal.notFound) { try files.removeDirectory(.root) }
        try files.makeDirectory(FileTree.Path("a/c"))
        try files.removeDirectory(FileTree.Path("a/c"))
        try files.removeFile(FileTree.Path("a/b/f"))
        #expect(files.file(FileTree.Path("a/b/f")) == nil)
    }

    @Test func rootMayBeReadOnly() {
        var files = FileTree(writable: false)
        #expect(throws: FileTree.Refusal.readOnly) { try files.write(FileTree.Path("f"), []) }
        files.setDirectory(FileTree.Path("."), writable: true)
        #expect(throws: Never.self) { try files.write(FileTree.Path("f"), []) }
    }

    @Test func limitsTheSizeOfAllFilesTogether() throws {
        var files = FileTree()
        let content = [UInt8](repeating: 1, count: FileTree.sizeLimit / 2)
        files.setFile(FileTree.Path("a"), content)
        try files.write(FileTree.Path("b"), content)
        #expect(throws: FileTree.Refusal.tooLarge) { try files.write(FileTree.Path("c"), [1]) }
        // What is replaced or removed makes room.
        try files.write(FileTree.Path("a"), content)
        #expect(throws: FileTree.Refusal.tooLarge) { try files.write(FileTree.Path("a"), content + [1]) }
        try files.removeFile(FileTree.Path("b"))
        try files.write(FileTree.Path("c"), content)
        files.setDirectory(FileTree.Path("c"), writable: true)
        try files.write(FileTree.Path("a"), content + [1])
    }

    @Test func limitsTheNumberOfFiles() {
        var files = FileTree()
        var stored = 0
        while stored < 20_000, (try? files.write(FileTree.Path("f\(stored)"), [])) != nil { stored += 1 }
        #expect(stored == FileTree.nodeLimit - 1)
        #expect(throws: Never.self) { try files.write(FileTree.Path("f0"), [1]) }
    }
}
