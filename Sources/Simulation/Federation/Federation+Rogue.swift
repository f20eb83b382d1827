import ChangeLog
import Registry
import Storage
import Trust

/// An entry that its origin may never write.
struct RogueEntry {
    let origin: String
    /// The household whose later moves may justify the entry, if it edits one.
    let household: RecordID?
    /// The request that it answers, if it does.
    var transfer: RecordID?
}

extension Federation {
    /// A node whose program is broken writes past the rules.
    func breakRules() throws {
        let node = nodes[1 + random.below(nodes.count - 1)]
        switch random.below(4) {
        case 0:
            try write(rogue: node, "area made below headquarters", household: nil) { session in
                [
                    try session.creation(
                        of: "area", ["code": .text("rogue"), "parent": .text("p1")])
                ]
            }
        case 1:
            let foreign = ["a", "b", "c"].filter { !leaves(of: node).contains($0) }
            guard let area = random.pick(foreign) else { return }
            try write(rogue: node, "household made elsewhere", household: nil) { session in
                [
                    try session.creation(
                        of: "household", ["number": .text("rogue"), "area": .text(area)])
                ]
            }
        case 2: try grantElsewhere(node)
        default: try editElsewhere(node)
        }
    }

    /// Grants a household to whoever asked, though it is another node's to give.
    private func grantElsewhere(_ node: SimulatedNode) throws {
        let mine = leaves(of: node)
        let open = try node.journal.read { view in
            try view.transaction.rows(
                "SELECT id, from_area FROM transfer WHERE status = 'asked' ORDER BY id")
        }
        guard let transfer = random.pick(open.filter { !mine.contains($0.text(1)) })?.id(0) else {
            return
        }
        try write(rogue: node, "transfer granted elsewhere", household: nil, transfer) { session in
            [
                try session.edit(
                    of: "transfer", transfer,
                    ["status": .text("granted"), "answered_by": .text("nobody")])
            ]
        }
    }

    /// Edits a household that never lay in the node's areas, by versions taken from the hub.
    private func editElsewhere(_ node: SimulatedNode) throws {
        let (entity, shown) = try hub.journal.read { view in
            let entity = view.dictionary.require("household")
            return (entity, try view.shown(entity))
        }
        let mine = Set(leaves(of: node))
        // What was made past the rules and released belongs to who made it.
        let foreign = try shown.keys.sorted().filter { id in
            try shown[id]?.values.first != .text("rogue")
                && areasEver(of: id).isDisjoint(with: mine)
        }
        guard let id = random.pick(foreign), let group = entity.group(3),
            let heads = shown[id]?.heads[group.number]
        else { return }
        try write(rogue: node, "household edited elsewhere", household: id) { _ in
            [
                Change(
                    entity: entity.number, record: id, kind: .update,
                    groups: [
                        GroupChange(
                            group: group.number, values: [NumberedValue(5, .text("rogue"))],
                            base: heads.keys.sorted())
                    ])
            ]
        }
    }

    private func write(
        rogue node: SimulatedNode, _ event: String, household: RecordID?,
        _ transfer: RecordID? = nil, _ changes: (JournalSession) throws -> [Change]
    ) throws {
        let version = try node.journal.write { session in
            try session.appendUnchecked(
                changes(session), by: Authorship(actor: "nobody", reasonCode: "rogue"))
        }
        rogue[version] = RogueEntry(
            origin: node.name, household: household, transfer: transfer)
        count("rogue: \(event)")
        note("\(event) \(version.origin) \(version.incarnation % 1000) \(version.sequence)")
    }

    /// An operator at the hub decides about one of the changesets that were set aside.
    func decideQuarantine() throws {
        let listed = try hub.journal.read { try $0.setAside() }
        guard let item = random.pick(listed) else { return }
        let releases = random.chance(50)
        try hub.journal.write { session in
            let author = Authorship(actor: "operator", reasonCode: "quarantine")
            if releases {
                try session.release(item.version, by: author)
            } else {
                try session.reject(item.version, by: author)
            }
        }
        count(releases ? "quarantine released" : "quarantine rejected")
        note(
            "\(releases ? "released" : "rejected") \(item.version.origin) \(item.version.sequence)")
    }

