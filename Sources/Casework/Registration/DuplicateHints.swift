import Linkage
import Registry

/// Somebody in the registry whom somebody in a draft may be, shown before it is saved.
public struct DuplicateHint: Sendable {
    /// Which member of the draft.
    public var member: Int
    public var finding: DeskFinding
    /// The compared fields that speak for it, the most telling first.
    public var agreeing: [String]

    /// How likely the two are one person, 0 to 1.
    public var probability: Double { finding.candidate.probability }
}

/// Asks who of a draft may be registered already, by the index that scans and questions use too.
public struct DuplicateHints: Sendable {
    private let desk: DuplicateDesk
    /// A field that adds fewer bits than this is shared by many, so it is not named.
    private static let tellingBits = 1.0

    public init(_ desk: DuplicateDesk) {
        self.desk = desk
    }

    /// The likeliest hints for the members of a draft; none for the people of `household`.
    ///
    /// - Parameters:
    ///   - areas: where the asker serves; empty for everywhere. Others' records are masked.
    ///   - actor: who is shown them, for the access log.
    /// - Throws: `StoreError`, `LinkageError`.
    public func find(
        _ draft: FamilyDraft, for areas: [String], by actor: String, limit: Int = 8
    ) throws -> [DuplicateHint] {
        var hints: [DuplicateHint] = []
        for (index, member) in draft.members.enumerated() {
            let values = Self.values(of: member)
            guard !values.isEmpty else { continue }
            let answer = try desk.check(.draft(values), for: areas, by: actor, limit: limit)
            hints += answer.findings.map { finding in
                DuplicateHint(
                    member: index, finding: finding, agreeing: Self.agreeing(finding.candidate))
            }
        }
        return Array(
            hints.sorted { ($1.probability, $0.member) < ($0.probability, $1.member) }
                .prefix(limit))
    }

    /// The fields that speak for a candidate, the most telling first.
    static func agreeing(_ candidate: DeskCandidate) -> [String] {
        zip(DuplicateDesk.fields, candidate.fieldBits).filter { $0.1 >= tellingBits }
            .sorted { $0.1 > $1.1 }.map(\.0)
    }

    /// What is known of a member, as the registry would write it.
    static func values(of member: FamilyDraft.Member) -> [String: String] {
        [
            "given_name": member.givenName, "father_name": member.fatherName,
            "grandfather_name": member.grandfatherName, "family_name": member.familyName,
            "mother_name": member.motherName, "sex": member.sex,
            "birth_date": DateText.parse(member.birthDate)?.description ?? "",
            // Numbers with a mistake in them are told at their own fields.
            "national_id": (try? IraqNationalID(member.nationalID))?.text ?? "",
            "phone": (try? IraqPhoneNumber(member.phone))?.text ?? "",
        ].filter { !$0.value.isEmpty }
    }
}
