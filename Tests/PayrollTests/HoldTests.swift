import Payroll
import Registry
import Testing

@Suite("Whoever is not paid is held with a named reason")
struct HoldTests {
    let enrolment = FrozenEnrolment.number(1, members: [.number(301_001)])

    func holds(_ change: (inout BlockingFacts) -> Void) throws -> [Hold] {
        var facts = BlockingFacts()
        change(&facts)
        return try PayrollSnapshot.of([enrolment], facts: facts).plan().held.first?.holds ?? []
    }

    @Test("nothing against it: it is paid")
    func paid() throws {
        #expect(try holds { _ in }.isEmpty)
    }

    @Test("an open duplicate case holds by household and by enrolment, each case once")
    func duplicate() throws {
        let one = RecordID.number(1)
        let two = RecordID.number(2)
        #expect(
            try holds { $0.openDuplicates[enrolment.household] = [one] }
                == [.openDuplicate(caseID: one)])
        #expect(
            try holds {
                $0.openDuplicates[enrolment.household] = [two, one]
                $0.openDuplicates[enrolment.id] = [one]
            } == [.openDuplicate(caseID: one), .openDuplicate(caseID: two)])
    }

    @Test("an open conflict holds in any record that the enrolment rests on")
    func conflict() throws {
        for record in [
            enrolment.id, enrolment.household, enrolment.payee.id, .number(301_001),
        ] {
            #expect(
                try holds { $0.openConflicts[record] = [2] }
                    == [.openConflict(record: record, group: 2)])
        }
        #expect(try holds { $0.openConflicts[.number(77)] = [2] }.isEmpty)
    }

    @Test("the death of the payee or of a member holds")
    func deceased() throws {
        for person in [enrolment.payee.id, .number(301_001)] {
            #expect(
                try holds { $0.deceased[person] = "deaths" }
                    == [.deceased(person: person, register: "deaths")])
        }
    }

    @Test("a failed verification, a suspension, an order, another payroll hold")
    func others() throws {
        let failed = BlockingFacts.FailedVerification(
            verification: .number(5), register: "pensions")
        #expect(
            try holds { $0.failedVerifications[.number(301_001)] = [failed] }
                == [.failedVerification(verification: .number(5), register: "pensions")])
        #expect(try holds { $0.suspended[enrolment.id] = "moved" } == [.suspended(reason: "moved")])
        let order = BlockingFacts.StopOrder(officer: .named("amal"), reason: "visit")
        #expect(
            try holds { $0.stopped[enrolment.household] = [order] }
                == [.stoppedByHand(by: .named("amal"), reason: "visit")])
        #expect(
            try holds { $0.alreadyEntitled[enrolment.unit] = .number(6) }
                == [.alreadyEntitled(entitlement: .number(6))])
    }

    @Test("several reasons are all listed, in the fixed order, and counted once by the first")
    func several() throws {
        var facts = BlockingFacts()
        let stopped = FrozenEnrolment.number(2, node: "IQ-BA", noAccount: true)
        facts.suspended[stopped.id] = "moved"
        facts.deceased[stopped.payee.id] = "deaths"
        facts.openDuplicates[stopped.household] = [.number(9)]
        let plan = try PayrollSnapshot.of([stopped, .number(3)], facts: facts).plan()
        #expect(plan.held.count == 1)
        #expect(
            plan.held[0].holds == [
                .openDuplicate(caseID: .number(9)),
                .staleNode(node: "IQ-BA", since: nil),
                .noValidAccount(.missing),
                .deceased(person: stopped.payee.id, register: "deaths"),
                .suspended(reason: "moved"),
            ])
        #expect(plan.held[0].first.code == .openDuplicate)
        #expect(plan.heldByReason.map(\.reason) == [.openDuplicate])
        #expect(plan.heldByReason.map(\.count) == [1])
    }

    @Test("a province that has not synced since the cut-off is held or included by name")
    func stale() throws {
        let since = Instant.at("2026-02-07T23:59:59Z")
        let snapshot = try PayrollSnapshot.of(
            [.number(1, node: "IQ-NI"), .number(2)],
            watermarks: [
                NodeWatermark(node: "IQ-NI", lastSync: since, covered: 5),
                NodeWatermark(node: "IQ-BG", lastSync: .at("2026-02-08T00:00:00Z"), covered: 7),
            ])
        let held = try snapshot.plan(.hold)
        #expect(held.held.map(\.holds) == [[.staleNode(node: "IQ-NI", since: since)]])
        #expect(held.staleNodes.map(\.node) == ["IQ-NI"])
        let included = try snapshot.plan(.include(by: .named("amal")))
        #expect(included.held.isEmpty)
        #expect(included.staleNodes == held.staleNodes)
        #expect(StaleChoice(included.staleChoice.text) == .include(by: .named("amal")))
    }

    @Test(
        "an account that cannot be paid to holds",
        arguments: [
            (nil, Hold.AccountFault.missing), ("  ", .missing), ("acunt", .notAnIBAN),
            ("IQ99NBIQ273202601000010", .notAnIBAN),
            (iban(bank: "XXXX", number: 1), .unknownBank("XXXX")),
        ] as [(String?, Hold.AccountFault)])
    func account(text: String?, fault: Hold.AccountFault) throws {
        let enrolment = FrozenEnrolment.number(1, account: text, noAccount: text == nil)
        let plan = try PayrollSnapshot.of([enrolment]).plan()
        #expect(plan.held.map(\.holds) == [[.noValidAccount(fault)]])
    }

    @Test(
        "a name that no file can carry holds", arguments: ["", " ", "علي\u{0}", "a\tb", "\u{200F}"])
    func name(name: String) throws {
        let enrolment = FrozenEnrolment.number(1, name: name)
        #expect(
            try PayrollSnapshot.of([enrolment]).plan().held.map(\.holds)
                == [[.unwritableName(payee: enrolment.payee.id)]])
    }

    @Test("a household without people has no amount and is not dropped")
    func noAmount() throws {
        #expect(
            try PayrollSnapshot.of([.number(1, size: 0)]).plan().held.map(\.holds)
                == [[.noAmount(householdSize: 0)]])
    }

    @Test("a shared account holds only where the programme says so")
    func shared() throws {
        let account = iban(bank: "RAFB", number: 5)
        let spaced = String(account.prefix(4)) + " " + account.dropFirst(4).lowercased()
        let enrolments: [FrozenEnrolment] = [
            .number(1, account: account), .number(2, account: spaced), .number(3),
        ]
        #expect(try PayrollSnapshot.of(enrolments).plan().held.isEmpty)
        let strict = try PayrollSnapshot.of(
            enrolments, programme: .sample(holdsSharedAccounts: true)
        ).plan()
        #expect(
            strict.held.map(\.holds)
                == [[.sharedAccount(households: 2)], [.sharedAccount(households: 2)]])
    }

    @Test("what a hold rests on survives being stored", arguments: all)
    func basis(hold: Hold) {
        #expect(Hold(code: hold.code, basis: hold.basis) == hold)
        #expect(Hold(code: hold.code, basis: "{") == nil)
        #expect(Hold(code: hold.code, basis: "{}") == nil)
        #expect(!hold.description.isEmpty)
    }

    @Test("every reason is among them, in the order in which they count")
    func codes() {
        #expect(Set(Self.all.map(\.code)) == Set(Hold.Code.allCases))
        #expect(Hold.Code.allCases.sorted() == Hold.Code.allCases)
    }

    static let all: [Hold] = [
        .openDuplicate(caseID: .number(1)), .openConflict(record: .number(1), group: 2),
        .failedVerification(verification: .number(1), register: "civil \"service\""),
        .staleNode(node: "IQ-BG", since: .noon), .staleNode(node: "IQ-BG", since: nil),
        .noValidAccount(.missing), .noValidAccount(.notAnIBAN),
        .noValidAccount(.unknownBank("XXXX")), .deceased(person: .number(1), register: "deaths"),
        .suspended(reason: "نقل\n\u{1}\\"), .stoppedByHand(by: .named("amal"), reason: "visit"),
        .alreadyEntitled(entitlement: .number(3)), .enrolledTwice(first: .number(3)),
        .noAmount(householdSize: 0), .unwritableName(payee: .number(2)),
        .sharedAccount(households: 2),
    ]
}
