import ChangeLog
import Payroll
import Registry
import Storage
import Testing
import Trust

/// The desk over a real registry: every step, what it refuses, and what it leaves behind.
@Suite struct PayrollDeskTests {
    private let hub: TestHub

    init() throws {
        hub = try TestHub()
        for number in 1...5 { try hub.enrol(number, area: number == 5 ? "IQ-BA" : "IQ-BG") }
    }

    private func reasons(_ summary: PayrollSummary) -> [String: Int] {
        Dictionary(uniqueKeysWithValues: summary.heldByReason.map { ($0.reason, $0.count) })
    }

    @Test func `all who are enrolled are paid or held, each hold with its reason`() throws {
        try hub.enrol(6, hasAccount: false)
        let dead = try hub.enrol(7)
        try hub.edit("person", dead.head, ["vital_status": .text("dead")])
        let suspended = try hub.enrol(8)
        try hub.edit("enrolment", suspended.enrolment, ["status": .text("suspended")])
        let ended = try hub.enrol(9)
        try hub.edit("enrolment", ended.enrolment, ["status": .text("ended")])
        let summary = try hub.computed()
        #expect(summary.enrolments == 8)
        #expect(summary.paid == 5)
        #expect(summary.held == 3)
        #expect(reasons(summary) == ["no_valid_account": 1, "deceased": 1, "suspended": 1])
        #expect(summary.totalMinor == 5 * 200_000_000)
        #expect(try hub.count("entitlement") == 5)
    }

    @Test func `an enrolment whose household is not here is held, not dropped`() throws {
        try hub.append { session in
            [
                try session.creation(
                    of: "enrolment",
                    [
                        "household": .reference(hub.journal.newID()),
                        "unit": .reference(hub.journal.newID()), "programme": .text("SSN"),
                        "status": .text("active"),
                    ])
            ]
        }
        let summary = try hub.computed()
        #expect(summary.enrolments == 6)
        #expect(summary.held == 1)
    }

    @Test func `an order of an officer holds, and one that lost its name holds too`() throws {
        let family = try hub.enrol(6)
        let other = try hub.enrol(7)
        for (enrolment, officer) in [(family, "amina"), (other, "")] {
            try hub.append { session in
                [
                    try session.creation(
                        of: "hold",
                        [
                            "household": .reference(enrolment.household),
                            "enrolment": .reference(enrolment.enrolment),
                            "reason": .text("stopped_by_hand"), "basis": .text("{}"),
                            "placed_by": .text(officer),
                        ])
                ]
            }
        }
        #expect(reasons(try hub.computed()) == ["stopped_by_hand": 2])
    }

    @Test(arguments: [false, true])
    func `a province that was not heard since the cut-off is held unless it is included`(
        included: Bool
    ) throws {
        try hub.sync("IQ-BA", at: TestHub.noon - 3 * 86_400_000)
        let summary = try hub.computed(includeStale: included)
        #expect(summary.paid == (included ? 5 : 4))
        #expect(reasons(summary) == (included ? [:] : ["stale_node": 1]))
    }

