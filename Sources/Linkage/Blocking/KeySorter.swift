/// Rows sorted by their blocking key, so that a block is a run of equal keys.
struct KeySorter {
    private(set) var keys: [UInt64] = []
    private(set) var rows: [UInt32] = []
    private var otherKeys: [UInt64] = []
    private var otherRows: [UInt32] = []

    mutating func removeAll() {
        keys.removeAll(keepingCapacity: true)
        rows.removeAll(keepingCapacity: true)
    }

    mutating func append(key: UInt64, row: UInt32) {
        keys.append(key)
        rows.append(row)
    }

    /// Sorts by the upper 33 bits, 11 at a time, stable; the lower ones are left to the reader.
    mutating func sort() {
        let count = keys.count
        if otherKeys.count < count {
            otherKeys = Array(repeating: 0, count: count)
            otherRows = Array(repeating: 0, count: count)
        }
        for shift in [UInt64(31), 42, 53] {
            var starts = [Int](repeating: 0, count: 2049)
            for key in keys { starts[Int(key >> shift & 2047) + 1] += 1 }
            for digit in 0..<2048 { starts[digit + 1] += starts[digit] }
            for index in 0..<count {
                let digit = Int(keys[index] >> shift & 2047)
                let place = starts[digit]
                starts[digit] = place + 1
                otherKeys[place] = keys[index]
                otherRows[place] = rows[index]
            }
            for index in 0..<count {
                keys[index] = otherKeys[index]
                rows[index] = otherRows[index]
            }
        }
    }

    /// The runs of two and more rows that share the upper bits of their key.
    func runs() -> [Range<Int>] {
        var runs: [Range<Int>] = []
        var start = 0
        while start < keys.count {
            var end = start + 1
            while end < keys.count, keys[end] >> 31 == keys[start] >> 31 { end += 1 }
            if end - start > 1 { runs.append(start..<end) }
            start = end
        }
        return runs
    }
}
