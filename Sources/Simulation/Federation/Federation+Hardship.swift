import ChangeLog
import Registry
import Storage

/// A link that is cut for a while.
struct CutLink {
    /// The step in which it holds again.
    let end: Int
    /// Whether requests are lost, too, and not only answers.
    let isTwoWay: Bool
}

// What befalls a federation in every seventh schedule, beside all the rest.
extension Federation {
    func hardship() throws {
        let node = nodes[1 + random.below(nodes.count - 1)]
        switch random.below(6) {
        case 0: cutLink(of: node)
        case 1: strangers.insert(node.label)
        case 2: try correctOften(at: node)
        case 3: try importMany(at: node)
        case 4: try mergePersons(at: node)
        default: try writeBeside(node)
        }
    }

    /// A link fails both ways, or only for answers, until some steps later.
    private func cutLink(of node: SimulatedNode) {
        let cut = CutLink(end: stepNumber + 3 + random.below(12), isTwoWay: random.chance(50))
        cutLinks[node.label] = cut
        count(cut.isTwoWay ? "link cut both ways" : "link cut for answers")
        note("cut \(node.label) \(cut.isTwoWay) \(cut.end)")
    }

    /// Somebody corrects one row again and again.
    private func correctOften(at node: SimulatedNode) throws {
        guard let person = try node.journal.read({ try any("person", $0) }) else { return }
        for number in 0..<40 {
            try write(node, "one row edited many times") { session in
                guard try !session.isClosed(person) else { return [] }
                return [
                    try session.edit(of: "person", person, ["phone": .text("07 \(number)")])
                ]
            }
        }
    }

    /// An import: a changeset a household, joined by a batch.
    private func importMany(at node: SimulatedNode) throws {
        let area = leaves(of: node)[random.below(leaves(of: node).count)]
        let batch = node.journal.newID()
        try node.journal.write { session in
            for number in 0..<25 {
                let household = try session.creation(
                    of: "household",
                    [
                        "number": .text("import \(number)"), "area": .text(area),
                        "category": .text("poor"),
                    ])
                let person = try session.creation(
                    of: "person", ["given_name": .text("imported"), "phone": .text("07")])
                let membership = try session.creation(
                    of: "membership",
                    [
                        "household": .reference(household.record),
                        "person": .reference(person.record), "relationship": .text("head"),
                    ])
                _ = try session.append(
                    [household, person, membership],
                    by: Authorship(actor: "import", reasonCode: "import", batch: batch))
            }
        }
        count("import")
        note("import \(node.label)")
    }

    /// Two records turn out to be one person.
    private func mergePersons(at node: SimulatedNode) throws {
        try write(node, "persons merged") { session in
            guard let one = try any("person", session.view),
                let other = try any("person", session.view), one != other,
                try !session.isClosed(one)
            else { return [] }
            return [try session.edit(of: "person", one, ["merged_into": .reference(other)])]
        }
    }

    /// A command writes to a node's database beside the process that serves it.
    private func writeBeside(_ node: SimulatedNode) throws {
        let beside = try node.journalBeside(seed: random.next())
        let area = leaves(of: node)[random.below(leaves(of: node).count)]
        try beside.write { session in
            let household = try session.creation(
                of: "household",
                ["number": .text("beside"), "area": .text(area), "category": .text("poor")])
            _ = try session.append(
                [household], by: Authorship(actor: "command", reasonCode: "work"))
        }
        try beside.store.close()
        count("two processes on one database")
        note("beside \(node.label)")
    }
}
