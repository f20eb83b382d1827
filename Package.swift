// swift-tools-version: 6.2
// Shabaka: the information system of a national social safety net. Apache-2.0.
import PackageDescription

let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InferIsolatedConformances"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
]

// What each dependency is for.
let grdb: Target.Dependency = .product(name: "GRDB", package: "GRDB.swift")  // SQLite: pool, WAL
let sqlite: Target.Dependency = .product(name: "GRDBSQLite", package: "GRDB.swift")  // its C API
let arguments: Target.Dependency = .product(
    name: "ArgumentParser", package: "swift-argument-parser")  // the command line
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")  // messages
let hummingbird: Target.Dependency = .product(name: "Hummingbird", package: "hummingbird")  // HTTP
let hummingbirdTLS: Target.Dependency = .product(
    name: "HummingbirdTLS", package: "hummingbird")  // the TLS server
let nioCore: Target.Dependency = .product(name: "NIOCore", package: "swift-nio")  // its buffers
let nioSSL: Target.Dependency = .product(name: "NIOSSL", package: "swift-nio-ssl")  // its TLS
let httpTypes: Target.Dependency = .product(name: "HTTPTypes", package: "swift-http-types")
let lifecycle: Target.Dependency = .product(
    name: "ServiceLifecycle", package: "swift-service-lifecycle")  // clean stop of `serve`
let yams: Target.Dependency = .product(name: "Yams", package: "Yams")  // mapping files, packs

