import Payroll
import Registry
import Testing

@Suite("A payroll goes from state to state")
struct PayrollStateTests {
    /// Everything that is allowed; whatever is not in this table is refused.
    static let table: [PayrollState: [PayrollAction.Kind: PayrollState]] = [
        .draft: [.freeze: .frozen],
        .frozen: [.freeze: .frozen, .compute: .computed],
        .computed: [.review: .reviewed, .return: .frozen],
        .reviewed: [.approve: .approved, .return: .frozen],
        .approved: [.export: .sealed, .return: .frozen],
        .sealed: [.export: .sealed, .dispatch: .dispatched],
        .dispatched: [.settle: .settled],
        .settled: [.close: .closed],
        .closed: [:],
    ]

    @Test(
        "each act follows from its state and from no other",
        arguments: PayrollState.allCases, PayrollAction.Kind.allCases)
    func table(state: PayrollState, kind: PayrollAction.Kind) throws {
        let expected = Self.table[state]?[kind]
        #expect(state.next(after: kind) == expected)

        let record = Self.record(in: state)
        let action = Self.action(kind)
        let approver = Officer.named("dana")
        if let expected {
            #expect(try record.applying(action, by: approver, at: .noon).state == expected)
        } else {
            #expect {
                _ = try record.applying(action, by: approver, at: .noon)
            } throws: { error in
                guard case .notNow(kind, state, _) = error as? PayrollRefusal else { return false }
                return true
            }
        }
    }

    @Test("from draft to closed takes every state in its order")
    func way() throws {
        var record = PayrollRecord.open(
            id: .number(1), programme: "SSN", cycle: .february, by: .named("amal"))
        var states = [record.state]
        let digest = PayrollDigest.sample()
        let steps: [(PayrollAction, String)] = [
            (.freeze, "amal"), (.compute(digest: digest), "amal"),
            (.review(digest: digest), "badr"), (.approve(digest: digest), "badr"),
            (.approve(digest: digest), "cemal"), (.export(digest: digest), "amal"),
            (.dispatch, "amal"), (.settle(Self.allCredited), "amal"), (.close, "amal"),
        ]
        for (action, name) in steps {
            record = try record.applying(action, by: .named(name), at: .noon)
            if states.last != record.state { states.append(record.state) }
        }
        #expect(states == PayrollState.allCases)
        #expect(record.revision == 1)
    }

    @Test("a refusal says what, why and what to do")
    func refusalText() {
        let refusal = PayrollRefusal.notNow(.export, state: .computed, from: [.approved, .sealed])
        let text = refusal.description
        #expect(text.contains("computed"))
        #expect(text.contains("export"))
        #expect(text.contains("approved or sealed"))
        #expect(text.contains("payroll show"))
    }

    @Test("a return needs a reason", arguments: ["", "  ", "\n"])
    func emptyReason(reason: String) {
        #expect(throws: PayrollRefusal.reasonMissing) {
            try Self.record(in: .reviewed)
                .applying(.return(reason: reason), by: .named("badr"), at: .noon)
        }
    }

    @Test("settling needs every payment answered and the sums of what was approved")
    func settlement() throws {
        let record = Self.record(in: .dispatched)
        let part = Settlement.Part(count: 1, totalMinor: 100_000)
        let two = Settlement.Part(count: 2, totalMinor: 200_000)
        let officer = Officer.named("amal")
        #expect(throws: PayrollRefusal.pending(count: 1)) {
            try record.applying(
                .settle(Settlement(credited: two, pending: part)), by: officer, at: .noon)
        }
        #expect(throws: PayrollRefusal.self) {
            try record.applying(.settle(Settlement(credited: two)), by: officer, at: .noon)
        }
        #expect(throws: PayrollRefusal.self) {
            let less = Settlement.Part(count: 1, totalMinor: 99_999)
            _ = try record.applying(
                .settle(Settlement(credited: two, returned: less)), by: officer, at: .noon)
        }
        #expect(throws: PayrollRefusal.self) {
            let negative = Settlement.Part(count: -1, totalMinor: -100_000)
            let four = Settlement.Part(count: 4, totalMinor: 400_000)
            _ = try record.applying(
                .settle(Settlement(credited: four, returned: negative)), by: officer, at: .noon)
        }
        let settled = try record.applying(
            .settle(Settlement(credited: two, rejected: part)), by: officer, at: .noon)
        #expect(settled.state == .settled)
    }

    static let allCredited = Settlement(
        credited: Settlement.Part(count: 3, totalMinor: 300_000))

    /// A payroll in this state, one signature short of what the next act needs.
    static func record(in state: PayrollState) -> PayrollRecord {
        let digest = PayrollDigest.sample()
        let signed = ["badr", "cemal"].map {
            Approval(officer: .named($0), digest: digest, at: .noon)
        }
        let approvals: [Approval] =
            switch state {
            case .draft, .frozen, .computed: []
            case .reviewed: [signed[0]]
            case .approved, .sealed, .dispatched, .settled, .closed: signed
            }
        let isComputed = state != .draft && state != .frozen
        return PayrollRecord(
            id: .number(1), programme: "SSN", cycle: .february, state: state,
            revision: isComputed ? 1 : 0, makers: [.named("amal")],
            computed: isComputed ? digest : nil, approvals: approvals)
    }

    static func action(_ kind: PayrollAction.Kind) -> PayrollAction {
        let digest = PayrollDigest.sample()
        return switch kind {
        case .freeze: .freeze
        case .compute: .compute(digest: digest)
        case .review: .review(digest: digest)
        case .approve: .approve(digest: digest)
        case .return: .return(reason: "An area is missing")
        case .export: .export(digest: digest)
        case .dispatch: .dispatch
        case .settle: .settle(allCredited)
        case .close: .close
        }
    }
}
