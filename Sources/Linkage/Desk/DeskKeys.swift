/// Rows by what they share: sorted keys with the row behind each, and a short unsorted tail of rows
/// that came since.
struct DeskKeys: Sendable {
    /// Key in the upper half, row in the lower.
    private var sorted: [UInt64] = []
    private var tail: [UInt64] = []
    /// A longer tail is sorted in: it is looked through from end to end.
    static let longestTail = 4096

    /// Whether the tail should be sorted in.
    var isUnsettled: Bool { tail.count > Self.longestTail }

    /// Adds a row; 0 is no key.
    mutating func add(_ key: UInt32, row: Int) {
        if key != 0 { tail.append(UInt64(key) << 32 | UInt64(row)) }
    }

    /// Sorts the tail in.
    mutating func settle() {
        guard !tail.isEmpty else { return }
        tail.sort()
        guard let last = sorted.last, last > tail[0] else {
            sorted.append(contentsOf: tail)
            tail.removeAll()
            return
        }
        var merged: [UInt64] = []
        merged.reserveCapacity(sorted.count + tail.count)
        var next = 0
        for entry in sorted {
            while next < tail.count, tail[next] < entry {
                merged.append(tail[next])
                next += 1
            }
            merged.append(entry)
        }
        merged.append(contentsOf: tail[next...])
        sorted = merged
        tail.removeAll()
    }

    /// Calls `body` with each row of the key until it says that it has enough.
    func forEach(_ key: UInt32, _ body: (Int) -> Bool) {
        if key == 0 { return }
        let first = UInt64(key) << 32
        var low = 0
        var high = sorted.count
        while low < high {
            let middle = (low + high) / 2
            if sorted[middle] < first { low = middle + 1 } else { high = middle }
        }
        while low < sorted.count, sorted[low] >> 32 == UInt64(key) {
            if !body(Int(truncatingIfNeeded: sorted[low] & 0xFFFF_FFFF)) { return }
            low += 1
        }
        for entry in tail where entry >> 32 == UInt64(key) {
            if !body(Int(truncatingIfNeeded: entry & 0xFFFF_FFFF)) { return }
        }
    }
}
