import Foundation
import Intake
import Testing

/// A file that lives as long as one test.
final class TemporaryFile: Sendable {
    let path: String

    init(_ bytes: [UInt8]) throws {
        path =
            FileManager.default.temporaryDirectory
            .appending(path: "shabaka-\(UUID().uuidString).csv").path
        try Data(bytes).write(to: URL(filePath: path))
    }

    convenience init(_ text: String) throws {
        try self.init(Array(text.utf8))
    }

    deinit { unsafe unlink(path) }

    /// A reader of it; the open file outlives its name.
    func open(_ format: CSVFormat = CSVFormat()) throws -> CSVReader {
        try CSVReader(path: path, format: format)
    }
}

/// A row as plain values.
struct ReadRow: Equatable {
    var line: Int
    var texts: [String]
    var fault: CSVRow.Fault?
}

func readAll(_ bytes: [UInt8], _ format: CSVFormat = CSVFormat()) throws -> [ReadRow] {
    let file = try TemporaryFile(bytes)
    var reader = try file.open(format)
    var rows: [ReadRow] = []
    while let row = try reader.next() {
        rows.append(ReadRow(line: row.line, texts: row.texts, fault: row.fault))
    }
    #expect(reader.position.byteOffset == bytes.count)
    #expect(reader.totalBytes == bytes.count)
    return rows
}

func readAll(_ text: String, _ format: CSVFormat = CSVFormat()) throws -> [ReadRow] {
    try readAll(Array(text.utf8), format)
}

@Suite struct CSVReaderTests {
    @Test(arguments: [
        ("a,b\r\n1,2\r\n", [["a", "b"], ["1", "2"]]), ("a,b\n1,2", [["a", "b"], ["1", "2"]]),
        ("a,b\r1,2\r", [["a", "b"], ["1", "2"]]), ("a,\n,b\n", [["a", ""], ["", "b"]]),
        ("\"a\",\"b\"\n", [["a", "b"]]), ("\"a,b\",\"c\nd\"\n", [["a,b", "c\nd"]]),
        ("\"a\"\"b\",\"\"\"\"\n", [["a\"b", "\""]]), ("\"\",\"\"\n", [["", ""]]),
        ("a\"b,c\n", [["a\"b", "c"]]), ("\n\na,b\n\n1,2\n\n", [["a", "b"], ["1", "2"]]),
        ("\"a\",b", [["a", "b"]]), ("a,\"b\"", [["a", "b"]]), ("a,\"\"", [["a", ""]]), ("", []),
        ("ا,ب\n١,٢\n", [["ا", "ب"], ["١", "٢"]]), ("\u{FEFF}a,b\n", [["a", "b"]]),
        ("\"\"\n", [[""]]), (",\n", [["", ""]]), ("👨‍👩‍👧,é\n", [["👨‍👩‍👧", "é"]]),
    ])
    func `rows are read by RFC 4180`(text: String, rows: [[String]]) throws {
        #expect(try readAll(text).map(\.texts) == rows)
    }

    @Test func `the line of a row counts the line ends within quotes`() throws {
        let rows = try readAll("h,i\n\"1\n2\r\n3\",x\n\ny,z\r\"\r\",q\nlast,row")
        #expect(rows.map(\.line) == [1, 2, 6, 7, 9])
    }

    @Test(arguments: [
        ("a,b\n1\n2,3\n", CSVRow.Fault.columns(1, expected: 2)),
        ("a,b\n1,2,3\n2,3\n", .columns(3, expected: 2)),
        ("a,b\n\"1\"x,2\n2,3\n", .textAfterQuote(column: 1)),
        ("a,b\n1,2\0\n2,3\n", .zeroByte(column: 2)),
        ("a,b\n1,123456789012345678901\n2,3\n", .fieldTooLong(column: 2, maximumBytes: 20)),
    ])
    func `a damaged row is told and the next one is read`(text: String, fault: CSVRow.Fault) throws
    {
        let rows = try readAll(text, CSVFormat(maximumFieldBytes: 20))
        #expect(rows.map(\.fault) == [nil, fault, nil])
        #expect(rows[2] == ReadRow(line: 3, texts: ["2", "3"], fault: nil))
    }

    @Test(arguments: [
        [0xFF], [0xC0, 0xAF], [0xED, 0xA0, 0x80], [0xD9], [0xF5, 0x80, 0x80, 0x80], [0xE2, 0x82],
    ])
    func `bytes that are no UTF-8 are told with line and column`(bytes: [UInt8]) throws {
        let rows = try readAll(Array("a,b\nx,".utf8) + bytes + Array("\nم,\"é\"\n".utf8))
        #expect(rows.map(\.fault) == [nil, .notUTF8(column: 2), nil])
        #expect(rows[1].line == 2)
    }

