import ChangeLog
import Registry
import Sync

extension Federation {
    /// Puts pages and edits into an order that faults bring about rarely, at the end of a schedule.
    func checkOrder() throws {
        try checkCursors()
        try checkClocks()
    }

    /// A node is given the second page before the first: it must not go on behind what it lacks.
    private func checkCursors() throws {
        let province = node("P1")
        var areas: [RecordID] = []
        var cursor: Cursor?
        var last: (round: SyncRound, page: [UInt8])?
        for code in ["page 1", "page 2"] {
            areas += try hub.journal.write { session in
                let area = try session.creation(
                    of: "area", ["code": .text(code), "parent": .text("p1")])
                try session.append([area], by: Authorship(actor: "hub", reasonCode: "work"))
                return [area.record]
            }
            last = try ask(for: province, behind: cursor)
            guard let page = last?.page, let bytes = Compression.decompress(page) else { return }
            cursor = try Page(WireReader(bytes)).to
        }
        if let last { try last.round.take(last.page) }
        try round(of: province)
        let lacks = try province.journal.read { view in
            try areas.first { try view.record("area", $0) == nil }
        }
        guard let lacks else { return count("page of another cursor left alone") }
        throw Objection(
            oracle: "a page is applied on the cursor that it was made for", record: lacks,
            detail: "\(province.name) was never given what came before.")
    }

    /// Begins a round up to the page, which is made for another cursor if one is given.
    private func ask(
        for node: SimulatedNode, behind cursor: Cursor?
    ) throws -> (round: SyncRound, page: [UInt8])? {
        let server = SyncServer(hub.journal)
        let round = SyncRound(node.journal)
        while let request = try round.next() {
            guard request.call == .feed else {
                try round.take(server.answer(request.call, request.body, from: node.name))
                continue
            }
            var asked = try FeedRequest(bytes: request.body)
            asked.cursor = cursor ?? asked.cursor
            return (round, try server.answer(.feed, asked.bytes, from: node.name))
        }
        return nil
    }

    /// Two edit one field, the one with a clock that runs ahead before the other: the later one
    /// stands everywhere.
    private func checkClocks() throws {
        let (field, province) = (node("F1"), node("P1"))
        let household = try field.journal.write { session in
            let household = try session.creation(
                of: "household",
                ["number": .text("clocks"), "area": .text(field.areas.first ?? "")])
            try session.append([household], by: Authorship(actor: "clerk", reasonCode: "work"))
            return household.record
        }
        if changesPolicies {
            // It is about edits of which the later one stands.
            _ = try hub.journal.write { session in
                try session.setPolicy(
                    .latest, entity: "household", group: "dwelling",
                    by: Authorship(actor: "headquarters", reasonCode: "policy"))
            }
        }
        // A copy that went on under its name is noticed now, and what it wrote is written again.
        for _ in 0..<(hasClones ? 3 : 1) { try round(of: field) }
        try round(of: province)
        province.clock.set(.offset(400 * 24 * 3_600_000))
        try setRooms(of: household, to: 1, at: province)
        province.clock.set(.none)
        try round(of: province)
        time.advance(by: 3_600_000)
        try setRooms(of: household, to: 2, at: field)
        for node in [field, province, field] { try round(of: node) }
        for node in [hub, province, field] {
            let rooms = try node.journal.read { try $0.record("household", household)?["rooms"] }
            guard rooms != .integer(2) else { continue }
            throw Objection(
                oracle: "a clock that runs ahead wins nowhere", record: household,
                detail: "\(node.name) shows the earlier edit.")
        }
        count("later edit beside a clock ahead")
    }

    private func setRooms(
        of household: RecordID, to rooms: Int64, at node: SimulatedNode
    ) throws {
        try node.journal.write { session in
            _ = try session.append(
                [try session.edit(of: "household", household, ["rooms": .integer(rooms)])],
                by: Authorship(actor: "clerk of \(node.name)", reasonCode: "work"))
        }
    }
}
