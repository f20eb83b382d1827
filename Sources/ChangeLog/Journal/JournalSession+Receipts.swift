import Registry
import Storage
import Trust

// A receipt counts for the entries in its range once the last of them is here with the digest that
// the receipt names: one about another log of that name counts for nothing here.
extension JournalSession {
    /// Entries of one branch, and when the first receiver took them in.
    struct ReceivedRange: Equatable {
        let sequences: ClosedRange<UInt64>
        /// Milliseconds since 1970.
        let received: UInt64
    }

    /// Keeps a first receiver's receipt for a range of entries, also before these are here.
    ///
    /// - Returns: whether it is kept: not if it is about another log of that name, or if one that
    ///   is here says as much or more.
    @discardableResult
    public func keep(_ receipt: Receipt) throws -> Bool {
        let state = try branchState(receipt.branch)
        if let first = try forkedFrom(receipt.branch), receipt.last >= first { return false }
        let here = try entryDigest(branch: state.index, receipt.last)
        guard here ?? receipt.digest == receipt.digest else { return false }
        let range = ReceivedRange(
            sequences: receipt.first...receipt.last, received: receipt.received)
        if here == nil {
            // Of two for what is not here yet, the later word is more likely about what comes.
            try transaction.execute(
                """
                DELETE FROM receipt
                WHERE branch = $1 AND last_sequence = $2 AND digest IS NOT $3
                """,
                .integer(state.index), .integer(Int64(receipt.last)),
                .bytes(receipt.digest.bytes))
        }
        guard try !isNeedless(range, state, counts: here != nil) else { return false }
        hasReceipts = true
        state.receiptsEnd = nil
        try transaction.execute(
            """
            INSERT INTO receipt
                (branch, last_sequence, first_sequence, receiver, received, signature, digest)
            VALUES ($1, $2, $3, $4, $5, $6, $7)
            """,
            .integer(state.index), .integer(Int64(receipt.last)),
            .integer(Int64(receipt.first)), .text(receipt.receiver),
            .integer(Int64(receipt.received)), .bytes(receipt.signature),
            .bytes(receipt.digest.bytes))
        if here != nil { try apply(range, branch: state.index) }
        return true
    }

    /// Whether an earlier receipt covers a range, or one has its place. Those in the range that are
    /// later go.
    private func isNeedless(
        _ range: ReceivedRange, _ state: BranchState, counts: Bool
    ) throws -> Bool {
        let (first, last) = (range.sequences.lowerBound, range.sequences.upperBound)
        let better = try transaction.first(
            """
            SELECT 1 FROM receipt WHERE branch = $1 AND last_sequence BETWEEN $2 AND $3
                AND first_sequence <= $4 AND received <= $5 LIMIT 1
            """,
            .integer(state.index), .integer(Int64(last)),
            .integer(Int64(counts ? state.sequence : last)), .integer(Int64(first)),
            .integer(Int64(range.received)))
        guard better == nil else { return true }
        try dropLater(range, branch: state.index, from: counts ? first : last)
        return try transaction.first(
            "SELECT 1 FROM receipt WHERE branch = $1 AND last_sequence = $2",
            .integer(state.index), .integer(Int64(last))) != nil
    }

    private func dropLater(
        _ range: ReceivedRange, branch: Int64, from first: UInt64
    ) throws {
        try transaction.execute(
            """
            DELETE FROM receipt WHERE branch = $1 AND last_sequence BETWEEN $2 AND $3
                AND first_sequence >= $4 AND received >= $5
            """,
            .integer(branch), .integer(Int64(first)),
            .integer(Int64(range.sequences.upperBound)),
            .integer(Int64(range.sequences.lowerBound)), .integer(Int64(range.received)))
    }

    /// Lets receipts of a branch count whose last entry is known to come in this transaction.
    public func awaitEnds(of receipts: [Receipt]) throws {
        guard let branch = receipts.first?.branch else { return }
        let state = try branchState(branch)
        awaited[state.index] = receipts.filter { $0.last > state.sequence }
            .sorted { $0.last > $1.last }
            .map { ReceivedRange(sequences: $0.first...$0.last, received: $0.received) }
    }

    // MARK: What is taken in

