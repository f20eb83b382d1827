import ChangeLog
import Registry
import Storage

/// The one changeset of a decision: cases, aliases, ends of enrolments.
struct DuplicateSettlement {
    private let actor: String
    private let session: JournalSession
    private let group: DuplicateGroup
    private let decidedOn: Int64
    private var changes: [Change] = []
    private var reasons: [String] = []
    /// The cases that it decides.
    private(set) var settled: [RecordID] = []

    init(by actor: String, in session: JournalSession, group: DuplicateGroup) {
        self.actor = actor
        self.session = session
        self.group = group
        // The time names the decision, to take it back as a whole: within a group it is its own.
        let last = group.cases.map(\.decidedOn).max() ?? 0
        decidedOn = max(Int64(session.journal.clock.milliseconds), last + 1)
    }

    /// They are different people.
    mutating func different(_ cases: [DuplicateCase], reason: String) throws {
        guard !reason.isEmpty else { throw DuplicateRefusal.reasonMissing }
        guard !cases.isEmpty else { throw DuplicateRefusal.nothingOpen }
        reasons.append(reason)
        for found in cases {
            try answer(found, ["status": .text(DuplicateCase.Status.different.rawValue)], reason)
        }
    }

    /// The households of the cases are one, of which `keep` stays.
    mutating func same(_ cases: [DuplicateCase], keep: RecordID) throws {
        guard !cases.isEmpty else { throw DuplicateRefusal.nothingOpen }
        let reason = "The same as \(group.number(keep))."
        reasons.append(reason)
        var households: Set<RecordID> = []
        for found in cases {
            try answer(
                found,
                [
                    "status": .text(DuplicateCase.Status.same.rawValue), "keep": .reference(keep),
                ], reason)
            households.formUnion([found.earlier.household, found.later.household])
        }
        let aliases = try SamePeople(cases, root: root(of:)).aliases(keeping: [keep])
        for alias in aliases {
            changes.append(
                try session.edit(
                    of: "person", alias.person, ["merged_into": .reference(alias.stays)]))
        }
        let merged = Set(aliases.map(\.person))
        for household in households.subtracting([keep]).sorted() {
            if try isWhollyMerged(household, by: merged) {
                changes.append(
                    try session.edit(
                        of: "household", household, ["merged_into": .reference(keep)]))
            }
            changes += try ends(of: household, reason: reason)
        }
    }

    /// Appends the changeset.
    func write() throws {
        try session.append(
            changes,
            by: Authorship(
                actor: actor, reasonCode: "duplicate-decision",
                reason: reasons.joined(separator: " ")))
    }

    private mutating func answer(
        _ found: DuplicateCase, _ values: [String: FieldValue], _ reason: String
    ) throws {
        var values = values
        values["decided_by"] = .text(actor)
        values["decided_on"] = .integer(decidedOn)
        values["reason"] = .text(reason)
        changes.append(try session.edit(of: "duplicate_case", found.id, values))
        settled.append(found.id)
    }

    /// Whom a person stands for after earlier decisions.
    private func root(of person: RecordID) throws -> RecordID {
        var root = person
        var seen: Set<RecordID> = [person]
        while let next = try session.view.record("person", root)?["merged_into"]?.reference,
            seen.insert(next).inserted
        {
            root = next
        }
        return root
    }

    /// Whether every present member of a household points to somebody else.
    private func isWhollyMerged(
        _ household: RecordID, by merged: Set<RecordID>
    ) throws -> Bool {
        let members = try session.transaction.rows(
            """
            SELECT m.person, p.merged_into FROM membership m JOIN person p ON p.id = m.person
            WHERE m.household = $1 AND m."until" IS NULL
            """, .reference(household))
        return !members.isEmpty
            && members.allSatisfy { row in
                !row.isNull(1) || row.id(0).map(merged.contains) == true
            }
    }

    private func ends(of household: RecordID, reason: String) throws -> [Change] {
        let now = Int64(session.journal.clock.milliseconds)
        return try session.transaction.rows(
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
