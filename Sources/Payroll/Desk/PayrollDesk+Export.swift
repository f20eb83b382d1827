import ChangeLog
public import Registry
import Storage
import Trust

extension PayrollDesk {
    /// Seals an approved payroll and gives its payment files; of a sealed one, the same files again.
    ///
    /// Before sealing, everything that moves is looked at again. The payments and the files'
    /// digests are in the registry when this returns; a second export makes no second payment.
    ///
    /// - Returns: the files, whose bytes are the same at every call.
    public func export(
        _ id: RecordID, executionDate: CivilDate?, by actor: String
    ) throws -> [PaymentFile] {
        let officer = try officer(actor)
        return try journal.write { session in
            try requireHub()
            var loaded = try load(id, session.view)
            let digest = try digest(of: loaded)
            let next = try loaded.record.applying(.export(digest: digest), by: officer, at: now)
            let isFirst = loaded.record.state != .sealed
            if isFirst {
                try checkAgain(loaded, session)
                loaded.values["sealed_on"] = .integer(now.milliseconds)
                let day = executionDate ?? now.date(offsetMinutes: 180).adding(days: 1)
                loaded.values["execution_date"] = .text(day?.description ?? "")
            }
            let orders = try orders(loaded, digest, session.view)
            let files = try orders.map { try $0.render() }
            if isFirst {
                try seal(next, loaded, orders, files, in: session, officer)
            } else {
                try checkSealed(id, files, session.view)
            }
            return files
        }
    }

    private func orders(
        _ loaded: Loaded, _ digest: PayrollDigest, _ view: RegistryView
    ) throws -> [PaymentOrder] {
        guard
            let sealedAt = loaded.values["sealed_on"]?.integer.flatMap({
                Instant(milliseconds: $0)
            }), let day = CivilDate(loaded.values["execution_date"]?.text ?? "")
        else {
            throw PayrollDeskRefusal.changedSinceApproval("its day of payment was lost")
        }
        return try PaymentOrder.plan(
            payroll: loaded.record.id,
            entitlements: entitlements(
                of: loaded.record.id, revision: loaded.record.revision, loaded.record.cycle, view),
            approved: digest, banks: configuration.profiles(),
            debtor: configuration.orderingParty(), sealedAt: sealedAt, executionDate: day)
    }

    /// Deaths, stop orders, duplicates and conflicts that came up since the payroll was frozen.
    private func checkAgain(_ loaded: Loaded, _ session: JournalSession) throws {
        let record = loaded.record
        let version = try version(of: record.programme, in: record.cycle, session.view)
        guard
            let cutOff = loaded.values["cut_off"]?.integer.flatMap({
                Instant(milliseconds: $0)
            })
        else { throw PayrollDeskRefusal.snapshotMissing }
        let snapshot = try SnapshotReader(
            session, programme: version, cycle: record.cycle, cutOff: cutOff,
            banks: Set(configuration.banks.map(\.code))
        ).read(payroll: record.id)
        let plan = try PayrollPlan.plan(
            snapshot, cycle: record.cycle, staleChoice: loaded.staleChoice)
        let held = Dictionary(
            plan.held.map { ($0.enrolment, $0.first) }, uniquingKeysWith: { first, _ in first })
        let known = Set(plan.entitlements.map(\.enrolment))
        let paid = try entitlements(
            of: record.id, revision: record.revision, record.cycle, session.view)
        let now = paid.filter { held[$0.enrolment] != nil }
        if let first = now.first, let hold = held[first.enrolment] {
            throw PayrollDeskRefusal.changedSinceApproval(
                "\(now.count) of the enrolments to be paid must be held (the first because "
                    + "\(hold))")
        }
        let ended = paid.filter { !known.contains($0.enrolment) }
        if !ended.isEmpty {
            throw PayrollDeskRefusal.changedSinceApproval(
                "\(ended.count) of the enrolments to be paid have ended")
        }
    }

    private func seal(
        _ record: PayrollRecord, _ loaded: Loaded, _ orders: [PaymentOrder],
        _ files: [PaymentFile], in session: JournalSession, _ officer: Officer
    ) throws {
        var author = author(officer, "export")
        author.batch = journal.newID()
        for (order, file) in zip(orders, files) {
            let fileID = journal.newID()
            try session.append(
                [
                    try session.creation(
                        of: "payment_file", id: fileID,
                        [
                            "payroll": .reference(record.id), "bank": .text(order.bank.code),
                            "name": .text(file.name),
                            "payments": .integer(Int64(order.payments.count)),
                            "total": .integer(order.total.amountMinor),
                            "currency": .text(order.total.currency.code),
                            "sha256": .bytes(file.sha256.bytes),
                            "created_on": .integer(now.milliseconds),
                        ])
                ], by: author)
            for start in stride(from: 0, to: order.payments.count, by: 200) {
                let part = order.payments[start..<min(start + 200, order.payments.count)]
                try session.append(
                    try part.map { payment in
                        try session.creation(
                            of: "payment",
                            [
                                "household": .reference(payment.entitlement.household),
                                "entitlement": .reference(
                                    payment.entitlement.recordID(
                                        payroll: record.id, revision: record.revision)),
                                "attempt": .integer(Int64(payment.attempt)),
                                "payment_id": .text(payment.id.text),
                                "file": .reference(fileID), "state": .text("in_file"),
                            ])
                    }, by: author)
            }
        }
        try save(
            record, in: session, officer, "export",
            [
                "sealed_on": loaded.values["sealed_on"] ?? .null,
                "execution_date": loaded.values["execution_date"] ?? .null,
            ])
    }

    /// A file that is written again must be the one that was sealed, to the byte.
    private func checkSealed(
        _ id: RecordID, _ files: [PaymentFile], _ view: RegistryView
    ) throws {
        let sealed = try view.transaction.rows(
            "SELECT name, sha256 FROM payment_file WHERE payroll = $1", .reference(id))
        for file in files
        where !sealed.contains(where: {
            $0.text(0) == file.name && $0.bytes(1) == file.sha256.bytes
        }) {
            throw PayrollDeskRefusal.fileChanged(file.name)
        }
    }
}
