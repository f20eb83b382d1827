import Casework
import ChangeLog
import Payroll
import Registry

/// Lists and files of a payroll.
extension Visit {
    private var isExport: Bool { query["as"] == "csv" }

    private func csvFile(_ csv: CSVText, _ name: String, _ id: RecordID) -> WebAnswer {
        file(
            csv.bytes, name: "\(name)-\(id.description.prefix(8)).csv",
            type: "text/csv; charset=utf-8")
    }

    func holds(_ desk: PayrollDesk, _ id: RecordID) throws -> WebAnswer {
        let (summary, all) = try journal.read { view in
            (try desk.summary(id, view), try desk.holds(id, view))
        }
        try AccessLog(journal).note(actor, "holds of a payroll", nil)
        let reason = query["reason"]
        let lines = reason.isEmpty ? all : all.filter { $0.reasons.first == reason }
        guard isExport else {
            return page(
                w(.holdsOf),
                HoldsPage(context, summary, lines, reason: reason, offset: offset).html)
        }
        var csv = CSVText()
        csv.row(["household", "number", "area", "reasons", "explanations"])
        for line in lines {
            csv.row([
                line.household.description, line.householdNumber, line.area,
                line.reasons.joined(separator: " "), line.explanations.joined(separator: " "),
            ])
        }
        return csvFile(csv, "holds", id)
    }

    // MARK: Comparison

    func comparison(_ desk: PayrollDesk, _ id: RecordID) throws -> WebAnswer {
        try AccessLog(journal).note(actor, "comparison of a payroll", nil)
        return try journal.read { view in
            let summary = try desk.summary(id, view)
            let comparison = try desk.comparison(id, view)
            let previous = try desk.previous(of: id, view)
            let words = DifferenceWords(context)
            func why(_ row: PayrollDifferences.Row) throws -> String {
                switch (row.before, row.after) {
                case (nil, let after?):
                    return try previous.map {
                        words.text(try desk.whyNew(after, previous: $0, view))
                    } ?? ""
                case (let before?, nil):
                    return words.text(try desk.whyEnded(before, current: id, view))
                case (let before?, let after?):
                    return words.text(PayrollComparison.Change(before: before, after: after))
                case (nil, nil): return ""
                }
            }
            guard isExport, let comparison else {
                return page(
                    w(.comparison),
                    try ComparisonPage(
                        context, summary, comparison,
                        list: PayrollDifferences.List(rawValue: query["list"]), offset: offset,
                        why: why
                    ).html())
            }
            var csv = CSVText()
            csv.row(["list", "household", "payee", "area", "before", "after", "currency", "why"])
            for list in PayrollDifferences.List.allCases {
                for row in list.rows(of: comparison) {
                    guard let one = row.after ?? row.before else { continue }
                    csv.row([
                        list.rawValue, one.household.description, one.payeeName, one.area,
                        row.before?.amount.decimalText ?? "", row.after?.amount.decimalText ?? "",
                        one.amount.currency.code, try why(row),
                    ])
                }
            }
            return csvFile(csv, "comparison", id)
        }
    }

    // MARK: Files

    func register(_ desk: PayrollDesk, _ id: RecordID) throws -> WebAnswer {
        let rows = try journal.read { try desk.register(id, $0) }
        try AccessLog(journal).note(actor, "register of a payroll", nil)
        var csv = CSVText()
        csv.row(["area", "household", "payee", "account", "bank", "amount", "currency"])
        for row in rows {
            csv.row([
                row.area, row.household.description, row.payeeName, row.account.text, row.bank,
                row.amount.decimalText, row.amount.currency.code,
            ])
        }
        return csvFile(csv, "register", id)
    }

    func paymentFile(_ desk: PayrollDesk, _ id: RecordID) throws -> WebAnswer {
        let name = values.count > 1 ? values[1] : ""
        let found = try journal.read { view in
            try desk.fileSheet(
                name, of: id, offset: offset, limit: PaymentFilePage.perPage, view
            ).map { (try desk.summary(id, view), $0) }
        }
        guard let (summary, sheet) = found else { return problem(404) }
        try AccessLog(journal).note(actor, "payments in file \(sheet.name)", nil)
        return page(
            w(.paymentFile), PaymentFilePage(context, summary, sheet, offset: offset).html)
    }

    func download(_ desk: PayrollDesk, _ id: RecordID) throws -> WebAnswer {
        let summary = try journal.read { try desk.summary(id, $0) }
        // Only a sealed payroll has files; asking for one must never seal it.
        guard summary.state == "sealed", values.count > 1,
            summary.files.contains(where: { $0.name == values[1] })
        else { return problem(404) }
        let files = try desk.export(id, executionDate: nil, by: actor)
        guard let found = files.first(where: { $0.name == values[1] }) else { return problem(404) }
        try AccessLog(journal).note(actor, "payment file \(found.name)", nil)
        return file(found.bytes, name: found.name, type: "application/xml")
    }
}
