public import ChangeLog
public import Registry
import Storage
import Trust

/// What operators at headquarters do with a payroll, step by step; every step is one transaction.
public struct PayrollDesk: Sendable {
    let journal: Journal
    let configuration: PaymentConfiguration

    public init(_ journal: Journal, configuration: PaymentConfiguration) {
        self.journal = journal
        self.configuration = configuration
    }

    // MARK: Open

    /// Opens the payroll of a programme and month.
    ///
    /// - Parameter programme: its code; nil where there is only one.
    public func open(
        programme: String?, cycle: Cycle, by actor: String
    ) throws -> PayrollSummary {
        let officer = try officer(actor)
        return try journal.write { session in
            try requireHub()
            let code = try programme ?? onlyProgramme(session.view)
            guard
                try session.transaction.first(
                    "SELECT 1 FROM programme WHERE code = $1", .text(code)) != nil
            else { throw PayrollDeskRefusal.noProgramme(code) }
            if let row = try session.transaction.first(
                "SELECT id FROM payroll WHERE programme = $1 AND cycle = $2", .text(code),
                .text(cycle.description)), let id = row.id(0)
            {
                throw PayrollDeskRefusal.openAlready(
                    programme: code, cycle: cycle.description, id)
            }
            _ = try version(of: code, in: cycle, session.view)
            let id = journal.newID()
            let record = PayrollRecord.open(id: id, programme: code, cycle: cycle, by: officer)
            let change = try session.creation(
                of: "payroll", id: id,
                [
                    "programme": .text(code), "cycle": .text(cycle.description),
                    "opened_by": .text(officer.name), "state": .text(record.state.rawValue),
                    "revision": .integer(0), "makers": .text(Self.render(record.makers)),
                ])
            try session.append([change], by: author(officer, "open"))
            return try summary(id, session.view)
        }
    }

    // MARK: Freeze

    /// Copies what is paid from at this position of the log.
    ///
    /// - Parameters:
    ///   - cutOff: provinces that have not synced since then are held or included by choice.
    ///   - includeStale: include them as last known; the choice is recorded with the officer.
    public func freeze(
        _ id: RecordID, cutOff: Instant, includeStale: Bool, by actor: String
    ) throws -> PayrollSummary {
        let officer = try officer(actor)
        return try journal.write { session in
            try requireHub()
            let record = try load(id, session.view).record
            let next = try record.applying(.freeze, by: officer, at: now)
            let snapshot = try SnapshotReader(
                session, programme: version(of: record.programme, in: record.cycle, session.view),
                cycle: record.cycle, cutOff: cutOff,
                banks: Set(configuration.banks.map(\.code))
            ).read(payroll: id)
            try session.transaction.execute(
                """
                INSERT INTO payroll_snapshot (payroll, revision, body) VALUES ($1, $2, $3)
                ON CONFLICT (payroll, revision) DO UPDATE SET body = excluded.body
                """,
                .reference(id), .integer(Int64(next.revision)),
                .bytes(SnapshotBytes.write(snapshot)))
            let choice: StaleChoice = includeStale ? .include(by: officer) : .hold
            try save(
                next, in: session, officer, "freeze",
                [
                    "position": .integer(session.position),
                    "position_chain": .bytes(session.chain.bytes),
                    "frozen_on": .integer(now.milliseconds),
                    "cut_off": .integer(cutOff.milliseconds),
                    "stale_choice": .text(choice.text),
                    "watermarks": .text(NodeWatermark.render(snapshot.watermarks)),
                    "enrolments": .integer(Int64(snapshot.enrolments.count)),
                    "programme_version": .integer(Int64(snapshot.programme.version)),
                    "paid": .null, "held": .null, "total": .null, "digest": .null,
                    "currency": .text(snapshot.programme.currency.code),
                ])
            return try summary(id, session.view)
        }
    }

    // MARK: Compute, review, approve, return

    /// Computes who is paid, how much and why, and who is held and why.
    ///
    /// - Parameter progress: is told how much is done, from 0 to 1.
    public func compute(
        _ id: RecordID, by actor: String, progress: (Double) -> Void = { _ in }
    ) throws -> PayrollSummary {
        let officer = try officer(actor)
        return try journal.write { session in
            try requireHub()
            let loaded = try load(id, session.view)
            progress(0.1)
            let plan = try plan(loaded, session.view)
            progress(0.3)
            let next = try loaded.record.applying(
                .compute(digest: plan.digest), by: officer, at: now)
            try write(plan, of: next, in: session, officer) { progress(0.3 + 0.7 * $0) }
            try save(
                next, in: session, officer, "compute",
                [
                    "enrolments": .integer(Int64(plan.enrolmentCount)),
                    "paid": .integer(Int64(plan.entitlements.count)),
                    "held": .integer(Int64(plan.held.count)),
                    "total": .integer(plan.digest.total.amountMinor),
                    "currency": .text(plan.programme.currency.code),
                    "digest": .bytes(plan.digest.sealed.bytes),
                ])
            return try summary(id, session.view)
        }
    }

