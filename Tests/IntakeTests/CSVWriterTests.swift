import Foundation
import Intake
import Testing

@Suite struct CSVWriterTests {
    @Test(arguments: [
        (["a", "b"], "a,b\n"), (["a,b", "c"], "\"a,b\",c\n"), (["a\"b"], "\"a\"\"b\"\n"),
        (["a\nb", "c\rd"], "\"a\nb\",\"c\rd\"\n"), ([" a", "b "], "\" a\",\"b \"\n"),
        (["", ""], ",\n"), (["محمد", "١٢"], "محمد,١٢\n"), (["=1+1", "-5"], "=1+1,-5\n"),
    ])
    func `quotes stand only where they must`(fields: [String], text: String) {
        var writer = CSVWriter()
        writer.append(fields)
        #expect(String(decoding: writer.bytes, as: UTF8.self) == text)
    }

    @Test(arguments: [
        ("=cmd|calc", "'=cmd|calc"), ("@SUM(A1)", "'@SUM(A1)"), ("+1+2", "'+1+2"),
        ("-علي", "'-علي"),
        ("-5.25", "-5.25"), ("+964 770 123", "+964 770 123"), ("a=b", "a=b"),
    ])
    func `a cell that a spreadsheet would compute is made text where people open the file`(
        field: String, cell: String
    ) {
        var writer = CSVWriter(guardsFormulas: true)
        writer.append([field])
        #expect(String(decoding: writer.take(), as: UTF8.self) == cell + "\n")
        #expect(writer.bytes.isEmpty)
    }

    @Test func `what was written is read back`() throws {
        let pieces = ["", " ", ",", "\"", "\n", "\r\n", "م", "a", "'", ";", "\t"]
        var rows: [[String]] = []
        for first in pieces {
            for second in pieces { rows.append([first + second, "x" + second + first, "end"]) }
        }
        for lineEnd in [CSVWriter.LineEnd.lf, .crlf] {
            var writer = CSVWriter(lineEnd: lineEnd)
            for row in rows { writer.append(row) }
            #expect(try readAll(writer.bytes).map(\.texts) == rows)
        }
    }

    @Test(arguments: [
        ("persons.csv", "persons.rejected.csv"), ("a/b.CSV", "a/b.rejected.csv"),
        ("list", "list.rejected.csv"),
    ])
    func `rejected rows lie beside their file`(file: String, rejected: String) {
        #expect(RejectedRows.path(for: file) == rejected)
    }
}
