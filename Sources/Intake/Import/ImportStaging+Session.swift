import Registry
import Storage

extension ImportStaging {
    /// One transaction on what an import remembers.
    final class Session {
        private let transaction: Transaction
        private let insertSeen: Statement
        private let selectSeen: Statement
        private let selectPassed: Statement

        init(_ transaction: Transaction) throws {
            self.transaction = transaction
            insertSeen = try transaction.statement(
                "INSERT INTO seen (id) VALUES ($1) ON CONFLICT DO NOTHING")
            selectSeen = try transaction.statement("SELECT 1 FROM seen WHERE id = $1")
            selectPassed = try transaction.statement(
                "SELECT is_outside FROM passed WHERE number = $1")
        }

        /// Remembers that a row of this source record was met.
        func see(_ id: RecordID) throws {
            insertSeen.bind(1, id)
            try insertSeen.run()
        }

        /// Whether a row of this source record was met before.
        func hasSeen(_ id: RecordID) throws -> Bool {
            selectSeen.bind(1, id)
            defer { selectSeen.reset() }
            return try selectSeen.step()
        }

        /// Remembers that a household of the files is not taken.
        func pass(_ number: String, isOutside: Bool) throws {
            try transaction.execute(
                """
                INSERT INTO passed (number, is_outside) VALUES ($1, $2)
                ON CONFLICT (number) DO NOTHING
                """, .text(number), .integer(isOutside ? 1 : 0))
        }

        /// Whether a household was passed over: nil when not, else whether it lies outside.
        func passed(_ number: String) throws -> Bool? {
            selectPassed.bind(1, number)
            defer { selectPassed.reset() }
            return try selectPassed.step() ? selectPassed.integer(0) != 0 : nil
        }

        /// Puts a person's row aside until all households were read.
        func putAside(_ row: CSVRow, household: String, file: Int) throws {
            var ends: [UInt8] = []
            var bytes: [UInt8] = []
            for column in 0..<row.count {
                bytes.append(contentsOf: row[column])
                for shift in [0, 8, 16, 24] {
                    ends.append(UInt8(truncatingIfNeeded: bytes.count >> shift))
                }
            }
            // A file has one row a line, so line and file name a row.
            try transaction.execute(
                """
                INSERT INTO stray (household, seq, file, line, ends, bytes)
                VALUES ($1, $2, $3, $4, $5, $6)
                """,
                .text(household), .integer(Int64(file) << 40 | Int64(row.line)),
                .integer(Int64(file)), .integer(Int64(row.line)), .bytes(ends), .bytes(bytes))
        }

        /// Takes some of the rows that were put aside, those of one household together.
        func takeAside(atMost count: Int) throws -> [(row: CSVRow, household: String, file: Int)] {
            let rows = try transaction.rows(
                """
                SELECT household, seq, file, line, ends, bytes FROM stray
                ORDER BY household, seq LIMIT $1
                """, .integer(Int64(count)))
            for row in rows {
                try transaction.execute(
                    "DELETE FROM stray WHERE household = $1 AND seq = $2", row.values[0],
                    row.values[1])
            }
            return rows.map { row in
                var fields: [CSVField] = []
                var start = 0
                let ends = row.bytes(4)
                for index in stride(from: 0, to: ends.count, by: 4) {
                    let end = (0..<4).reduce(0) { $0 | Int(ends[index + $1]) << ($1 * 8) }
                    fields.append(CSVField(start: start, end: end, hasDoubledQuotes: false))
                    start = end
                }
                return (
                    CSVRow(
                        line: row.int(3), byteOffset: 0, fault: nil, bytes: row.bytes(5),
                        fields: fields),
                    row.text(0), row.int(2)
                )
            }
        }
    }
}