let package = Package(
    name: "shabaka",
    dependencies: [
        .package(url: "https://github.com/hummingbird-project/hummingbird", exact: "2.28.1"),
        .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", exact: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", exact: "2.37.6"),
        .package(url: "https://github.com/apple/swift-http-types", exact: "1.8.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", exact: "2.13.0"),
        .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
    ],
    targets: [
        .target(name: "Registry", swiftSettings: strict),
        .target(name: "CSQLite", linkerSettings: [.linkedLibrary("sqlite3")]),
        .target(
            name: "Storage", dependencies: ["CSQLite", "Registry", grdb, sqlite],
            swiftSettings: strict),
        .target(name: "COpenSSL", linkerSettings: [.linkedLibrary("crypto")]),
        .target(name: "Trust", dependencies: ["COpenSSL"], swiftSettings: strict),
        .target(
            name: "ChangeLog", dependencies: ["Registry", "Storage", "Trust"],
            swiftSettings: strict),
        .target(
            name: "CLibCurl",
            linkerSettings: ["curl", "ssl", "crypto"].map { .linkedLibrary($0) }),
        .target(name: "CZstd", linkerSettings: [.linkedLibrary("zstd")]),
        .target(
            name: "Sync",
            dependencies: [
                "CLibCurl", "CZstd", "Registry", "Storage", "Trust", "ChangeLog",
            ],
            swiftSettings: strict),
        .target(
            name: "Listener",
            dependencies: [
                "Storage", "Trust", "ChangeLog", "Sync", hummingbird, hummingbirdTLS, httpTypes,
                logging, nioCore, nioSSL,
            ],
            swiftSettings: strict),
        .target(
            name: "Intake", dependencies: ["Registry", "Storage", "Trust", "ChangeLog"],
            swiftSettings: strict),
        .target(name: "Linkage", swiftSettings: strict),
        .target(
            name: "Payroll", dependencies: ["Registry", "Storage", "Trust", "ChangeLog"],
            swiftSettings: strict),
        .target(
            name: "Casework",
            dependencies: ["Registry", "Storage", "Trust", "ChangeLog", "Linkage", "Payroll"],
            swiftSettings: strict),
        .target(
            name: "Console",
            dependencies: [
                "Registry", "Trust", "ChangeLog", "Linkage", "Payroll", "Casework",
            ],
            resources: ["Texts/ar.txt", "Texts/ckb.txt", "Texts/en.txt"].map {
                .embedInCode($0)
            }
                + ["Assets/console.css", "Assets/console.js", "Assets/icon.svg"].map {
                    .embedInCode($0)
                },
            swiftSettings: strict),
        // The built-in country pack; its files lie under deploy/packs.
        .target(
            name: "CountryPack",
            resources: ["areas", "codes", "pack", "payments", "programmes"].map {
                .embedInCode("iraq-demo/\($0).yaml")
            }),
        .executableTarget(
            name: "shabaka",
            dependencies: [
                "CountryPack", "CSQLite", "Registry", "Storage", "Trust", "ChangeLog",
                "Intake", "Linkage", "Payroll", "Casework", "Console", "Sync", "Listener",
                "Simulation", arguments, logging, hummingbird, hummingbirdTLS, nioCore, nioSSL,
                httpTypes, lifecycle, sqlite, yams,
            ],
            swiftSettings: strict),
        .target(
            name: "Simulation",
            dependencies: ["Registry", "Storage", "Trust", "ChangeLog", "Sync"],
            swiftSettings: strict),
        .testTarget(name: "RegistryTests", dependencies: ["Registry"], swiftSettings: strict),
        .testTarget(
            name: "StorageTests", dependencies: ["Registry", "Storage"], swiftSettings: strict),
        .testTarget(
            name: "TrustTests", dependencies: ["Storage", "Trust", "ChangeLog", "Sync"],
            swiftSettings: strict),
        .testTarget(
            name: "ChangeLogTests",
            dependencies: ["Registry", "Storage", "Trust", "ChangeLog", "Sync"],
            swiftSettings: strict),
        .testTarget(
            name: "IntakeTests",
            dependencies: ["Registry", "Storage", "Trust", "ChangeLog", "Intake"],
            swiftSettings: strict),
        .testTarget(name: "LinkageTests", dependencies: ["Linkage"], swiftSettings: strict),
        .testTarget(
            name: "PayrollTests",
            dependencies: ["Registry", "Storage", "Trust", "ChangeLog", "Payroll"],
            swiftSettings: strict),
        .testTarget(
            name: "CaseworkTests",
            dependencies: ["Registry", "Storage", "Trust", "ChangeLog", "Linkage", "Casework"],
            swiftSettings: strict),
        .testTarget(
            name: "ConsoleTests",
            dependencies: [
                "Registry", "Storage", "Trust", "ChangeLog", "Payroll", "Casework", "Console",
            ],
            swiftSettings: strict),
        .testTarget(
            name: "SyncTests",
            dependencies: ["Registry", "Storage", "Trust", "ChangeLog", "Sync"],
            swiftSettings: strict),
        .testTarget(
            name: "SimulationTests",
            dependencies: ["Registry", "Storage", "Trust", "ChangeLog", "Sync", "Simulation"],
            swiftSettings: strict),
        .testTarget(
            name: "EndToEndTests",
            dependencies: ["Registry", "Storage", "Trust", "Sync", "Listener", httpTypes],
            // Python: people at a browser. C: a disk that forgets what was not synced.
            exclude: ["Journeys", "LossyDisk"],
            swiftSettings: strict),
    ])

// The fuzzers are built by themselves (Tests/Fuzz/README.md): libFuzzer brings their `main`.
if Context.environment["SHABAKA_FUZZERS"] != nil {
    package.targets.append(
        .executableTarget(
            name: "shabaka-fuzz",
            dependencies: ["Registry", "Storage", "Trust", "ChangeLog", "Sync", "Intake"],
            path: "Tests/Fuzz", exclude: ["README.md", "run.sh"],
            swiftSettings: strict + [.unsafeFlags(["-parse-as-library"])]))
}

// The simulation alone, for engines with a mistake in them (Tests/Mutants/run.sh).
if Context.environment["SHABAKA_MUTANTS"] != nil {
    package.targets.append(
        .executableTarget(
            name: "shabaka-mutant", dependencies: ["Simulation"], path: "Tests/Mutants/Runner",
            swiftSettings: strict))
}
