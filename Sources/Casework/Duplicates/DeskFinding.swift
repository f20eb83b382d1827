import ChangeLog
public import Linkage
public import Registry
import Storage

/// Somebody of the registry whom a person may be, as far as the asker may see him.
public struct DeskFinding: Sendable {
    /// Who, and in which household.
    public struct Registration: Sendable, Hashable {
        public var person: RecordID
        public var household: RecordID
    }

    public var registration: Registration
    public var candidate: DeskCandidate
    /// The province of the household.
    public var province: String
    public var shown: Shown

    /// What may be seen.
    public enum Shown: Sendable, Equatable {
        /// A record of the asker's own area.
        case whole(Details)
        /// A record of another area: an initial and a year, enough to ask the other office about.
        case masked(initial: String, birthYear: String)
    }

    /// What the registry has about somebody.
    public struct Details: Sendable, Equatable {
        public var number: String
        public var householdNumber: String
        public var area: String
        /// The compared fields by name, as written.
        public var values: [String: String]
    }
}

/// Shows findings to somebody who serves some areas.
struct DeskView {
    private let view: RegistryView
    private let areas: Set<String>
    private let provinces: ProvinceMap

    init(_ view: RegistryView, areas: [String]) throws {
        self.view = view
        self.areas = Set(areas)
        provinces = try ProvinceMap(view)
    }

    func finding(
        _ candidate: DeskCandidate, _ registration: DeskFinding.Registration
    ) throws -> DeskFinding {
        let household = try view.record("household", registration.household) ?? [:]
        let area = household["area"]?.text ?? ""
        let province = try provinces.province(of: area)
        var texts: [String] = []
        try RegisteredPeople.forEach(view, of: registration.person) { texts = $1.texts }
        let values = Dictionary(
            uniqueKeysWithValues: zip(DuplicateDesk.fields, texts).filter { !$1.isEmpty })
        let isOwn = try areas.isEmpty || !areas.isDisjoint(with: [area] + view.ancestors(of: area))
        let shown: DeskFinding.Shown
        if isOwn {
            let person = try view.record("person", registration.person)
            shown = .whole(
                DeskFinding.Details(
                    number: person?["number"]?.text ?? "",
                    householdNumber: household["number"]?.text ?? "", area: area,
                    values: values))
        } else {
            shown = .masked(
                initial: values["given_name"].map { String($0.prefix(1)) } ?? "",
                birthYear: String(values["birth_date"]?.prefix(4) ?? ""))
        }
        return DeskFinding(
            registration: registration, candidate: candidate, province: province, shown: shown)
    }
}
