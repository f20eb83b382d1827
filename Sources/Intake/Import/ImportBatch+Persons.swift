import ChangeLog
import Registry

extension ImportBatch {
    /// Adds the changes that persons of one household make.
    func addPersons(
        _ members: [PersonQueue.Member], _ place: inout Place, _ changes: inout [Change]
    ) throws {
        if members.isEmpty { return }
        let source = place.province + Self.persons
        /// The new ones of this very changeset, which the registry does not know yet.
        var pending: [(number: String, digest: [UInt8])] = []
        for member in members {
            let draft = member.draft
            let digest = digest(draft.digestInput)
            var standing = try standing(source: source, key: draft.number, digest: digest)
            if let twin = pending.first(where: { $0.number == draft.number }) {
                if twin.digest == digest {
                    run.counts.unchanged += 1
                    run.counts.persons += 1
                    continue
                }
                standing = .repeated
            }
            switch standing {
            case .repeated:
                try run.reject(
                    member, .personNumber,
                    "occurs twice with different values; the first was taken",
                    "decide which of the two is right")
                continue
            case .new:
                run.counts.new += 1
                pending.append((draft.number, digest))
                let person = newPerson(draft, &place, &changes)
                changes.append(
                    sourceChange(
                        household: place.reference, source: source, key: draft.number,
                        digest: digest, record: person))
            case .unchanged:
                run.counts.unchanged += 1
            case .changed(let found):
                run.counts.changed += 1
                changes += try correctPerson(draft, place, found, digest)
            }
            run.counts.persons += 1
        }
    }

    private func newPerson(
        _ draft: PersonDraft, _ place: inout Place, _ changes: inout [Change]
    ) -> FieldValue {
        let journal = session.journal
        let id = journal.newID()
        let reference = FieldValue.reference(id)
        changes.append(
            shapes.person.creation(
                id, .text(draft.number), .text(draft.givenName), FieldValue(draft.fatherName),
                FieldValue(draft.grandfatherName), FieldValue(draft.familyName),
                FieldValue(draft.motherName), FieldValue(draft.sex), FieldValue(draft.birthDate),
                FieldValue(draft.phone), FieldValue(draft.maritalStatus),
                FieldValue(draft.disability), FieldValue(draft.employment)))
        if let number = draft.nationalID { changes.append(newNationalID(number, reference)) }
        changes.append(
            shapes.membership.creation(
                journal.newID(), place.reference, reference, .text(draft.relationship), place.from))
        if !place.hasPayee, draft.relationship == "head" {
            place.hasPayee = true
            changes.append(
                shapes.payee.creation(
                    journal.newID(), place.reference, reference, .text("head"), place.account,
                    place.from))
        }
        return reference
    }

    func newNationalID(_ number: IraqNationalID, _ person: FieldValue) -> Change {
        shapes.identifier.creation(
            session.journal.newID(), person, .text(ImportCode.nationalID), .text(number.text))
    }
}
