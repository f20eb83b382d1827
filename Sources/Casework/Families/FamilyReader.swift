public import ChangeLog
import Payroll
public import Registry
import Storage

/// Reads families.
public struct FamilyReader {
    let view: RegistryView

    public init(_ view: RegistryView) {
        self.view = view
    }

    /// The family of a household, or nil when it is not here.
    public func find(_ id: RecordID) throws -> FamilyFile? {
        guard let record = try view.record("household", id) else { return nil }
        var income: Money?
        if let amount = record["monthly_income"]?.integer {
            income = Money(
                amountMinor: amount, currency: try Currency(record["currency"]?.text ?? "IQD"))
        }
        let members = try members(of: id)
        return FamilyFile(
            id: id, number: record["number"]?.text ?? "",
            caseNumber: record["case_number"]?.text ?? "", area: record["area"]?.text ?? "",
            registeredOn: record["registered_on"]?.text ?? "",
            category: record["category"]?.text ?? "", dwelling: record["dwelling"]?.text ?? "",
            rooms: record["rooms"]?.integer.map { Int($0) }, monthlyIncome: income,
            mergedInto: record["merged_into"]?.reference, address: try address(of: id),
            members: members, accounts: try accounts(of: id), enrolments: try enrolments(of: id),
            months: try months(of: id), cases: try cases(of: id, members), notes: try notes(of: id))
    }

    /// The area of a household, or nil when it is not here.
    public func area(of household: RecordID) throws -> String? {
        try view.transaction.first(
            "SELECT area FROM household WHERE id = $1", .reference(household))?.text(0)
    }

    /// The name of the head of a household, or of its first member; nil when nobody is here.
    public func headName(of household: RecordID) throws -> PersonName? {
        try view.transaction.first(
            """
            SELECT p.given_name, p.father_name, p.grandfather_name, p.family_name
            FROM membership m JOIN person p ON p.id = m.person
            WHERE m.household = $1 AND m."until" IS NULL
            ORDER BY CASE WHEN m.relationship = 'head' THEN 0 ELSE 1 END, m.id LIMIT 1
            """, .reference(household)
        ).map { row in
            PersonName(
                given: row.text(0), father: row.text(1), grandfather: row.text(2),
                family: row.text(3))
        }
    }

    /// The household in which a person lives now, or lived last.
    public func household(of person: RecordID) throws -> RecordID? {
        try view.transaction.first(
            """
            SELECT household FROM membership WHERE person = $1
            ORDER BY CASE WHEN "until" IS NULL THEN 0 ELSE 1 END, id DESC LIMIT 1
            """, .reference(person))?.id(0)
    }

    private func members(of id: RecordID) throws -> [FamilyFile.Member] {
        let members = try view.transaction.rows(
            """
            SELECT m.id, p.id, p.given_name, p.father_name, p.grandfather_name, p.family_name,
                p.mother_name, m.relationship, p.sex, p.birth_date,
                (SELECT i.value FROM identifier i WHERE i.person = p.id
                    AND i.valid_until IS NULL ORDER BY i.id LIMIT 1),
                p.phone, p.vital_status, p.marital_status, p.disability, m."from", m."until",
                (SELECT 1 FROM payee y WHERE y.household = m.household AND y.person = p.id
                    AND y."until" IS NULL LIMIT 1)
            FROM membership m JOIN person p ON p.id = m.person
            WHERE m.household = $1 ORDER BY p.birth_date, m.id
            """, .reference(id)
        ).compactMap { row -> FamilyFile.Member? in
            guard let membership = row.id(0), let person = row.id(1) else { return nil }
            return FamilyFile.Member(
                person: person,
                name: PersonName(
                    given: row.text(2), father: row.text(3), grandfather: row.text(4),
                    family: row.text(5), mother: row.text(6)),
                relationship: row.text(7), sex: row.text(8), birthDate: row.text(9),
                nationalID: row.text(10), phone: row.text(11), vitalStatus: row.text(12),
                maritalStatus: row.text(13), disability: row.text(14), from: row.text(15),
                until: row.text(16), isPayee: !row.isNull(17), membership: membership)
        }
        func rank(_ member: FamilyFile.Member) -> Int {
            if !member.until.isEmpty { return 9 }
            return switch member.relationship {
            case "head": 0
            case "spouse", "co-wife": 1
            case "child": 2
            default: 3
            }
        }
        return members.enumerated().sorted {
            (rank($0.element), $0.offset) < (rank($1.element), $1.offset)
        }.map(\.element)
    }

