import Foundation
import Intake
import Registry
import Testing

/// One file of `Tests/Corpora/csv`, how to read it, and what the import must say about it.
struct CorpusFile: Codable, CustomTestStringConvertible, Sendable {
    var file: String
    var encoding: CSVFormat.Encoding?
    var separator: String?
    /// The kind and how many rows gave drafts; then what was thrown, rejected or doubted.
    var says: [String]

    var testDescription: String { file }

    static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Corpora/csv")
    static let expectations = folder.appending(path: "expected.json")
    static let all: [CorpusFile] =
        (try? JSONDecoder().decode([CorpusFile].self, from: Data(contentsOf: expectations))) ?? []

    var path: String { Self.folder.appending(path: file).path }

    /// Reads the file as an import does, and tells what happened.
    func read(rejected: inout [(CSVRow, RowRejection)], header: inout [String]) throws -> [String] {
        var mapping = ImportMapping.builtIn
        mapping.format = CSVFormat(
            encoding: encoding ?? .utf8,
            separator: separator == "tab" ? 9 : separator?.utf8.first ?? UInt8(ascii: ","))
        var told: [String] = []
        var accepted = 0
        do {
            var reader = try CSVReader(path: path, format: mapping.format)
            let layout = try mapping.layout(
                header: reader.next(), file: file, today: #require(CivilDate("2026-11-22")))
            header = layout.header
            told.append(layout.kind.rawValue)
            while let row = try reader.next() {
                switch Self.draft(row, layout) {
                case .success(let doubts):
                    accepted += 1
                    told += doubts.map { "doubt: \($0)" }
                case .failure(let rejection):
                    rejected.append((row, rejection))
                    told.append(rejection.description)
                }
            }
        } catch let error as CSVError {
            guard !told.isEmpty else { return ["refused: \(error)"] }
            told.append("stopped: \(error)")
        } catch let error as ImportMapping.Problem {
            return ["refused: \(error)"]
        }
        told[0] += ": \(accepted) accepted, \(rejected.count) rejected"
        return told
    }

    private static func draft(
        _ row: CSVRow, _ layout: FileLayout
    ) -> Result<[RowProblem], RowRejection> {
        switch layout.kind {
        case .household: HouseholdDraft.parse(row, layout).map(\.doubts)
        case .person: PersonDraft.parse(row, layout).map(\.doubts)
        case .deaths: DeathDraft.parse(row, layout).map(\.doubts)
        }
    }
}

@Suite struct CorpusTests {
    @Test(arguments: CorpusFile.all)
    func `a bad file is told what is wrong, row by row, and keeps its good rows`(
        file: CorpusFile
    ) throws {
        var rejected: [(CSVRow, RowRejection)] = []
        var header: [String] = []
        let says = try file.read(rejected: &rejected, header: &header)
        #expect(says == file.says)
    }

    @Test func `every file of the corpus has its expectation, and there are at least forty`() throws
    {
        let names = try FileManager.default.contentsOfDirectory(atPath: CorpusFile.folder.path)
            .filter { $0.hasSuffix(".csv") }
        #expect(Set(CorpusFile.all.map(\.file)) == Set(names))
        #expect(names.count >= 40)
    }

    /// The expectations are written anew only when asked for, and then read by a human.
    @Test(.enabled(if: ProcessInfo.processInfo.environment["SHABAKA_REWRITE_GOLDEN"] == "1"))
    func `expectations are rewritten on request`() throws {
        var files = CorpusFile.all
        for index in files.indices {
            var rejected: [(CSVRow, RowRejection)] = []
            var header: [String] = []
            files[index].says = try files[index].read(rejected: &rejected, header: &header)
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        try encoder.encode(files.sorted { $0.file < $1.file }).write(to: CorpusFile.expectations)
    }

    @Test(arguments: CorpusFile.all)
    func `rejected rows can be read again and have their columns`(file: CorpusFile) throws {
        var rejected: [(CSVRow, RowRejection)] = []
        var header: [String] = []
        _ = try file.read(rejected: &rejected, header: &header)
        let path = FileManager.default.temporaryDirectory
            .appending(path: "\(UUID().uuidString).rejected.csv").path
        defer { unsafe unlink(path) }
        var file = try RejectedRows(path: path, header: header)
        for (row, rejection) in rejected { try file.append(row, rejection) }
        try file.flush()
        #expect(FileManager.default.fileExists(atPath: path) == !rejected.isEmpty)
        guard !rejected.isEmpty else { return }
        let format = CSVFormat(maximumFieldBytes: 1 << 20, maximumRowBytes: 1 << 21)
        var reader = try CSVReader(path: path, format: format)
        let columns = try #require(try reader.next())
        #expect(columns.texts == ["line", "field", "reason"] + header)
        var count = 0
        while let row = try reader.next() {
            let (_, rejection) = rejected[count]
            #expect(row.text(0) == String(rejection.line))
            #expect(row.text(1) == rejection.fields)
            #expect(row.text(2) == rejection.reason)
            count += 1
        }
        #expect(count == rejected.count)
    }
}
