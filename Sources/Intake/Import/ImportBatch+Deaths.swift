import ChangeLog
import Registry
import Storage

extension ImportBatch {
    /// Keeps what the register of deaths says about each person who has the row's national ID.
    func importDeath(_ draft: DeathDraft) throws {
        guard let number = draft.nationalID else {
            // Without a number a person is found by comparing names, which is for people to settle.
            run.counts.outside += 1
            return
        }
        let persons = try session.transaction.rows(
            """
            SELECT i.person, m.household FROM identifier i
            JOIN membership m ON m.person = i.person
            WHERE i.value = $1 AND i.scheme = $2 AND i.valid_until IS NULL
            ORDER BY i.person, CASE WHEN m."until" IS NULL THEN 0 ELSE 1 END, m.household
            """, .text(number.text), .text(ImportCode.nationalID))
        let digest = digest(draft.digestInput)
        var changes: [Change] = []
        var last: RecordID?
        var (isNew, isChanged) = (false, false)
        for row in persons {
            guard let person = row.id(0), person != last else { continue }
            last = person
            // One number may stand for two registrations: each has a source record of its own.
            let key = number.text + " " + person.description
            let verification = session.journal.newID()
            switch try standing(source: Self.deaths, key: key, digest: digest) {
            case .unchanged, .repeated: continue
            case .new:
                isNew = true
                changes.append(
                    sourceChange(
                        household: row.values[1], source: Self.deaths, key: key, digest: digest,
                        record: .reference(verification)))
            case .changed(let found):
                isChanged = true
                changes.append(
                    try session.edit(
                        of: "source_record", found.id,
                        ["digest": .bytes(digest), "record": .reference(verification)]))
            }
            // An answer is never edited: what the register says now stands beside what it said.
            changes.append(
                shapes.verification.creation(
                    verification, row.values[0], .text(Self.deaths), .text("deceased"),
                    FieldValue(draft.diedOn),
                    .integer(Int64(session.journal.clock.milliseconds))))
        }
        try append(changes)
        if last == nil {
            run.counts.outside += 1
        } else {
            run.counts.matched += 1
            if isChanged {
                run.counts.changed += 1
            } else if isNew {
                run.counts.new += 1
            } else {
                run.counts.unchanged += 1
            }
        }
    }

    private static let deaths = "deaths"
}