    private func address(of id: RecordID) throws -> String {
        try view.transaction.first(
            """
            SELECT text FROM address WHERE household = $1 AND "until" IS NULL
            ORDER BY id DESC LIMIT 1
            """, .reference(id))?.text(0) ?? ""
    }

    private func accounts(of id: RecordID) throws -> [FamilyFile.Account] {
        try view.transaction.rows(
            """
            SELECT id, scheme, number, bank, "from", "until" FROM account
            WHERE household = $1 ORDER BY "until" IS NOT NULL, id DESC
            """, .reference(id)
        ).compactMap { row in
            row.id(0).map {
                FamilyFile.Account(
                    id: $0, scheme: row.text(1), number: row.text(2), bank: row.text(3),
                    from: row.text(4), until: row.text(5))
            }
        }
    }

    private func enrolments(of id: RecordID) throws -> [FamilyFile.Enrolment] {
        try view.transaction.rows(
            """
            SELECT id, programme, status, "from", "until", reason FROM enrolment
            WHERE household = $1 ORDER BY id
            """, .reference(id)
        ).compactMap { row in
            row.id(0).map {
                FamilyFile.Enrolment(
                    id: $0, programme: row.text(1), status: row.text(2), from: row.text(3),
                    until: row.text(4), reason: row.text(5))
            }
        }
    }

    private func cases(
        of id: RecordID, _ members: [FamilyFile.Member]
    ) throws -> [FamilyFile.Open] {
        var result: [FamilyFile.Open] = try view.transaction.rows(
            """
            SELECT id, opened_on FROM duplicate_case
            WHERE (earlier_household = $1 OR later_household = $1) AND status = 'open' ORDER BY id
            """, .reference(id)
        ).compactMap { row in
            row.id(0).map { .duplicate($0, openedMilliseconds: row.integer(1)) }
        }
        for record in [id] + members.map(\.person) + members.map(\.membership) {
            for row in try view.transaction.rows(
                "SELECT entity, grp FROM conflict WHERE record = $1", .reference(record))
            {
                result.append(.conflict(entity: row.int(0), record: record, group: row.int(1)))
            }
        }
        result += try BrokenRules(view).rules(
            brokenBy: members.map(\.membership) + recordsUnderRules(of: id, members)
        ).map { .breach(invariant: $0) }
        return result
    }

    /// Records of a family, beside its memberships, that rules over several rows are about.
    private func recordsUnderRules(
        of id: RecordID, _ members: [FamilyFile.Member]
    ) throws -> [RecordID] {
        var records: [RecordID] = []
        for entity in ["account", "enrolment"] {
            records += try view.transaction.rows(
                "SELECT id FROM \"\(entity)\" WHERE household = $1", .reference(id)
            ).compactMap { $0.id(0) }
        }
        for member in members {
            records += try view.transaction.rows(
                "SELECT id FROM identifier WHERE person = $1", .reference(member.person)
            ).compactMap { $0.id(0) }
        }
        return records
    }

    private func notes(of id: RecordID) throws -> [FamilyFile.Note] {
        try view.transaction.rows(
            "SELECT id, text FROM note WHERE household = $1 ORDER BY id DESC LIMIT 50",
            .reference(id)
        ).compactMap { row in
            guard let note = row.id(0) else { return nil }
            // Of what came from above as a state, the state says where and when.
            if let event = try view.history(of: note, limit: 1).first, event.change != nil {
                return FamilyFile.Note(
                    text: row.text(1), actor: event.actor, origin: event.origin,
                    milliseconds: event.milliseconds)
            }
            let told = try view.told(of: note)?.values.first
            return FamilyFile.Note(
                text: row.text(1), actor: told?.actor ?? "", origin: told?.node ?? "",
                milliseconds: told.map { Int64($0.effective.milliseconds) } ?? 0)
        }
    }
}
