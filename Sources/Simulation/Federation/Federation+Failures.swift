import ChangeLog
import Registry
import Storage
import Sync
import Trust

extension Federation {
    /// Lets disks fail in the middle of a page and of a frame, at the end of a schedule: what is not
    /// there whole is not there at all, and comes again.
    func checkFailures() throws {
        let province = node("P1")
        let news = try hub.journal.write { session in
            try announce(["news 1", "news 2"], in: session, by: "hub")
        }
        try fail(at: province, writing: "upstream_state", of: "a page") {
            try round(of: province)
        }
        try round(of: province)
        try require(news, at: province, "a page is applied whole or not at all")
        let field = node("F1")
        try fail(at: field, writing: "journal", of: "a page") { try round(of: field) }
        try round(of: field)
        try require(news, at: field, "a page is applied whole or not at all")
        try checkFrame(from: field, to: province)
    }

    /// A frame whose receipt cannot be written leaves nothing above, and is sent again.
    private func checkFrame(from sender: SimulatedNode, to upstream: SimulatedNode) throws {
        let before = try entries(of: upstream)
        let household = try sender.journal.write { session in
            let household = try session.creation(
                of: "household",
                ["number": .text("last"), "area": .text(sender.areas.first ?? "")])
            try session.append([household], by: Authorship(actor: "clerk", reasonCode: "work"))
            return household.record
        }
        try fail(at: upstream, writing: "receipt", of: "a frame") { try round(of: sender) }
        guard try entries(of: upstream) == before else {
            throw Objection(
                oracle: "a frame is taken whole or not at all", record: household,
                detail: "\(upstream.name) kept a part of it.")
        }
        try round(of: sender)
        let isThere = try upstream.journal.read { try $0.record("household", household) != nil }
        guard !isThere else { return }
        throw Objection(
            oracle: "a frame is taken whole or not at all", record: household,
            detail: "\(upstream.name) did not get it again.")
    }

    /// Areas, which every node is told of.
    private func announce(
        _ codes: [String], in session: JournalSession, by actor: String
    ) throws -> [RecordID] {
        try codes.map { code in
            let area = try session.creation(
                of: "area", ["code": .text(code), "parent": .text("p1")])
            try session.append([area], by: Authorship(actor: actor, reasonCode: "work"))
            return area.record
        }
    }

    /// Runs `body` while a node's disk takes no rows of one table.
    private func fail(
        at node: SimulatedNode, writing table: String, of what: String,
        _ body: () throws -> Void
    ) throws {
        let verbs = ["INSERT", "UPDATE"]
        try node.journal.store.write { transaction in
            for verb in verbs {
                try transaction.execute(
                    """
                    CREATE TRIGGER fail_\(verb) BEFORE \(verb) ON \(table)
                    BEGIN SELECT RAISE(ABORT, 'the disk fails'); END
                    """)
            }
        }
        do {
            try body()
        } catch is StoreError {
            count("disk failed in the middle of \(what)")
        }
        try node.journal.store.write { transaction in
            for verb in verbs { try transaction.execute("DROP TRIGGER fail_\(verb)") }
        }
    }

    private func require(
        _ records: [RecordID], at node: SimulatedNode, _ oracle: String
    ) throws {
        let lacks = try node.journal.read { view in
            try records.first { try view.record("area", $0) == nil }
        }
        guard let lacks else { return }
        throw Objection(
            oracle: oracle, record: lacks, detail: "\(node.name) was never given it again.")
    }
}
