import BenchFacts
import Testing
import World

@Suite(.serialized) struct FTPTests {
    static let large = 100_000_000

    private func bench(_ files: [FTPFact]) throws -> LiveBench {
        let account = [
            FTPFact.user(name: "module", password: "secret word", account: nil), .directory(path: "/in", writable: true),
        ]
        return try LiveBench((account + files).map(BenchFact.ftp))
    }

    @Test(.enabled(if: Tool.curl.isInstalled, "curl is not installed"))
    func curlFetchesAndStoresAHundredMegabytes() throws {
        let bytes = content(Self.large)
        let bench = try bench([.file(path: "/large.bin", bytes)])
        let server = try bench.ftp
        let login = ["-sS", "--user", "module:secret word"]
        try bench.expect(.curl, login + ["-o", "fetched", "ftp://\(server)/large.bin"])
        #expect(try bench.scratch.bytes(of: "fetched") == bytes)
        try bench.expect(.curl, login + ["-T", "fetched", "ftp://\(server)/in/stored.bin"])
        bench.expect(.ftp(.file(path: "/in/stored.bin", bytes)))
    }

    @Test(.enabled(if: Tool.lftp.isInstalled, "lftp is not installed"))
    func lftpFetchesAndStoresAHundredMegabytes() throws {
        let bytes = content(Self.large)
        let bench = try bench([.file(path: "/large.bin", bytes)])
        let server = try bench.ftp
        let script = """
            set net:max-retries 1; set net:timeout 60; set ftp:ssl-allow no; set cmd:fail-exit yes
            open -u "module,secret word" -p \(server.port) ftp://\(server.address)
            get /large.bin -o fetched
            put fetched -o /in/stored.bin
            bye
            """
        try bench.expect(.lftp, ["--norc", "-c", script])
        #expect(try bench.scratch.bytes(of: "fetched") == bytes)
        bench.expect(.ftp(.file(path: "/in/stored.bin", bytes)))
    }

    @Test(
        .enabled(if: Tool.curl.isInstalled, "curl is not installed"),
        arguments: [[], ["--disable-epsv"], ["--ftp-port", "127.0.0.1"], ["--disable-eprt", "--ftp-port", "127.0.0.1"]]
    )
    func everyWayToOpenADataConnection(options: [String]) throws {
        let bytes = content(1_000_003)
        let bench = try bench([.file(path: "/in/some.bin", bytes)])
        let server = try bench.ftp
        let login = ["-sS", "--user", "module:secret word"] + options
        try bench.expect(.curl, login + ["-o", "fetched", "ftp://\(server)/in/some.bin"])
        #expect(try bench.scratch.bytes(of: "fetched") == bytes)
        try bench.expect(.curl, login + ["-T", "fetched", "ftp://\(server)/in/stored.bin"])
        bench.expect(.ftp(.file(path: "/in/stored.bin", bytes)))
        let names = try bench.expect(.curl, login + ["--list-only", "ftp://\(server)/in/"])
        #expect(names.split(whereSeparator: \.isNewline).sorted() == ["some.bin", "stored.bin"])
        let listing = try bench.expect(.curl, login + ["ftp://\(server)/in/"])
        #expect(listing.contains("1000003"))
    }

    @Test(.enabled(if: Tool.curl.isInstalled, "curl is not installed"))
    func aTransferIsResumedAppendedAndDeleted() throws {
        let bytes = content(300_000)
        let bench = try bench([.file(path: "/in/some.bin", bytes)])
        let server = try bench.ftp
        let login = ["-sS", "--user", "module:secret word"]
        try bench.scratch.write(Array(bytes.prefix(100_001)), to: "part")
        try bench.expect(.curl, login + ["-C", "-", "-o", "part", "ftp://\(server)/in/some.bin"])
        #expect(try bench.scratch.bytes(of: "part") == bytes)
        try bench.expect(.curl, login + ["--append", "-T", "part", "ftp://\(server)/in/some.bin"])
        bench.expect(.ftp(.file(path: "/in/some.bin", bytes + bytes)))
        try bench.expect(.curl, login + ["-Q", "DELE /in/some.bin", "ftp://\(server)/"])
        bench.expect(.ftp(.noFile(path: "/in/some.bin")))
    }

    @Test(.enabled(if: Tool.curl.isInstalled, "curl is not installed"))
    func whatIsForbiddenIsRefused() throws {
        let bench = try bench([.directory(path: "/out", writable: false)])
        let server = try bench.ftp
        try bench.scratch.write([1, 2, 3], to: "three")
        // 67: login denied; 25: upload refused; 78: no such file (curl(1), EXIT CODES).
        #expect(try bench.run(.curl, ["-sS", "--user", "module:wrong", "ftp://\(server)/"]).status == 67)
        let login = ["-sS", "--user", "module:secret word"]
        #expect(try bench.run(.curl, login + ["-T", "three", "ftp://\(server)/out/three"]).status == 25)
        #expect(try bench.run(.curl, login + ["ftp://\(server)/none.bin"]).status == 78)
        bench.expect(.ftp(.noFile(path: "/out/three")))
    }
}
