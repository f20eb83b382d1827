import Casework
import ChangeLog
import Foundation
import Intake
import Simulation

/// Files of families who come to a registry: strangers, and every tenth one who is in it already, as
/// another clerk writes them.
struct ArrivingFamilies {
    private(set) var paths: [String] = []
    private(set) var households = 0
    private(set) var persons = 0
    /// The households that are of people whom the registry has, by their new numbers.
    private(set) var repeated: [String: String] = [:]

    /// - Parameters:
    ///   - known: people of the registry; their families come again.
    ///   - tag: goes before all numbers, so that nobody's record is meant.
    init(
        _ count: Int, known: [AskedPeople.Person], of view: RegistryView, seed: UInt64,
        tag: String, in folder: String
    ) throws {
        let simulated = try PopulationFolder.write(
            PopulationSimulation.Options(persons: count * 7, seed: seed, repeatRate: 0),
            to: folder)
        var clerk = SecondClerk(seed: seed)
        var random = SplitMix64(seed: seed)
        var rest = known[...]
        var taken: Set<String> = []
        var members: [String: [[String: String]]] = [:]
        households = 0
        paths = try simulated.households.map { path in
            try Self.rewrite(path, folder + "/arriving-" + (path as NSString).lastPathComponent) {
                row in
                guard households < count, let number = row["household_number"] else { return [] }
                households += 1
                taken.insert(number)
                if households.isMultiple(of: 10), let person = rest.popFirst() {
                    members[number] = try AskedPeople.family(of: person, view).map {
                        $0.written(by: &clerk, &random)
                    }
                    repeated[tag + number] = person.householdNumber
                }
                var row = row
                row["household_number"] = tag + number
                return [row]
            }
        }
        paths += try simulated.persons.map { path in
            try Self.rewrite(path, folder + "/arriving-" + (path as NSString).lastPathComponent) {
                row in
                guard let number = row["household_number"], taken.contains(number) else {
                    return []
                }
                var rows = [row]
                if let known = members[number] {
                    // The family's lines stand in the place of its head's.
                    guard row["relationship"] == "head" else { return [] }
                    rows = known.enumerated().map { place, values in
                        var line = row
                        for field in DuplicateDesk.fields { line[field] = values[field] ?? "" }
                        line["relationship"] = place == 0 ? "head" : "child"
                        line["person_number"] = "\(number)-\(place + 1)"
                        return line
                    }
                }
                persons += rows.count
                return rows.map { row in
                    var row = row
                    row["household_number"] = tag + number
                    row["person_number"] = tag + (row["person_number"] ?? "")
                    return row
                }
            }
        }
    }

    /// Writes a CSV file anew, row by row.
    private static func rewrite(
        _ path: String, _ new: String, _ change: ([String: String]) throws -> [[String: String]]
    ) throws -> String {
        var reader = try CSVReader(path: path)
        let header = try reader.next()?.texts ?? []
        var written = CSVWriter()
        written.append(header)
        while let row = try reader.next() {
            let values = Dictionary(zip(header, row.texts)) { first, _ in first }
            for changed in try change(values) { written.append(header.map { changed[$0] ?? "" }) }
        }
        try Data(written.bytes).write(to: URL(fileURLWithPath: new))
        return new
    }
}
