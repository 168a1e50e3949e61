// swift-tools-version: 6.2
import PackageDescription

/// Those of the program itself. Built for release, Swift 6.3.1 takes the members of `timespec` to come from
/// a module that cannot be imported, so it goes without the feature that would have it imported.
let program: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]

/// The settings of every target: what is not meant is not built.
let house: [SwiftSetting] =
    program + [.enableUpcomingFeature("MemberImportVisibility")]

/// For targets that must not touch memory by hand: the compiler then proves that they do not.
let safe = house + [.strictMemorySafety()]

func adapter(_ name: String, _ others: Target.Dependency...) -> Target {
    .target(name: name, dependencies: ["Quiescence", "DecommissionGate"] + others, swiftSettings: house)
}

let package = Package(
    name: "decommission-gate",
    products: [.executable(name: "decommission-gate", targets: ["decommission-gate"])],
    targets: [
        .target(name: "Quiescence", swiftSettings: safe),
        .target(name: "DecommissionGate", dependencies: ["Quiescence"], swiftSettings: safe),
        adapter("KafkaCluster", "OwnThread", "Digest", "CRDKafka"),
        .target(name: "Digest", dependencies: ["CCrypto"], swiftSettings: house),
        adapter("Scratch"),
        adapter("EvidenceJournal", "OwnThread", "Digest", "CSQLite"),
        .target(name: "OwnThread", dependencies: ["CThreadName"], swiftSettings: house),
        .target(name: "Allocator", dependencies: ["CMalloc"], swiftSettings: house),
        .target(
            name: "MockKafka", dependencies: ["Quiescence", "OwnThread", "CRDKafka"], swiftSettings: house),
        .target(
            name: "HTTPServer", dependencies: ["DecommissionGate", "OwnThread", "CMicrohttpd"],
            swiftSettings: house),
        .target(
            name: "HTTPClient", dependencies: ["DecommissionGate", "OwnThread", "CCurl"],
            swiftSettings: house),
        adapter("YAML", "CYAML"),
        adapter("Compression", "CZlib"),
        .target(
            name: "MirrorMaker", dependencies: ["Quiescence", "DecommissionGate"], swiftSettings: safe),
        .target(
            name: "Demo", dependencies: ["Quiescence", "DecommissionGate", "MockKafka"], swiftSettings: safe),
        .target(
            name: "Producers", dependencies: ["Quiescence", "DecommissionGate", "OwnThread", "YAML"],
            swiftSettings: safe),
        .executableTarget(
            name: "decommission-gate",
            dependencies: [
                "Quiescence", "DecommissionGate", "KafkaCluster", "MirrorMaker", "Producers", "Demo",
                "HTTPServer", "HTTPClient", "OwnThread", "YAML", "Compression", "Digest", "Scratch",
                "EvidenceJournal", "Allocator", "CGetopt",
            ],
            swiftSettings: program),
        .executableTarget(
            name: "benchmark",
            dependencies: [
                "Quiescence", "DecommissionGate", "KafkaCluster", "MirrorMaker", "MockKafka", "HTTPClient",
                "Compression", "OwnThread", "Allocator", "EvidenceJournal", "CRDKafka", "TestKafka",
            ],
            swiftSettings: program),
        .systemLibrary(
            name: "CRDKafka", pkgConfig: "rdkafka", providers: [.apt(["librdkafka-dev"])]),
        .systemLibrary(
            name: "CMicrohttpd", pkgConfig: "libmicrohttpd", providers: [.apt(["libmicrohttpd-dev"])]),
        .systemLibrary(name: "CYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
        .systemLibrary(
            name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        .systemLibrary(name: "CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
        .systemLibrary(name: "CThreadName"),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "CGetopt"),
        .systemLibrary(name: "CMalloc"),
        .testTarget(
            name: "QuiescenceTests", dependencies: ["Quiescence"], swiftSettings: house),
        .testTarget(
            name: "DecommissionGateTests",
            dependencies: ["Quiescence", "DecommissionGate", "Digest", "YAML"],
            exclude: ["Golden", "Surveys"], swiftSettings: house),
        .testTarget(
            name: "KafkaClusterTests",
            dependencies: [
                "Quiescence", "DecommissionGate", "KafkaCluster", "MockKafka", "OwnThread", "CRDKafka",
                "TestKafka",
            ],
            swiftSettings: house),
        .testTarget(
            name: "MirrorMakerTests",
            dependencies: ["Quiescence", "DecommissionGate", "MirrorMaker", "TestKafka"],
            swiftSettings: house),
        .testTarget(
            name: "ProducersTests", dependencies: ["Quiescence", "DecommissionGate", "Producers"],
            swiftSettings: house),
        .testTarget(
            name: "DemoTests",
            dependencies: [
                "Quiescence", "DecommissionGate", "KafkaCluster", "MirrorMaker", "Producers", "MockKafka",
                "Demo",
                "HTTPClient", "decommission-gate",
            ],
            swiftSettings: house),
        .testTarget(name: "OwnThreadTests", dependencies: ["OwnThread"], swiftSettings: house),
        .testTarget(
            name: "HTTPServerTests",
            dependencies: ["DecommissionGate", "HTTPServer", "Compression", "OwnThread", "TestHTTP"],
            swiftSettings: house),
        .testTarget(
            name: "CommandTests",
            dependencies: [
                "Quiescence", "DecommissionGate", "Compression", "Digest", "HTTPServer", "HTTPClient",
                "TestHTTP",
                "TestKafka",
                "MockKafka",
                "YAML",
                "decommission-gate",
            ],
            swiftSettings: house),
        .testTarget(
            name: "HTTPClientTests",
            dependencies: ["DecommissionGate", "HTTPServer", "HTTPClient", "TestHTTP"],
            swiftSettings: house),
        .testTarget(
            name: "BrowserTests",
            dependencies: [
                "Quiescence", "DecommissionGate", "EvidenceJournal", "HTTPServer", "HTTPClient",
                "Compression",
                "TestHTTP", "TestKafka", "decommission-gate",
            ],
            swiftSettings: house),
        .testTarget(
            name: "CompressionTests", dependencies: ["DecommissionGate", "Compression", "CZlib"],
            swiftSettings: house),
        .testTarget(
            name: "EndToEndTests",
            dependencies: ["DecommissionGate", "HTTPServer", "TestHTTP", "TestKafka", "decommission-gate"],
            swiftSettings: house),
        .testTarget(
            name: "ComparingTests",
            dependencies: ["Quiescence", "DecommissionGate", "Digest", "Scratch"], swiftSettings: house),
        .testTarget(
            name: "EvidenceJournalTests",
            dependencies: ["Quiescence", "DecommissionGate", "EvidenceJournal", "FaultyDisk", "CSQLite"],
            swiftSettings: house),
        .testTarget(
            name: "KillTests",
            dependencies: [
                "Quiescence", "DecommissionGate", "EvidenceJournal", "OwnThread", "TestKafka",
                "SurveyingProcess",
            ],
            swiftSettings: house),
        .executableTarget(
            name: "SurveyingProcess", dependencies: ["Quiescence", "DecommissionGate", "EvidenceJournal"],
            path: "Tests/SurveyingProcess", swiftSettings: program),
        .testTarget(
            name: "MonitoringFilesTests", dependencies: ["DecommissionGate", "YAML"], swiftSettings: house),
        .testTarget(name: "TidyTests", swiftSettings: house),
        .target(name: "FaultyDisk", dependencies: ["CSQLite"], path: "Tests/FaultyDisk"),
        .target(
            name: "TestHTTP", dependencies: ["DecommissionGate", "HTTPServer", "OwnThread"],
            path: "Tests/TestHTTP", swiftSettings: house),
        .target(
            name: "TestKafka", dependencies: ["Quiescence", "OwnThread", "CRDKafka"], path: "Tests/TestKafka",
            swiftSettings: house),
        .testTarget(
            name: "TestKafkaTests", dependencies: ["Quiescence", "TestKafka"], swiftSettings: house),
    ]
)
