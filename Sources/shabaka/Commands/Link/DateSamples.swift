import Foundation
import Intake
import Linkage

/// Looks at the first dates of a file to see how they are written.
enum DateSamples {
    private static let mostRows = 2_000

    /// Fills in the formats of dates for which the mapping gives none.
    ///
    /// - Returns: what was found, for people to read: `birth_date is dd/MM/yyyy`.
    static func guessFormats(
        of mapping: inout LinkageMapping, file: String, _ format: CSVFormat
    ) throws -> [String] {
        let open = mapping.fields.indices.filter {
            let field = mapping.fields[$0]
            return field.type == .birthDate && field.format == nil && field.column != nil
        }
        guard !open.isEmpty else { return [] }
        var samples = open.map { _ in [String]() }
        do {
            var reader = try CSVReader(path: file, format: format)
            guard let header = try reader.next()?.texts else { return [] }
            let names = header.map { $0.trimmingCharacters(in: .whitespaces) }
            let places = open.map { names.firstIndex(of: mapping.fields[$0].column ?? "") }
            var rows = 0
            while rows < mostRows, let row = try reader.next() {
                rows += 1
                for (index, place) in places.enumerated() {
                    guard let place, place < row.count, !row[place].isEmpty else { continue }
                    samples[index].append(row.text(place))
                }
            }
        } catch {
            throw LinkFault.unreadable(file, error)
        }
        var found: [String] = []
        for (index, field) in open.enumerated() {
            guard let format = DateFormatGuess.format(of: samples[index]) else { continue }
            mapping.fields[field].format = format
            found.append("\(mapping.fields[field].title) is \(format)")
        }
        return found
    }
}
