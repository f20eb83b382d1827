import Foundation
import Intake
import Linkage

/// Which records are of one person, as a file says that nobody shows to the engine.
struct TruePersons {
    /// By row of the population: the number of the person, -1 where the file does not know.
    let personOfRow: [Int]
    /// How many records the files know.
    let known: Int

    /// Reads files with a column of ids, called as in the mapping or the first, and one of persons,
    /// whose name begins with `true` or which is the second.
    ///
    /// - Parameter othersAreAlone: whether a record that no file names is of a person of its own.
    /// - Throws: `LinkFault`.
    init(
        _ files: [String], of people: PersonFiles, format: CSVFormat, othersAreAlone: Bool
    ) throws {
        var personOfID: [String: Int] = [:]
        var numbers: [String: Int] = [:]
        for file in files {
            do {
                var reader = try CSVReader(path: file, format: format)
                guard let header = try reader.next()?.texts, header.count > 1 else { continue }
                let id = header.firstIndex { $0 == people.mapping.id } ?? 0
                let person =
                    header.firstIndex { $0.lowercased().hasPrefix("true") } ?? (id == 0 ? 1 : 0)
                while let row = try reader.next() {
                    guard row.fault == nil else { continue }
                    let text = row.text(person)
                    let number = numbers[text] ?? numbers.count
                    numbers[text] = number
                    personOfID[row.text(id)] = number
                }
            } catch {
                throw LinkFault.unreadable(file, error)
            }
        }
        var next = numbers.count
        personOfRow = people.population.ids.map { id in
            if let person = personOfID[id] { return person }
            guard othersAreAlone else { return -1 }
            next += 1
            return next
        }
        known = personOfRow.count { $0 >= 0 }
    }
}
