import Casework
import ChangeLog
import Linkage
import Registry
import Testing

@Suite struct RetrainTests {
    private let registry: TestRegistry

    /// Twelve families registered twice.
    init() throws {
        registry = try TestRegistry(families: 80)
        for number in 0..<12 {
            let family = registry.strangers()
            try registry.add("A\(number)", area: "01-1", registeredOn: "2024-02-01", family)
            try registry.add("B\(number)", area: "02-1", registeredOn: "2024-03-01", family)
        }
        _ = try registry.scan()
    }

    private func decideAll(different: Int) throws {
        for (place, found) in try registry.cases().enumerated() {
            try registry.decide(
                place < different
                    ? .different(reason: "Both were seen.") : .same(keep: found.earlier.household),
                found)
        }
    }

    @Test func `what humans decided is shown beside both models, and nothing is written`() throws {
        #expect(try registry.cases().count == 12)
        try decideAll(different: 3)
        let rows = try registry.journalRows
        let proposal = try Retrain(registry.journal).propose()
        #expect(proposal.same == 36)
        #expect(proposal.different == 12)
        #expect(proposal.present == 1)
        let heldOut = try #require(proposal.heldOut)
        #expect(heldOut.groups == 12)
        #expect(heldOut.folds == 5)
        #expect(heldOut.before.right + heldOut.before.missed + heldOut.before.tooSure == 48)
        #expect(heldOut.before.tooSure == 12)
        #expect(heldOut.after.logLoss < heldOut.before.logLoss)
        #expect(proposal.shiftBits < 0)
        #expect(proposal.openBefore == 0)
        #expect(try registry.journalRows == rows)
        #expect(try registry.journal.read { try ModelShelf($0).present()?.number } == 1)
    }

    @Test func `an accepted model has the next number, and scans and cases go by it`() throws {
        try decideAll(different: 3)
        let retrain = Retrain(registry.journal)
        let proposal = try retrain.propose()
        let kept = try retrain.accept(proposal, by: "amina")
        #expect(kept.number == 2)
        #expect(kept.acceptedBy == "amina")
        #expect(kept.model == proposal.model)
        let family = registry.strangers()
        try registry.add("Y", area: "01-1", registeredOn: "2024-05-01", family)
        try registry.add("Z", area: "02-1", registeredOn: "2024-06-01", family)
        let outcome = try registry.scan()
        #expect(outcome.model == kept.name)
        #expect(try registry.cases().first?.model == kept.name)
        let desk = DuplicateDesk(registry.journal)
        let answer = try desk.check(.draft(family[0].fields), for: [], by: "amina")
        #expect(answer.model == kept.name)
    }

    @Test func `there is a way back to an earlier model`() throws {
        try decideAll(different: 3)
        let retrain = Retrain(registry.journal)
        let first = try #require(try registry.journal.read { try ModelShelf($0).present() })
        _ = try retrain.accept(try retrain.propose(), by: "amina")
        let desk = DuplicateDesk(registry.journal)
        try desk.prepare()
        let back = try registry.journal.write { session in
            try ModelShelf.goBack(to: 1, by: "amina", in: session)
        }
        #expect(back.model == first.model)
        #expect(try registry.scan().model == first.name)
        let answer = try desk.check(
            .draft(registry.strangers()[0].fields), for: [], by: "amina")
        #expect(answer.model == first.name)
        #expect(try registry.journal.read { try ModelShelf($0).numbers() } == [1, 2])
        #expect(throws: RetrainRefusal.noSuchModel(7, known: [1, 2])) {
            try registry.journal.write { session in
                try ModelShelf.goBack(to: 7, by: "amina", in: session)
            }
        }
    }

    @Test func `a few decisions teach nothing`() throws {
        let found = try #require(try registry.cases().first)
        try registry.decide(.same(keep: found.earlier.household), found)
        #expect(throws: RetrainRefusal.tooFewDecisions(4, least: 20)) {
            try Retrain(registry.journal).propose()
        }
    }
}
