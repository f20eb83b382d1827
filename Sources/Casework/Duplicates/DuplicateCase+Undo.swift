public import ChangeLog
import Registry
import Storage

extension DuplicateCase {
    /// Takes a decision back, with all cases that it settled together: they are open again, the
    /// enrolments that it ended go on as they were, and persons and households stand for themselves
    /// unless another decision says that they are the same.
    ///
    /// - Throws: `DuplicateRefusal.notDecided`.
    public func undo(by author: Authorship, in session: JournalSession) throws {
        guard status == .same || status == .different else { throw DuplicateRefusal.notDecided }
        let cases = DuplicateCases(session.view)
        let around = try cases.cases(
            around: [earlier.household, later.household], [.same, .different, .open])
        let undone = around.filter {
            ($0.status == .same || $0.status == .different) && $0.decidedOn == decidedOn
                && $0.decidedBy == decidedBy
        }
        let taken = Set(undone.map(\.id))
        let standing = around.filter { $0.status == .same && !taken.contains($0.id) }
        var changes = try undone.map { found in
            try session.edit(
                of: "duplicate_case", found.id,
                [
                    "status": .text(Status.open.rawValue), "keep": .null, "decided_by": .null,
                    "reason": .null, "decided_on": .null,
                ])
        }
        let merges = undone.filter { $0.status == .same }
        changes += try restoredPeople(merges, standing, session)
        changes += try restoredHouseholds(merges, standing, session)
        try session.append(changes, by: author)
    }

    /// An alias stands as long as a decision stands that says so.
    private func restoredPeople(
        _ undone: [DuplicateCase], _ standing: [DuplicateCase], _ session: JournalSession
    ) throws -> [Change] {
        guard !undone.isEmpty else { return [] }
        let same = try SamePeople(standing)
        let aliases = Dictionary(
            same.aliases(keeping: Set(standing.compactMap(\.keep))).map { ($0.person, $0.stays) }
        ) { first, _ in first }
        let persons = Set((undone + standing).flatMap(\.pairs).flatMap { [$0.earlier, $0.later] })
        return try persons.sorted().compactMap { person in
            let now = try session.view.record("person", person)?["merged_into"]?.reference
            guard let now, !same.areSame(person, now) else { return nil }
            let next = aliases[person].map { FieldValue.reference($0) } ?? .null
            return try session.edit(of: "person", person, ["merged_into": next])
        }
    }

    private func restoredHouseholds(
        _ undone: [DuplicateCase], _ standing: [DuplicateCase], _ session: JournalSession
    ) throws -> [Change] {
        var reasons: [RecordID: String] = [:]
        for found in undone {
            for household in [found.earlier.household, found.later.household]
            where household != found.keep {
                reasons[household] = found.reason ?? ""
            }
        }
        var changes: [Change] = []
        for (household, reason) in reasons.sorted(by: { $0.key < $1.key }) {
            let other = standing.first { found in
                found.keep != household
                    && (found.earlier.household == household || found.later.household == household)
            }
            let alias = try session.view.record("household", household)?["merged_into"]?.reference
            if alias != nil, alias != other?.keep {
                let next = other?.keep.map { FieldValue.reference($0) } ?? .null
                changes.append(
                    try session.edit(of: "household", household, ["merged_into": next]))
            }
            if other == nil { changes += try reopened(household, reason, session) }
        }
        return changes
    }

    /// The enrolments that this very decision ended: they bear its reason.
    private func reopened(
        _ household: RecordID, _ reason: String, _ session: JournalSession
    ) throws -> [Change] {
        try session.transaction.rows(
            """
            SELECT id FROM enrolment WHERE household = $1 AND status = 'ended' AND reason = $2
            ORDER BY id
            """, .reference(household), .text(reason)
        ).compactMap { $0.id(0) }.map { enrolment in
            try session.edit(of: "enrolment", enrolment, before(enrolment, reason, session))
        }
    }

    /// What an enrolment said before it was ended for this reason; active where the change that
    /// ended it is not here.
    private func before(
        _ enrolment: RecordID, _ reason: String, _ session: JournalSession
    ) throws -> [String: FieldValue] {
        let entity = session.journal.dictionary.require("enrolment")
        var values: [String: FieldValue] = [
            "status": .text("active"), "until": .null, "reason": .null,
        ]
        guard let field = entity.field("reason"), let status = entity.field("status") else {
            return values
        }
        let end = try session.view.history(of: enrolment).compactMap(\.change)
            .flatMap(\.groups).last { group in
                group.values.contains { $0.field == field.number && $0.value == .text(reason) }
            }
        guard let end, end.was.contains(where: { $0.field == status.number }) else { return values }
        for name in values.keys {
            values[name] = end.was.first { $0.field == entity.field(name)?.number }?.value ?? .null
        }
        return values
    }
}
