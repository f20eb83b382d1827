import Casework
import Registry

/// Registrations that hang together, for people and programs.
struct DuplicateGroupDocument: Rendered {
    /// The likeliest case, by whose id the group is shown and decided.
    var `case`: String
    var probability: Double
    /// The earliest first.
    var registrations: [DuplicateDocument.Household]
    /// How many of its cases wait for a human.
    var open: Int
    var cases: [DuplicateDocument]

    init(_ group: DuplicateGroup) {
        let first = group.openCases.first ?? group.cases.first
        `case` = first?.id.description ?? ""
        probability = Double(group.probabilityPPM) / 1_000_000
        registrations = group.registrations.map(DuplicateDocument.household)
        open = group.openCases.count
        cases = group.cases.map { DuplicateDocument($0) }
    }

    /// One line of a list.
    var line: String {
        let named = registrations.map { "\($0.number) (\($0.area))" }.joined(separator: " ~ ")
        let pairs = cases.reduce(0) { $0 + $1.pairs.count }
        return "\(`case`)  open  \(probability.text(places: 4))  \(registrations.count) "
            + "registrations: \(named), \(pairs) \(pairs == 1 ? "pair" : "pairs")"
    }

    /// What is said above the cases of a group.
    var lines: [String] {
        ["\(registrations.count) registrations, \(cases.count) cases, \(open) of them open:"]
            + registrations.map {
                "  \($0.number), area \($0.area), registered \($0.registeredOn)"
            }
    }

    var text: String { lines.joined(separator: "\n") }
}

/// Cases, for people and programs.
struct DuplicateList: Rendered {
    var cases: [DuplicateDocument]
    /// Open cases by who hangs together; nil where cases of another status are listed.
    var groups: [DuplicateGroupDocument]?

    /// Cases one by one.
    init(_ cases: [DuplicateCase]) {
        self.cases = cases.map { DuplicateDocument($0) }
    }

    /// Open cases by group.
    init(groups: [DuplicateGroup]) {
        cases = groups.flatMap(\.openCases).map { DuplicateDocument($0) }
        self.groups = groups.map(DuplicateGroupDocument.init)
    }

    var text: String {
        if cases.isEmpty { return "No cases." }
        return (groups?.map(\.line) ?? cases.map(\.line)).joined(separator: "\n")
    }
}
