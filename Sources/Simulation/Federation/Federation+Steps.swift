import ChangeLog
import Registry
import Storage

extension Federation {
    /// One step of the schedule.
    func step() throws {
        time.advance(by: [1, 700, 60_000, 3_600_000, 50_000_000][random.below(5)])
        if faults.contains(.rogue), random.chance(5) {
            try random.chance(60) ? breakRules() : decideQuarantine()
            return
        }
        if faults.contains(.clone), random.chance(2) {
            try cloneField()
            return
        }
        stepNumber += 1
        if isHard, random.chance(8) {
            try hardship()
            return
        }
        if changesPolicies, random.chance(4) {
            try changePolicy()
            return
        }
        switch random.below(100) {
        case 0..<44: try edit(nodes[random.below(nodes.count)])
        case 44..<84:
            try round(of: nodes[1 + random.below(nodes.count - 1)])
        case 84..<88 where faults.contains(.crash):
            let node = nodes[random.below(nodes.count)]
            count("process killed")
            note("kill \(node.name)")
            try node.restart()
        case 88..<92 where !faults.isDisjoint(with: [.restore, .hubRestore]):
            let node = nodes[random.below(nodes.count)]
            let isVerified = random.chance(30)
            if isVerified || node.backups.count < 3 { try node.backUp(isVerified: isVerified) }
            count(isVerified ? "verified backup" : "backup")
            note("backup \(node.name)")
        case 92..<95: try restore()
        case 95..<98 where faults.contains(.clock): skew(nodes[random.below(nodes.count)])
        default: try repeatPast()
        }
    }

    private func restore() throws {
        let candidates = nodes.filter { node in
            !node.backups.isEmpty
                && faults.contains(node.role == .hub ? .hubRestore : .restore)
        }
        guard let node = random.pick(candidates), let copy = random.pick(node.backups) else {
            return
        }
        count("restore of a \(node.role.rawValue)")
        note("restore \(node.name) \(node.backups.firstIndex(of: copy) ?? 0)")
        try node.restore(copy)
        restoredTiers.insert(node.role)
    }

    private func skew(_ node: SimulatedNode) {
        let hour: Int64 = 3_600_000
        switch random.below(5) {
        case 0:
            node.clock.set(.offset(13 * 30 * 24 * hour))
            count("clock 13 months ahead")
        case 1:
            node.clock.set(.offset(-13 * 30 * 24 * hour))
            count("clock 13 months back")
        case 2:
            node.clock.set(.offset(hour * (random.chance(50) ? 1 : -1)))
            count("clock 1 hour off")
        case 3:
            node.clock.set(.frozen(node.clock.milliseconds))
            count("clock frozen")
        default:
            node.clock.set(.none)
            count("clock set right")
        }
    }

    // MARK: Work

    /// One piece of work at a node's desk.
    func edit(_ node: SimulatedNode) throws {
        switch random.below(25) {
        case 23: try askTransfer(at: node)
        case 24: try answerTransfer(at: node)
        case 20: try close(at: node)
        case 21: try reopen(at: node)
        case 22: try answerProposal(at: node)
        case 0..<4: try register(at: node)
        case 4..<7: try change(node, "person", ["phone": value("07")])
        case 7..<9: try change(node, "household", ["rooms": .integer(Int64(random.below(9)))])
        case 9..<12: try change(node, "household", ["category": value("category")])
        case 12..<14: try change(node, "person", ["vital_status": value("status")])
        case 14: try change(node, "account", ["number": value("IQ"), "bank": value("bank")])
        case 15: try openAccount(at: node)
        case 16: try settle(at: node)
        case 17: try settle(at: hub)
        case 18: try moveHousehold()
        default: try movePerson(at: random.chance(50) ? hub : node)
        }
    }

    private func value(_ prefix: String) -> FieldValue {
        .text("\(prefix) \(random.below(6))")
    }

