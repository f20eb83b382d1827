import ArgumentParser
import Casework
import ChangeLog
import Foundation
import Intake
import Registry
import Simulation
import Storage

/// Measures what a running node makes a clerk wait for, and what those who come cost.
struct DeskServiceBench: DocumentCommand {
    static let configuration = CommandConfiguration(
        commandName: "desk",
        abstract: "Measure how long clerks wait for a running hub, and what arrivals cost.",
        discussion: """
            A hub is served by a process of its own. People of its registry are asked about as \
            another clerk would write them: with other spellings, slips, guessed days, without \
            numbers. Measured is the whole answer of “duplicates check” through the node's \
            socket, and of the search box through its pages. Then families come, every tenth one \
            of people who are there already, and what it costs to compare them with everybody is \
            measured, without their import.

            With --data the registry of a hub is used that nobody serves. It is changed: it gets \
            an account “bench” and the families who come. Never name one that is in use.

            Example: shabaka bench desk --persons 100000
            Example: shabaka bench desk --data copy-of-the-hub --questions 2000
            """)

    @Option(help: "The directory of a hub made for this; else one is made.")
    var data: FilePath?

    @Option(help: "How many persons are simulated where one is made.")
    var persons = 100_000

    @Option(help: "What people, questions and arrivals come from.")
    var seed: UInt64 = 1

    @Option(help: "How many questions about people, and how many searches of each kind.")
    var questions = 2000

    @Option(help: "How many families come; 0 for none.")
    var arrivals = 500

    @Option(help: "The folder for files and databases; that of the system when left out.")
    var folder: FilePath?

    @Flag(help: "One JSON document on standard output.")
    var json = false

    var isJSON: Bool { json }

    func validate() throws {
        for (name, value) in [("persons", persons), ("questions", questions)] where value < 1 {
            throw ValidationError("--\(name) must be at least 1.")
        }
        guard arrivals >= 0 else { throw ValidationError("--arrivals is not negative.") }
    }

    func perform(_ output: Output) async throws -> DeskServiceOutcome {
        let place = try BenchFolder(in: folder)
        defer { withExtendedLifetime(place) {} }
        let directory = try data.map { NodeDirectory($0) } ?? makeHub(in: place.path, output)
        let (asked, catchingUp) = try await prepare(directory, output)

        let start = ContinuousClock.now
        let served = try await ServedNode(directory)
        defer { served.stop() }
        let listening = (ContinuousClock.now - start) / .seconds(1)
        let desk = ServedDesk(directory: directory)
        output.message("The node reads its people …")
        let people = try await desk.check(asked.people[0].values).people
        let ready = (ContinuousClock.now - start) / .seconds(1)
        var outcome = DeskServiceOutcome(
            people: people, searchIndexSeconds: catchingUp.rounded(places: 1),
            listeningSeconds: listening.rounded(places: 2), readySeconds: ready.rounded(places: 2),
            readyMegabytes: served.memory.resident.rounded(places: 0))

        output.message("Ask about \(asked.people.count) people …")
        try await measureChecks(asked.people, desk, &outcome)
        output.message("Search …")
        try measureSearches(asked.people, served, &outcome)
        outcome.peakMegabytes = served.memory.peak.rounded(places: 0)
        served.stop()
        if arrivals > 0 {
            output.message("\(arrivals) families come …")
            outcome.arrivals = try await measureArrivals(directory, asked.people, place.path)
        }
        return outcome
    }

    // MARK: The registry

    private func makeHub(in folder: String, _ output: Output) throws -> NodeDirectory {
        let directory = NodeDirectory(FilePath(argument: folder + "/hub"))
        _ = try NodeMaker(directory, settings: NodeSettings(name: "HUB", role: .hub, areas: []))
            .makeHub(PackContents(.builtIn), hosts: [])
        let families = try PopulationFolder.write(
            PopulationSimulation.Options(persons: persons, seed: seed), to: folder + "/population")
        guard let lock = try NodeLock(directory) else {
            throw NodeFault.inUse(directory.path, process: NodeLock.holder(directory))
        }
        let node = try Node(directory, lock: lock)
        output.message("Import \(families.report.persons) persons …")
        _ = try Importer(node.journal, options: Importer.Options(workFolder: folder))
            .run(families.paths) {
                output.progress("import", done: $0.doneBytes, total: $0.totalBytes)
            }
        return directory
    }

