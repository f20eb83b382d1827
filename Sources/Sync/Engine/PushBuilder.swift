import ChangeLog
import Registry
import Storage
import Trust

/// Chooses what goes into a frame.
enum PushBuilder {
    struct Built {
        var frame: PushFrame
        /// The position of the last entry in the frame.
        var last: Int64
        /// Whether nothing is left behind it.
        var isLast: Bool
        /// The last sequence of each branch in the frame.
        var ends: [(branch: Branch, last: UInt64)]

        /// Signs the end of the node's own part where that lies before its tip: what is signed can be
        /// merged above without waiting for the rest.
        mutating func signEnds(_ journal: Journal) throws {
            for (branch, last) in ends where branch.origin == journal.identity.name {
                let isSigned = frame.signatures.contains {
                    $0.branch == branch && $0.sequence == last
                }
                guard !isSigned else { continue }
                let signature = try journal.write { try $0.sign(branch, through: last) }
                frame.signatures.append(
                    PushFrame.Signature(branch: branch, sequence: last, signature: signature))
            }
        }
    }

    /// The position before the first entry that the upstream lacks.
    ///
    /// - Parameter branches: only these; nil for all.
    static func start(
        _ view: RegistryView, lackingBehind held: Reflects, of branches: Set<Branch>? = nil
    ) throws -> Int64 {
        var first = Int64.max
        for tip in try view.tips() where branches?.contains(tip.branch) ?? true {
            let through = held.sequences[tip.branch] ?? 0
            guard tip.sequence > through else { continue }
            let row = try view.transaction.first(
                """
                SELECT MIN(j.pos) FROM branch b JOIN journal j ON j.branch = b.ix
                WHERE b.origin = $1 AND b.incarnation = $2 AND j.sequence > $3
                """,
                .text(tip.branch.origin),
                .integer(Int64(bitPattern: tip.branch.incarnation)), .integer(Int64(through)))
            if let row, !row.isNull(0) { first = min(first, row.integer(0)) }
        }
        return first == .max ? try view.journalEnd() : first - 1
    }

    /// The next frame behind a position, or nil when nothing is left.
    static func frame(
        _ view: RegistryView, after position: Int64, lacking held: Reflects,
        except forked: Set<String>, of branches: Set<Branch>? = nil, atMost bytes: Int
    ) throws -> Built? {
        var entries: [[UInt8]] = []
        var size = 0
        var last = position
        var isLast = true
        var ranges: [Int64: (branch: Branch, first: UInt64, last: UInt64)] = [:]
        let rows = try view.transaction.statement(
            """
            SELECT j.pos, j.branch, j.sequence, j.body, b.origin, b.incarnation
            FROM journal j JOIN branch b ON b.ix = j.branch
            WHERE j.pos > $1 AND j.kind = 0 AND b.disowned = 0 ORDER BY j.pos
            """)
        rows.bind(1, position)
        defer { rows.reset() }
        while try rows.step() {
            let branch = Branch(
                origin: rows.text(4), incarnation: UInt64(bitPattern: rows.integer(5)))
            let sequence = UInt64(rows.integer(2))
            if (held.sequences[branch] ?? 0) >= sequence || forked.contains(branch.origin)
                || branches?.contains(branch) == false
            {
                continue
            }
            let body = rows.bytes(3)
            if size + body.count > bytes, !entries.isEmpty {
                isLast = false
                break
            }
            size += body.count
            entries.append(body)
            last = rows.integer(0)
            let index = rows.integer(1)
            ranges[index] = (branch, ranges[index]?.first ?? sequence, sequence)
        }
        guard !entries.isEmpty else { return nil }
        var signatures: [PushFrame.Signature] = []
        var receipts: [Receipt] = []
        for (index, range) in ranges.sorted(by: { $0.key < $1.key }) {
            signatures += try Self.signatures(view, index, range.branch, range.first, range.last)
            receipts += try Self.receipts(view, index, range.branch, range.first, range.last)
        }
        return Built(
            frame: PushFrame(entries: entries, signatures: signatures, receipts: receipts),
            last: last, isLast: isLast,
            ends: ranges.values.map { ($0.branch, $0.last) }.sorted { $0.0 < $1.0 })
    }

    /// The last signature inside the frame: it covers all entries before it. What comes behind it
    /// waits above for the next frame.
    private static func signatures(
        _ view: RegistryView, _ index: Int64, _ branch: Branch, _ first: UInt64, _ last: UInt64
    ) throws -> [PushFrame.Signature] {
        try view.transaction.rows(
            """
            SELECT sequence, signature FROM signature
            WHERE branch = $1 AND sequence BETWEEN $2 AND $3 ORDER BY sequence DESC LIMIT 1
            """, .integer(index), .integer(Int64(first)), .integer(Int64(last))
        ).map {
            PushFrame.Signature(
                branch: branch, sequence: UInt64($0.integer(0)), signature: $0.bytes(1))
        }
    }

    private static func receipts(
        _ view: RegistryView, _ index: Int64, _ branch: Branch, _ first: UInt64, _ last: UInt64
    ) throws -> [Receipt] {
        try view.transaction.rows(
            """
            SELECT r.first_sequence, r.last_sequence, r.receiver, r.received, r.signature, j.digest
            FROM receipt r JOIN journal j
                ON j.branch = r.branch AND j.sequence = r.last_sequence AND j.digest = r.digest
            WHERE r.branch = $1 AND r.last_sequence >= $2 AND r.first_sequence <= $3
            ORDER BY r.last_sequence
            """, .integer(index), .integer(Int64(first)), .integer(Int64(last))
        ).map {
            Receipt(
                branch: branch, first: UInt64($0.integer(0)), last: UInt64($0.integer(1)),
                digest: .init(bytes: $0.bytes(5)) ?? .zero, receiver: $0.text(2),
                received: UInt64($0.integer(3)), signature: $0.bytes(4))
        }
    }
}
