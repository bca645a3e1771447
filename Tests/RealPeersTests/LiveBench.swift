import BenchFacts
import Foundation
import LiveWorld
import TestBench
import Testing
import World

/// The bench's servers on loopback sockets, at free ports.
final class LiveBench {
    struct Outcome {
        var status: Int32
        var output: String
    }

    let bench: Bench
    let scratch: Scratch
    private let world: LiveWorld
    private let host: LiveHost
    private var log: [String] = []

    /// How long a program may take: reached only by a test that fails.
    private static let patience = Interval.seconds(120)

    init(_ facts: [BenchFact]) throws {
        let world = try LiveWorld()
        var made: LiveHost?
        bench = try Bench(addresses: .loopback, facts: facts) { addresses in
            let host = world.makeHost(addresses: addresses, portPolicy: .mapped)
            made = host
            return host
        }
        host = try #require(made)
        scratch = try Scratch()
        self.world = world
        bench.onLog = { [weak self] in self?.log.append("\($0) \($1)") }
    }

    /// Where a server really is.
    private func endpoint(_ address: IPv4Address, _ port: UInt16) throws -> Endpoint {
        try #require(host.mappings[Endpoint(address, port)])
    }
    var ftp: Endpoint { get throws { try endpoint(bench.addresses.ftp, 21) } }
    var pop3: Endpoint { get throws { try endpoint(bench.addresses.pop3, 110) } }
    var smtp: Endpoint { get throws { try endpoint(bench.addresses.smtp, 25) } }
    func nameServer(_ server: NameServer) throws -> Endpoint {
        switch server {
        case .primary: try endpoint(bench.addresses.primaryNameServer, 53)
        case .secondary: try endpoint(bench.addresses.secondaryNameServer, 53)
        }
    }

    /// Runs the program to its end, and the servers meanwhile.
    func run(_ tool: Tool, _ arguments: [String], input: String = "") throws -> Outcome {
        let process = Process()
        process.executableURL = URL(filePath: try #require(tool.path))
        process.arguments = arguments
        process.currentDirectoryURL = scratch.url
        process.environment = [
            "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "", "HOME": scratch.url.path, "LC_ALL": "C",
        ]
        // Files, since a pipe that is full would stop the program.
        try scratch.write(Array(input.utf8), to: "input")
        try scratch.write([], to: "output")
        let output = try FileHandle(forWritingTo: scratch.url.appending(path: "output"))
        process.standardInput = try FileHandle(forReadingFrom: scratch.url.appending(path: "input"))
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let deadline = world.now + Self.patience
        while process.isRunning && world.now < deadline { world.runOnce(deadline: world.now + .milliseconds(5)) }
        if process.isRunning { process.terminate() }
        process.waitUntilExit()
        return Outcome(
            status: process.terminationStatus,
            output: String(decoding: try scratch.bytes(of: "output"), as: UTF8.self)
        )
    }

    /// Runs a program that must succeed, and answers what it printed.
    @discardableResult
    func expect(
        _ tool: Tool,
        _ arguments: [String],
        input: String = "",
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws -> String {
        log = []
        let outcome = try run(tool, arguments, input: input)
        #expect(
            outcome.status == 0,
            "\(tool.name) printed:\n\(outcome.output)\nThe servers saw:\n\(log.suffix(40).joined(separator: "\n"))",
            sourceLocation: sourceLocation
        )
        return outcome.output
    }

    /// The observation must hold once the servers have done what they still have to do.
    func expect(_ observation: BenchObservation<Exact>, sourceLocation: SourceLocation = #_sourceLocation) {
        var state = bench.evaluate(observation)
        let deadline = world.now + .seconds(10)
        while state != .holds && world.now < deadline {
            world.runOnce(deadline: world.now + .milliseconds(5))
            state = bench.evaluate(observation)
        }
        #expect(state == .holds, sourceLocation: sourceLocation)
    }
}

/// Bytes with a prime period, so that a lost, doubled or swapped piece shows.
func content(_ count: Int) -> [UInt8] {
    var state: UInt32 = 1
    let period = (0..<65_521).map { _ in
        state = state &* 1_664_525 &+ 1_013_904_223
        return UInt8(truncatingIfNeeded: state >> 24)
    }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(count)
    while bytes.count < count { bytes += period.prefix(count - bytes.count) }
    return bytes
}