    /// Brings the index of the search up to date, learns a model where there is none, and makes the
    /// account that searches.
    ///
    /// - Returns: who is asked about, and the seconds that the index of the search took.
    private func prepare(
        _ directory: NodeDirectory, _ output: Output
    ) async throws -> (AskedPeople, Double) {
        let node = try await Self.open(directory)
        guard node.role == .hub else { throw Refusal.noHub(directory.path) }
        try node.journal.write { session in
            let accounts = AccountDesk(session)
            if try StaffAccounts(session.view, node: node.name).find(Self.account) == nil {
                try accounts.add(
                    Self.account, roles: [.registrar], areas: [], password: nil,
                    by: Authorship(actor: Self.account, reasonCode: "bench"))
            }
            try accounts.setPassword(ClerkAtWork.password, of: Self.account)
        }
        let start = ContinuousClock.now
        output.message("Index the people for the search …")
        while try !PeopleIndex(node.journal).follow(rows: 5000) {}
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        output.message("Learn a model, unless there is one …")
        try node.desk.prepare()
        let asked = try node.journal.read { try AskedPeople($0, count: questions) }
        guard !asked.people.isEmpty else { throw Refusal.nobody(directory.path) }
        return (asked, seconds)
    }

    private static let account = "bench"

    static func open(_ directory: NodeDirectory) async throws -> Node {
        guard case .mine(let node) = try await NodeDoor.open(directory) else {
            throw NodeFault.inUse(directory.path, process: NodeLock.holder(directory))
        }
        return node
    }

    /// Why nothing can be measured.
    enum Refusal: Error, CustomStringConvertible {
        case noHub(String)
        case nobody(String)

        var description: String {
            switch self {
            case .noHub(let path):
                "“\(path)” is no hub: only a hub compares those who come with everybody."
            case .nobody(let path): "Nobody is registered in “\(path)”. Import families first."
            }
        }
    }

    // MARK: Questions

    private func measureChecks(
        _ people: [AskedPeople.Person], _ desk: ServedDesk, _ outcome: inout DeskServiceOutcome
    ) async throws {
        var clerk = SecondClerk(seed: seed)
        var random = SplitMix64(seed: seed)
        var times: [Double] = []
        var found = 0
        var written: [[String: String]] = []
        for person in people {
            let values = person.written(by: &clerk, &random)
            written.append(values)
            let start = ContinuousClock.now
            let answer = try await desk.check(values)
            times.append((ContinuousClock.now - start) / .milliseconds(1))
            if answer.found.contains(person.number) { found += 1 }
        }
        outcome.check = Waits(times)
        outcome.checkRecall = (Double(found) / Double(people.count)).rounded(places: 4)
        times = try written.prefix(100).map { values in
            let start = ContinuousClock.now
            try desk.checkByProcess(values)
            return (ContinuousClock.now - start) / .milliseconds(1)
        }
        outcome.checkByProcess = Waits(times)
    }

    private func measureSearches(
        _ people: [AskedPeople.Person], _ served: ServedNode, _ outcome: inout DeskServiceOutcome
    ) throws {
        guard let port = served.consoleURL.split(separator: ":").last.flatMap({ UInt16($0) })
        else { throw ServedNode.Failure.silent }
        let box = try ServedDesk.Searcher(
            port: port, name: Self.account, password: ClerkAtWork.password)
        var clerk = SecondClerk(seed: seed)
        for kind in TypedText.allCases {
            var times: [Double] = []
            var found = 0
            for person in people {
                guard let text = kind.text(of: person, &clerk) else { continue }
                let start = ContinuousClock.now
                let page = try box.search(text)
                times.append((ContinuousClock.now - start) / .milliseconds(1))
                if page.contains("/families/\(person.household)") { found += 1 }
            }
            guard !times.isEmpty else { continue }
            outcome.searches.append(
                DeskServiceOutcome.Search(
                    typed: kind.rawValue, waits: Waits(times),
                    found: (Double(found) / Double(times.count)).rounded(places: 4)))
        }
    }
}
