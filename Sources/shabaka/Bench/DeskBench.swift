import ArgumentParser
import Foundation
import Intake
import Linkage
import Simulation

/// Measures how fast the desk answers who somebody may be.
struct DeskBench: DocumentCommand {
    static let configuration = CommandConfiguration(
        commandName: "duplicates-check",
        abstract: "Measure how long the desk takes to compare one person with a nation.",
        discussion: """
            Indexes a population, asks about people in it as if they were new, and looks whether \
            those who are registered twice are found. The model is learnt from the first people. \
            Without a folder a simulated population is made.

            Example: shabaka bench duplicates-check --persons 1770000
            """)

    @Option(help: "How many persons are simulated.")
    var persons = 100_000

    @Option(help: "A folder that “shabaka simulate population” wrote, instead.")
    var population: FilePath?

    @Option(help: "What the population and the questions come from.")
    var seed: UInt64 = 1

    @Option(help: "How many questions.")
    var questions = 2000

    @Option(help: "How many people the model is learnt from.")
    var modelPersons = 200_000

    @Flag(help: "One JSON document on standard output.")
    var json = false

    var isJSON: Bool { json }

    func validate() throws {
        for (name, value) in [
            ("persons", persons), ("questions", questions), ("model-persons", modelPersons),
        ] where value < 1 {
            throw ValidationError("--\(name) must be at least 1.")
        }
    }

    struct Outcome: Rendered {
        var persons: Int
        var questions: Int
        /// From a population in memory to an index.
        var index: Measured
        /// Milliseconds that an answer takes on the clock.
        var p50Milliseconds: Double
        var p99Milliseconds: Double
        var longestMilliseconds: Double
        /// How many people were compared with one, on average.
        var compared: Double
        /// Questions that shared values with more people than were compared.
        var cut: Int
        /// Of the questions about people who are registered twice, the part whose other
        /// registration was named.
        var recall: Double
        var twice: Int
        /// Milliseconds to take a person out and in again.
        var replaceMilliseconds: Double

        var text: String {
            """
            \(persons) persons indexed in \(index.seconds.text(places: 1)) s \
            (\(index.cpuSeconds.text(places: 1)) s of CPU), peak \
            \(index.peakMegabytes.text(places: 0)) MB
            \(questions) questions: p50 \(p50Milliseconds.text(places: 2)) ms, p99 \
            \(p99Milliseconds.text(places: 2)) ms, longest \
            \(longestMilliseconds.text(places: 2)) ms; \(compared.text(places: 0)) compared on \
            average, \(cut) cut
            \(twice) asked about are registered twice: \((recall * 100).text(places: 1)) % found
            one person taken out and in again: \(replaceMilliseconds.text(places: 3)) ms
            """
        }
    }

    func perform(_ output: Output) async throws -> Outcome {
        let place = try BenchFolder(in: nil)
        defer { withExtendedLifetime(place) {} }
        let folder = population?.absolute ?? place.path
        if population == nil {
            output.message("Simulate \(persons) persons …")
            _ = try PopulationFolder.write(
                PopulationSimulation.Options(persons: persons, seed: seed), to: folder)
        }
        let files = try FileManager.default.contentsOfDirectory(atPath: folder)
            .filter { $0.hasSuffix("-persons.csv") }.sorted().map { folder + "/" + $0 }
        let model = try learn(files, output)
        let people = try PersonFiles(
            files, mapping: nil, format: CSVFormat(), output: Output { _ in })
        var (index, built) = Measured.of { DeskIndex(people.population) }
        let ids = people.population.ids
        let asked = try sample(files, fields: index.fields.map(\.name), of: ids.count)
        let partners = try Self.partners(folder + "/truth-pairs.csv")

        output.message("Ask …")
        var times: [Double] = []
        var compared = 0
        var cut = 0
        var found = 0
        var twice = 0
        for question in asked {
            let start = ContinuousClock.now
            let answer = try index.check(
                question.values, notOf: question.household, model: model)
            times.append((ContinuousClock.now - start) / .milliseconds(1))
            compared += answer.compared
            if answer.isCut { cut += 1 }
            guard let others = partners[question.id] else { continue }
            twice += 1
            if answer.candidates.contains(where: { others.contains(ids[$0.row]) }) { found += 1 }
        }
        let (_, replaced) = Measured.of {
            for question in asked {
                index.remove(index.add(household: question.household, values: question.values))
            }
        }
        times.sort()
        func percentile(_ part: Double) -> Double {
            times[min(times.count - 1, Int(Double(times.count) * part))].rounded(places: 3)
        }
        return Outcome(
            persons: index.count, questions: asked.count, index: built,
            p50Milliseconds: percentile(0.5), p99Milliseconds: percentile(0.99),
            longestMilliseconds: percentile(1),
            compared: (Double(compared) / Double(asked.count)).rounded(places: 1), cut: cut,
            recall: (Double(found) / Double(max(1, twice))).rounded(places: 4), twice: twice,
            replaceMilliseconds: (replaced.seconds * 1000 / Double(asked.count))
                .rounded(places: 4))
    }

    private func learn(_ files: [String], _ output: Output) throws -> LinkageModel {
        output.message("Learn a model from \(modelPersons) persons at most …")
        let some = try PersonFiles(
            files, mapping: nil, format: CSVFormat(), limit: modelPersons, output: output)
        return try Linker.link(some.population).model
    }

    /// Somebody who is asked about as if he were new.
    private struct Asked {
        var id: String
        var household: String
        var values: [String]
    }

    /// Rows at even distances; half of the questions are about people who are registered twice.
    private func sample(_ files: [String], fields: [String], of count: Int) throws -> [Asked] {
        let folder = (files[0] as NSString).deletingLastPathComponent
        let partners = try Self.partners(folder + "/truth-pairs.csv")
        let every = max(1, count / max(1, questions / 2))
        let everyTwice = max(1, partners.count / max(1, questions - questions / 2))
        var asked: [Asked] = []
        var row = 0
        var twice = 0
        for file in files {
            var reader = try CSVReader(path: file)
            let header = try reader.next()?.texts ?? []
            while let line = try reader.next() {
                row += 1
                let texts = line.texts
                let isTwice = partners[texts[0]] != nil
                if isTwice { twice += 1 }
                guard row.isMultiple(of: every) || isTwice && twice.isMultiple(of: everyTwice)
                else { continue }
                asked.append(
                    Asked(
                        id: texts[0], household: texts[1],
                        values: fields.map { field in
                            header.firstIndex(of: field).map { texts[$0] } ?? ""
                        }))
            }
        }
        return asked
    }

    /// The other registrations of everybody who has several.
    private static func partners(_ path: String) throws -> [String: Set<String>] {
        var partners: [String: Set<String>] = [:]
        var reader = try CSVReader(path: path)
        _ = try reader.next()
        while let row = try reader.next() {
            let texts = row.texts
            partners[texts[0], default: []].insert(texts[1])
            partners[texts[1], default: []].insert(texts[0])
        }
        return partners
    }
}