    @Test func `every byte of Windows-1256 is read as the code page says`() throws {
        let high = Array(UInt8(0x80)...0xFF)
        let expected =
            "€پ‚ƒ„…†‡ˆ‰ٹ‹Œچژڈگ‘’“”•–—ک™ڑ›œ\u{200C}\u{200D}ں\u{A0}،¢£¤¥¦§¨©ھ«¬\u{AD}®¯°±²³´µ¶·¸¹؛»¼½¾؟"
            + "ہءآأؤإئابةتثجحخدذرزسشصض×طظعغـفقكàلâمنهوçèéêëىيîï\u{64B}\u{64C}\u{64D}\u{64E}ô\u{64F}"
            + "\u{650}÷\u{651}ù\u{652}ûü\u{200E}\u{200F}ے"
        let rows = try readAll(
            Array("a,b\n\"x\"\"".utf8) + high + Array("\",\"".utf8) + high + Array("\"\n".utf8),
            CSVFormat(encoding: .windows1256))
        #expect(rows[1].texts == ["x\"" + expected, expected])
    }

    @Test func `a quote that is never closed stops the reading and says where it opens`() throws {
        let file = try TemporaryFile("a,b\n1,2\n3,\"4\n5,6\n")
        var reader = try file.open()
        #expect(try reader.next()?.texts == ["a", "b"])
        #expect(try reader.next()?.texts == ["1", "2"])
        #expect(throws: CSVError.unclosedQuote(line: 3)) { _ = try reader.next() }
    }

    @Test(arguments: ["x", "\"", "x,", "\r\n"])
    func `a row of any length is passed over and the next one is read`(filling: String) throws {
        let quoted = filling == "\"" || filling == "\r\n"
        var middle = String(repeating: filling, count: 1 << 20)
        if quoted { middle = "\"" + middle + "\"" }
        let rows = try readAll("a,b\n1,2\n\(middle),9\r\n3,4\n")
        #expect(rows.map(\.fault) == [nil, nil, .rowTooLong(maximumBytes: 1 << 18), nil])
        #expect(rows[3].texts == ["3", "4"])
        #expect(rows[3].line == (filling == "\r\n" ? 4 + (1 << 20) : 4))
    }

    @Test func `an unclosed quote is told however much follows it`() throws {
        let file = try TemporaryFile("a,b\n1,\"" + String(repeating: "x,y\n", count: 1 << 18))
        var reader = try file.open()
        _ = try reader.next()
        #expect(throws: CSVError.unclosedQuote(line: 2)) { _ = try reader.next() }
    }

    @Test func `a row kept while others are read stays as it was`() throws {
        let file = try TemporaryFile((0..<60_000).map { "\($0),\"a\"\"\($0)\"\n" }.joined())
        var reader = try file.open()
        var kept: [CSVRow] = []
        while let row = try reader.next() {
            if row.line % 5000 == 1 { kept.append(row) }
        }
        #expect(kept.map(\.texts) == (0..<12).map { ["\($0 * 5000)", "a\"\($0 * 5000)"] })
    }

    @Test(arguments: [1, 2, 3, 100, 4000])
    func `reading goes on from any row as if it had never stopped`(stop: Int) throws {
        let text =
            "number,text\r\n" + (0..<9000).map { "\($0),\"م\n\($0)\"\r\n" }.joined()
        let file = try TemporaryFile(text)
        var reader = try file.open()
        for _ in 0..<stop { _ = try reader.next() }
        let place = reader.position
        var rest: [[String]] = []
        while let row = try reader.next() { rest.append([String(row.line)] + row.texts) }
        var second = try file.open()
        _ = try second.next()
        try second.resume(at: place)
        var again: [[String]] = []
        while let row = try second.next() { again.append([String(row.line)] + row.texts) }
        #expect(again == rest)
        #expect(again.count == 9001 - stop)
    }

    @Test func `the same file gives the same rows however the pipe cuts it`() throws {
        let text = "a,b\r\n\"1\"\"\r\n2\",م\r\n\r\n\"\",x\r\n"
        var ends: [Int32] = [0, 0]
        #expect(unsafe pipe(&ends) == 0)
        let (output, input) = (ends[0], ends[1])
        let writer = Thread {
            for byte in text.utf8 {
                unsafe withUnsafePointer(to: byte) { _ = unsafe write(input, $0, 1) }
            }
            close(input)
        }
        writer.start()
        var reader = CSVReader(fileDescriptor: output)
        var rows: [[String]] = []
        while let row = try reader.next() { rows.append(row.texts) }
        close(output)
        #expect(rows == [["a", "b"], ["1\"\r\n2", "م"], ["", "x"]])
        #expect(reader.position.byteOffset == text.utf8.count)
        #expect(reader.totalBytes == nil)
    }

    @Test func `a file that is not there is told by its path`() {
        #expect(throws: CSVError.file(path: "/nowhere/persons.csv", errno: ENOENT)) {
            _ = try CSVReader(path: "/nowhere/persons.csv")
        }
    }
}
