import Registry
import Storage

/// How many people bear which names: what has changed, until it is written to the index.
///
/// A name that is typed in part is completed by the names that most people bear; without that the
/// first thousands under its letters would be whoever the alphabet puts first.
struct NameBearers {
    private var changes: [String: Int64] = [:]

    /// Somebody is called otherwise than before.
    ///
    /// - Parameters:
    ///   - old: of `SearchWords.names`, empty for somebody who is new.
    ///   - new: the same as it is now.
    mutating func change(from old: String, to new: String) {
        guard old != new else { return }
        for name in Set(old.split(separator: " ")) { changes[String(name), default: 0] -= 1 }
        for name in Set(new.split(separator: " ")) { changes[String(name), default: 0] += 1 }
    }

    /// Adds the changes to what the index has.
    func write(to transaction: Transaction) throws {
        let statement = try transaction.statement(
            """
            INSERT INTO search_name (word, skeleton, people) VALUES ($1, $2, $3)
            ON CONFLICT (word) DO UPDATE SET people = people + excluded.people
            """)
        for (name, change) in changes.sorted(by: { $0.key < $1.key }) where change != 0 {
            let sides = name.split(
                separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard sides.count == 2, !sides[1].isEmpty else { continue }
            statement.bind(1, String(sides[0]))
            statement.bind(2, String(sides[1]))
            statement.bind(3, change)
            try statement.run()
        }
    }
}
