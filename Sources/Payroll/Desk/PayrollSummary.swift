public import ChangeLog
public import Registry
import Storage

/// A payroll as people look at it.
public struct PayrollSummary: Sendable, Equatable {
    public var id: RecordID
    public var programme: String
    public var cycle: String
    public var state: String
    public var revision: Int
    public var enrolments: Int
    public var paid: Int
    public var held: Int
    public var totalMinor: Int64
    public var currency: String
    /// The total in whole units, as written in files.
    public var total: String
    public var digest: String
    public var makers: [String]
    public var approvals: [String]
    public var cutOff: String
    /// Held enrolments by their first reason.
    public var heldByReason: [(reason: String, count: Int)]
    public var files: [File]

    /// One sealed payment file.
    public struct File: Sendable, Equatable {
        public var name: String
        public var bank: String
        public var payments: Int
        public var totalMinor: Int64
        public var sha256: String
    }

    public static func == (left: PayrollSummary, right: PayrollSummary) -> Bool {
        left.id == right.id && left.state == right.state && left.revision == right.revision
            && left.digest == right.digest && left.approvals == right.approvals
    }
}

/// One held enrolment with all its reasons.
public struct HeldLine: Sendable, Equatable {
    public var enrolment: RecordID
    public var household: RecordID
    public var householdNumber: String
    public var area: String
    /// Reason codes in their fixed order; the first one is the one that counts.
    public var reasons: [String]
    /// What each reason rests on, in words.
    public var explanations: [String]
}

extension PayrollDesk {
    /// All payrolls, the youngest first.
    public func list(_ view: RegistryView) throws -> [PayrollSummary] {
        try view.transaction.rows("SELECT id FROM payroll ORDER BY id DESC")
            .compactMap { $0.id(0) }.map { try summary($0, view) }
    }

    /// One payroll with its totals, holds by reason, approvals and files.
    public func summary(_ id: RecordID, _ view: RegistryView) throws -> PayrollSummary {
        guard let values = try view.record("payroll", id) else {
            throw PayrollDeskRefusal.noSuchPayroll(id.description)
        }
        let revision = Int(values["revision"]?.integer ?? 0)
        let totalMinor = values["total"]?.integer ?? 0
        let code = values["currency"]?.text ?? ""
        let total =
            try code.isEmpty
            ? "" : Money(amountMinor: totalMinor, currency: Currency(code)).decimalText
        let isComputed = values["digest"]?.bytes != nil
        return PayrollSummary(
            id: id, programme: values["programme"]?.text ?? "",
            cycle: values["cycle"]?.text ?? "", state: values["state"]?.text ?? "",
            revision: revision, enrolments: Int(values["enrolments"]?.integer ?? 0),
            paid: Int(values["paid"]?.integer ?? 0), held: Int(values["held"]?.integer ?? 0),
            totalMinor: totalMinor, currency: code, total: total,
            digest: values["digest"]?.bytes?.map(Self.hex).joined() ?? "",
            makers: (values["makers"]?.text).map(Self.names) ?? [],
            approvals: try view.transaction.rows(
                "SELECT approver FROM approval WHERE payroll = $1 AND revision = $2 ORDER BY id",
                .reference(id), .integer(Int64(revision))
            ).map { isComputed ? $0.text(0) : "" }.filter { !$0.isEmpty },
            cutOff: values["cut_off"]?.integer.flatMap { Instant(milliseconds: $0) }?.description
                ?? "",
            heldByReason: isComputed ? try byReason(id, view) : [],
            files: try files(of: id, view))
    }

    /// Who is held and why.
    public func holds(_ id: RecordID, _ view: RegistryView) throws -> [HeldLine] {
        let revision = try view.record("payroll", id)?["revision"]?.integer ?? 0
        var lines: [RecordID: (line: HeldLine, holds: [Hold.Code: [String]])] = [:]
        for row in try view.transaction.rows(
            """
            SELECT h.enrolment, h.household, f.number, f.area, h.reason, h.basis
            FROM hold h LEFT JOIN household f ON f.id = h.household
            WHERE h.payroll = $1 AND h.revision = $2 ORDER BY h.id
            """, .reference(id), .integer(revision))
        {
            guard let enrolment = row.id(0), let household = row.id(1),
                let code = Hold.Code(rawValue: row.text(4))
            else { continue }
            let line = HeldLine(
                enrolment: enrolment, household: household, householdNumber: row.text(2),
                area: row.text(3), reasons: [], explanations: [])
            let words = Hold(code: code, basis: row.text(5))?.description ?? code.rawValue
            lines[enrolment, default: (line, [:])].holds[code, default: []].append(words)
        }
        return lines.sorted { $0.key < $1.key }.map { _, value in
            var line = value.line
            for (code, words) in value.holds.sorted(by: { $0.key < $1.key }) {
                line.reasons.append(code.rawValue)
                line.explanations += words
            }
            return line
        }
    }

    private func byReason(
        _ id: RecordID, _ view: RegistryView
    ) throws -> [(reason: String, count: Int)] {
        let firsts = try holds(id, view).compactMap { $0.reasons.first }
        let counts = Dictionary(firsts.map { ($0, 1) }, uniquingKeysWith: +)
        return Hold.Code.allCases.compactMap { code in
            counts[code.rawValue].map { (code.rawValue, $0) }
        }
    }

    private func files(of id: RecordID, _ view: RegistryView) throws -> [PayrollSummary.File] {
        try view.transaction.rows(
            """
            SELECT name, bank, payments, total, sha256 FROM payment_file
            WHERE payroll = $1 ORDER BY name
            """, .reference(id)
        ).map { row in
            PayrollSummary.File(
                name: row.text(0), bank: row.text(1), payments: row.int(2),
                totalMinor: row.integer(3), sha256: row.bytes(4).map(Self.hex).joined())
        }
    }

    private static func names(_ text: String) -> [String] {
        // The text is ours; when it is damaged no name can be shown.
        guard let value = try? JSONReader.parse(text), case .array(let items) = value else {
            return []
        }
        return items.compactMap { if case .text(let name) = $0 { name } else { nil } }
    }

    static func hex(_ byte: UInt8) -> String {
        (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }
}
