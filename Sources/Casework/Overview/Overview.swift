public import ChangeLog
import Payroll
public import Registry
import Storage

/// What headquarters or a province looks at in the morning, counted from the registry.
public struct Overview: Sendable {
    /// Families and persons of each province, by its code.
    public var provinces: [Place]
    /// Families by category, the most frequent first.
    public var categories: [(code: String, count: Int)]
    /// Families registered by week; the oldest week first.
    public var registrations: [(week: CivilDate, count: Int)]
    /// Enrolments held in the youngest payroll, by reason.
    public var holds: [(code: String, count: Int)]
    /// The cycle of that payroll, or empty.
    public var holdsCycle: String
    /// Duplicate cases opened and decided by week; the oldest week first.
    public var duplicates: [(week: CivilDate, opened: Int, decided: Int)]

    /// The numbers of one province.
    public struct Place: Sendable {
        public var code: String
        public var households: Int
        public var persons: Int
        public var openDuplicates: Int
    }

    /// How many weeks are looked back.
    public static let weeks = 12

    /// Counts; some tenths of a second for a nation.
    public init(_ view: RegistryView, labels: Labels, today: CivilDate) throws {
        provinces = try Self.provinces(view, labels)
        categories = try view.transaction.rows(
            """
            SELECT category, COUNT(*) FROM household WHERE merged_into IS NULL
            GROUP BY category ORDER BY COUNT(*) DESC, category
            """
        ).map { ($0.text(0), $0.int(1)) }
        let first = today.adding(days: -7 * Self.weeks + 1) ?? today
        func week(_ day: CivilDate) -> Int? {
            let index = first.days(until: day) / 7
            return day >= first && index < Self.weeks ? index : nil
        }
        func start(_ index: Int) -> CivilDate { first.adding(days: index * 7) ?? first }
        var registered = [Int](repeating: 0, count: Self.weeks)
        for row in try view.transaction.rows(
            """
            SELECT registered_on, COUNT(*) FROM household WHERE registered_on >= $1
            GROUP BY registered_on
            """, .text(first.description))
        {
            if let index = CivilDate(row.text(0)).flatMap(week) { registered[index] += row.int(1) }
        }
        registrations = registered.enumerated().map { (start($0.offset), $0.element) }
        var cases = [(opened: Int, decided: Int)](repeating: (0, 0), count: Self.weeks)
        try view.transaction.forEach(
            "SELECT opened_on, decided_on FROM duplicate_case WHERE status <> 'withdrawn'"
        ) { row in
            func index(_ column: Int) -> Int? {
                guard !row.isNull(column) else { return nil }
                return Instant(milliseconds: row.integer(column)).flatMap {
                    week($0.date(offsetMinutes: 180))
                }
            }
            if let opened = index(0) { cases[opened].opened += 1 }
            if let decided = index(1) { cases[decided].decided += 1 }
        }
        duplicates = cases.enumerated().map {
            (start($0.offset), $0.element.opened, $0.element.decided)
        }
        (holdsCycle, holds) = try Self.holds(view)
    }

    private static func provinces(_ view: RegistryView, _ labels: Labels) throws -> [Place] {
        var places: [String: Place] = [:]
        func add(_ area: String, _ change: (inout Place) -> Void) {
            let code = labels.province(of: area)
            change(
                &places[
                    code,
                    default: Place(code: code, households: 0, persons: 0, openDuplicates: 0)])
        }
        for row in try view.transaction.rows(
            "SELECT area, COUNT(*) FROM household WHERE merged_into IS NULL GROUP BY area")
        {
            add(row.text(0)) { $0.households += row.int(1) }
        }
        for row in try view.transaction.rows(
            """
            SELECT h.area, COUNT(*) FROM membership m JOIN household h ON h.id = m.household
            WHERE m."until" IS NULL GROUP BY h.area
            """)
        {
            add(row.text(0)) { $0.persons += row.int(1) }
        }
        for row in try view.transaction.rows(
            """
            SELECT h.area, COUNT(*) FROM duplicate_case d
            JOIN household h ON h.id = d.later_household WHERE d.status = 'open' GROUP BY h.area
            """)
        {
            add(row.text(0)) { $0.openDuplicates += row.int(1) }
        }
        return places.values.sorted { $0.code < $1.code }
    }

    private static func holds(
        _ view: RegistryView
    ) throws -> (String, [(code: String, count: Int)]) {
        let payroll = try view.transaction.first(
            """
            SELECT id, cycle, revision FROM payroll WHERE digest IS NOT NULL
            ORDER BY cycle DESC, id DESC LIMIT 1
            """)
        guard let payroll, let id = payroll.id(0) else { return ("", []) }
        var firsts: [RecordID: Hold.Code] = [:]
        for row in try view.transaction.rows(
            "SELECT enrolment, reason FROM hold WHERE payroll = $1 AND revision = $2",
            .reference(id), .integer(payroll.integer(2)))
        {
            guard let enrolment = row.id(0), let code = Hold.Code(rawValue: row.text(1)) else {
                continue
            }
            firsts[enrolment] = min(firsts[enrolment] ?? code, code)
        }
        let counts = Dictionary(firsts.values.map { ($0.rawValue, 1) }, uniquingKeysWith: +)
        return (
            payroll.text(1),
            counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
                .map { (code: $0.key, count: $0.value) }
        )
    }
}
