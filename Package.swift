// swift-tools-version: 6.2
import PackageDescription

/// One line per module: its name and the modules it may see. The order is the direction in which data flows.
let modules: [(name: String, sees: [String])] = [
    ("Octets", []),
    ("SourceText", ["Octets"]),
    ("Events", ["Octets"]),
    ("ATCommands", ["Octets"]),
    ("InternetProtocols", ["Octets"]),
    ("Dialects", ["SourceText", "ATCommands"]),
    ("World", ["Octets"]),
    ("BenchFacts", ["Octets", "World"]),
    ("Rigs", ["SourceText", "World"]),
    ("ScenarioLanguage", ["SourceText", "Octets", "World", "BenchFacts", "Dialects"]),
    ("SimulatedWorld", ["World", "Octets"]),
    ("LiveWorld", ["World", "Octets", "CPlatform"]),
    ("TestBench", ["World", "Octets", "InternetProtocols", "BenchFacts"]),
    ("VirtualModem", ["World", "Octets", "InternetProtocols", "ATCommands", "Dialects"]),
    (
        "Execution",
        ["Events", "Octets", "SourceText", "ATCommands", "Dialects", "ScenarioLanguage", "BenchFacts", "World", "TestBench"]
    ),
    ("Reports", ["Events", "Octets"]),
    ("Captures", ["Events", "Octets", "World"]),
    ("Gates", ["Events", "SourceText"]),
    (
        "AttestCommands",
        [
            "Octets", "SourceText", "Events", "ATCommands", "InternetProtocols", "Dialects", "World", "BenchFacts", "Rigs",
            "ScenarioLanguage", "SimulatedWorld", "LiveWorld", "TestBench", "VirtualModem", "Execution", "Reports", "Gates",
            "Captures", "CPlatform",
        ]
    ),
]

let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
]

let package = Package(
    name: "attest",
    products: [.executable(name: "attest", targets: ["attest"])],
    targets: [
        .target(name: "CPlatform"),
        .executableTarget(name: "attest", dependencies: ["AttestCommands"], swiftSettings: strict),
        .target(name: "CPingPong"),
        .executableTarget(
            name: "attest-benchmark",
            dependencies: ["CPingPong"],
            path: "Sources/AttestBenchmark",
            swiftSettings: strict
        ),
    ]
        + modules.map { .target(name: $0.name, dependencies: $0.sees.map { .init(stringLiteral: $0) }, swiftSettings: strict) }
        // BenchFacts holds nothing but values; those who read and use them test them.
        + modules.filter { $0.name != "BenchFacts" }.map { module in
            .testTarget(
                name: module.name + "Tests",
                dependencies: [.init(stringLiteral: module.name)] + module.sees.map { .init(stringLiteral: $0) },
                swiftSettings: strict
            )
        }
        + [
            // The bench's servers on real sockets, with other people's clients.
            .testTarget(
                name: "RealPeersTests",
                dependencies: ["World", "BenchFacts", "TestBench", "LiveWorld"],
                exclude: ["rfc2217_server.py"],
                swiftSettings: strict
            ),
            // The program on a pseudo-terminal, as a user starts it.
            .testTarget(name: "TerminalTests", dependencies: ["attest"], swiftSettings: strict),
        ]
)
