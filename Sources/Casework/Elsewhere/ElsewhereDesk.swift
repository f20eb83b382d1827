import ChangeLog
import Linkage
import Registry
import Storage

/// Answers, for a node below, whether people are registered in areas that it does not serve.
///
/// What is shown is masked and is kept in the access log of this node, with the account that asked
/// and its node. The registry is never read anew for a question: somebody waits for the answer.
public struct ElsewhereDesk: Sendable {
    private let desk: DuplicateDesk

    /// So many people one question may be about.
    private static let mostPeople = 60
    private static let mostOfPerson = 3
    private static let mostInAll = 12
    /// Less likely ones are a matter for the comparison at headquarters, not for a desk.
    private static let leastProbability = 0.5
    /// A number alone proves little, but whoever asks by it wants to know who has it.
    private static let leastOfNumber = 0.02

    public init(_ desk: DuplicateDesk) {
        self.desk = desk
    }

    /// Those who lie outside the areas of the node that asks.
    ///
    /// - Parameters:
    ///   - areas: what the asking node serves; they are its own to look at.
    ///   - node: the node that asks.
    /// - Throws: `ElsewhereRefusal`, `StoreError`, `LinkageError`.
    public func answer(
        _ question: ElsewhereQuestion, for areas: [String], from node: String
    ) throws -> [ElsewhereFinding] {
        guard !areas.isEmpty else { throw ElsewhereRefusal.noAreas(node) }
        guard question.people.count <= Self.mostPeople else {
            throw ElsewhereRefusal.tooMany(question.people.count, most: Self.mostPeople)
        }
        guard try desk.answersAtOnce() else { throw ElsewhereRefusal.notReady }
        let known = Set(DuplicateDesk.fields)
        var findings: [ElsewhereFinding] = []
        for (member, given) in question.people.enumerated() {
            let values = given.filter { known.contains($0.key) && !$0.value.isEmpty }
                .mapValues { String($0.prefix(200)) }
            guard !values.isEmpty else { continue }
            let answer = try desk.check(
                .draft(values), for: areas, by: "\(question.actor.prefix(80))@\(node)",
                leastProbability: values.count == 1 ? Self.leastOfNumber : Self.leastProbability,
                limit: Self.mostOfPerson)
            for found in answer.findings {
                guard case .masked(let initial, let birthYear) = found.shown else { continue }
                findings.append(try finding(member, found, initial, birthYear))
            }
        }
        return Array(findings.sorted { $0.probability > $1.probability }.prefix(Self.mostInAll))
    }

    private func finding(
        _ member: Int, _ found: DeskFinding, _ initial: String, _ birthYear: String
    ) throws -> ElsewhereFinding {
        let household = found.registration.household
        let (registeredOn, receives) = try desk.journal.read { view in
            let active = try view.transaction.first(
                "SELECT 1 FROM enrolment WHERE household = $1 AND status = 'active' LIMIT 1",
                .reference(household))
            return (
                try view.record("household", household)?["registered_on"]?.text ?? "",
                active != nil
            )
        }
        return ElsewhereFinding(
            member: member, household: household.description, province: found.province,
            probability: found.candidate.probability,
            agreeing: DuplicateHints.agreeing(found.candidate), initial: initial,
            birthYear: birthYear, registeredOn: registeredOn, receives: receives)
    }
}

/// Why a question of a node below is not answered.
public enum ElsewhereRefusal: Error, Equatable, CustomStringConvertible {
    case noAreas(String)
    case tooMany(Int, most: Int)
    case notReady

    public var description: String {
        switch self {
        case .noAreas(let node): "“\(node)” serves no area, so nobody asks there."
        case .tooMany(let count, let most):
            "A question about \(count) people is too long; \(most) are allowed."
        case .notReady: "The registry is being read. Ask again in some minutes."
        }
    }
}
