import Foundation
import Intake
import Linkage

/// Writes what a linkage found as files that any program reads.
enum LinkFiles {
    /// `id_a,id_b,bits,probability`, then the bits of each field, the likeliest pair first.
    static func writePairs(
        _ result: LinkResult, of people: PersonFiles, to path: String
    ) throws {
        let fields = people.population.fields
        let hasHouseholds = people.mapping.household != nil
        let header =
            ["id_a", "id_b", "bits", "probability"] + fields.map { $0.name + "_bits" }
            + (hasHouseholds ? ["household_bits"] : [])
        let ids = people.population.ids
        let pairs = result.pairs.sorted { ($1.bits, $0.a, $0.b) < ($0.bits, $1.a, $1.b) }
        try write(to: path) { file in
            var writer = CSVWriter()
            writer.append(header)
            for pair in pairs {
                var row = [
                    ids[pair.a], ids[pair.b], pair.bits.text(places: 4),
                    pair.probability.text(places: 6),
                ]
                row += pair.fieldBits.map { $0.text(places: 4) }
                if hasHouseholds { row.append(pair.householdBits.text(places: 4)) }
                writer.append(row)
                if writer.bytes.count > 1 << 20 { try file.write(contentsOf: writer.take()) }
            }
            try file.write(contentsOf: writer.take())
        }
    }

    /// `id,cluster`: everybody who is held to be there more than once.
    static func writeClusters(
        _ result: LinkResult, of people: PersonFiles, to path: String
    ) throws {
        let ids = people.population.ids
        try write(to: path) { file in
            var writer = CSVWriter()
            writer.append(["id", "cluster"])
            for (number, cluster) in result.clusters.enumerated() {
                for row in cluster { writer.append([ids[row], "\(number + 1)"]) }
                if writer.bytes.count > 1 << 20 { try file.write(contentsOf: writer.take()) }
            }
            try file.write(contentsOf: writer.take())
        }
    }

    /// The model as JSON, to be used again with `--model-in`.
    static func writeModel(_ model: LinkageModel, to path: String) throws {
        try writeJSON(model, to: path)
    }

    /// Anything as JSON with sorted keys.
    static func writeJSON(_ value: some Encodable, to path: String) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        let data = try encoder.encode(value)
        try write(to: path) { try $0.write(contentsOf: data) }
    }

    /// A text as it is.
    static func write(_ text: String, to path: String) throws {
        try write(to: path) { try $0.write(contentsOf: Data(text.utf8)) }
    }

    /// The records as Splink compares them.
    static func writeTable(_ table: SplinkTable, to path: String) throws {
        try write(to: path) { file in
            var writer = CSVWriter()
            writer.append(table.header)
            for row in 0..<table.count {
                writer.append(table.row(row))
                if writer.bytes.count > 1 << 20 { try file.write(contentsOf: writer.take()) }
            }
            try file.write(contentsOf: writer.take())
        }
    }

    /// A model that `writeModel` wrote. Throws `LinkFault.model`.
    static func readModel(_ path: String) throws -> LinkageModel {
        do {
            let data = try Data(contentsOf: URL(fileURLWithPath: path))
            return try JSONDecoder().decode(LinkageModel.self, from: data)
        } catch is DecodingError {
            throw LinkFault.model(path, "it is not one that --model-out wrote.")
        } catch {
            throw LinkFault.model(path, error.localizedDescription)
        }
    }

    /// Writes beside the file and puts it in place when it is whole.
    private static func write(
        to path: String, _ body: (FileHandle) throws -> Void
    ) throws {
        let new = path + ".new"
        let descriptor = unsafe open(new, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw FileFault.cannotWrite(path, errno: errno) }
        let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        do {
            try body(file)
            try file.close()
        } catch {
            _ = unsafe unlink(new)
            throw error
        }
        guard unsafe rename(new, path) == 0 else {
            throw FileFault.cannotWrite(path, errno: errno)
        }
    }
}