    func write(
        _ node: SimulatedNode, _ event: String,
        _ changes: (JournalSession) throws -> [Change]
    ) throws {
        let version = try node.journal.write { session -> Version? in
            let changes = try changes(session)
            guard !changes.isEmpty else { return nil }
            return try session.append(
                changes, by: Authorship(actor: "clerk of \(node.name)", reasonCode: "work"))
        }
        guard let version else { return }
        count(event)
        note("\(event) \(version.origin) \(version.incarnation % 1000) \(version.sequence)")
    }

    private func register(at node: SimulatedNode) throws {
        let area = leaves(of: node)[random.below(leaves(of: node).count)]
        let members = 1 + random.below(2)
        let number = random.below(1000)
        try write(node, "household registered") { session in
            let household = try session.creation(
                of: "household",
                [
                    "number": .text("\(node.name)-\(number)"), "area": .text(area),
                    "category": .text("poor"),
                ])
            var changes = [household]
            for index in 0..<members {
                let person = try session.creation(
                    of: "person", ["given_name": .text("person \(index)"), "phone": .text("07")])
                changes.append(person)
                changes.append(
                    try session.creation(
                        of: "membership",
                        [
                            "household": .reference(household.record),
                            "person": .reference(person.record),
                            "relationship": .text(index == 0 ? "head" : "spouse"),
                        ]))
            }
            return changes
        }
    }

    /// A record of an entity that the node holds: often one of the oldest two, so that many nodes
    /// work on the same records.
    func any(_ entity: String, _ view: RegistryView) throws -> RecordID? {
        let all = try view.transaction.rows("SELECT id FROM \"\(entity)\" ORDER BY id")
            .compactMap { $0.id(0) }
        return random.pick(random.chance(50) ? Array(all.prefix(2)) : all)
    }

    private func change(
        _ node: SimulatedNode, _ entity: String, _ values: [String: FieldValue]
    ) throws {
        let parts = [values] + (correctsMuch ? [other(values, entity)] : []).filter { !$0.isEmpty }
        let areApart = parts.count > 1 && random.chance(60)
        try write(node, "\(entity) edited") { session in
            guard let record = try any(entity, session.view), try !session.isClosed(record)
            else { return [] }
            let all = areApart ? parts : [parts.reduce(into: [:]) { $0.merge($1) { $1 } }]
            if areApart { count("two parts edited apart at once") }
            return try all.map { try session.edit(of: entity, record, $0) }
        }
    }

    /// What somebody corrects of a record beside these values: of another group, which is merged by
    /// another rule.
    private func other(
        _ values: [String: FieldValue], _ entity: String
    ) -> [String: FieldValue] {
        switch entity {
        case "household" where values["rooms"] != nil: ["category": value("category")]
        case "household": ["rooms": .integer(Int64(random.below(9)))]
        case "person" where values["phone"] != nil: ["vital_status": value("status")]
        case "person": ["phone": value("07")]
        default: [:]
        }
    }

    private func openAccount(at node: SimulatedNode) throws {
        try write(node, "account opened") { session in
            guard let household = try any("household", session.view) else { return [] }
            return [
                try session.creation(
                    of: "account",
                    [
                        "household": .reference(household), "scheme": .text("iban"),
                        "number": value("IQ"), "bank": value("bank"),
                    ])
            ]
        }
    }

    private func moveHousehold() throws {
        let area = ["a", "b", "c"][random.below(3)]
        try write(hub, "household moved") { session in
            guard let household = try any("household", session.view),
                try !session.isClosed(household)
            else { return [] }
            return [try session.edit(of: "household", household, ["area": .text(area)])]
        }
    }

    private func movePerson(at node: SimulatedNode) throws {
        try write(node, "person moved") { session in
            guard let old = try any("membership", session.view),
                let values = try session.view.record("membership", old),
                values["until"] == .null, try !session.isClosed(old),
                let person = values["person"], let household = try any("household", session.view)
            else { return [] }
            return [
                try session.edit(of: "membership", old, ["until": .text("2024-05")]),
                try session.creation(
                    of: "membership",
                    [
                        "household": .reference(household), "person": person,
                        "relationship": .text("other"),
                    ]),
            ]
        }
    }

}
