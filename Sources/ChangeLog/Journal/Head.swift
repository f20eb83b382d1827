import Registry

/// A version within this database: the branch by its local number.
public struct LocalVersion: Hashable, Sendable, Comparable {
    let branch: Int64
    let sequence: UInt64
    let tag: UInt64

    public static func < (left: LocalVersion, right: LocalVersion) -> Bool {
        (left.branch, left.sequence, left.tag) < (right.branch, right.sequence, right.tag)
    }
}

/// A value of a group that nobody has superseded yet.
struct Head: Hashable, Sendable {
    var version: LocalVersion
    /// min(stamp, first receipt): the same at every tier.
    var effective: Stamp
    var value: GroupValue
    /// The value that stood when it was written.
    var was: GroupValue
}

/// What is shown of a group, and whether somebody must settle it.
struct Shown: Hashable, Sendable {
    var value: GroupValue
    var isConflict: Bool

    /// The merge rule: one head, or equal values, is clean; else the policy decides.
    ///
    /// - Parameter order: the order of versions that is the same at every node.
    init(_ heads: [Head], policy: MergePolicy, order: (LocalVersion, LocalVersion) -> Bool) {
        guard let first = heads.first else {
            self.init(value: GroupValue([]), isConflict: false)
            return
        }
        if heads.allSatisfy({ $0.value == first.value }) {
            self.init(value: first.value, isConflict: false)
            return
        }
        func earlier(_ left: Head, _ right: Head) -> Bool {
            left.effective != right.effective
                ? left.effective < right.effective : order(left.version, right.version)
        }
        switch policy {
        case .latest, .all:
            self.init(value: (heads.max(by: earlier) ?? first).value, isConflict: false)
        case .review:
            // What stood stands; where nothing stood, the earliest value does.
            let earliest = heads.min(by: earlier) ?? first
            self.init(
                value: earliest.was.values.isEmpty ? earliest.value : earliest.was,
                isConflict: true)
        }
    }

    private init(value: GroupValue, isConflict: Bool) {
        self.value = value
        self.isConflict = isConflict
    }
}
