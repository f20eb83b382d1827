public import ChangeLog
import Registry
import Storage

extension DuplicateCase {
    /// Takes a decision back: the case is open again, persons and household stand for themselves,
    /// and the enrolments that it ended go on.
    ///
    /// - Throws: `DuplicateRefusal.notDecided`.
    public func undo(by author: Authorship, in session: JournalSession) throws {
        guard status == .same || status == .different else { throw DuplicateRefusal.notDecided }
        var changes = [
            try session.edit(
                of: "duplicate_case", id,
                [
                    "status": .text(Status.open.rawValue), "keep": .null, "decided_by": .null,
                    "reason": .null, "decided_on": .null,
                ])
        ]
        if let keep {
            let dropped = keep == earlier.household ? later : earlier
            let kept = keep == earlier.household ? earlier : later
            for pair in pairs {
                let (stays, gone) =
                    keep == earlier.household
                    ? (pair.earlier, pair.later) : (pair.later, pair.earlier)
                let alias = try session.view.record("person", gone)?["merged_into"]?.reference
                guard alias == stays else { continue }
                changes.append(try session.edit(of: "person", gone, ["merged_into": .null]))
            }
            let alias = try session.view.record("household", dropped.household)?["merged_into"]
            if alias?.reference == kept.household {
                changes.append(
                    try session.edit(of: "household", dropped.household, ["merged_into": .null]))
            }
            changes += try reopened(dropped.household, session)
        }
        try session.append(changes, by: author)
    }

    /// The enrolments that this very decision ended: they bear its reason.
    private func reopened(
        _ household: RecordID, _ session: JournalSession
    ) throws -> [Change] {
        try session.transaction.rows(
            """
            SELECT id FROM enrolment WHERE household = $1 AND status = 'ended' AND reason = $2
            ORDER BY id
            """, .reference(household), .text(reason ?? "")
        ).compactMap { $0.id(0) }.map { enrolment in
            try session.edit(
                of: "enrolment", enrolment,
                ["status": .text("active"), "until": .null, "reason": .null])
        }
    }
}