    /// Looks at the receipt that ends at an entry which is about to stand in the journal: it counts
    /// from now on, or it goes, since it is about another log of that name.
    ///
    /// - Returns: the entries for which it counts, to be given to `apply` once the entry is there.
    func receiptEnding(
        at changeset: Changeset, _ state: BranchState
    ) throws -> ReceivedRange? {
        let sequence = changeset.header.sequence
        guard hasReceipts, try sequence <= receiptsEnd(of: state) else { return nil }
        while let next = awaited[state.index]?.last, next.sequences.upperBound < sequence {
            awaited[state.index]?.removeLast()
        }
        let row = try transaction.first(
            """
            SELECT first_sequence, received, digest FROM receipt
            WHERE branch = $1 AND last_sequence = $2
            """, .integer(state.index), .integer(Int64(sequence)))
        guard let row else { return nil }
        guard row.bytes(2) == changeset.digest.bytes else {
            state.receiptsEnd = nil
            try transaction.execute(
                "DELETE FROM receipt WHERE branch = $1 AND last_sequence = $2",
                .integer(state.index), .integer(Int64(sequence)))
            return nil
        }
        let range = ReceivedRange(
            sequences: UInt64(row.integer(0))...sequence, received: UInt64(row.integer(1)))
        if awaited[state.index]?.last?.sequences.upperBound != sequence {
            awaited[state.index, default: []].append(range)
        }
        if sequence > range.sequences.lowerBound {
            // Given for a part of them while this one waited.
            let part = ReceivedRange(
                sequences: range.sequences.lowerBound...(sequence - 1), received: range.received)
            try dropLater(part, branch: state.index, from: part.sequences.lowerBound)
        }
        return range
    }

    /// Gives what entries wrote, with a clock that ran ahead, the time of their receipt. Where
    /// others wrote upon the same, their records are shown anew; else only the times change, since a
    /// clock is often some seconds ahead.
    func apply(_ range: ReceivedRange, branch: Int64) throws {
        let (first, last) = (range.sequences.lowerBound, range.sequences.upperBound)
        let ahead = try transaction.rows(
            """
            SELECT pos, effective, body FROM journal
            WHERE branch = $1 AND sequence BETWEEN $2 AND $3 AND effective > $4 ORDER BY sequence
            """,
            .integer(branch), .integer(Int64(first)), .integer(Int64(last)),
            .integer(Int64(bitPattern: Stamp(endOf: range.received).rawValue)))
        guard !ahead.isEmpty else { return }
        judgedRow = nil
        let changed = try recount(ahead, branch: branch)
        let disputed = try changed.filter { changeset, effective in
            let version = LocalVersion(
                branch: branch, sequence: changeset.header.sequence,
                tag: changeset.digest.firstWord)
            return try set(effective, of: version, changeset)
        }
        if !disputed.isEmpty { try foldAgain(disputed.map(\.changeset)) }
    }

    /// Computes the times of entries anew by the receipts that count.
    ///
    /// - Parameter rows: position, time and bytes of each in the journal.
    /// - Returns: those that have another time now.
    private func recount(
        _ rows: [Row], branch: Int64
    ) throws -> [(changeset: Changeset, effective: Stamp)] {
        try rows.compactMap { row in
            let changeset = try Changeset(bytes: row.bytes(2), hasher: &hasher)
            let effective = try effectiveTime(of: changeset, branch: branch)
            let bits = Int64(bitPattern: effective.rawValue)
            guard bits != row.integer(1) else { return nil }
            try transaction.execute(
                "UPDATE journal SET effective = $1 WHERE pos = $2", .integer(bits),
                row.values[0])
            return (changeset, effective)
        }
    }

    /// - Returns: whether others wrote one of the groups at the same time.
    private func set(
        _ effective: Stamp, of version: LocalVersion, _ changeset: Changeset
    ) throws -> Bool {
        let time = FieldValue.integer(Int64(bitPattern: effective.rawValue))
        var isDisputed = false
        for change in changeset.items.compactMap(\.change) {
            guard let entity = journal.dictionary.entity(change.entity), entity.scope != .local
            else { continue }
            try transaction.execute(
                """
                UPDATE head SET effective = $1
                WHERE record = $2 AND branch = $3 AND sequence = $4 AND tag = $5
                """, [time, .reference(change.record)] + version.values)
            try transaction.execute(
                """
                UPDATE "\(entity.name)" SET effective = $1 WHERE id = $2
                    AND version_branch = $3 AND version_sequence = $4 AND version_tag = $5
                """, [time, .reference(change.record)] + version.values)
            let several = try transaction.rows(
                """
                SELECT 1 FROM head WHERE record = $1 AND grp IN (
                    SELECT grp FROM head
                    WHERE record = $1 AND branch = $2 AND sequence = $3 AND tag = $4)
                GROUP BY grp HAVING COUNT(*) > 1 LIMIT 1
                """, [.reference(change.record)] + version.values)
            if !several.isEmpty { isDisputed = true }
        }
        return isDisputed
    }

