import ChangeLog
import Registry
import Trust

/// The bytes in which a frozen snapshot is kept, so that a payroll can be computed again years
/// later: Protocol Buffers wire format, fields in order, maps sorted by their keys.
enum SnapshotBytes {
    /// What is wrong with kept bytes.
    struct Damaged: Error, CustomStringConvertible {
        var description: String {
            "What the payroll was frozen on cannot be read any more. Freeze it again."
        }
    }

    static func write(_ snapshot: PayrollSnapshot) -> [UInt8] {
        var writer = WireWriter(capacity: 512 * snapshot.enrolments.count)
        writer.number(1, snapshot.position.sequence)
        writer.data(2, snapshot.position.chain.bytes)
        writer.signed(3, snapshot.cutOff.milliseconds)
        writer.text(4, NodeWatermark.render(snapshot.watermarks))
        writer.text(5, snapshot.programme.render())
        for code in snapshot.bankCodes.sorted() { writer.text(6, code) }
        for enrolment in snapshot.enrolments {
            writer.message(7) { write(enrolment, to: &$0) }
        }
        writer.message(8) { write(snapshot.facts, to: &$0) }
        return writer.bytes
    }

    private static func write(_ enrolment: FrozenEnrolment, to writer: inout WireWriter) {
        writer.id(1, enrolment.id)
        writer.id(2, enrolment.household)
        writer.id(3, enrolment.unit)
        writer.text(4, enrolment.area)
        writer.text(5, enrolment.node)
        writer.number(6, UInt64(enrolment.circumstances.householdSize))
        for (category, count) in enrolment.circumstances.counts.sorted(by: { $0.key < $1.key }) {
            writer.message(7) { inner in
                inner.text(1, category.code)
                inner.number(2, UInt64(count))
            }
        }
        writer.id(8, enrolment.payee.id)
        writer.text(9, enrolment.payee.name)
        if let account = enrolment.payee.account { writer.presentText(10, account) }
        for member in enrolment.members { writer.id(11, member) }
        for record in enrolment.restsOn { writer.id(12, record) }
    }

    private static func write(_ facts: BlockingFacts, to writer: inout WireWriter) {
        for (record, cases) in facts.openDuplicates.sorted(by: { $0.key < $1.key }) {
            for basis in cases { writer.message(1) { pair(record, basis, to: &$0) } }
        }
        for (record, groups) in facts.openConflicts.sorted(by: { $0.key < $1.key }) {
            for group in groups {
                writer.message(2) { inner in
                    inner.id(1, record)
                    inner.signed(2, Int64(group))
                }
            }
        }
        for (person, list) in facts.failedVerifications.sorted(by: { $0.key < $1.key }) {
            for failed in list {
                writer.message(3) { inner in
                    pair(person, failed.verification, to: &inner)
                    inner.text(3, failed.register)
                }
            }
        }
        text(4, facts.deceased, to: &writer)
        text(5, facts.suspended, to: &writer)
        for (record, orders) in facts.stopped.sorted(by: { $0.key < $1.key }) {
            for order in orders {
                writer.message(6) { inner in
                    inner.id(1, record)
                    inner.text(2, order.officer.name)
                    inner.text(3, order.reason)
                }
            }
        }
        for (unit, entitlement) in facts.alreadyEntitled.sorted(by: { $0.key < $1.key }) {
            writer.message(7) { pair(unit, entitlement, to: &$0) }
        }
    }

    private static func pair(_ left: RecordID, _ right: RecordID, to writer: inout WireWriter) {
        writer.id(1, left)
        writer.id(2, right)
    }

    private static func text(
        _ field: Int, _ values: [RecordID: String], to writer: inout WireWriter
    ) {
        for (record, value) in values.sorted(by: { $0.key < $1.key }) {
            writer.message(field) { inner in
                inner.id(1, record)
                inner.text(2, value)
            }
        }
    }

    // MARK: Reading

