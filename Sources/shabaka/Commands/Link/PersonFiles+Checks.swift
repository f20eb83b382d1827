import Foundation
import Linkage

/// What is wrong with the files as a whole.
extension PersonFiles {
    /// Of two columns with one name nobody knows which is meant.
    func checkDoubleColumns(_ header: [String], _ file: String) throws {
        let names = header.map { $0.trimmingCharacters(in: .whitespaces) }
        var used = [mapping.id, mapping.household] + mapping.fields.map(\.column)
        for parts in mapping.fields.compactMap(\.columns) {
            used += [parts.year, parts.month, parts.day]
        }
        for column in used {
            guard let column, names.count(where: { $0 == column }) > 1 else { continue }
            throw LinkFault.twoColumns(file, column: column)
        }
    }

    func checkEmptyFields() throws {
        let titles = mapping.fields.map(\.title)
        let empty = zip(titles, hasValues).filter { !$1 }.map(\.0)
        guard population.count > 0 else {
            output.message(
                refusedRows > 0
                    ? "Every row was left out. Check --encoding and --separator."
                    : "The files have no rows beside the header.")
            return
        }
        if empty.count == titles.count { throw LinkFault.noValues(titles) }
        for title in empty {
            output.message("No row has a value in \(title): it says nothing. Check the mapping.")
        }
        for (title, count) in zip(titles, population.unreadable) where count > 0 {
            output.message(
                "\(count) values in \(title) cannot be read and count as missing. If they are many, "
                    + "give the format in the mapping, such as dd/MM/yyyy.")
        }
    }

    func reportDoubleIDs(_ hashes: [Int]) {
        let hashes = hashes.sorted()
        var doubles = 0
        for index in hashes.indices.dropFirst() where hashes[index] == hashes[index - 1] {
            doubles += 1
        }
        guard doubles > 0 else { return }
        output.message(
            "\(doubles) rows bear an id (\(mapping.id ?? "")) that another row bears too: pairs and "
                + "clusters cannot tell them apart.")
    }
}
