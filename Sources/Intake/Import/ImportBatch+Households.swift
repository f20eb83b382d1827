import ChangeLog
import Registry

extension ImportBatch {
    /// Imports a household with those of its persons that stand with it.
    ///
    /// - Returns: false when the same number came before with other values.
    func importHousehold(_ draft: HouseholdDraft, _ members: [PersonQueue.Member]) throws -> Bool {
        let province = draft.province ?? run.areas.province(of: draft.district)
        let source = province + Self.households
        let digest = digest(draft.digestInput)
        switch try standing(source: source, key: draft.number, digest: digest) {
        case .repeated: return false
        case .new:
            run.counts.new += 1
            var changes: [Change] = []
            changes.reserveCapacity(8 + members.count * 4)
            var place = newHousehold(draft, province: province, &changes)
            changes.append(
                sourceChange(
                    household: place.reference, source: source, key: draft.number, digest: digest,
                    record: place.reference))
            try addPersons(members, &place, &changes)
            try append(changes)
        case .unchanged(let found):
            run.counts.unchanged += 1
            if !members.isEmpty {
                let from = FieldValue(draft.registeredOn)
                try importPersons(
                    members, place(found.record, province: province, from: from))
            }
        case .changed(let found):
            run.counts.changed += 1
            try append(correctHousehold(draft, found, digest))
            if !members.isEmpty {
                let from = FieldValue(draft.registeredOn)
                try importPersons(
                    members, place(found.record, province: province, from: from))
            }
        }
        run.counts.households += 1
        return true
    }

    /// Imports persons into a household that stands in the registry.
    func importPersons(_ members: [PersonQueue.Member], _ place: Place) throws {
        var place = place
        var changes: [Change] = []
        try addPersons(members, &place, &changes)
        try append(changes)
    }

    private func newHousehold(
        _ draft: HouseholdDraft, province: String, _ changes: inout [Change]
    ) -> Place {
        let journal = session.journal
        let id = journal.newID()
        let reference = FieldValue.reference(id)
        let from = FieldValue(draft.registeredOn)
        changes.append(
            shapes.household.creation(
                id, .text(draft.number), from, .text(draft.district), FieldValue(draft.category),
                draft.category == nil ? .null : from, FieldValue(draft.dwelling),
                draft.rooms.map { .integer(Int64($0)) } ?? .null,
                draft.monthlyIncome.map { .integer($0.amountMinor) } ?? .null,
                FieldValue(draft.monthlyIncome?.currency.code)))
        if let text = draft.address {
            changes.append(shapes.address.creation(journal.newID(), reference, .text(text), from))
        }
        var account = FieldValue.null
        if let iban = draft.account {
            let id = journal.newID()
            account = .reference(id)
            changes.append(newAccount(id, iban, household: reference, from: from))
        }
        if let programme = run.options.programme {
            changes.append(
                shapes.enrolment.creation(
                    journal.newID(), reference, reference, .text(programme), from, .text("active")))
        }
        return Place(
            id: id, reference: reference, province: province, from: from, account: account,
            hasPayee: false)
    }

    func newAccount(
        _ id: RecordID, _ iban: IBAN, household: FieldValue, from: FieldValue
    ) -> Change {
        shapes.account.creation(
            id, household, .text("iban"), .text(iban.text), FieldValue(iban.bankCode), from)
    }
}