    /// Says that somebody looked at the computed list.
    public func review(_ id: RecordID, by actor: String) throws -> PayrollSummary {
        try act(id, by: actor, "review") { .review(digest: $0) }
    }

    /// Signs count, total and digest as they are now in the database, not as somebody remembers.
    public func approve(_ id: RecordID, by actor: String) throws -> PayrollSummary {
        try act(id, by: actor, "approve") { .approve(digest: $0) }
    }

    private func act(
        _ id: RecordID, by actor: String, _ step: String,
        _ action: (PayrollDigest) -> PayrollAction
    ) throws -> PayrollSummary {
        let officer = try officer(actor)
        return try journal.write { session in
            try requireHub()
            let loaded = try load(id, session.view)
            let digest = try digest(of: loaded)
            let next = try loaded.record.applying(action(digest), by: officer, at: now)
            if case .approve = action(digest) {
                let approval = try session.creation(
                    of: "approval",
                    [
                        "payroll": .reference(id), "approver": .text(officer.name),
                        "revision": .integer(Int64(next.revision)),
                        "paid": .integer(Int64(digest.count)),
                        "total": .integer(digest.total.amountMinor),
                        "currency": .text(digest.total.currency.code),
                        "digest": .bytes(digest.sealed.bytes),
                        "approved_on": .integer(now.milliseconds),
                    ])
                try session.append([approval], by: author(officer, step))
            }
            try save(next, in: session, officer, step, [:])
            return try summary(id, session.view)
        }
    }

    /// Sends a payroll back to be frozen again.
    public func `return`(
        _ id: RecordID, reason: String, by actor: String
    ) throws -> PayrollSummary {
        let officer = try officer(actor)
        return try journal.write { session in
            try requireHub()
            let loaded = try load(id, session.view)
            let next = try loaded.record.applying(.return(reason: reason), by: officer, at: now)
            try save(
                next, in: session, officer, "return",
                [
                    "reason": .text(reason), "digest": .null, "paid": .null, "held": .null,
                    "total": .null,
                ])
            return try summary(id, session.view)
        }
    }

    /// Closes a payroll whose payments are all answered.
    public func close(_ id: RecordID, by actor: String) throws -> PayrollSummary {
        let officer = try officer(actor)
        return try journal.write { session in
            try requireHub()
            let next = try load(id, session.view).record.applying(.close, by: officer, at: now)
            try save(next, in: session, officer, "close", [:])
            return try summary(id, session.view)
        }
    }

    // MARK: Shared

    var now: Instant {
        guard let now = Instant(milliseconds: Int64(journal.clock.milliseconds)) else {
            preconditionFailure("The machine's clock stands outside the years 1 to 9999.")
        }
        return now
    }

    func officer(_ name: String) throws -> Officer {
        guard let officer = Officer(name) else { throw PayrollDeskRefusal.badOfficer(name) }
        return officer
    }

    func requireHub() throws {
        guard journal.identity.role == .hub else { throw PayrollDeskRefusal.onlyHeadquarters }
    }

    func author(_ officer: Officer, _ step: String) -> Authorship {
        Authorship(actor: officer.name, reasonCode: "payroll-\(step)")
    }

    static func render(_ makers: [Officer]) -> String {
        JSONText.array(makers.map { .text($0.name) }).canonical
    }

    func save(
        _ record: PayrollRecord, in session: JournalSession, _ officer: Officer, _ step: String,
        _ more: [String: FieldValue]
    ) throws {
        var values = more
        values["state"] = .text(record.state.rawValue)
        values["revision"] = .integer(Int64(record.revision))
        values["makers"] = .text(Self.render(record.makers))
        let change = try session.edit(of: "payroll", record.id, values)
        try session.append([change], by: author(officer, step))
    }

    private func onlyProgramme(_ view: RegistryView) throws -> String {
        let codes = try view.transaction.rows("SELECT code FROM programme ORDER BY code")
        guard let code = codes.first?.text(0), codes.count == 1 else {
            throw PayrollDeskRefusal.noProgramme("")
        }
        return code
    }

    /// The version of a programme that holds in a month.
    func version(
        of programme: String, in cycle: Cycle, _ view: RegistryView
    ) throws -> ProgrammeVersion {
        for row in try view.transaction.rows(
            "SELECT rules FROM programme_version WHERE programme = $1 ORDER BY version DESC",
            .text(programme))
        {
            let version = try ProgrammeVersion.parse(row.text(0))
            if version.isInForce(in: cycle) { return version }
        }
        throw PayrollDeskRefusal.noVersion(programme: programme, cycle: cycle.description)
    }
}
