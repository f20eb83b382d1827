import ChangeLog
import Registry
import Storage

extension PeopleSearch {
    /// People whose names fit, as far as somebody waits for it: how many rows are read does not
    /// depend on how many people bear a name.
    struct NameSearch {
        private let search: PeopleSearch
        private let query: Query
        private let limit: Int
        private var comparison: NameComparison
        /// The best so far, the best first; a few more than are shown.
        private var fits: [Fit] = []
        private var fitCount = 0
        private var seen: Set<Int64> = []
        /// Whether more stand under a word than were looked at.
        private var isCut = false

        /// Somebody of the index who fits.
        private struct Fit {
            var number: Int64
            var score: Int
            var names: [UInt8]

            static func < (left: Fit, right: Fit) -> Bool {
                if left.score != right.score { return left.score > right.score }
                if left.names != right.names {
                    return left.names.lexicographicallyPrecedes(right.names)
                }
                return left.number < right.number
            }
        }

        /// Under a word that leads to no more than so many, everybody is looked at.
        private static let few: Int64 = 1200
        /// Where more stand under it, so many of them.
        private static let some: Int64 = 800
        /// So many of a pair of names are looked up under a third.
        private static let ofPair: Int64 = 8000
        /// With so many names a part of a name is completed.
        private static let completions: Int64 = 12

        init(_ search: PeopleSearch, _ query: Query, limit: Int) {
            self.search = search
            self.query = query
            self.limit = limit
            comparison = NameComparison(query.words)
        }

        mutating func outcome() throws -> Outcome {
            if query.skeletons.count == 1 {
                try findByOneName()
            } else {
                try findBySeveralNames()
            }
            var hits: [Hit] = []
            for fit in fits where hits.count < limit {
                if let hit = try search.hit(fit.number) { hits.append(hit) }
            }
            return Outcome(hits: hits, hasMore: isCut || fitCount > limit)
        }

        // MARK: One name

        /// Those who bear the name, or the most frequent names that begin so; where that are few,
        /// those whose name sounds like it.
        private mutating func findByOneName() throws {
            guard let word = query.words.first, let skeleton = query.skeletons.first else {
                return
            }
            let names = try search.view.transaction.rows(
                """
                SELECT skeleton, word FROM search_name
                WHERE word >= $1 AND word < $2 AND people > 0
                ORDER BY CASE WHEN word = $1 THEN 0 ELSE 1 END, people DESC LIMIT $3
                """, .text(word), .text(word + "\u{10FFFF}"), .integer(Self.completions))
            var done: Set<String> = []
            for name in names where done.insert(name.text(0)).inserted {
                // Whoever bears the very name stands before all whose name only begins so.
                let most = name.text(1) == word ? Self.some / 2 : Self.some / Self.completions
                try read("w.word = $1", [.text(name.text(0))], most: most)
            }
            if names.count == Int(Self.completions) { isCut = true }
            if fits.count < limit { try read(beginning: skeleton, most: Self.some) }
        }

        // MARK: Several names

        private mutating func findBySeveralNames() throws {
            let ways = query.waysIn
            var wide: [String] = []
            // The names in their order: what leads to few holds everybody who stands under it, and
            // nobody better comes from behind.
            let inOrder = query.skeletons.count > 2 ? 2 : 1
            for way in ways.prefix(inOrder) {
                guard try readFew(beginning: way) else {
                    wide.append(way)
                    continue
                }
                if !fits.isEmpty { return }
            }
            if let (pair, third) = query.meeting, wide.first == ways.first {
                try read(
                    """
                    w.word = $1 AND w.ix IN (SELECT a.ix FROM
                        (SELECT ix FROM search_word WHERE word = $1 LIMIT \(Self.ofPair)) a
                        CROSS JOIN search_word b ON b.word = $2 AND b.ix = a.ix)
                    """, [.text(pair), .text(third)], most: Self.some)
                if !fits.isEmpty {
                    if try count("word = $1", [.text(pair)], upTo: Self.ofPair) > Self.ofPair {
                        isCut = true
                    }
                    return
                }
            }
            // Another order of the names, or names that nobody indexed as a pair.
            for way in ways.dropFirst(inOrder) {
                guard try readFew(beginning: way) else {
                    wide.append(way)
                    continue
                }
                if !fits.isEmpty, wide.isEmpty { return }
            }
            for (place, way) in wide.enumerated() where place == 0 || fits.count < limit {
                try read(beginning: way, most: Self.some)
            }
        }

        /// Reads everybody under a way in, where that are few.
        ///
        /// - Returns: whether they were few.
        private mutating func readFew(beginning word: String) throws -> Bool {
            guard try count(beginning: word) <= Self.few else { return false }
            try read(beginning: word, most: Self.few + 1)
            return true
        }

        /// How many entries begin so; more than `few` are not counted on.
        private func count(beginning word: String) throws -> Int64 {
            try count(
                "word >= $1 AND word < $2", [.text(word), .text(word + "\u{10FFFF}")],
                upTo: Self.few)
        }

        private func count(
            _ condition: String, _ values: [FieldValue], upTo most: Int64
        ) throws -> Int64 {
            try search.view.transaction.rows(
                """
                SELECT COUNT(*) FROM
                    (SELECT 1 FROM search_word WHERE \(condition) LIMIT \(most + 1)) AS w
                """, values
            ).first?.integer(0) ?? 0
        }

        // MARK: Reading

        private mutating func read(beginning word: String, most: Int64) throws {
            try read(
                "w.word >= $1 AND w.word < $2", [.text(word), .text(word + "\u{10FFFF}")],
                most: most)
        }

        /// Reads and compares those of the index for whom a condition holds.
        private mutating func read(
            _ condition: String, _ values: [FieldValue], most: Int64
        ) throws {
            var rows: Int64 = 0
            try search.view.transaction.forEach(
                """
                SELECT s.ix, s.names, s.is_head FROM search_word w
                CROSS JOIN search_person s ON s.ix = w.ix
                WHERE \(condition) LIMIT \(most)
                """, values
            ) { row in
                rows += 1
                guard seen.insert(row.integer(0)).inserted else { return }
                let names = row.bytes(1)
                if let score = comparison.score(names, isHead: row.integer(2) != 0) {
                    keep(Fit(number: row.integer(0), score: score, names: names))
                }
            }
            if rows >= most { isCut = true }
        }

        /// Puts somebody among the best.
        private mutating func keep(_ fit: Fit) {
            fitCount += 1
            let most = limit * 2
            if fits.count >= most, let worst = fits.last, !(fit < worst) { return }
            var place = fits.count
            while place > 0, fit < fits[place - 1] { place -= 1 }
            fits.insert(fit, at: place)
            if fits.count > most { fits.removeLast() }
        }
    }
}
