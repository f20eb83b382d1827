import Payroll
import Registry
import Testing

@Suite("Three people stand behind a payroll")
struct ApprovalTests {
    let digest = PayrollDigest.sample()

    /// Opened by amal, frozen by basim, computed by cihan, reviewed by dana.
    func reviewed(policy: ApprovalPolicy = .two) throws -> PayrollRecord {
        try PayrollRecord
            .open(
                id: .number(1), programme: "SSN", cycle: .february, policy: policy,
                by: .named("amal")
            )
            .applying(.freeze, by: .named("basim"), at: .noon)
            .applying(.compute(digest: digest), by: .named("cihan"), at: .noon)
            .applying(.review(digest: digest), by: .named("dana"), at: .noon)
    }

    func approve(_ record: PayrollRecord, _ name: String) throws -> PayrollRecord {
        try record.applying(.approve(digest: digest), by: .named(name), at: .noon)
    }

    @Test(
        "whoever opened, froze or computed cannot approve, however the name is spelt",
        arguments: ["amal", "basim", "cihan", "Amal", " BASIM "])
    func makers(name: String) throws {
        let record = try reviewed()
        #expect(throws: PayrollRefusal.approverIsMaker(.named(name))) {
            try approve(record, name)
        }
    }

    @Test("one person signs once", arguments: ["dana", "DANA", "dana "])
    func twice(name: String) throws {
        let once = try approve(try reviewed(), "dana")
        #expect(once.state == .reviewed)
        #expect(once.approvalsMissing == 1)
        #expect(throws: PayrollRefusal.approvedAlready(.named("dana"))) {
            try approve(once, name)
        }
    }

    @Test("two others approve: count, total and digest are signed")
    func two() throws {
        let record = try approve(try approve(try reviewed(), "dana"), "eman")
        #expect(record.state == .approved)
        #expect(record.approvals.map(\.officer.name) == ["dana", "eman"])
        #expect(record.approvals.allSatisfy { $0.digest == digest })
    }

    @Test(
        "another count, total or root than what was computed is not approved",
        arguments: [
            PayrollDigest.sample(2), .sample(count: 4), .sample(dinars: 301),
        ])
    func otherDigest(other: PayrollDigest) throws {
        let record = try reviewed()
        #expect(throws: PayrollRefusal.changed(.approve, computed: digest, given: other)) {
            try record.applying(.approve(digest: other), by: .named("dana"), at: .noon)
        }
    }

    @Test("a change after approval stops the export")
    func changedBeforeExport() throws {
        let approved = try approve(try approve(try reviewed(), "dana"), "eman")
        #expect(throws: PayrollRefusal.changed(.export, computed: digest, given: .sample(9))) {
            try approved.applying(.export(digest: .sample(9)), by: .named("amal"), at: .noon)
        }
    }

    @Test("a return voids the approvals, and the next computation needs new ones")
    func returned() throws {
        let approved = try approve(try approve(try reviewed(), "dana"), "eman")
        let returned = try approved.applying(
            .return(reason: "A household is missing"), by: .named("eman"), at: .noon)
        #expect(returned.state == .frozen)
        #expect(returned.approvals.isEmpty)
        #expect(returned.computed == nil)
        #expect(returned.returnReason == "A household is missing")

        let again =
            try returned
            .applying(.compute(digest: digest), by: .named("cihan"), at: .noon)
            .applying(.review(digest: digest), by: .named("dana"), at: .noon)
        #expect(again.revision == 2)
        #expect(again.approvalsMissing == 2)
        #expect(throws: PayrollRefusal.approverIsMaker(.named("basim"))) {
            try approve(again, "basim")
        }
    }

    @Test("approvals in the store that were not given for this digest by two others do not count")
    func forged() throws {
        let forged = PayrollRecord(
            id: .number(1), programme: "SSN", cycle: .february, state: .approved, revision: 1,
            makers: [.named("amal")], computed: digest,
            approvals: [
                Approval(officer: .named("amal"), digest: digest, at: .noon),
                Approval(officer: .named("dana"), digest: digest, at: .noon),
                Approval(officer: .named("dana"), digest: digest, at: .noon),
                Approval(officer: .named("eman"), digest: .sample(7), at: .noon),
            ])
        #expect(throws: PayrollRefusal.approvalsMissing(have: 1, need: 2)) {
            try forged.applying(.export(digest: digest), by: .named("amal"), at: .noon)
        }
    }

    @Test("from an amount on, more people approve")
    func bands() throws {
        let policy = ApprovalPolicy(bands: [
            require(ApprovalPolicy.Band(fromTotalMinor: 300_000, approvers: 3))
        ])
        var record = try reviewed(policy: policy)
        for name in ["dana", "eman"] { record = try approve(record, name) }
        #expect(record.state == .reviewed)
        #expect(try approve(record, "fadil").state == .approved)
        #expect(policy.approvers(forTotalMinor: 299_999) == 2)
        #expect(ApprovalPolicy.Band(fromTotalMinor: 0, approvers: 1) == nil)
    }

    @Test("exporting again is the same payroll")
    func exportTwice() throws {
        let approved = try approve(try approve(try reviewed(), "dana"), "eman")
        let sealed = try approved.applying(
            .export(digest: digest), by: .named("amal"), at: .noon)
        #expect(
            try sealed.applying(.export(digest: digest), by: .named("eman"), at: .noon) == sealed)
    }
}
