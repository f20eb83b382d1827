import ChangeLog
import Registry
import Storage
import Trust

extension ImportBatch {
    /// What changed of a household since it was imported, as far as no clerk has corrected it.
    func correctHousehold(
        _ draft: HouseholdDraft, _ found: Source, _ digest: [UInt8]
    ) throws -> [Change] {
        var merge = RowMerge(self)
        let household = FieldValue.reference(found.record)
        let from = FieldValue(draft.registeredOn)
        try merge.edit(
            "household", found.record,
            [
                "registered_on": from, "area": .text(draft.district),
                "category": FieldValue(draft.category), "dwelling": FieldValue(draft.dwelling),
                "rooms": draft.rooms.map { .integer(Int64($0)) } ?? .null,
                "monthly_income": draft.monthlyIncome.map { .integer($0.amountMinor) } ?? .null,
                "currency": FieldValue(draft.monthlyIncome?.currency.code),
            ])
        if let text = draft.address {
            if let address = try open("address", "household", household) {
                try merge.edit("address", address, ["text": .text(text)])
            } else {
                merge.changes.append(
                    shapes.address.creation(
                        session.journal.newID(), household, .text(text), from))
            }
        }
        if let iban = draft.account {
            if let account = try open("account", "household", household) {
                try merge.edit(
                    "account", account,
                    ["number": .text(iban.text), "bank": FieldValue(iban.bankCode)])
            } else {
                let id = session.journal.newID()
                merge.changes.append(newAccount(id, iban, household: household, from: from))
                if let payee = try open("payee", "household", household) {
                    try merge.edit("payee", payee, ["account": .reference(id)])
                }
            }
        }
        return try merge.finish(found, household: found.record, digest: digest)
    }

    /// What changed of a person since the import, as far as no clerk has corrected it.
    func correctPerson(
        _ draft: PersonDraft, _ place: Place, _ found: Source, _ digest: [UInt8]
    ) throws -> [Change] {
        var merge = RowMerge(self)
        let person = FieldValue.reference(found.record)
        try merge.edit(
            "person", found.record,
            [
                "given_name": .text(draft.givenName), "father_name": FieldValue(draft.fatherName),
                "grandfather_name": FieldValue(draft.grandfatherName),
                "family_name": FieldValue(draft.familyName),
                "mother_name": FieldValue(draft.motherName), "sex": FieldValue(draft.sex),
                "birth_date": FieldValue(draft.birthDate), "phone": FieldValue(draft.phone),
                "marital_status": FieldValue(draft.maritalStatus),
                "disability": FieldValue(draft.disability),
                "employment": FieldValue(draft.employment),
            ])
        if let number = draft.nationalID {
            let standing = try session.transaction.first(
                """
                SELECT id FROM identifier WHERE person = $1 AND scheme = $2
                AND valid_until IS NULL ORDER BY id LIMIT 1
                """, person, .text(ImportCode.nationalID))?.id(0)
            if let standing {
                try merge.edit("identifier", standing, ["value": .text(number.text)])
            } else {
                merge.changes.append(newNationalID(number, person))
            }
        }
        if let membership = try open("membership", "person", person) {
            try correctMembership(draft, membership, place, person, &merge)
        }
        return try merge.finish(found, household: place.id, digest: digest)
    }

    /// A new relationship in the same household, or the move to another one.
    private func correctMembership(
        _ draft: PersonDraft, _ membership: RecordID, _ place: Place, _ person: FieldValue,
        _ merge: inout RowMerge
    ) throws {
        let standing = try session.view.record("membership", membership)
        if standing?["household"] == place.reference {
            try merge.edit(
                "membership", membership, ["relationship": .text(draft.relationship)])
            return
        }
        let today = Instant(milliseconds: Int64(session.journal.clock.milliseconds))?.date()
        let day = FieldValue(today?.description)
        if try merge.edit("membership", membership, ["until": day]) {
            merge.changes.append(
                shapes.membership.creation(
                    session.journal.newID(), place.reference, person, .text(draft.relationship),
                    day))
        }
    }

    /// The oldest record of an entity that names this one and has not ended.
    private func open(_ entity: String, _ field: String, _ value: FieldValue) throws -> RecordID? {
        try session.transaction.first(
            """
            SELECT id FROM "\(entity)" WHERE "\(field)" = $1 AND "until" IS NULL
            ORDER BY id LIMIT 1
            """, value)?.id(0)
    }
}

/// The values of a changed row beside those that stand: takes what differs, group by group, and
/// leaves a group that anybody but an import wrote last.
struct RowMerge {
    var changes: [Change] = []
    private let batch: ImportBatch
    private var keepsCorrection = false

    init(_ batch: ImportBatch) {
        self.batch = batch
    }

    /// Plans an edit of a record; false when nothing of it is taken.
    @discardableResult
    mutating func edit(
        _ name: String, _ record: RecordID, _ values: [String: FieldValue]
    ) throws -> Bool {
        let view = batch.session.view
        guard let standing = try view.record(name, record) else { return false }
        let entity = view.dictionary.require(name)
        var taken: [String: FieldValue] = [:]
        for group in entity.groups {
            let differing = group.fields.filter { field in
                values[field.name].map { $0 != standing[field.name] ?? .null } ?? false
            }
            if differing.isEmpty { continue }
            if try isImported(entity, record, group) {
                for field in differing { taken[field.name] = values[field.name] }
            } else {
                keepsCorrection = true
            }
        }
        if taken.isEmpty { return false }
        changes.append(try batch.session.edit(of: name, record, taken))
        return true
    }

    /// The changes, with the row's new digest.
    consuming func finish(
        _ found: ImportBatch.Source, household: RecordID, digest: [UInt8]
    ) throws -> [Change] {
        if keepsCorrection { batch.run.counts.keptCorrections += 1 }
        var changes = changes
        changes.append(
            try batch.session.edit(
                of: "source_record", found.id,
                ["digest": .bytes(digest), "household": .reference(household)]))
        return changes
    }

    /// Whether an import wrote what stands in a group. What this node cannot see the author of
    /// counts as a correction.
    private func isImported(
        _ entity: Entity, _ record: RecordID, _ group: FieldGroup
    ) throws -> Bool {
        let transaction = batch.session.transaction
        var versions = try transaction.rows(
            "SELECT branch, sequence FROM head WHERE record = $1 AND grp = $2",
            .reference(record), .integer(Int64(group.number)))
        if versions.isEmpty {
            versions = try transaction.rows(
                "SELECT version_branch, version_sequence FROM \"\(entity.name)\" WHERE id = $1",
                .reference(record))
        }
        var hasher = SHA256Hasher()
        for version in versions {
            let body = try transaction.first(
                "SELECT body FROM journal WHERE branch = $1 AND sequence = $2", version.values[0],
                version.values[1])
            guard let body,
                try Changeset(bytes: body.bytes(0), hasher: &hasher).header.reasonCode
                    == ImportCode.reason
            else { return false }
        }
        return true
    }
}
