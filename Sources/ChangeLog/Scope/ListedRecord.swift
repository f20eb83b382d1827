public import Registry

/// A record in the list of a journal row that is not a changeset.
public struct ListedRecord: Hashable, Sendable {
    public var entity: Int
    public var record: RecordID
    /// Area codes that it left.
    public var left: [String]

    init(entity: Int, record: RecordID, left: [String] = []) {
        self.entity = entity
        self.record = record
        self.left = left
    }

    func write(to writer: inout WireWriter) {
        writer.number(1, UInt64(entity))
        writer.id(2, record)
        for area in left { writer.text(3, area) }
    }

    init(_ reader: WireReader) throws(WireReader.Malformed) {
        var reader = reader
        var entity = 0
        var record: RecordID?
        var left: [String] = []
        while let (field, content) = try reader.next() {
            switch (field, content) {
            case (1, .number(let value)): entity = WireReader.integer(value)
            case (2, .data(let range)): record = try reader.id(range)
            case (3, .data(let range)): left.append(try reader.text(range))
            default: break
            }
        }
        guard let record else { throw .missing("record id") }
        self.init(entity: entity, record: record, left: left)
    }

    /// The body of a journal row: a list of records, and the digest of the page behind it.
    static func body(_ records: [ListedRecord], source: [UInt8] = []) -> [UInt8] {
        var writer = WireWriter(capacity: 32 * records.count)
        for record in records { writer.message(1) { record.write(to: &$0) } }
        writer.data(2, source)
        return writer.bytes
    }

    static func list(_ body: [UInt8]) throws(WireReader.Malformed) -> [ListedRecord] {
        var reader = WireReader(body)
        var result: [ListedRecord] = []
        while let (field, content) = try reader.next() {
            if field == 1, case .data(let range) = content {
                result.append(try ListedRecord(reader.message(range)))
            }
        }
        return result
    }
}
