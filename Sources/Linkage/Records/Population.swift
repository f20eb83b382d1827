/// The people to be compared, as columns of numbers, filled row by row.
///
/// Every distinct value is normalised and stored once. A population knows nothing about files or
/// tables; whoever reads them appends rows.
public struct Population: Sendable {
    /// The compared columns, in the order of the values of a row.
    public let fields: [FieldSpecification]
    /// The records' identifiers by row.
    public private(set) var ids: [String] = []
    /// By field: how many values were there and could not be read, such as dates in another format.
    public private(set) var unreadable: [Int]

    var names = Interner<UInt16>()
    var codes = Interner<UInt8>()
    var households = Interner<UInt8>()
    /// One row after the other, `stride` cells each.
    var cells: [UInt32] = []
    /// The household's number as written, 0 for none; in another source it is another household.
    var householdOfRow: [UInt32] = []
    var sourceOfRow: [UInt32] = []
    let stride: Int
    /// The first cell of each field within a row.
    let slots: [Int]

    private var rawNames = Interner<UInt8>()
    private var normalisedOfRaw: [(first: UInt32, rest: UInt32)] = [(0, 0)]
    private var rawDates = Interner<UInt8>()
    private var dateOfRaw: [UInt32] = [0]
    private var scratch: [UInt8] = []

    /// An empty population with these columns, at most 16.
    public init(fields: [FieldSpecification]) {
        self.fields = fields
        var slots: [Int] = []
        var next = 0
        for field in fields {
            slots.append(next)
            next += field.type.width
        }
        self.slots = slots
        stride = next
        unreadable = Array(repeating: 0, count: fields.count)
    }

    /// How many records there are.
    public var count: Int { ids.count }

    /// Which file or province a record is from.
    public func source(of row: Int) -> Int { Int(sourceOfRow[row]) }

    /// Appends a record.
    ///
    /// - Parameters:
    ///   - household: records of one source that share it are known to be different people.
    ///   - source: which file or province the record is from, 0 or more.
    ///   - values: one per field; empty means missing.
    public mutating func append(
        id: String, household: String?, source: Int, values: some Sequence<some StringProtocol>
    ) {
        var bytes: [UInt8] = []
        var ranges: [Range<Int>] = []
        for value in values {
            let start = bytes.count
            bytes.append(contentsOf: value.utf8)
            ranges.append(start..<bytes.count)
        }
        var householdRange: Range<Int>?
        if let household {
            let start = bytes.count
            bytes.append(contentsOf: household.utf8)
            householdRange = start..<bytes.count
        }
        append(id: id, source: source, bytes: bytes, household: householdRange, values: ranges)
    }

    /// Appends a record whose values are stretches of `bytes` in UTF-8: the cheap way.
    public mutating func append(
        id: String, source: Int, bytes: [UInt8], household: Range<Int>?, values: [Range<Int>]
    ) {
        precondition(values.count == fields.count, "a row has one value per field")
        for (field, range) in zip(fields.indices, values) { appendCells(field, bytes, range) }
        ids.append(id)
        sourceOfRow.append(UInt32(source))
        guard let household, !household.isEmpty else {
            householdOfRow.append(0)
            return
        }
        householdOfRow.append(households.intern(bytes, household))
    }

    private mutating func appendCells(_ field: Int, _ bytes: [UInt8], _ range: Range<Int>) {
        let type = fields[field].type
        if range.isEmpty {
            for _ in 0..<type.width { cells.append(0) }
        } else if type.isName {
            let name = name(type, bytes, range)
            cells.append(name.first)
            if type.width == 2 { cells.append(name.rest) }
        } else if type == .birthDate {
            cells.append(date(fields[field].format, bytes, range))
            if cells[cells.count - 1] == 0 { unreadable[field] += 1 }
        } else if type == .year {
            cells.append(Self.year(bytes, range))
            if cells[cells.count - 1] == 0 { unreadable[field] += 1 }
        } else {
            code(bytes, range)
            cells.append(codes.intern(scratch))
        }
    }

    /// The number that the digits of a text make; 0 where it is no year.
    private static func year(_ bytes: [UInt8], _ range: Range<Int>) -> UInt32 {
        var year: UInt32 = 0
        for scalar in String(decoding: bytes[range], as: UTF8.self).unicodeScalars {
            guard scalar.value <= 0xFFFF, let digit = LetterFolding.digit(UInt16(scalar.value))
            else { continue }
            year = year * 10 + UInt32(digit)
            if year >= 4096 { return 0 }
        }
        return year
    }

    /// Letters and digits of a code into `scratch`, digits Western, letters small.
    private mutating func code(_ bytes: [UInt8], _ range: Range<Int>) {
        scratch.removeAll(keepingCapacity: true)
        var index = range.lowerBound
        while index < range.upperBound {
            let byte = bytes[index]
            if byte >= 0x80 { break }
            if byte >= 0x30 && byte <= 0x39 || byte >= 0x61 && byte <= 0x7A {
                scratch.append(byte)
            } else if byte >= 0x41 && byte <= 0x5A {
                scratch.append(byte + 32)
            }
            index += 1
        }
        guard index < range.upperBound else { return }
        scratch.removeAll(keepingCapacity: true)
        for scalar in String(decoding: bytes[range], as: UTF8.self).unicodeScalars {
            guard scalar.value <= 0xFFFF else { continue }
            let unit = UInt16(scalar.value)
            if let digit = LetterFolding.digit(unit) {
                scratch.append(digit + 0x30)
            } else if let letter = LetterFolding.latin(unit) {
                scratch.append(letter)
            } else if unit > 0x7F, scalar.properties.isAlphabetic, !LetterFolding.isDropped(unit) {
                let folded = LetterFolding.arabic(unit)
                scratch.append(UInt8(truncatingIfNeeded: folded >> 8))
                scratch.append(UInt8(truncatingIfNeeded: folded))
            }
        }
    }

    private mutating func name(
        _ type: FieldType, _ bytes: [UInt8], _ range: Range<Int>
    ) -> (first: UInt32, rest: UInt32) {
        let kind: UInt8 = type == .familyName ? 1 : type == .motherName ? 2 : 3
        scratch.removeAll(keepingCapacity: true)
        scratch.append(kind)
        scratch.append(contentsOf: bytes[range])
        let raw = Int(rawNames.intern(scratch))
        if raw < normalisedOfRaw.count { return normalisedOfRaw[raw] }
        let words = NameNormaliser.words(
            of: String(decoding: bytes[range], as: UTF8.self), type: type)
        let split = type == .motherName ? min(1, words.count) : words.count
        let name = (
            first: names.intern(Array(words[..<split].joined())),
            rest: names.intern(Array(words[split...].joined()))
        )
        normalisedOfRaw.append(name)
        return name
    }

    private mutating func date(_ format: String?, _ bytes: [UInt8], _ range: Range<Int>) -> UInt32 {
        scratch.removeAll(keepingCapacity: true)
        scratch.append(contentsOf: (format ?? "").utf8)
        scratch.append(0)
        scratch.append(contentsOf: bytes[range])
        let raw = Int(rawDates.intern(scratch))
        if raw < dateOfRaw.count { return dateOfRaw[raw] }
        let date = PartialDate(String(decoding: bytes[range], as: UTF8.self), format: format)
        dateOfRaw.append(date?.packed ?? 0)
        return dateOfRaw[raw]
    }
}
