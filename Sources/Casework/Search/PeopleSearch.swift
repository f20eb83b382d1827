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
    /// Of a word that more people bear, only so many are read.
    private static let bearerLimit = 20_000

    /// Somebody of the index who fits, before the record was read.
    private struct Ranked {
        var number: Int64
        var names: [UInt8]
        var score: Int
    }

    /// The best fits.
    ///
    /// - Parameter limit: how many.
    public func find(_ text: String, limit: Int = 20) throws -> Outcome {
        let query = Query(text)
        guard !query.isEmpty else { return Outcome(hits: [], hasMore: false) }
        let (candidates, isCut) = try candidates(query)
        var ranked = try query.number == nil ? rank(candidates, query) : candidates
        ranked.sort { left, right in
            if left.score != right.score { return left.score > right.score }
            if left.names != right.names {
                return left.names.lexicographicallyPrecedes(right.names)
            }
            return left.number < right.number
        }
        var hits: [Hit] = []
        for one in ranked {
            guard let hit = try hit(one.number), query.holds(hit) else { continue }
            guard hits.count < limit else { return Outcome(hits: hits, hasMore: true) }
            hits.append(hit)
        }
        return Outcome(hits: hits, hasMore: isCut)
    }

    private func candidates(_ query: Query) throws -> ([Ranked], isCut: Bool) {
        var found: [Ranked] = []
        var places: [Int64: Int] = [:]
        func add(_ from: String, _ to: String?) throws {
            guard found.count < Self.candidateLimit else { return }
            let sql =
                to == nil
                ? "SELECT ix, word FROM search_word WHERE word = $1 LIMIT $2"
                : "SELECT ix, word FROM search_word WHERE word >= $1 AND word < $3 LIMIT $2"
            var values: [FieldValue] = [.text(from), .integer(Int64(Self.candidateLimit))]
            if let to { values.append(.text(to)) }
            try view.transaction.forEach(sql, values) { row in
                let number = row.integer(0)
                let score = query.number == nil ? 0 : query.score(word: row.text(1))
                if let place = places[number] {
                    found[place].score = max(found[place].score, score)
                } else {
                    places[number] = found.count
                    found.append(Ranked(number: number, names: [], score: score))
                }
            }
        }
        for word in query.exactWords { try add(word, nil) }
        for word in query.prefixes { try add(word, word + "\u{10FFFF}") }
        if found.isEmpty, query.skeletons.count > 1 { return try common(query.skeletons) }
        return (found, found.count >= Self.candidateLimit)
    }

    /// Those under whom all words lead, by the rarest word first.
    private func common(_ words: [String]) throws -> ([Ranked], isCut: Bool) {
        var bearers: [(numbers: Set<Int64>, isWhole: Bool)] = []
        for word in Set(words).sorted(by: { ($1.count, $0) < ($0.count, $1) }).prefix(3) {
            var numbers: Set<Int64> = []
            var count = 0
            try view.transaction.forEach(
                "SELECT ix FROM search_word WHERE word >= $1 AND word < $2 LIMIT $3",
                [
                    .text(word), .text(word + "\u{10FFFF}"),
                    .integer(Int64(Self.bearerLimit)),
                ]
            ) { row in
                numbers.insert(row.integer(0))
                count += 1
            }
            bearers.append((numbers, count < Self.bearerLimit))
        }
        // Whom a word that so many bear leads to is not known in full: it cannot exclude anybody.
        let whole = bearers.filter(\.isWhole).sorted { $0.numbers.count < $1.numbers.count }
        var common = (whole.first ?? bearers.first)?.numbers ?? []
        for other in whole.dropFirst() { common.formIntersection(other.numbers) }
        let isCut = whole.isEmpty || common.count > Self.candidateLimit
        return (
            common.sorted().prefix(Self.candidateLimit).map {
                Ranked(number: $0, names: [], score: 0)
            }, isCut
        )
    }

    /// How well the names of the candidates fit, without those that do not.
    private func rank(_ candidates: [Ranked], _ query: Query) throws -> [Ranked] {
        let statement = try view.transaction.statement(
            "SELECT names, is_head FROM search_person WHERE ix = $1")
        defer { statement.reset() }
        return try candidates.compactMap { candidate in
            statement.reset()
            statement.bind(1, candidate.number)
            guard try statement.step() else { return nil }
            let names = statement.bytes(0)
            guard let score = RankedNames.score(query.ranked, names) else { return nil }
            return Ranked(
                number: candidate.number, names: names,
                score: score + (statement.integer(1) != 0 ? 2 : 0))
        }
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
