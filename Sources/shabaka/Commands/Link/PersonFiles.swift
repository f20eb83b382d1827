import Foundation
import Intake
import Linkage

/// Lists of people, read as one population.
struct PersonFiles {
    /// Everybody who was read.
    private(set) var population: Population
    /// How the columns were read.
    let mapping: LinkageMapping
    /// Rows that were left out; the first of them were named on the way.
    private(set) var refusedRows = 0
    /// Rows that were shorter than the header; what they lack counts as missing.
    private(set) var shortRows = 0
    /// What the files say about the records that were asked for: their rows and values as written.
    private(set) var shown: [(row: Int, values: [String])] = []

    private let limit: Int
    private let wanted: Set<String>
    let output: Output
    private(set) var hasValues: [Bool]
    private var idHashes: [Int] = []
    private static let mostComplaints = 10

    /// Reads the files, each of which is a source of its own.
    ///
    /// - Parameters:
    ///   - given: what the columns mean; recognised from the first file's header if nil.
    ///   - limit: how many people are read at most.
    ///   - wanted: ids of records whose values are kept as written.
    /// - Throws: `LinkFault`.
    init(
        _ files: [String], mapping given: LinkageMapping?, format: CSVFormat,
        limit: Int = .max, wanted: Set<String> = [], output: Output
    ) throws {
        self.limit = limit
        self.wanted = wanted
        self.output = output
        var meaning =
            try given
            ?? MappingFile.recognise(
                try Self.header(of: files[0], format), of: files[0])
        let guessed = try DateSamples.guessFormats(of: &meaning, file: files[0], format)
        mapping = meaning
        if given == nil {
            output.message("Recognised from the columns:\n" + MappingFile.text(of: meaning))
        } else if !guessed.isEmpty {
            output.message("Read from the data: " + guessed.joined(separator: ", "))
        }
        population = Population(fields: mapping.specifications)
        hasValues = mapping.fields.map { _ in false }
        for (source, file) in files.enumerated() {
            do {
                try read(file, source: source, isOnly: files.count == 1, format)
            } catch let error as CSVError {
                throw LinkFault.unreadable(file, error)
            } catch let error as LinkageMapping.MappingError {
                throw LinkFault.column(file, error.description)
            }
        }
        try checkEmptyFields()
        reportDoubleIDs(idHashes)
        idHashes = []
    }

    private static func header(of file: String, _ format: CSVFormat) throws -> [String] {
        do {
            var reader = try CSVReader(path: file, format: format)
            return try header(of: &reader, file)
        } catch let error as CSVError {
            throw LinkFault.unreadable(file, error)
        }
    }

    private static func header(of reader: inout CSVReader, _ file: String) throws -> [String] {
        guard let row = try reader.next() else { throw LinkFault.noHeader(file) }
        if let fault = row.fault { throw LinkFault.header(file, fault) }
        return row.texts
    }

    // MARK: Rows

    private mutating func read(
        _ file: String, source: Int, isOnly: Bool, _ format: CSVFormat
    ) throws {
        var reader = try CSVReader(path: file, format: format)
        let header = try Self.header(of: &reader, file)
        try checkDoubleColumns(header, file)
        let columns = try MappedColumns(mapping, header: header)
        let name = (file as NSString).lastPathComponent
        let total = reader.totalBytes
        var bytes: [UInt8] = []
        var ranges: [Range<Int>] = []
        var number = 0
        while population.count < limit, let row = try reader.next() {
            number += 1
            if number.isMultiple(of: 8192) {
                output.progress("read \(name)", done: row.byteOffset, total: total)
            }
            if let fault = row.fault, !isShort(fault) {
                refuse(file, row.line, fault.description)
                continue
            }
            bytes.removeAll(keepingCapacity: true)
            ranges.removeAll(keepingCapacity: true)
            for places in columns.fields { ranges.append(append(places, of: row, to: &bytes)) }
            var household: Range<Int>?
            if let place = columns.household { household = append([place], of: row, to: &bytes) }
            let id: String
            if let place = columns.id {
                let text = append([place], of: row, to: &bytes)
                guard !text.isEmpty else {
                    refuse(file, row.line, "has no \(mapping.id ?? "id")")
                    continue
                }
                id = String(decoding: bytes[text], as: UTF8.self)
            } else {
                id = isOnly ? "\(number)" : "\(name):\(number)"
            }
            idHashes.append(id.hashValue)
            if wanted.contains(id) {
                let texts = ranges.map { String(decoding: bytes[$0], as: UTF8.self) }
                shown.append((population.count, texts))
            }
            for (field, range) in ranges.enumerated() where !range.isEmpty {
                hasValues[field] = true
            }
            population.append(
                id: id, source: source, bytes: bytes, household: household, values: ranges)
        }
        if let total { output.progress("read \(name)", done: total, total: total) }
    }

    /// A row that lacks columns at its end is taken: spreadsheets leave empty ones away.
    private mutating func isShort(_ fault: CSVRow.Fault) -> Bool {
        guard case .columns(let count, let expected) = fault, count < expected else { return false }
        shortRows += 1
        return true
    }

    private mutating func refuse(_ file: String, _ line: Int, _ what: String) {
        refusedRows += 1
        if refusedRows <= Self.mostComplaints {
            output.message("\(file), line \(line): the row \(what); it is left out.")
        } else if refusedRows == Self.mostComplaints + 1 {
            output.message("More rows are left out; only their number is said in the end.")
        }
    }

    /// Copies a value without the blanks around it; of a date in parts, the parts up to the first
    /// that is missing.
    private func append(_ places: [Int], of row: CSVRow, to bytes: inout [UInt8]) -> Range<Int> {
        let start = bytes.count
        for (index, place) in places.enumerated() {
            guard place >= 0, place < row.count else { break }
            var value = row[place]
            while let first = value.first, first == 0x20 || first == 0x09 { value.removeFirst() }
            while let last = value.last, last == 0x20 || last == 0x09 { value.removeLast() }
            if value.isEmpty { break }
            if index > 0 { bytes.append(UInt8(ascii: "-")) }
            bytes.append(contentsOf: value)
        }
        return start..<bytes.count
    }
}