    @Test func `neither the maker nor one approver twice completes a payroll`() throws {
        let id = try hub.computed().id
        _ = try hub.desk.review(id, by: "reviewer")
        #expect(throws: PayrollRefusal.approverIsMaker(.named("maker"))) {
            try hub.desk.approve(id, by: "maker")
        }
        _ = try hub.desk.approve(id, by: "first")
        #expect(throws: PayrollRefusal.approvedAlready(.named("first"))) {
            try hub.desk.approve(id, by: "first")
        }
        #expect(throws: PayrollRefusal.self) {
            try hub.desk.export(id, executionDate: nil, by: "maker")
        }
        #expect(try hub.count("payment") == 0)
        #expect(try hub.desk.approve(id, by: "second").approvals.count == 2)
    }

    @Test func `exporting again writes the same bytes and no second payment`() throws {
        try hub.enrol(6, account: iban(bank: "RAFB", number: 6))
        let id = try hub.approved().id
        let files = try hub.desk.export(id, executionDate: nil, by: "maker")
        #expect(files.count == 2)
        #expect(try hub.count("payment") == 6)
        let again = try hub.desk.export(id, executionDate: nil, by: "maker")
        #expect(again.map(\.bytes) == files.map(\.bytes))
        #expect(again.map(\.manifest) == files.map(\.manifest))
        #expect(try hub.count("payment") == 6)
        #expect(try hub.count("payment_file") == 2)
    }

    @Test func `a death between approval and export stops the export and changes nothing`()
        throws
    {
        let family = try hub.enrol(6)
        let id = try hub.approved().id
        try hub.edit("person", family.head, ["vital_status": .text("dead")])
        #expect(throws: PayrollDeskRefusal.self) {
            try hub.desk.export(id, executionDate: nil, by: "maker")
        }
        #expect(try hub.count("payment") == 0)
        _ = try hub.desk.return(id, reason: "a death", by: "reviewer")
        _ = try hub.desk.freeze(id, cutOff: TestHub.cutOff, includeStale: false, by: "maker")
        let summary = try hub.desk.compute(id, by: "maker")
        #expect(summary.paid == 5)
        #expect(summary.approvals.isEmpty)
    }

    @Test func `what changes behind the frozen position does not change the payroll`() throws {
        let id = try hub.desk.open(programme: nil, cycle: .february, by: "maker").id
        _ = try hub.desk.freeze(id, cutOff: TestHub.cutOff, includeStale: false, by: "maker")
        try hub.enrol(6)
        let summary = try hub.desk.compute(id, by: "maker")
        #expect(summary.enrolments == 5)
        #expect(summary.paid == 5)
    }

    @Test func `an entitlement that was altered in the database cannot be approved`() throws {
        let id = try hub.computed().id
        _ = try hub.desk.review(id, by: "reviewer")
        try hub.journal.store.write { transaction in
            try transaction.execute(
                """
                UPDATE entitlement SET amount = amount + 1000
                WHERE id = (SELECT MIN(id) FROM entitlement)
                """)
        }
        #expect(throws: PayrollDeskRefusal.self) { try hub.desk.approve(id, by: "first") }
        #expect(try hub.count("approval") == 0)
    }

    @Test func `a unit is paid once for a programme and month`() throws {
        let id = try hub.computed().id
        #expect(
            throws: PayrollDeskRefusal.openAlready(programme: "SSN", cycle: "2026-02", id)
        ) {
            try hub.desk.open(programme: nil, cycle: .february, by: "maker")
        }
    }

    @Test func `no step can be skipped`() throws {
        let id = try hub.desk.open(programme: nil, cycle: .february, by: "maker").id
        let early: [(String, () throws -> Void)] = [
            ("compute", { _ = try hub.desk.compute(id, by: "maker") }),
            ("review", { _ = try hub.desk.review(id, by: "reviewer") }),
            ("approve", { _ = try hub.desk.approve(id, by: "first") }),
            ("export", { _ = try hub.desk.export(id, executionDate: nil, by: "maker") }),
            ("close", { _ = try hub.desk.close(id, by: "maker") }),
        ]
        for (name, step) in early {
            #expect(throws: (any Error).self, "\(name)") { try step() }
        }
    }

    @Test func `a province makes no payroll`() throws {
        let province = try TestHub(role: .province)
        #expect(throws: PayrollDeskRefusal.onlyHeadquarters) {
            try province.desk.open(programme: "SSN", cycle: .february, by: "maker")
        }
    }

    @Test func `a payment file says what it orders, who sealed it and when`() throws {
        try hub.enrol(6, account: iban(bank: "RAFB", number: 6))
        let id = try hub.approved().id
        let files = try hub.desk.export(id, executionDate: nil, by: "maker")
        for file in files {
            let sheet = try #require(
                try hub.journal.read {
                    try hub.desk.fileSheet(file.name, of: id, offset: 0, limit: 2, $0)
                })
            #expect(sheet.sha256 == file.sha256.hex)
            #expect(sheet.format == "pain.001.001.09")
            #expect(sheet.madeBy == "maker")
            #expect(sheet.madeOn == Instant.noon.milliseconds)
            #expect(sheet.executionDate == "2026-02-11")
            #expect(sheet.states.map(\.count) == [sheet.payments])
            #expect(sheet.lines.count == min(2, sheet.payments))
            #expect(String(decoding: file.bytes, as: UTF8.self).contains(sheet.messageID))
            for line in sheet.lines {
                #expect(String(decoding: file.bytes, as: UTF8.self).contains(line.payment))
            }
        }
        let none = try hub.journal.read {
            try hub.desk.fileSheet("other.xml", of: id, offset: 0, limit: 2, $0)
        }
        #expect(none == nil)
    }

    @Test func `who is new and who is no longer paid, and why`() throws {
        let late = try hub.enrol(6, hasAccount: false)
        let first = try hub.computed()
        // In March the account is there, one enrolment has ended, and one account is gone.
        try hub.append { session in
            [
                try session.creation(
                    of: "account",
                    [
                        "household": .reference(late.household), "scheme": .text("iban"),
                        "number": .text(iban(bank: "NBIQ", number: 6)),
                    ])
            ]
        }
        let paid = try hub.journal.read { try hub.desk.register(first.id, $0) }
        try hub.edit(
            "enrolment", paid[0].enrolment,
            ["status": .text("ended"), "until": .text("2026-02-20")])
        try hub.edit("enrolment", paid[1].enrolment, ["status": .text("suspended")])
        let fresh = try hub.enrol(7)
        let second = try hub.desk.open(programme: nil, cycle: .march, by: "maker").id
        _ = try hub.desk.freeze(
            second, cutOff: TestHub.cutOff, includeStale: false, by: "maker")
        _ = try hub.desk.compute(second, by: "maker")
        try hub.journal.read { view in
            let comparison = try #require(try hub.desk.comparison(second, view))
            let previous = try #require(try hub.desk.previous(of: second, view))
            #expect(previous == first.id)
            var new: [RecordID: PayrollDifference] = [:]
            for one in comparison.new {
                new[one.household] = try hub.desk.whyNew(one, previous: previous, view)
            }
            #expect(
                new == [
                    late.household: .heldBefore(["no_valid_account"]),
                    fresh.household: .enrolled(since: ""),
                ])
            var ended: [RecordID: PayrollDifference] = [:]
            for one in comparison.ended {
                ended[one.household] = try hub.desk.whyEnded(one, current: second, view)
            }
            #expect(
                ended == [
                    paid[0].household: .enrolment(status: "ended", until: "2026-02-20"),
                    paid[1].household: .heldNow(["suspended"]),
                ])
        }
    }
}
