import Casework
import Registry

/// What every page is made with, beside what it shows.
struct PageContext: Sendable {
    let w: Wording
    let route: ConsoleRoute
    /// The address of this page, to come back to it.
    let path: String
    let session: Session?
    let account: StaffAccount?
    let rights: Set<Right>
    let status: NodeStatus
    let labels: Labels
    /// `light`, `dark`, or empty for what the machine prefers.
    let theme: String
    /// Milliseconds since 1970.
    let now: Int64

    var language: Language { w.language }

    /// The hidden field that every form carries.
    var csrf: HTML {
        tag("input", .type("hidden"), .name("csrf"), .value(session?.csrf ?? ""))
    }

    func may(_ right: Right) -> Bool { rights.contains(right) }

    /// Whether a record of this area lies in the account's own area.
    func isOwn(_ area: String) -> Bool {
        labels.isWithin(area, account?.areas ?? []) && labels.isWithin(area, status.areas)
    }

    func area(_ code: String) -> String { labels.area(code, language.labels) }

    func label(_ list: String, _ code: String) -> String {
        code.isEmpty ? "" : labels.code(list, code, language.labels)
    }

    /// The day of today in the country.
    var today: CivilDate {
        Instant(milliseconds: now)?.date(offsetMinutes: w.offsetMinutes)
            ?? CivilDate(daysSince1970: 0) ?? CivilDate.validFirst
    }
}

extension CivilDate {
    /// The first day that there is; the machine's clock cannot stand before it.
    static var validFirst: CivilDate {
        guard let day = CivilDate(daysSince1970: validDays.lowerBound) else {
            preconditionFailure("The first valid day is valid.")
        }
        return day
    }
}
