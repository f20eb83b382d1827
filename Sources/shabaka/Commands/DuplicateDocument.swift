import Casework
import Registry

/// What a scan did, for people and programs.
struct DuplicateScanReport: Rendered {
    var persons: Int
    var comparedPairs: Int
    var opened: Int
    var known: Int
    var withdrawn: Int
    var open: Int
    var acrossProvinces: Int
    var withinProvinces: Int
    var model: String

    init(_ outcome: DuplicateScan.Outcome) {
        persons = outcome.persons
        comparedPairs = outcome.comparedPairs
        opened = outcome.opened
        known = outcome.known
        withdrawn = outcome.withdrawn
        open = outcome.open
        acrossProvinces = outcome.acrossProvinces
        withinProvinces = outcome.withinProvinces
        model = outcome.model
    }

    var text: String {
        """
        \(persons) persons, \(comparedPairs) pairs compared
        \(opened) cases opened, \(known) known before, \(withdrawn) withdrawn
        \(open) open now: \(acrossProvinces) across provinces, \(withinProvinces) within one
        """
    }
}

/// A case, for people and programs.
struct DuplicateDocument: Rendered {
    var `case`: String
    var status: String
    var probability: Double
    var earlier: Household
    var later: Household
    var pairs: [Pair]
    /// The model that scored it.
    var model: String
    var openedOn: String?
    var decidedBy: String?
    var decidedOn: String?
    var reason: String?
    /// The household that stays, where the two are the same.
    var keep: String?
    /// All registrations that hang together with these; nil in a list.
    var group: DuplicateGroupDocument?

    struct Household: Encodable, Sendable {
        var household: String
        var number: String
        var area: String
        var registeredOn: String
    }

    struct Pair: Encodable, Sendable {
        var earlier: Person
        var later: Person
        /// The weight of all evidence: log2 of the odds that the two are one.
        var bits: Double
        var probability: Double
        /// What each field adds; `prior` is where all begin, `household` what the families say.
        var fields: [String: Double]
        /// The fields in the order in which they are shown.
        private(set) var order: [String]

        private enum CodingKeys: String, CodingKey {
            case earlier, later, bits, probability, fields
        }

        init(_ pair: DuplicateCase.Pair) {
            earlier = Person(person: pair.earlier.description, number: pair.earlierNumber)
            later = Person(person: pair.later.description, number: pair.laterNumber)
            bits = pair.bits
            probability = pair.probability
            fields = Dictionary(pair.fieldBits.map { ($0.name, $0.bits) }) { first, _ in first }
            order = pair.fieldBits.map(\.name)
        }
    }

    struct Person: Encodable, Sendable {
        var person: String
        var number: String
    }

    init(_ found: DuplicateCase, of group: DuplicateGroup? = nil) {
        `case` = found.id.description
        status = found.status.rawValue
        probability = Double(found.probabilityPPM) / 1_000_000
        earlier = Self.household(found.earlier)
        later = Self.household(found.later)
        pairs = found.pairs.map(Pair.init)
        model = found.model
        openedOn = UTCText.of(found.openedOn > 0 ? found.openedOn : nil)
        decidedBy = found.decidedBy
        decidedOn = UTCText.of(found.decidedOn > 0 ? found.decidedOn : nil)
        reason = found.reason
        keep = found.keep?.description
        self.group = group.map(DuplicateGroupDocument.init)
    }

    static func household(_ party: DuplicateCase.Party) -> Household {
        Household(
            household: party.household.description, number: party.number, area: party.area,
            registeredOn: party.registeredOn)
    }

    /// One line of a list.
    var line: String {
        "\(`case`)  \(status)  \(probability.text(places: 4))  "
            + "\(earlier.number) (\(earlier.area)) ~ \(later.number) (\(later.area)), "
            + "\(pairs.count) \(pairs.count == 1 ? "pair" : "pairs")"
    }

    var text: String {
        let others = (group?.cases ?? []).filter { $0.case != `case` }
        guard !others.isEmpty, let group else { return lines.joined(separator: "\n") }
        var all = group.lines
        for other in [self] + others { all += [""] + other.lines }
        return all.joined(separator: "\n")
    }

    /// The case by itself.
    var lines: [String] {
        var lines = [
            "Case \(`case`): \(status), probability \(probability.text(places: 4)) by \(model)",
            "  earlier  \(earlier.number), area \(earlier.area), "
                + "registered \(earlier.registeredOn)",
            "  later    \(later.number), area \(later.area), registered \(later.registeredOn)",
        ]
        if let decidedBy { lines.append("  decided by \(decidedBy): \(reason ?? "")") }
        for pair in pairs {
            lines.append("")
            lines.append(
                "\(pair.earlier.number) ~ \(pair.later.number): \(pair.bits.text(places: 1)) bits, "
                    + "probability \(pair.probability.text(places: 4))")
            lines += Waterfall(pair.order.map { ($0, pair.fields[$0] ?? 0) }).lines
        }
        return lines
    }
}
