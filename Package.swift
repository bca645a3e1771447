// swift-tools-version: 6.2
import PackageDescription

/// One line per module: its name, the modules it may see, and those that its tests may see beside it. The order is the direction in which
/// data flows. One without tests holds nothing but values; those who read and use them test them. Nothing stands here that no file imports:
/// `.ci/check-imports` holds both against each other.
let modules: [(name: String, sees: [String], tests: [String]?)] = [
    ("Octets", [], []),
    ("Platform", ["Octets"], []),
    ("SourceText", ["Octets"], []),
    ("Verdicts", [], nil),
    ("Events", ["Octets", "Verdicts"], ["Octets", "Verdicts"]),
    ("ATCommands", [], []),
    ("InternetProtocols", ["Octets"], ["Octets"]),
    ("Dialects", ["Verdicts", "SourceText", "Octets"], ["Verdicts", "SourceText"]),
    ("World", [], []),
    ("BenchFacts", ["World"], nil),
    ("Rigs", ["Verdicts", "SourceText", "World"], ["Verdicts", "SourceText", "World"]),
    (
        "ScenarioLanguage", ["Verdicts", "SourceText", "Octets", "World", "BenchFacts", "Dialects"],
        ["Verdicts", "SourceText", "Octets", "World", "BenchFacts", "Dialects"]
    ),
    ("SimulatedWorld", ["World", "Octets"], ["World"]),
    ("LiveWorld", ["World", "Octets", "InternetProtocols", "CPlatform"], ["World"]),
    ("TestBench", ["World", "Octets", "InternetProtocols", "BenchFacts"], ["World", "InternetProtocols", "BenchFacts"]),
    (
        "VirtualModem", ["World", "Octets", "InternetProtocols", "ATCommands", "Dialects"],
        ["SourceText", "World", "Octets", "InternetProtocols", "Dialects", "BenchFacts", "SimulatedWorld", "TestBench"]
    ),
    (
        "Execution", ["Verdicts", "Events", "Octets", "SourceText", "Dialects", "ScenarioLanguage", "BenchFacts", "World"],
        ["Verdicts", "Events", "Octets", "SourceText", "Dialects", "ScenarioLanguage", "BenchFacts", "World"]
    ),
    (
        "Mutants", ["Verdicts", "Events", "Octets", "World", "Dialects", "ScenarioLanguage", "VirtualModem", "Execution"],
        ["Verdicts", "Events", "SourceText", "Dialects", "BenchFacts", "ScenarioLanguage", "Execution", "Benches"]
    ),
    ("Reports", ["Verdicts", "Events", "Octets"], ["Verdicts", "Events", "Octets"]),
    ("Captures", ["Events", "Octets", "InternetProtocols", "World"], ["Verdicts", "Events", "InternetProtocols", "World"]),
    ("Gates", ["Verdicts", "Events", "SourceText"], ["Verdicts", "Events", "SourceText"]),
    (
        "Benches",
        [
            "Octets", "Platform", "Verdicts", "Events", "Dialects", "World", "BenchFacts", "Rigs", "ScenarioLanguage",
            "SimulatedWorld",
            "LiveWorld", "TestBench", "VirtualModem", "Execution", "Reports", "Captures", "Gates",
        ],
        [
            "Verdicts", "Events", "SourceText", "Dialects", "World", "BenchFacts", "Rigs", "ScenarioLanguage", "SimulatedWorld",
            "LiveWorld", "TestBench", "VirtualModem", "Execution", "Reports", "Gates",
        ]
    ),
    (
        "AttestCommands",
        [
            "Octets", "Platform", "SourceText", "Verdicts", "Events", "Dialects", "World", "BenchFacts", "Rigs",
            "ScenarioLanguage",
            "LiveWorld", "TestBench", "VirtualModem", "Execution", "Mutants", "Reports", "Gates", "Captures", "Benches",
        ],
        [
            "Platform", "SourceText", "Verdicts", "Events", "Dialects", "World", "BenchFacts", "Rigs", "ScenarioLanguage",
            "VirtualModem", "Execution", "Reports", "Benches",
        ]
    ),
]

/// A release holds the standard library and Foundation: it runs where no toolchain is, and calls into them directly, which makes a virtual run
/// a fifth faster.
let standingAlone = ["-static-stdlib"]
let standsAlone = SwiftSetting.unsafeFlags(standingAlone, .when(configuration: .release))

let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
    standsAlone,
]

let package = Package(
    name: "attest",
    products: [.executable(name: "attest", targets: ["attest"])],
    targets: [
        .target(name: "CPlatform"),
        .executableTarget(
            name: "attest",
            dependencies: ["AttestCommands"],
            swiftSettings: strict,
            linkerSettings: [.unsafeFlags(standingAlone, .when(configuration: .release))]
        ),
        .target(name: "CPingPong"),
        .executableTarget(
            name: "attest-benchmark",
            dependencies: ["CPingPong"],
            path: "Sources/AttestBenchmark",
            swiftSettings: strict
        ),
    ]
        + modules.map { .target(name: $0.name, dependencies: $0.sees.map { .init(stringLiteral: $0) }, swiftSettings: strict) }
        + modules.compactMap { module in
            module.tests.map { sees in
                .testTarget(
                    name: module.name + "Tests",
                    dependencies: ([module.name] + sees).map { .init(stringLiteral: $0) },
                    swiftSettings: strict
                )
            }
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
