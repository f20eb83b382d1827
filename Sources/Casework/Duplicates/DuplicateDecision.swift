public import ChangeLog
public import Registry
import Storage

/// What a human says about two registrations.
public enum DuplicateDecision: Sendable, Equatable {
    /// The same: this household stays, the other one's enrolments end.
    case same(keep: RecordID)
    /// Different people, because of what is said.
    case different(reason: String)
}

/// What a human says about the registrations of a group.
public enum GroupDecision: Sendable, Equatable {
    /// These households are one, of which `keep` stays. Why the others of the group are different
    /// people from them; nil leaves the cases with the others open.
    case same(Set<RecordID>, keep: RecordID, othersDifferent: String? = nil)
    /// These households are different from all others of the group, because of what is said.
    case different(Set<RecordID>, reason: String)
}

extension DuplicateCase {
    /// Decides this case alone, in one changeset: the case, and for `same` the aliases of the
    /// persons and the end of the other household's enrolments. Nothing is deleted.
    ///
    /// - Throws: `DuplicateRefusal`.
    public func decide(
        _ decision: DuplicateDecision, by actor: String, in session: JournalSession
    ) throws {
        guard status == .open else { throw DuplicateRefusal.alreadyDecided(status) }
        var settlement = DuplicateSettlement(
            by: actor, in: session, group: try DuplicateCases(session.view).group(of: self))
        switch decision {
        case .same(let keep):
            guard keep == earlier.household || keep == later.household else {
                throw DuplicateRefusal.notInCase(keep.description)
            }
            try settlement.same([self], keep: keep)
        case .different(let reason): try settlement.different([self], reason: reason)
        }
        try settlement.write()
    }
}

extension DuplicateGroup {
    /// Whom `same` means where nobody is named: the household that stays and every one that a case
    /// links with it directly. A household that is only linked with one of those, such as that of a
    /// married daughter's husband, must be named.
    public func alike(_ keep: RecordID) -> Set<RecordID> {
        var alike: Set<RecordID> = [keep]
        for found in cases {
            if found.earlier.household == keep { alike.insert(found.later.household) }
            if found.later.household == keep { alike.insert(found.earlier.household) }
        }
        return alike
    }

    /// Decides every open case that the decision says something about, in one changeset.
    ///
    /// - Returns: the cases that it settled.
    /// - Throws: `DuplicateRefusal`.
    @discardableResult
    public func decide(
        _ decision: GroupDecision, by actor: String, in session: JournalSession
    ) throws -> [RecordID] {
        var settlement = DuplicateSettlement(by: actor, in: session, group: self)
        switch decision {
        case .same(let households, let keep, let othersDifferent):
            try check(households.union([keep]))
            let among = openCases.filter { found in
                let (one, other) = (found.earlier.household, found.later.household)
                return households.contains(one) && households.contains(other)
            }
            guard households.contains(keep) else {
                throw DuplicateRefusal.notInGroup(number(keep))
            }
            try settlement.same(among, keep: keep)
            if let reason = othersDifferent {
                let across = openCases.filter { found in
                    let (one, other) = (found.earlier.household, found.later.household)
                    return households.contains(one) != households.contains(other)
                }
                if !across.isEmpty { try settlement.different(across, reason: reason) }
            }
        case .different(let households, let reason):
            try check(households)
            try settlement.different(
                openCases.filter { found in
                    households.contains(found.earlier.household)
                        || households.contains(found.later.household)
                }, reason: reason)
        }
        try settlement.write()
        return settlement.settled
    }

    private func check(_ households: Set<RecordID>) throws {
        let known = Set(registrations.map(\.household))
        for household in households.sorted() where !known.contains(household) {
            throw DuplicateRefusal.notInGroup(household.description)
        }
    }

    /// What people call a household.
    func number(_ household: RecordID) -> String {
        registrations.first { $0.household == household }?.number ?? household.description
    }
}
