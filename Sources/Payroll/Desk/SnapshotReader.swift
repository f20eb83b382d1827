import ChangeLog
import Registry
import Storage

/// Reads from the registry what a payroll is computed from.
struct SnapshotReader {
    private let session: JournalSession
    private let programme: ProgrammeVersion
    private let cycle: Cycle
    private let cutOff: Instant
    private let banks: Set<String>

    init(
        _ session: JournalSession, programme: ProgrammeVersion, cycle: Cycle, cutOff: Instant,
        banks: Set<String>
    ) {
        self.session = session
        self.programme = programme
        self.cycle = cycle
        self.cutOff = cutOff
        self.banks = banks
    }

    func read(payroll: RecordID) throws -> PayrollSnapshot {
        let provinces = try Provinces(session.view)
        var facts = try BlockingFactReader(session.view).read()
        facts.alreadyEntitled = try alreadyEntitled(payroll)
        let members = try Members(session.transaction)
        var enrolments: [FrozenEnrolment] = []
        try session.transaction.forEach(
            """
            SELECT e.id, e.household, e.unit, e.status, e.reason, h.area, h.category
            FROM enrolment e LEFT JOIN household h ON h.id = e.household
            WHERE e.programme = $1 AND COALESCE(e.status, '') <> 'ended' ORDER BY e.id
            """, [.text(programme.code)]
        ) { row in
            guard let id = row.id(0), let household = row.id(1), let unit = row.id(2) else {
                return
            }
            // Whatever is neither active nor ended is held with its reason, never left out.
            if row.text(3) != "active" { facts.suspended[id] = row.text(4) }
            let family = members[household]
            let area = row.text(5)
            enrolments.append(
                FrozenEnrolment(
                    id: id, household: household, unit: unit, area: area,
                    node: try provinces.node(serving: area),
                    circumstances: family.circumstances(category: row.text(6)),
                    payee: try payee(household, family), members: family.persons,
                    restsOn: family.memberships + (try accounts(household).map(\.id))))
        }
        return PayrollSnapshot(
            position: .init(sequence: UInt64(session.position), chain: session.chain),
            cutOff: cutOff, watermarks: try provinces.watermarks(), programme: programme,
            bankCodes: banks, enrolments: enrolments, facts: facts)
    }

    private func accounts(_ household: RecordID) throws -> [(id: RecordID, number: String)] {
        try session.transaction.rows(
            """
            SELECT id, number FROM account
            WHERE household = $1 AND "until" IS NULL AND scheme = 'iban' ORDER BY id
            """, .reference(household)
        ).compactMap { row in row.id(0).map { ($0, row.text(1)) } }
    }

    /// The payee on record, else the head, else the first adult by id; with the account in use.
    private func payee(_ household: RecordID, _ family: Members.Family) throws -> Payee {
        let row = try session.transaction.first(
            """
            SELECT person, account FROM payee
            WHERE household = $1 AND "until" IS NULL ORDER BY id LIMIT 1
            """, .reference(household))
        let person = row?.id(0) ?? family.head ?? family.persons.first ?? household
        let open = try accounts(household)
        let account = open.first { $0.id == row?.id(1) } ?? open.first
        return Payee(id: person, name: family.names[person] ?? "", account: account?.number)
    }

    /// Units that another payroll of the programme and month already pays.
    private func alreadyEntitled(_ payroll: RecordID) throws -> [RecordID: RecordID] {
        var result: [RecordID: RecordID] = [:]
        for row in try session.transaction.rows(
            """
            SELECT e.unit, e.id FROM entitlement e JOIN payroll p ON p.id = e.payroll
            WHERE p.programme = $1 AND p.cycle = $2 AND p.id <> $3
                AND e.revision = p.revision
            """, .text(programme.code), .text(cycle.description), .reference(payroll))
        {
            if let unit = row.id(0), let entitlement = row.id(1) { result[unit] = entitlement }
        }
        return result
    }
}

/// The open memberships of the nation, by household.
struct Members {
    private var families: [RecordID: Family] = [:]

    /// Those who live in one household now.
    struct Family {
        var persons: [RecordID] = []
        var memberships: [RecordID] = []
        var names: [RecordID: String] = [:]
        var head: RecordID?
        var children = 0
        var disabled = 0

        /// What the amount depends on.
        func circumstances(category: String) -> Circumstances {
            var counts: [Category: Int] = [:]
            if category == "widow" { counts[.widow] = 1 }
            if category == "orphans" { counts[.orphan] = children }
            if disabled > 0 { counts[.disabledMember] = disabled }
            return Circumstances(householdSize: persons.count, counts: counts)
        }
    }

    subscript(household: RecordID) -> Family { families[household] ?? Family() }

    init(_ transaction: Transaction) throws {
        try transaction.forEach(
            """
            SELECT m.household, m.person, m.relationship, p.given_name, p.father_name,
                p.grandfather_name, p.family_name, p.disability, m.id
            FROM membership m JOIN person p ON p.id = m.person
            WHERE m."until" IS NULL AND p.merged_into IS NULL ORDER BY m.household, m.id
            """
        ) { row in
            guard let household = row.id(0), let person = row.id(1) else { return }
            var family = families.removeValue(forKey: household) ?? Family()
            if let membership = row.id(8) { family.memberships.append(membership) }
            if !family.persons.contains(person) {
                family.persons.append(person)
                family.names[person] = (3...6).map(row.text).filter { !$0.isEmpty }
                    .joined(separator: " ")
                if row.text(2) == "child" { family.children += 1 }
                if row.text(7) == "yes" { family.disabled += 1 }
            }
            if row.text(2) == "head", family.head == nil { family.head = person }
            families[household] = family
        }
    }
}
