import ArgumentParser
import Casework
import ChangeLog
import Foundation
import Intake
import Simulation
import Storage
import Synchronization
import Trust

/// Lets all provinces bring their first load to the hub at once, and asks the hub's pages meanwhile.
struct ProvincesBench: DocumentCommand {
    static let configuration = CommandConfiguration(
        commandName: "provinces",
        abstract: "Measure how a hub bears the first loads of all provinces at once.",
        discussion: """
            A hub is served; each province joins and imports simulated families. Then all push at \
            once, each from a process of its own over mutual TLS, at a lower priority, since it \
            would run on another machine. Where the hub is busy they come again. Meanwhile one \
            client asks for the hub's status page and the status document, one after the other, \
            without a pause.

            Example: shabaka bench provinces --provinces 15 --persons 4000
            """)

    @Option(help: "How many provinces, 15 at most.")
    var provinces = 15

    @Option(help: "How many persons each has.")
    var persons = 4000

    @Option(help: "From which the families are made.")
    var seed: UInt64 = 1

    @Option(help: "The folder for files and databases; that of the system when left out.")
    var folder: FilePath?

    @Flag(help: "One JSON document on standard output.")
    var json = false

    var isJSON: Bool { json }

    func validate() throws {
        guard (1...PopulationSimulation.provinces.count).contains(provinces) else {
            throw ValidationError("--provinces is 1 to \(PopulationSimulation.provinces.count).")
        }
        guard persons > 0 else { throw ValidationError("--persons must be at least 1.") }
    }

    /// How one province fared.
    struct Province: Codable, Sendable {
        var name: String
        var changesets: Int
        /// From the common start until everything was up and the answer down.
        var seconds: Double
        /// How often the hub was busy and was asked again.
        var busyAnswers: Int
        /// Rounds that were given up and begun anew.
        var failedRounds: Int
    }

    struct Outcome: Rendered {
        var provinces: [Province]
        var persons: Int
        /// How many the hub holds in the end.
        var personsAtHub: Int
        var pages: [ConsoleBench.Kind]
        var pageErrors: Int
        /// What no page may take longer than at the 99th percentile.
        var pageLimitMilliseconds: Double
        var hubPeakMegabytes: Double

        var isMet: Bool {
            pageErrors == 0 && personsAtHub == persons
                && pages.allSatisfy { $0.p99Milliseconds <= pageLimitMilliseconds }
        }

        var exitCode: Int32 { isMet ? 0 : 1 }

        var text: String {
            let ordered = provinces.sorted { $0.seconds < $1.seconds }
            func line(_ province: Province) -> String {
                "\(province.name) after \(province.seconds.text(places: 1)) s"
            }
            var lines = [
                "\(provinces.count) provinces, \(persons) persons: \(personsAtHub) at the hub",
                "first \(ordered.first.map(line) ?? "–"), last \(ordered.last.map(line) ?? "–")",
                "busy \(provinces.reduce(0) { $0 + $1.busyAnswers }) times (at most "
                    + "\(provinces.map(\.busyAnswers).max() ?? 0) for one province), "
                    + "\(provinces.reduce(0) { $0 + $1.failedRounds }) rounds given up and repeated",
            ]
            lines += pages.map {
                "\($0.name): \($0.count) answers, p50 \($0.p50Milliseconds.text(places: 1)) ms, "
                    + "p99 \($0.p99Milliseconds.text(places: 1)) ms (limit "
                    + "\(pageLimitMilliseconds.text(places: 0))), longest "
                    + "\($0.longestMilliseconds.text(places: 1)) ms"
            }
            lines.append("the hub's memory: \(hubPeakMegabytes.text(places: 0)) MB at most")
            lines.append(isMet ? "met" : "NOT MET")
            return lines.joined(separator: "\n")
        }
    }

    private static let account = "watcher"
    private static let password = "a password of the measurement"

