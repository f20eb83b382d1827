public import ChangeLog
import Linkage
import Registry
import Storage

/// Somebody in the registry who looks like somebody in a draft, shown before it is saved.
public struct DuplicateHint: Sendable, Equatable {
    /// Which member of the draft.
    public var member: Int
    public var hit: PeopleSearch.Hit
    /// What agrees.
    public var agreements: [Agreement]

    /// What agrees of two people.
    public enum Agreement: String, Sendable, CaseIterable {
        case nationalID, name, birthDate, birthYear, phone, motherName

        var weight: Int {
            switch self {
            case .nationalID: 10
            case .name: 4
            case .birthDate: 3
            case .phone, .motherName: 2
            case .birthYear: 1
            }
        }
    }

    /// How telling the agreements are together; a national ID says all.
    var weight: Int {
        agreements.reduce(0) { $0 + $1.weight }
    }
}

/// Looks for those who may be registered already.
public struct DuplicateHints {
    private let view: RegistryView

    public init(_ view: RegistryView) {
        self.view = view
    }

    /// The most telling hints for the members of a draft.
    public func find(_ draft: FamilyDraft, limit: Int = 8) throws -> [DuplicateHint] {
        var hints: [DuplicateHint] = []
        for (index, member) in draft.members.enumerated() {
            let search = PeopleSearch(view)
            var hits: [PeopleSearch.Hit] = []
            if !member.nationalID.isEmpty {
                hits += try search.find(member.nationalID, limit: 5).hits
            }
            hits += try search.find(member.name.full, limit: 10).hits
            if !member.phone.isEmpty { hits += try search.find(member.phone, limit: 5).hits }
            var seen: Set<RecordID> = []
            for hit in hits where seen.insert(hit.person).inserted && !hit.isMerged {
                let hint = DuplicateHint(
                    member: index, hit: hit, agreements: try agreements(member, hit))
                // A name alone is shared by thousands.
                if hint.weight >= 5 { hints.append(hint) }
            }
        }
        return Array(
            hints.sorted { ($1.weight, $0.member) < ($0.weight, $1.member) }.prefix(limit))
    }

    private func agreements(
        _ member: FamilyDraft.Member, _ hit: PeopleSearch.Hit
    ) throws -> [DuplicateHint.Agreement] {
        var result: [DuplicateHint.Agreement] = []
        let number = SearchWords.compact(member.nationalID)
        if !number.isEmpty, number == SearchWords.compact(hit.nationalID) {
            result.append(.nationalID)
        }
        if isSame(member.name, hit.name) { result.append(.name) }
        if let date = DateText.parse(member.birthDate), !hit.birthDate.isEmpty {
            if date.description == hit.birthDate {
                result.append(.birthDate)
            } else if hit.birthDate.hasPrefix("\(date.year)") {
                result.append(.birthYear)
            }
        }
        let phone = SearchWords.local(member.phone)
        if !phone.isEmpty, phone == SearchWords.local(hit.phone) { result.append(.phone) }
        if !member.motherName.isEmpty, result.contains(.name) {
            let mother = try view.record("person", hit.person)?["mother_name"]?.text ?? ""
            if NameNormaliser.skeleton(mother) == NameNormaliser.skeleton(member.motherName) {
                result.append(.motherName)
            }
        }
        return result
    }

    /// Whether given, father's and, where both have it, grandfather's and family name sound alike.
    private func isSame(_ left: PersonName, _ right: PersonName) -> Bool {
        guard !left.given.isEmpty, !left.father.isEmpty else { return false }
        for (a, b) in [
            (left.given, right.given), (left.father, right.father),
            (left.grandfather, right.grandfather), (left.family, right.family),
        ] where !a.isEmpty && !b.isEmpty {
            guard SearchWords.skeletons(a) == SearchWords.skeletons(b) else { return false }
        }
        return !right.father.isEmpty
    }
}
