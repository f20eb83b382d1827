/// Shares decided pairs out among folds, so that a model can be judged by decisions that it has not
/// learnt from.
///
/// Decisions about one family hang together: what was said of the father tells what is said of the
/// son. So all pairs between households that decisions join, directly or by way of others, are in one
/// fold. The same pairs in the same order give the same folds.
struct DecisionFolds {
    /// The fold of each pair.
    private(set) var foldOfLabel: [Int] = []
    /// How many groups of households were shared out, among how many folds; no folds where one group
    /// holds everything, or there is none.
    private(set) var groups = 0
    private(set) var count = 0
    /// So many folds where there are groups enough.
    static let most = 5

    init(_ labels: [PairLabel], of population: Population) {
        let groupOfLabel = Self.groups(labels, population)
        var members: [[Int]] = []
        for (label, group) in groupOfLabel.enumerated() {
            if group == members.count { members.append([]) }
            members[group].append(label)
        }
        groups = members.count
        foldOfLabel = Array(repeating: 0, count: labels.count)
        guard groups > 1 else { return }
        count = min(Self.most, groups)
        let different = members.map { $0.count { !labels[$0].isSame } }
        // The rarer kind first and the largest groups first, each to the fold that has the least.
        let order = members.indices.sorted {
            (different[$1], members[$1].count, $0) < (different[$0], members[$0].count, $1)
        }
        var loads = Array(repeating: (different: 0, all: 0), count: count)
        for group in order {
            let fold =
                loads.indices.min { left, right in
                    let (a, b) = (loads[left], loads[right])
                    return different[group] > 0
                        ? (a.different, a.all, left) < (b.different, b.all, right)
                        : (a.all, left) < (b.all, right)
                } ?? 0
            loads[fold].different += different[group]
            loads[fold].all += members[group].count
            for label in members[group] { foldOfLabel[label] = fold }
        }
    }

    /// The group of each pair, numbered by first appearance.
    private static func groups(_ labels: [PairLabel], _ population: Population) -> [Int] {
        // A row without a household is a household of its own, below zero.
        func home(_ row: Int) -> Int {
            let household = population.householdOfRow[row]
            return household == 0 ? -1 - row : Int(household)
        }
        var parent: [Int: Int] = [:]
        func root(_ home: Int) -> Int {
            var home = home
            while let next = parent[home], next != home { home = next }
            return home
        }
        for label in labels {
            let (a, b) = (root(home(label.rows.a)), root(home(label.rows.b)))
            parent[max(a, b)] = min(a, b)
        }
        var numbers: [Int: Int] = [:]
        return labels.map { label in
            let root = root(home(label.rows.a))
            let number = numbers[root] ?? numbers.count
            numbers[root] = number
            return number
        }
    }
}
