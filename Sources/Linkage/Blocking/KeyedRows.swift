/// Rows with their blocking key in one word, key above row, so that a block is a run of one key.
struct KeyedRows {
    /// Key in the upper 32 bits, row in the lower; sorted after `sort`.
    private(set) var entries: [UInt64] = []

    var isEmpty: Bool { entries.isEmpty }

    mutating func reserve(_ count: Int) { entries.reserveCapacity(count) }

    mutating func append(key: UInt32, row: Int) {
        entries.append(UInt64(key) << 32 | UInt64(row))
    }

    func row(_ index: Int) -> Int { Int(truncatingIfNeeded: entries[index] & 0xFFFF_FFFF) }
    func key(_ index: Int) -> UInt32 { UInt32(truncatingIfNeeded: entries[index] >> 32) }

    /// Sorts by key, 11 bits at a time; rows of one key keep their order.
    mutating func sort() {
        if entries.count < 4096 {
            entries.sort()
            return
        }
        var other = [UInt64](repeating: 0, count: entries.count)
        for shift in [UInt64(32), 43, 54] {
            var starts = [Int](repeating: 0, count: 2049)
            for entry in entries { starts[Int(entry >> shift & 2047) + 1] += 1 }
            for digit in 0..<2048 { starts[digit + 1] += starts[digit] }
            for entry in entries {
                let digit = Int(entry >> shift & 2047)
                other[starts[digit]] = entry
                starts[digit] += 1
            }
            swap(&entries, &other)
        }
    }

    /// The runs of two and more rows that share a key.
    func runs() -> [Range<Int>] {
        var runs: [Range<Int>] = []
        var start = 0
        while start < entries.count {
            var end = start + 1
            while end < entries.count, key(end) == key(start) { end += 1 }
            if end - start > 1 { runs.append(start..<end) }
            start = end
        }
        return runs
    }
}
