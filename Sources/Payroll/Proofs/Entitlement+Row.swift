import Registry

extension Entitlement {
    /// The canonical bytes of the entitlement, over which the payroll's digest is computed and
    /// from which a family can check its proof.
    ///
    /// Eighteen fields or more, each as its length in bytes (32 bits, most significant byte first)
    /// followed by the bytes. Texts are UTF-8 as stored, numbers ASCII decimal digits, ids their
    /// 16 bytes:
    ///
    /// 1. `shabaka entitlement row 1`
    /// 2. id · 3. programme code · 4. programme version · 5. cycle as `2026-02`
    /// 6. enrolment · 7. household · 8. unit · 9. payee
    /// 10. payee's name · 11. IBAN · 12. bank code · 13. node · 14. area
    /// 15. amount in minor units · 16. currency code
    /// 17. number of rule lines, and for each line: its name, household size (only where the name
    ///     is `base`), count, and amount in minor units
    public var row: [UInt8] {
        var writer = RowWriter()
        writer.reserve(512)
        writer.add("shabaka entitlement row 1")
        writer.add(id.bytes)
        writer.add(programme)
        writer.add(programmeVersion)
        writer.add(cycle.description)
        for record in [enrolment, household, unit, payee] { writer.add(record.bytes) }
        for text in [payeeName, account.text, bank, node, area] { writer.add(text) }
        writer.add(amount.amountMinor)
        writer.add(amount.currency.code)
        writer.add(lines.count)
        for line in lines {
            writer.add(line.name)
            if case .base(let size) = line.rule { writer.add(size) }
            writer.add(line.count)
            writer.add(line.amountMinor)
        }
        return writer.bytes
    }
}

/// Writes fields so that no two lists of fields give the same bytes.
struct RowWriter {
    private(set) var bytes: [UInt8] = []

    mutating func reserve(_ capacity: Int) { bytes.reserveCapacity(capacity) }

    mutating func add(_ text: String) {
        addCount(text.utf8.count)
        bytes.append(contentsOf: text.utf8)
    }

    mutating func add(_ number: some BinaryInteger) { add(String(number)) }

    mutating func add(_ field: [UInt8]) {
        addCount(field.count)
        bytes.append(contentsOf: field)
    }

    private mutating func addCount(_ count: Int) {
        let count = UInt32(count)
        bytes.append(UInt8(truncatingIfNeeded: count >> 24))
        bytes.append(UInt8(truncatingIfNeeded: count >> 16))
        bytes.append(UInt8(truncatingIfNeeded: count >> 8))
        bytes.append(UInt8(truncatingIfNeeded: count))
    }
}

extension [UInt8] {
    /// Appends a number as eight bytes, most significant first.
    mutating func append(bigEndian number: UInt64) {
        for shift in stride(from: UInt64(56), through: 0, by: -8) {
            append(UInt8(truncatingIfNeeded: number >> shift))
        }
    }
}
