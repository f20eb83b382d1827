import ArgumentParser
import Casework
import ChangeLog
import Foundation
import Intake
import Registry
import Simulation
import Storage
import Sync

/// Measures how long clerks wait for the pages of a busy province.
struct ConsoleBench: DocumentCommand {
    static let configuration = CommandConfiguration(
        commandName: "console", abstract: "Measure how long clerks wait for a page.",
        discussion: """
            A province with simulated families is served, with a hub above it. Clerks search as \
            they type, open families and register new ones, each with a pause between two pages, \
            while the province syncs. What one page takes is measured at the clerk, by kind.

            Example: shabaka bench console --persons 120000 --clerks 50 --seconds 60
            """)

    @Option(help: "How many persons.")
    var persons = 120_000

    @Option(help: "How many clerks.")
    var clerks = 50

    @Option(help: "For how long they work.")
    var seconds = 60

    @Option(help: "Milliseconds between two pages of one clerk, on average.")
    var pause = 1000

    @Option(help: "From which the families are made.")
    var seed: UInt64 = 1

    @Option(help: "The folder for files and databases; that of the system when left out.")
    var folder: FilePath?

    @Flag(help: "One JSON document on standard output.")
    var json = false

    var isJSON: Bool { json }

    func validate() throws {
        for (name, value) in [
            ("persons", persons), ("clerks", clerks), ("seconds", seconds), ("pause", pause),
        ] where value < 1 {
            throw ValidationError("--\(name) must be at least 1.")
        }
    }

    /// What the pages of one kind took.
    struct Kind: Codable, Sendable {
        var name: String
        var count: Int
        var p50Milliseconds: Double
        var p99Milliseconds: Double
        var longestMilliseconds: Double
    }

    struct Outcome: Rendered {
        var persons: Int
        var clerks: Int
        var seconds: Int
        var kinds: [Kind]
        var errors: Int
        var registered: Int
        var syncRounds: Int

        var text: String {
            ([
                "\(clerks) clerks at a node of \(persons) persons for \(seconds) s: "
                    + "\(registered) families registered, \(errors) errors, \(syncRounds) sync rounds"
            ]
                + kinds.map {
                    "\($0.name): \($0.count) pages, p50 \($0.p50Milliseconds.text(places: 1)) ms, "
                        + "p99 \($0.p99Milliseconds.text(places: 1)) ms, longest "
                        + "\($0.longestMilliseconds.text(places: 1)) ms"
                }).joined(separator: "\n")
        }
    }

    func perform(_ output: Output) async throws -> Outcome {
        let place = try BenchFolder(in: folder)
        defer { withExtendedLifetime(place) {} }
        let families = try PopulationFolder.write(
            PopulationSimulation.Options(persons: persons, seed: seed),
            to: place.path + "/population")
        let pair = try BenchPair(in: place.path)
        let hub = try await ServedNode(pair.hub)
        defer { hub.stop() }
        let names = try await prepare(pair, hub.url, families.paths, place.path, output)
        let province = NodeDirectory(FilePath(argument: place.path + "/province"))
        let served = try await ServedNode(province)
        defer { served.stop() }
        guard let port = served.consoleURL.split(separator: ":").last.flatMap({ UInt16($0) })
        else { throw ServedNode.Failure.silent }
        output.message("\(clerks) clerks sign in, then work for \(seconds) s …")
        let all = (0..<clerks).map {
            ClerkAtWork(number: $0, port: port, names: names, pause: pause)
        }
        _ = await Self.each(all) { $0.arrive() }
        let end = ContinuousClock.now + .seconds(seconds)
        let rounds = Task { await Self.sync(province, until: end) }
        var sum = ClerkAtWork.Record()
        for record in await Self.each(all, { $0.work(until: end) }) { sum.add(record) }
        return Outcome(
            persons: families.report.persons, clerks: clerks, seconds: seconds,
            kinds: sum.times.sorted { $0.key < $1.key }.map(Self.kind), errors: sum.errors,
            registered: sum.registered, syncRounds: await rounds.value)
    }

    static func kind(_ name: String, _ times: [Double]) -> Kind {
        let sorted = times.sorted()
        func percentile(_ part: Double) -> Double {
            sorted[min(sorted.count - 1, Int(Double(sorted.count) * part))].rounded(places: 2)
        }
        return Kind(
            name: name, count: sorted.count, p50Milliseconds: percentile(0.5),
            p99Milliseconds: percentile(0.99), longestMilliseconds: percentile(1))
    }

    /// Makes the province with its families and accounts.
    ///
    /// - Returns: names of some who are registered, to be searched for.
    private func prepare(
        _ pair: BenchPair, _ url: String, _ paths: [String], _ folder: String, _ output: Output
    ) async throws -> [String] {
        let node = try await pair.join(url)
        output.message("Import \(persons) persons …")
        _ = try Importer(node.journal, options: Importer.Options(workFolder: folder)).run(paths) {
            output.progress("import", done: $0.doneBytes, total: $0.totalBytes)
        }
        for clerk in 0..<clerks {
            try node.journal.write { session in
                try AccountDesk(session).add(
                    "clerk-\(clerk)", roles: [.registrar], areas: [],
                    password: ClerkAtWork.password,
                    by: Authorship(actor: "bench", reasonCode: "user"))
            }
        }
        output.message("Index them and learn a model …")
        while try !PeopleIndex(node.journal).follow(rows: 5000) {}
        try node.desk.prepare()
        output.message("Send everybody to the hub, whose desk reads them …")
        while try await node.link.round(Output { _ in }).pushedChangesets > 0 {}
        _ = try await ControlClient(pair.hub).run(
            ControlRequest(
                arguments: [
                    "duplicates", "check", "--data", pair.hub.path, "--person", "phone=07",
                ], workingDirectory: "/", input: ""), output: Output { _ in })
        return try node.store.read { transaction in
            try transaction.rows(
                """
                SELECT given_name || ' ' || father_name || ' ' || COALESCE(family_name, '')
                FROM person WHERE father_name IS NOT NULL
                AND ABS(RANDOM()) % 100 = 0 LIMIT 500
                """
            ).map { $0.text(0) }
        }
    }

    /// Lets all clerks do something at once, each on a thread of his own: one who waits must not
    /// keep another one from asking.
    private static func each<Value: Sendable>(
        _ clerks: [ClerkAtWork], _ act: @escaping @Sendable (ClerkAtWork) -> Value
    ) async -> [Value] {
        await withTaskGroup(of: Value.self) { group in
            for clerk in clerks {
                group.addTask {
                    await withCheckedContinuation { continuation in
                        Thread.detachNewThread { continuation.resume(returning: act(clerk)) }
                    }
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
    }

    /// Rounds with the hub, one every second.
    private static func sync(
        _ province: NodeDirectory, until end: ContinuousClock.Instant
    ) async -> Int {
        var rounds = 0
        while ContinuousClock.now < end {
            let request = ControlRequest(
                arguments: ["sync", "--data", province.path, "--json"], workingDirectory: "/",
                input: "")
            // A round that fails is not counted.
            let ending = try? await ControlClient(province).run(request, output: Output { _ in })
            if ending?.exitCode == 0 { rounds += 1 }
            try? await Task.sleep(for: .seconds(1))  // cancelled: the measurement is over
        }
        return rounds
    }
}