    static func read(_ bytes: [UInt8]) throws -> PayrollSnapshot {
        var reader = WireReader(bytes)
        var sequence: UInt64 = 0
        var chain = Digest.zero
        var cutOff: Instant?
        var watermarks: [NodeWatermark]?
        var programme: ProgrammeVersion?
        var banks: Set<String> = []
        var enrolments: [FrozenEnrolment] = []
        var facts = BlockingFacts()
        while let (field, content) = try reader.next() {
            switch (field, content) {
            case (1, .number(let value)): sequence = value
            case (2, .data(let range)): chain = Digest(bytes: reader.data(range)) ?? .zero
            case (3, .number(let value)): cutOff = Instant(milliseconds: value.zigzag)
            case (4, .data(let range)): watermarks = NodeWatermark.parse(try reader.text(range))
            case (5, .data(let range)): programme = try .parse(reader.text(range))
            case (6, .data(let range)): banks.insert(try reader.text(range))
            case (7, .data(let range)): enrolments.append(try enrolment(reader.message(range)))
            case (8, .data(let range)): try read(reader.message(range), into: &facts)
            default: break
            }
        }
        guard let cutOff, let watermarks, let programme else { throw Damaged() }
        return PayrollSnapshot(
            position: .init(sequence: sequence, chain: chain), cutOff: cutOff,
            watermarks: watermarks, programme: programme, bankCodes: banks,
            enrolments: enrolments, facts: facts)
    }

    private static func enrolment(_ reader: WireReader) throws -> FrozenEnrolment {
        var reader = reader
        var ids: [Int: RecordID] = [:]
        var texts: [Int: String] = [:]
        var size = 0
        var counts: [Category: Int] = [:]
        var members: [RecordID] = []
        var restsOn: [RecordID] = []
        while let (field, content) = try reader.next() {
            switch (field, content) {
            case (1...3, .data(let range)), (8, .data(let range)):
                ids[field] = try reader.id(range)
            case (4...5, .data(let range)), (9...10, .data(let range)):
                texts[field] = try reader.text(range)
            case (6, .number(let value)): size = Int(truncatingIfNeeded: value)
            case (7, .data(let range)):
                let fields = try parts(reader.message(range))
                counts[Category(fields.texts[1] ?? "")] = Int(fields.numbers[2] ?? 0)
            case (11, .data(let range)): members.append(try reader.id(range))
            case (12, .data(let range)): restsOn.append(try reader.id(range))
            default: break
            }
        }
        guard let id = ids[1], let household = ids[2], let unit = ids[3], let payee = ids[8] else {
            throw Damaged()
        }
        return FrozenEnrolment(
            id: id, household: household, unit: unit, area: texts[4] ?? "", node: texts[5] ?? "",
            circumstances: Circumstances(householdSize: size, counts: counts),
            payee: Payee(id: payee, name: texts[9] ?? "", account: texts[10]),
            members: members, restsOn: restsOn)
    }

    private static func read(_ reader: WireReader, into facts: inout BlockingFacts) throws {
        var reader = reader
        while let (field, content) = try reader.next() {
            guard case .data(let range) = content else { continue }
            let fields = try parts(reader.message(range))
            guard let record = fields.ids[1] else { throw Damaged() }
            switch (field, fields.ids[2]) {
            case (1, let basis?): facts.openDuplicates[record, default: []].append(basis)
            case (2, _):
                facts.openConflicts[record, default: []].append(
                    Int((fields.numbers[2] ?? 0).zigzag))
            case (3, let verification?):
                facts.failedVerifications[record, default: []].append(
                    .init(verification: verification, register: fields.texts[3] ?? ""))
            case (4, _): facts.deceased[record] = fields.texts[2] ?? ""
            case (5, _): facts.suspended[record] = fields.texts[2] ?? ""
            case (6, _):
                guard let officer = Officer(fields.texts[2] ?? "") else { throw Damaged() }
                facts.stopped[record, default: []].append(
                    .init(officer: officer, reason: fields.texts[3] ?? ""))
            case (7, let entitlement?): facts.alreadyEntitled[record] = entitlement
            default: throw Damaged()
            }
        }
    }

    private struct Parts {
        var ids: [Int: RecordID] = [:]
        var texts: [Int: String] = [:]
        var numbers: [Int: UInt64] = [:]
    }

    /// A small message whose fields are ids (16 bytes), texts or numbers. Which one a field is, the
    /// caller knows; a text of 16 bytes may look like an id as well.
    private static func parts(_ reader: WireReader) throws -> Parts {
        var reader = reader
        var parts = Parts()
        while let (field, content) = try reader.next() {
            switch content {
            case .number(let value): parts.numbers[field] = value
            case .data(let range):
                if range.count == 16 { parts.ids[field] = try reader.id(range) }
                parts.texts[field] = String(decoding: reader.data(range), as: UTF8.self)
            }
        }
        return parts
    }
}
