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

    /// How many candidates are looked at under one word, and in all.
    private static let mostUnderOneWord = 3000
    private static let mostCandidates = 6000
    /// Of those whose number begins like the one that was typed, so many are looked at.
    private static let mostNumbers = 50

    /// The best fits.
    ///
    /// - Parameter limit: how many.
    public func find(_ text: String, limit: Int = 20) throws -> Outcome {
        let query = Query(text)
        guard !query.isEmpty else { return Outcome(hits: [], hasMore: false) }
        return try query.number == nil
            ? findByName(query, limit: limit) : findByNumber(query, limit: limit)
    }

    // MARK: Names

    /// Somebody of the index who fits.
    private struct Fit {
        var number: Int64
        var score: Int
        var names: [UInt8]
    }

    private func findByName(_ query: Query, limit: Int) throws -> Outcome {
        var fits: [Fit] = []
        var seen: Set<Int64> = []
        var isCut = false
        for word in query.waysIn where seen.count < Self.mostCandidates {
            isCut = false
            var rows = 0
            try view.transaction.forEach(
                """
                SELECT s.ix, s.names, s.is_head FROM search_word w
                JOIN search_person s ON s.ix = w.ix
                WHERE w.word >= $1 AND w.word < $2 LIMIT $3
                """,
                [
                    .text(word), .text(word + "\u{10FFFF}"),
                    .integer(Int64(Self.mostUnderOneWord)),
                ]
            ) { row in
                rows += 1
                guard seen.insert(row.integer(0)).inserted else { return }
                let names = row.bytes(1)
                if let score = query.score(names, isHead: row.integer(2) != 0) {
                    fits.append(Fit(number: row.integer(0), score: score, names: names))
                }
            }
            isCut = rows >= Self.mostUnderOneWord
            if !isCut, !fits.isEmpty { break }
        }
        fits.sort { left, right in
            if left.score != right.score { return left.score > right.score }
            if left.names != right.names {
                return left.names.lexicographicallyPrecedes(right.names)
            }
            return left.number < right.number
        }
        var hits: [Hit] = []
        for fit in fits where hits.count < limit {
            if let hit = try hit(fit.number) { hits.append(hit) }
        }
        return Outcome(hits: hits, hasMore: isCut || fits.count > limit)
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
