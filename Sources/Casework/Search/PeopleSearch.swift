public import ChangeLog
import Linkage
public import Registry
import Storage

/// Finds people by whatever somebody at a desk says: a name in any spelling, a number, a phone.
///
/// The index of people says who may be meant and holds what their names are compared by; records are
/// read only of those who are shown, so that a nation answers as fast as a village.
public struct PeopleSearch {
    let view: RegistryView

    /// One person who was found.
    public struct Hit: Sendable, Equatable {
        public var person: RecordID
        public var household: RecordID
        public var name: PersonName
        public var birthDate: String
        public var sex: String
        public var nationalID: String
        public var phone: String
        public var householdNumber: String
        public var caseNumber: String
        public var area: String
        public var relationship: String
        public var isDeceased: Bool
        /// Whether the person or the household was found to be registered twice.
        public var isMerged: Bool
    }

    /// What was found, the best first.
    public struct Outcome: Sendable {
        public var hits: [Hit]
        /// Whether more fit than are shown: another name or a number narrows it.
        public var hasMore: Bool
    }

    public init(_ view: RegistryView) {
        self.view = view
    }

    /// Of those whose number begins like the one that was typed, so many are looked at.
    private static let mostNumbers = 50

    /// The best fits.
    ///
    /// - Parameter limit: how many.
    public func find(_ text: String, limit: Int = 20) throws -> Outcome {
        let query = Query(text)
        guard !query.isEmpty else { return Outcome(hits: [], hasMore: false) }
        guard query.number == nil else { return try findByNumber(query, limit: limit) }
        var names = NameSearch(self, query, limit: limit)
        return try names.outcome()
    }

    // MARK: Numbers

    private func findByNumber(_ query: Query, limit: Int) throws -> Outcome {
        var found: [Int64] = []
        var seen: Set<Int64> = []
        for word in query.numberWords {
            // Those who have the whole number come first: the index is in the order of its words.
            try view.transaction.forEach(
                "SELECT ix FROM search_word WHERE word >= $1 AND word < $2 LIMIT $3",
                [.text(word), .text(word + "\u{10FFFF}"), .integer(Int64(Self.mostNumbers))]
            ) { row in
                if seen.insert(row.integer(0)).inserted { found.append(row.integer(0)) }
            }
        }
        var scored: [(hit: Hit, score: Int)] = []
        for number in found {
            guard let hit = try hit(number) else { continue }
            let identifiers = try view.transaction.rows(
                "SELECT value FROM identifier WHERE person = $1", .reference(hit.person)
            ).map { $0.text(0) }
            if let score = query.score(hit, identifiers: identifiers) {
                scored.append((hit, score))
            }
        }
        scored.sort { left, right in
            if left.score != right.score { return left.score > right.score }
            return (left.hit.name.full, left.hit.person) < (right.hit.name.full, right.hit.person)
        }
        return Outcome(
            hits: scored.prefix(limit).map(\.hit), hasMore: scored.count > limit)
    }

    func hit(_ number: Int64) throws -> Hit? {
        let row = try view.transaction.first(
            """
            SELECT p.id, h.id, p.given_name, p.father_name, p.grandfather_name, p.family_name,
                p.birth_date, p.sex,
                (SELECT i.value FROM identifier i WHERE i.person = p.id AND i.valid_until IS NULL
                    ORDER BY i.id LIMIT 1),
                p.phone, h.number, h.case_number, h.area, m.relationship, p.vital_status,
                p.merged_into, h.merged_into
            FROM search_person s JOIN person p ON p.id = s.person
            JOIN membership m ON m.person = p.id JOIN household h ON h.id = m.household
            WHERE s.ix = $1
            ORDER BY CASE WHEN m."until" IS NULL THEN 0 ELSE 1 END, m.id DESC LIMIT 1
            """, .integer(number))
        guard let row, let person = row.id(0), let household = row.id(1) else { return nil }
        return Hit(
            person: person, household: household,
            name: PersonName(
                given: row.text(2), father: row.text(3), grandfather: row.text(4),
                family: row.text(5)),
            birthDate: row.text(6), sex: row.text(7), nationalID: row.text(8), phone: row.text(9),
            householdNumber: row.text(10), caseNumber: row.text(11), area: row.text(12),
            relationship: row.text(13), isDeceased: row.text(14) == "deceased",
            isMerged: !row.isNull(15) || !row.isNull(16))
    }
}
