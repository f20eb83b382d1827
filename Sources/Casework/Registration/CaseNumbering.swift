import ChangeLog
import Registry
import Storage

/// Gives out the numbers on families' papers, without a network.
///
/// A node's block follows from its place in the federation, so that two nodes never share one: the
/// hub numbers its provinces in the order in which they joined, a province its field offices.
struct CaseNumbering {
    private let session: JournalSession

    /// Field offices of one province, and the province itself.
    private static let blocksOfProvince = 68

    init(_ session: JournalSession) {
        self.session = session
    }

    /// The next number; nil while the node's own record has not come down to it.
    func next() throws -> CaseNumber? {
        guard let block = try block() else { return nil }
        // Also after a backup was put back, no number is given out twice: what came down counts.
        var last: Int?
        let numbers = try session.transaction.statement(
            """
            SELECT case_number FROM household WHERE case_number >= $1 AND case_number < $2
            ORDER BY case_number DESC
            """)
        numbers.bind(1, "\(block.text)-")
        numbers.bind(2, "\(block.text).")
        defer { numbers.reset() }
        while last == nil, try numbers.step() {
            // What is no number, however it came here, takes none away.
            last = try? CaseNumber(numbers.text(0)).counter
        }
        return CaseNumber.next(in: block, from: (last ?? 0) + 1)
    }

    private func block() throws -> CaseNumber.Block? {
        let name = session.journal.identity.name
        let row = try session.transaction.first(
            "SELECT role, upstream FROM node WHERE name = $1 ORDER BY id LIMIT 1", .text(name))
        guard let row else { return nil }
        switch row.text(0) {
        case "hub": return CaseNumber.Block(number: 0)
        case "province":
            guard let rank = try rank(of: name, below: row.text(1)) else { return nil }
            return CaseNumber.Block(number: rank * Self.blocksOfProvince)
        default:
            let province = row.text(1)
            let upper = try session.transaction.first(
                "SELECT upstream FROM node WHERE name = $1 ORDER BY id LIMIT 1", .text(province))
            guard let upper, let rank = try rank(of: province, below: upper.text(0)),
                let own = try self.rank(of: name, below: province), own < Self.blocksOfProvince
            else { return nil }
            return CaseNumber.Block(number: rank * Self.blocksOfProvince + own)
        }
    }

    /// The place of a node among those that joined its upstream, from 1.
    private func rank(of name: String, below upstream: String) throws -> Int? {
        let rows = try session.transaction.rows(
            "SELECT name FROM node WHERE upstream = $1 GROUP BY name ORDER BY MIN(id)",
            .text(upstream))
        return rows.firstIndex { $0.text(0) == name }.map { $0 + 1 }
    }
}
