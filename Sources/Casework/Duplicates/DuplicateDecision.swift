public import ChangeLog
public import Registry
import Storage

/// What a human says about a duplicate case.
public enum DuplicateDecision: Sendable, Equatable {
    /// The same: this household stays, the other one's enrolments end.
    case same(keep: RecordID)
    /// Different people, because of what is said.
    case different(reason: String)
}

extension DuplicateCase {
    /// Writes a decision in one changeset: the case, and for `same` the aliases of the persons and
    /// the end of the other household's enrolments. Nothing is deleted.
    ///
    /// - Throws: `DuplicateRefusal`.
    public func decide(
        _ decision: DuplicateDecision, by actor: String, in session: JournalSession
    ) throws {
        guard status == .open else { throw DuplicateRefusal.alreadyDecided(status) }
        let now = Int64(session.journal.clock.milliseconds)
        var answer: [String: FieldValue] = [
            "decided_by": .text(actor), "decided_on": .integer(now),
        ]
        var changes: [Change] = []
        let reason: String
        switch decision {
        case .different(let text):
            guard !text.isEmpty else { throw DuplicateRefusal.reasonMissing }
            reason = text
            answer["status"] = .text(Status.different.rawValue)
        case .same(let keep):
            guard keep == earlier.household || keep == later.household else {
                throw DuplicateRefusal.notInCase(keep.description)
            }
            let dropped = keep == earlier.household ? later : earlier
            let kept = keep == earlier.household ? earlier : later
            reason = "The same as \(kept.number)."
            answer["status"] = .text(Status.same.rawValue)
            answer["keep"] = .reference(keep)
            changes += try aliases(keptIsEarlier: keep == earlier.household, in: session)
            changes += try ends(of: dropped.household, reason: reason, now: now, in: session)
        }
        answer["reason"] = .text(reason)
        changes.insert(try session.edit(of: "duplicate_case", id, answer), at: 0)
        try session.append(
            changes,
            by: Authorship(actor: actor, reasonCode: "duplicate-decision", reason: reason))
    }

    /// Each person of the other household points to the one that stays; the household too, when
    /// all of its members do.
    private func aliases(
        keptIsEarlier: Bool, in session: JournalSession
    ) throws -> [Change] {
        var changes: [Change] = []
        var merged: Set<RecordID> = []
        for pair in pairs {
            let (kept, dropped) =
                keptIsEarlier ? (pair.earlier, pair.later) : (pair.later, pair.earlier)
            guard merged.insert(dropped).inserted else { continue }
            changes.append(
                try session.edit(of: "person", dropped, ["merged_into": .reference(kept)]))
        }
        let (kept, dropped) = keptIsEarlier ? (earlier, later) : (later, earlier)
        let members = try session.transaction.rows(
            "SELECT person FROM membership WHERE household = $1 AND \"until\" IS NULL",
            .reference(dropped.household)
        ).compactMap { $0.id(0) }
        if !members.isEmpty, Set(members).isSubset(of: merged) {
            changes.append(
                try session.edit(
                    of: "household", dropped.household,
                    ["merged_into": .reference(kept.household)]))
        }
        return changes
    }

    private func ends(
        of household: RecordID, reason: String, now: Int64, in session: JournalSession
    ) throws -> [Change] {
        try session.transaction.rows(
            """
            SELECT id FROM enrolment WHERE household = $1 AND status <> 'ended' ORDER BY id
            """, .reference(household)
        ).compactMap { $0.id(0) }.map { enrolment in
            try session.edit(
                of: "enrolment", enrolment,
                [
                    "status": .text("ended"), "reason": .text(reason),
                    "until": .text(
                        CivilDate(daysSince1970: Int(now / 86_400_000))?.description ?? ""),
                ])
        }
    }
}
