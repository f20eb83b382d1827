public import ChangeLog
import Linkage
public import Registry
import Storage

/// Finds people by whatever somebody at a desk says: a name in any spelling, a number, a phone.
public struct PeopleSearch {
    private let view: RegistryView

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

    /// How many candidates are looked at.
    private static let candidateLimit = 1500

    /// The best fits.
    ///
    /// - Parameters:
    ///   - prefersAreas: areas whose people come first among equals.
    ///   - limit: how many.
    public func find(_ text: String, limit: Int = 20) throws -> Outcome {
        let query = Query(text)
        guard !query.isEmpty else { return Outcome(hits: [], hasMore: false) }
        let (numbers, isCut) = try candidates(query)
        var scored: [(hit: Hit, score: Int)] = []
        for number in numbers {
            guard let hit = try hit(number), let score = query.score(hit) else { continue }
            scored.append((hit, score))
        }
        scored.sort { left, right in
            if left.score != right.score { return left.score > right.score }
            return (left.hit.name.full, left.hit.person) < (right.hit.name.full, right.hit.person)
        }
        return Outcome(
            hits: scored.prefix(limit).map(\.hit), hasMore: isCut || scored.count > limit)
    }

    private func candidates(_ query: Query) throws -> ([Int64], isCut: Bool) {
        var found: [Int64] = []
        var seen: Set<Int64> = []
        func add(_ from: String, _ to: String?) throws {
            guard found.count < Self.candidateLimit else { return }
            let sql =
                to == nil
                ? "SELECT ix FROM search_word WHERE word = $1 LIMIT $2"
                : "SELECT ix FROM search_word WHERE word >= $1 AND word < $3 LIMIT $2"
            var values: [FieldValue] = [.text(from), .integer(Int64(Self.candidateLimit))]
            if let to { values.append(.text(to)) }
            for row in try view.transaction.rows(sql, values)
            where seen.insert(row.integer(0)).inserted {
                found.append(row.integer(0))
            }
        }
        for word in query.exactWords { try add(word, nil) }
        for word in query.prefixes { try add(word, word + "\u{10FFFF}") }
        if found.isEmpty, query.skeletons.count > 1 { return try intersection(query.skeletons) }
        return (found, found.count >= Self.candidateLimit)
    }

    /// Those under whom all words lead, by the rarest word first.
    private func intersection(_ words: [String]) throws -> ([Int64], isCut: Bool) {
        let joins = words.indices.dropFirst().map {
            "JOIN search_word w\($0) ON w\($0).ix = w0.ix AND w\($0).word >= $\($0 * 2 + 1) "
                + "AND w\($0).word < $\($0 * 2 + 2)"
        }
        var values: [FieldValue] = []
        for word in words.sorted(by: { $0.count > $1.count }).prefix(3) {
            values += [.text(word), .text(word + "\u{10FFFF}")]
        }
        let used = min(words.count, 3)
        let rows = try view.transaction.rows(
            """
            SELECT DISTINCT w0.ix FROM search_word w0 \(joins.prefix(used - 1).joined(separator: " "))
            WHERE w0.word >= $1 AND w0.word < $2 LIMIT 500
            """, values)
        return (rows.map { $0.integer(0) }, rows.count >= 500)
    }

    private func hit(_ number: Int64) throws -> Hit? {
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
