import Linkage
import Testing

/// What humans decided teaches the model.
struct LabelTests {
    /// A village of which some are registered twice, and namesakes born in one year.
    private static func village() -> (Village, doubles: [RowPair], namesakes: [RowPair]) {
        var village = Village(households: 200)
        var doubles: [RowPair] = []
        var namesakes: [RowPair] = []
        for number in 0..<40 {
            let row = number * 7
            let person = village.people[row]
            village.people.append(
                person.copy("D-\(number)", household: "D\(number)") { $0.phone = "" })
            doubles.append(RowPair(row, village.people.count - 1))
        }
        for number in 0..<15 {
            let row = 3 + number * 11
            let person = village.people[row]
            village.people.append(
                person.copy("N-\(number)", household: "N\(number)") { copy in
                    copy.nationalID = ""
                    copy.phone = ""
                    copy.mother = ""
                })
            namesakes.append(RowPair(row, village.people.count - 1))
        }
        return (village, doubles, namesakes)
    }

    private func labels(_ same: [RowPair], _ different: [RowPair]) -> [PairLabel] {
        same.map { PairLabel($0, isSame: true) } + different.map { PairLabel($0, isSame: false) }
    }

    @Test func `decisions against the model make it more careful, and the figures say so`() throws {
        let (village, doubles, namesakes) = Self.village()
        let population = village.population
        let present = try Linker.link(population)
        let learnt = try Retraining(
            population, labels: labels(doubles, namesakes), present: present.model)
        #expect(learnt.same == 40)
        #expect(learnt.different == 15)
        #expect(learnt.shiftBits < 0)
        let heldOut = try #require(learnt.heldOut)
        #expect(heldOut.folds == 5)
        #expect(heldOut.after.logLoss < heldOut.before.logLoss)
        #expect(heldOut.after.right >= heldOut.before.right)
        #expect(learnt.present.model == present.model)
        // Scored again, the model gives the bits that were shown.
        let again = try Linker.link(population, options: LinkOptions(model: learnt.model))
        #expect(again.pairs == learnt.new.pairs)
    }

    @Test func `decisions that agree with the model hardly move it`() throws {
        let (village, doubles, _) = Self.village()
        let population = village.population
        let present = try Linker.link(population)
        let learnt = try Retraining(
            population, labels: labels(doubles, []), present: present.model)
        #expect(abs(learnt.shiftBits) < 1)
        let heldOut = try #require(learnt.heldOut)
        #expect(heldOut.after.logLoss <= heldOut.before.logLoss + 0.01)
        #expect(heldOut.after.right == heldOut.before.right)
    }

    @Test func `no decisions, no change`() throws {
        let (village, _, _) = Self.village()
        let present = try Linker.link(village.population)
        let learnt = try Retraining(village.population, labels: [], present: present.model)
        #expect(learnt.model == present.model)
        #expect(learnt.shiftBits == 0)
        #expect(learnt.heldOut == nil)
    }

    @Test func `a decision is judged by a model that has not heard it`() throws {
        // Of doubles that are alike in all, some are held different for no reason in the data:
        // nobody can foresee that who was not told.
        let (village, doubles, namesakes) = Self.village()
        let odd = Set(doubles.enumerated().filter { $0.offset.isMultiple(of: 8) }.map(\.element))
        let present = try Linker.link(village.population)
        let labels =
            self.labels(doubles.filter { !odd.contains($0) }, namesakes)
            + odd.sorted { $0.a < $1.a }.map { PairLabel($0, isSame: false) }
        let learnt = try Retraining(village.population, labels: labels, present: present.model)
        let again = try Retraining(village.population, labels: labels, present: present.model)
        #expect(learnt.heldOut == again.heldOut)
        let heldOut = try #require(learnt.heldOut)
        #expect(heldOut.after.tooSure >= 1)
        #expect(heldOut.groups >= 30)
    }

    @Test func `decisions about one family are held out together, or not at all`() throws {
        let (village, doubles, _) = Self.village()
        let population = village.population
        let present = try Linker.link(population)
        // One pair of households: its members can only be judged together.
        let first = village.people[0].household
        let second = village.people.first { $0.household != first }?.household
        let sides = [first, second].map { household in
            village.people.indices.filter { village.people[$0].household == household }
        }
        let family = zip(sides[0], sides[1]).map { PairLabel(RowPair($0, $1), isSame: false) }
        let alone = try Retraining(population, labels: family, present: present.model)
        #expect(alone.heldOut == nil)
        let more = try Retraining(
            population, labels: family + labels(Array(doubles.suffix(2)), []),
            present: present.model)
        #expect(more.heldOut?.groups == 3)
        #expect(more.heldOut?.folds == 3)
    }

    @Test func `labels for rows that are not there are left out`() throws {
        let (village, _, _) = Self.village()
        let label = PairLabel(RowPair(0, 1_000_000), isSame: true)
        let plain = try Linker.link(village.population)
        let labelled = try Linker.link(village.population, options: LinkOptions(labels: [label]))
        #expect(plain.model == labelled.model)
    }
}