    func perform(_ output: Output) async throws -> Outcome {
        let place = try BenchFolder(in: folder)
        defer { withExtendedLifetime(place) {} }
        let pair = try BenchPair(in: place.path)
        try await pair.atHub { node in
            try node.journal.write { session in
                try AccountDesk(session).add(
                    Self.account, roles: [.syncOperator], areas: [], password: Self.password,
                    by: Authorship(actor: "bench", reasonCode: "user"))
            }
        }
        // As in life: it looks at those who come by itself.
        let hub = try await ServedNode(pair.hub, syncInterval: 60)
        defer { hub.stop() }
        var directories: [NodeDirectory] = []
        var expected = 0
        for (index, name) in PopulationSimulation.provinces.prefix(provinces).enumerated() {
            output.message("\(name) joins and imports …")
            let directory = NodeDirectory(FilePath(argument: place.path + "/" + name))
            let families = try PopulationFolder.write(
                PopulationSimulation.Options(
                    persons: persons, seed: seed + UInt64(index), province: name),
                to: place.path + "/population-" + name)
            let node = try await BenchPair.join(name, in: directory, below: pair.hub, at: hub.url)
            let imported = try Importer(
                node.journal, options: Importer.Options(workFolder: place.path)
            ).run(families.paths)
            expected += imported.persons
            try node.store.checkpoint()
            directories.append(directory)
        }
        guard let port = hub.consoleURL.split(separator: ":").last.flatMap({ UInt16($0) }) else {
            throw ServedNode.Failure.silent
        }
        output.message("All push …")
        let watch = PageWatch(port: port, name: Self.account, password: Self.password)
        try watch.start()
        let start = ContinuousClock.now
        let results = try await withThrowingTaskGroup(of: Province.self) { group in
            for directory in directories {
                group.addTask { try await Self.push(directory, since: start) }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        let record = watch.stop()
        return Outcome(
            provinces: results.sorted { $0.name < $1.name }, persons: expected,
            personsAtHub: try await Self.persons(at: pair.hub),
            pages: record.times.sorted { $0.key < $1.key }.map(ConsoleBench.kind),
            pageErrors: record.errors, pageLimitMilliseconds: 200,
            hubPeakMegabytes: hub.memory.peak)
    }

    /// Rounds of one province until one succeeds.
    private static func push(
        _ directory: NodeDirectory, since start: ContinuousClock.Instant
    ) async throws -> Province {
        struct Moved: Decodable {
            var pushedChangesets: Int
            var busyAnswers: Int
        }
        var province = Province(
            name: (directory.path as NSString).lastPathComponent, changesets: 0, seconds: 0,
            busyAnswers: 0, failedRounds: 0)
        while true {
            let (code, text) = await sync(directory)
            if code == 0 {
                let decoder = JSONDecoder()
                decoder.keyDecodingStrategy = .convertFromSnakeCase
                let moved = try decoder.decode(Moved.self, from: Data(text.utf8))
                province.changesets += moved.pushedChangesets
                province.busyAnswers += moved.busyAnswers
                province.seconds = (ContinuousClock.now - start) / .seconds(1)
                return province
            }
            province.failedRounds += 1
            guard province.failedRounds < 100 else { throw ServedNode.Failure.silent }
            try await Task.sleep(for: .seconds(1))
        }
    }

    /// One round in a process of its own, at a lower priority.
    private static func sync(_ directory: NodeDirectory) async -> (Int32, String) {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                let process = Process()
                process.executableURL = URL(fileURLWithPath: "/usr/bin/nice")
                let program = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
                process.arguments = [
                    "-n", "10", program.path, "sync", "--data", directory.path, "--json",
                ]
                let pipe = Pipe()
                process.standardOutput = pipe
                process.standardError = FileHandle.nullDevice
                do {
                    try process.run()
                } catch {
                    continuation.resume(returning: (-1, ""))
                    return
                }
                let bytes = pipe.fileHandleForReading.readDataToEndOfFile()
                process.waitUntilExit()
                continuation.resume(
                    returning: (process.terminationStatus, String(decoding: bytes, as: UTF8.self)))
            }
        }
    }

    private static func persons(at hub: NodeDirectory) async throws -> Int {
        struct Status: Decodable {
            struct Counts: Decodable { var persons: Int }
            var counts: Counts
        }
        let ending = try await ControlClient(hub).run(
            ControlRequest(
                arguments: ["status", "--data", hub.path, "--json"], workingDirectory: "/",
                input: ""), output: Output { _ in })
        return try JSONDecoder().decode(
            Status.self, from: Data(ending.standardOutput.utf8)
        ).counts.persons
    }
}
