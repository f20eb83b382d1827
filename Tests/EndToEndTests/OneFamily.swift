import Foundation
import Registry
import Testing

/// One family of the demonstration's files, to be registered and corrected by import.
struct OneFamily {
    /// The number of the household.
    let household: String
    /// The number of the person who is corrected.
    let person: String
    /// Her date of birth, as first registered.
    let birth: String
    private let folder: String
    private let households: [[String]]
    private let persons: [[String]]

    /// - Parameter district: where the family lives.
    init(of province: String, district: String, in folder: String) throws {
        self.folder = folder
        let paths = DemoFiles.paths(of: province)
        let families = try DemoFiles.rows(paths[0])
        let people = try DemoFiles.rows(paths[1])
        let number = try #require(families.dropFirst().first { $0[2] == district }?[0])
        let birthColumn = try #require(people[0].firstIndex(of: "birth_date"))
        household = number
        households = [families[0]] + families.filter { $0[0] == number }
        persons = [people[0]] + people.filter { $0[1] == number }
        person = try #require(persons.dropFirst().first?[0])
        birth = try #require(persons.dropFirst().first?[birthColumn])
    }

    /// Registers the family.
    func load(at node: TestNode) throws {
        let paths = ["households", "persons"].map { "\(folder)/\(household)-\($0).csv" }
        try DemoFiles.write(households, to: paths[0])
        try DemoFiles.write(persons, to: paths[1])
        try node.run("import", paths[0], paths[1])
    }

    /// Writes other values of its first person, by the names of the columns.
    func correct(_ values: [String: String], at node: TestNode) throws {
        var row = persons[1]
        for (column, value) in values {
            row[try #require(persons[0].firstIndex(of: column))] = value
        }
        let path = "\(folder)/\(node.name)-correction.csv"
        try DemoFiles.write([persons[0], row], to: path)
        #expect(try node.run("import", path).value("changed") as? Int == 1)
    }

    /// Its record's id at a node that holds it.
    func record(at node: TestNode) throws -> String? {
        let contents = try node.contents()
        return (contents.records["household"] ?? [:]).first {
            contents.value("number", of: "household", $0.value) == .text(household)
        }?.key.description
    }

    /// The area in which a node shows it; nil where it does not hold it.
    func area(at node: TestNode) throws -> String? {
        let contents = try node.contents()
        let record = (contents.records["household"] ?? [:]).values.first {
            contents.value("number", of: "household", $0) == .text(household)
        }
        guard let record, case .text(let area)? = contents.value("area", of: "household", record)
        else { return nil }
        return area
    }
}
