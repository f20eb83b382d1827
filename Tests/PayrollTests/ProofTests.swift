import Payroll
import Registry
import Testing
import Trust

@Suite("A family can prove that it is in the payroll")
struct ProofTests {
    /// Computed apart from this program, by the recursive definition of RFC 6962, 2.1, over rows
    /// of one byte: 0, 1, 2, …
    static let roots: [(Int, String)] = [
        (0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        (1, "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7"),
        (2, "a20bf9a7cc2dc8a08f5f415a71b19f6ac427bab54d24eec868b5d3103449953a"),
        (3, "3b6cccd7e3e023ff393006f030315ee7ad9eb111b022b41fba7e5b7a3973f688"),
        (5, "b855b42d6c30f5b087e05266783fbd6e394f7b926013ccaa67700a8b0c5a596f"),
        (7, "3560191803028444b232018ac047fdb561c09c23a7a6876c85e08b5e4d48e9f3"),
        (8, "ef7f49b620f6c7ea9b963a214da34b5021c6ded8ed57734380a311ab726aa907"),
        (13, "df5ee130e5a247600d190c31074458de3c0dc58f0b0d8a6a2b3dd4fd7e569501"),
    ]

    @Test("the root is that of RFC 6962", arguments: roots)
    func root(count: Int, hex: String) {
        #expect(Self.tree(count).root.hex == hex)
    }

    @Test(
        "every row of every size proves itself, and nothing else proves in its place",
        arguments: 1...33)
    func proofs(count: Int) {
        let tree = Self.tree(count)
        for index in 0..<count {
            let proof = tree.proof(at: index)
            let row = [UInt8(index)]
            #expect(proof.verifies(row: row, root: tree.root))
            #expect(!proof.verifies(row: [UInt8(index), 0], root: tree.root))
            #expect(!proof.verifies(row: row, root: sha256([1])))
            let elsewhere = MerkleProof(
                index: (index + 1) % count, count: count, path: proof.path)
            #expect(count == 1 || !elsewhere.verifies(row: row, root: tree.root))
            let shorter = MerkleProof(index: index, count: count, path: proof.path.dropLast())
            #expect(count == 1 || !shorter.verifies(row: row, root: tree.root))
            let longer = MerkleProof(index: index, count: count, path: proof.path + [tree.root])
            #expect(!longer.verifies(row: row, root: tree.root))
        }
        #expect(!MerkleProof(index: -1, count: count, path: []).verifies(row: [0], root: tree.root))
        #expect(
            !MerkleProof(index: count, count: count, path: []).verifies(row: [0], root: tree.root))
    }

    @Test("an inner node does not pass as a row")
    func nodeAsRow() {
        let tree = Self.tree(2)
        let leaves = [UInt8(0), 1].map { MerkleTree.leaf([$0]) }
        let node = [1] + leaves[0].bytes + leaves[1].bytes
        #expect(!MerkleProof(index: 0, count: 1, path: []).verifies(row: node, root: tree.root))
    }

    @Test("row, root, sealed digest and payment id are those computed apart from this program")
    func knownAnswer() throws {
        let unit = RecordID.number(200)
        let enrolment = FrozenEnrolment(
            id: .number(100), household: unit, unit: unit, area: "01-6", node: "IQ-BG",
            circumstances: Circumstances(householdSize: 5, counts: [.widow: 1, .orphan: 1]),
            payee: Payee(
                id: .number(300), name: "تغريد عقيل علي", account: "IQ86NBIQ385202601000001"))
        let plan = try PayrollSnapshot.of([enrolment]).plan()
        let entitlement = try #require(plan.entitlements.first)
        #expect(entitlement.id.description == "019c167f-cc00-73b3-89ed-47847e4cbcef")
        #expect(
            plan.digest.root.hex
                == "1c47d8d3d3431ef391b40b4249532aa426cc9aabfabbc1c36ea365c2958874e3")
        #expect(
            plan.digest.sealed.hex
                == "db49fa086b2aae8a631a2751d7c16fc441907dbd4caf907a5ba021402bc78a1f")
        #expect(PaymentID(entitlement: entitlement.id, attempt: 1).text == "E5LOWI4THSRDHKXB")
    }

    @Test("a proof of the plan verifies its row, and a changed row fails")
    func planProof() throws {
        let plan = try PayrollSnapshot.of((1...9).map { .number($0) }).plan()
        for entitlement in plan.entitlements {
            let proof = try #require(plan.proof(forUnit: entitlement.unit))
            #expect(plan.digest.contains(row: entitlement.row, proof: proof))
            let miscounted = MerkleProof(
                index: proof.index, count: proof.count + 1, path: proof.path)
            #expect(!plan.digest.contains(row: entitlement.row, proof: miscounted))
            let richer = entitlement.changed(adding: 1000)
            #expect(!plan.digest.contains(row: richer.row, proof: proof))
        }
        #expect(plan.proof(forUnit: .number(1)) == nil)
    }

    @Test("every column of a row is in the digest")
    func columns() throws {
        let plan = try PayrollSnapshot.of([.number(1)]).plan()
        let entitlement = try #require(plan.entitlements.first)
        let changed = [
            entitlement.changed(adding: 1000), entitlement.changed(name: "علي"),
            entitlement.changed(account: iban(bank: "RAFB", number: 2)),
            entitlement.changed(node: "IQ-BA"), entitlement.changed(payee: .number(2)),
        ]
        let digests = try ([entitlement] + changed).map {
            try PayrollDigest.of([$0], currency: .iraqiDinar).sealed
        }
        #expect(Set(digests).count == 6)
    }

    static func tree(_ count: Int) -> MerkleTree {
        MerkleTree(rows: (0..<count).map { [UInt8($0)] })
    }
}

extension Entitlement {
    func changed(
        adding minor: Int64 = 0, name: String? = nil, account: String? = nil, node: String? = nil,
        payee: RecordID? = nil, cycle: Cycle? = nil
    ) -> Entitlement {
        let number = account.map { require(try? IBAN($0)) } ?? self.account
        return Entitlement(
            programme: programme, programmeVersion: programmeVersion, cycle: cycle ?? self.cycle,
            enrolment: enrolment, household: household, unit: unit, node: node ?? self.node,
            area: area, payee: payee ?? self.payee, payeeName: name ?? payeeName, account: number,
            bank: number.bankCode ?? bank,
            amount: Money(amountMinor: amount.amountMinor + minor, currency: amount.currency),
            lines: lines
                + (minor == 0 ? [] : [RuleLine(rule: .cap, count: 1, amountMinor: minor)]))
    }
}