    /// Every area that a household ever had, by the hub's log.
    private func areasEver(
        of household: RecordID, except rogue: Version? = nil
    ) throws -> Set<String> {
        try hub.journal.read { view in
            var hasher = SHA256Hasher()
            var result: Set<String> = []
            for row in try view.transaction.rows(
                """
                SELECT j.body FROM touch t JOIN journal j ON j.pos = t.pos
                WHERE t.record = $1 AND j.kind = 0
                """, .reference(household))
            {
                let changeset = try Changeset(bytes: row.bytes(0), hasher: &hasher)
                if changeset.version == rogue { continue }
                for change in changeset.items.compactMap(\.change) where change.record == household
                {
                    let values = change.values + change.groups.flatMap(\.values)
                    result.formUnion(
                        values.filter { $0.field == 4 }.compactMap(\.value.text))
                }
            }
            return result
        }
    }

    /// What stands aside at the hub is what nodes wrote past the rules, all of it and nothing else;
    /// and they are told.
    func checkQuarantine(_ changesets: [Changeset]) throws -> Set<Version> {
        let (listed, released) = try hub.journal.read { view in
            (
                try view.setAside(),
                try view.transaction.rows(
                    "SELECT origin, incarnation, sequence FROM quarantine WHERE status = 'released'"
                ).map(\.values)
            )
        }
        let aside = Set(listed.map(\.version))
        func name(_ version: Version) -> [FieldValue] {
            [
                .text(version.origin), .integer(Int64(bitPattern: version.incarnation)),
                .integer(Int64(version.sequence)),
            ]
        }
        for node in nodes {
            let still = try node.journal.read { try $0.setAside() }.first {
                released.contains(name($0.version))
            }
            guard let still else { continue }
            throw Objection(
                oracle: "what headquarters released counts everywhere", record: nil,
                detail: """
                    \(node.name) sets changeset \(still.version.sequence) of \
                    \(still.version.origin) aside.
                    """)
        }
        var lost: [Version: Version] = [:]
        for changeset in changesets { lost[changeset.version] = changeset.header.replaces }
        func entry(_ version: Version) -> RogueEntry? {
            rogue[version] ?? lost[version].flatMap { rogue[$0] }
        }
        if let honest = aside.sorted().first(where: { entry($0) == nil }) {
            throw Objection(
                oracle: "no honest change is set aside", record: nil,
                detail: "Changeset \(honest.sequence) of \(honest.origin) is.")
        }
        for version in changesets.map(\.version) where !aside.contains(version) {
            guard let entry = entry(version) else { continue }
            if released.contains(name(version)) { continue }
            let mine = Set(leaves(of: node(entry.origin)))
            if let id = entry.household {
                // What a restore destroyed for good lies nowhere, and nobody can say who may edit it.
                let areas = try areasEver(of: id, except: version)
                if areas.isEmpty || !areas.isDisjoint(with: mine) { continue }
            }
            if let id = entry.transfer {
                // Nobody knows whose to grant a request is that a restore destroyed for good.
                let isHere = try hub.journal.read { try $0.record("transfer", id) != nil }
                if !isHere { continue }
            }
            throw Objection(
                oracle: "what its origin may never write is set aside", record: entry.household,
                detail: "Changeset \(version.sequence) of \(version.origin) was merged.")
        }
        for version in aside {
            count("set aside at the end")
            let tellers = nodes.filter { $0.name == version.origin }
            let isTold = try tellers.allSatisfy { node in
                try node.journal.read { try $0.setAside() }.contains { $0.version == version }
            }
            guard isTold else {
                throw Objection(
                    oracle: "an origin hears what was set aside", record: nil,
                    detail: "\(version.origin) does not know of its changeset \(version.sequence).")
            }
        }
        return aside
    }
}
