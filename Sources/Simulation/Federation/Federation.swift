import ChangeLog
import Registry
import Storage
import Trust

/// The nodes of one schedule, its randomness, and what happened so far.
final class Federation {
    /// What an oracle found.
    struct Objection: Error {
        var oracle: String
        var record: RecordID?
        var detail: String
    }

    private(set) var nodes: [SimulatedNode]
    let faults: FederationSimulation.Faults
    let time = WorldTime()
    var random: SplitMix64
    var counters: [String: Int] = [:]
    /// Requests and pages of the past that may come again, by link.
    var past: [String: PastMessages] = [:]
    /// Whether the schedule has ended and no more faults happen.
    var isHealing = false
    /// What stood in any log when healing began.
    var durableBeforeHealing: Set<EntryName> = []
    /// What nodes showed when healing began.
    var shownBeforeHealing: Set<Version> = []
    /// Tiers of which a node was restored.
    var restoredTiers: Set<Journal.Role> = []
    /// Whether a node must notice at its last contact that its upstream was restored.
    var expectsRollback: [String: Bool] = [:]
    /// What nodes wrote that they may never write, and whose area the record lies in.
    var rogue: [Version: RogueEntry] = [:]
    /// Whether people correct several parts of a record in one changeset.
    let correctsMuch: Bool
    /// Whether headquarters changes how edits are merged.
    let changesPolicies: Bool
    /// What headquarters said about that, at the end.
    var policies: [GroupPlace: MergePolicy] = [:]
    /// Whether hardships befall it beside the usual faults.
    let isHard: Bool
    /// The step that it is in.
    var stepNumber = 0
    /// Links that are cut, by the label of the lower node.
    var cutLinks: [String: CutLink] = [:]
    /// Nodes whose next answer comes from a stranger: a captive portal, a proxy.
    var strangers: Set<String> = []
    /// Hears every line of the trace.
    var listener: ((String) -> Void)?
    private var trace = SHA256Hasher()

    init(
        seed: UInt64, folder: String, faults: FederationSimulation.Faults,
        makeDisk: (String) throws -> Store
    ) throws {
        correctsMuch = seed % 5 == 3
        changesPolicies = seed % 5 == 4
        isHard = seed % 7 == 5
        var random = SplitMix64(seed: seed)
        let time = time
        nodes = try SimulatedNode.Place.all.map { place in
            try SimulatedNode(
                place, on: try makeDisk(place.name), folder: folder,
                clock: SimulatedClock(time), seed: random.next())
        }
        self.random = random
        self.faults = faults
    }

    var hub: SimulatedNode { nodes[0] }

    func node(_ name: String) -> SimulatedNode {
        guard let found = nodes.first(where: { $0.name == name }) else {
            preconditionFailure("The federation has no node “\(name)”.")
        }
        return found
    }

    /// Whether two nodes have one name.
    var hasClones: Bool { nodes.count > SimulatedNode.Place.all.count }

    /// A field office is copied and both go on under one name.
    func cloneField() throws {
        guard !hasClones else { return }
        let original = nodes[3 + random.below(3)]
        let isResumed = random.chance(60)
        nodes.append(
            try SimulatedNode(
                cloneOf: original, clock: SimulatedClock(time), seed: random.next(),
                isResumed: isResumed))
        count(isResumed ? "virtual machine resumed" : "clone started twice")
        note("clone \(original.name) \(isResumed)")
    }

    /// Counts one more event of a kind.
    func count(_ event: String) {
        counters[event, default: 0] += 1
    }

    /// Adds a line to the trace, whose digest tells two runs apart.
    func note(_ line: String) {
        listener?(line)
        trace.update(Array(line.utf8))
        trace.update(UInt64(line.utf8.count))
    }

    /// The digest of the trace and of all logs.
    func digest() throws -> String {
        for node in nodes {
            let end = try node.journal.read {
                try $0.transaction.first("SELECT pos, chain FROM journal ORDER BY pos DESC LIMIT 1")
            }
            note("\(node.name) \(end?.integer(0) ?? 0)")
            trace.update(end?.bytes(1) ?? [])
        }
        return trace.finish().hex
    }

    /// Makes the nodes and areas known everywhere, as joining does.
    func found() throws {
        try hub.journal.write { session in
            var changes: [Change] = []
            for node in nodes {
                var values: [String: FieldValue] = [
                    "name": .text(node.name), "role": .text(node.role.rawValue),
                    "signing_key": .bytes(node.journal.identity.signingKey.publicKey.bytes),
                    "areas": .text(node.areas.joined(separator: ",")),
                ]
                values["upstream"] = node.upstream.map { .text($0) }
                changes.append(try session.creation(of: "node", values))
            }
            for (code, parent) in Self.areas {
                changes.append(
                    try session.creation(
                        of: "area",
                        ["code": .text(code), "parent": parent.map { .text($0) } ?? .null]))
            }
            try session.append(changes, by: Authorship(actor: "founder", reasonCode: "found"))
        }
        isHealing = true
        for node in nodes.dropFirst() { try round(of: node) }
        isHealing = false
    }

    /// Areas with the area that they lie in.
    static let areas: [(code: String, parent: String?)] = [
        ("p1", nil), ("p2", nil), ("a", "p1"), ("b", "p1"), ("c", "p2"),
    ]

    /// The areas that a node serves, down to the smallest.
    func leaves(of node: SimulatedNode) -> [String] {
        ["a", "b", "c"].filter { leaf in
            node.role == .hub || node.areas.contains(leaf)
                || node.areas.contains(Self.areas.first { $0.code == leaf }?.parent ?? "")
        }
    }

    func close() {
        for node in nodes { try? node.close() }  // the folder is removed in any case
    }

    /// Leaves the databases to the next schedule, those of clones apart.
    func giveBack(_ take: (Store) throws -> Void) throws {
        let count = SimulatedNode.Place.all.count
        for node in nodes.prefix(count) { try take(node.journal.store) }
        for node in nodes.dropFirst(count) { try node.close() }
    }
}