    /// Drops the receipts that reach into what lost its name.
    ///
    /// - Returns: the changesets before that for which they counted.
    func dropReceipts(from first: UInt64, _ state: BranchState) throws -> [Changeset] {
        guard hasReceipts else { return [] }
        let row = try transaction.first(
            "SELECT MIN(first_sequence) FROM receipt WHERE branch = $1 AND last_sequence >= $2",
            .integer(state.index), .integer(Int64(first)))
        guard let row, !row.isNull(0) else { return [] }
        try transaction.execute(
            "DELETE FROM receipt WHERE branch = $1 AND last_sequence >= $2",
            .integer(state.index), .integer(Int64(first)))
        state.receiptsEnd = nil
        let before = try transaction.rows(
            """
            SELECT pos, effective, body FROM journal
            WHERE branch = $1 AND sequence >= $2 AND sequence < $3 ORDER BY sequence
            """, .integer(state.index), row.values[0], .integer(Int64(first)))
        return try recount(before, branch: state.index).map(\.changeset)
    }

    // MARK: When something was written

    /// min(stamp, first receipt): a clock that runs ahead wins nowhere.
    func effectiveTime(of changeset: Changeset, branch: Int64) throws -> Stamp {
        let (stamp, sequence) = (changeset.header.stamp, changeset.header.sequence)
        if let received = try received(sequence, branch: branch) {
            return min(stamp, Stamp(endOf: received))
        }
        // What is taken in now has its receipt at the end of the frame.
        guard let present = receiving[branch], sequence >= present.first else { return stamp }
        return min(stamp, Stamp(endOf: present.received))
    }

    /// When the first receiver of an entry took it in, by its receipt.
    private func received(_ sequence: UInt64, branch: Int64) throws -> UInt64? {
        guard hasReceipts else { return nil }
        let state = try branchState(at: branch)
        guard try sequence <= receiptsEnd(of: state) else { return nil }
        let receipt = try transaction.first(
            """
            SELECT received FROM receipt
            WHERE branch = $1 AND last_sequence BETWEEN $2 AND $3 AND first_sequence <= $2
            ORDER BY last_sequence LIMIT 1
            """, .integer(branch), .integer(Int64(sequence)), .integer(Int64(state.sequence)))
        if let receipt { return UInt64(receipt.integer(0)) }
        return awaited[branch]?.last { $0.sequences.contains(sequence) }?.received
    }

    /// The last entry of a branch for which a receipt is here, whether it counts or not.
    private func receiptsEnd(of state: BranchState) throws -> UInt64 {
        if let known = state.receiptsEnd { return known }
        let row = try transaction.first(
            "SELECT MAX(last_sequence) FROM receipt WHERE branch = $1", .integer(state.index))
        let end = UInt64(row?.integer(0) ?? 0)
        state.receiptsEnd = end
        return end
    }

    /// The parts of a range of entries for which no receipt counts: of what a restore took from its
    /// receiver, others may have brought some back.
    public func withoutReceipt(
        _ branch: Branch, _ range: ClosedRange<UInt64>
    ) throws -> [ClosedRange<UInt64>] {
        var gaps: [ClosedRange<UInt64>] = []
        var next = range.lowerBound
        let state = try branchState(branch)
        for row in try transaction.rows(
            """
            SELECT first_sequence, last_sequence FROM receipt
            WHERE branch = $1 AND last_sequence BETWEEN $2 AND $3 ORDER BY last_sequence
            """,
            .integer(state.index), .integer(Int64(next)), .integer(Int64(state.sequence)))
        where next <= range.upperBound {
            let (first, last) = (UInt64(row.integer(0)), UInt64(row.integer(1)))
            if first > next { gaps.append(next...min(first - 1, range.upperBound)) }
            next = max(next, last + 1)
        }
        if next <= range.upperBound { gaps.append(next...range.upperBound) }
        return gaps
    }
}
