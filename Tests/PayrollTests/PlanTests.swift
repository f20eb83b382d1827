import Payroll
import Registry
import Testing
import Trust

@Suite("A payroll is planned")
struct PlanTests {
    @Test("enrolments = paid + held, whatever the facts and the choice", arguments: 0..<40)
    func balance(seed: Int) throws {
        let snapshot = try Self.random(seed: seed)
        for choice in [StaleChoice.hold, .include(by: .named("amal"))] {
            let plan = try snapshot.plan(choice)
            #expect(plan.enrolmentCount == snapshot.enrolments.count)
            let paid = Set(plan.entitlements.map(\.enrolment))
            let held = Set(plan.held.map(\.enrolment))
            #expect(paid.isDisjoint(with: held))
            #expect(paid.union(held) == Set(snapshot.enrolments.map(\.id)))
            #expect(Set(plan.entitlements.map(\.unit)).count == plan.entitlements.count)
            #expect(plan.heldByReason.reduce(0) { $0 + $1.count } == plan.held.count)
            #expect(plan.held.allSatisfy { !$0.holds.isEmpty })
            #expect(plan.digest.count == plan.entitlements.count)
            #expect(
                plan.digest.totalMinor
                    == plan.entitlements.reduce(0) { $0 + $1.amount.amountMinor })
        }
    }

    @Test("the order of the input does not matter", arguments: 0..<20)
    func anyOrder(seed: Int) throws {
        var snapshot = try Self.random(seed: seed)
        let plan = try snapshot.plan()
        var random = Seeded(seed: seed)
        snapshot.enrolments.shuffle(using: &random)
        snapshot.facts.openDuplicates = snapshot.facts.openDuplicates.mapValues {
            Array($0.reversed())
        }
        let again = try snapshot.plan()
        #expect(again == plan)
        #expect(
            try PayrollDigest.of(plan.entitlements.shuffled(using: &random), currency: .iraqiDinar)
                == plan.digest)
    }

    @Test("an empty programme is an empty payroll")
    func empty() throws {
        let plan = try PayrollSnapshot.of([]).plan()
        #expect(plan.digest.count == 0)
        #expect(plan.digest.root == sha256([]))
    }

    @Test("an enrolment that comes twice is refused")
    func enrolmentTwice() throws {
        let snapshot = try PayrollSnapshot.of([.number(1), .number(2), .number(1)])
        #expect(throws: PayrollPlan.Refusal.enrolmentTwice(.number(100_001))) {
            try snapshot.plan()
        }
    }

    @Test("a unit that is enrolled twice is paid once; the later enrolment is held")
    func unitTwice() throws {
        let unit = RecordID.number(200_001)
        let plan = try PayrollSnapshot.of([.number(2, unit: unit), .number(1)]).plan()
        #expect(plan.entitlements.map(\.enrolment) == [.number(100_001)])
        #expect(plan.held.map(\.holds) == [[.enrolledTwice(first: .number(100_001))]])
    }

    @Test("a unit has one entitlement id a programme and cycle, another in each")
    func entitlementIDs() {
        let make = { (programme: String, cycle: Cycle, unit: Int) in
            Entitlement.makeID(programme: programme, cycle: cycle, unit: .number(unit))
        }
        let id = make("SSN", .february, 1)
        #expect(id == make("SSN", .february, 1))
        #expect(
            Set([
                id, make("SSN", .march, 1), make("SSN2", .february, 1), make("SSN", .february, 2),
            ]).count == 4)
        // The time part is the first of the month: ids of a cycle lie together.
        #expect(id.high >> 16 == make("SSN", .february, 2).high >> 16)
        #expect(id < make("SSN", .march, 3))
    }

    @Test("a total that overflows is refused")
    func totalOverflow() throws {
        let rules = AmountRules(bands: [
            AmountRules.SizeBand(from: 1, to: nil, amountMinor: 5_000_000_000_000_000_000)
        ])
        let snapshot = try PayrollSnapshot.of(
            [.number(1), .number(2)], programme: .sample(rules: rules))
        #expect(throws: PayrollPlan.Refusal.totalOverflow) { try snapshot.plan() }
    }

    @Test("an amount that overflows is refused and names the enrolment")
    func amountOverflow() throws {
        let rules = AmountRules(
            bands: [
                AmountRules.SizeBand(from: 1, to: nil, amountMinor: 5_000_000_000_000_000_000)
            ],
            supplements: [
                AmountRules.Supplement(category: .widow, amountMinor: 5_000_000_000_000_000_000)
            ])
        let snapshot = try PayrollSnapshot.of(
            [.number(1, counts: [.widow: 1])], programme: .sample(rules: rules))
        #expect(
            throws: PayrollPlan.Refusal.amountOverflow(enrolment: .number(100_001))
        ) {
            try snapshot.plan()
        }
    }

    @Test("a version that does not hold in the month is refused")
    func notInForce() throws {
        let snapshot = try PayrollSnapshot.of([.number(1)])
        let cycle = require(Cycle(year: 2025, month: 12))
        #expect(
            throws: PayrollPlan.Refusal.notInForce(programme: "SSN", version: 1, cycle)
        ) {
            try PayrollPlan.plan(snapshot, cycle: cycle, staleChoice: .hold)
        }
    }

    /// Enrolments and facts from a seed: a third of them meets something.
    static func random(seed: Int) throws -> PayrollSnapshot {
        var random = Seeded(seed: seed)
        var facts = BlockingFacts()
        let count = Int.random(in: 0...60, using: &random)
        let enrolments = (0..<count).map { n in
            let enrolment = FrozenEnrolment.number(
                n, size: Int.random(in: 0...9, using: &random),
                counts: [.widow: Int.random(in: 0...1, using: &random)],
                node: ["IQ-BG", "IQ-BA", "IQ-NI"][n % 3],
                name: n % 17 == 0 ? "\u{7}" : "علي",
                account: n % 11 == 0 ? "IQ00RAFB" : nil, noAccount: n % 13 == 0,
                unit: n % 19 == 18 ? .number(200_000 + n - 1) : nil)
            switch Int.random(in: 0..<18, using: &random) {
            case 0:
                facts.openDuplicates[enrolment.household] = [.number(n), .number(n + 7)]
            case 1: facts.openConflicts[enrolment.payee.id] = [1, 2]
            case 2: facts.deceased[enrolment.payee.id] = "deaths"
            case 3: facts.suspended[enrolment.id] = "school"
            case 4:
                facts.stopped[enrolment.household] = [
                    BlockingFacts.StopOrder(officer: .named("amal"), reason: "visit")
                ]
            case 5: facts.alreadyEntitled[enrolment.unit] = .number(9)
            default: break
            }
            return enrolment
        }
        return try .of(
            enrolments, facts: facts,
            watermarks: [
                NodeWatermark(node: "IQ-BG", lastSync: .at("2026-02-09T00:00:00Z"), covered: 7),
                NodeWatermark(node: "IQ-BA", lastSync: .at("2026-01-09T00:00:00Z"), covered: 3),
            ])
    }
}

/// SplitMix64 (Steele, Lea and Flood 2014): the same numbers from the same seed.
struct Seeded: RandomNumberGenerator {
    private var state: UInt64

    init(seed: Int) { state = UInt64(seed) }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }
}
