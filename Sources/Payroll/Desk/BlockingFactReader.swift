import ChangeLog
import Registry
import Storage

/// Reads the reasons why somebody is not paid: cases, conflicts, registers, orders.
struct BlockingFactReader {
    private let view: RegistryView
    private let transaction: Transaction

    init(_ view: RegistryView) {
        self.view = view
        transaction = view.transaction
    }

    func read() throws -> BlockingFacts {
        var facts = BlockingFacts()
        for row in try transaction.rows(
            "SELECT later_household, id FROM duplicate_case WHERE status = 'open' ORDER BY id")
        {
            add(row, to: &facts.openDuplicates)
        }
        for row in try transaction.rows("SELECT record, grp FROM conflict ORDER BY record, grp") {
            if let record = row.id(0) {
                facts.openConflicts[record, default: []].append(row.int(1))
            }
        }
        try readBreaches(&facts)
        for row in try transaction.rows(
            """
            SELECT person, register, id, result FROM verification
            WHERE result <> 'clear' ORDER BY id
            """)
        {
            guard let person = row.id(0), let id = row.id(2) else { continue }
            if row.text(3) == "deceased" {
                facts.deceased[person] = row.text(1)
            } else {
                facts.failedVerifications[person, default: []].append(
                    .init(verification: id, register: row.text(1)))
            }
        }
        for row in try transaction.rows("SELECT id FROM person WHERE vital_status = 'dead'") {
            if let person = row.id(0) { facts.deceased[person] = "registry" }
        }
        for row in try transaction.rows(
            """
            SELECT enrolment, placed_by, basis FROM hold
            WHERE payroll IS NULL AND ended_on IS NULL ORDER BY id
            """)
        {
            // An order that lost its name is still an order.
            guard let enrolment = row.id(0), let officer = Officer(row.text(1)) ?? Officer("?")
            else { continue }
            facts.stopped[enrolment, default: []].append(
                .init(officer: officer, reason: row.text(2)))
        }
        return facts
    }

    private func add(_ row: Row, to list: inout [RecordID: [RecordID]]) {
        if let record = row.id(0), let basis = row.id(1) {
            list[record, default: []].append(basis)
        }
    }

    /// A breach of a rule over rows is a conflict of each row that takes part in it. Two holders of
    /// one national ID hold the later registered family only, and only while no duplicate case has
    /// looked at the two.
    private func readBreaches(_ facts: inout BlockingFacts) throws {
        for row in try transaction.rows(
            """
            SELECT DISTINCT record FROM breach
            WHERE invariant <> 'one holder of a national ID' ORDER BY record
            """)
        {
            if let record = row.id(0) { facts.openConflicts[record, default: []].append(1) }
        }
        var holders: [[UInt8]: [(household: RecordID, registered: String, identifier: RecordID)]] =
            [:]
        for row in try transaction.rows(
            """
            SELECT b.shared, h.id, h.registered_on, b.record
            FROM breach b JOIN identifier i ON i.id = b.record
            JOIN person p ON p.id = i.person AND p.merged_into IS NULL
            JOIN membership m ON m.person = p.id AND m."until" IS NULL
            JOIN household h ON h.id = m.household
            WHERE b.invariant = 'one holder of a national ID'
            ORDER BY b.shared, h.registered_on, h.id
            """)
        {
            guard let household = row.id(1), let identifier = row.id(3) else { continue }
            holders[row.bytes(0), default: []].append((household, row.text(2), identifier))
        }
        for list in holders.values {
            for later in list.dropFirst() where later.household != list[0].household {
                let looked = try transaction.first(
                    """
                    SELECT 1 FROM duplicate_case
                    WHERE (earlier_household = $1 AND later_household = $2)
                        OR (earlier_household = $2 AND later_household = $1)
                    """, .reference(list[0].household), .reference(later.household))
                if looked == nil { facts.openConflicts[later.household] = [0] }
            }
        }
    }
}
